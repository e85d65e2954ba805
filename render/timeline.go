package render

import (
	"html/template"
	"strings"
	"time"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Timeline is a list of what happened.
type Timeline struct {
	Rows []TimelineRow
}

// TimelineRow is one entry. Gap says how long nothing was written before it.
type TimelineRow struct {
	ID     string
	Anchor string // of the heading that the row replaces
	Clock  string // as shown; the document's own words where the time is not known
	When   When
	Day    string // set where the day differs from the row above
	Type   Badge  // empty for a note
	Event  template.HTML
	Actor  template.HTML
	Text   template.HTML
	Source template.HTML
	Extra  []Field
	Gap    string
	From   string
}

// longGap is the silence between two rows that the page points out.
const longGap = 15 * time.Minute

// timeline shows the rows of a table or list; nil if it cannot show a row
// without loss.
func (v *view) timeline(units []unit, rows []facet.TimelineRow) *Timeline {
	out := &Timeline{}
	for i, r := range rows {
		row := v.timelineRow(r)
		u := units[i]
		if u.item != nil {
			if u.item.Lead == nil {
				return nil
			}
			row = v.listedRow(row, u.item, r)
		} else {
			html, extra := v.cells(u, func(c doc.Cell) bool { return within(c, r.At.Span) }, r.Event, r.Actor, r.Text, r.Source)
			row.Event, row.Actor, row.Text, row.Source, row.Extra = html[0], html[1], html[2], html[3], extra
			if !r.At.Known {
				row.Clock = "" // the cell of the clock is among the extra fields
			}
		}
		out.add(v, row, r)
	}
	return out
}

// listedRow fills a row from an item: its first paragraph without the clock
// is the event, unless the event is only a part of it.
func (v *view) listedRow(row TimelineRow, it *doc.Item, r facet.TimelineRow) TimelineRow {
	values := append(v.scalars("timeline", it.Whole), r.At.Span)
	text := firstOf(r.Event, r.Text)
	row.Event, row.Text, row.Source = "", v.lead(it, text, values), ""
	row.Actor = actorApart(row, r)
	if h, ok := it.Lead.(*ast.Heading); ok {
		row.Anchor = headingID(h)
		row.Event, row.Text = row.Text, ""
	}
	row.Text += v.printer.html(it.Rest...)
	if !hasLetters(string(row.Event)) && !hasLetters(string(row.Text)) {
		row.Event = v.plain(text)
	}
	return row
}

// actorApart shows the actor of a list item only if the text does not.
func actorApart(row TimelineRow, r facet.TimelineRow) template.HTML {
	if strings.Contains(letters(string(row.Text)), letters(r.Actor)) {
		return ""
	}
	return row.Actor
}

func (v *view) timelineRow(r facet.TimelineRow) TimelineRow {
	row := TimelineRow{
		Event: v.plain(r.Event), Actor: v.plain(r.Actor), Text: v.plain(r.Text), Source: v.plain(r.Source), From: v.from(r.Place),
	}
	if r.At.Known {
		row.When = v.words.when(r.At.Time)
		row.Clock = r.At.Time.Format("15:04")
		row.ID = v.id("t-" + r.At.Time.Format("1504"))
	}
	if r.Type != "" && r.Type != facet.Note {
		row.Type = Badge{string(r.Type), v.t("milestone." + string(r.Type))}
	}
	return row
}

func (v *view) timelineApart() *Timeline {
	out := &Timeline{}
	for _, r := range v.entry.Timeline {
		if !v.inside(r.Span) {
			out.add(v, v.timelineRow(r), r)
		}
	}
	if len(out.Rows) == 0 {
		return nil
	}
	return out
}

// add appends a row with what can be said of its distance to the one before.
func (t *Timeline) add(v *view, row TimelineRow, r facet.TimelineRow) {
	if r.At.Known {
		if last := v.lastRow; !last.IsZero() {
			if gap := r.At.Time.Sub(last); gap > longGap && gap < 24*time.Hour {
				row.Gap = v.t("timeline.gap", v.words.span(gap))
			}
		}
		if v.lastRow.IsZero() || v.lastRow.In(r.At.Time.Location()).YearDay() != r.At.Time.YearDay() {
			row.Day = v.words.date(r.At.Time) + " · " + zoneName(r.At.Time)
		}
		v.lastRow = r.At.Time
	}
	t.Rows = append(t.Rows, row)
}
