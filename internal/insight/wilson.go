package insight

import "math"

// wilson gives the Wilson score interval, at 95 %, of the share that successes
// of n trials tell of; 0 and 1, all that is possible, without a trial. The
// caller sees to 0 <= successes <= n. The bounds are floats, since they need a
// root. Wilson, "Probable inference, the law of succession, and statistical
// inference", 1927.
func wilson(successes, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	trials, share := float64(n), float64(successes)/float64(n)
	middle := (share + z*z/(2*trials)) / (1 + z*z/trials)
	half := z / (1 + z*z/trials) * math.Sqrt(share*(1-share)/trials+z*z/(4*trials*trials))
	low, high = max(0, middle-half), min(1, middle+half)
	// Where all trials went alike, rounding must not open the certain end.
	if successes == 0 {
		low = 0
	}
	if successes == n {
		high = 1
	}
	return low, high
}
