package insight

import (
	"cmp"
	"math/big"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
)

// Figure is a value that may be absent. V means nothing unless Known.
type Figure[T any] struct {
	V     T
	Known bool
	Why   diag.Text // the reason why it is absent
	How   diag.Text // what a known value assumes, or where it is from: "measured"; may be empty
}

// Quantity is a number that may be absent; its unit stands at the field.
type Quantity = Figure[*big.Rat]

func known[T any](v T) Figure[T] { return Figure[T]{V: v, Known: true} }

func absent[T any](why diag.Text) Figure[T] { return Figure[T]{Why: why} }

// per divides a by b; whyZero is the reason if b is zero.
func per(a, b Quantity, whyZero diag.Text) Quantity {
	switch {
	case !a.Known:
		return absent[*big.Rat](a.Why)
	case !b.Known:
		return absent[*big.Rat](b.Why)
	case b.V.Sign() == 0:
		return absent[*big.Rat](whyZero)
	}
	return known(quo(a.V, b.V))
}

// between is the exact number of seconds from a to b. Time.Sub would cut
// what is longer than 292 years.
func between(a, b time.Time) *big.Rat {
	d := num(b.Unix() - a.Unix())
	if ns := b.Nanosecond() - a.Nanosecond(); ns != 0 {
		d.Add(d, big.NewRat(int64(ns), 1e9))
	}
	return d
}

// compareLength compares seconds with a length of time.
func compareLength(seconds *big.Rat, d time.Duration) int {
	if d%time.Second == 0 && seconds.IsInt() && seconds.Num().IsInt64() {
		return cmp.Compare(seconds.Num().Int64(), int64(d/time.Second))
	}
	return seconds.Cmp(length(d))
}
