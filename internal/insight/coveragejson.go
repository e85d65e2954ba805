package insight

import (
	"slices"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// CoverageJSON gives every alert of the list with its rules, the runbooks without
// one, and the gaps of detection.
func (r *Results) CoverageJSON(v *Coverage, list []CoveredAlert, lang string) Object {
	alerts := make([]Object, len(list))
	n := map[Lead]int{}
	for i, c := range list {
		alerts[i] = c.JSON(lang)
		n[c.Lead()]++
	}
	idle := make([]Object, len(v.Idle))
	for i, e := range v.Idle {
		idle[i] = append(documentName(e), Member{"postmortems", documentNames(PostmortemsOf(e))})
	}
	totals := Object{
		{"alerts", len(list)},
		{"rules", len(v.OfRules())},
		{"in_inventories_alone", len(v.Rules) - len(v.OfRules())},
		{"runbooks", len(r.corpus.Kind("runbook"))},
	}
	for _, lead := range Leads() {
		totals = append(totals, Member{lead.String(), n[lead]})
	}
	return append(Object{
		{"alerts", alerts},
		{"runbooks_without_alert", idle},
		{"totals", totals},
	}, r.Gaps().JSON(lang)...)
}

// JSON gives the alert with its rules and the postmortems that speak of it.
func (c CoveredAlert) JSON(lang string) Object {
	rules := make([]Object, len(c.Rules))
	for i, r := range c.Rules {
		var runbook any
		if r.Runbook != nil {
			runbook = append(documentName(r.Runbook), Member{"why", r.Why.In(lang)})
		}
		rules[i] = Object{
			{"path", r.Alert.File.Path},
			{"line", r.Alert.File.Position(r.Alert.Span.Start).Line},
			{"group", r.Alert.Group},
			{"severity", r.Alert.Severity},
			{"runbook_url", orNull(r.Alert.RunbookURL)},
			{"state", r.Lead.String()},
			{"fault", r.Fault.In(lang)},
			{"runbook", runbook},
		}
	}
	mentions := make([]Object, len(c.Postmortems))
	for i, m := range c.Postmortems {
		line := m.Postmortem.Doc.File.Position(m.Span.Start).Line
		mentions[i] = append(documentName(m.Postmortem), Member{"line", line})
	}
	return Object{
		{"name", c.Name},
		{"state", c.Lead().String()},
		{"rules", rules},
		{"postmortems", mentions},
	}
}

// CoverageRows gives a row for each rule, and for each runbook without an alert.
func CoverageRows(v *Coverage, list []CoveredAlert, lang string) [][]string {
	rows := [][]string{{"alert", "severity", "group", "path", "line", "runbook_url", "state", "fault", "runbook", "why", "postmortems"}}
	for _, c := range list {
		for _, r := range c.Rules {
			runbook := ""
			if r.Runbook != nil {
				runbook = r.Runbook.Path()
			}
			rows = append(rows, []string{c.Name, r.Alert.Severity, r.Alert.Group, r.Alert.File.Path, strconv.Itoa(r.Alert.File.Position(r.Alert.Span.Start).Line),
				r.Alert.RunbookURL, r.Lead.String(), r.Fault.In(lang), runbook, r.Why.In(lang), idCell(c.Speaking())})
		}
	}
	for _, e := range v.Idle {
		rows = append(rows, []string{"", "", "", "", "", "", "runbook_without_alert", "", e.Path(), "", idCell(PostmortemsOf(e))})
	}
	return rows
}

// Speaking are the postmortems that speak of the alert.
func (c CoveredAlert) Speaking() []*corpus.Entry {
	var out []*corpus.Entry
	for _, m := range c.Postmortems {
		out = append(out, m.Postmortem)
	}
	return out
}

// PostmortemsOf are the postmortems that refer to a document, by path.
func PostmortemsOf(e *corpus.Entry) []*corpus.Entry {
	var out []*corpus.Entry
	for _, r := range e.Backs {
		if r.From.Kind == "postmortem" && !slices.Contains(out, r.From) {
			out = append(out, r.From)
		}
	}
	return out
}

func idCell(list []*corpus.Entry) string {
	names := make([]string, len(list))
	for i, e := range list {
		names[i] = e.ID
	}
	return strings.Join(names, " ")
}

// documentName says which document is meant.
func documentName(e *corpus.Entry) Object { return Object{{"id", e.ID}, {"path", e.Path()}} }

func documentNames(list []*corpus.Entry) []Object {
	out := make([]Object, len(list))
	for i, e := range list {
		out[i] = documentName(e)
	}
	return out
}
