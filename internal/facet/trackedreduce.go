package facet

import (
	"bytes"
	"strings"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// kept is the part of a text on which its action items depend.
type kept struct {
	text  []byte
	lines []int // of the whole text, by lines of this one; from 1
}

// maxReduce bounds the texts that are reduced, in bytes: the limits of
// documents, which count the whole of one, are far from those that are.
const maxReduce = 128 << 10

// reduce leaves out of a Markdown text what stands under headings that have
// nothing to do with action items: its kind and id are told by its front
// matter and path, and no label in it opens a section of them. It is not ok
// if that is not certain line by line: HTML, references, code in lists, and
// headings in other forms need the parser.
func (f *filter) reduce(data []byte) (kept, bool) {
	_, known := f.kind()
	if f.isData || f.lists || !f.certain || !f.hasID || !known || len(data) > maxReduce || bytes.IndexByte(data, '\r') >= 0 {
		return kept{}, false
	}
	c := cutter{filter: f}
	c.out.text = make([]byte, 0, len(data)/2)
	for line := range bytes.Lines(f.head) {
		c.number++
		c.keep(line, c.number)
	}
	c.start, c.first = len(f.head), c.number
	for line := range bytes.Lines(data[len(f.head):]) {
		c.number++
		if !c.line(data, line) {
			return kept{}, false
		}
		c.end += len(line)
	}
	c.close(data)
	c.out.lines = append(c.out.lines, c.number) // for what stands at the very end
	return c.out, true
}

// cutter goes through a text line by line.
type cutter struct {
	filter *filter
	out    kept
	number int // of the line
	fence  string
	before string // the line before, trimmed
	levels []int  // of the headings over the line that have to do with action items

	// The lines under the last heading.
	start, end int // end counts from start
	first      int // number of the first of them, less 1
	wanted     bool
}

func (c *cutter) keep(line []byte, number int) {
	c.out.text = append(c.out.text, line...)
	c.out.lines = append(c.out.lines, number)
}

// Shapes of lines that a reader of lines cannot judge.
var (
	underlined = lazyregexp.New(`^ {0,3}(?:=+|-+) *$`)
	definition = lazyregexp.New(`^ {0,3}\[[^\]]+\]:`)
	atxHeading = lazyregexp.New(`^(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`)
	boldText   = lazyregexp.New(`(?:\*\*|__)(.+?)(?:\*\*|__)`)
)

// line takes the next line; it is not ok if what it means is not certain.
func (c *cutter) line(data, raw []byte) bool {
	line := strings.TrimRight(string(raw), "\n")
	trimmed := strings.TrimSpace(line)
	defer func() { c.before = trimmed }()
	if c.fence != "" {
		if strings.HasPrefix(trimmed, c.fence) && strings.Trim(trimmed, c.fence[:1]) == "" {
			c.fence = ""
		}
		return true
	}
	if strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~") {
		c.fence = trimmed[:len(trimmed)-len(strings.TrimLeft(trimmed, trimmed[:1]))]
		return line[0] != ' ' && line[0] != '\t' && !strings.Contains(trimmed[len(c.fence):], "`")
	}
	switch {
	case trimmed == "":
		return true
	case trimmed[0] == '#' && line[0] == '#':
		if m := atxHeading.FindStringSubmatch(line); m != nil {
			return c.heading(data, raw, len(m[1]), m[2])
		}
	case trimmed[0] == '#':
		return false
	case trimmed[0] == '<' && !(strings.HasPrefix(trimmed, "<!--") && strings.HasSuffix(trimmed, "-->")):
		return false
	case trimmed[0] == '[' && definition.MatchString(line):
		return false
	case (trimmed[0] == '-' || trimmed[0] == '=') && underlined.MatchString(line):
		return c.before == ""
	}
	c.wanted = c.wanted || c.opens(trimmed)
	return true
}

// heading ends what stands under the heading before and begins anew.
func (c *cutter) heading(data, raw []byte, level int, title string) bool {
	c.close(data)
	c.start, c.end, c.first = c.start+c.end+len(raw), -len(raw), c.number
	c.keep(raw, c.number)
	for len(c.levels) > 0 && c.levels[len(c.levels)-1] >= level {
		c.levels = c.levels[:len(c.levels)-1]
	}
	if c.concerns(title) {
		c.levels = append(c.levels, level)
	}
	c.wanted = len(c.levels) > 0
	return true
}

// close keeps the lines under a heading, or leaves them out.
func (c *cutter) close(data []byte) {
	if c.wanted {
		number := c.first
		for line := range bytes.Lines(data[c.start : c.start+c.end]) {
			number++
			c.keep(line, number)
		}
	}
	c.wanted = false
}

// concerns tells whether a heading may open a section of action items, or one
// of a term beside it.
func (c *cutter) concerns(title string) bool {
	if strings.ContainsAny(title, "[]<>`&\\!~") {
		return true // what its text is, the parser tells
	}
	labels := c.filter.set.Labels()
	for range labels.Told("term", title) {
		return true
	}
	return ofActions(labels.Section(strings.ReplaceAll(title, "*", "")))
}

func ofActions(section string) bool { return section == "actions" || section == "terms" }

// opens tells whether a line may be a label over action items.
func (c *cutter) opens(line string) bool {
	if strings.Contains(line, "**") || strings.Contains(line, "__") {
		for _, m := range boldText.FindAllStringSubmatch(line, -1) {
			if c.concerns(strings.TrimRight(m[1], ":： ")) {
				return true
			}
		}
	}
	if !strings.HasSuffix(line, ":") && !strings.HasSuffix(line, "：") {
		return false
	}
	whole := strings.TrimRight(strings.TrimLeft(line, "-*+>0123456789.) \t"), "*_:： ")
	broken := c.before != "" && length(c.before) <= maxLabel && length(whole) <= maxLabel // a label in two lines
	return broken || c.concerns(whole)
}
