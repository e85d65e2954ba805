package insight

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Recurring is how often incidents come back. Near misses, and incidents that
// begin after now, do not count as incidents; a later incident may repeat a
// near miss.
type Recurring struct {
	All       RepeatRate
	ByCause   []RepeatRate // most repeats first, then most incidents, then by name
	ByService []RepeatRate // likewise
	Avoidable []Avoidable  // most overdue first, then the latest repeat
	Quiet     []QuietCause // shortest first, then by name
	// Between is the time from the end of the earlier incident of a pair, or its
	// start, to the start of the repeat.
	Between Distribution
	Pairs   []RepeatPair // each repeat with the first of its Repeats, by the repeat's start
}

// RepeatRate is the share of incidents that repeat an earlier one.
type RepeatRate struct {
	Name      string // of the service or cause; empty for all
	Incidents int
	Repeats   int
	Stated    int             // of Repeats, by the authors; the others are probable
	Share     Quantity        // 0–1; absent under five incidents
	Low, High Figure[float64] // 95 % interval of Share, by Wilson
}

// RepeatPair is a repeat and the incident that it repeats.
type RepeatPair struct {
	Repeat, Earlier *Incident
	Stated          bool

	found Repeat
}

// Why says what the two have in common.
func (p RepeatPair) Why() diag.Text { return p.found.Why() }

// Avoidable is a repeat before which an action of the earlier incident was
// still open that might have prevented it, or found it sooner.
type Avoidable struct {
	RepeatPair
	Actions []OpenAction // most overdue first
}

// OpenAction is an action as it was on the day on which a repeat began.
type OpenAction struct {
	Action  *Action
	Overdue Figure[int] // days; 0 if it was not due yet
}

// QuietCause is for how long a cause has not come back.
type QuietCause struct {
	Cause     string
	Incidents int
	Last      *Incident
	Days      int // whole days from the end of Last, or its start, to now
}

const leastForRate = 5

// Recurring gives how often incidents come back: of those that began in a
// period, of all for the zero Period. What they repeat may have been earlier.
func (r *Results) Recurring(p Period) *Recurring {
	if p == (Period{}) {
		return r.lazy.recurring()
	}
	return r.recurring(r.In(p))
}

func (r *Results) recurring(list []*Incident) *Recurring {
	out := &Recurring{}
	byCause, byService := map[string]*RepeatRate{}, map[string]*RepeatRate{}
	last := map[string]*QuietCause{}
	var between []*big.Rat
	each(list, func(in *Incident) { r.Repeats(in) })
	for _, in := range list {
		if in.Entry.Status == "near_miss" || in.Start.Known && in.Start.V.After(r.Now) {
			continue
		}
		repeats := r.Repeats(in)
		causes := r.lazy.kin().natures[in].causes
		for _, rate := range slices.Concat([]*RepeatRate{&out.All}, rates(byCause, causes), rates(byService, in.Services)) {
			rate.count(repeats)
		}
		for _, c := range causes {
			r.quiet(last, c, in)
		}
		if len(repeats) == 0 {
			continue
		}
		pair := r.pair(in, repeats[0])
		out.Pairs = append(out.Pairs, pair)
		if gap := pair.gap(); gap.Known {
			between = append(between, gap.V)
		}
		if a, ok := r.avoidable(in, repeats); ok {
			out.Avoidable = append(out.Avoidable, a)
		}
	}
	out.All.settle()
	out.ByCause, out.ByService = sortedRates(byCause), sortedRates(byService)
	out.Quiet = sortedQuiet(last)
	out.Between = distribute(between)
	slices.SortStableFunc(out.Avoidable, func(a, b Avoidable) int {
		return cmp.Or(cmp.Compare(b.Actions[0].Overdue.V, a.Actions[0].Overdue.V), b.Repeat.Start.V.Compare(a.Repeat.Start.V))
	})
	return out
}

// rates gives the rates of some names, made where there are none yet.
func rates(known map[string]*RepeatRate, names []string) []*RepeatRate {
	var out []*RepeatRate
	for _, name := range names {
		if known[name] == nil {
			known[name] = &RepeatRate{Name: name}
		}
		out = append(out, known[name])
	}
	return out
}

func (x *RepeatRate) count(repeats []Repeat) {
	x.Incidents++
	if len(repeats) > 0 {
		x.Repeats++
		x.Stated += boolInt(repeats[0].Stated)
	}
}

func (x *RepeatRate) settle() {
	if x.Incidents < leastForRate {
		why := diag.Say("a share of fewer than %d incidents says nothing", "%d件未満の割合には意味がない", leastForRate)
		x.Share, x.Low, x.High = absent[*big.Rat](why), absent[float64](why), absent[float64](why)
		return
	}
	x.Share = known(big.NewRat(int64(x.Repeats), int64(x.Incidents)))
	low, high := wilson(x.Repeats, x.Incidents)
	x.Low, x.High = known(low), known(high)
}

func sortedRates(list map[string]*RepeatRate) []RepeatRate {
	var out []RepeatRate
	for _, x := range list {
		x.settle()
		out = append(out, *x)
	}
	slices.SortFunc(out, func(a, b RepeatRate) int {
		return cmp.Or(cmp.Compare(b.Repeats, a.Repeats), cmp.Compare(b.Incidents, a.Incidents), strings.Compare(a.Name, b.Name))
	})
	return out
}

func (r *Results) pair(in *Incident, x Repeat) RepeatPair {
	return RepeatPair{Repeat: in, Earlier: r.Incidents[x.Earlier], Stated: x.Stated, found: x}
}

// over is the last known instant of an incident: its end, else its start.
func (in *Incident) over() Figure[time.Time] {
	if in.End.Known {
		return in.End
	}
	return in.Start
}

