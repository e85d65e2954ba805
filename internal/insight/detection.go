package insight

import (
	"math/big"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
)

// Detection says from which delay on a detection counts as late.
type Detection struct {
	Threshold time.Duration // 0 is five minutes
	Inclusive bool          // a delay of exactly the threshold is late too
}

func (d Detection) threshold() time.Duration {
	if d.Threshold == 0 {
		return 5 * time.Minute
	}
	return d.Threshold
}

// late tells whether a delay in seconds is over the threshold.
func (d Detection) late(delay *big.Rat) bool {
	c := compareLength(delay, d.threshold())
	return c > 0 || c == 0 && d.Inclusive
}

// Gap is how an incident was found, and what would have found it.
type Gap struct {
	Incident *Incident
	Delay    Quantity // seconds from start to detection; negative if it was found before it had an impact

	// Why it is a gap; it is none if all three are false.
	Late    bool // the delay is over the threshold
	Outside bool // a customer or partner found it
	Unknown bool // it is over, and nothing tells when it was found

	Missed      []Signal // metrics that would show its precursors and causes and are not active, in their order
	Recommended []string // metrics that suit its category and are neither active nor among Missed
	Unmapped    []string // precursors and causes for which the tables have no metric
}

// Signal is a metric with the precursors and causes that it would show.
type Signal struct {
	Metric string
	Shows  []string
}

// Is tells whether there was a gap.
func (g Gap) Is() bool { return g.Late || g.Outside || g.Unknown }

// gap tells whether monitoring was too slow, or was not what found the
// incident. Metrics are left out. A near miss need not be found at a known
// time, nor an incident that is going on.
func (in *Incident) gap(p Policy) Gap {
	g := Gap{Incident: in, Delay: in.FromStart.Detect}
	source := in.Entry.Detection.Source
	g.Outside = source == "customer" || source == "partner"
	g.Late = g.Delay.Known && p.Detection.late(g.Delay.V)
	g.Unknown = !g.Delay.Known && !in.Live && in.Entry.Status != "near_miss"
	return g
}

// Why says in words why it is a gap; empty if it is none.
func (g Gap) Why() diag.Text {
	var why []diag.Text
	if g.Outside {
		why = append(why, diag.Text{En: "found by a customer or partner", Ja: "顧客または取引先が発見"})
	}
	if g.Late {
		why = append(why, diag.Say("detected after %s", "検知まで%s", diag.Text{En: FormatDuration(g.Delay.V, "en"), Ja: FormatDuration(g.Delay.V, "ja")}))
	}
	if g.Unknown {
		why = append(why, diag.Text{En: "the time of detection is not known", Ja: "検知時刻が不明"})
	}
	return list(why)
}

// Gaps is the detection of all incidents.
type Gaps struct {
	All   []*Gap // of every incident, by start; see List
	Early int    // of All: found before they had an impact
	Next  []NextMetric

	of map[*corpus.Entry]*Gap
}

// Of gives the gap of a postmortem, nil for other documents.
func (g *Gaps) Of(e *corpus.Entry) *Gap { return g.of[e] }

// Found gives the incidents with a gap.
func (g *Gaps) Found() []*Gap {
	return slices.DeleteFunc(slices.Clone(g.All), func(g *Gap) bool { return !g.Is() })
}

// Gaps tells of every incident how it was found and which metrics would have
// shown it, less those that are active today: for the services of the
// incident, or in an inventory that names no service. Words are compared
// whole, as taxon folds them.
func (r *Results) Gaps() *Gaps { return r.lazy.gaps() }

func (r *Results) findGaps() *Gaps {
	tables, active := r.Policy.metricTables(), newWatch(r.corpus)
	out := &Gaps{of: map[*corpus.Entry]*Gap{}}
	for _, in := range r.List() {
		g := in.gap(r.Policy)
		g.fill(tables, active)
		out.All = append(out.All, &g)
		out.Early += boolInt(g.Delay.Known && g.Delay.V.Sign() < 0)
		out.of[in.Entry] = &g
	}
	out.Next = rankMetrics(out.All)
	return out
}

// fill adds the metrics.
func (g *Gap) fill(tables metricTables, active watch) {
	in := g.Incident
	at := map[string]int{} // metric: its place in Missed
	seen := map[string]bool{}
	for _, word := range taxaOf(slices.Concat(in.Entry.Precursors, in.taxa())) {
		metrics, known := tables.causes[word]
		if !known {
			g.Unmapped = append(g.Unmapped, word)
		}
		for _, m := range metrics {
			if active.covers(in, m) {
				continue
			}
			i, there := at[taxon(m)]
			if !there {
				i = len(g.Missed)
				at[taxon(m)], seen[taxon(m)] = i, true
				g.Missed = append(g.Missed, Signal{Metric: m})
			}
			g.Missed[i].Shows = append(g.Missed[i].Shows, word)
		}
	}
	for _, m := range tables.categories[taxon(in.Entry.Category)] {
		if !seen[taxon(m)] && !active.covers(in, m) {
			seen[taxon(m)] = true
			g.Recommended = append(g.Recommended, m)
		}
	}
}
