package insight

import (
	"cmp"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// NewsDays is how many days before now News looks back.
const NewsDays = 90

// News is what changed in the knowledge on one day, in the site's zone.
type News struct {
	Day     facet.Date
	Changes []Change // the last first; those of one commit stand together, by path
}

// Change is what one commit, or the working tree, did to a document.
type Change struct {
	Entry       *corpus.Entry // nil if the document is gone
	Path        string        // now, or at last
	Kind, Title string        // of a document that is gone

	What    ChangeKind
	Was     string    // path before, of a document that was renamed
	At      time.Time // in the site's zone
	By      string    // name; empty if nobody is known
	Commit  string    // full hash; empty if it is not committed
	Landed  string    // commit of the mainline
	Subject string    // empty if it is not known

	Facts  []Fact
	Unread bool // one of the texts is not here
	Events []ItemEvent
}

// ChangeKind is what became of a document as a whole.
type ChangeKind string

// The kinds of changes.
const (
	DocumentNew     ChangeKind = "new"
	DocumentEdited  ChangeKind = "edited"
	DocumentRenamed ChangeKind = "renamed"
	DocumentGone    ChangeKind = "gone"
)

// ItemEvent is a turn in the life of an action item that a change brought.
type ItemEvent struct {
	Item *Action
	Kind EventKind
}

// News lists the changes of the last NewsDays days before now, the last day
// first. Documents and items whose history is not known are left out.
func (r *Results) News(c *corpus.Corpus) []News {
	g := gazette{r: r, since: r.Now.AddDate(0, 0, -NewsDays), entries: map[string]*corpus.Entry{}, at: map[changeKey]int{}}
	for _, e := range c.Entries {
		g.entries[e.Path()] = e
	}
	g.readEdits()
	g.readEvents()
	slices.SortStableFunc(g.changes, func(a, b Change) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Landed, b.Landed), cmp.Compare(a.Path, b.Path))
	})
	var list []News
	for _, x := range g.changes {
		day := r.dayOf(x.At)
		if n := len(list); n == 0 || compareDays(list[n-1].Day, day) != 0 {
			list = append(list, News{Day: day})
		}
		last := &list[len(list)-1]
		last.Changes = append(last.Changes, x)
	}
	return list
}

// gazette collects changes.
type gazette struct {
	r       *Results
	since   time.Time
	entries map[string]*corpus.Entry // by path
	changes []Change
	at      map[changeKey]int // in changes
}

// changeKey tells a change from others: the path that its document has now,
// and the commit of the mainline that brought it.
type changeKey struct{ path, landed string }

func (g *gazette) recent(at time.Time) bool { return at.After(g.since) && !at.After(g.r.Now) }

// readEdits goes from the newest edit to the oldest, along the paths that each
// document has had.
func (g *gazette) readEdits() {
	now := map[string]string{} // the path that a document has now, or had at last, by the path at the time
	gone := map[string]Edit{}  // documents that were deleted, by their last path
	current := func(path string) string {
		if p, renamed := now[path]; renamed {
			return p
		}
		return path
	}
	for _, e := range g.r.History.Edits {
		path := current(cmp.Or(e.Path, e.From))
		if e.Path == "" {
			path = e.From
			now[path], gone[path] = path, e
		}
		g.edit(path, e, gone)
		if e.From != e.Path && e.Path != "" {
			// Further back another document may have had this path.
			now[e.Path] = ""
			if e.From != "" {
				now[e.From] = path
			}
		}
	}
}

// edit adds the change of one edit, to a document that is here or was deleted
// in the meantime. Other files are no documents.
func (g *gazette) edit(path string, e Edit, gone map[string]Edit) {
	x := Change{
		Entry: g.entries[path], Path: path, What: DocumentEdited, At: e.At.In(g.r.Policy.zone()), By: e.By,
		Commit: e.Commit, Landed: e.Landed, Subject: e.Subject, Facts: e.Facts, Unread: e.Unread,
	}
	if end, deleted := gone[path]; deleted {
		x.Entry, x.Kind, x.Title = nil, end.Kind, end.Title
	}
	if path == "" || x.Entry == nil && x.Kind == "" || !g.recent(e.At) {
		return
	}
	switch {
	case e.From == "":
		x.What = DocumentNew
	case e.Path == "":
		x.What = DocumentGone
	case e.From != e.Path:
		x.What, x.Was = DocumentRenamed, e.From
	}
	g.add(x)
}

func (g *gazette) add(x Change) int {
	k := changeKey{x.Path, x.Landed}
	i, known := g.at[k]
	if !known {
		i = len(g.changes)
		g.at[k] = i
		g.changes = append(g.changes, x)
	}
	return i
}

// readEvents adds what became of action items to the changes that did it.
func (g *gazette) readEvents() {
	for _, a := range g.r.all {
		for _, event := range a.Events {
			if a.Entry == nil || event.When.From != FromGit || !g.recent(event.When.At) {
				continue
			}
			when := event.When
			i := g.add(Change{
				Entry: a.Entry, Path: a.Entry.Path(), What: DocumentEdited, At: when.At.In(g.r.Policy.zone()),
				By: when.By, Commit: when.Commit, Landed: cmp.Or(when.Landed, when.Commit),
			})
			g.changes[i].Events = append(g.changes[i].Events, ItemEvent{a, event.Kind})
		}
	}
}
