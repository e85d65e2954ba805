package doc

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/source"
)

// tight are limits small enough to be passed by a line of a test.
func tight() Limits {
	return Limits{
		File: 400, Line: 200, Nesting: 3, BlankLines: 3, Blanks: 8, Footnotes: 2,
		TableColumns: 3, TableCells: 9, Delimiters: 6,
		FrontMatter: DataLimits{Bytes: 40, Depth: 3, Nodes: 6},
		Data:        DataLimits{Bytes: 60, Depth: 3, Nodes: 6},
	}
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("語", 70)
	tests := []struct{ name, text, want string }{
		{"empty", "", ""},
		{"file", strings.Repeat("語\n", 101), "file-too-large 1:1 "},
		{"line", "a\n" + long, "line-too-long 2:1 " + long},
		{"list", "- - - a\n", ""},
		{"deep list", "- - - - a\n", "nesting-too-deep 1:1 - - - - a"},
		{"deep list over lines", "- a\n  - b\n    1. c\n       * d\n", "nesting-too-deep 4:1        * d"},
		{"deep list behind wide marks", "-    a\n     -    b\n          - c\n            - d\n", "nesting-too-deep 4:1             - d"},
		{"flat list", "- a\n- b\n- c\n- d\n- e\n", ""},
		{"flat list, jagged", "- a\n - b\n  - c\n   - d\n- e\n", ""},
		{"thematic break", "* * * * * *\n- - - - - -\n", ""},
		{"deep quote", ">>>> a\n", "nesting-too-deep 1:1 >>>> a"},
		{"deep empty quote", ">>>>\n", "nesting-too-deep 1:1 >>>>"},
		{"quotes and lists", "> - > - a\n", "nesting-too-deep 1:1 > - > - a"},
		{"quotes with and without a space", "> > - a\n>>   - b\n", "nesting-too-deep 2:1 >>   - b"},
		{"lists behind a footnote", "[^long-label]: - a\n      - - b\n", "nesting-too-deep 2:1       - - b"},
		{"definitions", "a\n: b\n\n  : c\n    : d\n      : e\n", "nesting-too-deep 6:1       : e"},
		{"blank lines", "a\n\n\n\nb\n", ""},
		{"many blank lines", "a\n\n\n\n\nb\n", "too-many-blank-lines 5:1 "},
		{"many blank lines in a quote", "> a\n>\n>\n>\n>\n", "too-many-blank-lines 5:1 >"},
		{"many blank lines in lists", "- - - a\n\n\n\n      b\n\n\n\n      c\n", "too-many-blank-lines 4:1 "},
		{"blank lines after lists", "- - - a\n\n\nb\n\n\n\nc\n\n\n\nd\n", ""},
		{"table", "|a|b|c|\n|-|-|-|\n|1|\n|2|\n", "table-too-large 2:1 |-|-|-|\n"},
		{"wide table", "|a|b|c|d|\n|-|-|-|-|\n", "table-too-large 2:1 |-|-|-|-|\n"},
		{"table in a list", "- |a|b|c|d|\n  |-|-|-|-|\n", "table-too-large 2:3 |-|-|-|-|\n"},
		{"table without outer bars", "a | b | c | d\n:- | - | - | -:\n", "table-too-large 2:1 :- | - | - | -:\n"},
		{"table in code", "```\n|a|b|c|d|\n|-|-|-|-|\n```\n", ""},
		{"table in an unclosed fence of a list", "- ```\n\n|a|b|c|d|\n|-|-|-|-|\n", "table-too-large 4:1 |-|-|-|-|\n"},
		{"table after a comment that holds a fence", "<!--\n```\n-->\n|a|b|c|d|\n|-|-|-|-|\n", "table-too-large 5:1 |-|-|-|-|\n"},
		{"marks", "*a* _b_ `c` d\n", ""},
		{"many marks", "*a* _b_ [c](d) e [f]\n", "too-many-delimiters 1:1 *a* _b_ [c](d) e "},
		{"many marks in two paragraphs", "*a* _b_\n\n*a* _b_\n", ""},
		{"many marks in a heading", "# *a* _b_ [c](d) e [f]\n", "too-many-delimiters 1:3 *a* _b_ [c](d) e "},
		{"many marks in code", "```\n[a] [b] [c] [d] [e]\n```\n\n    [a] [b] [c] [d] [e]\n", ""},
		{"many marks in a term", "[a] [b] [c] [d]\n: b\n", "too-many-delimiters 1:1 [a] [b] [c] "},
		{"link definitions", "[a]: b\n[b]: c\n[c]: d\n[d]: e\n", "too-many-delimiters 1:1 [a]: b\n[b]: c\n[c]: d\n"},
		{"footnotes", "[^1] [^2]\n\n[^1]: a\n[^2]: b\n[^3]: c\n", "too-many-footnotes 5:1 [^3]: c"},
		{"front matter", "---\na: 1\n---\n", ""},
		{"large front matter", "---\na: " + strings.Repeat("x", 40) + "\n---\n", "front-matter-too-large 2:1 "},
		{"deep front matter", "---\na: [[[1]]]\n---\n", "yaml-too-deep 2:6 [1]]]"},
		{"front matter of many values", "---\na: [1, 2, 3, 4, 5]\n---\n", "yaml-too-many-nodes 2:14 4,"},
		{"much text between thematic breaks", "---\n\n" + strings.Repeat("語 ", 40) + "\n\n---\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := source.New("a.md", []byte(tt.text))
			d, found := Parse(f, tight())
			check(t, d, found)
			got := strings.Join(show(f, found), "\n")
			if got != tt.want {
				t.Errorf("findings = %q, want %q", got, tt.want)
			}
			if d.Refused != (tt.want != "") || (!d.HasTree()) != d.Refused {
				t.Errorf("refused = %v, body %v", d.Refused, d.HasTree())
			}
		})
	}
}

