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
