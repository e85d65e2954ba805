package insight

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// LikelyCause is a cause that a symptom may have.
type LikelyCause struct {
	Text   string        // as the known issue writes it, else Word with spaces
	Word   string        // of the taxonomy, as taxon gives it; empty if the known issue names none
	Lang   string        // of Text; empty if it is Word
	Issue  *corpus.Entry // that lists it; nil if only incidents have it
	ID     string        // in Issue; may be empty
	Stated facet.Number  // the likelihood that Issue states, 0–1

	// In are the incidents with the symptom that had this cause, the latest
	// first; Of is how many with the symptom have a known cause. Of is 0 for a
	// cause that no incident can name, since it has no word of the taxonomy.
	In []*corpus.Entry
	Of int
	// Share is what is expected of the next incident, 0–1: the stated
	// likelihood counts as much as three incidents.
	Share float64
}

// Advice is a remedy against a symptom.
type Advice struct {
	Remedy *Remedy
	For    []int // the causes that it is for, as places in the symptom's Causes; empty if its known issue lists none
	Why    diag.Text
	// Evidence is by how much it goes before another one, in log-odds: that its
	// causes are the ones at work, and half of what its record adds to what is
	// expected of an untried remedy.
	Evidence float64
}

// statedWeight is how many incidents the likelihood that an author states counts
// for: as many tries as the usual prior of remedies.
const statedWeight = 3

// mostIssues bounds the known issues of a symptom that is none itself.
const mostIssues = 20

// complete fills what follows from what is read.
func (b *symptomBuilder) complete(s *Symptom) {
	slices.SortStableFunc(s.Incidents, func(x, y Evidence) int { return b.r.latestFirst(x.Entry, y.Entry) })
	if s.Is == nil {
		b.findIssues(s)
	}
	c := causeCounter{symptom: s, place: map[causeID]int{}, words: map[string][]int{}}
	for _, issue := range s.Issues {
		c.list(issue.Entry)
	}
	seen, helped := s.Seen(), b.helpedIn(s)
	for _, incident := range seen {
		c.count(b.r, incident, helped[incident])
	}
	c.finish()
	b.advise(s)
	b.findRunbooks(s, seen)
	b.place(s)
}

// findIssues finds the known issues that stand beside a symptom in the
// documents that tell of it.
func (b *symptomBuilder) findIssues(s *Symptom) {
	for _, list := range [][]Evidence{s.Runbooks, s.Incidents} {
		for _, x := range list {
			if !x.Counts {
				continue
			}
			why := diag.Say("named by the runbook %s", "ランブック %s に記載", x.Entry.ID)
			if x.Entry.Kind != "runbook" {
				why = diag.Say("named by the incident %s", "インシデント %s に記載", x.Entry.ID)
			}
			for _, field := range []string{"symptoms", "known_issues"} {
				for _, issue := range x.Entry.Targets(field) {
					if issue.Kind == "known-issue" && len(s.Issues) < mostIssues {
						s.Issues = addEvidence(s.Issues, issue, why, true)
					}
				}
			}
		}
	}
}

// causeID is a cause of a known issue.
type causeID struct {
	issue *corpus.Entry
	id    string
}

// causeCounter counts how often each cause of a symptom was at work.
type causeCounter struct {
	symptom *Symptom
	place   map[causeID]int
	words   map[string][]int // causes of a word
	known   int              // incidents with a known cause
}

// list enters the causes of a known issue.
func (c *causeCounter) list(issue *corpus.Entry) {
	for _, cause := range issue.Causes[:min(len(issue.Causes), maxCauses)] {
		x := LikelyCause{Text: oneLine(cause.Text), Lang: issue.Lang, Issue: issue, ID: cause.ID}
		if l := cause.Likelihood; l.V != nil && l.V.Sign() >= 0 && l.V.Cmp(unity) <= 0 {
			x.Stated = l
		}
		if words := taxaOf([]string{cause.Taxonomy}); len(words) > 0 {
			x.Word = words[0]
		}
		if _, taken := c.place[causeID{issue, cause.ID}]; !taken && cause.ID != "" {
			c.place[causeID{issue, cause.ID}] = len(c.symptom.Causes)
		}
		c.add(x)
	}
}

func (c *causeCounter) add(x LikelyCause) int {
	n := len(c.symptom.Causes)
	c.symptom.Causes = append(c.symptom.Causes, x)
	if x.Word != "" {
		c.words[x.Word] = append(c.words[x.Word], n)
	}
	return n
}

// count adds an incident. Of several causes with the same word, those count for
// which a solution helped in it; without such a record, all of them.
func (c *causeCounter) count(r *Results, incident *corpus.Entry, helped []*Remedy) {
	in := r.Incidents[incident]
	if in == nil {
		return
	}
	at := map[int]bool{}
	for _, m := range helped {
		for _, id := range firstOf(m.Solution.ForCauses) {
			if i, ok := c.place[causeID{m.Entry, id}]; ok {
				at[i] = true
			}
		}
	}
	for _, word := range firstOf(in.taxa()) {
		list := c.words[word]
		if len(list) == 0 {
			list = []int{c.add(LikelyCause{Text: strings.ReplaceAll(word, "_", " "), Word: word})}
		}
		if !slices.ContainsFunc(list, func(i int) bool { return at[i] }) {
			for _, i := range list {
				at[i] = true
			}
		}
	}
	if len(at) == 0 {
		return
	}
	c.known++
	for i := range at {
		c.symptom.Causes[i].In = append(c.symptom.Causes[i].In, incident)
	}
}

