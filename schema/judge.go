package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// The rules by which Check reports.
const (
	badFormat        = "bad-format"
	badPattern       = "bad-pattern"
	duplicateValue   = "duplicate-value"
	missingCompanion = "missing-companion"
	missingField     = "missing-field"
	outOfRange       = "out-of-range"
	unfitValue       = "unfit-value"
	unknownField     = "unknown-field"
	unknownValue     = "unknown-value"
	wrongLength      = "wrong-length"
	wrongType        = "wrong-type"
)

// Rules are the rules by which Check reports, sorted.
func Rules() []string {
	return []string{
		badFormat, badPattern, duplicateValue, missingCompanion, missingField, outOfRange,
		unfitValue, unknownField, unknownValue, wrongLength, wrongType,
	}
}

// judge turns a fault into a finding.
func (c *check) judge(f fault) {
	switch f.kind {
	case "required", "choice":
		c.missing(f)
	case "additional_property_not_allowed", "invalid_property_name", "invalid_property_pattern":
		c.unknown(f)
	case "enum", "const":
		c.notListed(f)
	case "invalid_type":
		c.mistyped(f)
	case "unique":
		c.repeated(f)
	case "missing_dependency":
		v := c.at(f.steps)
		c.report(f, missingCompanion, diag.Error, keyOf(v, c.opening()), diag.Say(
			"field %q is missing; another field needs it beside it",
			"項目 %q がありません。併記が必要です", f.detail("dependency")))
	case "string_gte", "string_lte":
		// Limits of length are for data; prose is as long as it is.
		if c.at(f.steps).From().Origin != doc.FromFrontMatter {
			return
		}
		fallthrough
	default:
		rule, message := c.explain(f)
		c.report(f, rule, diag.Error, c.at(f.steps).Span(), message)
	}
}

func (c *check) report(f fault, rule string, s diag.Severity, at source.Span, m diag.Text, fixes ...diag.Fix) {
	c.found = append(c.found, finding{
		diag.Diagnostic{Rule: rule, Severity: s, Message: m, File: c.doc.File, Span: at, Fixes: fixes}, f.steps})
}

// missing reports a required field. Parts of what was inferred from the body
// are not reported: facet says why it left them out.
func (c *check) missing(f fault) {
	parent := c.at(f.steps)
	if len(f.steps) > 0 && parent.From().Origin != doc.FromFrontMatter {
		return
	}
	if f.kind == "choice" {
		either := c.kind.root.at(f.steps).choice
		c.report(f, missingField, diag.Error, keyOf(parent, c.firstLine(parent.Span())), diag.Say(
			"one of the fields %s is missing", "項目 %s のいずれかが必要です", quoteAll(either)))
		return
	}
	name, severity := f.detail("property"), diag.Error
	if len(f.steps) == 0 && !slices.Contains(c.kind.strict, c.status()) {
		severity = diag.Warning
	}
	if v := parent.Field(name); v.Type() == doc.Null {
		c.report(f, missingField, severity, keyOf(v, v.Span()), diag.Say("field %q is empty", "項目 %q が空です", name))
		return
	}
	at := c.opening()
	if len(f.steps) > 0 {
		at = keyOf(parent, c.firstLine(parent.Span()))
	}
	c.report(f, missingField, severity, at, c.missingMessage(f.steps, name))
	c.found[len(c.found)-1].Whole = len(f.steps) == 0
}

// missingMessage says why the field is needed, or where it could be written.
func (c *check) missingMessage(steps []string, name string) diag.Text {
	n := c.kind.root.at(steps)
	if len(steps) == 0 && !slices.Contains(n.required, name) && c.status() != "" {
		return diag.Say("field %q is missing; a document of status %q needs it",
			"項目 %q がありません。status が %q の文書には必要です", name, c.status())
	}
	bare := c.doc.Format == doc.Markdown && c.doc.MetaSpan.Len() == 0
	if label := n.field(name); len(steps) == 0 && bare && label != nil && len(label.Keys) > 0 {
		return diag.Say(`field %q is missing; front matter or a line "%s: …" can give it`,
			`項目 %q がありません。フロントマターか「%s: …」の行に書けます`, name, label.Label)
	}
	return diag.Say("field %q is missing", "項目 %q がありません", name)
}

