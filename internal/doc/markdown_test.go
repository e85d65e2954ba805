package doc

import (
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/source"
)

// find gives the first node of type T of a document.
func find[T ast.Node](d *Document) (node T) {
	done := false
	_ = ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if x, ok := n.(T); ok && entering && !done {
			node, done = x, true
		}
		return ast.WalkContinue, nil
	})
	return node
}

func TestPlain(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", ""},
		{"marks", "a *b* **c** ~~d~~ `e`", "a b c d e"},
		{"Japanese", "**決済**の`遅延`\n（全域）", "決済の遅延 （全域）"},
		{"lines", "a\nb  \nc\\\nd", "a b c d"},
		{"link and image", "[a](b \"t\") ![c](d)", "a c"},
		{"references", "a &amp; b &lt;c&gt; &#12354; &unknown; &copy AT&T;", "a & b <c> あ &unknown; &copy AT&T;"},
		{"escapes", `\*a\* \&amp; \\ \a`, `*a* &amp; \ \a`},
		{"code keeps its text", "`\\* &amp;`", `\* &amp;`},
		{"code over lines", "`a\nb`", "a b"},
		{"auto links", "<http://a.b> http://c.d/e.", "http://a.b http://c.d/e."},
		{"raw HTML", "a <b>c</b><br>", "a c"},
		{"wiki links", "[[a]] [[b|語]]", "a 語"},
		{"task", "- [x] done", "done"},
		{"footnote", "a[^1]\n\n[^1]: b", "a b"},
		{"paragraphs", "a\n\nb", "a b"},
	}
	for _, tt := range tests {
		for _, convert := range []func(string) string{func(s string) string { return s }, crlf} {
			d, _ := parse("a.md", convert(tt.text))
			got := d.Plain(d.Tree())
			// Blocks that hold blocks leave more than one space between words.
			if strings.Join(strings.Fields(got), " ") != tt.want {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
			}
			if strings.ContainsAny(got, "\r\n") {
				t.Errorf("%s: line ending in %q", tt.name, got)
			}
		}
	}
}

func TestCodeHasNoCarriageReturns(t *testing.T) {
	for _, text := range []string{"```sh\na\n\n  語\n```\n", "- x\n\n  ```\n  a\n\n    語\n  ```\n", "    a\n\n      語\n"} {
		d, _ := parse("a.md", crlf(text))
		var code ast.Node = find[*ast.FencedCodeBlock](d)
		if c, ok := code.(*ast.FencedCodeBlock); !ok || c == nil {
			code = find[*ast.CodeBlock](d)
		}
		if got := d.Code(code); got != "a\n\n  語\n" {
			t.Errorf("%q: code %q", text, got)
		}
	}
}

func TestSpanOf(t *testing.T) {
	tests := []struct {
		name, text string
		node       func(*Document) ast.Node
		want       string
	}{
		{"paragraph", "# a\n\n  b *c*\nd \n", func(d *Document) ast.Node { return find[*ast.Paragraph](d) }, "b *c*\nd"},
		{"heading", "## 影響 *範囲* ##\n", func(d *Document) ast.Node { return find[*ast.Heading](d) }, "影響 *範囲*"},
		{"emphasis", "a *b c*\n", func(d *Document) ast.Node { return find[*ast.Emphasis](d) }, "b c"},
		{"code span", "a `b`\n", func(d *Document) ast.Node { return find[*ast.CodeSpan](d) }, "b"},
		{"fence", "```\na\nb\n```\n", func(d *Document) ast.Node { return find[*ast.FencedCodeBlock](d) }, "a\nb"},
		{"list", "- a\n- b\n  - c\n\nd\n", func(d *Document) ast.Node { return find[*ast.List](d) }, "a\n- b\n  - c"},
		{"auto link", "a http://b.c d\n", func(d *Document) ast.Node { return find[*ast.AutoLink](d) }, "http://b.c"},
		{"auto link in brackets", "<http://b.c>\n", func(d *Document) ast.Node { return find[*ast.AutoLink](d) }, "http://b.c"},
		{"wiki link", "語 [[b|c]]\n", func(d *Document) ast.Node { return find[*WikiLink](d) }, "[[b|c]]"},
		{"after front matter", "---\n件名: x\n---\n\n語\n", func(d *Document) ast.Node { return find[*ast.Paragraph](d) }, "語"},
		{"after a byte-order mark", "\ufeff語 a\n", func(d *Document) ast.Node { return find[*ast.Paragraph](d) }, "語 a"},
		{"after both", "\ufeff---\na: 1\n---\n語\n", func(d *Document) ast.Node { return find[*ast.Paragraph](d) }, "語"},
	}
	for _, tt := range tests {
		for _, convert := range []func(string) string{func(s string) string { return s }, crlf} {
			d, _ := parse("a.md", convert(tt.text))
			if got := d.File.Text(d.SpanOf(tt.node(d))); got != convert(tt.want) {
				t.Errorf("%s: %q, want %q", tt.name, got, convert(tt.want))
			}
		}
	}
}

