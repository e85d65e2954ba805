package doc

import (
	"bytes"
	"slices"
)

// containers follows how deep the lines of a text can be nested. It knows only
// the marks at the beginning of lines, not the paragraphs and code between
// them, and counts rather too much than too little: a mark may be text that
// continues a paragraph, so that only a blank line with something left of an
// item after it surely ends the item.
type containers struct {
	items []int // the least columns at which the content of open items can start, ascending
}

// enter reads the marks of a line and gives the depth that they reach, 0 for
// a line without marks. It stops where the depth passes the limit.
//
// Columns are those inside the block quotes: a quote's mark counts as one
// column and the space after it as none, whether it is written or not, and
// the spaces between an item's mark and its content as one, so that the lines
// of an item compare however they are spaced.
func (c *containers) enter(line []byte, afterBlank bool, limit int) int {
	depth, quotes, column, real := 0, 0, 0, 0
	marks, around := 0, 0 // items that begin on this line; those that go on around them
	gap, slack := 0, 0    // columns of space before this; those that block quotes may be indented by
	swallow := false      // the next space belongs to a block quote's mark
	for i := 0; i < len(line) && depth <= limit; {
		switch line[i] {
		case ' ', '\t':
			width := 1
			if line[i] == '\t' {
				width = 4 - real%4
			}
			real += width
			if swallow {
				width--
			}
			column, gap = column+width, gap+width
			i, swallow = i+1, false
		case '>':
			if quotes++; marks == 0 {
				around = c.around(column)
			}
			depth = quotes + marks + around
			slack, gap = slack+min(gap, 3), 0
			i, column, real, swallow = i+1, column+1, real+1, true
		default:
			if afterBlank {
				c.items = c.items[:c.around(column)]
			}
			mark, indent := itemMark(line[i:])
			if mark == 0 || isRule(line[i:]) {
				return depth
			}
			if marks++; marks == 1 {
				around = c.around(column)
			}
			depth = quotes + marks + around
			c.open(column-slack, column-slack+indent)
			column, gap = column+indent, 0
			i, real, swallow = i+mark, real+mark, false
			for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
				if line[i] == '\t' {
					real += 3 - real%4
				}
				i, real = i+1, real+1
			}
		}
	}
	return depth
}

// around is the number of open items whose content can start at a column or
// left of it.
func (c *containers) around(column int) int {
	n, _ := slices.BinarySearch(c.items, column+1)
	return n
}

// open notes an item by the columns of its mark and its content, unless one
// that is open may be the same or stand beside it.
func (c *containers) open(mark, content int) {
	if at := c.around(content); at == c.around(mark) {
		c.items = slices.Insert(c.items, at, content)
	}
}

// itemMark gives the length of the mark with which a list item, definition or
// footnote begins, 0 if there is none, and the least indentation of what
// belongs to it.
func itemMark(s []byte) (length, indent int) {
	switch c := s[0]; {
	case c == '-' || c == '+' || c == '*' || c == ':':
		length = 1
	case c >= '0' && c <= '9':
		for length < len(s) && length < 10 && s[length] >= '0' && s[length] <= '9' {
			length++
		}
		if length == len(s) || s[length] != '.' && s[length] != ')' {
			return 0, 0
		}
		length++
	case bytes.HasPrefix(s, []byte("[^")):
		if end := bytes.Index(s, []byte("]:")); end > 0 {
			return end + 2, 1 // four columns, but from where its container starts
		}
		return 0, 0
	}
	if length < len(s) && s[length] != ' ' && s[length] != '\t' && s[length] != '\r' {
		return 0, 0
	}
	return length, length + 1
}

// isRule tells whether a line is a thematic break: "* * *".
func isRule(s []byte) bool {
	n := 0
	for _, c := range s {
		switch c {
		case s[0]:
			n++
		case ' ', '\t', '\r':
		default:
			return false
		}
	}
	return n >= 3 && (s[0] == '-' || s[0] == '*' || s[0] == '_')
}
