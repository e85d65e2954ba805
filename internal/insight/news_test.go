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
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	edit := func(from, path, day, landed string) Edit {
		return Edit{From: from, Path: path, At: git(day).At, By: "山田", Commit: landed, Landed: landed}
	}
	event := func(kind EventKind, day, landed string) Event {
		when := git(day)
		when.Commit, when.Landed = landed, landed
		return Event{Kind: kind, When: when}
	}
	item := func(events ...Event) map[ItemKey]Life { return map[ItemKey]Life{{"a.md", "x"}: {Events: events}} }
	tests := []struct {
		name string
		h    History
		zone *time.Location
		want string
	}{
		{"no history", History{}, nil, ""},
		{"in UTC", History{Edits: []Edit{edit("a.md", "a.md", "2026-02-27T16:00:00Z", "c2"), edit("", "決済.md", "2026-02-27T14:59:00Z", "c1")}}, nil, "27: a.md edited, 決済.md new"},
		{"in Tokyo", History{Edits: []Edit{edit("a.md", "a.md", "2026-02-27T16:00:00Z", "c2"), edit("", "決済.md", "2026-02-27T14:59:00Z", "c1")}}, tokyo, "28: a.md edited; 27: 決済.md new"},
		{"renamed, and followed", History{Edits: []Edit{edit("古い.md", "決済.md", "2026-02-27", "c3"), edit("古い.md", "古い.md", "2026-02-26", "c2"), edit("", "古い.md", "2026-02-25", "c1")}}, nil,
			"27: 決済.md renamed 古い.md; 26: 決済.md edited; 25: 決済.md new"},
		{"deleted, with what it was before", History{Edits: []Edit{{From: "gone.md", At: git("2026-02-27").At, Landed: "c2", Kind: "runbook", Title: "消えた手順"}, edit("", "gone.md", "2026-02-26", "c1")}}, nil,
			"27: gone.md gone 消えた手順; 26: gone.md new 消えた手順"},
		{"deleted, and no document", History{Edits: []Edit{{From: "Makefile", At: git("2026-02-27").At, Landed: "c2"}}}, nil, ""},
		{"no document", History{Edits: []Edit{edit("", "values.yaml", "2026-02-27", "c1")}}, nil, ""},
		{"another document had the path before", History{Edits: []Edit{edit("", "a.md", "2026-02-27", "c3"), edit("a.md", "決済.md", "2026-02-26", "c2"), edit("a.md", "a.md", "2026-02-25", "c1")}}, nil,
			"27: a.md new; 26: 決済.md renamed a.md; 25: 決済.md edited"},
		{"events join the edit that brought them", History{
			Edits: []Edit{edit("a.md", "a.md", "2026-02-27", "c2")},
			Lives: item(event(Opened, "2025-01-01", "c0"), event(Reworded, "2026-02-27", "c2"), event(Closed, "2026-02-27", "c2"), event(Closed, "2026-02-20", "c1")),
		}, nil, "27: a.md edited reworded closed; 20: a.md edited closed"},
		{"not committed", History{
			Edits: []Edit{{From: "a.md", Path: "a.md", At: now}},
			Lives: item(event(Closed, "2026-03-01", "")),
		}, nil, "1: a.md edited closed"},
		{"too old, and from the future", History{Edits: []Edit{edit("a.md", "a.md", "2026-03-02", "c2"), edit("", "a.md", "2025-11-30", "c1")}}, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := entryAt("a.md", facet.Action{ID: "x", Status: facet.Done}), entryAt("決済.md")
			c := &corpus.Corpus{Entries: []*corpus.Entry{a, b}}
			var days []string
			for _, n := range Compute(c, tt.h, Policy{Zone: tt.zone}, now).News(c) {
				var all []string
				for _, x := range n.Changes {
					text := x.Path + " " + string(x.What)
					if x.Was != "" {
						text += " " + x.Was
					}
					if x.Title != "" {
						text += " " + x.Title
					}
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
