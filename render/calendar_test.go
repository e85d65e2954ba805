package render

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

func builtinSet(t *testing.T) *schema.Set {
	t.Helper()
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func appointment(kind insight.AppointmentKind, title string) insight.Appointment {
	return insight.Appointment{
		Kind: kind, Title: title, Key: title, At: asOf, WholeDay: true,
		Entry: &corpus.Entry{Doc: &doc.Document{File: source.New("runbooks/手順.md", nil)}, Kind: "runbook", ID: "手順", Title: title},
	}
}

// checkLines checks what RFC 5545, 3.1, asks of lines, and gives them unfolded.
func checkLines(t *testing.T, name string, data []byte) []string {
	t.Helper()
	if !utf8.Valid(data) || !bytes.HasSuffix(data, []byte("\r\n")) || bytes.Count(data, []byte("\n")) != bytes.Count(data, []byte("\r\n")) || bytes.Count(data, []byte("\r")) != bytes.Count(data, []byte("\r\n")) {
		t.Errorf("%s: lines do not end with CRLF, or are no UTF-8", name)
	}
	for line := range strings.SplitSeq(string(data), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("%s: a line of %d bytes: %q", name, len(line), line)
		}
		if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Errorf("%s: a control character in %q", name, line)
		}
	}
	return strings.Split(strings.ReplaceAll(string(data), "\r\n ", ""), "\r\n")
}

// What is written is read back as it was, however hostile the title.
func TestCalendarOfAnyTitle(t *testing.T) {
	titles := []struct{ title, want string }{
		{"Renew the certificate", "Renew the certificate"},
		{"証明書の棚卸し", "証明書の棚卸し"},
		{strings.Repeat("証明書を更新する。", 60), strings.Repeat("証明書を更新する。", 60)},
		{strings.Repeat("x", 500), strings.Repeat("x", 500)},
		{strings.Repeat("🦝", 100), strings.Repeat("🦝", 100)},
		{`a; b, c\n "d" \\ e: 'f'`, `a; b, c\n "d" \\ e: 'f'`},
		{"x\r\nEND:VEVENT\r\nATTENDEE:mailto:a@example.com", "x  END:VEVENT  ATTENDEE:mailto:a@example.com"},
		{"a\x00\x1b[31m\u202e\u2028b\xff", "a  [31m  b "},
		{" ", " "},
		{strings.Repeat(" ", 200) + "a", strings.Repeat(" ", 200) + "a"},
		{strings.Repeat("<>", 100), strings.Repeat("<>", 100)},
	}
	for _, tt := range titles {
		for _, lang := range []string{"en", "ja"} {
			data, err := Calendar([]insight.Appointment{appointment(insight.ForReview, tt.title)}, builtinSet(t), Options{Title: tt.title, Lang: lang}, asOf)
			if err != nil {
				t.Fatal(err)
			}
			var summary string
			for _, line := range checkLines(t, tt.title, data) {
				if text, ok := strings.CutPrefix(line, "SUMMARY:"); ok {
					summary = ics.FromText(text)
				}
			}
			if want := map[string]string{"en": "Review: ", "ja": "見直し: "}[lang] + tt.want; summary != want {
				t.Errorf("%q, want %q", summary, want)
			}
			cal, err := ics.ParseCalendar(bytes.NewReader(data))
			if err != nil || len(cal.Events()) != 1 || len(cal.Events()[0].Attendees()) != 0 {
				t.Errorf("%q: %v", tt.title, err)
			}
		}
	}
}

func TestCalendar(t *testing.T) {
	timed := appointment(insight.ForMaintenance, "証明書の棚卸し")
	timed.At, timed.WholeDay, timed.Length, timed.Owner = time.Date(2026, 3, 29, 2, 30, 0, 0, time.FixedZone("JST", 9*60*60)), false, 30*time.Minute, "team-a"
	endless := timed
	endless.Length, endless.Key = 0, "2"
	list := []insight.Appointment{timed, endless, appointment(insight.ForAction, "キャッシュに上限を設ける"), appointment(insight.ForExercise, "切り替え")}
	data, err := Calendar(list, builtinSet(t), Options{Title: "障害ナレッジ", Lang: "ja", BaseURL: "https://kb.example.com/in/"}, asOf)
	if err != nil {
		t.Fatal(err)
	}
	const page = "URL:https://kb.example.com/in/runbooks/%E6%89%8B%E9%A0%86/"
	want := strings.Split(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//debrief//debrief//JA
METHOD:PUBLISH
X-WR-CALNAME:障害ナレッジ
BEGIN:VEVENT
UID:1
DTSTAMP:20261122T000000Z
DTSTART:20260328T173000Z
DTEND:20260328T180000Z
SUMMARY:予防保守: 証明書の棚卸し
DESCRIPTION:担当: team-a\nrunbooks/手順.md
CATEGORIES:maintenance
`+page+`
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20261122T000000Z
DTSTART:20260328T173000Z
SUMMARY:予防保守: 証明書の棚卸し
DESCRIPTION:担当: team-a\nrunbooks/手順.md
CATEGORIES:maintenance
`+page+`
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTAMP:20261122T000000Z
DTSTART;VALUE=DATE:20261122
DTEND;VALUE=DATE:20261123
TRANSP:TRANSPARENT
SUMMARY:アクション期限: キャッシュに上限を設ける
DESCRIPTION:手順 キャッシュに上限を設ける\nrunbooks/手順.md
CATEGORIES:action
`+page+`
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTAMP:20261122T000000Z
DTSTART;VALUE=DATE:20261122
DTEND;VALUE=DATE:20261123
TRANSP:TRANSPARENT
SUMMARY:訓練・実験: 切り替え
DESCRIPTION:runbooks/手順.md
CATEGORIES:exercise
`+page+`
END:VEVENT
END:VCALENDAR
`, "\n")
	lines := checkLines(t, "calendar", data)
	seen := map[string]bool{}
	for i, line := range lines {
		if uid, ok := strings.CutPrefix(line, "UID:"); ok {
			if seen[uid] || !strings.HasSuffix(uid, "@kb.example.com") {
				t.Errorf("the UID %s", uid)
			}
			seen[uid] = true
			lines[i] = "UID:" + string(rune('0'+len(seen)))
		}
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("calendar (-want +got):\n%s", diff)
	}
	again, err := Calendar(list, builtinSet(t), Options{Title: "障害ナレッジ", Lang: "ja", BaseURL: "https://kb.example.com/in/"}, asOf)
	if err != nil || !bytes.Equal(data, again) {
		t.Error("the same appointments make another calendar")
	}
}

func TestCalendarOfNothing(t *testing.T) {
	data, err := Calendar(nil, builtinSet(t), Options{Lang: "ja"}, asOf)
	if err != nil {
		t.Fatal(err)
	}
	if cal, err := ics.ParseCalendar(bytes.NewReader(data)); err != nil || len(cal.Events()) != 0 {
		t.Errorf("%v", err)
	}
}
