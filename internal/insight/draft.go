package insight

import (
	"maps"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// Draft gives results for a draft of the corpus (corpus.Reader.Draft): the
// figures of the edited documents are computed anew, everything else is as r
// has it, answers that take the whole corpus included. Those know an edited
// document as Edit.Was. Changed is what is known of the edits, by path.
func (r *Results) Draft(c *corpus.Corpus, edits []corpus.Edit, changed map[string]Changed) *Results {
	d := *r
	d.corpus = c
	d.Incidents, d.Services, d.actions = maps.Clone(r.Incidents), maps.Clone(r.Services), maps.Clone(r.actions)
	d.History.Changed = maps.Clone(r.History.Changed)
	if d.History.Changed == nil {
		d.History.Changed = map[string]Changed{}
	}
	maps.Copy(d.History.Changed, changed)
	catalogue, tickets := newCatalogue(c), newTicketIndex(c.Tickets)
	for _, edit := range edits {
		e := edit.Now
		if e.Kind == "postmortem" {
			in := &Incident{Entry: e, results: &d}
			in.read(catalogue, d.Now)
			in.Loss = in.loss(d.Policy)
			in.Severity = in.severity()
			d.Incidents[e] = in
		}
		if e.Kind == "service" {
			d.Services[e] = newService(e, d.Policy, d.loads, d.Now.Truncate(time.Minute))
		}
		d.actions[e] = d.itemsOf(e, tickets)
	}
	return &d
}
