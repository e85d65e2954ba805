package render

import (
	"html/template"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// Part is a stretch of a document's body: prose, or one facet in the place
// of the table or list that holds it.
type Part struct {
	HTML        template.HTML
	Timeline    *Timeline
	Actions     *Actions
	Causes      *Causes
	Escalations *Escalations
	Decisions   []*Decision
}

// Heading is a line of a page's table of contents.
type Heading struct {
	Anchor string // with "#", escaped for use in a URL
	Title  string
	Level  int // 2 or 3
}

// composer lays out the body of a document. A table or list is shown as a
// facet only if every row or item of it was read as a part of that facet;
// then each row still shows all its cells and each item all its text.
// Everything else stays as it is, so that no text gets lost.
type composer struct {
	*view
	parts  []Part
	run    []ast.Node        // prose that waits to be printed
	shown  map[ast.Node]bool // headings that a facet shows
	opened bool              // the opening has ended
}

// compose fills the parts and the table of contents of the page.
func (v *view) compose() {
	d := v.entry.Doc
	if !d.HasTree() {
		return
	}
	c := &composer{view: v, shown: map[ast.Node]bool{}}
	first := c.titleHeading()
	v.printer.levels = c.headingLevels(first)
	causes := c.causeRuns()
	for n := d.Tree().FirstChild(); n != nil; n = n.NextSibling() {
		if n == first {
			continue
		}
		if n.Kind() == ast.KindHeading {
			c.open()
		}
		if run := causes[n]; run != nil {
			if run.heading != nil {
				c.run = append(c.run, run.heading)
			}
			c.place(Part{Causes: run.view(v)})
			for n != run.last {
				n = n.NextSibling()
			}
			continue
		}
		if part, last := c.spread(n); last != nil {
			c.place(part)
			n = last
			continue
		}
		if part, ok := c.facet(n); ok {
			c.place(part)
			continue
		}
		c.anchorActions(n)
		c.run = append(c.run, n)
	}
	c.open()
	c.flush()
	v.page.Parts = c.parts
	v.page.Contents = c.contents(first)
}

func (c *composer) place(p Part) {
	c.flush()
	c.parts = append(c.parts, p)
}

// open ends the opening of a body, which stands above the parts of its front
// matter.
func (c *composer) open() {
	if len(c.page.Ahead) == 0 || c.opened {
		return
	}
	c.flush()
	c.page.Opening, c.parts, c.opened = c.parts, nil, true
}

func (c *composer) flush() {
	if len(c.run) > 0 {
		c.printer.glossary.on = true
		c.parts = append(c.parts, Part{HTML: c.printer.html(c.run...)})
		c.printer.glossary.on = false
		c.run = nil
	}
}

// titleHeading is the heading that the page's own title repeats, nil if there
// is none.
func (c *composer) titleHeading() ast.Node {
	for n := c.entry.Doc.Tree().FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			continue
		}
		if title := c.entry.Doc.Plain(h); h.Level == 1 && strings.Contains(letters(title), letters(c.entry.Title)) {
			c.page.TitleID = headingID(h)
			if c.titleFromHeading() && !c.onlyNames(title) {
				c.page.Title = title
			}
			return h
		}
		return nil
	}
	return nil
}

// titleFromHeading tells whether the document states no other title than its
// heading, which then shows whole.
func (c *composer) titleFromHeading() bool {
	title := c.entry.Value().Field("title")
	return !title.Exists() || title.From().Origin == doc.FromHeading
}

// onlyNames tells whether a heading is the title behind nothing but the word
// for the kind of document, or its id, which the page shows above. A day
// would be lost.
func (c *composer) onlyNames(heading string) bool {
	name, ok := strings.CutSuffix(heading, c.entry.Title)
	return ok && !strings.ContainsFunc(strings.ReplaceAll(name, c.entry.ID, ""), unicode.IsDigit)
}

// headingLevels gives each heading the level of its depth, from 2 on, so that
// no level is left out whatever the document does.
func (c *composer) headingLevels(title ast.Node) map[ast.Node]int {
	levels := map[ast.Node]int{}
	c.entry.Doc.Sections().Walk(func(s *doc.Section) bool {
		if s.Heading == nil || ast.Node(s.Heading) == title {
			return true
		}
		levels[s.Heading] = 2
		if s.Parent.Heading != nil && ast.Node(s.Parent.Heading) != title {
			levels[s.Heading] = min(levels[s.Parent.Heading]+1, 6)
		}
		return true
	})
	return levels
}

