package lint

// changes finds what turns the lines a into b, in order, by Myers' algorithm in
// linear space ("An O(ND) Difference Algorithm and Its Variations", 1986,
// section 4b; the bounds on diagonals are those of google/diff-match-patch).
func changes(a, b []string) []change {
	ids := map[string]int{}
	m := myers{a: number(a, ids), b: number(b, ids)}
	m.compare(0, len(a), 0, len(b))
	return m.out
}

// number gives each distinct line a number, so that lines compare quickly.
func number(lines []string, ids map[string]int) []int {
	out := make([]int, len(lines))
	for i, line := range lines {
		id, known := ids[line]
		if !known {
			id = len(ids)
			ids[line] = id
		}
		out[i] = id
	}
	return out
}

// maxEdits bounds the search for the shortest way through one part of a text:
// its time grows with the square of the differences. Parts that differ in
// more come back as replaced as a whole.
const maxEdits = 2000

type myers struct {
	a, b []int
	out  []change
}

// compare adds the changes between two ranges.
func (m *myers) compare(a0, a1, b0, b1 int) {
	for a0 < a1 && b0 < b1 && m.a[a0] == m.b[b0] {
		a0, b0 = a0+1, b0+1
	}
	for a0 < a1 && b0 < b1 && m.a[a1-1] == m.b[b1-1] {
		a1, b1 = a1-1, b1-1
	}
	if a0 == a1 || b0 == b1 {
		m.add(a0, a1, b0, b1)
		return
	}
	x, y, ok := m.middle(a0, a1, b0, b1)
	if !ok || x == a0 && y == b0 || x == a1 && y == b1 {
		m.add(a0, a1, b0, b1)
		return
	}
	m.compare(a0, x, b0, y)
	m.compare(x, a1, y, b1)
}

// add notes a change, as one with the change that it touches.
func (m *myers) add(a0, a1, b0, b1 int) {
	if a0 == a1 && b0 == b1 {
		return
	}
	if n := len(m.out); n > 0 && m.out[n-1].a1 == a0 && m.out[n-1].b1 == b0 {
		m.out[n-1].a1, m.out[n-1].b1 = a1, b1
		return
	}
	m.out = append(m.out, change{a0, a1, b0, b1})
}

// middle finds a point on a shortest path between the corners of two ranges:
// where the path from the one corner meets that from the other. It gives up
// behind maxEdits.
func (m *myers) middle(a0, a1, b0, b1 int) (x, y int, ok bool) {
	n, k := a1-a0, b1-b0
	most := min((n+k+1)/2, maxEdits)
	delta := n - k
	there := newReach(most, n, k, func(x, y int) bool { return m.a[a0+x] == m.b[b0+y] })
	back := newReach(most, n, k, func(x, y int) bool { return m.a[a1-1-x] == m.b[b1-1-y] })
	for d := 0; d <= most; d++ {
		for diagonal := -d + there.low; diagonal <= d-there.high; diagonal += 2 {
			x, inside := there.extend(diagonal, d)
			if far, known := back.at(delta - diagonal); inside && delta&1 != 0 && known && x >= n-far {
				return a0 + x, b0 + x - diagonal, true
			}
		}
		for diagonal := -d + back.low; diagonal <= d-back.high; diagonal += 2 {
			x, inside := back.extend(diagonal, d)
			if far, known := there.at(delta - diagonal); inside && delta&1 == 0 && known && far >= n-x {
				return a0 + far, b0 + far - (delta - diagonal), true
			}
		}
	}
	return 0, 0, false
}

// reach is how far the paths from one corner get on each diagonal.
type reach struct {
	x         []int // by diagonal, from the lowest; -1: nowhere yet
	low, high int   // how many diagonals at each side have left the ranges
	n, k      int   // lengths of the ranges
	same      func(x, y int) bool
}

func newReach(most, n, k int, same func(x, y int) bool) *reach {
	r := &reach{x: make([]int, 2*most+3), n: n, k: k, same: same}
	for i := range r.x {
		r.x[i] = -1
	}
	r.x[most+2] = 0 // diagonal 1, from which the path of no edits starts
	return r
}

// at is the furthest point on a diagonal.
func (r *reach) at(diagonal int) (x int, known bool) {
	i := diagonal + len(r.x)/2
	if i < 0 || i >= len(r.x) || r.x[i] < 0 {
		return 0, false
	}
	return r.x[i], true
}

// extend goes on along a diagonal with one edit more, d in all, and tells
// whether that stays inside the ranges.
func (r *reach) extend(diagonal, d int) (x int, inside bool) {
	i := diagonal + len(r.x)/2
	if diagonal == -d || diagonal != d && r.x[i-1] < r.x[i+1] {
		x = r.x[i+1]
	} else {
		x = r.x[i-1] + 1
	}
	y := x - diagonal
	for x < r.n && y < r.k && r.same(x, y) {
		x, y = x+1, y+1
	}
	r.x[i] = x
	switch {
	case x > r.n:
		r.high += 2
	case y > r.k:
		r.low += 2
	default:
		return x, true
	}
	return x, false
}
