package render

import (
	"github.com/debrief-dev/debrief/internal/insight"
)

// ChangesDay is what changed on a day.
type ChangesDay struct {
	ID      string
	When    When
	Commits []ChangesCommit
}

// ChangesCommit is what a commit changed.
type ChangesCommit struct {
	Subject string // empty if it is not known
	Commit  Link   // empty Label if it is not known
	Changes []ChangeItem
}

// ChangeItem is a document that changed.
type ChangeItem struct {
	Link  Link
	Kind  string
	Lang  string   // set where it differs from the page's
	Turns []string // what became of its action items
}

// LeavingItem is a document that nobody who is active knows.
type LeavingItem struct {
	Link Link
	Kind string
	Lang string
	Last When
}

const (
	changesTarget = "changes/"
	newsDays      = 90
)

// planChanges adds the page of recent changes, if there is a history.
func (s *site) planChanges(e *edition) []job {
	if !s.hasChanges() {
		return nil
	}
	return []job{s.page(e, changesTarget, "changes", func(_ *worker, p *Page) {
		p.Title, p.Intro = p.T("changes.title"), p.T("changes.intro", p.words.integer(newsDays))
		for _, n := range s.in.Results.News(s.in.Corpus, newsDays) {
			p.News = append(p.News, p.changesDay(n))
		}
		for _, l := range s.in.Results.Leaving(s.in.Corpus) {
			it := p.item(l.Entry)
			p.Leaving = append(p.Leaving, LeavingItem{Link: it.Link, Kind: it.KindName, Lang: it.Lang, Last: p.words.day(l.Last)})
		}
	})}
}

func (s *site) hasChanges() bool {
	if s.in.Results == nil {
		return false
	}
	for _, c := range s.in.Results.History.Changed {
		if c.Known {
			return true
		}
	}
	return false
}

func (p *Page) changesDay(n insight.News) ChangesDay {
	out := ChangesDay{ID: "d-" + p.words.dayWhen(n.Day).ISO, When: p.words.dayWhen(n.Day)}
	last := ""
	for _, c := range n.Changes {
		if len(out.Commits) == 0 || c.Commit == "" || c.Commit != last {
			commit := ChangesCommit{Subject: oneLine(c.Subject)}
			if c.Commit != "" {
				commit.Commit = Link{Href: p.site.o.commitURL(c.Commit), Label: c.Commit[:min(len(c.Commit), 8)]}
			}
			out.Commits, last = append(out.Commits, commit), c.Commit
		}
		commit := &out.Commits[len(out.Commits)-1]
		commit.Subject = firstOf(commit.Subject, oneLine(c.Subject))
		it := p.item(c.Entry)
		commit.Changes = append(commit.Changes, ChangeItem{Link: it.Link, Kind: it.KindName, Lang: it.Lang, Turns: p.turns(c.Events)})
	}
	return out
}

// turnTexts are the texts about events, in the order in which a page counts them.
var turnTexts = [...]struct {
	kind insight.EventKind
	key  string
}{
	{insight.Opened, "turn.opened"}, {insight.Closed, "turn.closed"}, {insight.GivenUp, "turn.dropped"}, {insight.Reopened, "turn.reopened"},
	{insight.TakenOut, "turn.removed"}, {insight.Restored, "turn.restored"}, {insight.Reworded, "turn.reworded"}, {insight.Moved, "turn.moved"},
}

// turns counts what became of the items of a document: "2 actions closed".
func (p *Page) turns(events []insight.ItemEvent) []string {
	var out []string
	for _, turn := range turnTexts {
		n := 0
		for _, e := range events {
			n += boolInt(e.Kind == turn.kind)
		}
		if n > 0 {
			out = append(out, p.N(turn.key, n))
		}
	}
	return out
}
