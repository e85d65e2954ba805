package gitlog

import (
	"cmp"
	"slices"
	"time"
)

// Origin is where a date comes from.
type Origin uint8

// The origins, the surest first.
const (
	FromItem     Origin = iota + 1 // the item says it itself
	FromDocument                   // the document's own date: its commit only copied it
	FromGit                        // the commit that made it so
	Bound                          // the history that is here does not reach further: it opened then or before, was closed then or before
)

// String names the origin.
func (o Origin) String() string { return [...]string{"", "item", "document", "git", "bound"}[o] }

// Dated is a change in the life of an item, with its date. The zero Dated is
// a change that was not made.
type Dated struct {
	At       time.Time // when it landed on the mainline, unless From tells another date
	From     Origin
	Authored time.Time // when it was made; zero if it is not committed
	By       Person    // who made it; zero if it is not committed
	Commit   string    // in which it was made: 40 hexadecimal digits; empty if it is not committed
	Landed   string    // commit of the mainline that brought it
}

// Known tells whether the change was made.
func (d Dated) Known() bool { return d.From != 0 }

// Uncommitted tells whether the change stands in the working tree alone.
func (d Dated) Uncommitted() bool { return d.Known() && d.Landed == "" }

// EventKind is what happened to an item.
type EventKind uint8

// What happens to items.
const (
	Opened   EventKind = iota // it came to be
	Closed                    // it was marked as done
	GivenUp                   // it was marked as not to be done
	Reopened                  // it was over and is open again
	Reworded                  // Was is the text before
	Moved                     // to another section or document; Was is the section or path before
	Removed                   // it left the documents
	Restored                  // it came back
)

// String names the kind.
func (k EventKind) String() string {
	return [...]string{"opened", "closed", "given up", "reopened", "reworded", "moved", "removed", "restored"}[k]
}

// Event is something that happened to an item.
type Event struct {
	Kind  EventKind
	Dated Dated // as Git tells it
	Was   string
}

// Life is the life of an action item, from its opening to what has become of
// it.
type Life struct {
	Path  string // of its document, from the folder that was opened; of an item that is gone, its last
	Item  Item   // as it is, or was last
	Index int    // among the items that Extract gives of the document; -1 if it is in none any more

	Opened Dated
	// Closed is when the item was marked as done, or as not to be done, the
	// last time. It is not known for one that is open or whose state nothing
	// tells.
	Closed Dated
	// Removed is when the item left the documents without being done or given
	// up.
	Removed  Dated
	Reopened int // how often
	// RecordedDone tells that the item was over when it first appeared: it
	// was written down as done, and how long it took cannot be known.
	RecordedDone bool
	Events       []Event // in order, the opening first
}

// Lives are the lives of the items of all documents that were ever there. They
// are in the order of their documents' paths; those of one document in its
// order, those that are gone behind them by their opening.
type Lives struct {
	All []Life
	// Versions counts the documents that were read, each as often as it
	// changed; Missing those of them that could not be: a partial clone left
	// them with its remote, or they are too large. Away counts those of the
	// missing that Git LFS keeps and has not fetched.
	Versions, Missing, Away int

	Bounds int // lives that are here and whose opening is a bound
}

// Document gives the items that the document at a path has now, in the order
// of Extract.
func (l *Lives) Document(path string) []Life {
	from, _ := slices.BinarySearchFunc(l.All, path, func(life Life, path string) int { return cmp.Compare(life.Path, path) })
	to := from
	for to < len(l.All) && l.All[to].Path == path && l.All[to].Index >= 0 {
		to++
	}
	return l.All[from:to]
}
