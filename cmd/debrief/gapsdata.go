package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
)

// gapsJSON prints what gapsObject gives.
func (a *app) gapsJSON(w *workspace, v *insight.Coverage, list []insight.CoveredAlert) error {
	return a.writeJSON(append(insight.Object{
		{Key: "schema", Value: schemaOf("gaps")},
		{Key: "as_of", Value: w.results.Now.Format(time.RFC3339)},
		{Key: "rev", Value: w.rev()},
	}, a.gapsObject(w, v, list)...))
}

// gapsObject gives every alert with its rules, the runbooks without one, and the
// gaps of detection.
func (a *app) gapsObject(w *workspace, v *insight.Coverage, list []insight.CoveredAlert) insight.Object {
	alerts := make([]insight.Object, len(list))
	n := map[insight.Lead]int{}
	for i, c := range list {
		alerts[i] = a.alertObject(c)
		n[c.Lead()]++
	}
	idle := make([]insight.Object, len(v.Idle))
	for i, e := range v.Idle {
		idle[i] = append(document(e), insight.Member{Key: "postmortems", Value: documents(linking(e))})
	}
	totals := insight.Object{
		{Key: "alerts", Value: len(list)},
		{Key: "rules", Value: len(v.OfRules())},
		{Key: "in_inventories_alone", Value: len(v.Rules) - len(v.OfRules())},
		{Key: "runbooks", Value: len(w.corpus.Kind("runbook"))},
	}
	for _, lead := range insight.Leads() {
		totals = append(totals, insight.Member{Key: lead.String(), Value: n[lead]})
	}
	return append(insight.Object{
		{Key: "alerts", Value: alerts},
		{Key: "runbooks_without_alert", Value: idle},
		{Key: "totals", Value: totals},
	}, w.results.Gaps().JSON(a.lang)...)
}

func (a *app) alertObject(c insight.CoveredAlert) insight.Object {
	rules := make([]insight.Object, len(c.Rules))
	for i, r := range c.Rules {
		var url, runbook any
		if r.Alert.RunbookURL != "" {
			url = r.Alert.RunbookURL
		}
		if r.Runbook != nil {
			runbook = append(document(r.Runbook), insight.Member{Key: "why", Value: r.Why.In(a.lang)})
		}
		rules[i] = insight.Object{
			{Key: "path", Value: r.Alert.File.Path},
			{Key: "line", Value: r.Alert.File.Position(r.Alert.Span.Start).Line},
			{Key: "group", Value: r.Alert.Group},
			{Key: "severity", Value: r.Alert.Severity},
			{Key: "runbook_url", Value: url},
			{Key: "state", Value: r.Lead.String()},
			{Key: "fault", Value: r.Fault.In(a.lang)},
			{Key: "runbook", Value: runbook},
		}
	}
	mentions := make([]insight.Object, len(c.Postmortems))
	for i, m := range c.Postmortems {
		line := m.Postmortem.Doc.File.Position(m.Span.Start).Line
		mentions[i] = append(document(m.Postmortem), insight.Member{Key: "line", Value: line})
	}
	return insight.Object{
		{Key: "name", Value: c.Name},
		{Key: "state", Value: c.Lead().String()},
		{Key: "rules", Value: rules},
		{Key: "postmortems", Value: mentions},
	}
}

func document(e *corpus.Entry) insight.Object {
	return insight.Object{{Key: "id", Value: e.ID}, {Key: "path", Value: e.Path()}}
}

func documents(list []*corpus.Entry) []insight.Object {
	out := make([]insight.Object, len(list))
	for i, e := range list {
		out[i] = document(e)
	}
	return out
}

// gapsCSV prints a line for each rule, and for each runbook without an alert.
func (a *app) gapsCSV(v *insight.Coverage, list []insight.CoveredAlert, format string) error {
	out := a.newCSV(format)
	out.record("alert", "severity", "group", "path", "line", "runbook_url", "state", "fault", "runbook", "why", "postmortems")
	for _, c := range list {
		for _, r := range c.Rules {
			runbook := ""
			if r.Runbook != nil {
				runbook = r.Runbook.Path()
			}
			out.record(c.Name, r.Alert.Severity, r.Alert.Group, r.Alert.File.Path, strconv.Itoa(r.Alert.File.Position(r.Alert.Span.Start).Line),
				r.Alert.RunbookURL, r.Lead.String(), r.Fault.In(a.lang), runbook, r.Why.In(a.lang), strings.Join(ids(speaking(c)), " "))
		}
	}
	for _, e := range v.Idle {
		out.record("", "", "", "", "", "", "runbook_without_alert", "", e.Path(), "", strings.Join(ids(linking(e)), " "))
	}
	return out.close()
}
