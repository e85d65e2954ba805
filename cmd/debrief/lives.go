package main

import (
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/gitlog"
	"github.com/debrief-dev/debrief/internal/insight"
)

// addLives gives a history the lives of the action items, by the documents
// that hold them, and what became of those that are gone. now gives the path
// that a document has now for one that it had before.
func addLives(h *insight.History, lives *gitlog.Lives, c *corpus.Corpus, now map[string]string) {
	h.Lives = map[insight.ItemKey]insight.Life{}
	for _, e := range c.Entries {
		for _, l := range lives.Document(e.Path()) {
			if l.Index < len(e.Actions) {
				h.Lives[insight.ItemKey{Path: e.Path(), ID: e.Actions[l.Index].ID}] = lifeOf(l)
			}
		}
	}
	for _, l := range lives.All {
		if l.Index < 0 && l.Removed.Known() {
			if path, renamed := now[l.Path]; renamed && c.ByPath(l.Path) == nil {
				l.Path = path
			}
			h.Dropped = append(h.Dropped, insight.Dropped{
				Life: lifeOf(l), Path: l.Path, Line: l.Item.Line, ID: l.Item.ID, Text: l.Item.Text, Removed: datedOf(l.Removed),
			})
		}
	}
}

func lifeOf(l gitlog.Life) insight.Life {
	life := insight.Life{Opened: datedOf(l.Opened), Closed: datedOf(l.Closed), RecordedDone: l.RecordedDone, Reopened: l.Reopened}
	for _, e := range l.Events {
		life.Events = append(life.Events, insight.Event{Kind: insight.EventKind(e.Kind.String()), When: datedOf(e.Dated), Was: e.Was})
	}
	return life
}

func datedOf(d gitlog.Dated) insight.Dated {
	return insight.Dated{At: d.At, From: insight.Origin(d.From.String()), By: d.By.Name, Commit: d.Commit, Landed: d.Landed}
}
