package insight

import (
	"math/big"
	"time"
)

// The factors of advised severities.
var (
	businessFactor = big.NewRat(12, 10)
	nightFactor    = big.NewRat(8, 10)
	frequentFactor = big.NewRat(15, 10)
)

// often is the number of alerts of a rule in the hour before that makes the
// next one more severe.
const often = 5

// adviseSeverity gives every alert that is replayed the severity that it has in
// its context, for which the stated one is needed:
//
//	stated × time × frequency × business impact/10, from 1 to 10
//
// Time is 1.2 in business hours, else 0.8, but 1 at night for services of tier
// 0 and 1, whose outages are as bad then. Frequency is 1.5 behind more than
// five other alerts of the rule in the hour before, duplicates included. An
// impact that is not stated is no factor.
func (x *replay) adviseSeverity() {
	type inputs struct{ stated, factor, impact *big.Rat }
	done := map[inputs]*big.Rat{} // those of equal inputs are one
	factors := map[[2]*big.Rat]*big.Rat{}
	recent := make([]int, len(x.rules)) // alerts within the last hour
	first := 0
	for i := range x.firings {
		f := &x.firings[i]
		for ; x.firings[first].at <= f.at-int64(time.Hour); first++ {
			recent[x.firings[first].rule] -= boolInt(!x.firings[first].apart)
		}
		if f.apart {
			continue
		}
		key := [2]*big.Rat{x.timeFactor(f), nil}
		if recent[f.rule] > often {
			key[1] = frequentFactor
		}
		recent[f.rule]++
		if factors[key] == nil {
			factors[key] = product(key[0], key[1])
		}
		in := inputs{f.event.Severity, factors[key], f.event.BusinessImpact}
		if in.stated == nil {
			continue
		}
		if done[in] == nil {
			done[in] = advice(in.stated, in.factor, in.impact)
		}
		f.advice = done[in]
	}
}

// product multiplies factors; nil is one.
func product(factors ...*big.Rat) *big.Rat {
	p := num(1)
	for _, f := range factors {
		if f != nil {
			p = mul(p, f)
		}
	}
	return p
}

func advice(stated, factor, impact *big.Rat) *big.Rat {
	s := mul(stated, factor)
	if impact != nil {
		s = mul(s, quo(impact, num(10)))
	}
	return larger(unity, lesser(s, num(10)))
}

func lesser(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		return b
	}
	return a
}

// timeFactor is the factor of the time of an alert; nil is one.
func (x *replay) timeFactor(f *fired) *big.Rat {
	switch {
	case !f.night:
		return businessFactor
	case x.vital(f.place):
		return nil
	}
	return nightFactor
}

// vital tells whether a service is of tier 0 or 1.
func (x *replay) vital(service int32) bool {
	if service == none {
		return false
	}
	e := x.known[service].entry
	return e != nil && e.Service.Tier.V != nil && e.Service.Tier.V.Cmp(unity) <= 0
}

// inBusiness tells whether an alert came in business hours: on a day from Monday
// to Friday that is no holiday, by the clocks of its service.
func (x *replay) inBusiness(f *fired) bool {
	local := f.event.At.In(x.zone(f.place))
	if day := local.Weekday(); day == time.Saturday || day == time.Sunday || x.r.Policy.Holidays[dateOf(local)] {
		return false
	}
	minute := local.Hour()*60 + local.Minute()
	return minute >= x.policy.BusinessFrom && minute < x.policy.BusinessTo
}
