package insight

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// Bound is a threshold: a value from which something is wrong with a metric,
// where a document or a rule file states it.
type Bound struct {
	Metric   string // as written
	Value    *big.Rat
	Unit     string
	Services []*corpus.Entry // that it is about; none is all
	What     diag.Text       // what states it: a check, a decision, an alert
	File     *source.File
	Span     source.Span

	names  []string // of the metric, folded
	upper  bool     // large values are wrong, else small ones
	tier   string   // warning or critical; empty if it is not known
	remedy bool     // what a remedy is to reach: it may be stricter
}

// Text is the value with its unit: "85 %", "0.9".
func (b Bound) Text() string {
	text := decimal(b.Value)
	switch {
	case b.Unit == "":
		return text
	case b.Unit == "%" || b.Unit == "％":
		return text + " %"
	}
	return text + " " + shortText(b.Unit)
}

// Conflict is a check of a health check whose thresholds another document does
// not know: it acts on a value of the same metric that is neither of them.
type Conflict struct {
	Entry *corpus.Entry // the health check
	Probe facet.HealthProbe
	Own   Bound // the nearest of the check's thresholds
	Other Bound
}

// Conflicts gives the thresholds of a health check with which runbooks and
// alerts disagree, by the order of the checks, each with the first of the
// values that differ. Metrics are the same if their names are, without regard
// to case, width, spaces, "-" and "_"; a check is also known by its title.
// Compared are values for services that both name, or that one of them leaves
// open. Percentages and shares, lengths of time and sizes are converted; what
// states no unit has that of the other. An alert that says how bad it is has to
// know the threshold of that level; what a remedy is to reach may be stricter
// than the check.
func (r *Results) Conflicts(e *corpus.Entry) []Conflict {
	if e.HealthCheck == nil || r.corpus == nil {
		return nil
	}
	others := r.lazy.bounds()
	var out []Conflict
	for _, p := range e.HealthCheck.Checks {
		if own := ownBounds(e, p); len(own) > 0 {
			out = append(out, disagreements(e, p, own, others)...)
		}
	}
	return out
}

// boundIndex holds the thresholds of runbooks and alerts by the folded
// name of their metric. Of equal ones it keeps the first.
type boundIndex map[string][]Bound

// mostValues bounds the different values that one metric has in a repository:
// a health check is compared with each.
const mostValues = 50

func (x boundIndex) add(t Bound) {
	for _, name := range t.names {
		same := func(o Bound) bool {
			return o.upper == t.upper && o.tier == t.tier && o.remedy == t.remedy &&
				o.Value.Cmp(t.Value) == 0 && o.Unit == t.Unit && slices.Equal(o.Services, t.Services)
		}
		if name != "" && len(x[name]) < mostValues && !slices.ContainsFunc(x[name], same) {
			x[name] = append(x[name], t)
		}
	}
}

// indexBounds collects what runbooks and alerts state.
func (r *Results) indexBounds() boundIndex {
	x := boundIndex{}
	for _, e := range r.corpus.Entries {
		services := e.Targets("services")
		for _, b := range e.Branches {
			what := diag.Say("the decision %q", "判断 %q", shortText(b.Condition))
			x.addCondition(b.Check, services, what, e, b.Span)
		}
		for _, s := range e.Steps {
			what := diag.Say("the step %q", "手順 %q", shortText(cmp.Or(s.Title, s.Description)))
			if t, ok := boundOf(s.Check, services, what); ok {
				t.File, t.Span = e.Doc.File, placed(s.Check.Span, s.Span)
				t.upper = !t.upper // it tells what is right
				t.remedy = s.Section == "mitigation" || s.Section == "rollback"
				x.add(t)
			}
		}
	}
	for _, w := range r.corpus.Watches() {
		what := diag.Say("the alert %q", "アラート %q", shortText(w.Name))
		// The threshold of other types is not one of the metric: a burn rate of 14.4.
		if t, ok := boundOf(w.Fires, w.Services, what); ok && (w.Type == "" || w.Type == "static") {
			t.File, t.Span, t.tier = w.File, w.Span, tierOf(w.Severity)
			x.add(t)
		}
	}
	return x
}

func (x boundIndex) addCondition(c facet.Condition, services []*corpus.Entry, what diag.Text, e *corpus.Entry, at source.Span) {
	if t, ok := boundOf(c, services, what); ok {
		t.File, t.Span = e.Doc.File, placed(c.Span, at)
		x.add(t)
	}
}

