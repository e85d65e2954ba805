package render

import (
	"html/template"
	"strings"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// Actions is a list of action items.
type Actions struct {
	Items []ActionItem
}

// ActionItem is one of them.
type ActionItem struct {
	ID       string
	Text     template.HTML
	Detail   template.HTML
	State    Badge
	Owner    string
	Due      When
	Overdue  bool
	Computed bool // the due date comes from the term or the priority
	Late     string
	Age      string
	Level    int // 0–10, tenths of its time that it has used; 0 for no bar
	Opened   Turning
	Ended    Turning
	Reopened string
	Priority string
	Term     string
	Type     string
	Ticket   template.HTML
	Extra    []Field
	From     string
}

func (v *view) actions(units []unit, list []facet.Action) *Actions {
	out := &Actions{}
	for i, a := range list {
		item := v.action(a)
		u := units[i]
		if u.item != nil {
			item.Text = v.lead(u.item, a.Text, v.scalars("actions", u.item.Whole))
			item.Detail = v.printer.html(u.item.Rest...)
		} else {
			scalars := v.scalars("actions", u.span)
			html, extra := v.cells(u, func(c doc.Cell) bool { return v.tells(c, a, scalars) }, a.Text)
			item.Text, item.Extra = html[0], extra
		}
		out.Items = append(out.Items, item)
	}
	return out
}

// tells tells whether the item shows what a cell says: the cell holds values
// that were read, and no word besides them.
func (v *view) tells(c doc.Cell, a facet.Action, scalars []source.Span) bool {
	var own []source.Span
	for _, s := range scalars {
		if c.Span.Contains(s) {
			own = append(own, s)
		}
	}
	rest := remove(v.entry.Doc.File.Text(c.Span), c.Span.Start, own)
	if len(own) > 0 && !hasLetters(token.ReplaceAllString(rest, "")) {
		return true
	}
	said := letters(a.Owner + a.Priority + a.Ticket + a.Type + a.Term + string(a.Status))
	return strings.Contains(said, letters(c.Text))
}

func (v *view) action(a facet.Action) ActionItem {
	item := ActionItem{
		ID: v.actionAnchor(a), Text: v.plain(a.Text), Owner: a.Owner, From: v.from(a.Place),
		State: Badge{string(a.Status), v.t("state." + string(a.Status))},
		Type:  a.Type, Ticket: ticketLink(a.Ticket), Priority: strings.ToUpper(a.Priority),
	}
	if a.Term != "" {
		item.Term = v.t("term." + a.Term)
	}
	item.Due, item.Computed = v.words.dayWhen(a.Due), a.DueFrom != ""
	if a.Closed.Known {
		item.Ended = Turning{Label: v.t("action.ended.done"), When: v.words.dayWhen(a.Closed)}
	}
	v.tell(&item, a)
	for _, f := range []struct{ key, text string }{{"action.reason", a.Reason}, {"action.evidence", a.Evidence}} {
		if f.text != "" {
			item.Extra = append(item.Extra, Field{v.t(f.key), v.plain(f.text)})
		}
	}
	return item
}

func (v *view) actionsApart() *Actions {
	out := &Actions{}
	for _, a := range v.entry.Actions {
		if !v.inside(a.Span) {
			out.Items = append(out.Items, v.action(a))
		}
	}
	if len(out.Items) == 0 {
		return nil
	}
	return out
}