// helpedIn gives, by incident, the solutions of a symptom's known issues that
// are recorded to have helped in it.
func (b *symptomBuilder) helpedIn(s *Symptom) map[*corpus.Entry][]*Remedy {
	out := map[*corpus.Entry][]*Remedy{}
	for _, issue := range s.Issues {
		for _, m := range b.solutions.Of(issue.Entry) {
			for _, t := range m.Record.Tries {
				if list := out[t.Incident]; t.Success && t.Incident != nil && (len(list) == 0 || list[len(list)-1] != m) {
					out[t.Incident] = append(list, m)
				}
			}
		}
	}
	return out
}

// finish computes the shares and sorts the causes by them.
func (c *causeCounter) finish() {
	causes := c.symptom.Causes
	rest, unstated := 1.0, 0
	for _, x := range causes {
		switch {
		case x.Stated.V != nil:
			share, _ := x.Stated.V.Float64()
			rest -= share
		case x.Issue != nil:
			unstated++
		}
	}
	for i := range causes {
		x, before := &causes[i], 0.0
		if x.Stated.V != nil {
			before, _ = x.Stated.V.Float64()
		} else if x.Issue != nil {
			before = max(0, rest) / float64(unstated)
		}
		if x.Word != "" || len(x.In) > 0 {
			x.Of = c.known
		}
		x.Share = min(1, (float64(len(x.In))+statedWeight*before)/(float64(c.known)+statedWeight))
	}
	slices.SortStableFunc(causes, func(a, b LikelyCause) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(len(b.In), len(a.In)))
	})
}

// advise collects the solutions of the known issues.
func (b *symptomBuilder) advise(s *Symptom) {
	prior := b.solutions.Prior
	for _, issue := range s.Issues {
		for _, m := range b.solutions.Of(issue.Entry) {
			a := Advice{Remedy: m, Why: issue.Why}
			all, own := 0.0, 0.0
			for i, x := range s.Causes {
				if x.Issue != m.Entry {
					continue
				}
				all += x.Share
				if len(m.Solution.ForCauses) == 0 || x.ID != "" && slices.Contains(m.Solution.ForCauses, x.ID) {
					own += x.Share
					a.For = append(a.For, i)
				}
			}
			if all > 0 && len(m.Solution.ForCauses) > 0 {
				a.Evidence = math.Log(max(leastShare, own/all))
			}
			a.Evidence += (logOdds(m.Record.Expected) - logOdds(prior.mean())) / 2
			s.Advice = append(s.Advice, a)
		}
	}
	slices.SortStableFunc(s.Advice, func(x, y Advice) int {
		return cmp.Or(cmp.Compare(y.Evidence, x.Evidence), len(y.Remedy.Record.Tries)-len(x.Remedy.Record.Tries))
	})
}

// leastShare keeps a remedy for a cause that never was at work in the list.
const leastShare = 0.01

func logOdds(p float64) float64 { return math.Log(p) - math.Log1p(-p) }

// findRunbooks adds to the runbooks of a symptom those of its solutions, which
// go before all others, those that helped when it was seen and those that its
// known issue links to.
func (b *symptomBuilder) findRunbooks(s *Symptom, seen []*corpus.Entry) {
	var list []Evidence
	for _, a := range s.Advice {
		if to := a.Remedy.Runbook; to != nil {
			list = addEvidence(list, to, diag.Say("its solution %q follows it", "解決策「%s」の手順", firstRunes(oneLine(a.Remedy.Solution.Title), 80)), true)
		}
	}
	for _, x := range s.Runbooks {
		list = addEvidence(list, x.Entry, x.Why, x.Counts)
	}
	for _, incident := range seen {
		for _, a := range firstOf(incident.Attempts) {
			if to := b.r.corpus.Find(a.Runbook, "runbook"); to != nil && to.Kind == "runbook" && a.Success {
				list = addEvidence(list, to, diag.Say("it helped in %s", "%s で有効だった", incident.ID), true)
			}
		}
	}
	if s.Is != nil {
		for _, to := range leadsTo(s.Is) {
			if to.Kind == "runbook" {
				list = addEvidence(list, to, diag.Text{En: "the known issue links to it", Ja: "既知の問題からのリンク"}, true)
			}
		}
	}
	s.Runbooks = list
}

// place fills category and services, of the documents that tell of it.
func (b *symptomBuilder) place(s *Symptom) {
	for _, list := range [][]Evidence{s.Issues, s.Told, s.Runbooks, s.Incidents} {
		for _, x := range list {
			if !x.Counts {
				continue
			}
			if s.Category == "" {
				s.Category, s.Subcategory = x.Entry.Category, x.Entry.Value().Field("subcategory").Text()
			}
			for _, service := range x.Entry.Targets("services") {
				if len(s.Services) < mostNamed && !slices.Contains(s.Services, service) {
					s.Services = append(s.Services, service)
				}
			}
		}
	}
	slices.SortFunc(s.Services, func(x, y *corpus.Entry) int { return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Path(), y.Path())) })
}
