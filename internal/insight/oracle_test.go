package insight

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// The oracle computes figures again by other means: minute by minute, in whole
// percents of the traffic, without intervals. All times of the test are whole
// minutes, so that it is exact.

var (
	oracleFrom = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	oracleTo   = time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)
)

func minuteOf(t time.Time) int { return int(t.Sub(oracleFrom) / time.Minute) }

// piece is a part of an incident as the test made it.
type piece struct {
	from, to int // minutes
	percent  int64
	users    int64
}

// oracleService is a service with what is bad in each minute.
type oracleService struct {
	entry  *corpus.Entry
	zone   *time.Location
	target *big.Rat
	worst  []int64 // percent
	sum    []int64 // of worst before each minute
}

func newOracleService(i int, place, target string) *oracleService {
	s := web()
	s.ID = fmt.Sprintf("service-%d", i)
	s.Service.Zone, s.Service.NormalTPS = zone(place), n("12.5")
	s.Service.RevenuePerTransaction = facet.Money{Amount: rat("3.21"), Currency: "EUR"}
	s.Service.Objectives[0].Target = rat(target)
	for h := range 24 {
		s.Service.Traffic.Hourly = append(s.Service.Traffic.Hourly, big.NewRat(int64(h%7+1), 3))
	}
	for d := range 7 {
		s.Service.Traffic.Weekday = append(s.Service.Traffic.Weekday, big.NewRat(int64(d+2), 5))
	}
	return &oracleService{entry: s, zone: s.Service.Zone, target: rat(target), worst: make([]int64, minuteOf(oracleTo))}
}

func (s *oracleService) add(p piece) {
	for m := p.from; m < p.to; m++ {
		s.worst[m] = max(s.worst[m], p.percent)
	}
}

func (s *oracleService) settle() {
	s.sum = make([]int64, len(s.worst)+1)
	for m, percent := range s.worst {
		s.sum[m+1] = s.sum[m] + percent
	}
}

// bad is percent-minutes in [from, to).
func (s *oracleService) bad(from, to int) int64 {
	clip := func(m int) int { return min(max(m, 0), len(s.worst)) }
	return s.sum[clip(to)] - s.sum[clip(from)]
}

func percentOf(percentMinutes int64) *big.Rat { return big.NewRat(percentMinutes, 100) }

// weight is the share of the normal traffic in a minute, by its clock, in
// fifteenths.
func (s *oracleService) weight(minute int) int64 {
	t := oracleFrom.Add(time.Duration(minute) * time.Minute).In(s.zone)
	day := [...]int64{time.Monday: 2, time.Tuesday: 3, time.Wednesday: 4, time.Thursday: 5, time.Friday: 6, time.Saturday: 7, time.Sunday: 8}[t.Weekday()]
	return int64(t.Hour()%7+1) * day
}

func randomIncident(random *rand.Rand, i int, s *oracleService) (*corpus.Entry, []piece) {
	start := minuteOf(oracleFrom) + 1500 + random.IntN(minuteOf(oracleTo)-30000)
	stamp := func(minute int) string {
		return oracleFrom.Add(time.Duration(minute) * time.Minute).In(s.zone).Format(time.RFC3339)
	}
	e := outage(fmt.Sprintf("i-%04d", i), stamp(start), stamp(start+random.IntN(3000)), s.entry)
	whole := piece{start, minuteOf(e.Times.Resolved.Time), 100, random.Int64N(1000)}
	e.Impact.Users = facet.Number{V: num(whole.users)}
	if random.IntN(2) == 0 {
		whole.percent = random.Int64N(101)
		e.Impact.ErrorRatio = facet.Number{V: big.NewRat(whole.percent, 100)}
	}
	if random.IntN(3) == 0 {
		return e, []piece{whole}
	}
	var pieces []piece
	for range 1 + random.IntN(4) {
		p := piece{from: start + random.IntN(400), percent: random.Int64N(101), users: random.Int64N(500)}
		p.to = p.from + random.IntN(800)
		pieces = append(pieces, p)
		e.Impact.Segments = append(e.Impact.Segments, facet.Segment{
			From: at(stamp(p.from)), To: at(stamp(p.to)), ErrorRatio: facet.Number{V: big.NewRat(p.percent, 100)}, Users: facet.Number{V: num(p.users)},
		})
	}
	return e, pieces
}