func TestByteOrderMarkDoesNotShiftTheBody(t *testing.T) {
	d, _ := parse("a.md", "\ufeff- a\n  - b\n\n      c\n")
	if list := find[*ast.List](d); len(d.Items(list)) != 1 || len(d.Items(list)[0].Children) != 1 {
		t.Errorf("list is read as %+v", d.Items(list))
	}
	d, _ = parse("a.md", "\ufeff\tcode\n")
	if code := find[*ast.CodeBlock](d); code == nil || d.Code(code) != "code\n" {
		t.Error("indented code after a byte-order mark is lost")
	}
}

func TestWikiLinks(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // target|label
	}{
		{"none", "", nil},
		{"plain", "see [[2023-001]].", []string{"2023-001|"}},
		{"label", "[[ runbook:db | 手順 ]]", []string{"runbook:db|手順"}},
		{"two", "[[a]][[b]]", []string{"a|", "b|"}},
		{"in a table", "|x|\n|-|\n|[[a\\|語]]|\n", []string{"a|語"}},
		{"in a heading", "# [[a]]\n", []string{"a|"}},
		{"in emphasis", "*[[a]]*", []string{"a|"}},
		{"code span", "`[[a]]`", nil},
		{"code block", "```\n[[a]]\n```\n", nil},
		{"escaped", `\[[a]]`, nil},
		{"escaped inside", `[\[a]]`, nil},
		{"empty", "[[]] [[ ]] [[|a]]", nil},
		{"over lines", "[[a\nb]]", nil},
		{"unclosed", "[[a", nil},
		{"link with brackets", "[[1]](http://a.b)", nil},
		{"brackets inside", "[[a[b]]", nil},
		{"code span inside", "[[a `]]`", nil},
		{"task item", "- [ ] [[a]]\n", []string{"a|"}},
	}
	for _, tt := range tests {
		d, _ := parse("a.md", crlf(tt.text))
		var got []string
		_ = ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if w, ok := n.(*WikiLink); ok && entering {
				got = append(got, w.Target+"|"+w.Label)
				if text := d.File.Text(w.Span); !strings.HasPrefix(text, "[[") || !strings.HasSuffix(text, "]]") {
					t.Errorf("%s: span %q", tt.name, text)
				}
			}
			return ast.WalkContinue, nil
		})
		equal(t, tt.name, got, tt.want)
	}
}

func TestLinks(t *testing.T) {
	d, _ := parse("a.md", "[語](a.md) ![i](b.png \"t\") [r][x] [**c**](d)\n[](e) `[f](g)`\n\n[x]: y.md\n")
	var got []string
	d.Links(func(destination string, span source.Span, _ ast.Node) {
		got = append(got, destination+" "+d.File.Text(span))
	})
	equal(t, "links", got, []string{"a.md [語](a.md)", "b.png ![i](b.png \"t\")", "y.md r", "d [**c**](d)", "e [](e)"})
}

func TestSections(t *testing.T) {
	d, _ := parse("a.md", "a\n\n# 概要 *1*\n\nb\n\n### c\n\n## d\n\ne\n\nf\n# g\n")
	var got []string
	d.Sections().Walk(func(s *Section) bool {
		got = append(got, strings.Repeat("#", s.Level)+s.Title+" "+d.File.Text(s.Span)+" "+s.ID+" "+string(rune('0'+len(s.Blocks))))
		return true
	})
	equal(t, "sections", got, []string{"   1", "#概要 1 概要 *1* h-概要-1 1", "###c c h-c 0", "##d d h-d 2", "#g g h-g 0"})
	if s := d.Sections().Children[0].Children[1]; s.Parent.Title != "概要 1" || s.Title != "d" {
		t.Errorf("section %q under %q", s.Title, s.Parent.Title)
	}
}

