package facet

import (
	"fmt"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/source"
)

func TestReadHolidays(t *testing.T) {
	cases := []struct{ name, text, days, found string }{
		{"ISO", "2026-01-01,元日\n2026-01-12,成人の日\n", "2026-01-01 2026-01-12", ""},
		{"of the Cabinet Office, in Shift_JIS", "\x8d\x91\x96\xaf,\x96\xbc\x8f\xcc\r\n1955/1/1,\x8c\xb3\x93\xfa\r\n2026/11/23,\x8b\xce\x98J\r\n", "1955-01-01 2026-11-23", ""},
		{"byte order mark, quotes, no last line break", "\ufeff\"2026-05-03\",\"憲法記念日, 日曜\"", "2026-05-03", ""},
		{"comments and days alone", "# 会社の休日\n\n2026-12-29\n", "2026-12-29", ""},
		{"a heading only at the top", "date,name\n2026-01-01,a\ndate,name\n", "2026-01-01", `3: "date" is not a day such as 2026-01-01 or 2026/1/1`},
		{"no such day", "2026-01-01\n2026-02-30,x\n", "2026-01-01", `2: "2026-02-30" is not a day such as 2026-01-01 or 2026/1/1`},
		{"CRLF", "2026-01-01\r\n\r\n2026-01-02\r\n", "2026-01-01 2026-01-02", ""},
		{"empty", "", "", ""},
	}
	for _, c := range cases {
		f := source.New("holidays.csv", []byte(c.text))
		days, found := ReadHolidays(f)
		var gotDays, gotFound []string
		for _, d := range days {
			gotDays = append(gotDays, fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day))
		}
		for _, d := range found {
			gotFound = append(gotFound, fmt.Sprintf("%d: %s", f.Position(d.Span.Start).Line, d.Message.En))
		}
		if strings.Join(gotDays, " ") != c.days || strings.Join(gotFound, "; ") != c.found {
			t.Errorf("%s: got %q, %q", c.name, gotDays, gotFound)
		}
	}
}
