package insight

import "github.com/debrief-dev/debrief/internal/corpus"

// Told gives the documents that tell of the incident: its postmortem, then its
// root cause analyses, in the order in which they are linked.
func (in *Incident) Told() []*corpus.Entry { return in.withAnalyses() }
