package insight

import (
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

func num(n int64) *big.Rat       { return new(big.Rat).SetInt64(n) }
func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

func larger(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}
