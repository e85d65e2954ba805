package facet

import (
	"cmp"
	"math/big"
	"strings"

	"github.com/debrief-dev/debrief/internal/doc"
)

// Monitoring is an inventory of what is watched.
type Monitoring struct {
	ActiveMetrics []string
	Series        []SeriesFile
	Alerts        []MonitoredAlert
}

// SeriesFile names a file with the recorded values of a metric.
type SeriesFile struct {
	Metric      string
	File        string // path in the repository, or relative to the document
	Service     string
	NonNegative bool   // it is stated that the metric is never below zero
	Signed      bool   // it is stated that it may be
	Limit       Number // that the metric must not reach; nil V if none is stated
	Unit        string // of the values and the limit; empty if none is stated
	At          Place  // of File
	Place
}

// MonitoredAlert is an alert of an inventory.
type MonitoredAlert struct {
	ID        string
	Name      string
	Expr      string
	Metric    string
	Op        string // with which the threshold is exceeded; empty if not given
	Threshold Number // nil V if it is none, or not a number
	Unit      string
	For       Duration
	Since     Date // from which it is active
	Severity  string
	Service   string
	Runbook   string
	Type      string // static, dynamic, burn_rate, anomaly, absence or empty
	Dashboard string
	Noise     bool // its authors know that it is noise
	Place
}

// DecodeMonitoring reads an inventory. Alerts without id and name, and series
// without metric or file, are left out.
func DecodeMonitoring(v doc.Value) *Monitoring {
	m := &Monitoring{ActiveMetrics: texts(v.Field("active_metrics"))}
	for _, s := range v.Field("series").Items() {
		series := SeriesFile{
			Metric:      s.Field("metric").Text(),
			File:        s.Field("file").Text(),
			Service:     s.Field("service").Text(),
			NonNegative: flag(s.Field("non_negative")),
			Signed:      s.Field("non_negative").Exists() && !flag(s.Field("non_negative")),
			Limit:       DecodeNumber(s.Field("limit")),
			Unit:        strings.TrimSpace(s.Field("unit").Text()),
			At:          placeOf(s.Field("file")),
			Place:       placeOf(s),
		}
		if series.Metric != "" && series.File != "" {
			m.Series = append(m.Series, series)
		}
	}
	for _, a := range v.Field("alerts").Items() {
		alert := MonitoredAlert{
			ID:        a.Field("id").Text(),
			Name:      a.Field("name").Text(),
			Expr:      a.Field("expr").Text(),
			Metric:    a.Field("metric").Text(),
			Op:        decodeOp(a.Field("op")),
			Threshold: DecodeNumber(a.Field("threshold")),
			Unit:      a.Field("unit").Text(),
			For:       DecodeDuration(a.Field("for")),
			Since:     DecodeDate(a.Field("since")),
			Severity:  a.Field("severity").Text(),
			Service:   a.Field("service").Text(),
			Runbook:   a.Field("runbook").Text(),
			Type:      known(a.Field("type").Text(), "static", "dynamic", "burn_rate", "anomaly", "absence"),
			Dashboard: a.Field("dashboard").Text(),
			Noise:     flag(a.Field("noise")),
			Place:     placeOf(a),
		}
		alert.readThreshold(a.Field("threshold"))
		if alert.ID != "" || alert.Name != "" {
			m.Alerts = append(m.Alerts, alert)
		}
	}
	return m
}

// DecodeThreshold reads a threshold: a number, or one with its sign and unit,
// "> 80 %". Its V is nil if it is neither; a text with two bounds is neither.
func DecodeThreshold(v doc.Value) Number {
	a := MonitoredAlert{Threshold: DecodeNumber(v)}
	a.readThreshold(v)
	return a.Threshold
}

// readThreshold reads a threshold that is no bare number: "> 80 %".
func (a *MonitoredAlert) readThreshold(v doc.Value) {
	if a.Threshold.V != nil || v.Type() != doc.Scalar {
		return
	}
	text := line{text: strings.TrimSpace(v.Text())}.fold().text
	c, ok := compare(text)
	if !ok {
		return
	}
	number := strings.ReplaceAll(text[c.value[0]:c.value[1]], ",", "")
	if r, ok := new(big.Rat).SetString(number); ok {
		a.Threshold.V = r
		a.Op = cmp.Or(a.Op, c.op)
		if c.unit[1] > c.unit[0] {
			a.Unit = cmp.Or(a.Unit, text[c.unit[0]:c.unit[1]])
		}
	}
}
