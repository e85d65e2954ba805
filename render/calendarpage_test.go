package render

import (
	"fmt"
	"strings"
	"testing"
)

func TestCalendarPage(t *testing.T) {
	documents := map[string]string{
		"postmortems/a.md": "---\nid: a\nstarted_at: 2026-10-01T10:00:00Z\n---\n# A\n\n## Actions\n\n- [ ] Late thing owner:team-x due:2026-11-01\n- [ ] Today due:2026-11-22\n- [ ] 来月の対応 due:2026-12-05\n",
		"runbooks/r.md":    "---\nid: r\nreview_by: 2027-02-01\nowner: " + yamlText(hostileName) + "\n---\n# R\n",
	}
	site := build(t, load(t, repository(documents)), Options{Lang: "en", Languages: []string{"en", "ja"}})
	checkSafe(t, "calendar", site["calendar/index.html"])
	text := mainText(t, site["calendar/index.html"])
	at := -1
	for _, want := range []string{"Overdue", "1 Nov 2026", "21 days late", "Late thing", "November 2026", "Today", "December 2026", "来月の対応", "February 2027", "Review"} {
		next := strings.LastIndex(text, strings.ReplaceAll(want, " ", noBreak))
		if next < 0 {
			next = strings.LastIndex(text, want)
		}
		if next < at {
			t.Errorf("%q is missing or out of order: %s", want, text)
		}
		at = max(at, next)
	}
	if ja := mainText(t, site["ja/calendar/index.html"]); !strings.Contains(ja, "2026年12月") || !strings.Contains(ja, "21日遅れ") {
		t.Errorf("Japanese: %s", ja)
	}
	if !strings.Contains(site["calendar/index.html"], `href="../calendar.ics"`) {
		t.Error("nothing leads to the calendar's file")
	}
	empty := build(t, load(t, repository(map[string]string{"a.md": "# A\n"})), Options{Lang: "ja"})
	if text := mainText(t, empty["calendar/index.html"]); !strings.Contains(text, "予定はありません") {
		t.Errorf("empty: %s", text)
	}
}

func TestLongCalendarHasPagesOfMonths(t *testing.T) {
	var b strings.Builder
	b.WriteString("---\nid: a\nstarted_at: 2026-10-01T10:00:00Z\n---\n# A\n\n## Actions\n\n")
	for i := range rowsOnPage + 100 {
		fmt.Fprintf(&b, "- [ ] Thing number %d due:2026-11-%02d\n", i, 1+i%2*26)
	}
	site := build(t, load(t, repository(map[string]string{"postmortems/a.md": b.String()})), Options{Lang: "en"})
	for _, page := range []string{"calendar/overdue/index.html", "calendar/2026-11/index.html"} {
		if n := strings.Count(site[page], "Thing number"); n != (rowsOnPage+100)/2 {
			t.Errorf("%s has %d entries", page, n)
		}
	}
	if n := strings.Count(site["calendar/index.html"], "Thing number"); n != 2*mostAtFront {
		t.Errorf("the front has %d entries", n)
	}
}
