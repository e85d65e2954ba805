package facet

import (
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// RuleAlertLog is the rule of alert logs that cannot be read.
const RuleAlertLog = "alert-unreadable"

// AlertStatus is what a record of an alert log tells.
type AlertStatus uint8

// The states. A firing may hold its end, a resolution is a record of the end
// alone. A silenced alert fired, but the monitoring itself kept it back.
const (
	Firing AlertStatus = iota
	Resolution
	Silenced
)

// AlertEvent is one record of an alert log: that an alert fired, or ended.
// There may be a million of them, so that texts which recur are shared.
type AlertEvent struct {
	ID             string    // as the log gives it; empty if it gives none
	At             time.Time // of the event, never of an analysis; in UTC
	End            time.Time // when it was resolved; zero if the record does not tell
	Source         string    // the monitoring system; never empty
	Metric         string    // or the name of the alert; never empty
	Service, Host  string    // empty if the record names none
	Severity       *big.Rat  // 1–10; nil if the record has none
	BusinessImpact *big.Rat  // 0–10; nil if the record has none
	Incident       string    // the incident that it belongs to, as written; empty if the record names none
	Labels         []Label   // by name; shared by records that have the same
	Status         AlertStatus
	File           *source.File
	Span           source.Span // of the record
}

// Label is a name with its value.
type Label struct{ Name, Value string }

// DecodeAlertLog reads an alert log, most events of it at most: CSV or JSON
// lines with a column or key for each field, alerts as Alertmanager's API (v2)
// lists them or its webhooks send them, or the incidents that PagerDuty exports
// as CSV. Only PagerDuty's times may lack an offset; they are in zone.
//
// A record without a time, a source or a metric, or of an unknown status, is a
// finding and left out; a value that cannot be read is a finding, and absent.
// Lost is how many records are left out.
func DecodeAlertLog(f *source.File, limits doc.Limits, zone *time.Location, most int) (events []AlertEvent, found []diag.Diagnostic, lost int) {
	if zone == nil {
		zone = time.UTC
	}
	r := &alertLog{
		file: f, zone: zone, most: most,
		texts: map[string]string{}, numbers: map[string]*big.Rat{}, labels: map[string][]Label{}, keys: map[string]column{},
	}
	broken, lost := doc.EachRecord(f, limits, r.record)
	if r.unread > maxAlertFindings {
		last := &r.found[maxAlertFindings-1]
		last.Message = diag.Say("%s; %d records or values behind it cannot be read either", "%s。この後の%d件も読み取れません", last.Message, r.unread-maxAlertFindings)
	}
	if r.left > 0 {
		r.found = append(r.found, diag.Diagnostic{Rule: RuleAlertLog, Severity: diag.Warning, File: f, Span: firstLine(f, r.from), Message: diag.Say(
			"%d records from here on are left out: alert logs have more than %d in all", "ここから%d件は読み込みません。アラートログ全体の上限は%d件です", r.left, MaxAlertEvents)})
	}
	found = append(broken, r.found...)
	if r.records+lost == 0 {
		found = append(found, diag.Diagnostic{Rule: RuleAlertLog, Severity: diag.Warning, File: f, Message: diag.Text{
			En: "the alert log has no records: put some into it, or take it out of alert_log", Ja: "アラートログにレコードがありません。レコードを追加するか、alert_log から外してください"}})
	}
	return r.events, found, lost + r.lost + r.left
}

// MaxAlertEvents is how many records are read of all alert logs together: two
// million take about 600 MB.
const MaxAlertEvents = 2_000_000

// maxAlertFindings is how many findings a log has one by one.
const maxAlertFindings = 100

// alertLog reads one log.
type alertLog struct {
	file    *source.File
	zone    *time.Location
	most    int
	events  []AlertEvent
	found   []diag.Diagnostic
	records int         // that the file holds
	lost    int         // records that are left out, but for those that are too many
	unread  int         // findings, those that are not listed included
	left    int         // records that are too many
	from    source.Span // the first of them

	texts   map[string]string // each once
	numbers map[string]*big.Rat
	labels  map[string][]Label // by their text
	keys    map[string]column
}

// record reads one record, or those inside the payload of a webhook.
func (r *alertLog) record(v doc.Value) {
	r.records++
	switch {
	case v.Type() != doc.Map:
		r.lose(v, noRecord)
	case v.Field("alerts").Type() == doc.List:
		for _, alert := range v.Field("alerts").Items() {
			r.alertmanager(alert)
		}
	case ofAlertmanager(v):
		r.alertmanager(v)
	default:
		r.row(v)
	}
}

var noRecord = diag.Text{
	En: `expected a record of an alert: write an object such as {"timestamp": "…", "source": "…", "metric": "…"}`,
	Ja: `アラートのレコードが必要です。{"timestamp": "…", "source": "…", "metric": "…"} のようなオブジェクトを書いてください`,
}

// ofAlertmanager tells whether a record has the form of Alertmanager, be it
// without its time. Lines of other programs may have labels, too.
func ofAlertmanager(v doc.Value) bool {
	if v.Field("labels").Type() != doc.Map {
		return false
	}
	named := v.Field("labels").Field("alertname").Exists() && !v.Field("metric").Exists() && !v.Field("alertname").Exists()
	return v.Field("startsAt").Exists() || named && !v.Field("timestamp").Exists() && !v.Field("time").Exists()
}

// lose reports a record that is left out.
func (r *alertLog) lose(v doc.Value, message diag.Text) {
	r.lost++
	r.report(v.Span(), message)
}

func (r *alertLog) report(at source.Span, message diag.Text) {
	if r.unread++; r.unread <= maxAlertFindings {
		r.found = append(r.found, diag.Diagnostic{Rule: RuleAlertLog, Severity: diag.Warning, File: r.file, Span: firstLine(r.file, at), Message: message})
	}
}

// add keeps an event that has what every event needs.
func (r *alertLog) add(v doc.Value, e AlertEvent) {
	switch {
	case e.Metric == "":
		r.lose(v, diag.Text{En: "the record names no alert: it has neither metric nor alertname", Ja: "アラートの名前がありません。metric か alertname が必要です"})
	case e.Source == "":
		r.lose(v, diag.Text{En: "the record names no source: say which monitoring system it is from", Ja: "source がありません。どの監視システムのアラートかを書いてください"})
	case len(r.events) >= r.most:
		if r.left++; r.left == 1 {
			r.from = v.Span()
		}
	default:
		e.File, e.Span = r.file, v.Span()
		r.makeRoom(e.Span.End)
		r.events = append(r.events, e)
	}
}

// makeRoom makes room for as many events as the rest of the file may have,
// judging by those up to an offset: growing step by step would copy them all
// some ten times.
func (r *alertLog) makeRoom(offset int) {
	const sample = 1000
	if n := len(r.events); n == cap(r.events) && n >= sample {
		rest := n*(len(r.file.Data)-offset)/offset + sample
		r.events = slices.Grow(r.events, min(rest, r.most-n))
	}
}

// row reads a row of CSV or a line of JSON.
func (r *alertLog) row(v doc.Value) {
	c := r.cells(v)
	pager := c[columnNumber].Exists()
	if !c[columnAt].Exists() {
		r.lose(v, diag.Text{En: "the record has no timestamp: write when the alert fired, as 2026-01-31T14:30:00+09:00", Ja: "timestamp がありません。アラートの発生日時を 2026-01-31T14:30:00+09:00 の形で書いてください"})
		return
	}
	at, ok := r.time(c[columnAt], pager)
	if !ok {
		r.lost++
		return
	}
	e := r.event(c)
	e.At, e.Labels = at, r.labelsOf(v)
	if pager {
		pagerDuty(&e, c)
	} else if !r.status(&e, c[columnStatus]) {
		return
	}
	if c[columnEnd].Exists() {
		e.End = r.end(c[columnEnd], at, pager)
	}
	if e.Status == Resolution && e.End.After(at) {
		e.Status = Firing // the record tells of both
	}
	e.Metric = r.shared(e.Metric)
	r.add(v, e)
}

// status reads what a record tells of. One of an acknowledgement, or of a state
// that is not known, is none of an event.
func (r *alertLog) status(e *AlertEvent, v doc.Value) (ok bool) {
	word := foldWord(v.Text())
	if e.Status, ok = alertStates[word]; !ok && !acknowledged[word] {
		r.lose(v, diag.Say("the status %q is not known: write firing or resolved", "状態 %q が分かりません。firing か resolved と書いてください", v.Text()))
	}
	return ok
}

// event reads the fields that records of all forms have.
func (r *alertLog) event(c cells) AlertEvent {
	return AlertEvent{
		ID:             strings.TrimSpace(c[columnID].Text()),
		Source:         r.text(c[columnSource]),
		Metric:         r.text(c[columnMetric]),
		Service:        r.text(c[columnService]),
		Host:           r.text(c[columnHost]),
		Severity:       r.severity(c[columnSeverity]),
		BusinessImpact: r.impact(c[columnImpact]),
		Incident:       r.text(c[columnIncident]),
	}
}

// pagerDuty reads what its export calls otherwise. Its urgency is no severity,
// and its status is that of the day of the export.
func pagerDuty(e *AlertEvent, c cells) {
	e.ID = strings.TrimSpace(c[columnNumber].Text())
	if e.Source == "" {
		e.Source = "pagerduty"
	}
	if e.Metric == "" {
		e.Metric = strings.TrimSpace(c[columnTitle].Text())
	}
}

// alertmanager reads an alert of Alertmanager. The end of one that still fires
// is when Prometheus will have stopped to send it, and no end.
func (r *alertLog) alertmanager(v doc.Value) {
	if v.Type() != doc.Map {
		r.lose(v, noRecord)
		return
	}
	starts := v.Field("startsAt")
	at, ok := r.time(starts, false)
	if !ok {
		if r.lost++; strings.TrimSpace(starts.Text()) == "" {
			r.report(v.Span(), diag.Text{En: "the alert has no startsAt: write when it fired, as 2026-01-31T14:30:00+09:00", Ja: "アラートに startsAt がありません。発生日時を 2026-01-31T14:30:00+09:00 の形で書いてください"})
		}
		return
	}
	e := r.event(r.cells(v.Field("labels")))
	e.ID, e.At, e.Labels = v.Field("fingerprint").Text(), at, r.labelsOf(v)
	e.Host = withoutPort(e.Host)
	if e.Source == "" {
		e.Source = "alertmanager"
	}
	if e.Incident == "" {
		e.Incident = r.text(v.Field("annotations").Field("incident"))
	}
	switch {
	case v.Field("status").Field("state").Text() == "suppressed":
		e.Status = Silenced
	case v.Field("status").Text() == "resolved":
		e.End = r.end(v.Field("endsAt"), at, false)
	}
	r.add(v, e)
}

// withoutPort is the host of Prometheus's instance: programs of one host have
// ports of their own.
func withoutPort(instance string) string {
	i := strings.LastIndexByte(instance, ':')
	if i > 0 && i+1 < len(instance) && strings.Trim(instance[i+1:], "0123456789") == "" && (instance[i-1] == ']' || strings.Count(instance, ":") == 1) {
		return instance[:i]
	}
	return instance
}