// gap is the time between the two incidents; absent if they overlap.
func (p RepeatPair) gap() Quantity {
	return elapsed(p.Earlier.over(), p.Repeat.Start, false, tooEarly)
}

// quiet notes the incident as the last one of a cause, if it is.
func (r *Results) quiet(last map[string]*QuietCause, cause string, in *Incident) {
	over := in.over()
	if !over.Known || over.V.After(r.Now) {
		return
	}
	q := last[cause]
	if q == nil {
		q = &QuietCause{Cause: cause, Last: in}
		last[cause] = q
	}
	q.Incidents++
	if before := q.Last.over(); !over.V.Before(before.V) {
		q.Last, q.Days = in, daysBetween(r.dayOf(over.V), r.today())
	}
}

func sortedQuiet(list map[string]*QuietCause) []QuietCause {
	var out []QuietCause
	for _, q := range list {
		out = append(out, *q)
	}
	slices.SortFunc(out, func(a, b QuietCause) int {
		return cmp.Or(cmp.Compare(a.Days, b.Days), strings.Compare(a.Cause, b.Cause))
	})
	return out
}

// mostEarlier is how many of the incidents that one repeats are searched for
// actions that were left open.
const mostEarlier = 20

// avoidable finds the actions that were open when a repeat began, of the first
// of the incidents it repeats that has some.
func (r *Results) avoidable(in *Incident, repeats []Repeat) (Avoidable, bool) {
	if !in.Start.Known {
		return Avoidable{}, false
	}
	day := r.dayOf(in.Start.V)
	causes := r.lazy.kin().natures[in].causes
	for _, x := range repeats[:min(len(repeats), mostEarlier)] {
		pair := r.pair(in, x)
		var open []OpenAction
		for _, a := range r.actionsOf(pair.Earlier) {
			if a.wasOpen(day) && a.mightPrevent(causes) {
				open = append(open, OpenAction{a, a.overdueOn(day)})
			}
		}
		if len(open) == 0 {
			continue
		}
		slices.SortStableFunc(open, func(a, b OpenAction) int { return cmp.Compare(b.Overdue.V, a.Overdue.V) })
		return Avoidable{pair, open}, true
	}
	return Avoidable{}, false
}

// wasOpen tells whether an action is known to have been open on a day: it was
// opened by then, and is open still or ended on a later day.
func (a *Action) wasOpen(day facet.Date) bool {
	switch {
	case a.Opened.Day.Known && compareDays(a.Opened.Day, day) > 0:
		return false
	case a.Open():
		return true
	}
	return a.State.Over() && a.Ended.Day.Known && a.Ended.From != FromBound && compareDays(a.Ended.Day, day) > 0
}

// mightPrevent tells whether an action prevents or detects, or answers one of
// some causes.
func (a *Action) mightPrevent(causes []string) bool {
	if a.Item.Type == "prevent" || a.Item.Type == "detect" {
		return true
	}
	if a.Entry == nil || a.Item.Cause == "" {
		return false
	}
	answers := strings.FieldsFunc(a.Item.Cause, func(r rune) bool { return strings.ContainsRune(" ,;/、・，", r) })
	return slices.ContainsFunc(a.Entry.Causes, func(c facet.Cause) bool {
		return c.ID != "" && slices.Contains(answers, c.ID) && slices.Contains(causes, taxon(c.Taxonomy))
	})
}

// overdueOn is how many days an action was late on a day.
func (a *Action) overdueOn(day facet.Date) Figure[int] {
	if !a.Due.Known {
		return absent[int](noDueDate)
	}
	return known(max(0, daysBetween(a.Due, day)))
}

// Sentence says what was left undone.
func (a Avoidable) Sentence() diag.Text {
	open := a.Actions[0]
	text := diag.Say("“%s” of %s was still open", "%[2]s の「%[1]s」が未完了だった", open.Action.Item.Text, a.Earlier.Entry.ID)
	switch {
	case open.Overdue.V == 1:
		text = diag.Say("%s: the fix was 1 day overdue", "%s：対策は期限を1日超過", text)
	case open.Overdue.V > 1:
		text = diag.Say("%s: the fix was %d days overdue", "%s：対策は期限を%d日超過", text, open.Overdue.V)
	case open.Overdue.Known:
		text = diag.Say("%s: the fix was not due yet", "%s：対策の期限前", text)
	default:
		text = diag.Say("%s, without a due date", "%s（期限なし）", text)
	}
	if more := len(a.Actions) - 1; more > 0 {
		text = diag.Say("%s; %d more open", "%s。ほか未完了 %d 件", text, more)
	}
	return text
}

// Sentence says the rate in words.
func (x RepeatRate) Sentence() diag.Text {
	text := diag.Say("%d of %s repeated an earlier one (near misses do not count)", "ヒヤリハットを除く%[2]sのうち%[1]d件が再発", x.Repeats, diag.Amount(x.Incidents, "incident", "incidents", "件"))
	if !x.Share.Known {
		return diag.Say("%s; %s", "%s。%s", text, x.Share.Why)
	}
	share := mul(x.Share.V, hundred).FloatString(0)
	return diag.Say("%s: %s %% (95 %% interval %s)", "%s：%s%%（95%%信頼区間 %s）", text, share, diag.Text{En: x.Bounds("en"), Ja: x.Bounds("ja")})
}

// Bounds writes the interval of a known share: "10–70 %".
func (x RepeatRate) Bounds(lang string) string {
	return FormatNumber(Rounded(x.Low.V*100).V, 0) + "–" + FormatPercent(Rounded(x.High.V*100).V, 0, lang)
}
