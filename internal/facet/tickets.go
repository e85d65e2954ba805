package facet

import (
	"bytes"
	"cmp"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// RuleTicket is the rule of tickets that cannot be read.
const RuleTicket = "ticket-unreadable"

// DecodeTickets reads the records of a snapshot: what "gh issue list --json"
// prints, or the CSV that Jira and GitLab export. Times without an offset are
// in zone, but for GitLab's, which are in UTC. A record that names no ticket
// or gives no state is a finding and left out; a time that cannot be read is a
// finding, and absent. So is an empty file.
func DecodeTickets(f *source.File, records []doc.Value, zone *time.Location) ([]Ticket, []diag.Diagnostic) {
	if zone == nil {
		zone = time.UTC
	}
	r := ticketReader{file: f, zone: zone}
	if len(bytes.TrimSpace(f.Data)) == 0 {
		r.report(doc.Value{}, diag.Text{En: "the snapshot is empty: write it again, or take it out of tickets", Ja: "スナップショットが空です。作り直すか、tickets から外してください"})
	}
	var tickets []Ticket
	for _, record := range records {
		for _, v := range append(record.Items(), record) {
			if t, ok := r.ticket(v); ok {
				tickets = append(tickets, t)
			}
		}
	}
	return tickets, r.found
}

type ticketReader struct {
	file  *source.File
	zone  *time.Location
	found []diag.Diagnostic
}

// The names that trackers give to the columns, folded: those of GitHub's JSON,
// GitLab's and Jira's CSV, Jira's in Japanese, too.
var (
	keyNames      = []string{"key", "issue key", "issuekey", "課題キー", "キー"}
	numberNames   = []string{"number", "iid", "issue id", "issue iid"}
	urlNames      = []string{"url", "web_url", "weburl", "html_url"}
	titleNames    = []string{"title", "summary", "要約", "タイトル"}
	stateNames    = []string{"state", "status", "ステータス"}
	categoryNames = []string{"status category", "statuscategory", "ステータスカテゴリー", "ステータス カテゴリ"}
	reasonNames   = []string{"statereason", "state_reason", "resolution", "解決状況"}
	openedNames   = []string{"createdat", "created_at", "created", "created at (utc)", "作成日"}
	closedNames   = []string{"closedat", "closed_at", "resolved", "resolutiondate", "resolution date", "closed at (utc)", "解決日"}
)

// field is the first field of a record with one of some names; where it stands
// tells also which name it has.
func field(v doc.Value, names []string) (doc.Value, string) {
	for _, name := range names {
		for _, e := range v.Entries() {
			if strings.ToLower(strings.TrimSpace(e.Key)) == name && strings.TrimSpace(e.Value.Text()) != "" {
				return e.Value, name
			}
		}
	}
	return doc.Value{}, ""
}

func (r *ticketReader) ticket(v doc.Value) (Ticket, bool) {
	if v.Type() != doc.Map {
		if v.Type() == doc.Scalar {
			r.report(v, diag.Text{En: "expected a record of a ticket", Ja: "チケットのレコードが必要です"})
		}
		return Ticket{}, false
	}
	text := func(names []string) string {
		x, _ := field(v, names)
		return strings.TrimSpace(x.Text())
	}
	t := Ticket{Key: strings.ToUpper(text(keyNames)), URL: text(urlNames), Title: text(titleNames), File: r.file, Place: placeOf(v)}
	if n := text(numberNames); t.Key == "" && number.MatchString(n) {
		t.Key = "#" + strings.TrimPrefix(n, "#")
	}
	if t.Key == "" && t.URL == "" {
		r.report(v, diag.Text{En: "the record names no ticket: it has neither number, key nor url", Ja: "どのチケットか分かりません。番号、キー、URL のいずれもありません"})
		return Ticket{}, false
	}
	var known bool
	if t.State, known = ticketState(text(stateNames), text(categoryNames), text(reasonNames)); !known {
		r.report(v, diag.Say("the state of ticket %q is not known: %q", "チケット %q の状態が分かりません: %q", cmp.Or(t.Key, t.URL), text(stateNames)))
		return Ticket{}, false
	}
	t.Opened = r.time(v, openedNames)
	if t.State == Done || t.State == WontDo {
		t.Closed = r.time(v, closedNames)
	}
	return t, true
}

var number = lazyregexp.New(`^#?[0-9]{1,18}$`)

func (r *ticketReader) report(v doc.Value, message diag.Text) {
	r.found = append(r.found, diag.Diagnostic{Rule: RuleTicket, Severity: diag.Warning, File: r.file, Span: firstLine(r.file, v.Span()), Message: message})
}

// firstLine cuts a span at the end of its first line.
func firstLine(f *source.File, s source.Span) source.Span {
	if i := strings.IndexAny(f.Text(s), "\r\n"); i >= 0 {
		s.End = s.Start + i
	}
	return s
}

// ticketStates are the words of trackers for states, folded.
var ticketStates = map[string]Status{
	"open": Open, "opened": Open, "to do": Open, "todo": Open, "new": Open, "backlog": Open, "reopened": Open, "selected for development": Open,
	"オープン": Open, "未着手": Open, "未対応": Open, "バックログ": Open,
	"in progress": InProgress, "in review": InProgress, "indeterminate": InProgress, "進行中": InProgress, "対応中": InProgress, "レビュー中": InProgress,
	"blocked": Blocked, "on hold": Blocked, "保留": Blocked,
	"closed": Done, "done": Done, "resolved": Done, "merged": Done, "完了": Done, "解決済み": Done, "クローズ": Done,
	"won't do": WontDo, "won't fix": WontDo, "wontfix": WontDo, "cancelled": WontDo, "canceled": WontDo, "rejected": WontDo, "却下": WontDo, "対応しない": WontDo,
}

// wontDo are the reasons that make a closed ticket one that was given up.
var wontDo = map[string]bool{
	"not_planned": true, "not planned": true, "duplicate": true, "won't do": true, "won't fix": true, "wontfix": true, "cannot reproduce": true,
	"declined": true, "cancelled": true, "canceled": true, "rejected": true, "対応しない": true, "重複": true, "却下": true,
}

// ticketState tells the state by its word, else by its category: teams name
// states as they like, but Jira knows of each whether it is done.
func ticketState(word, category, reason string) (Status, bool) {
	state, known := ticketStates[foldWord(word)]
	if !known {
		state, known = ticketStates[foldWord(category)]
	}
	if state == Done && wontDo[foldWord(reason)] {
		state = WontDo
	}
	return state, known
}

func foldWord(s string) string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimSpace(s), "’", "'"))
}

// ticketTimes are the forms of times in snapshots; Jira's day comes first in
// its default look, its month in words.
var ticketTimes = []string{
	time.RFC3339, "2006-01-02T15:04:05.000-0700", "2006-01-02T15:04:05-0700",
	"2006-01-02 15:04:05 UTC", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly,
	"02/Jan/06 3:04 PM", "2/Jan/06 3:04 PM", "02/Jan/2006 3:04 PM", "02/Jan/06", "2006/01/02 15:04", "2006/01/02 15:04:05", "2006/1/2 15:04", "2006/01/02",
}

// time reads the first of some fields that a record has.
func (r *ticketReader) time(v doc.Value, names []string) time.Time {
	x, name := field(v, names)
	text := strings.TrimSpace(x.Text())
	if text == "" {
		return time.Time{}
	}
	zone := r.zone
	if strings.HasSuffix(name, "(utc)") {
		zone = time.UTC
	}
	for _, layout := range ticketTimes {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil && t.Year() > 1970 && t.Year() < 3000 {
			return t
		}
	}
	r.report(x, diag.Say("the time %q cannot be read", "日時 %q を読み取れません", text))
	return time.Time{}
}
