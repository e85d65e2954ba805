package insight

import (
	"math"
	"math/big"
	"math/bits"
)

// Numbers that many formulas need; they are never changed.
var (
	unity   = num(1)
	sixty   = num(60)
	hundred = num(100)
)

// The sum, difference, product and quotient below are those of big.Rat. Nearly
// all numbers of incidents have a numerator and a denominator of 64 bits; for
// these the same is done in registers, which takes a tenth of the time and of
// the memory.

// num allocates the number and its only word at once: figures of incidents are
// mostly whole seconds.
func num(n int64) *big.Rat {
	var whole struct {
		number big.Rat
		word   [1]big.Word
	}
	whole.number.Num().SetBits(whole.word[:0]).SetInt64(n)
	return &whole.number
}

func add(a, b *big.Rat) *big.Rat {
	if x, y := ratio64Of(a), ratio64Of(b); x.fit && y.fit {
		if sum := x.plus(y); sum.fit {
			return sum.rat()
		}
	}
	return new(big.Rat).Add(a, b)
}

func sub(a, b *big.Rat) *big.Rat {
	if x, y := ratio64Of(a), ratio64Of(b); x.fit && y.fit {
		y.n = -y.n
		if sum := x.plus(y); sum.fit {
			return sum.rat()
		}
	}
	return new(big.Rat).Sub(a, b)
}

func mul(a, b *big.Rat) *big.Rat {
	if x, y := ratio64Of(a), ratio64Of(b); x.fit && y.fit {
		if product := x.times(y); product.fit {
			return product.rat()
		}
	}
	return new(big.Rat).Mul(a, b)
}

func quo(a, b *big.Rat) *big.Rat {
	if x, y := ratio64Of(a), ratio64Of(b); x.fit && y.fit && y.n != 0 {
		y.n, y.d = y.d, y.n
		if y.d < 0 {
			y.n, y.d = -y.n, -y.d
		}
		if quotient := x.times(y); quotient.fit {
			return quotient.rat()
		}
	}
	return new(big.Rat).Quo(a, b)
}

// fraction gives n/d, where d is above zero. Neither is changed nor kept.
func fraction(n, d *big.Int) *big.Rat {
	if n.IsInt64() && d.IsInt64() && n.Int64() != math.MinInt64 {
		x, y := n.Int64(), d.Int64()
		divisor := commonDivisor(x, y)
		return ratio64{x / divisor, y / divisor, true}.rat()
	}
	return new(big.Rat).SetFrac(n, d)
}

// ratio64 is a number n/d in lowest terms, d > 0, if it fits: its parts are
// larger than the least integer of 64 bits.
type ratio64 struct {
	n, d int64
	fit  bool
}

func ratio64Of(r *big.Rat) ratio64 {
	n, d := r.Num(), int64(1)
	if !n.IsInt64() || n.Int64() == math.MinInt64 {
		return ratio64{}
	}
	if !r.IsInt() {
		if !r.Denom().IsInt64() {
			return ratio64{}
		}
		d = r.Denom().Int64()
	}
	return ratio64{n.Int64(), d, true}
}

func (x ratio64) rat() *big.Rat {
	if x.d == 1 {
		return num(x.n)
	}
	r := new(big.Rat).SetInt64(x.n)
	r.Denom().SetInt64(x.d)
	return r
}

// plus and times keep lowest terms without dividing large numbers: Knuth, The
// Art of Computer Programming, volume 2, section 4.5.1.
func (x ratio64) plus(y ratio64) ratio64 {
	divisor := commonDivisor(x.d, y.d)
	left, ok := times64(x.n, y.d/divisor)
	right, ok2 := times64(y.n, x.d/divisor)
	sum := left + right
	if !ok || !ok2 || (left > 0) == (right > 0) && (sum > 0) != (left > 0) || sum == math.MinInt64 {
		return ratio64{}
	}
	if sum == 0 {
		return ratio64{0, 1, true}
	}
	rest := commonDivisor(sum, divisor)
	d, ok := times64(x.d/divisor, y.d/rest)
	return ratio64{sum / rest, d, ok}
}

func (x ratio64) times(y ratio64) ratio64 {
	if x.n == 0 || y.n == 0 {
		return ratio64{0, 1, true}
	}
	a, b := commonDivisor(x.n, y.d), commonDivisor(y.n, x.d)
	n, ok := times64(x.n/a, y.n/b)
	d, ok2 := times64(x.d/b, y.d/a)
	return ratio64{n, d, ok && ok2}
}

// times64 multiplies; ok tells that the result has 64 bits.
func times64(a, b int64) (p int64, ok bool) {
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	if high != 0 || low > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(low), true
	}
	return int64(low), true
}

// commonDivisor is the greatest of two numbers; b is not zero.
func commonDivisor(a, b int64) int64 {
	x, y := magnitude(a), magnitude(b)
	for x != 0 {
		x, y = y%x, x
	}
	return int64(y)
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}

// near gives the float next to a number, and whether it is the number itself.
func near(v *big.Rat) (f float64, exact bool) {
	const most = 1 << 53 // up to which all whole numbers are floats
	if n := v.Num(); v.IsInt() && n.IsInt64() && -most <= n.Int64() && n.Int64() <= most {
		return float64(n.Int64()), true
	}
	return v.Float64()
}

func larger(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}
