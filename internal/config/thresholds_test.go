package config

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

func TestThresholdSettings(t *testing.T) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, text string
		thresholds insight.DynamicThreshold
		trend      insight.TrendPolicy
		series     []string
		found      []string
	}{
		{"none", "", insight.DynamicThreshold{}, insight.TrendPolicy{}, nil, nil},
		{
			"all", "series: [data/*.csv]\npolicy:\n  dynamic_threshold: {sigma: 2.5, min_weeks: 4, persist: 2, method: mad, lead_in: 30m, contamination: 0.01}\n" +
				"  trend: {window: 12h, slow_window: 7d, slow: ['*容量*'], lead: 2h, persist: 5}\n",
			insight.DynamicThreshold{Sigma: 2.5, MinWeeks: 4, Persist: 2, Method: "mad", LeadIn: 30 * time.Minute, Contamination: 0.01},
			insight.TrendPolicy{Window: 12 * time.Hour, SlowWindow: 7 * 24 * time.Hour, Slow: []string{"*容量*"}, Lead: 2 * time.Hour, Persist: 5},
			[]string{"data/*.csv"}, nil,
		},
		{"no metric is slow", "policy: {trend: {slow: []}}\n", insight.DynamicThreshold{}, insight.TrendPolicy{Slow: []string{}}, nil, nil},
		{
			"wrong", "policy:\n  dynamic_threshold: {sigma: NaN, min_weeks: 1, method: 平均}\n  trend: {slow: ['['], persist: 1e3}\n",
			insight.DynamicThreshold{Sigma: 0.5, MinWeeks: 2, Method: "sigma"}, insight.TrendPolicy{Slow: []string{}, Persist: 1}, nil,
			[]string{"2:30 out-of-range", "2:46 out-of-range", "2:57 unknown-value", "3:17 bad-format", "3:33 out-of-range"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := source.New(Name, []byte(tt.text))
			c, found := Read(f, set, nil)
			var got []string
			for _, d := range found {
				p := f.Position(d.Span.Start)
				got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Column, d.Rule))
			}
			if diff := cmp.Diff(tt.found, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.thresholds, c.Policy.Thresholds); diff != "" {
				t.Errorf("dynamic_threshold (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.trend, c.Policy.Trend); diff != "" {
				t.Errorf("trend (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.series, patterns(c.Corpus.Series)); diff != "" {
				t.Errorf("series (-want +got):\n%s", diff)
			}
		})
	}
}
