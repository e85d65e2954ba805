package insight

import (
	"fmt"
	"math/big"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/internal/facet"
)

// maxListed is how many rules, duplicates and alerts of groups JSON lists; it
// counts all.
const maxListed = 1000

// EventName names an event: by its id, else by where it stands in its log.
func EventName(e *facet.AlertEvent) string {
	if e.ID != "" {
		return e.ID
	}
	return e.File.Path + ":" + strconv.Itoa(e.File.Position(e.Span.Start).Line)
}

// JSON gives the replay as `debrief insights alerts --format json` prints it.
// Shares are 0–1, with Wilson's interval at 95 %. Of rules, groups and duplicates
// the first thousand are listed; "left_off" counts the others.
func (n *Noise) JSON(lang string) Object {
	w := &writer{lang: lang}
	groups, groupsOff := n.groupsJSON(w)
	repeated, repeatedOff := n.duplicatesJSON()
	o := Object{
		{"from", n.From.Format(time.RFC3339Nano)},
		{"to", n.To.Format(time.RFC3339Nano)},
		{"policy", n.Policy.json()},
		{"firings", n.Firings},
		{"silenced", n.Silenced},
		{"in_maintenance", n.Maintained},
		{"alerts", n.Alerts},
		{"duplicates_count", n.Duplicates},
		{"groups_count", len(n.Groups)},
		{"noise_reduction_pct", w.number("noise_reduction_pct", percent(n.Reduction))},
		{"linking", n.Linking.In(lang)},
		{"before", w.paging("before", n.Before)},
		{"after", w.paging("after", n.After)},
		{"rules", n.rulesJSON(w)},
		{"incidents", n.incidentsJSON(w)},
		{"maintenance_windows", n.windowsJSON()},
		{"groups", groups},
		{"duplicates", repeated},
		{"left_off", Object{{"rules", max(0, len(n.Rules)-maxListed)}, {"groups", groupsOff}, {"duplicates", repeatedOff}}},
	}
	if len(w.why) > 0 {
		o = append(o, Member{"why", w.why})
	}
	return o
}

// percent gives a share in per cent.
func percent(q Quantity) Quantity {
	if q.Known {
		q.V = mul(q.V, hundred)
	}
	return q
}

func (a AlertsReplay) json() Object {
	mode := "sliding"
	if a.Fixed {
		mode = "fixed"
	}
	labels := a.Labels
	if labels == nil {
		labels = []string{}
	}
	var pageAt any
	if a.PageAt != nil {
		pageAt = number(a.PageAt)
	}
	return Object{
		{"duplicate_window_seconds", number(length(a.DuplicateWindow))},
		{"duplicates", mode},
		{"labels", labels},
		{"correlation_window_seconds", number(length(a.CorrelationWindow))},
		{"weights", Object{{"service", a.Weights.Service}, {"host", a.Weights.Host}, {"dependency", a.Weights.Dependency}}},
		{"threshold", a.Threshold},
		{"inclusive", !a.Exclusive},
		{"business_hours", a.businessHours()},
		{"page_at", pageAt},
	}
}

// businessHours writes them as the settings do: "09:00-18:00".
func (a AlertsReplay) businessHours() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", a.BusinessFrom/60, a.BusinessFrom%60, a.BusinessTo/60, a.BusinessTo%60)
}

func (w *writer) paging(path string, p Paging) Object {
	return Object{
		{"pages", p.Pages},
		{"night_pages", p.Night},
		{"precision", w.share(path+".precision", p.Precision)},
		{"recall", w.share(path+".recall", p.Recall)},
	}
}

func (w *writer) share(path string, s Share) Object {
	return Object{
		{"part", s.Part}, {"of", s.Of}, {"share", w.number(path+".share", s.Value)}, {"low", bound(s.Low)}, {"high", bound(s.High)},
	}
}

