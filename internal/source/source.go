// Package source holds the text of one file and says where a byte of it stands.
//
// Everything inside debrief speaks of byte spans; lines and columns are made
// only when something is printed, in the unit that the reader of the print
// wants. A File is read-only once made and safe for use by many goroutines.
package source

import (
	"sort"
	"sync"
	"unicode/utf16"
	"unicode/utf8"
)

// Span is a half-open range of bytes [Start, End) of one file.
// The zero Span is the empty range at the beginning of the file.
type Span struct {
	Start, End int
}

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Contains tells whether t lies wholly inside s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps tells whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Join gives the smallest span that covers both.
func (s Span) Join(t Span) Span {
	return Span{min(s.Start, t.Start), max(s.End, t.End)}
}

// Position is a place as people count it.
type Position struct {
	Line   int // 1 for the first line
	Column int // 1 for the first character (Unicode code point) of the line
}

// File is the text of one file under the path by which users know it:
// slash-separated, relative to the root of the repository.
type File struct {
	Path string
	Data []byte

	once  sync.Once
	lines []int  // byte offset of the start of each line
	steps []step // of long lines, by offset
}

// step is a place in a long line with what stands before it in the line, so
// that the columns of many places in one line do not take quadratic time.
type step struct{ offset, runes, units int }

// stride is how far apart steps are, in bytes. Lines that are no longer have
// none.
const stride = 4 << 10

// New gives a File over data, which the caller must not change afterwards.
func New(path string, data []byte) *File {
	return &File{Path: path, Data: data}
}

// Text is the text of a span. A span that reaches outside the file is cut.
func (f *File) Text(s Span) string {
	start := min(max(s.Start, 0), len(f.Data))
	end := min(max(s.End, start), len(f.Data))
	return string(f.Data[start:end])
}

// Whole is the span of the whole file.
func (f *File) Whole() Span { return Span{0, len(f.Data)} }

// Position gives the line and column of a byte offset. Columns count
// characters, so that Japanese text points right; a byte-order mark at the
// beginning of the file takes no column. Offsets outside the file are cut.
func (f *File) Position(offset int) Position {
	line, start := f.line(offset)
	from := f.stepBefore(start, f.clip(offset))
	return Position{line + 1, from.runes + utf8.RuneCount(f.Data[from.offset:f.clip(offset)]) + 1}
}

// ByteColumn gives the 1-based column of offset counted in bytes of UTF-8,
// the unit of reviewdog's rdjson.
func (f *File) ByteColumn(offset int) int {
	_, start := f.line(offset)
	return f.clip(offset) - start + 1
}

// UTF16Column gives the 1-based column of offset counted in UTF-16 code
// units, the unit of SARIF and of the Language Server Protocol.
func (f *File) UTF16Column(offset int) int {
	_, start := f.line(offset)
	from := f.stepBefore(start, f.clip(offset))
	return from.units + units(f.Data[from.offset:f.clip(offset)]) + 1
}

// units counts UTF-16 code units.
func units(text []byte) int {
	n := 0
	for _, r := range string(text) {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// stepBefore gives the last step of a line up to an offset in it; the start of
// the line if there is none.
func (f *File) stepBefore(start, offset int) step {
	i := sort.Search(len(f.steps), func(i int) bool { return f.steps[i].offset > offset }) - 1
	if i < 0 || f.steps[i].offset < start {
		return step{offset: start}
	}
	return f.steps[i]
}

// Lines is the number of lines. A file that ends in a newline has no further,
// empty line after it; an empty file has one line.
func (f *File) Lines() int {
	f.index()
	if n := len(f.lines); n > 1 && f.lines[n-1] == len(f.Data) {
		return n - 1
	}
	return len(f.lines)
}

// LineSpan is the span of a 1-based line without its line ending.
// A line that does not exist gives an empty span at the end of the file.
func (f *File) LineSpan(line int) Span {
	f.index()
	if line < 1 || line > len(f.lines) {
		return Span{len(f.Data), len(f.Data)}
	}
	start, end := f.lines[line-1], len(f.Data)
	if line < len(f.lines) {
		end = f.lines[line] - 1
	}
	if end > start && f.Data[end-1] == '\r' {
		end--
	}
	return Span{start, end}
}

func (f *File) clip(offset int) int { return min(max(offset, 0), len(f.Data)) }

// line gives the 0-based line of offset and the offset where its text starts.
func (f *File) line(offset int) (line, start int) {
	f.index()
	offset = f.clip(offset)
	line = sort.SearchInts(f.lines, offset+1) - 1
	return line, min(f.textStart(line), offset)
}

// textStart is where the text of a 0-based line starts, behind a byte-order
// mark.
func (f *File) textStart(line int) int {
	if line == 0 && len(f.Data) >= 3 && string(f.Data[:3]) == "\ufeff" {
		return 3
	}
	return f.lines[line]
}

func (f *File) index() {
	f.once.Do(func() {
		f.lines = []int{0}
		for i, b := range f.Data {
			if b == '\n' {
				f.lines = append(f.lines, i+1)
			}
		}
		for i := range f.lines {
			f.addSteps(i)
		}
	})
}

// addSteps adds the steps of a 0-based line.
func (f *File) addSteps(line int) {
	end := len(f.Data)
	if line+1 < len(f.lines) {
		end = f.lines[line+1]
	}
	at := step{offset: f.textStart(line)}
	for end-at.offset > stride {
		next := at.offset + stride
		for back := 1; back < utf8.UTFMax && !utf8.RuneStart(f.Data[next]); back++ {
			next--
		}
		piece := f.Data[at.offset:next]
		at = step{next, at.runes + utf8.RuneCount(piece), at.units + units(piece)}
		f.steps = append(f.steps, at)
	}
}
