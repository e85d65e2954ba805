package facet

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// DecodeAlerts reads the alerting rules of one YAML document of a rule file,
// in the order of the file. The document is a rule file of Prometheus, an
// object of the kind PrometheusRule, which holds one under "spec", or a list
// of such objects under "items"; anything else has none. Recording rules and
// alerts without a name are left out.
func DecodeAlerts(f *source.File, v doc.Value) []Alert {
	alerts := alertGroups(f, v)
	for _, item := range v.Field("items").Items() {
		alerts = append(alerts, alertGroups(f, item)...)
	}
	return alerts
}

// alertGroups reads the groups of a rule file or of one object.
func alertGroups(f *source.File, v doc.Value) []Alert {
	groups := v.Field("groups")
	if !groups.Exists() {
		groups = v.Get("/spec/groups")
	}
	var alerts []Alert
	for _, group := range groups.Items() {
		for _, rule := range group.Field("rules").Items() {
			if a := decodeAlert(f, rule); a.Name != "" {
				a.Group = group.Field("name").Text()
				alerts = append(alerts, a)
			}
		}
	}
	return alerts
}

func decodeAlert(f *source.File, rule doc.Value) Alert {
	name, notes := rule.Field("alert"), rule.Field("annotations")
	a := Alert{
		Name:     strings.TrimSpace(name.Text()),
		Expr:     strings.TrimSpace(rule.Field("expr").Text()),
		For:      DecodeDuration(rule.Field("for")),
		Severity: rule.Get("/labels/severity").Text(),
		Service:  rule.Get("/labels/service").Text(),
		File:     f,
		Place:    Place{Span: name.Span()},
		URL:      Place{Span: name.Span()},
	}
	if url := firstText(notes, runbookNotes); url.Exists() {
		a.RunbookURL, a.URL.Span = strings.TrimSpace(url.Text()), url.Span()
	}
	a.Summary = strings.TrimSpace(firstText(notes, summaryNotes).Text())
	if text := strings.TrimSpace(firstText(notes, descriptionNotes).Text()); text != a.Summary {
		a.Description = text
	}
	return a
}

// The annotations that hold an alert's runbook and what it is about, the best
// first. runbook_url is the mixins' name and Alertmanager templates'; GitLab's
// rules and awesome-prometheus-alerts have runbook.
var (
	runbookNotes     = []string{"runbook_url", "runbook"}
	summaryNotes     = []string{"summary", "description", "message"}
	descriptionNotes = []string{"description", "message"}
)

// firstText is the first of some fields that holds a text, absent if none does.
func firstText(v doc.Value, keys []string) doc.Value {
	for _, key := range keys {
		if field := v.Field(key); strings.TrimSpace(field.Text()) != "" {
			return field
		}
	}
	return doc.Value{}
}
