package doc

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// check tests what holds for every document.
func check(t *testing.T, d *Document, found []diag.Diagnostic) {
	t.Helper()
	inside := func(what string, s source.Span) {
		t.Helper()
		if !d.File.Whole().Contains(s) || s.Start > s.End {
			t.Fatalf("%s: span %v of %d bytes in %q", what, s, len(d.File.Data), d.File.Data)
		}
	}
	known := map[string]bool{}
	for _, rule := range Rules() {
		known[rule] = true
	}
	for _, x := range found {
		inside(x.Rule, x.Span)
		if !known[x.Rule] || x.Message.En == "" || x.Message.Ja == "" {
			t.Fatalf("finding %+v", x)
		}
		if p := d.File.Position(x.Span.Start); p.Line < 1 || p.Column < 1 || p.Line > d.File.Lines()+1 {
			t.Fatalf("%s at %v", x.Rule, p)
		}
		for _, r := range x.Related {
			inside(x.Rule+" related", r.Span)
		}
		for _, fix := range x.Fixes {
			for _, e := range fix.Edits {
				inside(x.Rule+" edit", e.Span)
			}
		}
	}
	inside("meta", d.MetaSpan)
	aliases := strings.Contains(string(d.File.Data), "*")
	checkValue(t, d, d.Meta, aliases, inside)
	if !d.HasTree() {
		return
	}
	if len(d.Text) != len(d.File.Data) {
		t.Fatalf("text of %d bytes for a file of %d", len(d.Text), len(d.File.Data))
	}
	d.Sections().Walk(func(s *Section) bool {
		inside("section "+s.Title, s.Span)
		return true
	})
	_ = ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		inside(n.Kind().String(), d.SpanOf(n))
		switch n := n.(type) {
		case *extast.Table:
			table := d.Table(n)
			for _, row := range table.Rows {
				inside("row", row.Span)
				if len(row.Cells) != len(table.Header) {
					t.Fatalf("row of %d cells under %d", len(row.Cells), len(table.Header))
				}
			}
		case *ast.List:
			for _, item := range d.Items(n) {
				inside("item", item.Span)
			}
		}
		return ast.WalkContinue, nil
	})
	d.Links(func(_ string, s source.Span, _ ast.Node) { inside("link", s) })
	checkPacked(t, d)
}

// checkValue tests that values lie in the file, in order, inside what holds
// them, and that unquoted keys stand where they are said to stand. What an
// alias brings in stands elsewhere.
func checkValue(t *testing.T, d *Document, v Value, aliases bool, inside func(string, source.Span)) {
	t.Helper()
	inside("value", v.Span())
	last := v.Span().Start
	each := func(what string, s source.Span) {
		inside(what, s)
		if !aliases && (s.Start < last || s.End > v.Span().End) {
			t.Fatalf("%s at %v is not in order in %v, after %d: %q", what, s, v.Span(), last, d.File.Data)
		}
		last = s.End
	}
	for _, item := range v.Items() {
		each("item", item.Span())
		checkValue(t, d, item, aliases, inside)
	}
	for _, e := range v.Entries() {
		key := d.File.Text(e.Value.KeySpan())
		each("key "+e.Key, e.Value.KeySpan())
		if e.Value.Span() != e.Value.KeySpan() {
			each("value of "+e.Key, e.Value.Span())
		}
		if isWord(e.Key) && !aliases && key != e.Key && strings.Trim(key, `"'`) != e.Key && !strings.ContainsAny(key, `\|>`) {
			t.Fatalf("key %q stands at %q", e.Key, key)
		}
		checkValue(t, d, e.Value, aliases, inside)
	}
}

// isWord tells whether a key is written as it reads, unless it has escapes.
func isWord(s string) bool {
	return s != "" && !strings.ContainsAny(s, " \t\r\n?'\"\u0085\u2028\u2029")
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"",
		"---\nid: 001\ntitle: 決済の遅延\n---\n# 概要\n\n- [ ] 対応 @ops\n",
		"---\r\na: [x, {y: 'z'}]\r\nb: |\r\n  c\r\n---\r\n| 時刻 | 事象 |\r\n|---|---|\r\n| 10:00 | 検知 |\r\n",
		"\ufeff---\na: &x 1\nb: *x\n<<: {c: 2}\n---\ntext",
		"---\n\ntext\n\n---\n",
		"---\na: |\n  ---\n---\n",
		"\n ---\u3000\na: \"b\n---\n...\n",
		"---\na: !!str\nb: #c\n? [d]\n: e\n",
		"a [[b|c]] `[[d]]` [e](f) <http://g> ![h](i) [^1]\n\n[^1]: j\n\nk\n: l\n",
		"> - 1. a\n>   - ~~b~~\n\n```\nc\n```\n",
		"# a\n# a\n## a-1\nb\n===\n",
		"a: x\x00\xff\u202e\r\n",
		"|a|\n|-|\n|`b\\|c`|\n||\n",
	} {
		f.Add("a.md", seed)
		f.Add("a.yaml", seed)
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		d, found := parse(name, text)
		check(t, d, found)
	})
}
