package doc

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// everyKind holds every kind of node that the grammar knows.
const everyKind = "# 概要 `x`\n\nSetext\nheading\n===\n\n***\n\n    indented\n\n```bash title\n$ a\n\tb\n```\n\n" +
	"> quote  \n> hard\\\n> break &amp; soft\n> end\n\n3) a\n\n   b\n4) [x] c\n\n- [ ] d\n- ~~e~~\n  * **f** _g_\n\n" +
	"<div>\nhtml\n</div>\n\n<!-- closed\n-->\n\n[ref]: https://example.com/a 'Title'\n\n[full][ref] [ref][] [ref] ![画像](a.png \"t\")\n" +
	"<https://example.com> <a@example.com> www.example.com https://example.com/日本 b@example.com <b>raw</b>\n" +
	"[[target|label]] [[対象]] x[^1] y[^1]\n\n[^1]: note\n\n    more\n\n| a | b |\n|:--|--:|\n| `c\\|d` | e |\n| f |\n\nterm\n: one\n\n: two\n"

func TestPackedTreeIsTheSame(t *testing.T) {
	texts := []string{"", everyKind, crlf(everyKind), "\ufeff---\nid: 1\n---\n" + everyKind, "```\nopen", "-\n\n  a\n", "\t- a\n\t- b\n"}
	examples, err := filepath.Glob("../../examples/*/*.md")
	if err != nil || len(examples) == 0 {
		t.Fatalf("examples: %v", err)
	}
	for _, name := range examples {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	for _, text := range texts {
		d, _ := parse("a.md", text)
		checkPacked(t, d)
		if d.trees.parsed != nil {
			t.Errorf("not packed: %q", text)
		}
	}
}

// checkPacked packs the tree of a document and tests that what is made of it
// is the same tree, and the same one as long as it is held.
func checkPacked(t *testing.T, d *Document) {
	t.Helper()
	want, sections := describe(d.Tree(), d.Text), outlineOf(d)
	d.Pack()
	body := d.Tree()
	equal(t, "tree", describe(body, d.Text), want)
	equal(t, "sections", outlineOf(d), sections)
	if n := body.FirstChild(); n != nil && n != d.Tree().FirstChild() {
		t.Error("another tree while the first is held")
	}
}

func TestPackWithoutTree(t *testing.T) {
	d, _ := parse("a.yaml", "id: 1\n")
	d.Pack()
	if d.HasTree() || d.Tree() != nil || d.Sections() == nil {
		t.Errorf("tree %v, %v, sections %v", d.HasTree(), d.Tree(), d.Sections())
	}
}

func TestEveryKindIsPacked(t *testing.T) {
	d, _ := parse("a.md", everyKind)
	seen := map[ast.NodeKind]bool{}
	_ = ast.Walk(d.Tree(), func(n ast.Node, _ bool) (ast.WalkStatus, error) {
		seen[n.Kind()] = true
		return ast.WalkContinue, nil
	})
	for kind := range kindNumbers() {
		if !seen[kind] && kind != ast.KindString {
			t.Errorf("no %s in the sample", kind)
		}
	}
}

func outlineOf(d *Document) []string {
	var out []string
	d.Sections().Walk(func(s *Section) bool {
		out = append(out, fmt.Sprint(s.Level, s.Title, s.ID, s.Span, len(s.Blocks), len(s.Children)))
		return true
	})
	return out
}

// describe writes a tree with all that its nodes tell, one node a line.
func describe(n ast.Node, src []byte) []string {
	if reflect.ValueOf(n).IsNil() {
		return nil
	}
	var out []string
	depth := 0
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			depth--
			return ast.WalkContinue, nil
		}
		line := fmt.Sprintf("%s%s at %d, raw %v", strings.Repeat(" ", depth), n.Kind(), n.Pos(), n.IsRaw())
		if n.Type() != ast.TypeInline {
			line += fmt.Sprint(", blank ", n.HasBlankPreviousLines(), ", lines ", segments(n.Lines()))
		}
		for _, a := range n.Attributes() {
			line += fmt.Sprintf(", %s=%s", a.Name, a.Value)
		}
		out = append(out, line+fields(n, src))
		depth++
		return ast.WalkContinue, nil
	})
	return out
}

// fields writes the exported fields of a node and what it tells by methods.
func fields(n ast.Node, src []byte) string {
	var out string
	v := reflect.ValueOf(n).Elem()
	for _, f := range reflect.VisibleFields(v.Type()) {
		if !f.IsExported() || f.Anonymous || f.Name == "TemporaryParagraph" {
			continue
		}
		value := v.FieldByIndex(f.Index).Interface()
		switch x := value.(type) {
		case *ast.Text:
			if value = nil; x != nil {
				value = x.Segment
			}
		case *ast.ReferenceLink:
			if value = nil; x != nil {
				value = *x
			}
		case *text.Segments:
			value = segments(x)
		}
		out += fmt.Sprintf(", %s %#v", f.Name, value)
	}
	switch n := n.(type) {
	case *ast.Text:
		out += fmt.Sprint(", breaks ", n.SoftLineBreak(), n.HardLineBreak())
	case *ast.String:
		out += fmt.Sprint(", code ", n.IsCode())
	case *ast.AutoLink:
		out += fmt.Sprintf(", label %q, url %q", n.Label(src), n.URL(src))
	}
	return out
}

func segments(s *text.Segments) (list []text.Segment) { return append(list, s.Sliced(0, s.Len())...) }