func (c *composer) contents(title ast.Node) []Heading {
	var list []Heading
	c.entry.Doc.Sections().Walk(func(s *doc.Section) bool {
		if s.Heading == nil || ast.Node(s.Heading) == title || c.shown[s.Heading] {
			return true
		}
		if level := c.printer.levels[s.Heading]; level <= 3 && s.Title != "" {
			list = append(list, Heading{"#" + escapeTarget(s.ID), s.Title, level})
		}
		return true
	})
	return list
}

// contentsApart adds the sections that stand before and after the body.
func (v *view) contentsApart() {
	p := v.page
	v.tellApart()
	list := func(sections ...contentsEntry) (out []Heading) {
		for _, s := range sections {
			if s.there {
				out = append(out, Heading{"#" + s.id, p.Heading(s.id), 2})
			}
		}
		return out
	}
	ahead := list(contentsEntry{"timeline", p.Timeline != nil}, contentsEntry{"symptoms", p.Symptoms != nil}, contentsEntry{"prerequisites", p.Prerequisites != nil})
	after := list(contentsEntry{"steps", p.Steps != nil}, contentsEntry{"decisions", p.Decisions != nil}, contentsEntry{"escalation", p.Escalations != nil},
		contentsEntry{"causes", p.Causes != nil}, contentsEntry{"solutions", p.Solutions != nil}, contentsEntry{"actions", p.Actions != nil})
	p.Contents = slices.Concat(ahead, headings(p.Ahead), p.Contents, after, headings(p.After))
}

func headings(list []Detail) (out []Heading) {
	for _, d := range list {
		out = append(out, Heading{"#" + d.ID, d.Title, 2})
	}
	return out
}

// contentsEntry is a section that templates print under a fixed id.
type contentsEntry struct {
	id    string
	there bool
}

// facet gives the facet that a block holds, if it holds nothing else.
func (c *composer) facet(n ast.Node) (Part, bool) {
	if e := c.entry; len(e.Timeline)+len(e.Actions)+len(e.Escalations)+len(e.Branches) == 0 {
		return Part{}, false
	}
	units := c.units(n)
	if len(units) == 0 {
		return Part{}, false
	}
	if rows, ok := match(units, c.entry.Timeline, func(r facet.TimelineRow) source.Span { return r.Span }); ok {
		if view := c.timeline(units, rows); view != nil {
			return Part{Timeline: view}, true
		}
	}
	if rows, ok := match(units, c.entry.Actions, func(a facet.Action) source.Span { return a.Span }); ok {
		return Part{Actions: c.actions(units, rows)}, true
	}
	if rows, ok := match(units, c.entry.Escalations, func(e facet.Escalation) source.Span { return e.Span }); ok {
		if view := c.escalations(units, rows); view != nil {
			return Part{Escalations: view}, true
		}
	}
	if view := c.decisions(n, units); view != nil {
		return Part{Decisions: view}, true
	}
	c.anchorBranches(n)
	return Part{}, false
}

// spread gives a timeline that is written as paragraphs or as headings with
// a clock, and its last node; nil if none begins at n.
func (c *composer) spread(n ast.Node) (Part, ast.Node) {
	var units []unit
	var last ast.Node
	for next := n; next != nil && next.Kind() == n.Kind() && c.opensRow(next); {
		u := unit{span: c.entry.Doc.SpanOf(next)}
		u.item = &doc.Item{Lead: next, Text: c.entry.Doc.Plain(next), Span: u.span, Whole: u.span}
		last, next = next, next.NextSibling()
		if h, ok := last.(*ast.Heading); ok {
			for ; next != nil && next.Kind() != ast.KindHeading; next = next.NextSibling() {
				u.item.Rest = append(u.item.Rest, next)
				last = next
			}
			if level, deeper := next.(*ast.Heading); deeper && level.Level > h.Level {
				return Part{}, nil
			}
		}
		units = append(units, u)
	}
	if len(units) < 2 {
		return Part{}, nil
	}
	rows, ok := match(units, c.entry.Timeline, func(r facet.TimelineRow) source.Span { return r.At.Span })
	if !ok {
		return Part{}, nil
	}
	for _, u := range units {
		c.shown[u.item.Lead] = true
	}
	return Part{Timeline: c.timeline(units, rows)}, last
}

// opensRow tells whether a paragraph or heading holds the clock of a row.
func (c *composer) opensRow(n ast.Node) bool {
	if n.Kind() != ast.KindParagraph && n.Kind() != ast.KindHeading || len(c.entry.Timeline) == 0 {
		return false
	}
	own := c.entry.Doc.SpanOf(n)
	return slices.ContainsFunc(c.entry.Timeline, func(r facet.TimelineRow) bool {
		return r.At.Span.Len() > 0 && own.Contains(r.At.Span)
	})
}
