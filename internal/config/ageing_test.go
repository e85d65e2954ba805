package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

func TestAgeing(t *testing.T) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	days := func(n int) facet.Interval { return facet.Interval{Days: n} }
	months := func(n int) facet.Interval { return facet.Interval{Months: n} }
	slo := map[string]facet.Interval{"p0": days(7), "p1": days(28), "p2": days(90), "p3": days(180)}
	tests := []struct {
		name, text string
		want       insight.Ageing
		found      []string // line:column rule
	}{
		{"empty", "{}", insight.Ageing{}, nil},
		{"all", "{buckets: [14, 60], closure_slo: {p1: 4w}, terms: {short: 2 weeks, long: 1年}}",
			insight.Ageing{Buckets: []int{14, 60}, ClosureSLO: slo, Terms: map[string]facet.Interval{"short": days(14), "mid": months(3), "long": months(12)}}, nil},
		{"falling buckets", "{buckets: [30, 7]}", insight.Ageing{}, []string{"2:26 out-of-range"}},
		{"no buckets", "{buckets: 7}", insight.Ageing{}, []string{"2:21 wrong-type"}},
		{"unknown key", "{bucket: [7]}", insight.Ageing{}, []string{"2:12 unknown-field"}},
		{"unknown priority", "{closure_slo: {p9: 1d, p1: 28d}}", insight.Ageing{ClosureSLO: slo}, []string{"2:26 unknown-field"}},
		{"no length", "{terms: {short: soon}}", insight.Ageing{Terms: facet.Terms()}, []string{"2:27 bad-format"}},
		{"Japanese", "{terms: {short: 近日}}", insight.Ageing{Terms: facet.Terms()}, []string{"2:27 bad-format"}},
	}
	for _, tt := range tests {
		for _, ending := range []string{"\n", "\r\n"} {
			t.Run(fmt.Sprintf("%s %q", tt.name, ending), func(t *testing.T) {
				text := strings.ReplaceAll("policy:\n  ageing: "+tt.text+"\n", "\n", ending)
				c, found := Read(source.New(Name, []byte(text)), set, nil)
				var got []string
				for _, d := range found {
					p := d.File.Position(d.Span.Start)
					got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Column, d.Rule))
				}
				if diff := cmp.Diff(tt.want, c.Policy.Ageing); diff != "" {
					t.Errorf("policy (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(tt.found, got); diff != "" {
					t.Errorf("findings (-want +got):\n%s", diff)
				}
			})
		}
	}
}
