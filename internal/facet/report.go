package facet

import (
	"time"

	"github.com/debrief-dev/debrief/internal/doc"
)

// Report is what an incident report says of itself: the form in which the
// incident is told to others.
type Report struct {
	Number     int    // from 1; 0 if the document does not tell
	Kind       string // first, interim, final or empty
	To         []string
	From       string
	ApprovedBy string
	Issued     Instant
	Next       Instant // when the next report follows
	Place
}

// mostReports is the largest number that a report may have.
const mostReports = 999

// DecodeReport reads what a postmortem says of its report. zone is the
// document's or the site's, for the display of times; it may be nil.
func DecodeReport(v doc.Value, zone *time.Location) Report {
	r := v.Field("report")
	out := Report{
		Kind:       known(r.Field("kind").Text(), "first", "interim", "final"),
		To:         texts(r.Field("to")),
		From:       r.Field("from").Text(),
		ApprovedBy: personOf(r.Field("approved_by")),
		Issued:     DecodeInstant(r.Field("issued_at"), zone),
		Next:       DecodeInstant(r.Field("next_at"), zone),
		Place:      placeOf(r),
	}
	if n := DecodeNumber(r.Field("number")).V; n != nil && n.IsInt() && n.Sign() > 0 && n.Num().IsInt64() && n.Num().Int64() <= mostReports {
		out.Number = int(n.Num().Int64())
	}
	return out
}
