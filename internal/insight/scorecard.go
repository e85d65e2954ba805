package insight

import (
	"math/big"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Practices are what a site declares because no document can tell it.
type Practices struct {
	AlertGrouping bool // alerts are correlated and grouped before they page
}

// Score is one item of the readiness checklist. It stands for itself: scores
// are never added up to a grade.
type Score struct {
	Number int // 1–16
	Stage  int // 1–4, in which it is introduced
	Item   diag.Text
	Target diag.Text

	Done, Of int      // what fulfils it, of what is looked at; 0 of 0 where Check does not rest on numbers
	Share    Quantity // Done of Of, 0–1; absent if there is nothing to look at
	Check    Check
	Why      diag.Text // why it does not apply, or is missing without a list; may be empty
	Failing  []Failing // what does not fulfil it, in the order of the documents
}

// Failing is a document, or a part of one, that does not fulfil an item.
type Failing struct {
	Entry *corpus.Entry // nil where no document is at fault
	Part  string        // an alert, a cause, a skill; empty for the whole document
	Why   diag.Text
}

// Scorecard is the readiness of a repository.
type Scorecard struct {
	From   time.Time // incidents and runs from then on count
	Scores []Score   // by number
}

// Stages gives the numbers of the items in the order in which they are
// introduced: the four stages.
func Stages() [4][]int {
	return [4][]int{{1, 2, 3, 4}, {9, 10, 11, 12}, {5, 6, 7, 8}, {13, 14, 15, 16}}
}

// Stage gives the items of a stage, 1–4.
func (s *Scorecard) Stage(n int) []Score {
	var out []Score
	for _, number := range Stages()[n-1] {
		out = append(out, s.Scores[number-1])
	}
	return out
}

// Complete tells whether a stage, 1–4, has an item that is met and none that is
// missing.
func (s *Scorecard) Complete(stage int) bool {
	met := false
	for _, x := range s.Stage(stage) {
		if x.Check == Missing {
			return false
		}
		met = met || x.Check == Met
	}
	return met
}

// Current is the first stage that is not complete; 0 if all are.
func (s *Scorecard) Current() int {
	for stage := range Stages() {
		if !s.Complete(stage + 1) {
			return stage + 1
		}
	}
	return 0
}

// readinessFrom is when the window of the scorecard begins.
func (r *Results) readinessFrom() time.Time {
	if w := r.Policy.ReadinessWindow; w > 0 {
		return r.Now.Add(-w)
	}
	return r.Now.AddDate(-1, 0, 0)
}

// Scorecard goes through the readiness checklist of the handbook.
func (r *Results) Scorecard() *Scorecard { return r.lazy.scorecard() }

func (r *Results) keepScore() *Scorecard {
	k := &scorer{r: r, from: r.readinessFrom()}
	k.read()
	card := &Scorecard{From: k.from}
	for i, item := range scoreItems() {
		s := item.score(k)
		s.Number, s.Item, s.Target = i+1, item.text, item.target
		card.Scores = append(card.Scores, s)
	}
	for stage, numbers := range Stages() {
		for _, n := range numbers {
			card.Scores[n-1].Stage = stage + 1
		}
	}
	return card
}

// scorer is what the items look at.
type scorer struct {
	r         *Results
	from      time.Time
	incidents []*Incident // of the window, over and no drafts, by start
	core      []*corpus.Entry
}

func (k *scorer) read() {
	for _, in := range k.r.List() {
		if in.Start.Known && k.within(in.Start.V) && !in.Live && in.Entry.Status != "draft" {
			k.incidents = append(k.incidents, in)
		}
	}
	for _, e := range k.r.corpus.Kind("service") {
		if tier := e.Service.Tier.V; tier != nil && tier.Cmp(unity) <= 0 && e.Service.Lifecycle != "retired" {
			k.core = append(k.core, e)
		}
	}
}

func (k *scorer) within(t time.Time) bool { return t.After(k.from) && !t.After(k.r.Now) }

// withinDay tells whether a day lies in the window.
func (k *scorer) withinDay(d facet.Date) bool {
	return d.Known && compareDays(d, k.r.dayOf(k.from)) > 0 && compareDays(d, k.r.today()) <= 0
}

// tally counts what fulfils an item.
type tally struct {
	done, of int
	failing  []Failing
}

// add counts one thing, which fulfils the item if it lacks nothing.
func (t *tally) add(f Failing) {
	t.of++
	if f.Why == (diag.Text{}) {
		t.done++
		return
	}
	t.failing = append(t.failing, f)
}

// reaches makes a score that is met from a percentage on. Where there is
// nothing to look at, it is whenNone for a reason.
func (t *tally) reaches(percent int64, whenNone Check, why diag.Text) Score {
	s := Score{Done: t.done, Of: t.of, Failing: t.failing, Share: absent[*big.Rat](why)}
	if t.of == 0 {
		s.Check, s.Why = whenNone, why
		return s
	}
	s.Share = known(big.NewRat(int64(t.done), int64(t.of)))
	if s.Share.V.Cmp(big.NewRat(percent, 100)) >= 0 {
		s.Check = Met
	}
	return s
}
