package insight

import (
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Review is when a document wants to be read again.
type Review struct {
	Due  facet.Date
	From doc.Value // what says it: review_by, or tested_on
	Late int       // days since Due; 0 or less if it is not over
}

// Review tells when a document wants to be read again: by the day that it
// names, else an interval after it was last tried. It is not ok for a document
// that says neither.
func (r *Results) Review(e *corpus.Entry) (review Review, ok bool) {
	review.From = e.Value().Field("review_by")
	review.Due = facet.DecodeDate(review.From)
	if !review.Due.Known {
		review.From = e.Value().Field("tested_on")
		tested := facet.DecodeDate(review.From)
		every, known := facet.ParseInterval(e.Value().Field("review_every").Text())
		if !tested.Known || !known {
			return Review{}, false
		}
		review.Due = every.After(tested)
	}
	today, _ := r.day(e, facet.Instant{Time: r.Now, Known: true})
	review.Late = daysBetween(review.Due, today)
	return review, true
}