func TestHeadingIDs(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"none", "", nil},
		{"Japanese", "# 影響範囲\n## タイムライン（JST）\n", []string{"h-影響範囲", "h-タイムラインjst"}},
		{"English", "# What went well?\n# a_b-C 1.2\n", []string{"h-what-went-well", "h-a_b-c-12"}},
		{"twice", "# a\n# a\n# a\n", []string{"h-a", "h-a-1", "h-a-2"}},
		{"collision", "# a\n# a\n# a-1\n", []string{"h-a", "h-a-1", "h-a-1-1"}},
		{"collision before", "# a-1\n# a\n# a\n", []string{"h-a-1", "h-a", "h-a-2"}},
		{"without letters", "# 🔥\n# !!\n", []string{"h-section", "h-section-1"}},
		{"markup", "# `kubectl` *get* [pods](x)\n", []string{"h-kubectl-get-pods"}},
		{"decomposed", "# か\u3099\n", []string{"h-が"}},
		{"in a quote", "> # q\n\n# q\n", []string{"h-q", "h-q-1"}},
	}
	for _, tt := range tests {
		d, _ := parse("a.md", crlf(tt.text))
		var got []string
		_ = ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if h, ok := n.(*ast.Heading); ok && entering {
				id, _ := h.AttributeString("id")
				got = append(got, string(id.([]byte)))
			}
			return ast.WalkContinue, nil
		})
		equal(t, tt.name, got, tt.want)
		if sorted := slices.Sorted(slices.Values(got)); len(slices.Compact(sorted)) != len(got) {
			t.Errorf("%s: ids are not distinct: %v", tt.name, got)
		}
	}
}

func TestTable(t *testing.T) {
	d, _ := parse("a.md", crlf("| 時刻 | *事象* | |\n|---|---|---|\n| 10:00 | a\\|b |  |\n| x |\n|||`c`|\n\nend\n"))
	table := d.Table(find[*extast.Table](d))
	text := func(cells []Cell) (out []string) {
		for _, c := range cells {
			out = append(out, c.Text+"="+d.File.Text(c.Span))
		}
		return out
	}
	equal(t, "header", text(table.Header), []string{"時刻=時刻", "事象=*事象*", "="})
	var rows [][]string
	for _, r := range table.Rows {
		rows = append(rows, text(r.Cells))
	}
	equal(t, "rows", rows, [][]string{{"10:00=10:00", "a|b=a\\|b", "="}, {"x=x", "=", "="}, {"=", "=", "c=`c`"}})
	if got := d.File.Text(table.Rows[1].Span); got != "x" {
		t.Errorf("row = %q", got)
	}
	// A missing cell stands where the row ends.
	if got, want := table.Rows[1].Cells[2].Span.Start, table.Rows[1].Cells[0].Span.End; got != want {
		t.Errorf("missing cell at %d, want %d", got, want)
	}
}

func TestItems(t *testing.T) {
	d, _ := parse("a.md", crlf("1. [ ] 対応する @ops\n   more\n\n   rest\n   - [x] ~~b~~\n2. ~~c~~ d\n3.\n4. <b></b>\n"))
	items := d.Items(find[*ast.List](d))
	type item struct {
		Text, Span, Box          string
		Checked, Struck, Ordered bool
		Rest, Children           int
	}
	show := func(items []Item) (out []item) {
		for _, it := range items {
			box := "none"
			if it.Box != nil {
				box = d.File.Text(*it.Box)
			}
			out = append(out, item{it.Text, d.File.Text(it.Span), box, it.Checked, it.Struck, it.Ordered, len(it.Rest), len(it.Children)})
		}
		return out
	}
	equal(t, "items", show(items), []item{
		{Text: "対応する @ops more", Span: "対応する @ops\r\n   more", Box: " ", Ordered: true, Rest: 2, Children: 1},
		{Text: "c d", Span: "~~c~~ d", Box: "none", Ordered: true},
		{Box: "none", Ordered: true},
		{Span: "<b></b>", Box: "none", Ordered: true},
	})
	equal(t, "children", show(items[0].Children), []item{{Text: "b", Span: "~~b~~", Box: "x", Checked: true, Struck: true}})
}
