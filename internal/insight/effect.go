package insight

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mathext"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Effect is how often a cause came before and after something was done about
// it: before and after the day on which the first preventive action against it
// was closed. That day itself is before.
type Effect struct {
	Cause     string      // as taxon gives it
	Incidents []*Incident // by start; those that begin in the future are none

	Closed int        // preventive actions that are done
	Open   int        // and those that are not
	First  facet.Date // when the first of Closed was done; not Known without one
	Last   facet.Date

	Before, After         int // incidents
	DaysBefore, DaysAfter int // from the first incident of all to First, and from then on

	RateBefore, RateAfter Quantity // incidents in 90 days

	// Ratio is the rate after by the rate before, with its exact 95 % interval;
	// absent while it is too early.
	Ratio     Quantity
	Low, High Figure[float64]

	Despite    []*Incident // those after First
	BadMinutes *big.Rat    // of Incidents, as far as it is known
}

// observed is how many days make a rate, and for how long a cause is to be
// watched before the effect of an action is told.
const observed = 90

// leastForRatio is how many incidents it takes to compare two rates.
const leastForRatio = 3

var (
	noPrevention = diag.Text{En: "no preventive action is closed", Ja: "完了した予防アクションがない"}
	noneBefore   = diag.Text{En: "no incident before the action to compare with", Ja: "比較できる対策前のインシデントがない"}
	tooFewAtAll  = diag.Say("too early: fewer than %d incidents", "時期尚早（インシデントが%d件未満）", leastForRatio)
)

// Effects gives the causes of all incidents with what prevention did to them:
// first those that came back although an action was closed, the most frequent
// first, then those with a closed action, then the others, each by the bad
// minutes that they brought.
func (r *Results) Effects() []*Effect { return r.lazy.effects() }

func (r *Results) measureEffects() []*Effect {
	at := map[string]*Effect{}
	done := map[string]map[*Action]bool{}
	var start facet.Date // of the record
	for _, in := range r.List() {
		if !in.Start.Known || in.Start.V.After(r.Now) {
			continue
		}
		if day := r.dayOf(in.Start.V); !start.Known {
			start = day
		}
		for _, word := range firstOf(in.taxa()) {
			if at[word] == nil {
				at[word], done[word] = &Effect{Cause: word, BadMinutes: new(big.Rat)}, map[*Action]bool{}
			}
			e := at[word]
			e.Incidents = append(e.Incidents, in)
			if bad := in.BadMinutes(); bad.Known {
				e.BadMinutes.Add(e.BadMinutes, bad.V)
			}
		}
		r.notePrevention(in, at, done)
	}
	out := slices.Collect(maps.Values(at))
	for _, e := range out {
		r.compare(e, start)
	}
	slices.SortFunc(out, func(a, b *Effect) int {
		return cmp.Or(
			len(b.Despite)-len(a.Despite),
			boolInt(b.First.Known)-boolInt(a.First.Known),
			b.BadMinutes.Cmp(a.BadMinutes),
			cmp.Compare(a.Cause, b.Cause),
		)
	})
	return out
}

// notePrevention counts the preventive actions of an incident and its
// analyses, each once for the cause that it answers, else for all causes of
// the incident.
func (r *Results) notePrevention(in *Incident, at map[string]*Effect, seen map[string]map[*Action]bool) {
	causes := map[string]string{}
	for c := range in.causes() {
		causes[c.ID] = c.Taxonomy
	}
	words := firstOf(in.taxa())
	for _, a := range r.actionsOf(in) {
		if a.Item.Type != "prevent" {
			continue
		}
		for _, word := range answered(a, causes, words) {
			e := at[word]
			if e == nil || seen[word][a] {
				continue
			}
			seen[word][a] = true
			e.note(a)
		}
	}
}

// answered gives the words of the causes that an action names, else all words.
func answered(a *Action, causes map[string]string, words []string) []string {
	var own []string
	for _, id := range strings.FieldsFunc(a.Item.Cause, func(r rune) bool { return strings.ContainsRune(" ,;/、・，", r) }) {
		own = append(own, causes[id])
	}
	if own = taxaOf(own); len(own) > 0 {
		return own
	}
	return words
}

