package insight

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// DynamicThreshold is the policy about thresholds that are learned from the
// values of past weeks. The zero value has the defaults that stand behind the
// fields.
type DynamicThreshold struct {
	Sigma         float64       // spreads from the baseline at which a value is out of bounds; 3
	MinWeeks      int           // weeks with values without which there is no verdict; 3
	Persist       int           // values in a row that must be out of bounds; 3
	Method        string        // sigma, or mad for the median and the median absolute deviation; sigma
	LeadIn        time.Duration // before the start of an incident, in which an alert is its first sign and not false; 1 h
	Contamination float64       // share of values that the isolation forest flags, by definition; 0.001
}

// filled is the policy with its defaults.
func (d DynamicThreshold) filled() DynamicThreshold {
	return DynamicThreshold{
		Sigma: cmp.Or(d.Sigma, 3), MinWeeks: cmp.Or(d.MinWeeks, 3), Persist: cmp.Or(d.Persist, 3), Method: cmp.Or(d.Method, "sigma"),
		LeadIn: cmp.Or(d.LeadIn, time.Hour), Contamination: cmp.Or(d.Contamination, 0.001),
	}
}

// Thresholds is what thresholds would have done with every recorded series.
type Thresholds struct {
	Series []*SeriesReplay // in the order of the corpus

	of map[*Incident][]SeriesWindow
}

// SeriesWindow is the window of an incident in a series.
type SeriesWindow struct {
	Replay *SeriesReplay
	Window int // an index of its windows, and of the alerts of its rules
}

// Of gives the windows of an incident, in the order of the series.
func (t *Thresholds) Of(in *Incident) []SeriesWindow { return t.of[in] }

// SeriesReplay is one series with the rules that were replayed over it. Values
// inside the window of an incident are never learned from.
type SeriesReplay struct {
	Series   *facet.Series
	Service  string        // id; empty if none is stated
	Entry    *corpus.Entry // of the service; nil if the catalogue has none
	Zone     *time.Location
	From, To time.Time // of the first and the last value

	// Windows are the incidents of the service that lie in the series, by
	// start; absent if the series names no service.
	Windows Figure[[]IncidentWindow]
	Calm    int // values outside all windows

	Rules []RuleReplay
	Table ThresholdTable
	Trend Figure[Trend]

	policy DynamicThreshold
	places []weekHour
	calm   []bool          // of each value, whether it is outside all windows
	gap    int64           // nanoseconds; a longer step between two values is not covered
	bands  []thresholdBand // of the policy's rule
}

// IncidentWindow is the time in which an alert is about an incident: from the lead-in
// before its start, or its detection where that is earlier, to its end.
type IncidentWindow struct {
	Incident *Incident
	From, To time.Time
	Detected Figure[time.Time]
}

// Thresholds replays the policy's threshold over every series beside the ones
// that are in force, the handbook's and the second opinions. It is computed
// once.
func (r *Results) Thresholds() *Thresholds { return r.lazy.thresholds() }

func (r *Results) replayThresholds() *Thresholds {
	t := &Thresholds{of: map[*Incident][]SeriesWindow{}}
	services, incidents := newCatalogue(r.corpus), r.List()
	statics := r.staticThresholds(services)
	for i := range r.corpus.Series {
		p := r.newReplay(&r.corpus.Series[i], services, incidents)
		own := p.staticsOf(statics)
		p.replayRules(own)
		p.replayTrend(own, r.Policy.Trend.filled())
		t.Series = append(t.Series, p)
		for n, w := range p.Windows.V {
			t.of[w.Incident] = append(t.of[w.Incident], SeriesWindow{p, n})
		}
	}
	return t
}

// newReplay finds what a series is about, and the incidents in it.
func (r *Results) newReplay(s *facet.Series, services catalogue, incidents []*Incident) *SeriesReplay {
	p := &SeriesReplay{Series: s, Zone: r.Policy.zone(), policy: r.Policy.Thresholds.filled()}
	if s.Service != "" {
		found := services.find(s.Service)
		p.Service, p.Entry = found.id, found.entry
	}
	if p.Entry != nil && p.Entry.Service.Zone != nil {
		p.Zone = p.Entry.Service.Zone
	}
	p.From, p.To = s.At(0).In(p.Zone), s.At(len(s.Times)-1).In(p.Zone)
	p.Windows = p.windowsOf(incidents)
	p.places = placesOf(s.Times, p.Zone)
	p.markCalm()
	p.gap = usualStep(s.Times) * gapSteps
	return p
}

var noSeriesService = diag.Text{En: "the series names no service", Ja: "系列にサービスの指定がない"}

