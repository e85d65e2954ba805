package render

import (
	"html/template"
	"sort"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

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
			html, extra := v.cells(u, func(c doc.Cell) bool { return within(c, e.After.Span) || sameLetters(c.Text, e.Severity) },
				e.Condition, e.Action, e.To, e.Channel)
			row.Condition, row.Action, row.To, row.Channel, row.Extra = html[0], html[1], html[2], html[3], extra
		}
		out.add(row)
	}
	return out
}

// escalate links to where the page tells when to call whom: the section of
// the body with the first rule, else the table below the body.
func (v *view) escalate() string {
	switch list := v.entry.Escalations; {
	case v.page.Escalations != nil:
		return "#escalation"
	case len(list) == 0 || !v.entry.Doc.HasTree():
		return ""
	default:
		link := ""
		v.entry.Doc.Sections().Walk(func(s *doc.Section) bool {
			if s.Heading != nil && s.ID != "" && s.Span.Start <= list[0].Span.Start {
				link = "#" + escapeTarget(s.ID)
			}
			return true
		})
		return link
	}
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
	case d.Goto.Href == "" || !sameLetters(b.Action, b.Goto) && !stepName.MatchString(b.Action):
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
var stepName = lazyregexp.New(`(?i)^(step|手順|ステップ)\s*[0-9]{1,3}$`)

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

// anchorBranches gives the items of a list that stays as it is written the
// anchors of the branches that were read from them.
func (v *view) anchorBranches(n ast.Node) {
	if n.Kind() != ast.KindList || len(v.entry.Branches) == 0 {
		return
	}
	deepest := map[int]ast.Node{} // by the place of the branch
	ast.Walk(n, func(item ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || item.Kind() != ast.KindListItem {
			return ast.WalkContinue, nil
		}
		span := v.entry.Doc.SpanOf(item)
		first := sort.Search(len(v.entry.Branches), func(i int) bool { return v.entry.Branches[i].Span.Start >= span.Start })
		for i := first; i < len(v.entry.Branches) && v.entry.Branches[i].Span.Start < span.End; i++ {
			deepest[i] = item
		}
		return ast.WalkContinue, nil
	})
	for i, b := range v.entry.Branches {
		if item := deepest[i]; item != nil && v.printer.anchors[item] == "" {
			v.printer.anchors[item] = v.id("b-" + b.ID)
		}
	}
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

func (e *Escalations) add(row EscalationRow) {
	e.Rows = append(e.Rows, row)
	e.After = e.After || row.After != ""
	e.Do = e.Do || row.Action != "" || len(row.Extra) > 0
	e.To = e.To || row.To != "" || row.Channel != ""
}
