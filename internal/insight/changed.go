package insight

import "time"

// Changed is the last commit that changed a document, as Git tells it. The
// zero Changed is a document without history.
type Changed struct {
	Known   bool
	At      time.Time // when it was committed, in the zone of the committer
	Author  string    // name, without address
	Commit  string    // full hash
	Subject string    // first line of the commit's message

	Uncommitted bool // the file differs from that commit, or is in none
}

// Created is the commit that a document came with. The zero Created is a
// document without history.
type Created struct {
	At    time.Time
	Bound bool // it is at least as old: it was copied here, or history begins later
}

// Edit is what one commit, or the working tree, did to a document, converted
// by whoever read the history.
type Edit struct {
	Path    string // after it; empty if the document was deleted
	From    string // before it; empty if the document is new
	At      time.Time
	By      string // name; empty if nobody is known
	Commit  string // that made it: full hash; empty if it is not committed
	Landed  string // commit of the mainline that brought it; empty if it is not committed
	Subject string

	// Facts tell what it changed; none for a document that is new or gone, and
	// where nobody compared the texts. Unread tells that one of them is not here.
	Facts  []Fact
	Unread bool

	Kind, Title string // of a document that was deleted; empty if it was none
}

// Fact is what an edit did to one field of the merged model of a document.
type Fact struct {
	Kind  string // of the document after it, for the names of its fields
	Field string // JSON Pointer: "/severity", "/impact/users", "/actions/due"; or one of the constants below

	// Was and Is are a single value; empty where there was, or is, none. Both
	// are empty for a text that is too long to be shown: Changed is 1.
	Was, Is string

	// Of a list: how many items were added, removed and changed; and the added
	// and removed ones of a list of words, up to maxNames of each.
	Added, Removed, Changed int
	New, Gone               []string
}

// What changed besides fields.
const (
	FieldLinks    = "links"    // links to other documents
	FieldSections = "sections" // the text under headings; New and Gone are the headings
	FieldForm     = "form"     // nothing but how it is written down
)
