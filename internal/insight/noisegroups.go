package insight

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/facet"
)

// findDuplicates marks the alerts that repeat another one. Each has the index
// of the one that was kept in group, until groups are made.
func (x *replay) findDuplicates() {
	type seen struct {
		at   int64
		kept int32
	}
	last := map[duplicateKey]seen{}
	for i := range x.firings {
		f := &x.firings[i]
		if f.apart {
			continue
		}
		key := x.duplicateKey(f)
		before, known := last[key]
		f.group = int32(i)
		if known && f.at-before.at < int64(x.policy.DuplicateWindow) {
			f.repeats, f.group = true, before.kept
			if x.policy.Fixed {
				continue
			}
		}
		last[key] = seen{f.at, f.group}
	}
}

// duplicateKey is what duplicates have in common.
type duplicateKey struct {
	rule   int32
	labels string
}

func (x *replay) duplicateKey(f *fired) duplicateKey {
	if len(x.policy.Labels) == 0 {
		return duplicateKey{rule: f.rule}
	}
	var b strings.Builder
	for _, name := range x.policy.Labels {
		b.WriteString(labelOf(f.event, name))
		b.WriteByte(0)
	}
	return duplicateKey{f.rule, b.String()}
}

// labelOf is the value of a label, or of one of the fields that every log may
// have; empty if there is none.
func labelOf(e *facet.AlertEvent, name string) string {
	switch name {
	case "service":
		return e.Service
	case "host":
		return e.Host
	}
	i, found := slices.BinarySearchFunc(e.Labels, name, func(l facet.Label, name string) int { return strings.Compare(l.Name, name) })
	if !found {
		return ""
	}
	return e.Labels[i].Value
}

// likeness tells for which things in common two alerts are one event: the same
// service and the same host, a dependency and the same host, or one of them.
// Two alerts cannot have both the service and a dependency in common.
type likeness struct{ any, service, host, both, dependency, dependencyHost bool }

func (a AlertsReplay) likeness() likeness {
	const most = 10 // points, however many there are
	enough := func(points int) bool {
		points = min(points, most)
		return points > a.Threshold || points == a.Threshold && !a.Exclusive
	}
	w := a.Weights
	return likeness{
		any: enough(0), service: enough(w.Service), host: enough(w.Host), both: enough(w.Service + w.Host),
		dependency: enough(w.Dependency), dependencyHost: enough(w.Dependency + w.Host),
	}
}

// spot is where alerts come from: a service, a host, or both of them. none is
// any.
type spot struct{ service, host int32 }

// correlator finds the alerts that are of one event, in one pass over them by
// time. It costs no more than the number of alerts times that of the neighbours
// of a service: the alerts of a place that have met are one entry there.
type correlator struct {
	window     int64
	like       likeness
	neighbours [][]int32 // of each service, those that it depends on, or that depend on it
	places     map[spot]*trail
	parents    []int32 // of the forest of alerts, by their index
}

// trail is the alerts of a place within the window, by time; alerts known to be
// of one group are the latest of them.
type trail struct{ steps []trailStep }

type trailStep struct {
	at    int64
	alert int32
}

// add lets the next alert meet those before it.
func (c *correlator) add(alert int32, f *fired) {
	if c.like.any {
		c.meet(alert, f.at, spot{none, none})
	}
	if f.service != none {
		c.meetServices(alert, f)
	}
	if f.host != none && c.like.host {
		c.meet(alert, f.at, spot{none, f.host})
	}
	for _, p := range [...]spot{{f.service, f.host}, {f.service, none}, {none, f.host}, {none, none}} {
		if c.watched(p) {
			c.leave(alert, f.at, p)
		}
	}
}

