package render

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// recordedSite is a repository with an incident that lies in a recorded series.
func recordedSite(declared string) map[string]string {
	var rows strings.Builder
	rows.WriteString("timestamp,value\n")
	from := time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)
	for week := range 5 {
		for minute := range 6 {
			at := from.AddDate(0, 0, 7*week).Add(time.Duration(10*minute) * time.Minute)
			fmt.Fprintf(&rows, "%s,%d\n", at.Format(time.RFC3339), 10+(week+minute)%3+40*boolInt(week == 4 && minute > 1))
		}
	}
	return map[string]string{
		"services/web.yaml": "kind: service\nid: web\ntitle: Web\nowner: ops\n",
		"data/queue.csv":    rows.String(),
		"monitoring/m.md":   "---\nid: m\nservices: [web]\nactive_metrics: [queue]\nseries:\n  - {metric: queue, file: data/queue.csv" + declared + "}\nalerts:\n  - {id: a, metric: queue, threshold: 45, since: 2026-01-01}\n---\n# 監視\n",
		"postmortems/p.md":  "---\nid: p\nservices: [web]\nstarted_at: 2026-02-02T12:20:00Z\ndetected_at: 2026-02-02T12:50:00Z\nresolved_at: 2026-02-02T13:30:00Z\n---\n# 滞留\n\n## Detection gap\n\nPeople told us about the queue.\n",
	}
}

// The unit of a series stands wherever its values do; where none is stated,
// that is said.
func TestUnitsOfSeries(t *testing.T) {
	tests := []struct {
		declared, page string
		want           []string
	}{
		{", unit: 件, limit: 60", "insights/thresholds/index.html", []string{"queue (件)", "Unit: 件.", "52 件"}},
		{", unit: 件, limit: 60", "ja/insights/thresholds/index.html", []string{"queue（件）", "単位: 件。"}},
		{", unit: 件, limit: 60", "monitoring/m/index.html", []string{"60 件", "active since 1 Jan 2026"}},
		{"", "insights/thresholds/index.html", []string{"queue (no unit stated)", "No unit is stated for the values"}},
		{"", "ja/insights/thresholds/index.html", []string{"queue（単位の記載なし）", "値の単位の記載がありません"}},
	}
	for _, tt := range tests {
		site := build(t, load(t, repository(recordedSite(tt.declared))), Options{Title: "x", Languages: []string{"en", "ja"}})
		text := strings.ReplaceAll(mainText(t, site[tt.page]), noBreak, " ")
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("%q: %s lacks %q:\n%s", tt.declared, tt.page, want, text)
			}
		}
	}
}

// The page of an incident tells when thresholds would have fired, leads to the
// pages of figures, and names its parts otherwise than the headings of the body.
func TestIncidentBesideThresholds(t *testing.T) {
	site := build(t, load(t, repository(recordedSite(", unit: 件"))), Options{Title: "x", Languages: []string{"en", "ja"}})
	checkLinks(t, site, false)
	for page, wants := range map[string][]string{
		"incidents/p/index.html": {
			"Would a threshold have fired?", "The incident was detected on 2 Feb 2026, 12:50 UTC.", "2 Feb 2026, 12:20 UTC 30 min 0",
			"Detection gap in detail", "All incidents: Thresholds over recorded series", "All incidents: Detection gaps", "All incidents: Improvement loop",
		},
		"ja/incidents/p/index.html": {"閾値なら発報していたか", "実際の検知は2026年2月2日(月) 12:50 UTCでした。", "全インシデント: 改善ループ"},
		"index.html":                {"Incidents whose loop is closed: 0 of 1.", "Postmortem"},
		"ja/index.html":             {"全1件のうち0件でループが完結しています。"},
		"services/web/index.html":   {"Incidents whose loop is closed: 0 of 1."},
	} {
		checkSafe(t, page, site[page])
		text := mainText(t, site[page])
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%s", page, want, text)
			}
		}
	}
	if strings.Contains(mainText(t, site["404.html"]), "loop is closed") {
		t.Error("a page of no incidents has a loop")
	}
}
