package doc

import (
	"bytes"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// flatLine is a line that gives a key one plain or quoted value.
var flatLine = lazyregexp.New(`^[\p{L}_][\p{L}\p{N}_-]*:[ \t]+(?:"[^"\\]*"|'[^']*'|[\p{L}\p{N}](?:[^:#]|:[^\s])*)[ \t\r]*$`)

// Bounds of leadingKeys: how many lines it looks at, and bytes of a line.
const (
	leadingLines = 50
	leadingLine  = 1 << 10
)

// leadingKeys reads the keys with which a YAML document begins, up to the first
// that is more than a line: what a document that cannot be read is, its kind,
// id and title, mostly stands there.
func (d *Document) leadingKeys(l DataLimits) Value {
	data := d.File.Data
	start := bomLength(data)
	end := start
	for range leadingLines {
		if end == len(data) {
			break
		}
		line := lineAt(data, end)
		if bytes.HasPrefix(line, []byte("---")) && end == start {
			start = nextLine(data, end)
		} else if hasContent(line) && (len(line) > leadingLine || !flatLine.Match(line)) {
			break
		}
		end = nextLine(data, end)
	}
	r := parseYAML(d.File, source.Span{Start: start, End: end}, l, ruleYAMLTooLarge)
	if r.value.Type() != Map {
		return Value{}
	}
	return r.value
}
