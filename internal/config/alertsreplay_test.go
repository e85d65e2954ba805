package config

import (
	"slices"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
)

func TestPolicyOfAlertsReplay(t *testing.T) {
	c, found := read(t, "alert_log: [alerts/*.csv, アラート.jsonl]\r\npolicy:\r\n  alerts_replay:\r\n    duplicate_window: 10分\r\n    duplicates: fixed\r\n    labels: [cluster]\r\n    correlation_window: 90s\r\n    weights: {host: 6}\r\n    threshold: 6\r\n    inclusive: false\r\n    business_hours: 8:30-24:00\r\n    page_at: 4.5\r\n")
	if len(found) > 0 {
		t.Fatalf("findings: %v", found)
	}
	if want := []string{"alerts/*.csv", "アラート.jsonl"}; !slices.Equal(patterns(c.Corpus.AlertLogs), want) {
		t.Errorf("alert logs: got %q, want %q", patterns(c.Corpus.AlertLogs), want)
	}
	a := c.Policy.AlertsReplay
	if a.DuplicateWindow != 10*time.Minute || !a.Fixed || !slices.Equal(a.Labels, []string{"cluster"}) || a.CorrelationWindow != 90*time.Second ||
		a.Weights != (insight.AlertWeights{Service: 3, Host: 6, Dependency: 5}) || a.Threshold != 6 || !a.Exclusive ||
		a.BusinessFrom != 8*60+30 || a.BusinessTo != 24*60 || a.PageAt.RatString() != "9/2" {
		t.Errorf("policy: %+v", a)
	}
	for text, want := range map[string]string{
		"series: [data/*.csv, /var/記録.csv]\n":                                        `1:22 bad-format "/var/記録.csv"`,
		"alert_log: /var/log/*.csv\n":                                                `1:12 bad-format "/var/log/*.csv"`,
		"policy: {alerts_replay: {duplicate_window: 0s}}\n":                          `1:44 bad-format "0s"`,
		"policy: {alerts_replay: {duplicates: rolling}}\n":                           `1:38 unknown-value "rolling"`,
		"policy: {alerts_replay: {threshold: 11}}\n":                                 `1:37 out-of-range "11"`,
		"policy: {alerts_replay: {weights: {hosts: 1}}}\n":                           `1:36 unknown-field "hosts"`,
		"policy: {alerts_replay: {weights: {service: -1}}}\n":                        `1:45 out-of-range "-1"`,
		"policy: {alerts_replay: {weights: {service: 0, host: 0, dependency: 0}}}\n": `1:35 out-of-range "{service: 0, host: 0, dependency: 0}"`,
		"policy: {alerts_replay: {inclusive: maybe}}\n":                              `1:37 unknown-value "maybe"`,
		"policy: {alerts_replay: {business_hours: 18:00-09:00}}\n":                   `1:42 bad-format "18:00-09:00"`,
		"policy: {alerts_replay: {business_hours: 9-18}}\n":                          `1:42 bad-format "9-18"`,
		"policy: {alerts_replay: {business_hours: \"09:00-24:30\"}}\n":               `1:42 bad-format "\"09:00-24:30\""`,
		"policy: {alerts_replay: {page_at: 0}}\n":                                    `1:35 out-of-range "0"`,
		"policy: {alerts_replay: {page_at: 1e999999999}}\n":                          `1:35 out-of-range "1e999999999"`,
	} {
		if _, found := read(t, text); len(found) != 1 || found[0] != want {
			t.Errorf("%q: got %v, want %s", text, found, want)
		}
	}
}

func patterns(globs []corpus.Glob) (list []string) {
	for _, g := range globs {
		list = append(list, g.Pattern)
	}
	return list
}
