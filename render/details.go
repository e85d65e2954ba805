package render

import (
	"cmp"
	"html"
	"html/template"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
)

// Detail is a part of a document that its front matter holds and its body
// does not: a text, a list, commands, a table or terms.
type Detail struct {
	ID, Title string
	Note      string // a sentence above it
	Text      template.HTML
	List      []template.HTML
	Commands  []template.HTML
	Table     *Table
	Terms     []GlossaryTerm
	More      Link // to the page of figures that it is a part of
}

// details fills what pages of a kind show besides their text. Values that the
// body says as well are left to it.
func (v *view) details() {
	e := v.entry
	switch {
	case e.Experiment != nil:
		v.experiment(e.Experiment)
	case e.Maintenance != nil:
		v.maintenance(e.Maintenance)
	case e.HealthCheck != nil:
		v.healthCheck(e.HealthCheck)
	case e.Monitoring != nil:
		v.monitoring(e.Monitoring)
	case e.Learning != nil:
		v.learning(e.Learning)
	case e.Skills != nil:
		v.skills(e.Skills)
	case len(e.Terms) > 0:
		v.ownTerms()
	}
	for _, list := range [][]Detail{v.page.Ahead, v.page.After} {
		for _, d := range list {
			d.Table.style()
		}
	}
}

// shows notes that the page has a place for fields of front matter.
func (v *view) shows(fields ...string) {
	for _, f := range fields {
		v.shown[f] = true
	}
}

// addLabel adds a fact to the header. Empty ones are left out.
func (v *view) addLabel(key string, text template.HTML) {
	if text != "" {
		v.page.Labels = append(v.page.Labels, Field{v.t(key), text})
	}
}

// ahead adds a part before the body.
func (v *view) ahead(d Detail) { v.page.Ahead = v.with(v.page.Ahead, d) }

// after adds a part behind the body.
func (v *view) after(d Detail) { v.page.After = v.with(v.page.After, d) }

// figuresLink links to a part of a page of figures.
func (v *view) figuresLink(name, part string) Link {
	return Link{Href: v.page.Href(sheet{name: name}.target()) + "#" + part, Label: v.t("detail.more", v.t("sheet.title."+name))}
}

// tellApart names the parts that front matter and figures give otherwise than
// headings of the body: a body that tells of the detection may stand beside the
// figures of it.
func (v *view) tellApart() {
	p := v.page
	p.told = p.Contents
	for _, list := range [][]Detail{p.Ahead, p.After} {
		for i := range list {
			list[i].Title = p.apart(list[i].Title)
		}
	}
}

// Heading is the title of a part that the page adds to the body: that of the
// section of the name, or one of its own where the body has such a heading.
func (p *Page) Heading(section string) string { return p.apart(p.T("section." + section)) }

func (p *Page) apart(title string) string {
	if slices.ContainsFunc(p.told, func(h Heading) bool { return sameLetters(h.Title, title) }) {
		return p.T("section.apart", title)
	}
	return title
}

// with adds a part unless it holds nothing. Its title is the text of the
// interface under its id.
func (v *view) with(list []Detail, d Detail) []Detail {
	empty := d.Text == "" && len(d.List) == 0 && len(d.Commands) == 0 && len(d.Terms) == 0 && (d.Table == nil || len(d.Table.Rows) == 0)
	if empty {
		return list
	}
	d.Title = v.t("section." + d.ID)
	d.ID = v.id(d.ID)
	return append(list, d)
}

// shortText is the number of letters below which a text in the body may well
// stand there by chance.
const shortText = 12

// told tells whether the body says a text of front matter, letter by letter.
func (v *view) told(text string) bool {
	own := letters(text)
	if !v.entry.Doc.HasTree() || len(own) < shortText {
		return false
	}
	if v.body == nil {
		body := letters(v.entry.Doc.File.Text(v.entry.Doc.File.Whole())[v.entry.Doc.MetaSpan.End:])
		v.body = &body
	}
	return strings.Contains(*v.body, own)
}

// untold gives a text of front matter, unless the body says it.
func (v *view) untold(field string) template.HTML {
	x := v.entry.Value().Field(field)
	if v.inside(x.Span()) || v.told(x.Text()) {
		return ""
	}
	return v.text(x.Text())
}

