package insight

import (
	"maps"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
)

// KnownCause is a cause by its word, over all documents.
type KnownCause struct {
	Word      string
	Name      string          // the word with spaces
	Incidents []*corpus.Entry // that had it, the latest first
	Symptoms  []CauseSymptom  // that it shows in, those of known issues first
	Issues    []*corpus.Entry // known issues that list it, by path
	Remedies  []*Remedy       // against it, the best first
	Runbooks  []Evidence      // of the remedies, then those that helped in Incidents
}

// CauseSymptom is a symptom that a cause shows in.
type CauseSymptom struct {
	Symptom *Symptom
	Cause   *LikelyCause // the likeliest one of the word
}

// listCauses finds what is known of each cause.
func (s *Symptoms) listCauses(r *Results) {
	byWord := map[string]*KnownCause{}
	cause := func(word string) *KnownCause {
		if byWord[word] == nil {
			byWord[word] = &KnownCause{Word: word, Name: strings.ReplaceAll(word, "_", " ")}
		}
		return byWord[word]
	}
	for _, in := range slices.Backward(r.List()) {
		for _, word := range firstOf(in.taxa()) {
			c := cause(word)
			c.Incidents = append(c.Incidents, in.Entry)
			c.helpers(r, in.Entry)
		}
	}
	for _, x := range s.List {
		seen := map[string]bool{}
		for i := range x.Causes {
			l := &x.Causes[i]
			if l.Word == "" || seen[l.Word] {
				continue
			}
			seen[l.Word] = true
			c := cause(l.Word)
			c.Symptoms = append(c.Symptoms, CauseSymptom{x, l})
			if x.Is != nil && l.Issue == x.Is {
				c.Issues = append(c.Issues, x.Is)
			}
		}
	}
	for _, x := range r.Solutions().Causes {
		c := cause(x.Cause)
		c.Remedies = x.Remedies
		c.runbooks()
	}
	s.byWord = map[string]int{}
	for i, word := range slices.Sorted(maps.Keys(byWord)) {
		s.Causes = append(s.Causes, *byWord[word])
		s.byWord[word] = i
	}
	s.linkCauses()
}

// linkCauses notes for each document its causes.
func (s *Symptoms) linkCauses() {
	s.causes = map[*corpus.Entry][]*KnownCause{}
	for i := range s.Causes {
		c := &s.Causes[i]
		add := func(e *corpus.Entry) {
			if list := s.causes[e]; len(list) == 0 || list[len(list)-1] != c {
				s.causes[e] = append(list, c)
			}
		}
		for _, list := range [][]*corpus.Entry{c.Incidents, c.Issues} {
			for _, e := range list {
				add(e)
			}
		}
		for _, x := range c.Runbooks {
			add(x.Entry)
		}
	}
}

// helpers adds the runbooks that helped in an incident.
func (c *KnownCause) helpers(r *Results, incident *corpus.Entry) {
	for _, a := range firstOf(incident.Attempts) {
		if to := r.corpus.Find(a.Runbook, "runbook"); to != nil && to.Kind == "runbook" && a.Success {
			c.Runbooks = addEvidence(c.Runbooks, to, diag.Say("it helped in %s", "%s で有効だった", incident.ID), true)
		}
	}
}

// runbooks puts the runbooks of the remedies before the others.
func (c *KnownCause) runbooks() {
	var list []Evidence
	for _, m := range c.Remedies {
		if m.Runbook != nil {
			list = addEvidence(list, m.Runbook, diag.Say("the solution %q follows it", "解決策「%s」の手順", firstRunes(oneLine(m.Solution.Title), 80)), true)
		}
	}
	for _, x := range c.Runbooks {
		list = addEvidence(list, x.Entry, x.Why, true)
	}
	c.Runbooks = list
}

// Commonest gives the causes that most incidents had first, then by word.
func (s *Symptoms) Commonest() []*KnownCause {
	out := make([]*KnownCause, len(s.Causes))
	for i := range s.Causes {
		out[i] = &s.Causes[i]
	}
	slices.SortStableFunc(out, func(a, b *KnownCause) int { return len(b.Incidents) - len(a.Incidents) })
	return out
}
