package diag

import (
	"fmt"
	"unicode/utf16"
)

// lineWindow is how many UTF-16 units, blanks and tabs not counted, the hash
// of a line looks at from its start.
const lineWindow = 100

// lineHashes gives for each line of a text the hash by which GitHub code
// scanning knows a line again (github/codeql-action: src/fingerprints.ts,
// which warns of any other value). Unlike elsewhere a lone CR ends a line too,
// and a text that ends in a line end has one more, empty line.
func lineHashes(text string) []string {
	h := lineHasher{seen: map[uint64]int{}, power: 1, lineStart: true}
	for range lineWindow {
		h.power *= 37
	}
	for _, r := range text {
		if r > 0xffff {
			high, low := utf16.EncodeRune(r)
			h.read(uint64(high))
			h.read(uint64(low))
			continue
		}
		h.read(uint64(r))
	}
	h.read(0xffff) // the mark of the end
	for range lineWindow {
		h.close()
		h.push(0)
	}
	return h.hashes
}

// lineHasher rolls a polynomial hash over a window of units.
type lineHasher struct {
	window [lineWindow]uint64
	starts [lineWindow]bool // whether the unit in the window begins a line
	at     int              // where the window goes on
	sum    uint64
	power  uint64 // 37 to the size of the window

	lineStart, afterCR bool

	hashes []string
	seen   map[uint64]int
}

func (h *lineHasher) read(unit uint64) {
	if unit == ' ' || unit == '\t' || h.afterCR && unit == '\n' {
		h.afterCR = false
		return
	}
	if h.afterCR = unit == '\r'; h.afterCR {
		unit = '\n'
	}
	h.close()
	h.starts[h.at] = h.lineStart
	h.lineStart = unit == '\n'
	h.push(unit)
}

// close gives the hash of the line whose first unit is about to leave the
// window.
func (h *lineHasher) close() {
	if h.starts[h.at] {
		h.seen[h.sum]++
		h.hashes = append(h.hashes, fmt.Sprintf("%x:%d", h.sum, h.seen[h.sum]))
		h.starts[h.at] = false
	}
}

func (h *lineHasher) push(unit uint64) {
	h.sum = 37*h.sum + unit - h.power*h.window[h.at]
	h.window[h.at] = unit
	h.at = (h.at + 1) % lineWindow
}
