package insight

import (
	"math/big"

	"github.com/debrief-dev/debrief/internal/facet"
)

// run replays the log: what is apart, what repeats, what is one event, how
// severe it is, and what of that pages.
func (x *replay) run() *Noise {
	n := x.noise
	n.Policy, n.Firings = x.policy, len(x.firings)
	n.From, n.To = x.firings[0].event.At, x.firings[len(x.firings)-1].event.At
	x.setApart()
	n.Alerts = n.Firings - n.Silenced - n.Maintained
	x.findDuplicates()
	x.adviseSeverity()
	x.correlate()
	x.link()
	x.fillGroups()
	x.countIncidents()
	x.countRules()
	x.page()
	n.Reduction = absent[*big.Rat](allApart)
	if n.Alerts > 0 {
		n.Reduction = known(sub(unity, big.NewRat(int64(len(n.Groups)), int64(n.Alerts))))
	}
	n.all = x.firings
	return n
}

// fillGroups gives the groups their alerts.
func (x *replay) fillGroups() {
	n := x.noise
	sizes := make([]int, len(n.Groups))
	kept := 0
	for i := range x.firings {
		if f := &x.firings[i]; !f.apart && !f.repeats {
			sizes[f.group]++
			kept++
		}
	}
	room := make([]*facet.AlertEvent, kept)
	for g := range n.Groups {
		n.Groups[g].Alerts, room = room[:0:sizes[g]], room[sizes[g]:]
	}
	for i := range x.firings {
		if f := &x.firings[i]; !f.apart {
			x.fill(&n.Groups[f.group], f)
		}
	}
	for g := range n.Groups {
		n.Groups[g].Paged = x.pages(&n.Groups[g])
	}
}

func (x *replay) fill(g *AlertGroup, f *fired) {
	switch {
	case f.repeats:
		g.Duplicates++
		x.noise.Duplicates++
	case len(g.Alerts) == 0:
		g.Severity = absent[*big.Rat](noSeverity)
		g.Night = f.night
		x.starts = append(x.starts, f.rule)
		fallthrough
	default:
		g.Alerts = append(g.Alerts, f.event)
	}
	if g.Incident == nil {
		g.Incident = f.incident
	}
	if f.advice != nil && (!g.Severity.Known || f.advice.Cmp(g.Severity.V) > 0) {
		g.Severity = known(f.advice)
	}
}

// pages tells whether a group pages. One of unknown severity does.
func (x *replay) pages(g *AlertGroup) bool {
	return x.policy.PageAt == nil || !g.Severity.Known || g.Severity.V.Cmp(x.policy.PageAt) >= 0
}

// page counts the pages with and without the policy.
func (x *replay) page() {
	n := x.noise
	before, after := 0, 0 // pages that belong to an incident
	for i := range x.firings {
		f := &x.firings[i]
		if !f.apart {
			n.Before.Pages++
			n.Before.Night += boolInt(f.night)
			before += boolInt(f.incident != nil)
		}
	}
	for g := range n.Groups {
		group := &n.Groups[g]
		if group.Paged {
			n.After.Pages++
			n.After.Night += boolInt(group.Night)
			after += boolInt(group.Incident != nil)
		}
	}
	caught, kept := 0, 0
	for _, a := range n.Incidents {
		caught += boolInt(a.Caught)
		kept += boolInt(a.Kept)
	}
	n.Before.Recall = shareOf(caught, len(n.Incidents), noIncidents)
	n.After.Recall = shareOf(kept, len(n.Incidents), noIncidents)
	n.Before.Precision = shareOf(before, n.Before.Pages, noPages)
	n.After.Precision = shareOf(after, n.After.Pages, noPages)
	if len(n.Incidents) == 0 {
		n.Before.Precision, n.After.Precision = shareOf(0, 0, noIncidents), shareOf(0, 0, noIncidents)
	}
}
