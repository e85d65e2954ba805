package insight

import "slices"

// cycles gives the groups of causes each of which leads to every other one of
// its group by way of reasons, and causes that name themselves.
func cycles(s *Systemic, place map[*CauseNode]int) [][]*CauseNode {
	next := make([][]int, len(s.Nodes))
	for _, e := range s.Edges {
		if e.Because {
			next[place[e.From]] = append(next[place[e.From]], place[e.To])
		}
	}
	var out [][]*CauseNode
	for _, group := range components(next) {
		if len(group) == 1 && !slices.Contains(next[group[0]], group[0]) {
			continue
		}
		var nodes []*CauseNode
		for _, i := range group {
			nodes = append(nodes, s.Nodes[i])
		}
		out = append(out, nodes)
	}
	return out
}

// components gives the strongly connected components of a graph whose nodes
// are numbers, each in ascending order, by their first node. Tarjan, "Depth-
// first search and linear graph algorithms", 1972; without recursion, since a
// chain of reasons may be as long as documents make it.
func components(next [][]int) [][]int {
	t := tarjan{next: next, index: make([]int, len(next)), low: make([]int, len(next)), open: make([]bool, len(next)), edge: make([]int, len(next))}
	for v := range next {
		if t.index[v] == 0 {
			t.visit(v)
		}
	}
	slices.SortFunc(t.found, func(a, b []int) int { return a[0] - b[0] })
	return t.found
}

type tarjan struct {
	next  [][]int
	index []int  // when a node was visited, from 1; 0 before that
	low   []int  // the earliest visit that it leads back to
	open  []bool // it is on the stack
	edge  []int  // how many of its edges were followed
	clock int
	stack []int
	found [][]int
}

func (t *tarjan) visit(root int) {
	path := []int{root}
	t.enter(root)
	for len(path) > 0 {
		v := path[len(path)-1]
		if t.edge[v] < len(t.next[v]) {
			w := t.next[v][t.edge[v]]
			t.edge[v]++
			switch {
			case t.index[w] == 0:
				t.enter(w)
				path = append(path, w)
			case t.open[w]:
				t.low[v] = min(t.low[v], t.index[w])
			}
			continue
		}
		path = path[:len(path)-1]
		if len(path) > 0 {
			parent := path[len(path)-1]
			t.low[parent] = min(t.low[parent], t.low[v])
		}
		if t.low[v] == t.index[v] {
			t.leave(v)
		}
	}
}

func (t *tarjan) enter(v int) {
	t.clock++
	t.index[v], t.low[v], t.open[v] = t.clock, t.clock, true
	t.stack = append(t.stack, v)
}

// leave takes the component of its first node off the stack.
func (t *tarjan) leave(v int) {
	var group []int
	for {
		w := t.stack[len(t.stack)-1]
		t.stack = t.stack[:len(t.stack)-1]
		t.open[w] = false
		group = append(group, w)
		if w == v {
			break
		}
	}
	slices.Sort(group)
	t.found = append(t.found, group)
}
