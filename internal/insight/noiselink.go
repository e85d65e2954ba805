package insight

import (
	"cmp"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// IncidentAlerts is what the alert log holds about one incident.
type IncidentAlerts struct {
	Incident   *Incident
	First      *facet.AlertEvent // that belongs to it; nil if none does
	Alerts     int
	Duplicates int // of Alerts
	Pages      int // groups that hold one of Alerts, and page by the policy

	// Reported is when people told of it: reported_at, else the detection by a
	// customer, a partner or an employee.
	Reported Figure[time.Time]
	Lead     Quantity // seconds from the first alert to the detection; below zero if it came after
	Caught   bool     // an alert came before people told
	Kept     bool     // and so does a page by the policy

	caught map[int32]bool // the rules of alerts that came before people told
}

var (
	notReported = diag.Text{En: "nobody reported it", Ja: "人からの報告がない"}
	noAlertOfIt = diag.Text{En: "no alert belongs to it", Ja: "対応するアラートがない"}
)

// How alerts are found to belong to incidents, in sentences.
var (
	byStatement = diag.Text{En: "Alerts belong to the incidents that the log names.", Ja: "アラートとインシデントの対応は、ログの incident 列によります。"}
	byTime      = diag.Text{
		En: "The log names no incidents: an alert belongs to one that went on at its time and affects its service, or whose postmortem names the alert.",
		Ja: "ログに incident の記載がないため、発報時に継続中で、サービスが一致するか、ポストモーテムがそのアラートを挙げているインシデントに対応づけました。",
	}
	byBoth = diag.Text{
		En: "Alerts belong to the incidents that their log names; those of logs that name none, to one that went on at their time and affects their service, or whose postmortem names the alert.",
		Ja: "ログに incident の記載があればそれにより、なければ、発報時に継続中で、サービスが一致するか、ポストモーテムがそのアラートを挙げているインシデントに対応づけました。",
	}
)

// link finds the incidents that alerts belong to. A log with one record that
// names an incident says of all its alerts whether they belong to any; for one
// without, times and services tell.
func (x *replay) link() {
	stating := map[*source.File]bool{}
	for i := range x.firings {
		e := x.firings[i].event
		stating[e.File] = stating[e.File] || e.Incident != ""
	}
	named := map[string]*Incident{}
	current := newCurrent(x)
	how := map[bool]bool{}
	for i := range x.firings {
		f := &x.firings[i]
		states := stating[f.event.File]
		how[states] = true
		if !states {
			f.incident = current.at(f)
			continue
		}
		in, known := named[f.event.Incident]
		if !known && f.event.Incident != "" {
			in = x.r.Incidents[x.r.corpus.Find(f.event.Incident, "postmortem")]
			named[f.event.Incident] = in
		}
		f.incident = in
	}
	switch {
	case how[true] && how[false]:
		x.noise.Linking = byBoth
	case how[true]:
		x.noise.Linking = byStatement
	default:
		x.noise.Linking = byTime
	}
}

// current is the incidents that go on at the time of an alert, while alerts come
// in order.
type current struct {
	x       *replay
	waiting []*Incident // by start
	going   map[int32][]*Incident
	called  map[string][]*Incident // by the name of the alert that detected them
}

func newCurrent(x *replay) *current {
	c := &current{x: x, going: map[int32][]*Incident{}, called: map[string][]*Incident{}}
	for _, in := range x.r.List() {
		if in.Start.Known && in.End.Known {
			c.waiting = append(c.waiting, in)
		}
	}
	return c
}

// at gives the incident that an alert belongs to: of several the latest.
func (c *current) at(f *fired) *Incident {
	t := f.event.At
	for len(c.waiting) > 0 && !c.waiting[0].Start.V.After(t) {
		in := c.waiting[0]
		c.waiting = c.waiting[1:]
		for _, s := range in.Services {
			n := c.x.service(s)
			c.going[n] = append(c.going[n], in)
		}
		if name := in.Entry.Detection.Alert; name != "" {
			c.called[name] = append(c.called[name], in)
		}
	}
	var ofService, ofName *Incident
	if f.place != none {
		c.going[f.place], ofService = newest(c.going[f.place], t)
	}
	if list := c.called[f.event.Metric]; len(list) > 0 {
		c.called[f.event.Metric], ofName = newest(list, t)
	}
	if ofName != nil {
		return ofName
	}
	return ofService
}

// newest drops the incidents that are over and gives the last of the others.
func newest(list []*Incident, t time.Time) ([]*Incident, *Incident) {
	if len(list) == 0 {
		return list, nil
	}
	list = slices.DeleteFunc(list, func(in *Incident) bool { return in.End.V.Before(t) })
	if len(list) == 0 {
		return list, nil
	}
	return list, list[len(list)-1]
}

// countIncidents counts the alerts of every incident, and tells which of them
// an alert caught before people did.
func (x *replay) countIncidents() {
	n := x.noise
	n.of = map[*Incident]*IncidentAlerts{}
	for _, in := range x.r.List() {
		if in.Start.Known && !in.Start.V.Before(n.From) && !in.Start.V.After(n.To) {
			n.of[in] = newIncidentAlerts(in)
		}
	}
	type met struct {
		group    int32
		incident *Incident
	}
	seen := map[met]bool{}
	for i := range x.firings {
		f := &x.firings[i]
		if f.apart || f.incident == nil {
			continue
		}
		a := n.of[f.incident]
		if a == nil {
			a = newIncidentAlerts(f.incident)
			n.of[f.incident] = a
		}
		a.count(f)
		if group := &n.Groups[f.group]; group.Paged && !seen[met{f.group, f.incident}] {
			seen[met{f.group, f.incident}] = true
			a.Pages++
			a.Kept = a.Kept || a.inTime(group.At())
		}
	}
	for _, a := range n.of {
		a.lead()
		n.Incidents = append(n.Incidents, a)
	}
	slices.SortFunc(n.Incidents, func(a, b *IncidentAlerts) int {
		return cmp.Or(a.Incident.Start.V.Compare(b.Incident.Start.V), cmp.Compare(a.Incident.Entry.Path(), b.Incident.Entry.Path()))
	})
}

func newIncidentAlerts(in *Incident) *IncidentAlerts {
	return &IncidentAlerts{Incident: in, Reported: toldAt(in.Entry), caught: map[int32]bool{}}
}

// toldAt is when people told of an incident.
func toldAt(e *corpus.Entry) Figure[time.Time] {
	if e.Times.Reported.Known {
		return known(e.Times.Reported.Time)
	}
	if people := []string{"customer", "partner", "employee"}; slices.Contains(people, e.Detection.Source) {
		return instant(e.Times.Detected, noDetection)
	}
	return absent[time.Time](notReported)
}

func (a *IncidentAlerts) count(f *fired) {
	if a.First == nil {
		a.First = f.event
	}
	a.Alerts++
	a.Duplicates += boolInt(f.repeats)
	if a.inTime(f.event.At) {
		a.Caught = true
		a.caught[f.rule] = true
	}
}

// inTime tells whether a page came no later than people told of the incident.
func (a *IncidentAlerts) inTime(page time.Time) bool {
	return !a.Reported.Known || !page.After(a.Reported.V)
}

func (a *IncidentAlerts) lead() {
	if a.First == nil {
		a.Lead.Why = noAlertOfIt
		return
	}
	a.Lead = elapsed(known(a.First.At), instant(a.Incident.Entry.Times.Detected, noDetection), true, noDetection)
	a.Lead.How = diag.Text{}
}

// Of gives what the log holds about an incident; nil if the log holds no alert
// of it and it began while there was none.
func (n *Noise) Of(in *Incident) *IncidentAlerts { return n.of[in] }
