package facet

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// alertLines writes the alerts of a file: line:column of name and address,
// group, name, severity, address, summary and description.
func alertLines(f *source.File) []string {
	values, _ := doc.ParseData(f, doc.DefaultLimits())
	var out []string
	for _, v := range values {
		for _, a := range DecodeAlerts(f, v) {
			name, url := f.Position(a.Span.Start), f.Position(a.URL.Span.Start)
			out = append(out, fmt.Sprintf("%d:%d %d:%d %s/%s %s %q %q", name.Line, name.Column, url.Line, url.Column,
				a.Group, a.Name, a.Severity, a.RunbookURL, strings.TrimSpace(a.Summary+"\n"+a.Description)))
		}
	}
	return out
}

func TestDecodeAlerts(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", nil},
		{"no rule file", "a: [1, 2]\n", nil},
		{"not even a map", "- alert: A\n", nil},
		{"rule file", `groups:
- name: api
  rules:
  - alert: HighErrorRate
    labels: {severity: page}
    annotations:
      summary: Many requests fail
      runbook_url: https://runbooks.example.com/alerts/HighErrorRate/
`, []string{`4:12 8:20 api/HighErrorRate page "https://runbooks.example.com/alerts/HighErrorRate/" "Many requests fail"`}},
		{"no annotations", "groups: [{name: a, rules: [{alert: A}, {record: r}, {alert: ''}, {alert: [x]}, {}]}]\n",
			[]string{`1:36 1:36 a/A  "" ""`}},
		{"PrometheusRule", "kind: PrometheusRule\nspec:\n  groups:\n  - rules:\n    - alert: A\n", []string{`5:14 5:14 /A  "" ""`}},
		{"list of objects", "kind: List\nitems:\n- spec: {groups: [{name: a, rules: [{alert: A}]}]}\n- spec: {groups: [{name: b, rules: [{alert: B}]}]}\n",
			[]string{`3:45 3:45 a/A  "" ""`, `4:45 4:45 b/B  "" ""`}},
		{"two documents", "groups: [{rules: [{alert: A}]}]\n---\ngroups: [{rules: [{alert: B}]}]\n",
			[]string{`1:27 1:27 /A  "" ""`, `3:27 3:27 /B  "" ""`}},
		{"JSON", `{"groups": [{"name": "a", "rules": [{"alert": "A", "annotations": {"runbook_url": "/A", "message": "m"}}]}]}`,
			[]string{`1:47 1:83 a/A  "/A" "m"`}},
		{"Japanese", "groups:\n- name: 決済\n  rules:\n  - alert: 決済エラー率上昇\n    annotations: {summary: 決済のエラー率が高い, runbook_url: https://例え.jp/alerts/決済エラー率上昇}\n",
			[]string{`4:12 5:53 決済/決済エラー率上昇  "https://例え.jp/alerts/決済エラー率上昇" "決済のエラー率が高い"`}},
		{"a summary and a description", "groups: [{rules: [{alert: A, annotations: {summary: ディスク残量が少ない, description: '{{ $value }} left', message: m}}]}]\n",
			[]string{`1:27 1:27 /A  "" "ディスク残量が少ない\n{{ $value }} left"`}},
		{"a description alone", "groups: [{rules: [{alert: A, annotations: {description: d, message: m}}]}]\n", []string{`1:27 1:27 /A  "" "d"`}},
		{"the other key", "groups: [{rules: [{alert: A, annotations: {runbook: docs/a.md}}]}]\n", []string{`1:27 1:53 /A  "docs/a.md" ""`}},
		{"an empty address", "groups: [{rules: [{alert: A, annotations: {runbook_url: '', runbook: ' '}}]}]\n", []string{`1:27 1:27 /A  "" ""`}},
		{"template", "groups: [{rules: [{alert: A, annotations: {runbook_url: 'https://r/{{ $labels.x }}'}}]}]\n",
			[]string{`1:27 1:57 /A  "https://r/{{ $labels.x }}" ""`}},
		{"wrong types", "groups: {a: b}\nspec: {groups: 1}\nitems: [1, {groups: [1, {rules: x}, {rules: [1, null]}]}]\n", nil},
	}
	for _, tt := range tests {
		for _, text := range []string{tt.text, strings.ReplaceAll(tt.text, "\n", "\r\n")} {
			if diff := cmp.Diff(tt.want, alertLines(source.New("rules.yaml", []byte(text)))); diff != "" {
				t.Errorf("%s: %q differs (-want +got):\n%s", tt.name, text, diff)
			}
		}
	}
}
