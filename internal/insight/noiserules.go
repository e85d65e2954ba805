package insight

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// NoiseRule is what one rule of the monitoring did: all alerts of one source and
// metric.
type NoiseRule struct {
	Source, Metric string

	Alerts     int   // that are replayed
	Duplicates int   // of Alerts
	Pages      int   // groups that page by the policy, and begin with an alert of the rule
	Night      int   // of Alerts, those outside business hours
	Maintained int   // inside windows of maintenance; not among Alerts
	Share      Share // Alerts of those of all rules
	Actionable Share // of Alerts, those that belong to an incident
	Recall     Share // of the incidents, those that it told of before people did

	// Cycles is the most often that one alert of the rule, on one service and
	// host and with the same labels, fired and ended within an hour. It is
	// absent where the log tells no end of its alerts.
	Cycles Figure[int]
}

// flapping is the number of cycles within an hour from which on an alert flaps.
const flapping = 3

// Flaps tells whether an alert of the rule fired and ended three times or more
// within an hour.
func (r NoiseRule) Flaps() bool { return r.Cycles.Known && r.Cycles.V >= flapping }

// Noisiest gives the rules with alerts that are replayed, most of them first.
func (n *Noise) Noisiest() []NoiseRule {
	silent := slices.IndexFunc(n.Rules, func(r NoiseRule) bool { return r.Alerts == 0 })
	if silent < 0 {
		return n.Rules
	}
	return n.Rules[:silent]
}

var noEnds = diag.Text{En: "the log does not tell when its alerts ended", Ja: "ログにアラートの終了時刻がない"}

// countRules sums up what the rules did.
func (x *replay) countRules() {
	linked, caught := make([]int, len(x.rules)), make([]int, len(x.rules))
	for i := range x.firings {
		f := &x.firings[i]
		r := &x.rules[f.rule]
		if f.apart {
			r.Maintained += boolInt(f.window != none)
			continue
		}
		r.Alerts++
		r.Duplicates += boolInt(f.repeats)
		r.Night += boolInt(f.night)
		linked[f.rule] += boolInt(f.incident != nil)
	}
	for g := range x.noise.Groups {
		x.rules[x.starts[g]].Pages += boolInt(x.noise.Groups[g].Paged)
	}
	for _, a := range x.noise.Incidents {
		for rule := range a.caught {
			caught[rule]++
		}
	}
	counted := len(x.noise.Incidents)
	for i := range x.rules {
		r := &x.rules[i]
		r.Share = shareOf(r.Alerts, x.noise.Alerts, allApart)
		r.Recall = shareOf(caught[i], counted, noIncidents)
		r.Actionable = shareOf(linked[i], r.Alerts, allApart)
		if counted == 0 {
			r.Actionable = shareOf(0, 0, noIncidents)
		}
	}
	x.countCycles()
	x.noise.Rules = slices.Clone(x.rules)
	slices.SortFunc(x.noise.Rules, func(a, b NoiseRule) int {
		return cmp.Or(cmp.Compare(b.Alerts, a.Alerts), strings.Compare(a.Metric, b.Metric), strings.Compare(a.Source, b.Source))
	})
}

// instance is one alert: that of a rule on a service and host, with its labels.
type instance struct {
	rule, service, host int32
	labels              string
}

// countCycles looks for alerts that fire and end again and again.
func (x *replay) countCycles() {
	x.findEnds()
	type cycle struct{ from, to int64 }
	past := map[instance][]cycle{} // the last of each, within an hour
	for i := range x.rules {
		x.rules[i].Cycles = absent[int](noEnds)
	}
	keys := x.instances()
	for i := range x.firings {
		f := &x.firings[i]
		if f.end == 0 || f.apart {
			continue
		}
		c := &x.rules[f.rule].Cycles
		*c = Figure[int]{V: c.V, Known: true}
		key := keys(f.event, f.rule, f.service, f.host)
		list := append(past[key], cycle{f.at, f.end})
		for list[0].from < f.end-int64(time.Hour) {
			if list = list[1:]; len(list) == 0 {
				break
			}
		}
		past[key] = list
		c.V = max(c.V, len(list))
	}
}

// instances gives a function that names the instance of an event. Texts for
// labels are made once for events that share them.
func (x *replay) instances() func(e *facet.AlertEvent, rule, service, host int32) instance {
	texts := map[*facet.Label]string{}
	return func(e *facet.AlertEvent, rule, service, host int32) instance {
		if len(e.Labels) == 0 {
			return instance{rule, service, host, ""}
		}
		text, known := texts[&e.Labels[0]]
		if !known {
			var b strings.Builder
			for _, l := range e.Labels {
				b.WriteString(l.Name + "\x00" + l.Value + "\x00")
			}
			text = b.String()
			texts[&e.Labels[0]] = text
		}
		return instance{rule, service, host, text}
	}
}

// findEnds gives firings the ends that records of their own tell: each that of
// the last firing of its alert before it, by the id if the log gives one, which
// has not ended yet.
func (x *replay) findEnds() {
	if len(x.ends) == 0 {
		return
	}
	type named struct {
		rule int32
		id   string
	}
	byID, byPlace := map[named]*fired{}, map[instance]*fired{}
	keys := x.instances()
	next := 0
	for _, e := range x.ends {
		for ; next < len(x.firings) && !x.firings[next].event.At.After(e.At); next++ {
			f := &x.firings[next]
			byPlace[keys(f.event, f.rule, f.service, f.host)] = f
			if f.event.ID != "" {
				byID[named{f.rule, f.event.ID}] = f
			}
		}
		rule, fired := x.ruleAt[ruleName{e.Source, e.Metric}]
		if !fired {
			continue
		}
		f := byID[named{rule, e.ID}]
		if f == nil {
			f = byPlace[keys(e, rule, x.service(e.Service), x.hosts.number(e.Host, func(s string) string { return s }))]
		}
		if f != nil && f.end == 0 {
			f.end = e.At.UnixNano()
		}
	}
}
