package doc

import (
	"fmt"
	"strings"
	"testing"
)

func TestFrontMatter(t *testing.T) {
	tests := []struct {
		name, text string
		meta       string // JSON of Meta, "<nil>" for none
		span       string // text of MetaSpan
		body       string // text of the body
		found      []string
	}{
		{"empty file", "", "<nil>", "", "", nil},
		{"none", "# A\n", "<nil>", "", "A", nil},
		{"ordinary", "---\na: 1\n---\nB\n", "map[a:1]", "---\na: 1\n---", "B", nil},
		{"Japanese", "---\n件名: 障害\n---\n本文\n", "map[件名:障害]", "---\n件名: 障害\n---", "本文", nil},
		{"no final newline", "---\na: 1\n---", "map[a:1]", "---\na: 1\n---", "", nil},
		{"spaces after fences", "---  \na: 1\n--- \t\nB", "map[a:1]", "---  \na: 1\n---", "B", nil},
		{"empty matter", "---\n---\nB\n", "map[]", "---\n---", "B", nil},
		{"only a comment", "---\n# c\n---\nB\n", "map[]", "---\n# c\n---", "B", nil},
		{"byte-order mark", "\ufeff---\na: 1\n---\nB\n", "map[a:1]", "---\na: 1\n---", "B", []string{"front-matter-bom 1:1 \ufeff"}},
		{"byte-order mark, no matter", "\ufeff# A\n\nB\n", "<nil>", "", "A B", nil},
		{"blank lines first", "\n \n---\na: 1\n---\nB\n", "map[a:1]", "---\na: 1\n---", "B", []string{"front-matter-not-first 3:1 ---"}},
		{"indented", "  ---\na: 1\n---\nB\n", "map[a:1]", "  ---\na: 1\n---", "B", []string{"front-matter-not-first 1:1   ---"}},
		{"no-break space", "---\u00a0\na: 1\n---\nB\n", "map[a:1]", "---\u00a0\na: 1\n---", "B", []string{"front-matter-not-first 1:1 ---\u00a0"}},
		{"ideographic space", "---\na: 1\n---\u3000\nB\n", "map[a:1]", "---\na: 1\n---\u3000", "B", []string{"front-matter-not-first 3:1 ---\u3000"}},
		{"unclosed", "---\na: 1\nb: 2\n\nB\n", "map[a:1 b:2]", "---\na: 1\nb: 2\n", "B", []string{"front-matter-unclosed 1:1 ---"}},
		{"unclosed, no blank line", "---\na: 1\nB\n", "<nil>", "", " a: 1 B", []string{"front-matter-unclosed 1:1 ---"}},
		{"unclosed at the end", "---\na: 1", "map[a:1]", "---\na: 1", "", []string{"front-matter-unclosed 1:1 ---"}},
		{"four dashes close nothing", "---\na: 1\n----\n\nB\n", "<nil>", "", "a: 1 B", []string{"front-matter-unclosed 1:1 ---"}},
		{"indented fence in a block", "---\na: |\n  ---\n  x\nb: 2\n---\nB\n", "map[a:---\nx\n b:2]", "---\na: |\n  ---\n  x\nb: 2\n---", "B",
			[]string{"front-matter-closed-early 3:1   ---"}},
		{"indented closing fence", "---\na: 1\n ---\n# B\n\n---\n\nC\n", "map[a:1]", "---\na: 1\n ---", "B  C", []string{"front-matter-closed-early 3:1  ---"}},
		{"dots", "---\na: 1\n...\nB\n", "map[a:1]", "---\na: 1\n...", "B", []string{"front-matter-closed-early 3:1 ..."}},
		{"dots before a break", "---\na: 1\n...\nB\n\n---\n\nC", "map[a:1]", "---\na: 1\n...", "B  C", []string{"front-matter-closed-early 3:1 ..."}},
		{"thematic breaks", "---\n\ntext\n\n---\n\nmore\n", "<nil>", "", " text  more", nil},
		{"thematic break and Japanese", "---\n\n障害の記録です。\n\n---\n", "<nil>", "", " 障害の記録です。", nil},
		{"one thematic break", "---\n\ntext\n", "<nil>", "", " text", nil},
		{"list between breaks", "---\n- a\n---\nB\n", "<nil>", "", " a  B", nil},
		{"broken YAML between breaks", "---\n- [a\n- \"b\n---\nB\n", "<nil>", "", " [a \"b  B", nil},
		{"broken", "---\na: [1\nb: 2\n---\nB\n", "<nil>", "---\na: [1\nb: 2\n---", "B", []string{"yaml-syntax 2:4 [1"}},
		{"carriage returns alone", "---\ra: 1\r---\r", "<nil>", "", "---\ra: 1\r---", []string{
			"control-character 1:4 \r", "control-character 1:9 \r", "control-character 1:13 \r", "front-matter-unclosed 1:1 ---"}},
		{"TOML", "+++\na = 1\n+++\n", "<nil>", "", "+++ a = 1 +++", nil},
		{"TOML in dashes", "---toml\na = 1\n---\n", "<nil>", "", "---toml a = 1", nil},
		{"JSON", "{\n\"a\": 1\n}\n\nB\n", "<nil>", "", "{ \"a\": 1 } B", nil},
		{"semicolons", ";;;\n{}\n;;;\n", "<nil>", "", ";;; {} ;;;", nil},
		{"after text", "x\n---\na: 1\n---\n", "<nil>", "", "x a: 1", nil},
		{"position of a finding", "---\n\na: 1\na: 2\n---\n", "map[a:1]", "---\n\na: 1\na: 2\n---", "", []string{"duplicate-key 4:1 a"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, convert := range []func(string) string{func(s string) string { return s }, crlf} {
				d, found := parse("a.md", convert(tt.text))
				check(t, d, found)
				equal(t, "meta", fmt.Sprint(d.Meta.JSON()), tt.meta)
				equal(t, "span", d.File.Text(d.MetaSpan), convert(tt.span))
				equal(t, "body", d.Plain(d.Tree()), strings.TrimSpace(tt.body))
				equal(t, "findings", show(d.File, found), tt.found)
			}
		})
	}
}

