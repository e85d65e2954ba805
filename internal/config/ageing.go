package config

import (
	"slices"
	"strconv"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
)

// The words that the policy about the age of action items gives lengths to.
var (
	priorities = []string{"p0", "p1", "p2", "p3", "p4"}
	horizons   = []string{"short", "mid", "long"}
)

// ageing reads the policy about the age of action items.
func (r *reader) ageing(v doc.Value) {
	r.fields(v, []setting{
		{"buckets", (*reader).ageBuckets},
		{"closure_slo", func(r *reader, v doc.Value) {
			r.config.Policy.Ageing.ClosureSLO = r.intervals(v, priorities, insight.ClosureSLOs())
		}},
		{"terms", func(r *reader, v doc.Value) {
			terms := r.intervals(v, horizons, facet.Terms())
			r.config.Policy.Ageing.Terms, r.config.Corpus.Facet.Terms = terms, terms
		}},
	})
}

// ageBuckets reads the last days of buckets, which rise.
func (r *reader) ageBuckets(v doc.Value) {
	const most = 3650 // days: what is older is in the last bucket anyway
	var limits []int
	for _, item := range v.Items() {
		days, err := strconv.Atoi(item.Text())
		if err != nil || days < 0 || days > most || len(limits) > 0 && days <= limits[len(limits)-1] {
			r.report("out-of-range", item, diag.Say("%q is not a number of days up to %d, above the one before", "%q は直前の値より大きく %d 以下の日数ではありません", r.file.Text(item.Span()), most))
			return
		}
		limits = append(limits, days)
	}
	if len(limits) == 0 {
		r.report("wrong-type", v, diag.Text{En: "expected a list of days", Ja: "日数のリストが必要です"})
		return
	}
	r.config.Policy.Ageing.Buckets = limits
}

// intervals reads words with lengths of time. A word that is left out keeps
// its default.
func (r *reader) intervals(v doc.Value, words []string, defaults map[string]facet.Interval) map[string]facet.Interval {
	if v.Type() != doc.Map {
		r.report("wrong-type", v, diag.Text{En: "expected keys with values", Ja: "キーと値の組が必要です"})
	}
	for _, e := range v.Entries() {
		if !slices.Contains(words, e.Key) {
			r.unknownKey(e, diag.Say("unknown key %q", "キー %q はありません", e.Key), words)
			continue
		}
		length, ok := facet.ParseInterval(e.Value.Text())
		if !ok {
			r.report("bad-format", e.Value, diag.Say("%q is not a length of time such as 7d, 4w or 3mo", "%q は 7d、4w、3mo のような期間ではありません", r.file.Text(e.Value.Span())))
			continue
		}
		defaults[e.Key] = length
	}
	return defaults
}