// placed is where something stands, or what it stands in.
func placed(span, within source.Span) source.Span {
	if span == (source.Span{}) {
		return within
	}
	return span
}

// boundOf is not ok for a condition that has no direction.
func boundOf(c facet.Condition, services []*corpus.Entry, what diag.Text) (Bound, bool) {
	if c.Metric == "" || c.Value.V == nil || !c.Upper() && !c.Lower() {
		return Bound{}, false
	}
	return Bound{
		Metric: c.Metric, Value: c.Value.V, Unit: c.Unit, Services: services, What: what,
		names: []string{foldMetric(c.Metric)}, upper: c.Upper(),
	}, true
}

// ownBounds are those of a check: warning, then critical.
func ownBounds(e *corpus.Entry, p facet.HealthProbe) []Bound {
	c := facet.Condition{Metric: cmp.Or(p.Metric, p.Title), Op: ProbeOp(p), Unit: p.Unit}
	var out []Bound
	for i, v := range []facet.Number{p.Warn, p.Critical} {
		c.Value = v
		t, ok := boundOf(c, e.Targets("services"), diag.Say("the check %q", "チェック %q", shortText(p.Title)))
		if !ok {
			continue
		}
		t.File, t.Span, t.tier = e.Doc.File, placed(v.Span, p.Span), [...]string{"warning", "critical"}[i]
		if title := foldMetric(p.Title); title != t.names[0] {
			t.names = append(t.names, title)
		}
		out = append(out, t)
	}
	return out
}

// disagreements are the thresholds that act on another value than all of the
// check's, one for each value.
func disagreements(e *corpus.Entry, p facet.HealthProbe, own []Bound, others boundIndex) []Conflict {
	var out []Conflict
	seen := map[string]bool{}
	for _, name := range own[0].names {
		for _, o := range others[name] {
			key := o.Value.RatString()
			value, comparable := inUnit(o.Value, o.Unit, p.Unit)
			if seen[key] || o.upper != own[0].upper || !comparable || !sharesService(own[0], o) || o.agrees(own, value) {
				continue
			}
			seen[key] = true
			out = append(out, Conflict{e, p, nearestOf(o.tiers(own), value), o})
		}
	}
	return out
}

// tiers are the thresholds of a check that are of the level of the bound; all,
// if there is none of it.
func (b Bound) tiers(own []Bound) []Bound {
	if i := slices.IndexFunc(own, func(t Bound) bool { return t.tier == b.tier }); i >= 0 {
		return own[i : i+1]
	}
	return own
}

// agrees tells whether a bound, as a value in the unit of a check, is one that
// the check knows.
func (b Bound) agrees(own []Bound, value *big.Rat) bool {
	return slices.ContainsFunc(b.tiers(own), func(t Bound) bool {
		c := value.Cmp(t.Value)
		if !t.upper {
			c = -c
		}
		return c == 0 || b.remedy && c < 0
	})
}

// nearestOf is the threshold that is closest to a value, the first of two.
func nearestOf(list []Bound, v *big.Rat) Bound {
	return slices.MinFunc(list, func(a, b Bound) int { return distance(a.Value, v).Cmp(distance(b.Value, v)) })
}

func distance(a, b *big.Rat) *big.Rat {
	d := new(big.Rat).Sub(a, b)
	return d.Abs(d)
}

func sharesService(a, b Bound) bool {
	return len(a.Services) == 0 || len(b.Services) == 0 ||
		slices.ContainsFunc(a.Services, func(e *corpus.Entry) bool { return slices.Contains(b.Services, e) })
}

var metricSigns = strings.NewReplacer(" ", "", "_", "", "-", "", "　", "")

// inUse are words at the end of a metric's name that say no more than that it
// is a share in use: "CPU" and "cpu_usage" are the same.
var inUse = []string{"percentage", "percent", "pct", "utilization", "utilisation", "usage", "使用率", "利用率"}

// foldMetric gives the name of a metric in the form in which names are
// compared.
func foldMetric(name string) string {
	folded := metricSigns.Replace(strings.ToLower(norm.NFKC.String(name)))
	for _, word := range inUse {
		if bare := strings.TrimSuffix(folded, word); bare != "" {
			folded = bare
		}
	}
	return folded
}

// shortText is the beginning of a text, on one line.
func shortText(text string) string {
	const most = 60
	r := []rune(strings.Join(strings.Fields(text), " "))
	if len(r) <= most {
		return string(r)
	}
	return string(r[:most-1]) + "…"
}