// windowsOf gives the incidents of a series' service that lie in it.
func (p *SeriesReplay) windowsOf(incidents []*Incident) Figure[[]IncidentWindow] {
	if p.Service == "" {
		return absent[[]IncidentWindow](noSeriesService)
	}
	list := []IncidentWindow{}
	for _, in := range incidents {
		if !in.Start.Known || !slices.ContainsFunc(in.Services, func(id string) bool { return corpus.Fold(id) == corpus.Fold(p.Service) }) {
			continue
		}
		w := IncidentWindow{Incident: in, From: in.Start.V, To: p.To, Detected: instant(in.Entry.Times.Detected, noDetection)}
		if in.End.Known {
			w.To = in.End.V
		}
		if w.Detected.Known && w.Detected.V.Before(w.From) {
			w.From = w.Detected.V
		}
		w.From = w.From.Add(-p.policy.LeadIn)
		if !w.From.After(p.To) && !w.To.Before(p.From) {
			list = append(list, w)
		}
	}
	slices.SortStableFunc(list, func(a, b IncidentWindow) int { return a.From.Compare(b.From) })
	return known(list)
}

// markCalm notes which values lie in no window.
func (p *SeriesReplay) markCalm() {
	p.calm = make([]bool, len(p.places))
	next, until := 0, int64(math.MinInt64)
	for i, t := range p.Series.Times {
		for ; next < len(p.Windows.V) && nanos(p.Windows.V[next].From) <= t; next++ {
			until = max(until, nanos(p.Windows.V[next].To))
		}
		if p.calm[i] = t > until; p.calm[i] {
			p.Calm++
		}
	}
}

// nanos is an instant in nanoseconds since 1970; those of years that a series
// cannot have are before or after all of it.
func nanos(t time.Time) int64 {
	switch {
	case t.Year() < 1970:
		return math.MinInt64
	case t.Year() > 2200:
		return math.MaxInt64
	}
	return t.UnixNano()
}

// gapSteps is after how many usual steps without a value the time between two
// of them is not covered, and no part of what rates are told of.
const gapSteps = 10

// usualStep is the median distance of values in nanoseconds; 0 if there are
// fewer than two.
func usualStep(times []int64) int64 {
	if len(times) < 2 {
		return 0
	}
	steps := make([]int64, len(times)-1)
	for i := range steps {
		steps[i] = times[i+1] - times[i]
	}
	slices.Sort(steps)
	return steps[len(steps)/2]
}

// covered is the time in weeks outside windows in which a rule judged, which
// it tells of each value.
func (p *SeriesReplay) covered(judged func(i int) bool) *big.Rat {
	var sum int64
	for i := 1; i < len(p.calm); i++ {
		if step := p.Series.Times[i] - p.Series.Times[i-1]; p.calm[i-1] && p.calm[i] && step <= p.gap && judged(i) {
			sum += step
		}
	}
	return big.NewRat(sum, int64(7*24*time.Hour))
}

// Label is the name of the series for people: its metric, service and label.
func (p *SeriesReplay) Label() string {
	name := p.Series.Metric
	for _, more := range []string{p.Service, p.Series.Label} {
		if more != "" {
			name += " · " + more
		}
	}
	return name
}

// Find gives the replays of a metric, of one service unless that is empty.
func (t *Thresholds) Find(metric, service string) []*SeriesReplay {
	var list []*SeriesReplay
	for _, p := range t.Series {
		if same(p.Series.Metric, metric) && (service == "" || same(p.Service, service)) {
			list = append(list, p)
		}
	}
	return list
}

// same compares names as people write them.
func same(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

// Gap is the distance of two values from which on nothing is known of the time
// between them.
func (p *SeriesReplay) Gap() time.Duration { return time.Duration(p.gap) }

// Span gives the values in [from, to] as a range of their indices.
func (p *SeriesReplay) Span(from, to time.Time) (first, end int) {
	first, _ = slices.BinarySearch(p.Series.Times, nanos(from))
	end, found := slices.BinarySearch(p.Series.Times, nanos(to))
	return first, max(end+boolInt(found), first)
}

// ExpectedBounds are the bounds of the policy's rule for a stretch of time.
type ExpectedBounds struct {
	From, To time.Time
	Bounds
}

// Expected gives the bounds that are known for the values in [from, to], by
// time.
func (p *SeriesReplay) Expected(from, to time.Time) []ExpectedBounds {
	first, end := p.Span(from, to)
	at := sort.Search(len(p.bands), func(i int) bool { return p.bands[i].to > first })
	var list []ExpectedBounds
	for _, b := range p.bands[at:] {
		if b.from >= end {
			break
		}
		next := min(b.to, end, len(p.Series.Times)-1)
		if p.Series.Times[next]-p.Series.Times[next-boolInt(next > 0)] > p.gap {
			next = min(b.to, end) - 1
		}
		if b.Known {
			list = append(list, ExpectedBounds{p.Series.At(max(b.from, first)), p.Series.At(next), b.Bounds})
		}
	}
	return list
}