func TestYAMLDocumentLimits(t *testing.T) {
	for text, want := range map[string]string{
		"a: " + strings.Repeat("x", 60):    "yaml-too-large 1:1 ",
		"a: [[[1]]]":                       "yaml-too-deep 1:6 [1]]]",
		"a: 1\nb: 2\nc: 3":                 "yaml-too-many-nodes 3:4 3",
		"- 1\n- 2\n":                       "yaml-not-a-map 1:1 -",
		"a: 1\r\nb: 2\r\nc: 3\r\nd: 語\r\n": "yaml-too-many-nodes 3:4 3",
	} {
		f := source.New("a.yml", []byte(text))
		_, found := Parse(f, tight())
		if got := strings.Join(show(f, found), "\n"); got != want {
			t.Errorf("%q: findings = %q, want %q", text, got, want)
		}
	}
}

// Text that costs goldmark the square of its size, or nearly all its memory,
// is refused, though each line of it is harmless.
func TestQuadraticMarkdownIsRefused(t *testing.T) {
	count := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(format, "#", strconv.Itoa(i)))
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"footnotes":                  count(30_000, "[^#]: a\n\n") + count(30_000, "[^#] \n\n"),
		"link definitions":           count(80_000, "[#]: u\n"),
		"blank lines in deep lists":  strings.Repeat("- ", 31) + "x\n" + strings.Repeat(strings.Repeat("\n", 999)+strings.Repeat(" ", 62)+"y\n", 900),
		"escaped bars in code spans": "|a|\n|-|\n" + strings.Repeat("|`a\\|b`|\n", 100_000),
		"emphasis over lines":        strings.Repeat("*a_ *a_ *a_\n", 80_000),
	} {
		if took, refused := measure(text); !refused || took.Seconds() > 1 {
			t.Errorf("%s: refused %v after %v", name, refused, took)
		}
	}
}

func TestRulesAreSortedAndDistinct(t *testing.T) {
	rules := Rules()
	if !slices.IsSorted(rules) || len(slices.Compact(slices.Clone(rules))) != len(rules) {
		t.Errorf("rules = %v", rules)
	}
}

func TestHonestTextHasNoFindings(t *testing.T) {
	for _, text := range []string{
		"障害の概要：決済APIが\t応答しない（2時間15分）。\n",
		"هذا نص عربي \u200fعادي\u200e مع 123\n",
		"עברית \u200f(rtl)\n", "👩‍👩‍👧 नमस्ते\u200d\n", "a\u00a0b\u3000c\n", "a\r\nb\r\n",
	} {
		if d, found := parse("a.md", text); len(found) > 0 {
			t.Errorf("%q: %v", text, show(d.File, found))
		}
	}
}

func TestHiddenText(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"in the body", "# 概要\n\na\u202eb\u2066\u2069c\n", []string{"bidi-control 3:2 \u202e", "bidi-control 3:4 \u2066\u2069"}},
		{"in code", "```\n\x1b[31m\n```\n", []string{"control-character 2:1 \x1b"}},
		{"C1", "a\u0085b\u009b\n", []string{"control-character 1:2 \u0085", "control-character 1:4 \u009b"}},
		{"DEL and NUL", "\x7fa\x00\x00", []string{"control-character 1:1 \x7f", "control-character 1:3 \x00\x00"}},
		{"surrogate", "a\xed\xa0\x80b", []string{"invalid-utf8 1:2 \xed\xa0\x80"}},
		{"lone carriage return, CRLF", "a\rb\r\n", []string{"control-character 1:2 \r"}},
	}
	for _, tt := range tests {
		d, found := parse("a.md", tt.text)
		equal(t, tt.name, show(d.File, found), tt.want)
	}
	if _, found := parse("a.md", strings.Repeat("\x01a", 1000)); len(found) != hiddenLimit {
		t.Errorf("%d findings for a binary file, want %d", len(found), hiddenLimit)
	}
}

