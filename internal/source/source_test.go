package source

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

func TestPositionCountsCharacters(t *testing.T) {
	tests := []struct {
		name   string
		text   string
		offset int
		want   Position
		utf16  int
		bytes  int
	}{
		{"empty file", "", 0, Position{1, 1}, 1, 1},
		{"first byte", "abc", 0, Position{1, 1}, 1, 1},
		{"second line", "a\nbc", 3, Position{2, 2}, 2, 2},
		{"Japanese", "id: 障害の記録", len("id: 障害"), Position{1, 7}, 7, 11},
		{"outside the basic plane", "🔥x", 4, Position{1, 2}, 3, 5},
		{"CRLF", "a\r\nb", 3, Position{2, 1}, 1, 1},
		{"byte-order mark takes no column", "\ufeffid", 3, Position{1, 1}, 1, 1},
		{"after the end", "ab\n", 99, Position{2, 1}, 1, 1},
		{"before the start", "ab", -5, Position{1, 1}, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := New("f.md", []byte(tt.text))
			if got := f.Position(tt.offset); got != tt.want {
				t.Errorf("Position(%d) = %v, want %v", tt.offset, got, tt.want)
			}
			if got := f.UTF16Column(tt.offset); got != tt.utf16 {
				t.Errorf("UTF16Column(%d) = %d, want %d", tt.offset, got, tt.utf16)
			}
			if got := f.ByteColumn(tt.offset); got != tt.bytes {
				t.Errorf("ByteColumn(%d) = %d, want %d", tt.offset, got, tt.bytes)
			}
		})
	}
}

func TestLineSpan(t *testing.T) {
	f := New("f.md", []byte("a\r\n\nlast"))
	for line, want := range map[int]string{1: "a", 2: "", 3: "last", 4: "", 0: ""} {
		if got := f.Text(f.LineSpan(line)); got != want {
			t.Errorf("line %d = %q, want %q", line, got, want)
		}
	}
	for text, want := range map[string]int{"": 1, "a": 1, "a\n": 1, "a\nb": 2, "a\n\n": 2} {
		if got := New("f", []byte(text)).Lines(); got != want {
			t.Errorf("Lines(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	a, b := Span{2, 5}, Span{4, 9}
	if got := a.Join(b); got != (Span{2, 9}) {
		t.Errorf("Join = %v", got)
	}
	if !a.Overlaps(b) || a.Overlaps(Span{5, 6}) || a.Contains(b) || !a.Contains(Span{3, 5}) {
		t.Error("Overlaps or Contains is wrong about half-open ranges")
	}
	if got := New("f", []byte("abc")).Text(Span{-3, 99}); got != "abc" {
		t.Errorf("Text outside the file = %q", got)
	}
}

// TestPositionInLongLines compares with counting from the start of the line.
func TestPositionInLongLines(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	text := "\ufeff短い行\r\n"
	for range 3 {
		text += strings.Repeat("障害🔥x", 2_000) + strings.Repeat("\xff\x80", 5_000) + "é\n"
	}
	for _, text := range []string{text, text[3:], strings.Repeat("a", stride), strings.Repeat("🔥", stride)} {
		f := New("f.md", []byte(text))
		for range 2_000 {
			offset := random.IntN(len(text) + 1)
			start := strings.LastIndexByte(text[:offset], '\n') + 1
			if start == 0 && strings.HasPrefix(text, "\ufeff") {
				start = min(3, offset)
			}
			column := utf8.RuneCountInString(text[start:offset]) + 1
			inUTF16 := len(utf16.Encode([]rune(text[start:offset]))) + 1
			if got := f.Position(offset); got.Column != column || f.UTF16Column(offset) != inUTF16 {
				t.Fatalf("offset %d: columns %d and %d, want %d and %d", offset, got.Column, f.UTF16Column(offset), column, inUTF16)
			}
		}
	}
}

// TestManyPositionsInOneLine asks for a place every few bytes of a line of
// megabytes.
func TestManyPositionsInOneLine(t *testing.T) {
	f := New("f.json", []byte(strings.Repeat("障害, ", 1<<20)))
	start := time.Now()
	for offset := 0; offset < len(f.Data); offset += 64 {
		f.Position(offset)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}
