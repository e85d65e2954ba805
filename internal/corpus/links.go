package corpus

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

// Rules are the ids of the findings that loading makes, in order.
func Rules() []string {
	return []string{"duplicate-id", "extension-missing", "irregular-file", "unknown-id"}
}

// link resolves the references of all entries, in both directions; links are
// those that stand in their texts.
func (c *Corpus) link(set *schema.Set, links map[*Entry][]written) []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, e := range c.Entries {
		found = append(found, c.refer(set, e, links[e])...)
	}
	for _, e := range c.Entries {
		for _, r := range e.Refs {
			if r.To != nil && r.To != e {
				r.To.Backs = append(r.To.Backs, r)
			}
		}
	}
	return found
}

// refer resolves what one entry refers to.
func (c *Corpus) refer(set *schema.Set, e *Entry, links []written) []diag.Diagnostic {
	var found []diag.Diagnostic
	if kind := set.Kind(e.Kind); kind != nil {
		for _, field := range kind.References() {
			found = append(found, c.fieldRefs(e, field)...)
		}
	}
	found = append(found, c.textRefs(e, links)...)
	slices.SortStableFunc(e.Refs, func(a, b Reference) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return found
}

// fieldRefs resolves the values of one reference field.
func (c *Corpus) fieldRefs(e *Entry, field schema.RefField) []diag.Diagnostic {
	var found []diag.Diagnostic
	name, _, _ := strings.Cut(strings.TrimPrefix(field.Path, "/"), "/")
	if slices.Contains(field.Kinds, "*") {
		field.Kinds = nil
	}
	for _, v := range at(e.Value(), field.Path) {
		if v.Type() != doc.Scalar || v.Text() == "" {
			continue
		}
		to := c.Find(v.Text(), field.Kinds...)
		if to == nil && field.Free {
			continue
		}
		e.Refs = append(e.Refs, Reference{From: e, To: to, Field: name, Text: v.Text(), Span: v.Span()})
		if to == nil {
			found = append(found, c.unknown(e, v, field))
		}
	}
	return found
}

// at gives the values that a path leads to; "*" stands for every item.
func at(v doc.Value, pointer string) []doc.Value {
	step, rest, more := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	next := []doc.Value{v.Get("/" + step)}
	if step == "*" {
		next = v.Items()
	}
	if !more {
		return next
	}
	var out []doc.Value
	for _, n := range next {
		out = append(out, at(n, rest)...)
	}
	return out
}

// unknown is the finding for a reference that leads nowhere: an error where
// an author wrote a reference on purpose, a warning where it was read from
// prose or where the repository has no document of the kind at all.
func (c *Corpus) unknown(e *Entry, v doc.Value, field schema.RefField) diag.Diagnostic {
	d := diag.Diagnostic{
		Rule: "unknown-id", Severity: diag.Error, File: e.Doc.File, Span: v.Span(),
		Message: diag.Say("no document has the id %q", "ID %q の文書はありません", v.Text()),
	}
	if len(field.Kinds) > 0 {
		d.Message = diag.Say("no %s has the id %q", "%s に ID %q の文書はありません", strings.Join(field.Kinds, ", "), v.Text())
	}
	if v.From().Origin != doc.FromFrontMatter || !c.has(field.Kinds) {
		d.Severity = diag.Warning
	}
	if near := c.nearest(v.Text(), field.Kinds); near != "" {
		d.Message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", d.Message, near)
		if v.From().Origin == doc.FromFrontMatter {
			d.Fixes = []diag.Fix{{
				Title:  diag.Say("replace it with %q", "%q に置き換える", near),
				Edits:  []diag.Edit{{Span: v.Span(), New: near}},
				Unsafe: true,
			}}
		}
	}
	return d
}

// has tells whether there is a document of one of the kinds; none means all.
func (c *Corpus) has(kinds []string) bool {
	return len(kinds) == 0 || slices.ContainsFunc(c.Entries, func(e *Entry) bool { return slices.Contains(kinds, e.Kind) })
}

// nearby finds the ids that are like others. Many documents may name the same
// unknown one.
type nearby struct {
	once  sync.Once
	ids   []nearID
	known sync.Map // nearKey: id
}

type nearID struct {
	folded  string
	letters int
	entry   *Entry
}

type nearKey struct{ text, kinds string }

// nearest gives the id of one of the kinds that is most like text, "" if none
// is like it at all: more than a third of its letters differ.
func (c *Corpus) nearest(text string, kinds []string) string {
	n := &c.nearby
	n.once.Do(func() {
		for _, e := range c.Entries {
			id := Fold(e.ID)
			n.ids = append(n.ids, nearID{id, utf8.RuneCountInString(id), e})
		}
	})
	key := nearKey{Fold(text), strings.Join(kinds, " ")}
	if id, ok := n.known.Load(key); ok {
		return id.(string)
	}
	id := n.find(key.text, kinds)
	n.known.Store(key, id)
	return id
}

func (n *nearby) find(text string, kinds []string) string {
	letters := utf8.RuneCountInString(text)
	best, bestDistance := "", letters/3+1
	for _, x := range n.ids {
		if max(letters-x.letters, x.letters-letters) >= bestDistance || len(kinds) > 0 && !slices.Contains(kinds, x.entry.Kind) {
			continue
		}
		if d := diag.Distance(text, x.folded, bestDistance); d < bestDistance {
			best, bestDistance = x.entry.ID, d
		}
	}
	return best
}

// written is a link in the text of a document, before it is known where it
// leads.
type written struct {
	field, text string // as in Reference
	span        source.Span
	image       bool
}

// writtenIn gives the [[wiki links]] of a document, then its Markdown links.
func writtenIn(d *doc.Document) []written {
	if !d.HasTree() {
		return nil
	}
	var out []written
	ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if w, ok := n.(*doc.WikiLink); ok && entering {
			out = append(out, written{field: "text", text: w.Target, span: w.Span})
		}
		return ast.WalkContinue, nil
	})
	d.Links(func(destination string, span source.Span, n ast.Node) {
		out = append(out, written{"link", destination, span, n.Kind() == ast.KindImage})
	})
	return out
}

