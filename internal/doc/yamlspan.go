package doc

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// The functions here find where a YAML node ends that starts at pos. The text
// is cut at the end of the YAML. The library has read it before, so that they
// need not doubt its grammar, only stay inside the text.

// plainEnd is the end of a plain scalar with this value. Between words the
// text may have line breaks and indentation where the value has a space.
func plainEnd(text []byte, pos int, value string) int {
	end := pos
	for len(value) > 0 && pos < len(text) {
		if n := yamlSpace(value); n > 0 {
			for n > 0 {
				value = value[n:]
				n = yamlSpace(value)
			}
			for pos < len(text) {
				n := yamlSpace(text[pos:])
				if n == 0 {
					break
				}
				pos += n
			}
			continue
		}
		_, n := utf8.DecodeRuneInString(value)
		if !bytes.HasPrefix(text[pos:], []byte(value[:n])) {
			break
		}
		value, pos = value[n:], pos+n
		end = pos
	}
	return end
}

// yamlSpace is the length of the space, tab or line break with which s
// begins, 0 if there is none.
func yamlSpace[T string | []byte](s T) int {
	if len(s) == 0 {
		return 0
	}
	if s[0] == ' ' || s[0] == '\t' {
		return 1
	}
	if s[0] == '\r' || s[0] == '\n' || s[0] == 0xc2 || s[0] == 0xe2 {
		return lineBreak([]byte(s[:min(len(s), 3)]))
	}
	return 0
}

// quotedEnd is the end of a scalar in single or double quotes.
func quotedEnd(text []byte, pos int) int {
	if pos >= len(text) {
		return pos
	}
	for i := pos + 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && text[pos] == '"':
			i++
		case text[i] != text[pos]:
		case text[i] == '\'' && i+1 < len(text) && text[i+1] == '\'':
			i++
		default:
			return i + 1
		}
	}
	return len(text)
}

// blockEnd is the end of a literal or folded scalar with this value: of its
// last line with text, or of its header if it has none.
func blockEnd(text []byte, pos int, value string) int {
	line := lineAt(text, pos)
	end := pos + len(bytes.TrimRight(line, " \t\r"))
	if strings.Trim(value, "\n") == "" {
		return pos + len(blockHeader(line))
	}
	indent := -1
	for pos += len(line) + 1; pos < len(text); pos += len(line) + 1 {
		line = lineAt(text, pos)
		trimmed := bytes.TrimRight(line, " \t\r")
		spaces := len(line) - len(bytes.TrimLeft(line, " "))
		if indent < 0 && len(trimmed) > 0 {
			// The first line may be indented further than the block.
			first := strings.TrimLeft(value, "\n")
			indent = spaces - (len(first) - len(strings.TrimLeft(first, " ")))
		}
		if len(trimmed) > 0 {
			if spaces < indent {
				break
			}
			end = pos + len(trimmed)
		}
	}
	return end
}

// blockHeader is the header of a block scalar without the comment after it.
func blockHeader(line []byte) []byte {
	if i := bytes.IndexAny(line, " \t\r"); i >= 0 {
		return line[:i]
	}
	return line
}

// flowEnd is the end of a flow collection whose last value ends at pos.
func flowEnd(text []byte, pos int, closing byte) int {
	for pos = skipSpace(text, pos); pos < len(text); pos = skipSpace(text, pos+1) {
		switch text[pos] {
		case closing:
			return pos + 1
		case ',', ':', '?':
		default:
			return pos
		}
	}
	return min(pos, len(text))
}

// skipSpace is the first offset from pos on that is no white space and in no
// comment.
func skipSpace(text []byte, pos int) int {
	for pos < len(text) {
		n := yamlSpace(text[pos:])
		if text[pos] == '#' {
			n = len(lineAt(text, pos))
		}
		if n == 0 {
			return pos
		}
		pos += n
	}
	return len(text)
}

func isFlowMark(c byte) bool {
	return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'
}
