package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
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
		for i := 1; i < len(rows); i++ {
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
			})
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
