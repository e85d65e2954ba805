package insight

import (
	"time"

	"github.com/debrief-dev/debrief/internal/facet"
)

// Origin tells what a fact about an action item rests on.
type Origin string

// The origins.
const (
	FromItem     Origin = "item"     // the item states it
	FromTicket   Origin = "ticket"   // a snapshot of its ticket
	FromDocument Origin = "document" // the document's own date
	FromGit      Origin = "git"      // the commit that landed it
	FromBound    Origin = "bound"    // history that begins later: it is at least as old
)

// Removed is the state of an item that left its document without being done.
// It stands beside the states of facet.Status, which documents can give.
const Removed facet.Status = "removed"

// History is what Git tells about the documents, converted by whoever read
// it. The zero History is that of a repository without one.
type History struct {
	Changed map[string]Changed  // by path
	Created map[string]Created  // by path
	Lives   map[ItemKey]Life    // of the items that the documents hold
	Dropped []Dropped           // items that left them without being done, in any order
	Authors map[string][]Author // by path; programs left out
	Former  map[string][]string // by path: the paths before that, the last first
	Edits   []Edit              // of the last NewsDays days, the last first; nil where nobody asked for them
}

// ItemKey names an action item: the path of its document, and its
// facet.Action.ID.
type ItemKey struct{ Path, ID string }

// Life is what history tells about one action item. The zero Life is that of
// an item which history does not know.
type Life struct {
	Opened Dated
	Closed Dated // when it was last done or given up; zero unless it still is

	RecordedDone bool // it was done when it was first seen
	Reopened     int  // how often
	Events       []Event
}

// Dated is when something happened, and who did it. The zero Dated is
// unknown. Of an item that was copied here with its document, From tells the
// document's own date, FromDocument, or FromBound where it has none.
type Dated struct {
	At     time.Time
	From   Origin // any but FromTicket
	By     string // name; empty if nobody is known
	Commit string // full hash; empty if it is not committed
	Landed string // commit of the mainline that brought it: full hash; empty if it is not committed
}

// Event is a turn in the life of an item.
type Event struct {
	Kind EventKind
	When Dated
	Was  string // the text, section or path before, of what was reworded or moved
}

// EventKind is what happened to an item.
type EventKind string

// The kinds of events.
const (
	Opened   EventKind = "opened"
	Closed   EventKind = "closed"
	GivenUp  EventKind = "given up"
	Reopened EventKind = "reopened"
	TakenOut EventKind = "removed"
	Restored EventKind = "restored"
	Moved    EventKind = "moved"
	Reworded EventKind = "reworded"
)

// Dropped is an item that left its document without being done.
type Dropped struct {
	Life    Life
	Path    string // of the document, which may be gone too
	Line    int    // on which it last stood; 0 if unknown
	ID      string
	Text    string
	Removed Dated
}

// Author is a person who changed a document.
type Author struct {
	Name       string
	LastActive time.Time // when they last committed anything in the repository
}
