package doc

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestComments(t *testing.T) {
	const fence = "```"
	tests := []struct {
		name, file, text string
		want             []string // the comments with their marks
	}{
		{"empty", "a.md", "", nil},
		{"none", "a.md", "# T\n\n# U # v\n", nil},
		{"behind text", "a.md", "障害 <!-- 理由 --> の記録\n", []string{"<!-- 理由 -->"}},
		{"on a line of its own", "a.md", "a\n\n<!-- one -->\n\nb\n", []string{"<!-- one -->"}},
		{"two on a line", "a.md", "<!-- one --> <!-- two -->\n", []string{"<!-- one -->", "<!-- two -->"}},
		{"over lines", "a.md", "<!-- one\ntwo\n-->\n\na <!-- three\nfour --> b\n", []string{"<!-- one\ntwo\n-->", "<!-- three\nfour -->"}},
		{"in an item, a cell, a quotation", "a.md", "- a <!-- b -->\n\n| x | y |\n|---|---|\n| 1 <!-- c --> | 2 |\n\n> <!-- d -->\n",
			[]string{"<!-- b -->", "<!-- c -->", "<!-- d -->"}},
		{"in HTML", "a.md", "<div><!-- a --></div>\n\n<span>x</span> <!-- b -->\n", []string{"<!-- a -->", "<!-- b -->"}},
		{"in a script", "a.md", "<script>\n<!-- a -->\n</script>\n", nil},
		{"in code", "a.md", "`<!-- a -->`\n\n" + fence + "\n<!-- b -->\n" + fence + "\n\n    <!-- c -->\n", nil},
		{"not closed", "a.md", "<!-- a\n", nil},
		{"other HTML", "a.md", "a <b>c</b> <? d ?> <!DOCTYPE e>\n", nil},
		{"front matter", "a.md", "---\n# one\nid: a#b # two\n---\n# T <!-- three -->\n", []string{"# one", "# two", "<!-- three -->"}},
		{"front matter, ended by dots", "a.md", "---\nid: a # one\n...\nb # two\n", []string{"# one"}},
		{"front matter without a key", "a.md", "---\n# one\n---\n", []string{"# one"}},
		{"broken front matter", "a.md", "---\nid: [ # one\n---\n<!-- two -->\n", []string{"<!-- two -->"}},
		{"YAML", "a.yaml", "# one\n題: 障害 # 二\nlist: [ # three\n  a ]\n", []string{"# one", "# 二", "# three"}},
		{"texts of YAML", "a.yaml", "a: 'x # y' # one\n\"b # c\": \"z\n  # z\"\n!t d: plain\n  \"more # two\n", []string{"# one", "# two"}},
		{"blocks of YAML", "a.yaml", "a: | # one\n  # text\n  text\n# two\nb: >-\n  # text\nc: d\n", []string{"# one", "# two"}},
		{"a key given twice", "a.yaml", "a: 1\na: 'x # y'\n", nil},
		{"documents of YAML", "a.yaml", "a: 1 # one\n--- # two\nb: 2\n# three\n", []string{"# one", "# two", "# three"}},
		{"broken YAML", "a.yaml", "a: [ # one\n", nil},
	}
	for _, tt := range tests {
		for _, text := range []string{tt.text, crlf(tt.text), strings.TrimRight(tt.text, "\n")} {
			d, _ := parse(tt.file, text)
			var got []string
			for _, c := range d.Comments() {
				got = append(got, strings.ReplaceAll(d.File.Text(c.Span), "\r\n", "\n"))
				if inner := d.File.Text(c.Inner); inner == "" || !strings.Contains(d.File.Text(c.Span), inner) {
					t.Errorf("%s: inside of %q is %q", tt.name, got, inner)
				}
				if (c.Node == nil) != strings.HasPrefix(got[len(got)-1], "#") {
					t.Errorf("%s: %q has the node %v", tt.name, got, c.Node)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s, %q: -want +got\n%s", tt.name, text, diff)
			}
		}
	}
}

func TestCommentsOfRefusedDocuments(t *testing.T) {
	d, _ := parse("a.md", "<!-- a -->\n"+strings.Repeat("> ", 100)+"\n")
	if got := d.Comments(); !d.Refused || len(got) > 0 {
		t.Errorf("refused %t, comments %v", d.Refused, got)
	}
}

func FuzzComments(f *testing.F) {
	f.Add("a.md", "---\na: 'b # c' # d\n---\n- e <!-- f -->\n")
	f.Add("a.yaml", "a: |\n # b\n#c\r\n--- # d\n\"e\n#f\"")
	f.Fuzz(func(t *testing.T, name, text string) {
		d, _ := parse(name, text)
		at := 0
		for _, c := range d.Comments() {
			if c.Span.Start < at || c.Span.End > len(text) || !c.Span.Contains(c.Inner) {
				t.Fatalf("comment %v behind %d of %d bytes", c, at, len(text))
			}
			at = c.Span.Start
		}
	})
}
