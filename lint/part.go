package lint

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// Part is a titled piece of a document's text: what stands under a heading or
// a bold label.
type Part struct {
	Name  string      // of the section that the title opens: "timeline"
	Title source.Span // of the title's text
	Span  source.Span // of what stands under it, the parts inside it too
}

// boldLabel is the beginning of a line in bold text, teams' other heading.
var boldLabel = lazyregexp.New(`^[ \t>]*(?:[-*+] )?(?:\*\*|__)([^*_\n]{1,60}?)[:：]?(?:\*\*|__)`)

// labelLevel is deeper than any heading.
const labelLevel = 7

// Parts gives the parts of the document that open the section of a name, in
// the order of the document.
func (p *Pass) Parts(name string) []Part {
	if !p.shared.outlined {
		p.shared.outlined = true
		p.shared.parts = p.outline()
	}
	var out []Part
	for _, part := range p.shared.parts {
		if part.Name == name {
			out = append(out, part)
		}
	}
	return out
}

// mark is the beginning of a part.
type mark struct {
	level int
	text  string
	title source.Span
}

func (p *Pass) outline() []Part {
	if p.run.options.Section == nil || !p.Entry.Doc.HasTree() {
		return nil
	}
	marks := p.marks()
	parts := make([]Part, len(marks))
	for i, m := range marks {
		end := len(p.Entry.Doc.Text)
		for _, next := range marks[i+1:] {
			if next.level <= m.level {
				end = next.title.Start
				break
			}
		}
		parts[i] = Part{Name: p.run.options.Section(m.text), Title: m.title, Span: source.Span{Start: m.title.End, End: end}}
	}
	return parts
}

func (p *Pass) marks() []mark {
	d := p.Entry.Doc
	var marks []mark
	d.Sections().Walk(func(s *doc.Section) bool {
		if s.Level > 0 {
			marks = append(marks, mark{s.Level, s.Title, s.Span})
		}
		return true
	})
	for start := len(d.Text) - len(d.Markdown()); start < len(d.Text); {
		line := d.Text[start:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end+1]
		}
		if beginsBold(line) {
			if m := boldLabel.FindSubmatchIndex(line); m != nil {
				marks = append(marks, mark{labelLevel, string(line[m[2]:m[3]]), source.Span{Start: start + m[2], End: start + m[3]}})
			}
		}
		start += len(line)
	}
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Compare(a.title.Start, b.title.Start) })
	return marks
}

// beginsBold tells whether a line begins as boldLabel does: the expression
// costs a hundred times as much.
func beginsBold(line []byte) bool {
	line = bytes.TrimLeft(line, " \t>")
	if len(line) > 1 && line[1] == ' ' && strings.IndexByte("-*+", line[0]) >= 0 {
		line = line[2:]
	}
	return bytes.HasPrefix(line, []byte("**")) || bytes.HasPrefix(line, []byte("__"))
}
