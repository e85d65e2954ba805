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

// ChangesCommit is what a commit changed, or the working tree.
type ChangesCommit struct {
	Subject string // empty if it is not known
	Commit  Link   // empty Label if it is not committed
	By      string // who made it; empty if nobody is known
	Changes []ChangeItem
	Rest    string // how many more there are
}

// ChangeItem is a document that changed.
type ChangeItem struct {
	Link  Link // without Href if the document is gone
	Kind  string
	Lang  string       // set where it differs from the page's
	What  string       // new, renamed or removed; empty if it was edited
	Facts []ChangeFact // what it says otherwise
	Turns []string     // what became of its action items
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
	// maxChanges bounds the documents that are listed of one commit: who copies
	// hundreds into the repository says so in the subject.
	maxChanges = 50
)

// planChanges adds the page of recent changes, if there is a history.
func (s *site) planChanges(e *edition) []job {
	if !s.hasChanges() {
		return nil
	}
	return []job{s.page(e, changesTarget, "changes", func(_ *worker, p *Page) {
		p.Title, p.Intro = p.T("changes.title"), p.T("changes.intro", p.words.integer(insight.NewsDays))
		for _, n := range s.in.Results.News(s.in.Corpus) {
			p.News = append(p.News, p.changesDay(n))
		}
		for _, l := range s.in.Results.Leaving(s.in.Corpus) {
			it := p.item(l.Entry)
			p.Leaving = append(p.Leaving, LeavingItem{Link: it.Link, Kind: it.KindName, Lang: it.Lang, Last: p.words.day(l.Last)})
		}
	})}
}

func (s *site) hasChanges() bool {
	if s.in.Results == nil || s.in.Results.Policy.Public {
		return false // earlier versions of public documents may have been internal
	}
	for _, c := range s.in.Results.History.Changed {
		if c.Known {
			return true
		}
	}
	return false
}

// changesDay shows the changes of a day by their commits. Those of one commit
// of the mainline that several people made are shown for each.
func (p *Page) changesDay(n insight.News) ChangesDay {
	out := ChangesDay{ID: "d-" + p.words.dayWhen(n.Day).ISO, When: p.words.dayWhen(n.Day)}
	landed, made, rest := "", "", 0
	for i, c := range n.Changes {
		if i == 0 || c.Landed != landed || c.Commit != made {
			out.Commits, rest = append(out.Commits, p.changesCommit(c)), 0
			landed, made = c.Landed, c.Commit
		}
		commit := &out.Commits[len(out.Commits)-1]
		commit.Subject = firstOf(commit.Subject, oneLine(c.Subject))
		if len(commit.Changes) < maxChanges {
			commit.Changes = append(commit.Changes, p.changeItem(c))
		} else {
			rest++
			commit.Rest = p.N("changes.rest", rest)
		}
	}
	return out
}

func (p *Page) changesCommit(c insight.Change) ChangesCommit {
	if c.Commit == "" {
		return ChangesCommit{Subject: p.T("changes.uncommitted")}
	}
	return ChangesCommit{
		Subject: oneLine(c.Subject), By: oneLine(c.By),
		Commit: Link{Href: p.site.o.commitURL(c.Commit), Label: c.Commit[:min(len(c.Commit), 8)]},
	}
}

func (p *Page) changeItem(c insight.Change) ChangeItem {
	out := ChangeItem{Link: Link{Label: oneLine(firstOf(c.Title, c.Path))}, Turns: p.turns(c.Events)}
	if c.Entry != nil {
		it := p.item(c.Entry)
		out.Link, out.Kind, out.Lang = it.Link, it.KindName, it.Lang
	} else if kind := p.site.in.Set.Kind(c.Kind); kind != nil {
		out.Kind = kind.Label.In(p.Lang)
	}
	switch c.What {
	case insight.DocumentNew:
		out.What = p.T("changes.new")
	case insight.DocumentGone:
		out.What = p.T("changes.gone")
	case insight.DocumentRenamed:
		out.What = p.T("changes.renamed", c.Was)
	}
	out.Facts = p.facts(c)
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
