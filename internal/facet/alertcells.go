package facet

import (
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// The columns of alert logs.
const (
	columnID = iota
	columnAt
	columnEnd
	columnSource
	columnMetric
	columnService
	columnHost
	columnSeverity
	columnStatus
	columnImpact
	columnIncident
	columnNumber // PagerDuty's
	columnTitle  // PagerDuty's
	columnCount
)

// alertColumns are the names of the columns, folded, the best first: ours,
// those of Prometheus's labels, those of PagerDuty's export, Japanese ones.
var alertColumns = [columnCount][]string{
	columnID:       {"id", "alert_id", "fingerprint"},
	columnAt:       {"timestamp", "time", "at", "starts_at", "startsat", "fired_at", "event_time", "created_on", "created_at", "created at", "created on", "日時", "発生日時", "発報日時"},
	columnEnd:      {"ends_at", "endsat", "end", "ended_at", "resolved_at", "resolved_on", "resolved at", "resolved on", "復旧日時", "解消日時"},
	columnSource:   {"source", "監視元", "監視システム"},
	columnMetric:   {"metric", "alertname", "alert_name", "alert", "rule", "アラート名", "アラート", "監視項目", "メトリクス"},
	columnService:  {"service", "service_name", "service name", "サービス", "サービス名", "job"},
	columnHost:     {"host", "hostname", "instance", "ホスト", "ホスト名", "node"},
	columnSeverity: {"severity", "重大度", "深刻度"},
	columnStatus:   {"status", "state", "状態", "ステータス"},
	columnImpact:   {"business_impact", "業務影響", "業務影響度"},
	columnIncident: {"incident", "incident_id", "インシデント"},
	columnNumber:   {"incident_number", "incident number"},
	columnTitle:    {"title", "description"},
}

// column is what a heading names; rank counts from the best name of it.
type column struct{ index, rank int }

// cells are the values of a record by their columns, absent where it has none.
type cells [columnCount]doc.Value

// cells sorts the values of a record. Empty ones are absent.
func (r *alertLog) cells(v doc.Value) cells {
	var c cells
	var ranks [columnCount]int
	for _, e := range v.Entries() {
		k := r.column(e.Key)
		if k.index < 0 || e.Value.Type() != doc.Scalar || strings.TrimSpace(e.Value.Text()) == "" {
			continue
		}
		if !c[k.index].Exists() || k.rank < ranks[k.index] {
			c[k.index], ranks[k.index] = e.Value, k.rank
		}
	}
	return c
}

// maxHeadings bounds the memory of headings: keys of JSON may differ from line
// to line.
const maxHeadings = 1000

func (r *alertLog) column(key string) column {
	k, known := r.keys[key]
	if known {
		return k
	}
	k = columnNamed(strings.ToLower(strings.TrimSpace(key)))
	if len(r.keys) < maxHeadings {
		r.keys[key] = k
	}
	return k
}

func columnNamed(name string) column {
	for index, names := range alertColumns {
		if rank := slices.Index(names, name); rank >= 0 {
			return column{index, rank}
		}
	}
	return column{index: -1}
}

// text gives the text of a cell. Equal ones share their memory.
func (r *alertLog) text(v doc.Value) string { return r.shared(strings.TrimSpace(v.Text())) }

func (r *alertLog) shared(text string) string {
	if known, ok := r.texts[text]; ok {
		return known
	}
	r.texts[text] = text
	return text
}

// alertTimes are the forms of times besides RFC 3339.
var alertTimes = []string{
	"2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05-0700", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 UTC", "2006-01-02T15:04Z07:00",
}

// localTimes are those without an offset.
var localTimes = []string{"2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006/01/02 15:04:05", "2006-01-02 15:04"}

// time reads when something happened, in UTC; whether it may be without an
// offset says local. One that cannot be read is a finding.
func (r *alertLog) time(v doc.Value, local bool) (time.Time, bool) {
	text := strings.TrimSpace(v.Text())
	if text == "" {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339, text)
	for i := 0; err != nil && i < len(alertTimes); i++ {
		t, err = time.Parse(alertTimes[i], text)
	}
	bare := false
	for i := 0; err != nil && i < len(localTimes); i++ {
		t, err = time.ParseInLocation(localTimes[i], text, r.zone)
		bare = err == nil
	}
	switch t = t.UTC(); {
	case err != nil:
		r.report(v.Span(), diag.Say("the time %q cannot be read: write it as 2026-01-31T14:30:00+09:00", "日時 %q を読み取れません。2026-01-31T14:30:00+09:00 の形で書いてください", text))
		return time.Time{}, false
	case bare && !local:
		r.report(v.Span(), diag.Say("the time %q has no offset: write it as 2026-01-31T14:30:00+09:00", "日時 %q に時差がありません。2026-01-31T14:30:00+09:00 の形で書いてください", text))
		return time.Time{}, false
	case t.Year() < firstYear || t.Year() > lastYear:
		r.report(v.Span(), diag.Say("the time %q is not between the years %d and %d", "日時 %q が%d年から%d年の範囲にありません", text, firstYear, lastYear))
		return time.Time{}, false
	}
	return t, true
}

// end reads when an alert ended. One before its beginning is a finding.
func (r *alertLog) end(v doc.Value, from time.Time, local bool) time.Time {
	end, ok := r.time(v, local)
	if ok && end.Before(from) {
		r.report(v.Span(), diag.Say("the end %q is before the alert fired", "終了 %q がアラートの発生より前です", v.Text()))
		return time.Time{}
	}
	return end
}

// alertWords are the words for severities, folded, with their number.
var alertWords = map[string]int64{
	"critical": 9, "crit": 9, "重大": 9, "致命的": 9, "緊急": 9,
	"error": 7, "err": 7, "エラー": 7, "障害": 7,
	"warning": 5, "warn": 5, "警告": 5, "注意": 5,
	"info": 2, "informational": 2, "information": 2, "情報": 2,
}

// acknowledged are the words for records that somebody has seen an alert, which
// tell of no event.
var acknowledged = map[string]bool{"acknowledged": true, "acknowledge": true, "ack": true, "確認済み": true, "対応中": true}

// alertStates are the words for states, folded. A record that gives none fires.
var alertStates = map[string]AlertStatus{
	"": Firing, "firing": Firing, "triggered": Firing, "trigger": Firing, "alerting": Firing, "alert": Firing, "alarm": Firing, "active": Firing, "open": Firing, "problem": Firing, "発生": Firing, "発報": Firing,
	"resolved": Resolution, "resolve": Resolution, "ok": Resolution, "closed": Resolution, "recovered": Resolution, "recovery": Resolution, "cleared": Resolution, "復旧": Resolution, "解消": Resolution, "正常": Resolution,
	"suppressed": Silenced, "silenced": Silenced, "inhibited": Silenced, "muted": Silenced, "抑止": Silenced, "抑制": Silenced,
}

// severity reads a number of 1 to 10 or a word. "none" is none.
func (r *alertLog) severity(v doc.Value) *big.Rat {
	text := v.Text()
	if word := foldWord(text); word == "" || word == "none" {
		return nil
	}
	if n := r.number(v); n != nil && n.Cmp(big.NewRat(1, 1)) >= 0 && n.Cmp(big.NewRat(10, 1)) <= 0 {
		return n
	}
	r.report(v.Span(), diag.Say("the severity %q is neither a number of 1 to 10 nor critical, error, warning or info", "重大度 %q は 1～10 の数値でも critical、error、warning、info でもありません", text))
	return nil
}

// impact reads a number of 0 to 10.
func (r *alertLog) impact(v doc.Value) *big.Rat {
	if !v.Exists() {
		return nil
	}
	if n := r.number(v); n != nil && n.Sign() >= 0 && n.Cmp(big.NewRat(10, 1)) <= 0 {
		return n
	}
	r.report(v.Span(), diag.Say("the business impact %q is not a number of 0 to 10", "業務影響 %q は 0～10 の数値ではありません", v.Text()))
	return nil
}

// number reads a number or a word for a severity; nil if it is neither. Equal
// ones share their memory.
func (r *alertLog) number(v doc.Value) *big.Rat {
	if known, ok := r.numbers[v.Text()]; ok {
		return known
	}
	n, ok := v.Rat()
	if word := alertWords[foldWord(v.Text())]; !ok && word > 0 {
		n = big.NewRat(word, 1)
	}
	r.numbers[strings.Clone(v.Text())] = n
	return n
}

// labelsOf gives the labels of a record: those under "labels", and columns
// whose headings begin with "labels." or "label_".
func (r *alertLog) labelsOf(v doc.Value) []Label {
	var list []Label
	add := func(name, value string) {
		if value = strings.TrimSpace(value); name != "" && value != "" {
			list = append(list, Label{name, value})
		}
	}
	for _, e := range v.Field("labels").Entries() {
		add(e.Key, e.Value.Text())
	}
	for _, e := range v.Entries() {
		for _, prefix := range [...]string{"labels.", "label_"} {
			if name, ok := strings.CutPrefix(e.Key, prefix); ok {
				add(name, e.Value.Text())
			}
		}
	}
	if len(list) == 0 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b Label) int { return strings.Compare(a.Name, b.Name) })
	list = slices.CompactFunc(list, func(a, b Label) bool { return a.Name == b.Name })
	return r.sharedLabels(list)
}

// sharedLabels gives the one list of its labels.
func (r *alertLog) sharedLabels(list []Label) []Label {
	var key strings.Builder
	for _, l := range list {
		key.WriteString(l.Name + "\x00" + l.Value + "\x00")
	}
	if known, ok := r.labels[key.String()]; ok {
		return known
	}
	for i, l := range list {
		list[i] = Label{r.shared(l.Name), r.shared(l.Value)}
	}
	r.labels[key.String()] = list
	return list
}