func (n *Noise) rulesJSON(w *writer) []Object {
	out := make([]Object, min(len(n.Rules), maxListed))
	for i, r := range n.Rules[:len(out)] {
		path := "rules." + strconv.Itoa(i)
		out[i] = Object{
			{"source", r.Source},
			{"metric", r.Metric},
			{"alerts", r.Alerts},
			{"share", w.number(path+".share", r.Share.Value)},
			{"duplicates", r.Duplicates},
			{"pages_after", r.Pages},
			{"night_alerts", r.Night},
			{"in_maintenance", r.Maintained},
			{"actionable", w.share(path+".actionable", r.Actionable)},
			{"recall", w.share(path+".recall", r.Recall)},
			{"most_cycles_in_an_hour", w.days(path+".most_cycles_in_an_hour", r.Cycles)},
			{"flapping", r.Flaps()},
		}
	}
	return out
}

func (n *Noise) incidentsJSON(w *writer) []Object {
	out := make([]Object, len(n.Incidents))
	for i, a := range n.Incidents {
		out[i] = a.json(w, "incidents."+strconv.Itoa(i))
	}
	return out
}

// JSON gives what the log holds about the incident.
func (a *IncidentAlerts) JSON(lang string) Object {
	w := &writer{lang: lang}
	o := a.json(w, "")
	if len(w.why) > 0 {
		o = append(o, Member{"why", w.why})
	}
	return o
}

func (a *IncidentAlerts) json(w *writer, path string) Object {
	if path != "" {
		path += "."
	}
	var first any
	if a.First != nil {
		first = Object{{"id", EventName(a.First)}, {"at", a.First.At.Format(time.RFC3339Nano)}, {"metric", a.First.Metric}}
	}
	return Object{
		{"incident", a.Incident.Entry.ID},
		{"alerts", a.Alerts},
		{"duplicates", a.Duplicates},
		{"pages_after", a.Pages},
		{"first_alert", first},
		{"lead_seconds", w.number(path+"lead_seconds", a.Lead)},
		{"reported_at", timestamp(a.Reported)},
		{"paged_before_report", a.Caught},
		{"paged_before_report_after", a.Kept},
	}
}

func (n *Noise) windowsJSON() []Object {
	out := make([]Object, len(n.Windows))
	for i, v := range n.Windows {
		out[i] = Object{
			{"task", v.Task.ID}, {"from", v.From.Format(time.RFC3339)}, {"to", v.To.Format(time.RFC3339)}, {"recorded", v.Recorded}, {"alerts", v.Alerts},
		}
	}
	return out
}

func (n *Noise) groupsJSON(w *writer) (list []Object, left int) {
	list = []Object{}
	listed, unknown := 0, false // alerts; a severity is not known
	defer func() {
		if unknown {
			w.null("groups.severity", noSeverity)
		}
	}()
	for i, g := range n.Groups {
		if listed += len(g.Alerts); listed > maxListed {
			return list, len(n.Groups) - i
		}
		ids := make([]string, len(g.Alerts))
		for j, e := range g.Alerts {
			ids[j] = EventName(e)
		}
		unknown = unknown || !g.Severity.Known
		var incident any
		if g.Incident != nil {
			incident = g.Incident.Entry.ID
		}
		list = append(list, Object{
			{"at", g.At().Format(time.RFC3339Nano)},
			{"alerts", ids},
			{"duplicates", g.Duplicates},
			{"severity", optional(g.Severity)},
			{"incident", incident},
			{"paged", g.Paged},
			{"night", g.Night},
		})
	}
	return list, 0
}

func (n *Noise) duplicatesJSON() (list []string, left int) {
	list = []string{}
	for _, f := range n.all {
		if f.repeats && len(list) < maxListed {
			list = append(list, EventName(f.event))
		}
	}
	return list, n.Duplicates - len(list)
}

// JSON gives the escalation of an incident.
func (e Escalated) JSON(in *Incident, lang string) Object {
	w := &writer{lang: lang}
	o := Object{
		{"incident", in.Entry.ID},
		{"state", string(e.State)},
		{"condition", orNull(e.Rule.Condition)},
		{"after_seconds", number(big.NewRat(int64(e.Rule.After.D), int64(time.Second)))},
		{"document", e.From.Path()},
		{"due_at", e.Due.Format(time.RFC3339)},
		{"escalated_at", timestamp(e.Done)},
		{"late_seconds", w.number("late_seconds", e.Late)},
	}
	if len(w.why) > 0 {
		o = append(o, Member{"why", w.why})
	}
	return o
}
