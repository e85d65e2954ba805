package mermaid

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/render/figure"
)

// ways are the directions of flowcharts.
var ways = map[string]figure.Way{"TD": figure.Down, "TB": figure.Down, "BT": figure.Up, "LR": figure.Right, "RL": figure.Left}

// passed are the statements of flowcharts that say how it looks or what a click
// does.
var passed = []string{"classDef", "class", "style", "linkStyle", "click"}

// flowReader reads the statements of a flowchart.
type flowReader struct {
	flow  figure.Flow
	index map[string]int // of boxes, by id
	names map[string]bool
	frame int // the open one: its index plus 1
	rest  string
}

// flow reads a flowchart whose first line has some words after its name.
func (r *reader) flow(words []string) bool {
	f := &flowReader{index: map[string]int{}, names: map[string]bool{}, rest: strings.Join(r.lines, "\n")}
	if len(words) > 1 {
		return false
	}
	if len(words) == 1 {
		way, known := ways[words[0]]
		if !known {
			return false
		}
		f.flow.Way = way
	}
	for f.gap(); f.rest != ""; f.gap() {
		if !f.statement() || len(f.flow.Boxes) > mostBoxes || len(f.flow.Links) > mostLinks {
			return false
		}
	}
	if f.frame > 0 || len(f.flow.Boxes) == 0 || f.joinsFrames() {
		return false
	}
	r.out.Flow = &f.flow
	return true
}

// joinsFrames tells whether a box has the id of a frame: links to frames are
// not drawn.
func (f *flowReader) joinsFrames() bool {
	for id := range f.index {
		if f.names[id] {
			return true
		}
	}
	return false
}

// gap skips what stands between statements.
func (f *flowReader) gap() { f.rest = strings.TrimLeft(f.rest, " \t\n;") }

func (f *flowReader) spaces() { f.rest = strings.TrimLeft(f.rest, " \t") }

// ended tells whether the statement is over.
func (f *flowReader) ended() bool {
	f.spaces()
	return f.rest == "" || f.rest[0] == '\n' || f.rest[0] == ';'
}

// line takes the rest of the line.
func (f *flowReader) line() string {
	line, rest, _ := strings.Cut(f.rest, "\n")
	f.rest = rest
	return strings.TrimSpace(strings.TrimRight(strings.TrimSpace(line), ";"))
}

func (f *flowReader) statement() bool {
	word := f.rest
	if end := strings.IndexAny(word, " \t\n;"); end >= 0 {
		word = word[:end]
	}
	switch {
	case slices.Contains(passed, word):
		f.line()
		return true
	case word == "subgraph":
		return f.opens(strings.TrimSpace(strings.TrimPrefix(f.line(), "subgraph")))
	case word == "end":
		held := slices.ContainsFunc(f.flow.Boxes, func(b figure.FlowBox) bool { return b.Frame == f.frame })
		open := f.frame > 0
		f.frame, f.rest = 0, f.rest[len(word):]
		return open && held && f.ended()
	case word == "direction": // of a frame: drawn if it is that of all
		words := strings.Fields(f.line())
		if len(words) != 2 {
			return false
		}
		way, known := ways[words[1]]
		return known && way == f.flow.Way
	}
	return f.chain()
}

// opens begins a frame: an id, a title in brackets, or both; else all of it is
// the title.
func (f *flowReader) opens(head string) bool {
	if f.frame > 0 || head == "" {
		return false
	}
	id, title := head, head
	if i := strings.IndexByte(head, '['); i > 0 && strings.HasSuffix(head, "]") {
		id, title = strings.TrimSpace(head[:i]), head[i+1:len(head)-1]
	}
	title = strings.TrimSpace(title)
	if inner, quoted := unquoted(title); quoted {
		title = inner
	} else if strings.ContainsAny(title, `"[]{}()<>|`) {
		return false
	}
	f.names[id] = true
	f.flow.Frames = append(f.flow.Frames, plain(title))
	f.frame = len(f.flow.Frames)
	return true
}

// unquoted takes the quotes off a text.
func unquoted(s string) (string, bool) {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' || strings.Contains(s[1:len(s)-1], `"`) {
		return s, false
	}
	s = s[1 : len(s)-1]
	if len(s) >= 2 && s[0] == '`' && s[len(s)-1] == '`' { // Markdown, which stays text
		s = s[1 : len(s)-1]
	}
	return s, true
}

