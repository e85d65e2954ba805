package render

import (
	"cmp"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

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
	parts []Part
	run   []ast.Node        // prose that waits to be printed
	shown map[ast.Node]bool // headings that a facet shows
}

// compose fills the parts and the table of contents of the page.
func (v *view) compose() {
	d := v.entry.Doc
	if d.Body == nil {
		return
	}
	c := &composer{view: v, shown: map[ast.Node]bool{}}
	first := c.titleHeading()
	v.printer.shift = c.headingShift(first)
	causes := c.causeRuns()
	for n := d.Body.FirstChild(); n != nil; n = n.NextSibling() {
		if n == first {
			continue
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
		c.run = append(c.run, n)
	}
	c.flush()
	v.page.Parts = c.parts
	v.page.Contents = c.contents(first)
}

func (c *composer) place(p Part) {
	c.flush()
	c.parts = append(c.parts, p)
}

func (c *composer) flush() {
	if len(c.run) > 0 {
		c.parts = append(c.parts, Part{HTML: c.printer.html(c.run...)})
		c.run = nil
	}
}

// titleHeading is the heading that the page's own title repeats, nil if there
// is none.
func (c *composer) titleHeading() ast.Node {
	for n := c.entry.Doc.Body.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			continue
		}
		if title := c.entry.Doc.Plain(h); h.Level == 1 && strings.Contains(letters(title), letters(c.entry.Title)) {
			c.page.TitleID = headingID(h)
			if c.titleFromHeading() {
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

// headingShift makes the highest heading of the body one of the second level.
func (c *composer) headingShift(title ast.Node) int {
	highest := 7
	for n := c.entry.Doc.Body.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && n != title {
			highest = min(highest, h.Level)
		}
	}
	if highest == 7 {
		return 0
	}
	return 2 - highest
}

func (c *composer) contents(title ast.Node) []Heading {
	var list []Heading
	c.entry.Doc.Root.Walk(func(s *doc.Section) bool {
		if s.Heading == nil || ast.Node(s.Heading) == title || c.shown[s.Heading] {
			return true
		}
		if level := s.Level + c.printer.shift; level <= 3 && s.Title != "" {
			list = append(list, Heading{"#" + escapeTarget(s.ID), s.Title, max(level, 2)})
		}
		return true
	})
	return list
}

// facet gives the facet that a block holds, if it holds nothing else.
func (c *composer) facet(n ast.Node) (Part, bool) {
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

// unit is a row of a table or an item of a list.
type unit struct {
	span   source.Span
	cells  []doc.Cell // of a row
	header []doc.Cell // of its table
	item   *doc.Item  // of a list
}

func (v *view) units(n ast.Node) []unit {
	d := v.entry.Doc
	var units []unit
	switch n := n.(type) {
	case *extast.Table:
		t := d.Table(n)
		for _, r := range t.Rows {
			units = append(units, unit{span: r.Span, cells: r.Cells, header: t.Header})
		}
	case *ast.List:
		items := d.Items(n)
		for i := range items {
			units = append(units, unit{span: items[i].Whole, item: &items[i]})
		}
	}
	return units
}

// match pairs each unit with the one item of a facet that was read from it.
// It fails if a unit has none or several.
func match[T any](units []unit, list []T, span func(T) source.Span) ([]T, bool) {
	if len(list) == 0 {
		return nil, false
	}
	rows := make([]T, len(units))
	for i, u := range units {
		n := 0
		for _, item := range list {
			if s := span(item); s.Len() > 0 && (u.span.Overlaps(s)) {
				rows[i] = item
				n++
			}
		}
		if n != 1 {
			return nil, false
		}
	}
	return rows, true
}

// inside tells whether a part of the document stands in its body, so that the
// body shows it.
func (v *view) inside(s source.Span) bool {
	return v.entry.Doc.Format == doc.Markdown && s.Start >= v.entry.Doc.MetaSpan.End && s.Len() > 0
}

// letters keeps what of a text is read: letters and digits, in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// cells deals the cells of a row out to the texts of an item: each text that
// equals a cell is shown with the cell's markup, and each cell that no text
// covers becomes a field of its own.
func (v *view) cells(u unit, covered func(doc.Cell) bool, texts ...string) (out []template.HTML, extra []Field) {
	out = make([]template.HTML, len(texts))
	used := make([]bool, len(u.cells))
	for i, t := range texts {
		if t == "" {
			continue
		}
		for j, cell := range u.cells {
			if !used[j] && letters(cell.Text) == letters(t) {
				out[i], used[j] = v.printer.children(cell.Node), true
				break
			}
		}
		if out[i] == "" {
			out[i] = v.plain(t)
		}
	}
	for j, cell := range u.cells {
		if !used[j] && cell.Text != "" && !covered(cell) {
			extra = append(extra, Field{u.header[j].Text, v.printer.children(cell.Node)})
		}
	}
	return out, extra
}

// within tells whether a cell is where one of the places stands.
func within(cell doc.Cell, places ...source.Span) bool {
	return slices.ContainsFunc(places, func(s source.Span) bool { return s.Len() > 0 && cell.Span.Contains(s) })
}

// token is what stands around the values of an item: labels, marks, brackets.
var token = regexp.MustCompile(`(?i)[\p{L}_ ]{1,24}[::=]|https?://\S*`)

// lead shows the text of an item with its markup, without the values that
// are shown on their own. If anything else would be lost, it shows all of
// the item's first paragraph.
func (v *view) lead(it *doc.Item, text string, values []source.Span) template.HTML {
	if it.Lead == nil {
		return v.plain(text)
	}
	whole := it.Span
	if letters(it.Text) == letters(text) {
		return v.clipped(it.Lead, whole)
	}
	d := v.entry.Doc
	var others []source.Span // without those that hold the text itself
	for _, s := range values {
		if !strings.Contains(letters(d.File.Text(s)), letters(text)) {
			others = append(others, s)
		}
	}
	for _, s := range append(values, v.before(whole, others)) {
		if !whole.Contains(s) || letters(d.File.Text(s)) != letters(text) || !v.clean(it.Lead, s) {
			continue
		}
		rest := remove(d.File.Text(whole), whole.Start, append(slices.Clone(others), s))
		if letters(token.ReplaceAllString(rest, "")) == "" {
			return v.clipped(it.Lead, s)
		}
	}
	return v.clipped(it.Lead, whole)
}

// opening is what stands between a text and the first value behind it.
var opening = regexp.MustCompile(`(?:[(（\[【@#📅✅➕]|[\p{L}_]{1,16}\s*[:：=]|\s)+$`)

// before gives the part of a span that stands before all of the others.
func (v *view) before(whole source.Span, others []source.Span) source.Span {
	for _, s := range others {
		if whole.Contains(s) {
			whole.End = min(whole.End, s.Start)
		}
	}
	text := v.entry.Doc.File.Text(whole)
	whole.End -= len(text) - len(opening.ReplaceAllString(text, ""))
	return whole
}

// remove cuts spans of the file out of a text that begins at start.
func remove(text string, start int, spans []source.Span) string {
	slices.SortFunc(spans, func(a, b source.Span) int { return cmp.Compare(a.Start, b.Start) })
	var b strings.Builder
	at := start
	for _, s := range spans {
		if s.Start >= at && s.End <= start+len(text) {
			b.WriteString(text[at-start : s.Start-start])
			b.WriteByte(' ')
			at = s.End
		}
	}
	b.WriteString(text[at-start:])
	return b.String()
}

// clean tells whether a span cuts no element of a paragraph in two.
func (v *view) clean(block ast.Node, s source.Span) bool {
	for c := block.FirstChild(); c != nil; c = c.NextSibling() {
		own := v.entry.Doc.SpanOf(c)
		if c.Kind() != ast.KindText && own.Len() > 0 && own.Overlaps(s) && !s.Contains(own) {
			return false
		}
	}
	return true
}

// clipped prints the inline elements of a paragraph that stand in a span.
func (v *view) clipped(block ast.Node, s source.Span) template.HTML {
	var nodes []ast.Node
	for c := block.FirstChild(); c != nil; c = c.NextSibling() {
		own := v.entry.Doc.SpanOf(c)
		if c.Kind() != extast.KindTaskCheckBox && (own.Overlaps(s) || own.Len() == 0 && s.Contains(own)) {
			nodes = append(nodes, c)
		}
	}
	v.printer.clip = &s
	defer func() { v.printer.clip = nil }()
	return v.printer.html(nodes...)
}

// scalars gives the spans of all scalars of the merged model that stand in a
// span of the file.
func (v *view) scalars(field string, inside source.Span) []source.Span {
	var spans []source.Span
	var walk func(doc.Value)
	walk = func(x doc.Value) {
		for _, item := range x.Items() {
			walk(item)
		}
		for _, e := range x.Entries() {
			walk(e.Value)
		}
		if x.Type() == doc.Scalar && inside.Contains(x.Span()) && x.Span().Len() > 0 {
			spans = append(spans, x.Span())
		}
	}
	for _, item := range v.entry.Value().Field(field).Items() {
		if item.Span().Overlaps(inside) {
			walk(item)
		}
	}
	return spans
}
