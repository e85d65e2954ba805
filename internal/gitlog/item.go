package gitlog

import (
	"time"

	"github.com/debrief-dev/debrief/internal/source"
)

// State is the state of an action item.
type State uint8

// The states.
const (
	StateUnknown State = iota // nothing tells: neither open nor closed
	StateOpen
	StateDone
	StateDropped // decided not to be done
)

// String names the state.
func (s State) String() string { return [...]string{"unknown", "open", "done", "dropped"}[s] }

// over tells whether nothing is left to do.
func (s State) over() bool { return s == StateDone || s == StateDropped }

// Item is an action item as one version of a document has it.
type Item struct {
	ID      string // that the item gives itself; empty if none
	Text    string
	Section string // title of the section it stands in
	State   State
	Line    int       // from 1
	Opened  time.Time // as the item itself says; zero if it does not
	Closed  time.Time // likewise
}

// Extract reads the action items of a document, in its order, and the id that
// the document states; empty if it states none. It is called by several
// goroutines at once, for every version of every document, also for texts that
// are no documents. The path is from the folder that was opened; line endings
// are LF.
type Extract func(path string, data []byte) (id string, items []Item)

// MaxItems bounds the items of a document; those beyond have no history.
const MaxItems = 2_000

// version is a document at one time as far as its items go; read-only.
type version struct {
	id      string
	items   []listed
	missing bool            // the content is not here, or is too large to be read
	returns bool            // it has lines that end in CRLF
	pointer *source.Pointer // that is committed in place of the content; nil if none is
}

// listed is an item of a version. Versions share most of their wordings.
type listed struct {
	wording *wording
	id      string
	section string
	dates   *dates // nil if the item gives none
	line    int32
	state   State
}

// dates are those that an item gives itself.
type dates struct{ opened, closed time.Time }

// item gives an item as it was extracted.
func (e *listed) item() Item {
	it := Item{ID: e.id, Text: e.wording.text, Section: e.section, State: e.state, Line: int(e.line)}
	if e.dates != nil {
		it.Opened, it.Closed = e.dates.opened, e.dates.closed
	}
	return it
}

// sameItems tells whether two versions have the same items but for their lines.
func (v *version) sameItems(o *version) bool {
	if v.id != o.id || len(v.items) != len(o.items) {
		return false
	}
	for i := range v.items {
		a, b := &v.items[i], &o.items[i]
		if a.wording != b.wording || a.id != b.id || a.section != b.section || a.state != b.state {
			return false
		}
	}
	return true
}
