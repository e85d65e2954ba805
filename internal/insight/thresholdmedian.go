package insight

import "math/bits"

// madFactor makes the median absolute deviation an estimate of the standard
// deviation of a normal distribution: 1 / Φ⁻¹(3/4).
const madFactor = 1.4826

// medianDeviation is the median and the median absolute deviation of values
// that come one after the other. It knows all values beforehand, in order, and
// slotCounts those that have come, so that a value costs the logarithm of their
// number, and a spread its square.
type medianDeviation struct {
	values []float64 // of the series
	sorted []int     // values of the cell, by value
	slots  []int     // place in sorted of each value of the series
	seen   slotCounts
}

func (m *medianDeviation) add(i int) { m.seen.add(m.slots[i]) }

// kth is the k-th smallest value that has come, from 0.
func (m *medianDeviation) kth(k int) float64 { return m.values[m.sorted[m.seen.find(k)]] }

func (m *medianDeviation) spread() (baseline, spread float64) {
	n := m.seen.total
	baseline = (m.kth((n-1)/2) + m.kth(n/2)) / 2
	return baseline, madFactor * (m.distance(baseline, (n-1)/2) + m.distance(baseline, n/2)) / 2
}

// distance is the k-th smallest distance of a value from the median, from 0.
// The values up to the middle lie below it, the others above: the k+1 nearest
// are some of the one with some of the other side.
func (m *medianDeviation) distance(median float64, k int) float64 {
	n := m.seen.total
	left := (n + 1) / 2 // values 0 … left-1 are not above the median
	below := func(j int) float64 { return median - m.kth(left-1-j) }
	above := func(j int) float64 { return m.kth(left+j) - median }
	// How many of the k+1 nearest lie below: the least number such that the
	// next one below is not nearer than the last one above.
	low, high := max(0, k+1-(n-left)), min(k+1, left)
	for low < high {
		mid := (low + high) / 2
		if below(mid) < above(k-mid) {
			low = mid + 1
		} else {
			high = mid
		}
	}
	far := 0.0
	if low > 0 {
		far = below(low - 1)
	}
	if low <= k {
		far = max(far, above(k-low))
	}
	return far
}

// slotCounts is a Fenwick tree: how many of some slots are taken, and which is the
// k-th of them (P. M. Fenwick, Software: Practice and Experience 24(3), 1994).
type slotCounts struct {
	tree  []int32
	total int
}

func newSlotCounts(slots int) slotCounts { return slotCounts{tree: make([]int32, slots+1)} }

func (c *slotCounts) add(slot int) {
	c.total++
	for i := slot + 1; i < len(c.tree); i += i & -i {
		c.tree[i]++
	}
}

// find is the slot of the k-th that is taken, from 0.
func (c *slotCounts) find(k int) int {
	at := 0
	for step := 1 << (bits.Len(uint(len(c.tree))) - 1); step > 0; step /= 2 {
		if next := at + step; next < len(c.tree) && int(c.tree[next]) <= k {
			at = next
			k -= int(c.tree[next])
		}
	}
	return at
}
