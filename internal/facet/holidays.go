package facet

import (
	"bytes"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// ReadHolidays reads a list of days on which nobody works: one a line, the
// day first and then, behind a comma, whatever name it has. The list of the
// Cabinet Office of Japan (syukujitsu.csv) is one as it is, in Shift_JIS too,
// for only the days are read. The first line may be a heading; empty lines and
// those that begin with "#" are comments. A line without a day is a finding.
func ReadHolidays(f *source.File) ([]Date, []diag.Diagnostic) {
	var days []Date
	var found []diag.Diagnostic
	first := true
	for start := 0; start < len(f.Data); {
		end := start + bytes.IndexByte(f.Data[start:], '\n')
		if end < start {
			end = len(f.Data)
		}
		line := strings.TrimSpace(strings.TrimPrefix(string(f.Data[start:end]), "\ufeff"))
		cell, _, _ := strings.Cut(line, ",")
		switch day, ok := readHoliday(strings.Trim(cell, "\" \t")); {
		case ok:
			days = append(days, day)
		case !first && line != "" && line[0] != '#':
			found = append(found, diag.Diagnostic{
				Rule: "bad-format", Severity: diag.Error, File: f, Span: source.Span{Start: start, End: end},
				Message: diag.Say("%q is not a day such as 2026-01-01 or 2026/1/1", "%q は 2026-01-01 や 2026/1/1 の形の日付ではありません", clip(strings.ToValidUTF8(cell, "�"), 40)),
			})
		}
		first, start = false, end+1
	}
	return days, found
}

func readHoliday(text string) (Date, bool) {
	for _, layout := range [...]string{"2006-1-2", "2006/1/2"} {
		if t, err := time.Parse(layout, text); err == nil {
			return Date{Year: t.Year(), Month: t.Month(), Day: t.Day(), Known: true}, true
		}
	}
	return Date{}, false
}
