package insight

import (
	"math"
	"testing"
)

func TestWilson(t *testing.T) {
	cases := []struct {
		successes, n int
		low, high    float64
	}{
		{0, 0, 0, 1},
		{1, 1, 0.2065, 1},
		{0, 1, 0, 0.7935},
		{9, 10, 0.5958, 0.9821},
		{45, 50, 0.7864, 0.9565},
		// Newcombe, "Two-sided confidence intervals for the single proportion",
		// Statistics in Medicine 17 (1998), table I, method 3.
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
	}
	for _, c := range cases {
		low, high := wilson(c.successes, c.n)
		if math.Abs(low-c.low) > 5e-5 || math.Abs(high-c.high) > 5e-5 {
			t.Errorf("%d of %d: got %.4f–%.4f, want %.4f–%.4f", c.successes, c.n, low, high, c.low, c.high)
		}
	}
}

func TestWilsonHoldsTheShare(t *testing.T) {
	for n := 1; n <= 60; n++ {
		for k := range n + 1 {
			low, high := wilson(k, n)
			share := float64(k) / float64(n)
			if low < 0 || low > share || share > high || high > 1 {
				t.Errorf("%d of %d: got %v–%v around %v", k, n, low, high, share)
			}
		}
	}
}