// untoldList gives the texts of a list of front matter, none if the body says
// all of them.
func (v *view) untoldList(field string) []template.HTML {
	x := v.entry.Value().Field(field)
	for _, item := range append(x.Items(), x) {
		if item.Text() != "" && !v.inside(item.Span()) && !v.told(item.Text()) {
			return v.texts(x)
		}
	}
	return nil
}

// taxonomy shows words of the taxonomy, or links to the known issues that a field names.
func (v *view) taxonomy(field string) template.HTML {
	return join(v.texts(v.entry.Value().Field(field)), v.t("list.join"))
}

// named shows a reference of the document by its text.
func (v *view) named(text string, field string) template.HTML {
	if text == "" {
		return ""
	}
	for _, r := range v.entry.Refs {
		if r.Field == field && r.Text == text && r.To != nil {
			return v.reference(r)
		}
	}
	return v.plain(text)
}

// schedule shows when something recurs in words, or as written where it takes too many.
func (w words) schedule(s facet.Schedule) template.HTML {
	if !s.Given() {
		return ""
	}
	cadence, _ := insight.ReadSchedule(s)
	text, ok := cadence.Text()
	if !ok {
		return template.HTML("<code>" + html.EscapeString(firstOf(s.Text, s.Cron, s.RRule, s.Every)) + "</code>")
	}
	out := html.EscapeString(text.In(w.lang))
	if s.Zone != "" {
		out += ` <span class="hint">` + html.EscapeString(s.Zone) + `</span>`
	}
	return template.HTML(out)
}

func (v *view) schedule(s facet.Schedule) template.HTML { return v.words.schedule(s) }

func (v *view) span(d facet.Duration) string {
	if !d.Known {
		return d.Text
	}
	return v.words.span(d.D)
}

// dayOf shows a day.
func (v *view) dayOf(d facet.Date) template.HTML {
	if !d.Known {
		return ""
	}
	return v.timeTag(v.words.day(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)))
}

// newestFirst sorts what was done by its day, what comes later in the document
// before the earlier of the same day.
func newestFirst[T any](list []T, day func(T) facet.Date) []T {
	list = slices.Clone(list)
	slices.Reverse(list)
	slices.SortStableFunc(list, func(a, b T) int {
		x, y := day(a), day(b)
		return cmp.Or(cmp.Compare(y.Year, x.Year), cmp.Compare(y.Month, x.Month), cmp.Compare(y.Day, x.Day))
	})
	return list
}

// signs are comparisons as they are printed.
var signs = map[string]string{"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}

// threshold shows a bound with its sign and unit: "≥ 85 %". It is empty
// without a number.
func (v *view) threshold(op string, n facet.Number, unit string) string {
	if n.V == nil {
		return ""
	}
	return strings.Trim(firstOf(signs[op], op)+noBreak+v.amount(n.V, unit), noBreak)
}

// noBreak is a space at which no line ends.
const noBreak = "\u00a0"

func (v *view) amount(n *big.Rat, unit string) string {
	return strings.Trim(v.words.number(n, 6)+noBreak+unit, noBreak)
}

// verdict is a word with a class of its own: held, violated …
func (v *view) verdict(word string) template.HTML {
	b := Badge{slugClass(word), v.t("result." + word)}
	return template.HTML(`<span class="verdict ` + html.EscapeString(b.Class) + `">` + html.EscapeString(b.Label) + `</span>`)
}

// asCode shows a name as code.
func asCode(text string) template.HTML {
	if text == "" {
		return ""
	}
	return template.HTML("<code>" + html.EscapeString(text) + "</code>")
}

// columns makes the heads of a table of texts of the interface.
func (v *view) columns(keys ...string) []Column {
	list := make([]Column, len(keys))
	for i, key := range keys {
		list[i] = Column{Label: v.t(key)}
	}
	return list
}

// markup is a cell with HTML.
func markup(html template.HTML) Cell { return Cell{HTML: html} }

// tidy drops the columns in which no row has anything.
func (t *Table) tidy() *Table {
	out := &Table{Rows: make([][]Cell, len(t.Rows))}
	for i, head := range t.Head {
		used := false
		for _, row := range t.Rows {
			used = used || row[i].Text != "" || row[i].HTML != ""
		}
		if !used {
			continue
		}
		out.Head = append(out.Head, head)
		for j, row := range t.Rows {
			out.Rows[j] = append(out.Rows[j], row[i])
		}
	}
	return out
}
