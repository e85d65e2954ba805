package insight

import (
	"math/big"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// traffic is how many transactions a second are usual: a number, and the
// service whose profile scales it. A rate that the incident itself states is
// that of its hour and is not scaled.
type traffic struct {
	tps     Quantity
	profile *corpus.Entry // nil for constant traffic
}

// rate gives the traffic of a part.
func (in *Incident) rate(p part) traffic {
	if n := in.Entry.Impact.NormalTPS; n.V != nil {
		return traffic{tps: stated(n, noRate)}
	}
	e, why := in.sole(p, noRate, manyRates, func(s facet.Service) bool { return s.NormalTPS.V != nil })
	if e == nil {
		return traffic{tps: absent[*big.Rat](why)}
	}
	return traffic{stated(e.Service.NormalTPS, noRate), e}
}

// over gives the transactions that are usual in a part, and the mean weight
// of the profile; nil if there is no profile.
func (t traffic) over(p part, policy Policy) (usual, mean *big.Rat) {
	flat := mul(t.tps.V, p.seconds())
	if t.profile == nil || !hasProfile(t.profile.Service.Traffic) || p.seconds().Sign() == 0 {
		return flat, nil
	}
	zone := t.profile.Service.Zone
	if zone == nil {
		zone = policy.zone()
	}
	weighted := weigh(t.profile.Service.Traffic, p.from, p.to, zone)
	return mul(t.tps.V, weighted), quo(weighted, p.seconds())
}

func hasProfile(t facet.Traffic) bool { return len(t.Hourly) == 24 || len(t.Weekday) == 7 }

// weigh is the seconds of [from, to), each times the weights of its hour and
// weekday in a zone.
func weigh(t facet.Traffic, from, to time.Time, zone *time.Location) *big.Rat {
	var cells [7][24]int64 // nanoseconds; ten years fit
	for at := from; at.Before(to); {
		local := at.In(zone)
		into := time.Duration(local.Minute())*time.Minute + time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
		next := at.Add(time.Hour - into)
		if next.After(to) {
			next = to
		}
		cells[(local.Weekday()+6)%7][local.Hour()] += int64(next.Sub(at))
		at = next
	}
	sum := new(big.Rat)
	for day := range cells {
		for hour, ns := range cells[day] {
			if ns == 0 {
				continue
			}
			w := big.NewRat(ns, int64(time.Second))
			if len(t.Weekday) == 7 {
				w = mul(w, t.Weekday[day])
			}
			if len(t.Hourly) == 24 {
				w = mul(w, t.Hourly[hour])
			}
			sum = add(sum, w)
		}
	}
	return sum
}
