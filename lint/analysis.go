package lint

import "github.com/debrief-dev/debrief/internal/corpus"

// Analyses are the root cause analyses that belong to the document: of a
// postmortem those in documents of their own, that it refers to or that refer
// to it; of others none.
func (p *Pass) Analyses() []*corpus.Entry {
	if p.Entry.Kind != "postmortem" {
		return nil
	}
	return p.partners("rca", "postmortem")
}

// Incidents are the postmortems that a root cause analysis belongs to, or none.
func (p *Pass) Incidents() []*corpus.Entry {
	if p.Entry.Kind != "rca" {
		return nil
	}
	return p.partners("postmortem", "rca")
}

// partners gives the entries of a kind that the document refers to, and those
// that refer to it, where an analysis names its incidents.
func (p *Pass) partners(kind, own string) []*corpus.Entry {
	var out []*corpus.Entry
	for _, r := range p.Entry.Refs {
		if r.To != nil && r.To.Kind == kind && (own == "postmortem" || r.Field == "incidents") {
			out = append(out, r.To)
		}
	}
	for _, r := range p.Entry.Backs {
		if r.From.Kind == kind && (own == "rca" || r.Field == "incidents") {
			out = append(out, r.From)
		}
	}
	return out
}
