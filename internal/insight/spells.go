package insight

import (
	"math/big"
	"sync"
	"time"
)

// Spell is how long one incident took to reach a milestone.
type Spell struct {
	Incident *Incident
	Seconds  *big.Rat // 0 or more
}

// TimeTo is how long incidents took to reach one milestone.
type TimeTo struct {
	Name    string  // detect, acknowledge, mitigate, resolve; acknowledge_from_detection
	Spells  []Spell // in the order of the incidents
	Figures Distribution

	Early   int // found before there was an impact: not among the spells
	Ongoing int // not resolved yet: not among them either
	Missing int // whose time is not known
}

// timesTo are the milestones whose times are compared over incidents.
var timesTo = [...]struct {
	name string
	of   func(*Incident) Quantity
}{
	{"detect", func(in *Incident) Quantity { return in.FromStart.Detect }},
	{"acknowledge_from_detection", func(in *Incident) Quantity { return in.FromDetection.Acknowledge }},
	{"acknowledge", func(in *Incident) Quantity { return in.FromStart.Acknowledge }},
	{"mitigate", func(in *Incident) Quantity { return in.FromStart.Mitigate }},
	{"resolve", func(in *Incident) Quantity { return in.FromStart.Resolve }},
}

// MilestoneTimes gives the times of incidents to detect, to acknowledge (from
// detection and from the start), to mitigate and to resolve, in this order. An
// ongoing incident has no time to resolve yet: what it took so far would make
// the others look long or short.
func MilestoneTimes(list []*Incident) []TimeTo {
	out := make([]TimeTo, len(timesTo))
	var group sync.WaitGroup
	for i, to := range timesTo {
		group.Go(func() { out[i] = timeTo(to.name, to.of, list) })
	}
	group.Wait()
	return out
}

func timeTo(name string, of func(*Incident) Quantity, list []*Incident) TimeTo {
	t := TimeTo{Name: name}
	var values []*big.Rat
	for _, in := range list {
		q := of(in)
		switch {
		case !q.Known:
			t.Missing++
		case q.V.Sign() < 0:
			t.Early++
		case in.Live && name == "resolve":
			t.Ongoing++
		default:
			t.Spells = append(t.Spells, Spell{in, q.V})
			values = append(values, q.V)
		}
	}
	t.Figures = distribute(values)
	return t
}

// CompareTimes compares the medians of two periods: the milestones of later and
// earlier are those of MilestoneTimes.
func CompareTimes(later, earlier []TimeTo) []MedianChange {
	out := make([]MedianChange, len(later))
	for i := range later {
		out[i] = compareMedians(later[i].Figures, earlier[i].Figures)
	}
	return out
}

// LastYear gives the 365 days up to now, and those before them.
func (r *Results) LastYear() (now, before Period) {
	const year = 365 * 24 * time.Hour
	now = Period{From: r.Now.Add(-year), To: r.Now}
	return now, Period{From: now.From.Add(-year), To: now.From}
}

// MonthCount is how many incidents began in a calendar month of the site's zone.
type MonthCount struct {
	Month      Period
	BySeverity [6]int // by severity 1–5; at 0 those without one
	NearMisses int    // in none of BySeverity
}

// All counts the incidents, without near misses.
func (m MonthCount) All() int {
	sum := 0
	for _, n := range m.BySeverity {
		sum += n
	}
	return sum
}

// Months counts incidents in so many calendar months, the current one last.
func (r *Results) Months(n int) []MonthCount {
	out := make([]MonthCount, n)
	at := r.Now
	for i := n - 1; i >= 0; i-- {
		out[i].Month = byMonth(monthOf)(at, r.Policy.zone())
		at = out[i].Month.From.Add(-1)
	}
	for _, in := range r.Incidents {
		if n == 0 || !in.Start.Known || in.Start.V.Before(out[0].Month.From) {
			continue
		}
		for i := range out {
			if out[i].Month.Contains(in.Start.V) {
				out[i].count(in)
			}
		}
	}
	return out
}

func (m *MonthCount) count(in *Incident) {
	if in.Entry.Status == "near_miss" {
		m.NearMisses++
		return
	}
	m.BySeverity[severityNumber(in.Entry.Severity)]++
}

// severityNumber is the number of sev1 to sev5, 0 for another word.
func severityNumber(word string) int {
	if len(word) == 4 && word[:3] == "sev" && word[3] >= '1' && word[3] <= '5' {
		return int(word[3] - '0')
	}
	return 0
}

// LastMonth gives the calendar month of the site's zone before the current one.
func (r *Results) LastMonth() Period {
	now := byMonth(monthOf)(r.Now, r.Policy.zone())
	return byMonth(monthOf)(now.From.Add(-1), r.Policy.zone())
}
