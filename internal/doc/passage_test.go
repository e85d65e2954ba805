package doc

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/source"
)

func passages(text string) (*Document, []Passage) {
	d, _ := Parse(source.New("a.md", []byte(text)), DefaultLimits())
	return d, d.Passages()
}

func TestPassages(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", nil},
		{"blank", "\r\n \r\n", nil},
		{"heading and paragraph", "# Title\n\nOne *two* **three**.\n", []string{"Title", "One two three."}},
		{"a line break", "one\ntwo\n", []string{"one two"}},
		{"CRLF", "one\r\ntwo\r\n", []string{"one two"}},
		{"a Japanese line break", "確認\n不足\n", []string{"確認不足"}},
		{"a hard line break", "one  \ntwo<br>three\n", []string{"one\ntwo\nthree"}},
		{"items and tasks", "- [ ] one\n  - two\n", []string{"one", "two"}},
		{"cells without the header", "| a | b |\n|---|---|\n| one | two |\n", []string{"one", "two"}},
		{"code", "run `x` now\n\n```\ncode\n```\n\n    code\n", []string{"run \uFFFC now"}},
		{"code in HTML", "run <code>x <b>y</b></code> now\n", []string{"run \uFFFC now"}},
		{"addresses", "see <https://a.example> and https://b.example/x or [here](c.md)\n", []string{"see \uFFFC and \uFFFC or here"}},
		{"a block quote", "> quoted\n\nown\n", []string{"own"}},
		{"HTML and comments", "<div>\nblock\n</div>\n\na <!-- note --> b\n", []string{"a  b"}},
		{"struck out", "a ~~b~~ c\n", []string{"a \uFFFC c"}},
		{"double quotes", "he said \"it is so\" and left\n", []string{"he said \uFFFC and left"}},
		{"curly quotes", "he said “it is so” and ‘no’\n", []string{"he said \uFFFC and \uFFFC"}},
		{"apostrophes", "the team's fault, operators' fault, don't\n", []string{"the team's fault, operators' fault, don't"}},
		{"curly apostrophes", "the team’s fault\n", []string{"the team’s fault"}},
		{"single quotes", "the word 'fault' and 'isn't' it\n", []string{"the word \uFFFC and \uFFFC it"}},
		{"Japanese quotes", "「引用」と『引用「中」』の後\n", []string{"\uFFFCと\uFFFCの後"}},
		{"a quote over lines", "he said \"it\nis *so*\" here\n", []string{"he said \uFFFC here"}},
		{"a quote without end", "he said \"it is so\n\n「引用\n", []string{"he said \"it is so", "「引用"}},
		{"inches", "a 19\" rack and a 21\" screen\n", []string{"a 19\" rack and a 21\" screen"}},
		{"full width", "ＡＢＣ　１２３\n", []string{"ABC 123"}},
		{"half-width kana", "ﾋｭｰﾏﾝｴﾗｰ\n", []string{"ヒューマンエラー"}},
		{"decomposed", "か\u3099\n", []string{"が"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, found := passages(tt.text)
			var got []string
			for _, p := range found {
				got = append(got, p.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestPassageSpan holds passages to the places of their words in the file.
func TestPassageSpan(t *testing.T) {
	tests := []struct{ name, text, word, want string }{
		{"plain", "one two\n", "two", "two"},
		{"over markup", "an *on-call* engineer\n", "on-call engineer", "on-call* engineer"},
		{"over lines", "one\r\ntwo three\r\n", "one two", "one\r\ntwo"},
		{"behind a quote", "he \"said so\" then left\n", "left", "left"},
		{"a quote", "he \"said so\" then\n", "\uFFFC", "\"said so\""},
		{"over a quote", "he \"said so\" then\n", "\uFFFC then", "\"said so\" then"},
		{"half-width kana", "原因はﾋｭｰﾏﾝｴﾗｰです\n", "ヒューマンエラー", "ﾋｭｰﾏﾝｴﾗｰ"},
		{"behind half-width kana", "ｴﾗｰの原因\n", "原因", "原因"},
		{"decomposed", "ウイルスか\u3099原因\n", "が", "か\u3099"},
		{"after a byte-order mark", "\uFEFF確認不足\n", "不足", "不足"},
		{"behind code", "run `x` now\n", "now", "now"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, found := passages(tt.text)
			if len(found) != 1 {
				t.Fatalf("got %d passages", len(found))
			}
			i := strings.Index(found[0].Text, tt.word)
			if i < 0 {
				t.Fatalf("%q has no %q", found[0].Text, tt.word)
			}
			if got := d.File.Text(found[0].Span(i, i+len(tt.word))); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPassagesOfScalars(t *testing.T) {
	tests := []struct{ name, yaml, text, word, want string }{
		{"plain", "a: one two\n", "one two", "two", "two"},
		{"in quotes", "a: \"one two\"\n", "one two", "two", "two"},
		{"in single quotes", "a: 'one two'\n", "one two", "one", "one"},
		{"folded", "a: >-\n  one\n  two\n", "one two", "one two", "one\n  two"},
		{"literal, CRLF", "a: |\r\n  one\r\n\r\n  two\r\n", "one\ntwo", "two", "two"},
		{"Japanese over lines", "a: 確認\n  不足\n", "確認不足", "確認不足", "確認\n  不足"},
		{"with a quotation", "a: he said 「so」 here\n", "he said \uFFFC here", "\uFFFC", "「so」"},
		{"empty", "a:\n", "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, _ := Parse(source.New("a.yaml", []byte(tt.yaml)), DefaultLimits())
			var p Passage
			if all := d.Passages(d.Meta.Field("a")); len(all) > 0 {
				p = all[0]
			}
			if p.Text != tt.text {
				t.Fatalf("got %q, want %q", p.Text, tt.text)
			}
			if i := strings.Index(p.Text, tt.word); tt.word != "" {
				if got := d.File.Text(p.Span(i, i+len(tt.word))); got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			}
		})
	}
}

// TestPassagesOfHostileText holds the time for quotation marks, tags and
// characters without partners to the length of the text.
func TestPassagesOfHostileText(t *testing.T) {
	for _, part := range []string{"「", "\" a", "「a」", "' a", "“a", "‘’", "<code>", "</q><q>", "a\u3099", "ﾊﾟ", "`"} {
		t.Run(fmt.Sprintf("%q", part), func(t *testing.T) {
			var last time.Duration
			for _, n := range []int{2000, 8000} {
				d, _ := Parse(source.New("a.md", []byte(strings.Repeat(part+"x ", n))), DefaultLimits())
				start := time.Now()
				for range 5 {
					d.Passages()
				}
				took := time.Since(start)
				if last > 0 && took > 40*last && took > time.Second {
					t.Errorf("four times the text took %v after %v", took, last)
				}
				last = took
			}
		})
	}
}

func FuzzPassages(f *testing.F) {
	for _, s := range []string{"", "a \"b\" 'c' 「d」『e「f』\r\n", "ﾊﾟ <code>x</code> か\u3099", "---\na: \"b 'c'\"\nd: >\n  e\n---\n# T\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, found := passages(text)
		var values []Value
		for _, v := range d.Meta.Entries() {
			values = append(values, v.Value)
		}
		if all := d.Passages(values...); len(all) < len(found) {
			t.Fatalf("%d passages with the front matter, %d without", len(all), len(found))
		} else {
			found = all
		}
		for _, p := range found {
			for i := range p.Text {
				at := p.Span(i, i+1)
				if at.Start < 0 || at.End < at.Start || at.End > len(text) {
					t.Fatalf("byte %d of %q stands at %v", i, p.Text, at)
				}
			}
		}
	})
}

func TestPlainTextIsNormal(t *testing.T) {
	for r := range rune(0x30000) {
		if text := string(r); isPlain([]byte(text)) && (!norm.NFKC.IsNormalString(text) || !norm.NFKC.PropertiesString(text).BoundaryBefore()) {
			t.Errorf("isPlain(%q) although NFKC changes it", text)
		}
	}
	for text, want := range map[string]bool{"": true, "a\r\n": true, "確認不足、エラー。": true, "\xe7": false, "ﾐｽ": false, "か\u3099": false, "　": false} {
		if got := isPlain([]byte(text)); got != want {
			t.Errorf("isPlain(%q) = %t, want %t", text, got, want)
		}
	}
}

// TestQuotesBeginWithKnownBytes holds the glance to the marks it looks for.
func TestQuotesBeginWithKnownBytes(t *testing.T) {
	for _, m := range quoteMarks {
		if text := "前a" + string(m.open); !mayQuote([]byte(text)) {
			t.Errorf("mayQuote(%q) = false", text)
		}
	}
	for _, text := range []string{"", "a\r\n", "確認、不足。", "a – b”"} {
		if mayQuote([]byte(text)) {
			t.Errorf("mayQuote(%q) = true", text)
		}
	}
}
