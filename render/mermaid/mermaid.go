// Package mermaid reads the common part of the language of Mermaid diagrams:
// flowcharts, sequence diagrams and timelines. It gives the plain values that
// package figure draws. Nothing of a diagram is run: links, calls, styles and
// settings in it are passed over, and labels are text. What the package does
// not know makes the whole diagram unknown, so that none is drawn in part.
package mermaid

import (
	"html"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/render/figure"
)

// Diagram is a diagram that was understood. Just one of Flow, Sequence and
// Chronicle is set; their titles are empty.
type Diagram struct {
	Title      string // shown with the diagram
	Name, Desc string // for those who cannot see it: accTitle and accDescr

	Flow      *figure.Flow
	Sequence  *figure.Sequence
	Chronicle *figure.Chronicle
}

// The bounds of diagrams.
const (
	mostSource   = 20_000 // bytes
	mostLabel    = 1_000  // bytes
	mostBoxes    = 200
	mostLinks    = 400
	mostMessages = 100 // with notes
	mostPeriods  = 100
	mostEvents   = 300
)

// Parse reads the text of a diagram; ok is false if anything in it is not
// understood, if it is empty or too large.
func Parse(source string) (d Diagram, ok bool) {
	if len(source) > mostSource || !utf8.ValidString(source) {
		return Diagram{}, false
	}
	r := &reader{}
	r.lines = r.clean(strings.Split(strings.TrimPrefix(strings.ReplaceAll(source, "\r\n", "\n"), "\ufeff"), "\n"))
	if len(r.lines) == 0 {
		return Diagram{}, false
	}
	head, rest, _ := strings.Cut(r.lines[0], ";")
	words := strings.Fields(head)
	if len(words) == 0 {
		return Diagram{}, false
	}
	switch words[0] {
	case "flowchart", "graph":
		r.lines[0] = rest
		ok = r.flow(words[1:])
	case "sequenceDiagram":
		r.lines[0] = rest
		ok = len(words) == 1 && r.sequence()
	case "timeline":
		r.lines[0] = rest
		ok = len(words) == 1 && r.timeline()
	}
	if !ok {
		return Diagram{}, false
	}
	return r.out, true
}

// reader reads one diagram.
type reader struct {
	lines []string
	out   Diagram
}

// clean leaves out comments, and reads what all kinds of diagrams have: the
// header between dashes, of which only the title counts, and the texts for
// those who cannot see the picture.
func (r *reader) clean(lines []string) []string {
	lines = r.header(lines)
	var out []string
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		switch name, value, found := strings.Cut(line, ":"); {
		case strings.HasPrefix(line, "%%"), line == "" && len(out) == 0:
		case found && strings.TrimSpace(name) == "accTitle":
			r.out.Name = plain(value)
		case found && strings.TrimSpace(name) == "accDescr":
			r.out.Desc = plain(value)
		case described.MatchString(line):
			var text []string
			line = line[strings.Index(line, "{")+1:]
			for !strings.Contains(line, "}") && i+1 < len(lines) {
				text = append(text, strings.TrimSpace(line))
				i++
				line = lines[i]
			}
			last, _, _ := strings.Cut(line, "}")
			r.out.Desc = plain(strings.Join(append(text, strings.TrimSpace(last)), " "))
		default:
			out = append(out, line)
		}
	}
	return out
}

// header reads front matter.
func (r *reader) header(lines []string) []string {
	first := 0
	for first < len(lines) && strings.TrimSpace(lines[first]) == "" {
		first++
	}
	if first == len(lines) || strings.TrimSpace(lines[first]) != "---" {
		return lines
	}
	for i := first + 1; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " ")
		if line == "---" {
			return lines[i+1:]
		}
		if value, found := strings.CutPrefix(line, "title:"); found {
			r.out.Title = plain(strings.Trim(strings.TrimSpace(value), `"'`))
		}
	}
	return nil
}

var (
	described = lazyregexp.New(`^accDescr\s*\{`)
	lineBreak = lazyregexp.New(`(?i)\s*<br\s*/?>\s*`)
	entity    = lazyregexp.New(`#([a-zA-Z]{2,10}|\d{1,6});`)
)

// label is a text with its lines: <br/> begins one, and #quot; or #35; stand
// for characters. All else is text, markup too.
func label(s string) string {
	s = lineBreak.ReplaceAllString(strings.TrimSpace(s), "\n")
	s = entity.ReplaceAllStringFunc(s, func(m string) string {
		name := m[1 : len(m)-1]
		if name[0] >= '0' && name[0] <= '9' {
			name = "#" + name
		}
		return html.UnescapeString("&" + name + ";")
	})
	return cut(html.UnescapeString(s))
}

// plain is a text in one line.
func plain(s string) string { return strings.Join(strings.Fields(label(s)), " ") }

// cut bounds a text.
func cut(s string) string {
	if len(s) <= mostLabel {
		return s
	}
	s = s[:mostLabel]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s + "…"
}
