package render

import (
	"html"
	"html/template"
	"strings"

	"github.com/debrief-dev/debrief/internal/facet"
)

// monitoringKind is the kind of inventories.
const monitoringKind = "monitoring"

// monitoring shows what is watched: alerts with their runbooks, metrics and
// recorded series.
func (v *view) monitoring(m *facet.Monitoring) {
	v.shows("active_metrics", "series", "alerts")
	v.ahead(Detail{ID: "alerts", Table: v.alerts(m.Alerts)})
	var metrics []template.HTML
	for i, x := range v.entry.Value().Field("active_metrics").Items() {
		if !v.inside(x.Span()) && i < len(m.ActiveMetrics) {
			metrics = append(metrics, asCode(x.Text()))
		}
	}
	v.ahead(Detail{ID: "metrics", Text: join(metrics, v.t("list.join"))})
	v.ahead(Detail{ID: "series", Table: v.series(m.Series)})
}

func (v *view) alerts(list []facet.MonitoredAlert) *Table {
	t := &Table{Head: v.columns("column.alert", "column.threshold", "column.severity", "column.service", "column.runbook")}
	runbooks := v.runbooksByAlert()
	for _, a := range list {
		if v.inside(a.Span) {
			continue
		}
		name := firstOf(a.Name, a.ID)
		runbook := v.named(a.Runbook, "alerts")
		if known, ok := runbooks[strings.ToLower(name)]; a.Runbook == "" && ok {
			runbook = linked(known)
		}
		t.Rows = append(t.Rows, []Cell{
			{HTML: v.alertName(a, name)},
			{Text: v.thresholdOf(a), Note: v.lasting(a.For)},
			{Text: a.Severity, Note: v.wordOf("alerttype.", a.Type)},
			{HTML: v.named(a.Service, "alerts")},
			{HTML: runbook},
		})
	}
	return t.tidy()
}

// runbooksByAlert gives the first runbook of each alert that runbooks name, by
// its name in lower case.
func (v *view) runbooksByAlert() map[string]Link {
	out := map[string]Link{}
	_, runbooks := v.site.alerts()
	for name, docs := range runbooks {
		if docs[0].Kind != monitoringKind {
			out[strings.ToLower(name)] = v.page.link(docs[0])
		}
	}
	return out
}

// alertName shows an alert with what it watches.
func (v *view) alertName(a facet.MonitoredAlert, name string) template.HTML {
	out := v.plain(name)
	hint := func(text template.HTML) {
		if text != "" {
			out += `<span class="hint">` + text + `</span>`
		}
	}
	hint(asCode(firstOf(a.Expr, a.Metric)))
	if webURL(a.Dashboard) {
		hint(template.HTML(`<a class="external" rel="noopener noreferrer" href="` + html.EscapeString(a.Dashboard) + `">` + html.EscapeString(v.t("label.dashboard")) + `</a>`))
	}
	if a.Since.Known {
		hint(v.plain(v.t("alert.since", v.words.dayWhen(a.Since).Text)))
	}
	if a.Noise {
		hint(v.plain(v.t("alert.noise")))
	}
	return out
}

// lasting says for how long an alert's condition must hold.
func (v *view) lasting(d facet.Duration) string {
	if span := v.span(d); span != "" {
		return v.t("alert.for", span)
	}
	return ""
}

// thresholdOf shows the bound of an alert; some are words.
func (v *view) thresholdOf(a facet.MonitoredAlert) string {
	if a.Threshold.V == nil {
		return v.entry.Doc.File.Text(a.Threshold.Span)
	}
	return v.words.number(a.Threshold.V, 6)
}

// wordOf gives the word of the interface for a value, or the value.
func (v *view) wordOf(prefix, value string) string {
	if value == "" {
		return ""
	}
	if text := v.t(prefix + value); text != prefix+value {
		return text
	}
	return value
}

func (v *view) series(list []facet.SeriesFile) *Table {
	t := &Table{Head: v.columns("column.metric", "column.unit", "column.file", "column.service", "column.limit")}
	for _, s := range list {
		if v.inside(s.Span) {
			continue
		}
		limit := ""
		if s.Limit.V != nil {
			limit = v.amount(s.Limit.V, s.Unit)
		}
		t.Rows = append(t.Rows, []Cell{markup(asCode(s.Metric)), cell(s.Unit), markup(asCode(s.File)), markup(v.named(s.Service, "series")), cell(limit)})
	}
	return t.tidy()
}
