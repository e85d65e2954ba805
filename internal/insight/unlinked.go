package insight

import (
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Earlier gives the incidents that began before another one and that the
// ranking finds like it, the likeliest first, likely ones and possible ones.
// Those that Repeats gives are not among them.
func (r *Results) Earlier(in *Incident) []*Link {
	told := map[*corpus.Entry]bool{}
	for _, x := range r.Repeats(in) {
		told[x.Earlier] = true
	}
	return r.Links().of(in.Entry, func(k *Link) bool {
		other := r.Incidents[k.Other(in.Entry)]
		return other != nil && !told[other.Entry] && in.Start.Known && other.Start.Known && other.Start.V.Before(in.Start.V)
	})
}

// LikelyRunbooks gives the runbooks that the ranking suggests for an incident,
// the likeliest first. Those that Runbooks gives are not among them.
func (r *Results) LikelyRunbooks(in *Incident) []*Link {
	told := map[*corpus.Entry]bool{}
	for _, x := range r.Runbooks(in) {
		told[x.Runbook] = true
	}
	return r.Links().of(in.Entry, func(k *Link) bool {
		other := k.Other(in.Entry)
		return k.Suggested && other.Kind == "runbook" && !told[other]
	})
}

// Existed tells whether a document was there before an incident began: by the
// date that it states, or its first commit. Absent if neither is known.
func (r *Results) Existed(e *corpus.Entry, in *Incident) Figure[bool] {
	if !in.Start.Known {
		return absent[bool](in.Start.Why)
	}
	if d := facet.DecodeDate(e.Value().Field("created")); d.Known {
		day, _ := r.day(in.Entry, facet.Instant{Time: in.Start.V, Known: true})
		return known(compareDays(d, day) < 0)
	}
	c := r.History.Created[e.Path()]
	before := !c.At.IsZero() && c.At.Before(in.Start.V)
	if before || !c.At.IsZero() && !c.Bound {
		return known(before)
	}
	return absent[bool](diag.Text{En: "neither the document nor Git tells when it was written", Ja: "作成日が文書にも Git にもありません"})
}