func TestRandomIncidentsAgreeWithTheOracle(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	var services []*oracleService
	for i, place := range []string{"Asia/Tokyo", "America/New_York", "Europe/London", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu"} {
		services = append(services, newOracleService(i, place, []string{"99.9", "99.95", "99", "95", "99.99", "90.5"}[i]))
	}
	var entries []*corpus.Entry
	pieces := map[*corpus.Entry][]piece{}
	for i := range 1000 {
		s := services[random.IntN(len(services))]
		e, list := randomIncident(random, i, s)
		for _, p := range list {
			s.add(p)
		}
		entries, pieces[e] = append(entries, e), list
	}
	for _, s := range services {
		s.settle()
		entries = append(entries, s.entry)
	}
	r := Compute(&corpus.Corpus{Entries: entries}, History{}, policy, oracleTo)
	for _, in := range r.List() {
		s := services[int(in.Services[0][len("service-")]-'0')]
		c := oracleCheck{t, s, in, pieces[in.Entry]}
		c.amounts()
		c.budgets()
		c.burn()
	}
}

// oracleCheck compares one incident with the oracle.
type oracleCheck struct {
	t      *testing.T
	s      *oracleService
	in     *Incident
	pieces []piece
}

func (c oracleCheck) equal(what string, got, want *big.Rat) {
	c.t.Helper()
	if got.Cmp(want) != 0 {
		c.t.Errorf("%s: %s: got %s, want %s", c.in.Entry.ID, what, got.RatString(), want.RatString())
	}
}

func (c oracleCheck) amounts() {
	covered, lost, users := map[int]bool{}, new(big.Rat), new(big.Rat)
	for _, p := range c.pieces {
		weights := int64(0)
		for m := p.from; m < p.to; m++ {
			covered[m] = true
			weights += c.s.weight(m)
		}
		part := mul(big.NewRat(60*weights, 15), rat("12.5"))
		lost.Add(lost, mul(part, big.NewRat(p.percent, 100)))
		users.Add(users, num(p.users*int64(p.to-p.from)))
	}
	c.equal("duration", c.in.Duration.V, num(60*int64(len(covered))))
	c.equal("transactions", c.in.Loss.Transactions.V, lost)
	c.equal("user-minutes", c.in.Loss.UserMinutes.V, users)
	c.equal("revenue", c.in.Loss.Revenue.V[0].Amount, mul(lost, rat("3.21")))
}

func (c oracleCheck) budgets() {
	budgets := c.in.Availability()
	if !budgets.Known {
		c.t.Errorf("%s: no budgets: %s", c.in.Entry.ID, budgets.Why.En)
	}
	for _, b := range budgets.V {
		if !b.Period.From.Equal(c.first(b)) {
			c.t.Errorf("%s: %s %s begins %s", c.in.Entry.ID, b.Window, b.Period.Label, b.Period.From)
		}
		from, to := minuteOf(b.Period.From), minuteOf(b.Period.To)
		bad, length := percentOf(c.s.bad(from, to)), num(int64(to-from))
		available := mul(quo(sub(length, bad), length), num(100))
		allowed := quo(mul(length, sub(num(100), c.s.target)), num(100))
		name := b.Window + " " + b.Period.Label
		c.equal(name+": minutes", b.Minutes, length)
		c.equal(name+": bad", b.Bad, bad)
		c.equal(name+": availability", b.Availability, available)
		c.equal(name+": budget", b.Allowed, allowed)
		c.equal(name+": consumed", b.Consumed.V, mul(quo(bad, allowed), num(100)))
		c.equal(name+": remaining", b.Remaining, sub(allowed, bad))
		if met := available.Cmp(c.s.target) >= 0; b.Met != met || met != (b.Shortfall.Sign() == 0) {
			c.t.Errorf("%s: %s: met %v, shortfall %s", c.in.Entry.ID, name, b.Met, b.Shortfall)
		}
	}
}