// What the scan of the lines believes is never less than what goldmark does.
func TestNestingIsNeverUnderrated(t *testing.T) {
	pieces := []string{"- ", "* ", "1. ", "> ", ">", " ", "  ", "   ", "\t", "[^ab]: ", ": ", "a", "\n", "\n", "\n\n", "-\n", "```\n", "10) ", "<!--", "# "}
	random := rand.New(rand.NewPCG(1, 2))
	limits := DefaultLimits()
	limits.Nesting = 1000
	for range 20_000 {
		var b strings.Builder
		for range 3 + random.IntN(40) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		text := b.String()
		var open containers
		most, blank := 0, false
		for line := range strings.Lines(text) {
			line := []byte(strings.TrimSuffix(line, "\n"))
			most, blank = max(most, open.enter(line, blank, 1000)), isBlank(line)
		}
		d, _ := Parse(source.New("a.md", []byte(text)), limits)
		if got := nesting(d.Tree()); got > most {
			t.Fatalf("%q: goldmark nests %d deep, the scan says %d", text, got, most)
		}
	}
}

// nesting is how deep containers stand in each other below n.
func nesting(n ast.Node) int {
	deepest := 0
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		deepest = max(deepest, nesting(c))
	}
	switch n.Kind() {
	case ast.KindBlockquote, ast.KindListItem, extast.KindFootnote, extast.KindDefinitionDescription:
		deepest++
	}
	return deepest
}

func TestOtherEncodings(t *testing.T) {
	wide := func(text string) string { // in little-endian UTF-16
		var out []byte
		for _, u := range utf16.Encode([]rune(text)) {
			out = append(out, byte(u), byte(u>>8))
		}
		return string(out)
	}
	tests := []struct {
		name, path, text string
		want             []string
		refused          bool
	}{
		{"empty", "a.md", "", nil, false},
		{"UTF-16", "a.md", wide("\ufeff# 障害\r\n\r\ntext\x01\r\n"), []string{"invalid-utf8 0 fixes"}, true},
		{"UTF-16 without a mark", "a.yaml", wide("title: a\n"), []string{"invalid-utf8 0 fixes"}, true},
		{"the other order of bytes", "a.yaml", "\xfe\xff\x00a", []string{"invalid-utf8 0 fixes"}, true},
		{"Shift_JIS", "a.md", "\x8f\xe1Q\x01\r\n", []string{"invalid-utf8 0 fixes", "control-character 0 fixes"}, false},
		{"a mark behind what is no UTF-8", "a.md", "\u202e \xff\n", []string{"bidi-control 0 fixes", "invalid-utf8 0 fixes"}, false},
		{"UTF-8", "a.md", "障害\x00\x00\r\n", []string{"control-character 1 fixes"}, false},
	}
	for _, tt := range tests {
		d, found := Parse(source.New(tt.path, []byte(tt.text)), DefaultLimits())
		var got []string
		for _, f := range found {
			got = append(got, fmt.Sprintf("%s %d fixes", f.Rule, len(f.Fixes)))
		}
		if !slices.Equal(got, tt.want) || d.Refused != tt.refused {
			t.Errorf("%s: got %q, refused %t; want %q", tt.name, got, d.Refused, tt.want)
		}
	}
}

func TestUnreadableYAMLKeepsItsFirstKeys(t *testing.T) {
	bomb := "a: &a [x, x]\n"
	for _, name := range []string{"b", "c", "d", "e", "f"} {
		bomb += fmt.Sprintf("%s: &%[1]s [*%s, *%[2]s, *%[2]s, *%[2]s, *%[2]s, *%[2]s, *%[2]s, *%[2]s, *%[2]s, *%[2]s]\n", name, string(name[0]-1))
	}
	tests := []struct{ name, text, want string }{
		{"empty", "", ""},
		{"broken", "kind: service\ntitle: 決済: 遅延\nid: x\n", "kind service 1"},
		{"broken at once", "\ttitle: a\n", ""},
		{"a quote that is not closed", "---\n# a\nkind: service\nid: 'pay''ment'\ntitle: \"決済\nowner: a\n", "kind service 1"},
		{"quoted", "title: \"決済: 遅延\"\r\nstarted_at: 2026-01-01T10:00:00Z\r\nx: [\r\n", "title 決済: 遅延 2"},
		{"too deep", "kind: rca\nx: " + strings.Repeat("[", 100), "kind rca 1"},
		{"too many values", "kind: rca\n" + strings.Repeat("- a\n", 100_000), "kind rca 1"},
		{"alias bomb", "kind: rca\nid: x\n" + bomb, "kind rca 2"},
		{"a long line", "kind: rca\nx: " + strings.Repeat("x", 70_000), "kind rca 1"},
		{"nothing but a list", "- a\n- [\n", ""},
	}
	for _, tt := range tests {
		d, found := Parse(source.New("a.yaml", []byte(tt.text)), DefaultLimits())
		got := ""
		if entries := d.Meta.Entries(); len(entries) > 0 {
			got = fmt.Sprintf("%s %s %d", entries[0].Key, entries[0].Value.Text(), len(entries))
		}
		if got != tt.want || tt.text != "" && (!d.Refused || len(found) == 0) {
			t.Errorf("%s: got %q, refused %t, %d findings; want %q", tt.name, got, d.Refused, len(found), tt.want)
		}
	}
}
