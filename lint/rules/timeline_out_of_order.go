package rules

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var timelineOutOfOrder = lint.Rule{
	ID:       "timeline-out-of-order",
	Severity: diag.Error,
	Check: func(p *lint.Pass) {
		rows := dated(p.Entry.Timeline)
		if newestFirst(rows) {
			return
		}
		for _, r := range disordered(rows) {
			fixes := reorder(p, rows, r)
			for i := r.from + 1; i < r.to; i++ {
				last, row := rows[i-1], rows[i]
				if !row.At.Time.Before(last.At.Time) {
					continue
				}
				p.Report(diag.Diagnostic{
					Span: row.At.Span,
					Message: diag.Say("%q comes after %q but is earlier", "%q は %q の後にありますが、時刻が前です",
						lint.Quote(p.Text(row.At.Span)), lint.Quote(p.Text(last.At.Span))),
					Related: []diag.Related{{
						Message: diag.Say("the entry before it", "直前の項目"),
						File:    p.Entry.Doc.File, Span: last.At.Span,
					}},
					Fixes: fixes,
				})
			}
		}
	},
}

// dated are the rows whose time is known.
func dated(rows []facet.TimelineRow) []facet.TimelineRow {
	var out []facet.TimelineRow
	for _, row := range rows {
		if row.At.Known {
			out = append(out, row)
		}
	}
	return out
}

// newestFirst tells whether a timeline runs backwards on purpose, as status
// pages do: every step goes back, and there is more than one.
func newestFirst(rows []facet.TimelineRow) bool {
	for i := 1; i < len(rows); i++ {
		if !rows[i].At.Time.Before(rows[i-1].At.Time) {
			return false
		}
	}
	return len(rows) > 2
}

// stretch is the rows from one to before another.
type stretch struct{ from, to int }

// disordered gives the shortest stretches of two rows and more that put the
// whole in order if each is put in order.
func disordered(rows []facet.TimelineRow) []stretch {
	least := make([]time.Time, len(rows)) // of the row and those behind it
	for i := len(rows) - 1; i >= 0; i-- {
		least[i] = rows[i].At.Time
		if i+1 < len(rows) && least[i+1].Before(least[i]) {
			least[i] = least[i+1]
		}
	}
	var out []stretch
	from := 0
	var most time.Time // of the rows from there on
	for i, row := range rows {
		if row.At.Time.After(most) {
			most = row.At.Time
		}
		if i+1 < len(rows) && least[i+1].Before(most) {
			continue
		}
		if i > from {
			out = append(out, stretch{from, i + 1})
		}
		from, most = i+1, time.Time{}
	}
	return out
}

// reorder offers the rows of a stretch in the order of their times, if each is
// a line of a table or a list, one below the other, and none has its day from
// a row that would stand elsewhere then.
func reorder(p *lint.Pass, rows []facet.TimelineRow, s stretch) []diag.Fix {
	moved := rows[s.from:s.to]
	if !daysStay(p, rows, s) {
		return nil
	}
	lines := make([]source.Span, len(moved))
	for i, row := range moved {
		var ok bool
		if lines[i], ok = ownLine(p, row); !ok {
			return nil
		}
		if i > 0 && strings.Trim(p.Text(source.Span{Start: lines[i-1].End, End: max(lines[i].Start, lines[i-1].End)}), "\r") != "\n" {
			return nil
		}
	}
	order := make([]int, len(moved))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return moved[a].At.Time.Compare(moved[b].At.Time) })
	var edits []diag.Edit
	for i, from := range order {
		if i != from {
			edits = append(edits, diag.Edit{Span: lines[i], New: p.Text(lines[from])})
		}
	}
	return []diag.Fix{{Title: diag.Say("put the entries in order", "時刻の順に並べ替える"), Edits: edits, Unsafe: true}}
}

// ownLine is the line on which a row stands, without its line end, if it is a
// line of a table or of a list without numbers and holds nothing else.
func ownLine(p *lint.Pass, row facet.TimelineRow) (source.Span, bool) {
	data := p.Entry.Doc.File.Data
	if row.From.Origin != doc.FromTable && row.From.Origin != doc.FromList || strings.Contains(p.Text(row.Span), "\n") {
		return source.Span{}, false
	}
	line := source.Span{Start: bytes.LastIndexByte(data[:row.Span.Start], '\n') + 1, End: len(data)}
	if i := bytes.IndexByte(data[row.Span.Start:], '\n'); i >= 0 {
		line.End = row.Span.Start + i
	}
	line.End = line.Start + len(strings.TrimRight(p.Text(line), "\r"))
	return line, row.From.Origin == doc.FromTable || bullet.MatchString(p.Text(line))
}

var (
	bullet = lazyregexp.New(`^[ \t]*[-*+][ \t]`)
	// clockAlone is a time without a day: 14:30, 14.30 JST, 午後2時30分.
	clockAlone = lazyregexp.New(`^[^0-9]{0,12}[0-9]{1,2}(?:[:.][0-9]{2}){0,2}(?:時(?:[0-9]{1,2}分|半)?)?[^0-9]*$`)
	// dayStated is a day on a line: 2026-03-02, 3/2, 3月2日, Mar 2.
	dayStated = lazyregexp.New(`[0-9]{4}[-/.年][0-9]|\b[0-9]{1,2}/[0-9]{1,2}\b|[0-9]月|(?i:\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* [0-9])`)
)

// daysStay tells whether the rows of a stretch, and the one behind it, keep
// their days when they change places: each states its own, or all are of one
// day that a row before them states, or none of them.
func daysStay(p *lint.Pass, rows []facet.TimelineRow, s stretch) bool {
	own := func(row facet.TimelineRow) bool { return !clockAlone.MatchString(p.Text(row.At.Span)) }
	other := func(row facet.TimelineRow) bool {
		return row.At.Time.Format(time.DateOnly) != rows[s.from].At.Time.Format(time.DateOnly)
	}
	moved, behind := rows[s.from:s.to], rows[s.to:min(s.to+1, len(rows))]
	if slices.ContainsFunc(moved, other) {
		return all(moved, own) && all(behind, own)
	}
	states := func(row facet.TimelineRow) bool { return dayStated.MatchString(p.Text(row.Span)) }
	return s.from > 0 && !other(rows[s.from-1]) || all(moved, own) || !slices.ContainsFunc(moved, states)
}

func all(rows []facet.TimelineRow, is func(facet.TimelineRow) bool) bool {
	return !slices.ContainsFunc(rows, func(row facet.TimelineRow) bool { return !is(row) })
}