func (c *check) status() string { return c.value.Field("status").Text() }

// unknown reports a key that the schema does not know.
func (c *check) unknown(f fault) {
	parent, name := c.at(f.steps), f.detail("property")
	v := parent.Field(name)
	n := c.kind.root.at(f.steps)
	near := ""
	if n != nil {
		if near = n.fieldByLabel(name); near == "" {
			near = closest(name, n.order)
		}
	}
	at := keyOf(v, parent.Span())
	if near == "" {
		c.report(f, unknownField, diag.Error, at, diag.Say("unknown field %q", "未知の項目 %q があります", name))
		return
	}
	if other := parent.Field(near); other.Type() != doc.Absent {
		c.report(f, unknownField, diag.Error, at, diag.Say(
			"unknown field %q beside %q", "未知の項目 %q が %q と並んでいます", name, near))
		return
	}
	message := diag.Say("unknown field %q; did you mean %q?", "未知の項目 %q があります。%q のことですか", name, near)
	if v.KeySpan().Len() == 0 {
		c.report(f, unknownField, diag.Error, at, message)
		return
	}
	c.report(f, unknownField, diag.Error, at, message, diag.Fix{
		Title:  diag.Say("rename it to %s", "%s に直す", near),
		Edits:  []diag.Edit{{Span: v.KeySpan(), New: near}},
		Unsafe: true,
	})
}

// fieldByLabel gives the property that goes by another name.
func (n *node) fieldByLabel(name string) string {
	name = fold(name)
	for _, prop := range n.order {
		p := n.props[prop]
		for _, label := range slices.Concat([]string{p.Label.En, p.Label.Ja}, p.Aliases, p.Keys, p.Columns) {
			if fold(label) == name {
				return prop
			}
		}
	}
	return ""
}

// notListed reports a value that is none of those that the schema lists.
func (c *check) notListed(f fault) {
	v, name := c.at(f.steps), c.name(f.steps)
	n := c.kind.root.at(f.steps)
	var list []string
	near := ""
	if n != nil {
		list = n.enum
		if near = n.wordMap()[squeeze(v.Text())]; near == "" {
			near = closest(v.Text(), list)
		}
	}
	if len(list) == 0 {
		c.report(f, unknownValue, diag.Error, v.Span(), diag.Say(
			"%s %s is not among the values it may have", "%s の値 %s は使えません", name, shown(v)))
		return
	}
	if near == "" {
		c.report(f, unknownValue, diag.Error, v.Span(), diag.Say(
			"%s %s is none of %s", "%s の値 %s は %s のいずれでもありません", name, shown(v), strings.Join(list, ", ")))
		return
	}
	var fixes []diag.Fix
	if editable(v) {
		fixes = []diag.Fix{{
			Title:  diag.Say("set it to %s", "%s に直す", near),
			Edits:  []diag.Edit{{Span: v.Span(), New: near}},
			Unsafe: true,
		}}
	}
	c.report(f, unknownValue, diag.Error, v.Span(), diag.Say(
		"%s %s is none of %s; did you mean %q?", "%s の値 %s は %s のいずれでもありません。%q のことですか",
		name, shown(v), strings.Join(list, ", "), near), fixes...)
}

// mistyped reports a value of another type than the schema wants.
func (c *check) mistyped(f fault) {
	v, n := c.at(f.steps), c.kind.root.at(f.steps)
	var en, ja []string
	if n != nil {
		for _, t := range n.types {
			en, ja = append(en, typeNames[t].En), append(ja, typeNames[t].Ja)
		}
	}
	want := diag.Text{En: strings.Join(en, " or "), Ja: strings.Join(ja, "か")}
	fixes := slices.Concat(boolFix(n, v), textFix(n, v))
	if n.is("array") && !n.is("string") && v.Type() == doc.Scalar && editable(v) && !strings.ContainsAny(v.Text(), ",[]{}\n") {
		fixes = []diag.Fix{{
			Title: diag.Say("make it a list", "リストにする"),
			Edits: []diag.Edit{
				{Span: source.Span{Start: v.Span().Start, End: v.Span().Start}, New: "["},
				{Span: source.Span{Start: v.Span().End, End: v.Span().End}, New: "]"},
			},
		}}
	}
	c.report(f, wrongType, diag.Error, placeOf(v), diag.Say(
		"%s must be %s, not %s", "%s は%sでなければなりません（実際は%s）", c.item(f.steps), want, given(v)), fixes...)
}

