package insight

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

func entryAt(path string, items ...facet.Action) *corpus.Entry {
	e := holding(items...)
	e.Doc = &doc.Document{File: source.New(path, []byte("# 題\r\n"))}
	return e
}

func TestNews(t *testing.T) {
	tokyo := time.FixedZone("JST", 9*3600)
	a, b := entryAt("a.md", facet.Action{ID: "x", Status: facet.Done}), entryAt("決済.md")
	h := History{
		Changed: map[string]Changed{
			"a.md":  {Known: true, At: git("2026-02-27T16:00:00Z").At, Commit: "c2", Subject: "tick"},
			"決済.md": {Known: true, At: git("2026-02-27T14:59:00Z").At, Commit: "c1", Subject: "書いた"},
		},
		Lives: map[ItemKey]Life{{"a.md", "x"}: {Events: []Event{
			{Kind: Opened, When: git("2025-01-01")}, {Kind: Closed, When: git("2026-02-27T16:00:00Z")}, {Kind: Closed, When: git("2026-02-20")},
		}}},
	}
	c := &corpus.Corpus{Entries: []*corpus.Entry{a, b}}
	tests := []struct {
		name string
		h    History
		zone *time.Location
		want string
	}{
		{"no history", History{}, nil, ""},
		{"in UTC", h, nil, "27: a.md tick closed, 決済.md 書いた; 20: a.md  closed"},
		{"in Tokyo", h, tokyo, "28: a.md tick closed; 27: 決済.md 書いた; 20: a.md  closed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var days []string
			for _, n := range Compute(c, tt.h, Policy{Zone: tt.zone}, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)).News(c, 60) {
				var all []string
				for _, x := range n.Changes {
					text := x.Entry.Path() + " " + x.Subject
					for _, e := range x.Events {
						text += " " + string(e.Kind)
					}
					all = append(all, text)
				}
				days = append(days, fmt.Sprintf("%d: %s", n.Day.Day, strings.Join(all, ", ")))
			}
			if got := strings.Join(days, "; "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestLeaving(t *testing.T) {
	old, recent := Author{"古株", git("2025-02-28").At}, Author{"Ann", git("2025-03-02").At}
	tests := []struct {
		name    string
		authors map[string][]Author
		want    string
	}{
		{"no history", nil, ""},
		{"a year and a day ago", map[string][]Author{"a.md": {old}}, "a.md"},
		{"one of two is active", map[string][]Author{"a.md": {old, recent}}, ""},
		{"the longest first", map[string][]Author{"a.md": {old}, "決済.md": {{"x", git("2020-01-01").At}}}, "決済.md a.md"},
		{"nobody", map[string][]Author{"a.md": {}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := &corpus.Corpus{Entries: []*corpus.Entry{entryAt("a.md"), entryAt("決済.md")}}
			var got []string
			for _, l := range Compute(c, History{Authors: tt.authors}, Policy{}, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)).Leaving(c) {
				got = append(got, l.Entry.Path())
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
}
