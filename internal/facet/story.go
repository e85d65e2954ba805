package facet

import (
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/doc"
)

// beat is a row of a timeline as evidence for the milestones.
type beat struct {
	index  int
	at     time.Time
	known  bool
	kind   Milestone
	stated bool // the author gave the kind
	words  string
	value  doc.Value

	// What the row says, whatever its type: it may speak of a report and of a
	// failure at once.
	begins     bool // it says that the incident begins
	troubled   bool // something does not work
	reports    bool // somebody or something notices
	detects    bool // it says that the incident is detected
	acks       bool // it says that somebody takes the incident on
	responds   bool // it is work on the incident
	identifies bool // it says that the cause is known
	locates    bool // it says that the fault is found
	repairs    bool // something is mended
	mitigates  bool // it says that the incident is mitigated
	restores   bool // all works again
	settles    bool // it says that the incident is over
}

func beats(timeline doc.Value) []beat {
	var out []beat
	for i, row := range timeline.Items() {
		kind := row.Field("type")
		at := DecodeInstant(row.Field("at"), nil)
		b := beat{
			index: i, at: at.Time, known: at.Known,
			kind:   Milestone(kind.Text()),
			stated: kind.Exists() && (kind.From().Note == statedType || kind.From().Origin == doc.FromFrontMatter),
			words:  strings.ToLower(row.Field("event").Text() + " " + row.Field("text").Text()),
			value:  row,
		}
		b.read()
		out = append(out, b)
	}
	return out
}

// read tells what the words of the row are evidence for.
func (b *beat) read() {
	b.begins = beginWords.in(b.words) && !notBegin.in(b.words) && !otherBegin.in(b.words) || outrightBegin.in(b.words) && !notBegin.in(b.words)
	b.troubled = troubleWords.in(b.words)
	b.reports = b.kind == Detect || b.kind == Page || reportWords.in(b.words)
	b.detects = detectWords.in(b.words) && !notDetected.in(b.words)
	b.acks = ackWords.in(b.words) && !notAck.in(b.words)
	b.responds = b.isResponse() || responseWords.in(b.words)
	b.identifies = (b.kind == Identify || identifyWords.in(b.words)) && !unknownCause.in(b.words)
	b.locates = locateWords.in(b.words) && !unknownCause.in(b.words)
	b.repairs = b.kind == Mitigate || repairWords.in(b.words)
	b.mitigates = mitigatedWords.in(b.words) && !notMitigated.in(b.words)
	b.restores = (b.kind == Resolve || b.kind == Confirm || restoredWords.in(b.words)) && !notRestored.in(b.words)
	b.settles = b.restores && (b.kind == Resolve || settledWords.in(b.words))
}

// isResponse tells whether the type of a row is work on the incident.
func (b *beat) isResponse() bool {
	switch b.kind {
	case Acknowledge, Declare, Hypothesis, Verify, Escalate, Communicate, Identify, Mitigate, Resolve, Confirm:
		return true
	}
	return false
}

func isTroubled(b beat) bool { return b.troubled }

func isRestored(b beat) bool { return b.restores }
