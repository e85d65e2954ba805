package insight

import (
	"math/big"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// AlertsReplay is how a log of alerts is replayed: the policy for paging that a
// site proposes. The zero value has the values that the fields name.
type AlertsReplay struct {
	DuplicateWindow time.Duration // an alert less than this behind its like is a duplicate; 0 is 5 min
	Fixed           bool          // the window begins with the alert that was kept, not with the last like one
	Labels          []string      // what must be the same besides source and metric: labels, "service", "host"

	CorrelationWindow time.Duration // alerts less than this apart may be one event; 0 is 1 min
	Weights           AlertWeights  // the zero value is 3, 4 and 5
	Threshold         int           // points from which on two alerts are one event; 0 is 7
	Exclusive         bool          // more points than Threshold are needed

	BusinessFrom, BusinessTo int      // minutes of the day; 0 and 0 are 9:00 and 18:00
	PageAt                   *big.Rat // advised severity from which on a group pages; nil pages for every group
}

// AlertWeights are the points, in tenths, for what two alerts have in common.
// Their sum counts up to ten.
type AlertWeights struct{ Service, Host, Dependency int }

// Filled gives the policy with the defaults in place of what is not set.
func (a AlertsReplay) Filled() AlertsReplay {
	if a.DuplicateWindow == 0 {
		a.DuplicateWindow = 5 * time.Minute
	}
	if a.CorrelationWindow == 0 {
		a.CorrelationWindow = time.Minute
	}
	if a.Weights == (AlertWeights{}) {
		a.Weights = AlertWeights{Service: 3, Host: 4, Dependency: 5}
	}
	if a.Threshold == 0 {
		a.Threshold = 7
	}
	if a.BusinessFrom == 0 && a.BusinessTo == 0 {
		a.BusinessFrom, a.BusinessTo = 9*60, 18*60
	}
	return a
}

// Noise is a log of alerts, replayed in the time of its events: what it holds,
// and what would have paged by the policy. Every time is that of an alert, none
// that of the analysis.
type Noise struct {
	Policy   AlertsReplay // with all values
	From, To time.Time    // of the first and the last alert

	Firings    int // records of alerts that fired
	Silenced   int // of Firings, those that the monitoring kept back itself
	Maintained int // of Firings, those inside a window of maintenance
	Alerts     int // of Firings, the others: what is replayed
	Duplicates int // of Alerts

	Groups    []AlertGroup // of the alerts that are no duplicates, by time
	Reduction Quantity     // 1 − groups/alerts, 0–1
	Before    Paging       // where every alert pages
	After     Paging       // where every group pages once, by the policy

	Rules     []NoiseRule       // most alerts first, then by name
	Windows   []AlertWindow     // of maintenance, those in which alerts fired, as the first of them did
	Incidents []*IncidentAlerts // that began while the log was kept, and all others that alerts belong to, by start
	Linking   diag.Text         // how alerts were found to belong to incidents, as a sentence

	all []fired // of Firings, by time
	of  map[*Incident]*IncidentAlerts
}

// AlertGroup is alerts that are one event to people.
type AlertGroup struct {
	Alerts     []*facet.AlertEvent // those that are no duplicates, by time; never empty
	Duplicates int
	Severity   Quantity  // the highest advice of its alerts, duplicates included
	Incident   *Incident // of the first alert that belongs to one; nil if none does
	Paged      bool      // by the policy
	Night      bool      // the first alert was outside business hours
}

// At is when the group begins, and pages.
func (g AlertGroup) At() time.Time { return g.Alerts[0].At }

// Paging is how many pages there are, and how good they are.
type Paging struct {
	Pages     int
	Night     int   // of Pages, those outside business hours
	Precision Share // of the pages, those that belong to an incident
	Recall    Share // of the incidents, those with a page before people reported them
}

// Share is a part of a number of things. The interval is Wilson's at 95 %.
type Share struct {
	Part, Of  int
	Value     Quantity // 0–1
	Low, High Figure[float64]
}

// shareOf gives a share; one of nothing is absent, for a reason.
func shareOf(part, of int, why diag.Text) Share {
	if of == 0 {
		return Share{Value: absent[*big.Rat](why), Low: absent[float64](why), High: absent[float64](why)}
	}
	low, high := wilson(part, of)
	return Share{part, of, known(big.NewRat(int64(part), int64(of))), known(low), known(high)}
}

// Why there is no noise, or a part of it.
var (
	noAlertLog  = diag.Text{En: "there is no alert log: name one under alert_log in debrief.yaml", Ja: "アラートログがない。debrief.yaml の alert_log に指定する"}
	noLogFile   = diag.Text{En: "no file matches alert_log in debrief.yaml", Ja: "debrief.yaml の alert_log に一致するファイルがない"}
	emptyLog    = diag.Text{En: "the alert log has no record that can be read", Ja: "アラートログに読み取れるレコードがない"}
	noFirings   = diag.Text{En: "no alert of the log fired in the period", Ja: "期間内に発報したアラートがない"}
	allApart    = diag.Text{En: "every alert was silenced or fired during maintenance", Ja: "すべてのアラートが抑止中またはメンテナンス中だった"}
	noIncidents = diag.Text{En: "no incident began while the log was kept", Ja: "ログの期間に始まったインシデントがない"}
	noSeverity  = diag.Text{En: "the log states no severity", Ja: "ログに重大度がない"}
	noPages     = diag.Text{En: "nothing paged", Ja: "呼び出しがない"}
)

// Noise replays the alert log, or what of it fired in a period; the zero Period
// is all time. It is absent if there is nothing to replay.
//
// An alert is a duplicate if one of the same source and metric, and the same
// labels of the policy, came less than the window before. Two others that are
// less than the correlation window apart get points for the same service, the
// same host and a dependency between their services, in either direction; a
// service or host that is not stated is the same as none. From the threshold on
// they are of one group, and so are those that a third one joins. An alert
// inside a declared window of maintenance of its service is counted apart.
func (r *Results) Noise(p Period) Figure[*Noise] {
	if p == (Period{}) {
		return r.lazy.noise()
	}
	return r.replayAlerts(p)
}

func (r *Results) replayWholeLog() Figure[*Noise] { return r.replayAlerts(Period{}) }

func (r *Results) replayAlerts(p Period) Figure[*Noise] {
	if r.corpus == nil || len(r.corpus.AlertLog) == 0 {
		return absent[*Noise](r.whyNoLog())
	}
	x := newReplay(r, p)
	if len(x.firings) == 0 {
		return absent[*Noise](noFirings)
	}
	return known(x.run())
}
