package insight

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Pattern is a kind of remedy, such as a rollback, with what it solved.
type Pattern struct {
	Word     string // as in addresses and facets
	Name     diag.Text
	Remedies []*Remedy // solutions of known issues, the best first, then runbooks alike
	Record   Record    // of all tries of them, each once
	Solved   []Solved  // incidents in which it was tried, the latest first
	Time     Quantity  // seconds: the median of what Remedies say it takes
	Timed    int       // how many of Remedies say so
}

// Solved is an incident with the tries of a kind of remedy in it.
type Solved struct {
	Incident *corpus.Entry
	Helped   bool // at least one of them did
	Remedies []*Remedy
}

// Patterns are the kinds of remedies that a site knows.
type Patterns struct {
	List []*Pattern // those tried most often first, then by word

	byWord map[string]*Pattern
	of     map[*Remedy][]string       // kinds of a remedy, sorted
	solved map[*corpus.Entry][]string // kinds that solved what a document is about, sorted
}

// Find gives the pattern of a word, nil if no remedy is of its kind.
func (p *Patterns) Find(word string) *Pattern { return p.byWord[solutionWord(word)] }

// Of gives the kinds of a remedy, sorted; the list is not to be changed.
func (p *Patterns) Of(m *Remedy) []string { return p.of[m] }

// SolvedBy gives the kinds of remedies that solved what a document is about:
// those that helped in an incident, those of a known issue's solutions and those
// of a runbook, unless all tries of it failed. The list is not to be changed.
func (p *Patterns) SolvedBy(e *corpus.Entry) []string { return p.solved[e] }

// Patterns sorts all remedies by kind. A solution is of the kinds that its title
// names, else its runbook's, else its steps; a runbook of those that its title
// names. The words are those of SolutionWords and of the settings.
func (r *Results) Patterns() *Patterns { return r.lazy.patterns() }

func (r *Results) findPatterns() *Patterns {
	s, words := r.Solutions(), r.Policy.vocabulary()
	p := &Patterns{byWord: map[string]*Pattern{}, of: map[*Remedy][]string{}, solved: map[*corpus.Entry][]string{}}
	for _, m := range slices.Concat(ranked(s.Remedies), ranked(s.Runbooks)) {
		for _, word := range words.of(m) {
			p.of[m] = append(p.of[m], word)
			if p.byWord[word] == nil {
				p.byWord[word] = &Pattern{Word: word, Name: RemedyName(word)}
			}
			p.byWord[word].Remedies = append(p.byWord[word].Remedies, m)
		}
	}
	for _, word := range slices.Sorted(maps.Keys(p.byWord)) {
		x := p.byWord[word]
		x.Record = recordOf(triesOf(x.Remedies), s.Prior)
		x.Solved = r.solvedIn(x.Remedies)
		x.Time, x.Timed = medianTime(x.Remedies)
		p.List = append(p.List, x)
		p.note(x)
	}
	slices.SortStableFunc(p.List, func(a, b *Pattern) int {
		return cmp.Or(len(b.Record.Tries)-len(a.Record.Tries), len(b.Remedies)-len(a.Remedies))
	})
	return p
}

// of gives the kinds of a remedy.
func (v *vocabulary) of(m *Remedy) []string {
	if m.Solution == nil {
		return v.in(m.Entry.Title + "\n" + m.Entry.ID)
	}
	runbook := ""
	if m.Runbook != nil {
		runbook = m.Runbook.Title + "\n" + m.Runbook.ID
	}
	return v.first(m.Solution.Title, m.Solution.ID, runbook, strings.Join(firstOf(m.Solution.Steps), "\n"))
}

// note fills what a kind of remedy solved.
func (p *Patterns) note(x *Pattern) {
	add := func(e *corpus.Entry) {
		if list := p.solved[e]; len(list) == 0 || list[len(list)-1] != x.Word {
			p.solved[e] = append(list, x.Word)
		}
	}
	for _, m := range x.Remedies {
		if len(m.Record.Tries) == 0 || m.Record.Helped > 0 {
			add(m.Entry)
		}
	}
	for _, s := range x.Solved {
		if s.Helped {
			add(s.Incident)
		}
	}
}

