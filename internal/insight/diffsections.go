package insight

import (
	"fmt"
	"strings"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// passage is what stands directly under a heading.
type passage struct {
	key   string      // tells it from others of the document
	title string      // empty before the first heading
	span  source.Span // with the text of the heading
	under int         // where the heading ends
	text  string      // under it, without what spaces and line breaks say
}

// passagesOf cuts the text of a document at its headings.
func passagesOf(d *doc.Document) []passage {
	if !d.HasTree() {
		return nil
	}
	var list []passage
	met := map[string]int{}
	d.Sections().Walk(func(s *doc.Section) bool {
		met[s.Title]++
		p := passage{key: fmt.Sprintf("%d %s", met[s.Title], s.Title), title: s.Title, span: s.Span, under: s.Span.End}
		if s.Heading == nil {
			p.key, p.under = "", len(d.Text)-len(d.Markdown())
			p.span.Start = p.under
		}
		if n := len(list); n > 0 {
			list[n-1].end(d, p.span.Start)
		}
		list = append(list, p)
		return true
	})
	list[len(list)-1].end(d, len(d.Text))
	return list
}

// end ends a passage where the next heading begins.
func (p *passage) end(d *doc.Document, at int) {
	p.span.End = max(at, p.under)
	p.text = strings.TrimRight(strings.Join(strings.Fields(string(d.Text[p.under:p.span.End])), " "), " #")
}

// sections compares what the headings stand over. A passage in which something
// stands that was told already is not told again.
func (d *differ) sections(before, after *doc.Document) {
	was, is := passagesOf(before), passagesOf(after)
	old := make(map[string]passage, len(was))
	for _, p := range was {
		old[p.key] = p
	}
	f := Fact{Kind: d.kind, Field: FieldSections}
	for _, p := range is {
		q, known := old[p.key]
		delete(old, p.key)
		switch {
		case !known:
			if !p.holds(d.is) && p.title != "" {
				f.Added++
				f.New = appendName(f.New, p.title)
			}
		case p.text != q.text && !p.holds(d.is) && !q.holds(d.was):
			f.Changed++
		}
	}
	for _, p := range was {
		if _, gone := old[p.key]; gone && !p.holds(d.was) {
			f.Removed++
			f.Gone = appendName(f.Gone, p.title)
		}
	}
	if f.Added+f.Removed+f.Changed > 0 {
		d.facts = append(d.facts, f)
	}
}

func appendName(names []string, name string) []string {
	if len(names) < maxNames && shown(name) {
		names = append(names, name)
	}
	return names
}

// holds tells whether any of some spans begins in the passage.
func (p passage) holds(spans []source.Span) bool {
	for _, s := range spans {
		if s.Len() > 0 && s.Start >= p.span.Start && s.Start < p.span.End {
			return true
		}
	}
	return false
}
