package render

import (
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// Field is a label with what belongs to it.
type Field struct {
	Label string
	HTML  template.HTML
}

// Badge is a word with a class that gives it shape and colour.
type Badge struct {
	Class string
	Label string
}

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
	if letters(string(row.Event+row.Text)) == "" {
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
	Computed bool // the due date comes from the term
	Closed   When
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
	if len(own) > 0 && letters(token.ReplaceAllString(rest, "")) == "" {
		return true
	}
	said := letters(a.Owner + a.Priority + a.Ticket + a.Type + a.Term + string(a.Status))
	return strings.Contains(said, letters(c.Text))
}

func (v *view) action(a facet.Action) ActionItem {
	item := ActionItem{
		ID: v.id("a-" + a.ID), Text: v.plain(a.Text), Owner: a.Owner, From: v.from(a.Place), Computed: a.DueFrom != "",
		State: Badge{string(a.Status), v.t("state." + string(a.Status))},
		Type:  a.Type, Ticket: v.ticket(a.Ticket), Priority: strings.ToUpper(a.Priority),
	}
	if a.Term != "" {
		item.Term = v.t("term." + a.Term)
	}
	if a.Due.Known {
		due := time.Date(a.Due.Year, a.Due.Month, a.Due.Day, 0, 0, 0, 0, time.UTC)
		item.Due = v.words.day(due)
		now := v.site.now()
		item.Overdue = open(a.Status) && now.Format(time.DateOnly) > due.Format(time.DateOnly)
	}
	if a.Closed.Known {
		item.Closed = v.words.day(time.Date(a.Closed.Year, a.Closed.Month, a.Closed.Day, 0, 0, 0, 0, time.UTC))
	}
	for _, f := range []struct{ key, text string }{{"action.reason", a.Reason}, {"action.evidence", a.Evidence}} {
		if f.text != "" {
			item.Extra = append(item.Extra, Field{v.t(f.key), v.plain(f.text)})
		}
	}
	return item
}

func open(s facet.Status) bool {
	return s == facet.Open || s == facet.InProgress || s == facet.Blocked
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

// Escalations is a table of when to call whom.
type Escalations struct {
	Rows          []EscalationRow
	After, Do, To bool // columns that hold anything
}

// EscalationRow is one rule.
type EscalationRow struct {
	Condition, Action, To, Channel template.HTML
	After, Severity                string
	Extra                          []Field
	From                           string
}

func (v *view) escalation(e facet.Escalation) EscalationRow {
	row := EscalationRow{
		Condition: v.plain(e.Condition), Action: v.plain(e.Action), To: v.plain(e.To), Channel: v.plain(e.Channel),
		Severity: e.Severity, From: v.from(e.Place),
	}
	if e.After.Known {
		row.After = v.words.span(e.After.D)
	}
	return row
}

func (v *view) escalations(units []unit, list []facet.Escalation) *Escalations {
	out := &Escalations{}
	for i, e := range list {
		row := v.escalation(e)
		if u := units[i]; u.item != nil {
			if hasMarkup(u.item.Node) || !says(v.entry.Doc.Plain(u.item.Node), e.Condition, e.Action, e.To, e.Channel, e.Severity) {
				return nil
			}
		} else {
			html, extra := v.cells(u, func(c doc.Cell) bool { return within(c, e.After.Span) || letters(c.Text) == letters(e.Severity) },
				e.Condition, e.Action, e.To, e.Channel)
			row.Condition, row.Action, row.To, row.Channel, row.Extra = html[0], html[1], html[2], html[3], extra
		}
		out.add(row)
	}
	return out
}

func (e *Escalations) add(row EscalationRow) {
	e.Rows = append(e.Rows, row)
	e.After = e.After || row.After != ""
	e.Do = e.Do || row.Action != "" || len(row.Extra) > 0
	e.To = e.To || row.To != "" || row.Channel != ""
}

func (v *view) escalationsApart() *Escalations {
	out := &Escalations{}
	for _, e := range v.entry.Escalations {
		if !v.inside(e.Span) {
			out.add(v.escalation(e))
		}
	}
	if len(out.Rows) == 0 {
		return nil
	}
	return out
}

// Decision is a branch of a runbook with those under it.
type Decision struct {
	ID                      string
	Condition, Action, Else template.HTML
	Goto                    Link
	From                    string
	Under                   []*Decision
}

func (v *view) decision(b facet.Branch) *Decision {
	d := &Decision{ID: v.id("b-" + b.ID), Condition: v.plain(b.Condition), Goto: v.jump(b.Goto), From: v.from(b.Place)}
	switch {
	case d.Goto.Href == "" || letters(b.Action) != letters(b.Goto) && !stepName.MatchString(b.Action):
		d.Action = v.plain(b.Action)
	case stepName.MatchString(b.Action):
		d.Goto.Label = b.Action + v.t("label.join") + d.Goto.Label
	}
	if d.Goto.Href == "" && d.Action != "" {
		d.Goto = Link{} // the action says it
	}
	if d.Else = v.plain(b.Else); b.Else != "" {
		if to := v.jump(b.Else); to.Href != "" {
			d.Else = linked(to)
		}
	}
	return d
}

// stepName is how documents name a step.
var stepName = regexp.MustCompile(`(?i)^(step|手順|ステップ)\s*[0-9]{1,3}$`)

// tree hangs each branch under the last one that is less deep.
func (v *view) tree(list []facet.Branch) []*Decision {
	var roots []*Decision
	var path []*Decision
	for _, b := range list {
		d := v.decision(b)
		depth := min(max(b.Depth, 0), len(path))
		if depth == 0 {
			roots = append(roots, d)
		} else {
			path[depth-1].Under = append(path[depth-1].Under, d)
		}
		path = append(path[:depth], d)
	}
	return roots
}

// decisions shows a list as a tree if the branches read from it say all its
// words; nil if they do not.
func (v *view) decisions(n ast.Node, units []unit) []*Decision {
	var whole source.Span
	for i, u := range units {
		if whole = whole.Join(u.span); i == 0 {
			whole = u.span
		}
	}
	var said []string
	var list []facet.Branch
	for _, b := range v.entry.Branches {
		if whole.Overlaps(b.Span) && b.Span.Len() > 0 {
			list = append(list, b)
			said = append(said, b.Condition, b.Action, b.Goto, b.Else)
		}
	}
	if len(list) == 0 {
		return nil
	}
	if _, ok := n.(*ast.List); !ok || hasMarkup(n) {
		return nil
	}
	if !says(v.entry.Doc.Plain(n), said...) {
		return nil
	}
	return v.tree(list)
}

// says tells whether texts together say every word of a text.
func says(text string, texts ...string) bool {
	all := letters(strings.Join(texts, " "))
	for word := range strings.FieldsSeq(text) {
		if !strings.Contains(all, letters(word)) {
			return false
		}
	}
	return true
}

// hasMarkup tells whether a node holds links, code or pictures, which the
// words of a branch do not keep.
func hasMarkup(n ast.Node) bool {
	found := false
	ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		switch c.Kind() {
		case ast.KindLink, ast.KindAutoLink, ast.KindCodeSpan, ast.KindImage, ast.KindFencedCodeBlock, ast.KindCodeBlock, doc.KindWikiLink:
			found = true
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return found
}

func (v *view) decisionsApart() []*Decision {
	var list []facet.Branch
	for _, b := range v.entry.Branches {
		if !v.inside(b.Span) {
			list = append(list, b)
		}
	}
	return v.tree(list)
}

// Step is a step of a runbook that is no part of a Markdown body.
type Step struct {
	ID, Number, Title           string
	Risk                        Badge
	Description                 template.HTML
	Commands                    []template.HTML
	Expected, Success, Rollback template.HTML
	OnSuccess, OnFailure        Link
	From                        string
}

func (v *view) stepsApart() []Step {
	var out []Step
	for i, s := range v.entry.Steps {
		if v.inside(s.Span) {
			continue
		}
		step := Step{
			ID: v.steps[s.ID], Number: strconv.Itoa(i + 1), Title: s.Title, Description: v.plain(s.Description),
			Success: v.plain(s.SuccessCriteria), Rollback: v.plain(s.Rollback), OnSuccess: v.jump(s.OnSuccess), OnFailure: v.jump(s.OnFailure),
			From: v.from(s.Place),
		}
		if s.Risk != "" {
			step.Risk = Badge{"risk-" + s.Risk, v.t("risk." + s.Risk)}
		}
		for _, c := range s.Commands {
			step.Commands = append(step.Commands, v.printer.command(c))
		}
		if s.ExpectedOutput != "" {
			step.Expected = v.printer.expected(s.ExpectedOutput)
		}
		out = append(out, step)
	}
	return out
}

// Solution is a remedy of a known issue.
type Solution struct {
	ID, Title  string
	Steps      []template.HTML
	Runbook    Link
	Time, Type string
	Risk       Badge
	Record     string // "3 of 4 tries helped"
	Outcomes   []Outcome
	From       string
}

// Outcome is one try of it.
type Outcome struct {
	Date     When
	Result   Badge
	Incident Link
	Note     template.HTML
}

func (v *view) solutions() []Solution {
	var out []Solution
	for _, s := range v.entry.Solutions {
		if v.inside(s.Span) && len(s.Outcomes) == 0 {
			continue
		}
		item := Solution{ID: v.id("s-" + s.ID), Title: s.Title, Type: s.Type, Runbook: v.jump(s.Runbook), From: v.from(s.Place)}
		if !v.inside(s.Span) {
			for _, step := range s.Steps {
				item.Steps = append(item.Steps, v.plain(step))
			}
		}
		if s.Time.Known {
			item.Time = v.words.span(s.Time.D)
		}
		if s.Risk != "" {
			item.Risk = Badge{"risk-" + s.Risk, v.t("risk." + s.Risk)}
		}
		helped := 0
		for _, o := range s.Outcomes {
			r := Outcome{Incident: v.jump(o.Incident), Note: v.plain(o.Note), Result: Badge{"failed", v.t("outcome.failed")}}
			if o.Success {
				helped++
				r.Result = Badge{"helped", v.t("outcome.helped")}
			}
			if o.On.Known {
				r.Date = v.words.day(time.Date(o.On.Year, o.On.Month, o.On.Day, 0, 0, 0, 0, time.UTC))
			}
			item.Outcomes = append(item.Outcomes, r)
		}
		if len(s.Outcomes) > 0 {
			item.Record = v.t("solution.record", strconv.Itoa(helped), strconv.Itoa(len(s.Outcomes)))
		}
		out = append(out, item)
	}
	return out
}
