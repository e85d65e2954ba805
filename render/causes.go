package render

import (
	"html/template"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// Causes are the causes of a document, in columns by layer.
type Causes struct {
	Columns []*CauseColumn
}

// CauseColumn is one layer.
type CauseColumn struct {
	Layer  string // technical, process, organizational or "other"
	Title  string
	ID     string // of the document's heading, empty if it has none
	Groups []*CauseGroup
}

// CauseGroup is the causes under one heading.
type CauseGroup struct {
	Title string
	ID    string
	Items []CauseItem
}

// CauseItem is one cause.
type CauseItem struct {
	ID         string
	Text       template.HTML
	Detail     template.HTML
	Role       string
	Likelihood string
	From       string
}

var layers = [...]facet.Layer{facet.Technical, facet.Process, facet.Organizational, ""}

// causeRun is a stretch of the body that holds causes and nothing else: one
// section with its heading, or several sections side by side.
type causeRun struct {
	heading  ast.Node // shown above; nil if the sections are the columns
	last     ast.Node
	sections []*doc.Section // whose headings the columns and groups show
	items    []placedCause
}

type placedCause struct {
	facet.Cause
	item    *doc.Item
	section *doc.Section
}

// causeRuns finds the runs, by their first node.
func (c *composer) causeRuns() map[ast.Node]*causeRun {
	runs := map[ast.Node]*causeRun{}
	if len(c.entry.Causes) == 0 {
		return runs
	}
	var visit func(s *doc.Section)
	visit = func(s *doc.Section) {
		for i := 0; i < len(s.Children); i++ {
			run := c.runOf(s.Children[i])
			if run == nil {
				visit(s.Children[i])
				continue
			}
			if run.columns() < 2 {
				for i+1 < len(s.Children) {
					next := c.runOf(s.Children[i+1])
					if next == nil || next.columns() > 1 {
						break
					}
					run.join(s.Children[i], next)
					i++
				}
			}
			if run.columns() > 1 { // one column is better left a list
				c.keep(run.causeRun)
				runs[run.first] = run.causeRun
			}
		}
	}
	visit(c.entry.Doc.Sections())
	return runs
}

// candidate is a run while it grows.
type candidate struct {
	*causeRun
	first ast.Node
}

// runOf gives the run that a section makes, nil if it holds anything else.
func (c *composer) runOf(s *doc.Section) *candidate {
	run := &causeRun{last: s.Heading}
	if !c.collect(s, run) || len(run.items) == 0 {
		return nil
	}
	r := &candidate{run, s.Heading}
	if r.columns() > 1 {
		r.heading = s.Heading
		r.sections = r.sections[1:]
	}
	if !r.shows() {
		return nil
	}
	return r
}

func (r *candidate) columns() int {
	seen := map[facet.Layer]bool{}
	for _, it := range r.items {
		seen[it.Layer] = true
	}
	return len(seen)
}

// join adds the next section to a run.
func (r *candidate) join(_ *doc.Section, next *candidate) {
	r.last = next.last
	r.items = append(r.items, next.items...)
	r.sections = append(r.sections, next.sections...)
}

// collect gathers the causes of a section; false if it holds other things.
func (c *composer) collect(s *doc.Section, run *causeRun) bool {
	run.sections = append(run.sections, s)
	for _, b := range s.Blocks {
		list, ok := b.(*ast.List)
		if !ok {
			return false
		}
		units := c.units(list)
		causes, ok := match(units, c.entry.Causes, func(x facet.Cause) source.Span { return x.Span })
		if !ok {
			return false
		}
		for i, u := range units {
			run.items = append(run.items, placedCause{causes[i], u.item, s})
		}
		run.last = b
	}
	for _, child := range s.Children {
		run.last = child.Heading
		if !c.collect(child, run) {
			return false
		}
	}
	return true
}

// shows tells whether the columns and groups show every heading of the run:
// each section either holds causes itself, or only sections of one layer.
func (r *candidate) shows() bool {
	for _, s := range r.sections {
		holds, layers := false, map[facet.Layer]bool{}
		for _, it := range r.items {
			holds = holds || it.section == s
			if under(it.section, s) {
				layers[it.Layer] = true
			}
		}
		if !holds && (len(layers) != 1 || !r.top(s)) {
			return false
		}
	}
	return true
}

// top tells whether no other section of the run holds s.
func (r *causeRun) top(s *doc.Section) bool {
	for _, other := range r.sections {
		if other != s && under(s, other) {
			return false
		}
	}
	return true
}

func under(s, ancestor *doc.Section) bool {
	for ; s != nil; s = s.Parent {
		if s == ancestor {
			return true
		}
	}
	return false
}

// keep notes which headings the columns show, so that the table of contents
// names the run once.
func (c *composer) keep(r *causeRun) {
	for _, s := range r.sections {
		if !r.top(s) {
			c.shown[s.Heading] = true
		}
	}
}

// view gives the columns of the run.
func (r *causeRun) view(v *view) *Causes {
	out := &Causes{}
	for _, layer := range layers {
		col := &CauseColumn{Layer: firstOf(string(layer), "other"), Title: v.t("layer." + firstOf(string(layer), "other"))}
		var head *doc.Section
		for _, it := range r.items {
			if it.Layer != layer {
				continue
			}
			if head == nil {
				if head = r.head(it.section); head != nil {
					col.Title, col.ID = head.Title, head.ID
				}
			}
			group := col.group(it.section, head)
			group.Items = append(group.Items, v.cause(it.Cause, it.item))
		}
		if len(col.Groups) > 0 {
			out.Columns = append(out.Columns, col)
		}
	}
	return out
}

// head is the top section of the run that holds s, nil if the run's own
// heading is the only one.
func (r *causeRun) head(s *doc.Section) *doc.Section {
	for _, other := range r.sections {
		if under(s, other) && r.top(other) {
			return other
		}
	}
	return nil
}

// group is the column's group for a section, made when first asked for.
func (col *CauseColumn) group(s, head *doc.Section) *CauseGroup {
	title, id := s.Title, s.ID
	if s == head || head == nil {
		title, id = "", ""
	}
	if n := len(col.Groups); n > 0 && col.Groups[n-1].ID == id && col.Groups[n-1].Title == title {
		return col.Groups[n-1]
	}
	g := &CauseGroup{Title: title, ID: id}
	col.Groups = append(col.Groups, g)
	return g
}

func (v *view) cause(c facet.Cause, it *doc.Item) CauseItem {
	out := CauseItem{ID: v.id("c-" + c.ID), Role: c.Role, From: v.from(c.Place)}
	if c.Likelihood.V != nil {
		out.Likelihood = v.words.ratio(c.Likelihood.V)
	}
	if it == nil {
		out.Text = v.plain(c.Text)
		return out
	}
	out.Text = v.lead(it, c.Text, v.scalars("causes", it.Whole))
	out.Detail = v.printer.html(it.Rest...)
	return out
}

// causesApart gives the causes that the body does not show in its own place:
// those of front matter and of YAML documents.
func (v *view) causesApart() *Causes {
	byLayer := map[facet.Layer]*CauseColumn{}
	out := &Causes{}
	for _, layer := range layers {
		byLayer[layer] = &CauseColumn{Layer: firstOf(string(layer), "other"), Title: v.t("layer." + firstOf(string(layer), "other"))}
	}
	for _, c := range v.entry.Causes {
		col := byLayer[c.Layer]
		if v.inside(c.Span) || col == nil {
			continue
		}
		if n := len(col.Groups); n == 0 || col.Groups[n-1].Title != c.Group {
			col.Groups = append(col.Groups, &CauseGroup{Title: c.Group})
		}
		g := col.Groups[len(col.Groups)-1]
		g.Items = append(g.Items, v.cause(c, nil))
	}
	for _, layer := range layers {
		if col := byLayer[layer]; len(col.Groups) > 0 {
			out.Columns = append(out.Columns, col)
		}
	}
	if len(out.Columns) == 0 {
		return nil
	}
	return out
}
