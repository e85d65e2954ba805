package insight

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// KnowledgePath leads from a symptom by a cause of it to what helps.
type KnowledgePath struct {
	Symptom *Symptom
	Cause   *LikelyCause // nil where the documents name none for the remedies
	At      int          // place of Cause in the symptom's Causes; -1 for none
	Advice  []int        // places in the symptom's Advice, the best first; may be empty
}

// Paths gives what is known of a symptom, one path for each cause, the
// likeliest first; remedies that are for no cause in particular come last.
func (s *Symptom) Paths() []KnowledgePath {
	out := make([]KnowledgePath, 0, len(s.Causes)+1)
	for i := range s.Causes {
		out = append(out, KnowledgePath{Symptom: s, Cause: &s.Causes[i], At: i})
	}
	rest := KnowledgePath{Symptom: s, At: -1}
	for i, a := range s.Advice {
		if len(a.For) == 0 {
			rest.Advice = append(rest.Advice, i)
		}
		for _, cause := range a.For {
			out[cause].Advice = append(out[cause].Advice, i)
		}
	}
	if len(rest.Advice) > 0 {
		out = append(out, rest)
	}
	return out
}

// Explained gives the symptoms of which a cause or a remedy is known, those that
// most incidents had first.
func (s *Symptoms) Explained() []*Symptom {
	var out []*Symptom
	seen := map[*Symptom]int{}
	for _, x := range s.List {
		if len(x.Causes)+len(x.Advice) > 0 {
			out = append(out, x)
			seen[x] = len(x.Seen())
		}
	}
	slices.SortStableFunc(out, func(a, b *Symptom) int { return seen[b] - seen[a] })
	return out
}

// ExplainedByService gives the symptoms that Explained gives by service, in the
// same order. Those of no service stand under nil.
func (s *Symptoms) ExplainedByService() map[*corpus.Entry][]*Symptom {
	out := map[*corpus.Entry][]*Symptom{}
	for _, x := range s.Explained() {
		for _, service := range x.Services {
			out[service] = append(out[service], x)
		}
		if len(x.Services) == 0 {
			out[nil] = append(out[nil], x)
		}
	}
	return out
}
