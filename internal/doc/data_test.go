package doc

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/source"
)

func TestParseData(t *testing.T) {
	tests := []struct {
		name, text string
		values     []string // the text of each
		found      []string
	}{
		{"empty", "", nil, nil},
		{"white space and comments", "# a\n\n---\n# b\n...\n", nil, nil},
		{"one", "a: 1\n", []string{"a: 1"}, nil},
		{"several", "---\na: 1\n---\nb: 2\n--- # c\nc: 3\n", []string{"a: 1", "b: 2", "c: 3"}, nil},
		{"empty ones between", "a: 1\n---\n---\n# nothing\n---\nb: 2\n", []string{"a: 1", "b: 2"}, nil},
		{"content behind the marker", "--- a\n--- [b]\n", []string{"a", "[b]"}, nil},
		{"ended by dots", "a: 1\n...\nb: 2\n...\n", []string{"a: 1", "b: 2"}, nil},
		{"directive", "%YAML 1.1\n---\na: 1\n...\n%YAML 1.1\n---\nb: 2\n", []string{"a: 1", "b: 2"}, nil},
		{"refused directive", "a: 1\n...\n%TAG ! x\n---\nb: 2\n---\nc: 3\n", []string{"a: 1", "c: 3"}, []string{"yaml-tag 3:1 %TAG ! x"}},
		{"dashes in a block", "a: |\n  ---\n  x\n---\nb: 2\n", []string{"a: |\n  ---\n  x", "b: 2"}, nil},
		{"byte order mark", "\ufeffa: 1\n---\nb: 2\n", []string{"a: 1", "b: 2"}, nil},
		{"Japanese", "件名: 障害\n---\n件名: 復旧\n", []string{"件名: 障害", "件名: 復旧"}, nil},
		{"JSON", "{\n\t\"a\": [1, \"x\"]\n}\n", []string{"{\n\t\"a\": [1, \"x\"]\n}"}, nil},
		{"a broken one", "a: 1\n---\nb: {{ .Values.b }}c\n---\nd: 4\n", []string{"a: 1", "d: 4"},
			[]string{"yaml-syntax 3:19 c"}},
		{"anchors end with their document", "a: &x 1\n---\nb: *x\n", []string{"a: &x 1"}, []string{"yaml-syntax 3:4 *x"}},
		{"bad byte", "a: 1\n---\nb: x\x00\n", []string{"a: 1", "b: x\x00"}, []string{"control-character 3:5 \x00"}},
	}
	for _, tt := range tests {
		for _, text := range []string{tt.text, crlf(tt.text)} {
			f := source.New("data.yaml", []byte(text))
			values, found := ParseData(f, DefaultLimits())
			var got []string
			for _, v := range values {
				got = append(got, strings.ReplaceAll(f.Text(v.Span()), "\r\n", "\n"))
			}
			equal(t, fmt.Sprintf("%s: %q", tt.name, text), got, tt.values)
			equal(t, fmt.Sprintf("%s: findings of %q", tt.name, text), show(f, found), tt.found)
		}
	}
}

// A file can cause no more work than a document of the same limits.
func TestParseDataLimits(t *testing.T) {
	limits := DefaultLimits()
	tests := []struct {
		name, text string
		rule       string // of the last finding
		values     int
	}{
		{"large file", strings.Repeat("a: 1\n", limits.File/5+1), "file-too-large", 0},
		{"long line", "a: " + strings.Repeat("x", limits.Line), "line-too-long", 0},
		{"many values in all", strings.Repeat("---\n"+strings.Repeat("- 1\n", 999), 51), "yaml-too-many-nodes", 50},
		{"deep", "a: 1\n---\n" + strings.Repeat("[", 100) + "\n---\nb: 2\n", "yaml-too-deep", 1},
		{"alias bomb", "a: 1\n---\na: &a [1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n" +
			"d: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e]\n", "yaml-alias-bomb", 1},
		{"many empty documents", strings.Repeat("---\n", limits.File/4), "", 0},
		{"many documents", strings.Repeat("a\n---\n", limits.File/6), "yaml-too-many-nodes", limits.Data.Nodes},
		{"many broken documents", strings.Repeat("{\n---\n", limits.File/6), "yaml-too-many-nodes", 0},
		{"many bad bytes", strings.Repeat("a\x01\n---\n", limits.File/7), "yaml-too-many-nodes", limits.Data.Nodes},
	}
	for _, tt := range tests {
		begin := time.Now()
		values, found := ParseData(source.New("data.yaml", []byte(tt.text)), limits)
		rule := ""
		if len(found) > 0 {
			rule = found[len(found)-1].Rule
		}
		if rule != tt.rule || len(values) != tt.values {
			t.Errorf("%s: got %d values and %q, want %d and %q", tt.name, len(values), rule, tt.values, tt.rule)
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("%s: took %v", tt.name, took)
		}
	}
}

// FuzzParseData looks for data that makes the reader panic or give values that
// stand outside the file.
func FuzzParseData(f *testing.F) {
	for _, seed := range []string{"", "a: 1\n---\nb: [1, {c: d}]\n", "%YAML 1.1\n---\n決済: 障害\r\n...\n{{ x }}\n", "{\"a\": [1]}", "&a [*a]\n--- |\n x\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := source.New("data.yaml", data)
		values, found := ParseData(file, DefaultLimits())
		for _, v := range values {
			if !file.Whole().Contains(v.Span()) {
				t.Errorf("value at %v is outside the file of %d bytes", v.Span(), len(data))
			}
		}
		for _, d := range found {
			if !file.Whole().Contains(d.Span) {
				t.Errorf("%s at %v is outside the file of %d bytes", d.Rule, d.Span, len(data))
			}
		}
	})
}
