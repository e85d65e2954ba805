package insight

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Remedy is a solution of a known issue, or a runbook, with its record.
type Remedy struct {
	Entry    *corpus.Entry   // the known issue or the runbook
	Solution *facet.Solution // nil of a runbook
	Index    int             // of the solution in its document
	Runbook  *corpus.Entry   // that the solution follows; nil if there is none, and of a runbook
	Causes   []string        // what the solution is for, as taxon gives it
	Record   Record
}

// CauseRemedies is what is written down against a cause.
type CauseRemedies struct {
	Cause    string    // as taxon gives it
	Remedies []*Remedy // the best first
}

// Unplaced is a try that a postmortem records and that belongs to no solution.
type Unplaced struct {
	Incident *corpus.Entry
	Text     string // of the reference
}

// Solutions is how the remedies of all known issues and runbooks fared.
type Solutions struct {
	Prior    Prior
	Remedies []*Remedy       // of known issues, by path and in the order of the document
	Runbooks []*Remedy       // by path
	Causes   []CauseRemedies // by name
	Unplaced []Unplaced      // by path

	of    map[*corpus.Entry][]*Remedy
	named map[remedyName]*Remedy
}

// remedyName is a folded id or title of a solution.
type remedyName struct {
	issue *corpus.Entry
	name  string
}

// Of gives the remedies of a known issue in the order of the document, or the
// one of a runbook.
func (s *Solutions) Of(e *corpus.Entry) []*Remedy { return s.of[e] }

// Ranked gives the remedies of a known issue, which is a symptom with what
// helps against it, the best first.
func (s *Solutions) Ranked(e *corpus.Entry) []*Remedy { return ranked(s.of[e]) }

// ranked sorts remedies by what is expected of them, then by the number of
// tries; what ties keeps its order.
func ranked(list []*Remedy) []*Remedy {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *Remedy) int {
		return cmp.Or(cmp.Compare(b.Record.Expected, a.Record.Expected), len(b.Record.Tries)-len(a.Record.Tries))
	})
	return list
}

// Solutions collects the tries of each remedy: the outcomes that known issues
// record, and what postmortems say they tried. One that both tell, of the same
// incident and with the same result, counts once. A runbook also has the tries
// of the solutions that follow it.
func (r *Results) Solutions() *Solutions { return r.lazy.solutions() }

func (r *Results) recordSolutions() *Solutions {
	s := &Solutions{of: map[*corpus.Entry][]*Remedy{}, named: map[remedyName]*Remedy{}}
	for _, e := range r.corpus.Entries {
		switch e.Kind {
		case "known-issue":
			s.Remedies = append(s.Remedies, s.read(r.corpus, e)...)
		case "runbook":
			m := &Remedy{Entry: e}
			s.Runbooks, s.of[e] = append(s.Runbooks, m), []*Remedy{m}
		}
	}
	told, tries := r.attempts(s), map[*Remedy][]Try{}
	for _, m := range s.Remedies {
		tries[m] = merged(r.outcomes(m), told[m])
	}
	through := map[*corpus.Entry][]Try{} // by runbook
	for _, m := range s.Remedies {
		if m.Runbook != nil {
			through[m.Runbook] = append(through[m.Runbook], tries[m]...)
		}
	}
	for _, m := range s.Runbooks {
		tries[m] = merged(through[m.Entry], told[m])
	}
	s.sum(tries)
	return s
}

// maxCauses bounds the causes of a known issue that count: one with more is no
// description of a problem.
const maxCauses = 100

// read gives the solutions of a known issue.
func (s *Solutions) read(c *corpus.Corpus, e *corpus.Entry) []*Remedy {
	var all []string
	byID := map[string]string{}
	for _, cause := range e.Causes[:min(len(e.Causes), maxCauses)] {
		all = append(all, cause.Taxonomy)
		byID[cause.ID] = cause.Taxonomy
	}
	all = taxaOf(all)
	for i := range e.Solutions {
		solution := &e.Solutions[i]
		m := &Remedy{Entry: e, Solution: solution, Index: i, Causes: all}
		if to := c.Find(solution.Runbook, "runbook"); to != nil && to.Kind == "runbook" {
			m.Runbook = to
		}
		if len(solution.ForCauses) > 0 {
			var words []string
			for _, id := range solution.ForCauses {
				words = append(words, byID[id])
			}
			m.Causes = taxaOf(words)
		}
		s.of[e] = append(s.of[e], m)
	}
	s.name(e, func(x *facet.Solution) string { return x.ID })
	s.name(e, func(x *facet.Solution) string { return x.Title })
	return s.of[e]
}

