package insight

import (
	"cmp"
	"slices"

	"github.com/debrief-dev/debrief/internal/facet"
)

// Ageing is the policy about the age of action items.
type Ageing struct {
	Buckets    []int                     // last days of the buckets, rising; nil is 7, 30, 90, 180
	ClosureSLO map[string]facet.Interval // within which an item of a priority is to be done; nil is ClosureSLOs()
	Terms      map[string]facet.Interval // of the horizons short, mid and long; nil is facet.Terms()
}

var ageBuckets = []int{7, 30, 90, 180}

// ClosureSLOs gives the usual times within which items of a priority are to be
// done.
func ClosureSLOs() map[string]facet.Interval {
	return map[string]facet.Interval{"p0": {Days: 7}, "p1": {Days: 30}, "p2": {Days: 90}, "p3": {Days: 180}}
}

// Limits are the last days of the buckets, rising.
func (p Ageing) Limits() []int {
	if p.Buckets == nil {
		return ageBuckets
	}
	return p.Buckets
}

// Stale is the number of days beyond which an open item counts as stale: the
// last limit.
func (p Ageing) Stale() int {
	limits := p.Limits()
	return limits[len(limits)-1]
}

// slo is the term of a priority, zero if there is none.
func (p Ageing) slo(priority string) facet.Interval {
	if p.ClosureSLO == nil {
		return ClosureSLOs()[priority]
	}
	return p.ClosureSLO[priority]
}

// term is the length of a horizon, zero if there is none.
func (p Ageing) term(name string) facet.Interval {
	if p.Terms == nil {
		return facet.Terms()[name]
	}
	return p.Terms[name]
}

// due is when an item is to be done: as it says, else by its term, else by
// the closure SLO of its priority, both counted from its opening.
func (p Policy) due(a *Action) (due facet.Date, from string) {
	switch {
	case a.Item.Due.Known && a.Item.DueFrom == "":
		return a.Item.Due, "item"
	case a.Item.Due.Known:
		return a.Item.Due, a.Item.DueFrom
	case !a.Opened.Day.Known:
		return facet.Date{}, ""
	}
	if term := p.Ageing.term(a.Item.Term); term != (facet.Interval{}) {
		return term.After(a.Opened.Day), "term"
	}
	if term := p.Ageing.slo(a.Item.Priority); term != (facet.Interval{}) {
		return term.After(a.Opened.Day), "priority"
	}
	return facet.Date{}, ""
}

// age computes the figures of an item whose dates are known.
func (r *Results) age(a *Action) {
	a.Age, a.ToClose, a.LateBy = r.openFor(a), toClose(a), lateBy(a)
	if a.Open() && a.Due.Known {
		a.Overdue = max(0, daysBetween(a.Due, r.today()))
	}
}

func (r *Results) openFor(a *Action) Figure[int] {
	switch {
	case a.State == facet.Unknown:
		return absent[int](unknownAge)
	case !a.Open():
		return absent[int](notOpen)
	case !a.Opened.Day.Known:
		return absent[int](noOpening)
	}
	days := daysBetween(a.Opened.Day, r.today())
	if days < 0 {
		return absent[int](inFuture)
	}
	age := known(days)
	if a.Opened.From == FromBound {
		age.How = boundAge
	}
	return age
}

func toClose(a *Action) Figure[int] {
	switch {
	case a.State != facet.Done:
		return absent[int](notDone)
	case !a.Ended.Day.Known || a.Ended.From == FromBound:
		return absent[int](noClosing)
	case !a.Opened.Day.Known:
		return absent[int](noOpening)
	case a.Opened.From == FromBound:
		return absent[int](boundAge)
	}
	days := daysBetween(a.Opened.Day, a.Ended.Day)
	if days < 0 {
		return absent[int](backwards)
	}
	return known(days)
}

func lateBy(a *Action) Figure[int] {
	switch {
	case a.State != facet.Done:
		return absent[int](notDone)
	case !a.Ended.Day.Known || a.Ended.From == FromBound:
		return absent[int](noClosing)
	case !a.Due.Known:
		return absent[int](noDueDate)
	}
	return known(max(0, daysBetween(a.Due, a.Ended.Day)))
}

// Bucket counts the open items of some ages.
type Bucket struct {
	From, To int // days, both included; To is -1 for the last one, which has no end
	Items    int
}

// bucketsOf sorts open items into buckets by their age. Those without an age
// are in none.
func (p Ageing) bucketsOf(items []*Action) []Bucket {
	limits := p.Limits()
	list := make([]Bucket, len(limits)+1)
	for i := range list {
		list[i].To = -1
		if i > 0 {
			list[i].From = limits[i-1] + 1
		}
		if i < len(limits) {
			list[i].To = limits[i]
		}
	}
	for _, a := range items {
		if a.Age.Known {
			i, _ := slices.BinarySearch(limits, a.Age.V)
			list[i].Items++
		}
	}
	return list
}

// Urgency orders items as a board shows them: overdue ones by how late they
// are, other open ones by age, those of unknown state, then what is over, the
// last first. Items alike keep their order.
func Urgency(a, b *Action) int {
	rank := func(a *Action) int {
		switch {
		case a.Overdue > 0:
			return 0
		case a.Open():
			return 1
		case a.State == facet.Unknown:
			return 2
		}
		return 3
	}
	age := func(a *Action) int {
		if !a.Age.Known {
			return -1
		}
		return a.Age.V
	}
	return cmp.Or(
		cmp.Compare(rank(a), rank(b)),
		cmp.Compare(b.Overdue, a.Overdue),
		cmp.Compare(age(b), age(a)),
		cmp.Compare(boolInt(b.Ended.Day.Known), boolInt(a.Ended.Day.Known)),
		-compareDays(a.Ended.Day, b.Ended.Day),
	)
}

func compareDays(a, b facet.Date) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Day, b.Day))
}

func sortedDropped(list []Dropped) []Dropped {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Dropped) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.ID, b.ID), a.Removed.At.Compare(b.Removed.At))
	})
	return list
}