// textRefs resolves the links in the text of an entry.
func (c *Corpus) textRefs(e *Entry, links []written) []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, w := range links {
		r := Reference{From: e, Field: w.field, Text: w.text, Span: w.span}
		if w.field == "link" {
			if r.To = c.linked(e, w.text); r.To == nil {
				continue // it leads to no document
			}
		} else if r.To = c.Find(w.text); r.To == nil {
			found = append(found, c.unknownLink(e, w))
		}
		e.Refs = append(e.Refs, r)
	}
	return found
}

// unknownLink is the finding for a [[wiki link]] that leads nowhere.
func (c *Corpus) unknownLink(e *Entry, w written) diag.Diagnostic {
	d := diag.Diagnostic{
		Rule: "unknown-id", Severity: diag.Error, File: e.Doc.File, Span: w.span,
		Message: diag.Say("no document has the id %q", "ID %q の文書はありません", w.text),
	}
	if near := c.nearest(w.text, nil); near != "" {
		d.Message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", d.Message, near)
	}
	return d
}

// linked gives the entry whose file a relative link leads to, nil if none.
func (c *Corpus) linked(e *Entry, destination string) *Entry {
	return c.byPath[fileOf(e.Path(), destination)]
}

// fileOf gives the path of the repository that a link of the document at a path
// leads to, empty if it leads elsewhere.
func fileOf(from, destination string) string {
	target, _, _ := strings.Cut(destination, "#")
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" {
		return ""
	}
	if strings.HasPrefix(u.Path, "/") {
		return strings.TrimPrefix(path.Clean(u.Path), "/")
	}
	return path.Join(path.Dir(from), u.Path)
}
