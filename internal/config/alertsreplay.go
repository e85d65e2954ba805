package config

import (
	"math/big"
	"strconv"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// alertsReplay reads the policy by which logs of alerts are replayed.
func (r *reader) alertsReplay(v doc.Value) {
	replay := &r.config.Policy.AlertsReplay
	r.fields(v, []setting{
		{"duplicate_window", func(r *reader, v doc.Value) { replay.DuplicateWindow = r.length(v) }},
		{"duplicates", func(r *reader, v doc.Value) { replay.Fixed = r.word(v, "sliding", "sliding", "fixed") == "fixed" }},
		{"labels", func(r *reader, v doc.Value) { replay.Labels = r.texts(v) }},
		{"correlation_window", func(r *reader, v doc.Value) { replay.CorrelationWindow = r.length(v) }},
		{"weights", (*reader).alertWeights},
		{"threshold", func(r *reader, v doc.Value) { replay.Threshold = r.count(v, 1, 10) }},
		{"inclusive", func(r *reader, v doc.Value) { replay.Exclusive = r.word(v, "true", "true", "false") == "false" }},
		{"business_hours", (*reader).businessHours},
		{"page_at", (*reader).pageAt},
	})
}

// alertWeights reads the points for what two alerts have in common. One that is
// left out keeps its default.
func (r *reader) alertWeights(v doc.Value) {
	weights := insight.AlertsReplay{}.Filled().Weights
	r.fields(v, []setting{
		{"service", func(r *reader, v doc.Value) { weights.Service = r.count(v, 0, 10) }},
		{"host", func(r *reader, v doc.Value) { weights.Host = r.count(v, 0, 10) }},
		{"dependency", func(r *reader, v doc.Value) { weights.Dependency = r.count(v, 0, 10) }},
	})
	if weights == (insight.AlertWeights{}) {
		r.report("out-of-range", v, diag.Text{En: "one of the weights must be above 0", Ja: "重みのうち少なくとも1つは 0 より大きい必要があります"})
	}
	r.config.Policy.AlertsReplay.Weights = weights
}

var hours = lazyregexp.New(`^([01]?[0-9]|2[0-4]):([0-5][0-9])\s*[-–~〜]\s*([01]?[0-9]|2[0-4]):([0-5][0-9])$`)

// businessHours reads "09:00-18:00".
func (r *reader) businessHours(v doc.Value) {
	m := hours.FindStringSubmatch(v.Text())
	var minutes [2]int
	for i := 0; m != nil && i < 2; i++ {
		hour, _ := strconv.Atoi(m[2*i+1])
		minute, _ := strconv.Atoi(m[2*i+2])
		minutes[i] = hour*60 + minute
	}
	if m == nil || minutes[0] >= minutes[1] || minutes[1] > 24*60 {
		r.report("bad-format", v, diag.Say("%q is not a stretch of the day such as 09:00-18:00", "%q は 09:00-18:00 のような時間帯ではありません", r.file.Text(v.Span())))
		return
	}
	r.config.Policy.AlertsReplay.BusinessFrom, r.config.Policy.AlertsReplay.BusinessTo = minutes[0], minutes[1]
}

// pageAt reads the severity from which on a group of alerts pages.
func (r *reader) pageAt(v doc.Value) {
	n, ok := v.Rat()
	if !ok || n.Cmp(big.NewRat(1, 1)) < 0 || n.Cmp(big.NewRat(10, 1)) > 0 {
		r.report("out-of-range", v, diag.Say("%q is not a severity of 1 to 10", "%q は 1～10 の重大度ではありません", r.file.Text(v.Span())))
		return
	}
	r.config.Policy.AlertsReplay.PageAt = n
}
