package main

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/insight"
)

func TestAnswersAsTables(t *testing.T) {
	answer := insight.Object{
		{Key: "series", Value: []insight.Object{
			{{Key: "metric", Value: "メモリ"}, {Key: "why", Value: insight.Object{{Key: "unit", Value: "no unit"}}}, {Key: "unit", Value: nil}, {Key: "rules", Value: []insight.Object{
				{{Key: "id", Value: "a"}, {Key: "share", Value: insight.Object{{Key: "low", Value: 0.1}}}, {Key: "incidents", Value: []insight.Object{{{Key: "id", Value: "1"}}, {{Key: "id", Value: "2"}}}}},
				{{Key: "id", Value: "b"}, {Key: "incidents", Value: []insight.Object{}}},
			}}},
			{{Key: "metric", Value: "=cmd()"}, {Key: "rules", Value: []insight.Object{}}},
		}},
		{Key: "replay", Value: insight.Object{{Key: "alerts", Value: []insight.Object{{{Key: "words", Value: []string{"二", "語"}}, {Key: "yes", Value: true}, {Key: "documents", Value: []insight.Object{{{Key: "id", Value: "x"}}, {{Key: "part", Value: "y"}, {Key: "document", Value: nil}}}}}}}}},
		{Key: "nothing", Value: nil},
	}
	tests := []struct {
		name  string
		kinds []rowsOf
		want  [][]string
	}{
		{"lists in lists", []rowsOf{{"", "series/rules/incidents", []string{"metric", "unit", "rules.id", "rules.share.low", "rules.incidents.id"}}}, [][]string{
			{"metric", "unit", "rules.id", "rules.share.low", "rules.incidents.id"},
			{"メモリ", "", "a", "0.1", "1"}, {"メモリ", "", "a", "0.1", "2"}, {"メモリ", "", "b", "", ""}, {"=cmd()", "", "", "", ""},
		}},
		{"several kinds of rows", []rowsOf{{"series", "series", []string{"metric"}}, {"alert", "replay.alerts", []string{"words", "yes", "documents"}}}, [][]string{
			{"row", "metric", "words", "yes", "documents"}, {"series", "メモリ", "", "", ""}, {"series", "=cmd()", "", "", ""}, {"alert", "", "二 語", "true", "x y"},
		}},
		{"nothing", []rowsOf{{"", "nothing/at/all", []string{"id"}}}, [][]string{{"id"}}},
	}
	for _, tt := range tests {
		got := asTable(func(*app, *workspace, insightFlags) insight.Object { return answer }, tt.kinds...)(nil, nil, insightFlags{})
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// Every question has a table, and the columns of a table differ.
func TestEveryAnswerHasATable(t *testing.T) {
	for _, q := range questions() {
		if q.csv == nil || !slices.Contains(q.formats(), "csv-bom") {
			t.Errorf("%s has no table", q.name)
		}
	}
}
