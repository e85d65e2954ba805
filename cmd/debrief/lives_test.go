package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/gitlog"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
)

func TestLivesBelongToTheItemsOfDocuments(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	opened := gitlog.Dated{At: at, From: gitlog.FromGit, By: gitlog.Person{Name: "山田", Email: "y@example.com"}, Commit: "c1"}
	ended := gitlog.Dated{At: at.AddDate(0, 0, 9), From: gitlog.Bound}
	lives := &gitlog.Lives{All: []gitlog.Life{
		{Path: "a.md", Index: 0, Opened: opened, Events: []gitlog.Event{{Kind: gitlog.Opened, Dated: opened}, {Kind: gitlog.Reworded, Dated: ended, Was: "前の文"}}, Reopened: 2},
		{Path: "a.md", Index: 1, Opened: opened, Closed: ended, RecordedDone: true},
		{Path: "a.md", Index: 7, Opened: opened}, // of another version
		{Path: "a.md", Index: -1, Opened: opened, Removed: ended, Item: gitlog.Item{ID: "x", Text: "消えた", Line: 4}},
		{Path: "gone.md", Index: -1, Opened: opened, Closed: ended}, // was done before it went
	}}
	c := &corpus.Corpus{Entries: []*corpus.Entry{
		{Doc: &doc.Document{File: source.New("a.md", nil)}, Actions: []facet.Action{{ID: "one"}, {ID: "two"}}},
		{Doc: &doc.Document{File: source.New("empty.md", nil)}},
	}}
	var got insight.History
	addLives(&got, lives, c, map[string]string{"old.md": "gone.md"})
	from := insight.Dated{At: at, From: insight.FromGit, By: "山田", Commit: "c1"}
	to := insight.Dated{At: at.AddDate(0, 0, 9), From: insight.FromBound}
	want := insight.History{
		Lives: map[insight.ItemKey]insight.Life{
			{Path: "a.md", ID: "one"}: {Opened: from, Reopened: 2, Events: []insight.Event{{Kind: insight.Opened, When: from}, {Kind: insight.Reworded, When: to, Was: "前の文"}}},
			{Path: "a.md", ID: "two"}: {Opened: from, Closed: to, RecordedDone: true},
		},
		Dropped: []insight.Dropped{{Life: insight.Life{Opened: from}, Path: "a.md", Line: 4, ID: "x", Text: "消えた", Removed: to}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
}

// The names of events and origins are the same on both sides.
func TestEventsAndOriginsHaveTheSameNames(t *testing.T) {
	for got, want := range map[string]string{
		gitlog.Opened.String(): string(insight.Opened), gitlog.Closed.String(): string(insight.Closed), gitlog.GivenUp.String(): string(insight.GivenUp),
		gitlog.Reopened.String(): string(insight.Reopened), gitlog.Reworded.String(): string(insight.Reworded), gitlog.Moved.String(): string(insight.Moved),
		gitlog.Removed.String(): string(insight.TakenOut), gitlog.Restored.String(): string(insight.Restored),
		gitlog.FromItem.String(): string(insight.FromItem), gitlog.FromDocument.String(): string(insight.FromDocument),
		gitlog.FromGit.String(): string(insight.FromGit), gitlog.Bound.String(): string(insight.FromBound),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
