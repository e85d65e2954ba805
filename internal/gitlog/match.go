package gitlog

import (
	"cmp"
	"slices"
)

// maxLikely bounds on each side how many items of a document are compared
// word by word: beyond it a document was rewritten.
const maxLikely = 200

// matching pairs the items of two versions of a document.
type matching struct {
	old, new []*listed
	partner  []int  // in old, of each of new; -1 if none
	taken    []bool // of old
}

// match finds which items of a version were in the one before: those with the
// same id; else with the same text, those of the same section first; else
// those that are alike; else what alone is left between items that are known.
func match(old, new []*listed) *matching {
	m := &matching{old: old, new: new, partner: make([]int, len(new)), taken: make([]bool, len(old))}
	for i := range m.partner {
		m.partner[i] = -1
	}
	m.byKey(func(e *listed) key { return key{id: e.id} })
	m.byKey(func(e *listed) key { return key{text: e.wording.norm, section: e.section} })
	m.byKey(func(e *listed) key { return key{text: e.wording.norm} })
	m.byLikeness()
	m.bySurvival()
	return m
}

func (m *matching) pair(old, new int) { m.partner[new], m.taken[old] = old, true }

// apart tells whether two items can never be one: both say who they are.
func apart(a, b *listed) bool { return a.id != "" && b.id != "" && a.id != b.id }

// key is what items have in common that are paired; zero pairs none.
type key struct{ id, text, section string }

// byKey pairs the items with the same key. Of several the order counts, and
// the state where the order tells nothing: after a move, or when one came or
// went.
func (m *matching) byKey(of func(*listed) key) {
	groups := map[key]*group{}
	var order []*group
	for i, e := range m.old {
		k := of(e)
		if m.taken[i] || k.id == "" && k.text == "" {
			continue
		}
		if groups[k] == nil {
			groups[k] = &group{}
			order = append(order, groups[k])
		}
		groups[k].old = append(groups[k].old, i)
	}
	for i, e := range m.new {
		if g := groups[of(e)]; g != nil && m.partner[i] < 0 {
			g.new = append(g.new, i)
		}
	}
	for _, g := range order {
		if len(g.old) > 1 && m.shuffled(g) {
			m.inOrder(g, func(a, b *listed) bool { return a.state == b.state && !apart(a, b) })
		}
		m.inOrder(g, func(a, b *listed) bool { return !apart(a, b) })
	}
}

// group is the items of both versions with one key, in order.
type group struct{ old, new []int }

// shuffled tells whether the order of a group's items tells nothing: some came
// or went, or they have the states that they had.
func (m *matching) shuffled(g *group) bool {
	if len(g.old) != len(g.new) {
		return true
	}
	var count [StateDropped + 1]int
	for i := range g.old {
		count[m.old[g.old[i]].state]++
		count[m.new[g.new[i]].state]--
	}
	return count == [StateDropped + 1]int{}
}

// inOrder pairs each new item of a group with the first old one that is left
// and fits.
func (m *matching) inOrder(g *group, fits func(a, b *listed) bool) {
	first := 0
	for _, n := range g.new {
		if m.partner[n] >= 0 {
			continue
		}
		for first < len(g.old) && m.taken[g.old[first]] {
			first++
		}
		for _, o := range g.old[first:] {
			if !m.taken[o] && fits(m.old[o], m.new[n]) {
				m.pair(o, n)
				break
			}
		}
	}
}

// rest gives the items that have no partner.
func (m *matching) rest() (old, new []int) {
	for i, taken := range m.taken {
		if !taken {
			old = append(old, i)
		}
	}
	for i, partner := range m.partner {
		if partner < 0 {
			new = append(new, i)
		}
	}
	return old, new
}

// byLikeness pairs the items whose texts are alike, the likest first; of
// several, those of the same section and the nearest.
func (m *matching) byLikeness() {
	old, new := m.rest()
	if len(old) > maxLikely || len(new) > maxLikely {
		return
	}
	type pair struct {
		old, new, far int
		like          float64
		moved         bool
	}
	var pairs []pair
	for _, o := range old {
		for _, n := range new {
			a, b := m.old[o], m.new[n]
			if apart(a, b) {
				continue
			}
			if l := like(a.wording, b.wording); l >= sameWords {
				pairs = append(pairs, pair{o, n, max(o-n, n-o), l, a.section != b.section})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.like, a.like), compareBool(a.moved, b.moved), cmp.Compare(a.far, b.far))
	})
	for _, p := range pairs {
		if !m.taken[p.old] && m.partner[p.new] < 0 {
			m.pair(p.old, p.new)
		}
	}
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// bySurvival pairs an item that stands alone without partner, between the same
// neighbours in the same section in both versions, if the texts have anything
// in common.
func (m *matching) bySurvival() {
	old, new := m.rest()
	if len(old) == 0 || len(new) == 0 {
		return
	}
	forward := make([]int, len(m.old)) // partner in new, or -1
	for i := range forward {
		forward[i] = -1
	}
	for n, o := range m.partner {
		if o >= 0 {
			forward[o] = n
		}
	}
	at := map[gap]int{} // old items that stand alone
	for _, o := range old {
		if g, ok := between(m.old, o, func(i int) int { return forward[i] }, len(m.new)); ok {
			at[g] = o
		}
	}
	for _, n := range new {
		g, ok := between(m.new, n, func(i int) int {
			if m.partner[i] < 0 {
				return -1
			}
			return i
		}, len(m.new))
		if o, met := at[g]; ok && met && !apart(m.old[o], m.new[n]) && like(m.old[o].wording, m.new[n].wording) >= survivor {
			m.pair(o, n)
		}
	}
}

// gap is where an item without partner stands: its section, and its neighbours
// there by their number in the new version.
type gap struct {
	section       string
	before, after int
}

// between gives the gap of the i-th item, if its neighbours in the section
// have partners, or it is the first or last there.
func between(list []*listed, i int, number func(int) int, end int) (gap, bool) {
	g := gap{list[i].section, -1, end}
	if i > 0 && list[i-1].section == g.section {
		if g.before = number(i - 1); g.before < 0 {
			return g, false
		}
	}
	if i+1 < len(list) && list[i+1].section == g.section {
		if g.after = number(i + 1); g.after < 0 {
			return g, false
		}
	}
	return g, true
}