// triesOf gives the tries of remedies, each once: a runbook has those of the
// solutions that follow it.
func triesOf(list []*Remedy) []Try {
	var out []Try
	known := map[Try]int{}
	for _, m := range list {
		own := map[Try]int{}
		for _, t := range m.Record.Tries {
			if own[t]++; m.Solution != nil || own[t] > known[t] {
				out = append(out, t)
			}
		}
		for t, n := range own {
			if m.Solution != nil {
				known[t] += n
			} else {
				known[t] = max(known[t], n)
			}
		}
	}
	return out
}

// solvedIn gives the incidents in which remedies were tried.
func (r *Results) solvedIn(list []*Remedy) []Solved {
	var out []Solved
	place := map[*corpus.Entry]int{}
	for _, m := range list {
		for _, t := range m.Record.Tries {
			if t.Incident == nil {
				continue
			}
			i, known := place[t.Incident]
			if !known {
				i = len(out)
				place[t.Incident] = i
				out = append(out, Solved{Incident: t.Incident})
			}
			out[i].Helped = out[i].Helped || t.Success
			if n := len(out[i].Remedies); n == 0 || out[i].Remedies[n-1] != m {
				out[i].Remedies = append(out[i].Remedies, m)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Solved) int { return r.latestFirst(a.Incident, b.Incident) })
	return out
}

// latestFirst orders postmortems by their start, those without one last.
func (r *Results) latestFirst(a, b *corpus.Entry) int {
	x, y := r.Incidents[a], r.Incidents[b]
	if x == nil || y == nil || x.Start.Known != y.Start.Known {
		return cmp.Compare(boolInt(y != nil && y.Start.Known), boolInt(x != nil && x.Start.Known))
	}
	return cmp.Or(y.Start.V.Compare(x.Start.V), cmp.Compare(a.Path(), b.Path()))
}

var untimed = diag.Text{En: "no document says how long it takes", Ja: "所要時間の記載がありません"}

// medianTime is the median of the times that remedies state, in seconds.
func medianTime(list []*Remedy) (Quantity, int) {
	var times []time.Duration
	for _, m := range list {
		if d := m.Takes(); d.Known {
			times = append(times, d.D)
		}
	}
	if len(times) == 0 {
		return absent[*big.Rat](untimed), 0
	}
	slices.Sort(times)
	middle := new(big.Rat).SetFrac64(int64(times[(len(times)-1)/2]), int64(2*time.Second))
	middle.Add(middle, new(big.Rat).SetFrac64(int64(times[len(times)/2]), int64(2*time.Second)))
	return known(middle), len(times)
}

// Takes is how long a remedy is said to take: the solution's own time, else that
// of the known issue or runbook. Of a range it is the longer end.
func (m *Remedy) Takes() facet.Duration {
	if m.Solution != nil {
		return m.Solution.Time
	}
	return facet.DecodeDuration(m.Entry.Value().Field("estimated_time"))
}

// Risk is the risk that a remedy is said to have: low, medium, high, none, or
// empty if nothing is said.
func (m *Remedy) Risk() string {
	if m.Solution != nil {
		return m.Solution.Risk
	}
	return m.Entry.Value().Field("risk").Text()
}

// Title is what a remedy is called.
func (m *Remedy) Title() string {
	if m.Solution != nil {
		return m.Solution.Title
	}
	return m.Entry.Title
}

// Helped gives the incidents in which it helped, the latest first.
func (x *Pattern) Helped() []*corpus.Entry {
	var out []*corpus.Entry
	for _, s := range x.Solved {
		if s.Helped {
			out = append(out, s.Incident)
		}
	}
	return out
}
