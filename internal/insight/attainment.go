package insight

import (
	"math/big"
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Attainment tells how many of the items that were due by today were done in
// time. Items that are not due yet, were given up, or whose end nothing
// dates are in neither number.
type Attainment struct {
	Priority string // p0 to p4; empty for items without one, or for all
	Due      int    // items: done in time, done late, or open
	InTime   int
	Late     int
	Overdue  int
	Share    Quantity // InTime of Due, 0–1
}

var noneDue = diag.Text{En: "nothing was due yet", Ja: "期限を迎えたものがない"}

// attainments gives the attainment of all items, and of each priority that
// some have.
func attainments(items []*Action, today facet.Date) (all Attainment, byPriority []Attainment) {
	for _, a := range items {
		i := slices.IndexFunc(byPriority, func(x Attainment) bool { return x.Priority == a.Item.Priority })
		if i < 0 {
			i = len(byPriority)
			byPriority = append(byPriority, Attainment{Priority: a.Item.Priority})
		}
		all.count(a, today)
		byPriority[i].count(a, today)
	}
	slices.SortFunc(byPriority, func(a, b Attainment) int { return comparePriorities(a.Priority, b.Priority) })
	for i := range byPriority {
		byPriority[i].settle()
	}
	all.settle()
	return all, slices.DeleteFunc(byPriority, func(a Attainment) bool { return a.Due == 0 })
}

func (x *Attainment) count(a *Action, today facet.Date) {
	if !a.Due.Known || compareDays(a.Due, today) > 0 {
		return
	}
	switch {
	case a.LateBy.Known && a.LateBy.V == 0:
		x.InTime++
	case a.LateBy.Known:
		x.Late++
	case a.Open():
		if a.Overdue > 0 {
			x.Overdue++
		}
	default:
		return
	}
	x.Due++
}

func (x *Attainment) settle() {
	x.Share = absent[*big.Rat](noneDue)
	if x.Due > 0 {
		x.Share = known(big.NewRat(int64(x.InTime), int64(x.Due)))
	}
}

// comparePriorities orders p0 to p4, and no priority after them.
func comparePriorities(a, b string) int {
	if a == "" || b == "" {
		return boolInt(a == "") - boolInt(b == "")
	}
	return slices.Compare([]byte(a), []byte(b))
}