// chain reads boxes and the links between them: A & B --> C -- no --> D.
func (f *flowReader) chain() bool {
	from, ok := f.boxes()
	for ok && !f.ended() {
		var link figure.FlowLink
		if link, ok = f.link(); !ok {
			return false
		}
		var to []int
		if to, ok = f.boxes(); !ok || len(f.flow.Links)+len(from)*len(to) > mostLinks {
			return false
		}
		for _, a := range from {
			for _, b := range to {
				link.From, link.To = a, b
				f.flow.Links = append(f.flow.Links, link)
			}
		}
		from = to
	}
	return ok
}

// boxes reads one box, or several joined by "&".
func (f *flowReader) boxes() (list []int, ok bool) {
	for {
		n, ok := f.box()
		if !ok {
			return nil, false
		}
		list = append(list, n)
		before := f.rest
		f.spaces()
		if !strings.HasPrefix(f.rest, "&") {
			f.rest = before
			return list, len(list) <= mostBoxes
		}
		f.rest = f.rest[1:]
	}
}

// id takes the id of a box. A dash or a dot is part of it if a letter follows.
func (f *flowReader) id() string {
	f.spaces()
	end := 0
	for end < len(f.rest) {
		r, size := utf8.DecodeRuneInString(f.rest[end:])
		if r == '-' || r == '.' {
			next, _ := utf8.DecodeRuneInString(f.rest[end+1:])
			if end == 0 || !isWord(next) {
				break
			}
		} else if !isWord(r) {
			break
		}
		end += size
	}
	id := f.rest[:end]
	f.rest = f.rest[end:]
	return id
}

func isWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// box reads a box: an id, and where it first stands a shape with a label.
func (f *flowReader) box() (n int, ok bool) {
	id := f.id()
	if id == "" || id == "end" || id == "subgraph" || len(id) > mostLabel {
		return 0, false
	}
	n, known := f.index[id]
	if !known {
		n = len(f.flow.Boxes)
		f.index[id] = n
		f.flow.Boxes = append(f.flow.Boxes, figure.FlowBox{Label: id})
	}
	b := &f.flow.Boxes[n]
	if b.Frame == 0 {
		b.Frame = f.frame
	}
	if !f.shape(b) {
		return 0, false
	}
	if class, found := strings.CutPrefix(f.rest, ":::"); found {
		f.rest = class
		if f.id() == "" {
			return 0, false
		}
	}
	return n, true
}

// brackets are what stands around the label of each shape, the longer ones
// before those that they begin with.
var brackets = []struct {
	open, end string
	shape     figure.Shape
}{
	{"([", "])", figure.Stadium},
	{"((", "))", figure.Circle},
	{"(", ")", figure.Rounded},
	{"[[", "]]", figure.Subroutine},
	{"[(", ")]", figure.Cylinder},
	{"[/", "/]", figure.Slanted},
	{"[", "]", figure.Rectangle},
	{"{{", "}}", figure.Hexagon},
	{"{", "}", figure.Rhombus},
	{">", "]", figure.Flag},
}

// shape reads the shape of a box, if there is one.
func (f *flowReader) shape(b *figure.FlowBox) bool {
	for _, s := range brackets {
		inner, found := strings.CutPrefix(f.rest, s.open)
		if !found {
			continue
		}
		text, rest, ok := bracketed(inner, s.end)
		if !ok {
			return false
		}
		b.Label, b.Shape, f.rest = label(text), s.shape, rest
		return true
	}
	return true
}

// bracketed takes a text up to its end mark. One that holds marks of the
// language stands in quotes.
func bracketed(s, end string) (text, rest string, ok bool) {
	trimmed := strings.TrimLeft(s, " \t")
	if strings.HasPrefix(trimmed, `"`) {
		quote := strings.IndexByte(trimmed[1:], '"')
		if quote < 0 {
			return "", "", false
		}
		text, _ = unquoted(trimmed[:quote+2])
		rest, ok = strings.CutPrefix(strings.TrimLeft(trimmed[quote+2:], " \t"), end)
		return text, rest, ok
	}
	i := strings.Index(s, end)
	if i < 0 || strings.ContainsAny(s[:i], "[](){}|\"\n") {
		return "", "", false
	}
	return s[:i], s[i+len(end):], strings.TrimSpace(s[:i]) != ""
}