// name notes a name of each solution of a known issue; the first that has it
// keeps it.
func (s *Solutions) name(e *corpus.Entry, of func(*facet.Solution) string) {
	for _, m := range s.of[e] {
		key := remedyName{e, corpus.Fold(of(m.Solution))}
		if _, taken := s.named[key]; !taken && key.name != "" {
			s.named[key] = m
		}
	}
}

// outcomes are the tries that a known issue records.
func (r *Results) outcomes(m *Remedy) []Try {
	var out []Try
	for _, o := range m.Solution.Outcomes {
		t := Try{On: o.On, Success: o.Success, Named: o.Incident, Note: o.Note, Told: m.Entry}
		if o.Incident != "" {
			t.Incident = r.postmortem(o.Incident)
		}
		out = append(out, r.dated(t))
	}
	return out
}

func (r *Results) postmortem(text string) *corpus.Entry {
	if e := r.corpus.Find(text, "postmortem"); e != nil && e.Kind == "postmortem" {
		return e
	}
	return nil
}

// dated gives a try without a day that of its incident.
func (r *Results) dated(t Try) Try {
	if !t.On.Known && t.Incident != nil {
		t.On, _ = r.day(t.Incident, t.Incident.Times.Started)
	}
	return t
}

// attempts are the tries that postmortems record, by remedy.
func (r *Results) attempts(s *Solutions) map[*Remedy][]Try {
	out := map[*Remedy][]Try{}
	for _, e := range r.corpus.Entries {
		for _, a := range e.Attempts {
			try := r.dated(Try{On: a.On, Success: a.Success, Incident: e, Named: e.ID, Note: a.Note, Told: e})
			if a.Solution != "" {
				if m := s.find(r.corpus, a.Solution); m != nil {
					out[m] = append(out[m], try)
				} else {
					s.Unplaced = append(s.Unplaced, Unplaced{e, a.Solution})
				}
			}
			if to := r.corpus.Find(a.Runbook, "runbook"); to != nil && to.Kind == "runbook" {
				m := s.of[to][0]
				out[m] = append(out[m], try)
			}
		}
	}
	return out
}

// find gives the solution that a reference names as issue#solution, by its id
// or title, or as the issue if that has but one; nil if it names none.
func (s *Solutions) find(c *corpus.Corpus, text string) *Remedy {
	issue, solution, precise := strings.Cut(strings.TrimPrefix(strings.TrimSpace(text), "#"), "#")
	e := c.Find(issue, "known-issue")
	if e == nil || e.Kind != "known-issue" {
		return nil
	}
	if precise {
		return s.named[remedyName{e, corpus.Fold(solution)}]
	}
	if list := s.of[e]; len(list) == 1 {
		return list[0]
	}
	return nil
}

// merged adds to tries those of others that they do not tell already: of the
// same incident, as many with the same result.
func merged(tries, others []Try) []Try {
	type told struct {
		incident *corpus.Entry
		success  bool
	}
	known := map[told]int{}
	for _, t := range tries {
		known[told{t.Incident, t.Success}]++
	}
	out := slices.Clone(tries)
	for _, t := range others {
		key := told{t.Incident, t.Success}
		if t.Incident != nil && known[key] > 0 {
			known[key]--
			continue
		}
		out = append(out, t)
	}
	return out
}

// sum fills the records, which the prior of all of them needs first.
func (s *Solutions) sum(tries map[*Remedy][]Try) {
	var all [][]Try
	for _, m := range s.Remedies {
		all = append(all, tries[m])
	}
	s.Prior = priorOf(all)
	causes := map[string][]*Remedy{}
	for _, m := range s.Remedies {
		m.Record = recordOf(tries[m], s.Prior)
		for _, word := range m.Causes {
			causes[word] = append(causes[word], m)
		}
	}
	for _, m := range s.Runbooks {
		m.Record = recordOf(tries[m], s.Prior)
	}
	for _, word := range slices.Sorted(maps.Keys(causes)) {
		s.Causes = append(s.Causes, CauseRemedies{word, ranked(causes[word])})
	}
}