// textFix offers quotes around a number or a boolean where a text is wanted.
func textFix(n *node, v doc.Value) []diag.Fix {
	if !n.is("string") || !v.Plain() || !editable(v) {
		return nil
	}
	return []diag.Fix{{
		Title: diag.Say("put it in quotes", "引用符で囲む"),
		Edits: []diag.Edit{{Span: v.Span(), New: `"` + v.Text() + `"`}},
	}}
}

// boolFix offers true or false for the words that YAML 1.1 read as such, and
// those that the schema knows.
func boolFix(n *node, v doc.Value) []diag.Fix {
	is := map[string]string{"yes": "true", "on": "true", "no": "false", "off": "false"}[strings.ToLower(v.Text())]
	if n != nil && is == "" {
		is = n.wordMap()[squeeze(v.Text())]
	}
	if is == "" || !n.is("boolean") || !editable(v) {
		return nil
	}
	return []diag.Fix{{
		Title: diag.Say("set it to %s", "%s に直す", is),
		Edits: []diag.Edit{{Span: v.Span(), New: is}},
	}}
}

// repeated reports the second of two equal items.
func (c *check) repeated(f fault) {
	i, _ := f.details["i"].(int)
	j, _ := f.details["j"].(int)
	items := c.at(f.steps).Items()
	first, second := min(i, j), max(i, j)
	if second >= len(items) {
		return
	}
	c.report(f, duplicateValue, diag.Error, items[second].Span(), diag.Say(
		"%s names %s twice", "%s に同じ値（%s）が重複しています", c.name(f.steps), given(items[second])))
	c.found[len(c.found)-1].Related = []diag.Related{{
		Message: diag.Say("first named here", "最初の出現"), File: c.doc.File, Span: items[first].Span(),
	}}
}

// opening is where a field of the document could be written: the line that
// opens the front matter, the first key of a YAML document, else the first
// heading, else the first line with text.
func (c *check) opening() source.Span {
	d := c.doc
	if d.Format == doc.Markdown && d.MetaSpan.Len() > 0 {
		return c.firstLine(d.MetaSpan)
	}
	for _, e := range d.Meta.Entries() {
		return e.Value.KeySpan()
	}
	if d.Sections() != nil && len(d.Sections().Children) > 0 {
		return d.Sections().Children[0].Span
	}
	text := string(d.File.Data)
	start := len(text) - len(strings.TrimLeft(text, "\ufeff \t\r\n"))
	return c.firstLine(source.Span{Start: start, End: len(text)})
}

// firstLine cuts a span at the end of its first line.
func (c *check) firstLine(s source.Span) source.Span {
	text := c.doc.File.Text(s)
	if rest, ok := strings.CutPrefix(text, "\ufeff"); ok {
		s.Start += len(text) - len(rest)
		text = rest
	}
	if i := strings.IndexAny(text, "\r\n"); i >= 0 {
		s.End = s.Start + i
	}
	return s
}

// keyOf is the place of a value's key, or instead where it has none.
func keyOf(v doc.Value, instead source.Span) source.Span {
	if v.KeySpan().Len() > 0 {
		return v.KeySpan()
	}
	return instead
}

// placeOf is the place of a value, or of its key where it is empty.
func placeOf(v doc.Value) source.Span {
	if v.Span().Len() == 0 {
		return keyOf(v, v.Span())
	}
	return v.Span()
}

// editable tells whether a scalar stands in data, on one line, so that its
// text can be replaced.
func editable(v doc.Value) bool {
	return v.From().Origin == doc.FromFrontMatter && v.Span().Len() > 0 &&
		!strings.Contains(v.Text(), "\n")
}

func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	return strings.Join(quoted, ", ")
}
