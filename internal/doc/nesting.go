package doc

import "bytes"

// containers follows how deep the lines of a text can be nested. It knows only
// the marks at the beginning of lines, not the paragraphs and code between
// them, and counts rather too much than too little: a list item counts as open
// until a mark to its left, also where a paragraph has ended it.
type containers struct {
	items []int // for each open item the least column at which its content can start
}

// enter reads the marks of a line and gives the depth that they reach, 0 for
// a line without marks. It stops where the depth passes the limit. After a
// blank line also text without a mark ends the items that it is left of.
//
// Columns are those inside the block quotes: a quote's mark counts as one
// column and the space after it as none, whether it is written or not, and
// the spaces between an item's mark and its content as one, so that the lines
// of an item compare however they are spaced.
func (c *containers) enter(line []byte, afterBlank bool, limit int) int {
	depth, quotes, column, real := 0, 0, 0, 0
	swallow := false // the next space belongs to a block quote's mark
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
			column += width
			i, swallow = i+1, false
		case '>':
			// Items inside the quote stay: the next mark tells.
			quotes++
			depth = max(depth, quotes+c.around(column))
			i, column, real, swallow = i+1, column+1, real+1, true
		default:
			mark, indent := itemMark(line[i:])
			text := mark == 0 || isRule(line[i:])
			if !text || afterBlank {
				c.leave(column)
			}
			if text {
				return depth
			}
			column += indent
			c.items = append(c.items, column)
			depth = max(depth, quotes+len(c.items))
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
	n := len(c.items)
	for n > 0 && c.items[n-1] > column {
		n--
	}
	return n
}

// leave closes the items whose content starts right of a column.
func (c *containers) leave(column int) {
	c.items = c.items[:c.around(column)]
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
			return end + 2, 4
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