func TestFrontMatterFixes(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"byte-order mark", "\ufeff---\na: 1\n---\n", "---\na: 1\n---\n"},
		{"blank lines", "\n\n ---\na: 1\n---\n", "---\na: 1\n---\n"},
		{"ideographic space", "---\na: 1\n---\u3000\n本文\n", "---\na: 1\n---\n本文\n"},
		{"no-break space, CRLF", "---\u00a0\r\na: 1\r\n---\r\n", "---\r\na: 1\r\n---\r\n"},
		{"unclosed", "---\na: 1\n\nB\n", "---\na: 1\n---\n\nB\n"},
		{"unclosed, no newline", "---\na: 1", "---\na: 1\n---\n"},
	}
	for _, tt := range tests {
		d, found := parse("a.md", tt.text)
		if len(found) != 1 || len(found[0].Fixes) != 1 {
			t.Fatalf("%s: findings %v, want one with a fix", tt.name, show(d.File, found))
		}
		got := fixed(d.File, found[0])
		if got != tt.want {
			t.Errorf("%s: fixed = %q, want %q", tt.name, got, tt.want)
		}
		if d, again := parse("a.md", got); len(again) > 0 || d.Meta.Field("a").Text() != "1" {
			t.Errorf("%s: fixed has meta %v and findings %v", tt.name, d.Meta.JSON(), show(d.File, again))
		}
	}
}

func TestEmptyFrontMatterStandsAtItsFence(t *testing.T) {
	d, _ := parse("a.md", "---\n---\n")
	if got := d.File.Text(d.Meta.Span()); d.Meta.Type() != Map || got != "---" || d.Meta.Span().Start != 0 {
		t.Errorf("meta of type %d at %q", d.Meta.Type(), got)
	}
}
