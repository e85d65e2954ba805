package facet

import (
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
	NonNegative bool // the metric is never below zero
	Place
}

// MonitoredAlert is an alert of an inventory.
type MonitoredAlert struct {
	ID        string
	Name      string
	Expr      string
	Metric    string
	Threshold Number // nil V if it is none, or not a number
	For       Duration
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
			Threshold: DecodeNumber(a.Field("threshold")),
			For:       DecodeDuration(a.Field("for")),
			Severity:  a.Field("severity").Text(),
			Service:   a.Field("service").Text(),
			Runbook:   a.Field("runbook").Text(),
			Type:      known(a.Field("type").Text(), "static", "dynamic", "burn_rate", "anomaly", "absence"),
			Dashboard: a.Field("dashboard").Text(),
			Noise:     flag(a.Field("noise")),
			Place:     placeOf(a),
		}
		if alert.ID != "" || alert.Name != "" {
			m.Alerts = append(m.Alerts, alert)
		}
	}
	return m
}