func (e *Effect) note(a *Action) {
	switch {
	case a.State == facet.Done:
		e.Closed++
		if day := a.Ended.Day; day.Known {
			if !e.First.Known || compareDays(day, e.First) < 0 {
				e.First = day
			}
			if !e.Last.Known || compareDays(day, e.Last) > 0 {
				e.Last = day
			}
		}
	case a.Open():
		e.Open++
	}
}

// actionsOf gives the action items of a postmortem and of its root cause
// analyses.
func (r *Results) actionsOf(in *Incident) []*Action {
	list := slices.Clone(r.Actions(in.Entry))
	for _, e := range in.linked("rca") {
		list = append(list, r.Actions(e)...)
	}
	return list
}

// compare fills the rates of an effect. The record begins on a day.
func (r *Results) compare(e *Effect, start facet.Date) {
	if why := e.unmeasured(); why != (diag.Text{}) {
		e.RateBefore, e.RateAfter, e.Ratio = absent[*big.Rat](why), absent[*big.Rat](why), absent[*big.Rat](why)
		e.Low, e.High = absent[float64](why), absent[float64](why)
		return
	}
	for _, in := range e.Incidents {
		if compareDays(r.dayOf(in.Start.V), e.First) > 0 {
			e.Despite = append(e.Despite, in)
		}
	}
	e.After = len(e.Despite)
	e.Before = len(e.Incidents) - e.After
	e.DaysBefore, e.DaysAfter = max(0, Days(start, e.First)+1), max(0, Days(e.First, r.today()))
	e.RateBefore, e.RateAfter = rate(e.Before, e.DaysBefore), rate(e.After, e.DaysAfter)
	e.Ratio = per(e.RateAfter, e.RateBefore, noneBefore)
	switch {
	case e.DaysAfter < observed:
		e.Ratio = absent[*big.Rat](diag.Say("too early: %d of %d days observed", "時期尚早（観測%d日／%d日）", e.DaysAfter, observed))
	case len(e.Incidents) < leastForRatio:
		e.Ratio = absent[*big.Rat](tooFewAtAll)
	}
	if !e.Ratio.Known {
		e.Low, e.High = absent[float64](e.Ratio.Why), absent[float64](e.Ratio.Why)
		return
	}
	low, high := rateRatio(e.After, e.Before, float64(e.DaysAfter), float64(e.DaysBefore))
	e.Low, e.High = known(low), known(high)
}

// unmeasured says why nothing can be compared; empty if it can.
func (e *Effect) unmeasured() diag.Text {
	switch {
	case e.Closed == 0:
		return noPrevention
	case !e.First.Known:
		return noClosing
	}
	return diag.Text{}
}

// rate is so many incidents in so many days, by 90 days.
func rate(incidents, days int) Quantity {
	if days == 0 {
		return absent[*big.Rat](diag.Text{En: "not a day observed", Ja: "観測日数が0日"})
	}
	return known(mul(big.NewRat(int64(incidents), int64(days)), num(observed)))
}

// rateRatio bounds the ratio of two Poisson rates, at 95 %: given their sum,
// the first count is binomial, and its share has the exact interval of Clopper
// and Pearson (Przyborowski and Wilenski, "Homogeneity of results in testing
// samples from Poisson series", 1940). The second count and both lengths are
// above 0.
func rateRatio(first, second int, firstLength, secondLength float64) (low, high float64) {
	low, high = clopperPearson(first, first+second)
	odds := func(share float64) float64 { return share / (1 - share) * secondLength / firstLength }
	return odds(low), odds(high)
}

// clopperPearson gives the exact 95 % interval of the share that successes of
// n > 0 trials tell of, by quantiles of the Beta distribution.
func clopperPearson(successes, n int) (low, high float64) {
	k, rest := float64(successes), float64(n-successes)
	high = 1
	if successes > 0 {
		low = mathext.InvRegIncBeta(k, rest+1, 0.025)
	}
	if successes < n {
		high = mathext.InvRegIncBeta(k+1, rest, 0.975)
	}
	return low, high
}