// meetServices meets the alerts of the same service and of its neighbours.
func (c *correlator) meetServices(alert int32, f *fired) {
	hosted := f.host != none
	switch {
	case c.like.service:
		c.meet(alert, f.at, spot{f.service, none})
	case c.like.both && hosted:
		c.meet(alert, f.at, spot{f.service, f.host})
	}
	for _, other := range c.neighbours[f.service] {
		switch {
		case c.like.dependency:
			c.meet(alert, f.at, spot{other, none})
		case c.like.dependencyHost && hosted:
			c.meet(alert, f.at, spot{other, f.host})
		}
	}
}

// watched tells whether alerts of a place are ever met there.
func (c *correlator) watched(p spot) bool {
	switch {
	case p == spot{none, none}:
		return c.like.any
	case p.service == none:
		return c.like.host
	case p.host == none:
		return c.like.service || c.like.dependency
	}
	return c.like.both || c.like.dependencyHost
}

// meet makes one group of an alert and those of a place within the window.
func (c *correlator) meet(alert int32, at int64, p spot) {
	t := c.places[p]
	if t == nil {
		return
	}
	gone := 0
	for gone < len(t.steps) && at-t.steps[gone].at >= c.window {
		gone++
	}
	t.steps = t.steps[gone:]
	if len(t.steps) == 0 {
		return
	}
	for _, s := range t.steps {
		c.join(alert, s.alert)
	}
	t.steps[0] = t.steps[len(t.steps)-1] // all are of one group: the latest stands for them
	t.steps = t.steps[:1]
}

// leave notes an alert at a place.
func (c *correlator) leave(alert int32, at int64, p spot) {
	t := c.places[p]
	if t == nil {
		t = &trail{}
		c.places[p] = t
	}
	if n := len(t.steps); n > 0 && c.root(t.steps[n-1].alert) == c.root(alert) {
		t.steps[n-1].at = at
		return
	}
	t.steps = append(t.steps, trailStep{at, alert})
}

func (c *correlator) root(alert int32) int32 {
	for c.parents[alert] != alert {
		c.parents[alert] = c.parents[c.parents[alert]]
		alert = c.parents[alert]
	}
	return alert
}

// join makes one group of two alerts. The earlier root stays, so that a group
// has the index of its first alert.
func (c *correlator) join(a, b int32) {
	a, b = c.root(a), c.root(b)
	c.parents[max(a, b)] = min(a, b)
}

// correlate makes groups of the alerts that repeat none, and gives each alert
// the number of its group.
func (x *replay) correlate() {
	c := &correlator{
		window: int64(x.policy.CorrelationWindow), like: x.policy.likeness(), neighbours: x.neighbours(),
		places: map[spot]*trail{}, parents: make([]int32, len(x.firings)),
	}
	for i := range x.firings {
		c.parents[i] = int32(i)
		if f := &x.firings[i]; !f.apart && !f.repeats {
			c.add(int32(i), f)
		}
	}
	numbers := make([]int32, len(x.firings)) // of the groups, at their first alerts
	groups := int32(0)
	for i := range x.firings {
		f := &x.firings[i]
		switch {
		case f.apart:
		case f.repeats:
			f.group = x.firings[f.group].group
		case c.root(int32(i)) == int32(i):
			f.group, numbers[i] = groups, groups
			groups++
		default:
			f.group = numbers[c.root(int32(i))]
		}
	}
	x.noise.Groups = make([]AlertGroup, groups)
}

// neighbours gives each service those that it depends on directly, and those
// that depend on it. One that depends on itself is no neighbour of its own.
func (x *replay) neighbours() [][]int32 {
	edges := map[spot]bool{}
	for _, e := range x.r.corpus.Kind("service") {
		for _, to := range e.Service.DependsOn {
			a, b := x.service(e.ID), x.service(to)
			if a != b && b != none {
				edges[spot{a, b}], edges[spot{b, a}] = true, true
			}
		}
	}
	out := make([][]int32, len(x.known))
	for edge := range edges {
		out[edge.service] = append(out[edge.service], edge.host)
	}
	for _, list := range out {
		slices.Sort(list)
	}
	return out
}
