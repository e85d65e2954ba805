package insight

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// someRationals holds numbers around the ends of 64 bits, small fractions and
// those that do not fit.
func someRationals() []*big.Rat {
	var list []*big.Rat
	for _, n := range []int64{0, 1, -1, 2, 3, 60, 100, 1e9, -86400, 1<<31 - 1, 1 << 32, math.MaxInt64, -math.MaxInt64, math.MinInt64} {
		for _, d := range []int64{1, 2, 3, 7, 60, 1000, 1e9, 1<<31 - 1, 1 << 32, math.MaxInt64} {
			list = append(list, big.NewRat(n, d))
		}
	}
	huge := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 200))
	return append(list, huge, new(big.Rat).Inv(huge), new(big.Rat).Neg(huge), new(big.Rat))
}

func TestArithmeticIsThatOfBig(t *testing.T) {
	operations := []struct {
		name        string
		fast, exact func(a, b *big.Rat) *big.Rat
	}{
		{"add", add, func(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }},
		{"sub", sub, func(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }},
		{"mul", mul, func(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }},
		{"quo", quo, func(a, b *big.Rat) *big.Rat {
			if b.Sign() == 0 {
				return nil
			}
			return new(big.Rat).Quo(a, b)
		}},
		{
			"fraction",
			func(a, b *big.Rat) *big.Rat { return fraction(a.Num(), b.Denom()) },
			func(a, b *big.Rat) *big.Rat { return new(big.Rat).SetFrac(a.Num(), b.Denom()) },
		},
	}
	check := func(a, b *big.Rat) {
		t.Helper()
		x, y := new(big.Rat).Set(a), new(big.Rat).Set(b)
		for _, o := range operations {
			want := o.exact(a, b)
			if want == nil {
				continue
			}
			got := o.fast(a, b)
			if got.Cmp(want) != 0 || got.Num().Cmp(want.Num()) != 0 || got.Denom().Cmp(want.Denom()) != 0 {
				t.Fatalf("%s(%s, %s) = %s, want %s", o.name, a, b, got, want)
			}
			got.Add(got, big.NewRat(1, 3)) // must change neither a nor b
			if a.Cmp(x) != 0 || b.Cmp(y) != 0 {
				t.Fatalf("%s(%s, %s) shares memory with its arguments", o.name, x, y)
			}
		}
	}
	list := someRationals()
	for _, a := range list {
		for _, b := range list {
			check(a, b)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	number := func() *big.Rat {
		return big.NewRat(random.Int64()>>random.IntN(64)-random.Int64()>>random.IntN(64), max(1, random.Int64()>>random.IntN(63)))
	}
	for range 50_000 {
		check(number(), number())
	}
}

func TestNum(t *testing.T) {
	for _, n := range []int64{0, 1, -1, 60, math.MaxInt64, math.MinInt64} {
		want := new(big.Rat).SetInt64(n)
		got := num(n)
		if got.Cmp(want) != 0 || got.String() != want.String() || got.Sign() != want.Sign() {
			t.Errorf("num(%d) = %s", n, got)
		}
		if sum := new(big.Rat).Add(got, num(1)); sum.Cmp(want.Add(want, big.NewRat(1, 1))) != 0 {
			t.Errorf("num(%d) + 1 = %s", n, sum)
		}
	}
}

func TestNear(t *testing.T) {
	for _, v := range someRationals() {
		want, exact := v.Float64()
		if got, whole := near(v); got != want || whole != exact {
			t.Errorf("near(%s) = %v, %v, want %v, %v", v, got, whole, want, exact)
		}
	}
}
