package insight

import (
	"math/big"

	"github.com/debrief-dev/debrief/internal/diag"
)

// Totals are sums over incidents. A sum covers the incidents in which its
// figure is known; Of tells how many those are.
type Totals struct {
	Incidents int
	Live      int // of Incidents

	Duration     Sum[*big.Rat] // seconds; overlapping incidents both count
	Transactions Sum[*big.Rat] // lost
	Revenue      Sum[[]Money]  // lost, by currency
	UserMinutes  Sum[*big.Rat]
}

// Sum is a total of known figures; absent if none is known.
type Sum[T any] struct {
	Value Figure[T]
	Of    int // how many incidents it covers
}

var nothingToSum = diag.Say("no incident has this figure", "この値をもつ障害がない")

// Total sums the figures of incidents.
func Total(list []*Incident) Totals {
	t := Totals{
		Incidents:    len(list),
		Duration:     newSum[*big.Rat](),
		Transactions: newSum[*big.Rat](),
		Revenue:      newSum[[]Money](),
		UserMinutes:  newSum[*big.Rat](),
	}
	for _, in := range list {
		if in.Live {
			t.Live++
		}
		t.Duration.plus(in.Duration, plusRat)
		t.Transactions.plus(in.Loss.Transactions, plusRat)
		t.Revenue.plus(in.Loss.Revenue, plusMoney)
		t.UserMinutes.plus(in.Loss.UserMinutes, plusRat)
	}
	return t
}

func newSum[T any]() Sum[T] { return Sum[T]{Value: absent[T](nothingToSum)} }

func (s *Sum[T]) plus(f Figure[T], sum func(a, b T) T) {
	if !f.Known {
		return
	}
	s.Value = known(sum(s.Value.V, f.V))
	s.Of++
}

func plusRat(a, b *big.Rat) *big.Rat {
	if a == nil {
		return b
	}
	return add(a, b)
}

func plusMoney(a, b []Money) []Money {
	for _, m := range b {
		a = addMoney(a, m)
	}
	return a
}

// JSON gives the totals as an object. "revenue_loss" is a list by currency,
// "counted" tells how many incidents each sum covers, and "why" holds the
// reasons of those that are null.
func (t Totals) JSON(lang string) Object {
	w := &writer{lang: lang}
	var revenue any
	if t.Revenue.Value.Known {
		revenue = moneyList(t.Revenue.Value.V)
	} else {
		revenue = w.null("revenue_loss", t.Revenue.Value.Why)
	}
	o := Object{
		{"incidents", t.Incidents},
		{"live", t.Live},
		{"duration_seconds", w.number("duration_seconds", t.Duration.Value)},
		{"lost_transactions", w.number("lost_transactions", t.Transactions.Value)},
		{"revenue_loss", revenue},
		{"user_minutes", w.number("user_minutes", t.UserMinutes.Value)},
		{"user_hours", w.number("user_hours", minutes(t.UserMinutes.Value))},
		{"counted", Object{
			{"duration_seconds", t.Duration.Of},
			{"lost_transactions", t.Transactions.Of},
			{"revenue_loss", t.Revenue.Of},
			{"user_minutes", t.UserMinutes.Of},
		}},
	}
	if len(w.why) > 0 {
		o = append(o, Member{"why", w.why})
	}
	return o
}