// first is the first instant of a period by its name.
func (c oracleCheck) first(b Budget) time.Time {
	for _, layout := range []string{"2006-01", "2006"} {
		if first, err := time.ParseInLocation(layout, b.Period.Label, c.s.zone); err == nil {
			return first
		}
	}
	var year, quarter int
	if _, err := fmt.Sscanf(b.Period.Label, "%d-Q%d", &year, &quarter); err == nil {
		return time.Date(year, time.Month(3*quarter-2), 1, 0, 0, 0, 0, c.s.zone)
	}
	return b.Period.To.Add(-30 * 24 * time.Hour)
}

// extent gives the first and the last minute of the pieces.
func (c oracleCheck) extent() (from, to int) {
	from, to = c.pieces[0].from, c.pieces[0].to
	for _, p := range c.pieces {
		from, to = min(from, p.from), max(to, p.to)
	}
	return from, to
}

func (c oracleCheck) burn() {
	from, to := c.extent()
	burn := c.in.Burn()
	if from == to {
		if burn.During.Known {
			c.t.Errorf("%s: a burn rate over no time", c.in.Entry.ID)
		}
		return
	}
	spare := quo(sub(num(100), c.s.target), num(100))
	rate := func(bad int64, minutes int) *big.Rat { return quo(percentOf(bad), mul(num(int64(minutes)), spare)) }
	c.equal("burn rate", burn.During.V, rate(c.s.bad(from, to), to-from))
	for i, minutes := range []int{60, 360, 1440, 4320, 43200} {
		worst := int64(0)
		for m := from; m <= to; m++ {
			worst = max(worst, c.s.bad(m-minutes, m))
		}
		c.equal("burn rate over "+burn.Max.V[i].Window, burn.Max.V[i].Rate, rate(worst, minutes))
	}
	start := min(from, minuteOf(c.in.Start.V))
	for i, a := range []struct {
		rate        string
		long, short int
	}{{"14.4", 60, 5}, {"6", 360, 30}, {"3", 1440, 120}, {"1", 4320, 360}} {
		want, got := c.fires(rat(a.rate), a.long, a.short, start, to, spare), burn.Alerts.V[i].Fires
		if (want == nil) != !got.Known {
			c.t.Errorf("%s: alert %s: got %s, want %v", c.in.Entry.ID, a.rate, show(got), want)
		} else if want != nil {
			c.equal("alert "+a.rate, got.V, want)
		}
	}
}

// fires gives the seconds from the minute start at which both look-backs first
// hold enough bad time. Within a minute both grow or shrink evenly.
func (c oracleCheck) fires(rate *big.Rat, long, short, start, to int, spare *big.Rat) *big.Rat {
	percents, _ := mul(mul(rate, spare), num(100)).Float64()
	near := func(m, minutes int) bool {
		return float64(max(c.s.bad(m-minutes, m), c.s.bad(m+1-minutes, m+1))) > percents*float64(minutes)-1
	}
	for m := start; m < to; m++ {
		if !near(m, long) || !near(m, short) {
			continue
		}
		first, last := new(big.Rat), num(1)
		for _, minutes := range []int{long, short} {
			needed := mul(mul(rate, spare), num(int64(minutes)))
			a, b := percentOf(c.s.bad(m-minutes, m)), percentOf(c.s.bad(m+1-minutes, m+1))
			switch {
			case a.Cmp(needed) < 0 && b.Cmp(needed) < 0:
				last = num(-1)
			case a.Cmp(needed) < 0:
				first = larger(first, quo(sub(needed, a), sub(b, a)))
			case b.Cmp(needed) < 0:
				if end := quo(sub(needed, a), sub(b, a)); end.Cmp(last) < 0 {
					last = end
				}
			}
		}
		if first.Cmp(last) <= 0 {
			return mul(num(60), add(num(int64(m-start)), first))
		}
	}
	return nil
}
