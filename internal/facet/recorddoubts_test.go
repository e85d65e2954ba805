package facet

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// What cannot be read of a record is a doubt, never nothing.
func TestRecordDoubts(t *testing.T) {
	tests := []struct {
		name, path, text string
		want             []string
	}{
		{"days of headings", "experiments/a.md", "# A\n\n## Runs\n\n### 2026-99-99: held\n\n- Detected in: soon\n\n### someday: violated\n",
			[]string{"5:5 /runs/0/on", "7:16 /runs/0/detected_in", "9:5 /runs/0/on"}},
		{"a result and a length", "experiments/a.md", "# A\n\n## Runs\n\n### 2026-01-15: exploded\n\nRecovered in: -9m\n",
			[]string{"7:15 /runs/0/recovered_in", "5:5 /runs/0/result"}},
		{"a row", "experiments/a.md", "# A\n\n## Runs\n\n| Date | Result |\n|---|---|\n| 2026-01-01 | maybe |\n", []string{"7:16 /runs/0/result"}},
		{"prose under runs", "experiments/a.md", "# A\n\n## Runs\n\n### How we run it\n\nAt night.\n\n### 2026\n\n#### 2026-01-15: held\n", nil},
		{"Japanese runs", "experiments/a.md", "# A\n\n## 実施記録\n\n### いつか：不成立\n\n- 検知まで：すぐ\n", []string{"5:5 /runs/0/on", "7:8 /runs/0/detected_in"}},
		{"history", "maintenance/a.md", "# A\n\n## Execution history\n\n| Date | Result |\n|---|---|\n| yesterday | success |\n| 2026-02-01 | kaputt |\n",
			[]string{"7:3 /history/0/on", "8:16 /history/0/status"}},
		{"history as lines", "保守/a.md", "# A\n\n## 作業履歴\n\n- 昨日、成功\n- 2026-02-01 こわれた\n- 次回から別の手順\n", []string{"5:3 /history/0/on", "6:3 /history/0/status"}},
		{"alerts", "monitoring/a.md", "# A\n\n| Alert | Metric | Threshold | For |\n|---|---|---|---|\n| A | cpu | > 80 | 99999999999999999999h |\n| B | cpu | > 80 | 永遠 |\n",
			[]string{"5:20 /alerts/0/for", "6:20 /alerts/0/for"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := source.New(tt.path, []byte(tt.text))
			var got []string
			for _, d := range merged(t, tt.path, tt.text).Doubts {
				p := f.Position(d.Span.Start)
				got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Column, d.Field))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A threshold in words, or with two bounds, stays as written and is no number.
func TestThresholds(t *testing.T) {
	tests := []struct{ text, want string }{
		{"> 80 %", "80"}, {"1,000ms以下", "1000"},
		{"> 80 and < 90", ""}, {"80%以上90%未満", ""}, {"eighty", ""}, {"八十", ""}, {"1e999", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			v := merged(t, "monitoring/a.md", "# A\n\n| Alert | Metric | Threshold |\n|---|---|---|\n| A | cpu | "+tt.text+" |\n").Value
			got := ""
			for _, a := range DecodeMonitoring(v).Alerts {
				if a.Threshold.V != nil {
					got = a.Threshold.V.RatString()
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if item := v.Field("alerts").Items(); len(item) != 1 || !item[0].Field("threshold").Exists() {
				t.Error("the threshold is lost")
			}
			if n := DecodeThreshold(doc.NewScalar(tt.text, source.Span{}, doc.Provenance{})); (n.V != nil) != (tt.want != "") {
				t.Errorf("in YAML: %v", n.V)
			}
		})
	}
}

func TestAlertFaults(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"no rule file", "groups: [a, b]\n", nil},
		{"good", "groups: [{name: a, rules: [{alert: A, expr: up, for: 1h30m, labels: {a: b}}, {record: r, expr: 1}, {alert: B, for: 500ms}, {alert: C, for: 1y}]}]\n", nil},
		{"template", "groups: [{rules: [{alert: A, for: '{{ .Values.for }}'}]}]\n", nil},
		{"lengths", "groups: [{rules: [{alert: A, for: forever}, {alert: B, keep_firing_for: 99999999999999999999h}, {alert: C, for: []}, {alert: しきい値, for: ずっと}]}]\n",
			[]string{"1:35", "1:73", "1:113", "1:137"}},
		{"names", "groups:\n- rules:\n  - alert: ''\n  - alert: [1]\n  - 5\n  - {}\n  - alert: 決済\n- 7\n", []string{"3:12", "4:12", "5:5", "6:5", "8:3"}},
		{"values", "groups:\n- rules:\n  - alert: A\n    expr: {a: b}\n    annotations: [x]\n    labels: {severity: {a: b}}\n", []string{"4:11", "5:18", "6:24"}},
		{"rules are no list", "groups: [{rules: x}]\n", []string{"1:18"}},
		{"PrometheusRule", "kind: PrometheusRule\nspec: {groups: 1}\n", []string{"2:16"}},
		{"list of objects", "items:\n- spec: {groups: [{rules: [5]}]}\n", []string{"2:28"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := source.New("rules.yaml", []byte(tt.text))
			values, _ := doc.ParseData(f, doc.DefaultLimits())
			var got []string
			for _, v := range values {
				for _, d := range AlertFaults(f, v) {
					p := f.Position(d.Span.Start)
					got = append(got, fmt.Sprintf("%d:%d", p.Line, p.Column))
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
