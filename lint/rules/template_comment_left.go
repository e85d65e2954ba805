package rules

import (
	"bytes"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var templateCommentLeft = lint.Rule{
	ID:       "template-comment-left",
	Severity: diag.Info,
	Profile:  lint.Standard,
	Check: func(p *lint.Pass) {
		// A plain page may be the template itself.
		if p.Entry.Kind == "page" {
			return
		}
		var comments []doc.Comment
		for _, c := range p.Entry.Doc.Comments() {
			if c.Node != nil && guides(p.Text(c.Inner)) {
				comments = append(comments, c)
			}
		}
		if len(comments) == 0 {
			return
		}
		s := sectionsOf(p.Entry.Doc)
		for _, c := range comments {
			if s.unfilled[s.at(c.Span.Start)] {
				continue // the comment still helps
			}
			d := diag.Diagnostic{
				Span: source.Span{Start: c.Span.Start, End: c.Span.Start + len("<!--")},
				Message: diag.Say("the comment %q is an instruction of the template",
					"テンプレートの説明コメント %q が残っています", lint.Quote(p.Text(c.Inner))),
			}
			if edit, ok := commentRemoval(p.Entry.Doc, c); ok {
				d.Fixes = []diag.Fix{{Title: diag.Say("remove the comment", "コメントを削除する"), Edits: []diag.Edit{edit}}}
			}
			p.Report(d)
		}
	},
}

var (
	// instructs is how a comment begins that tells authors what to write.
	instructs = lazyregexp.New(`(?i)^\s*(?:(?:note|hint|tip|instructions?|guidance|example|optional|required|todo)\s*:|` +
		`(?:please\s+)?(?:describe|list|explain|add|write|include|fill|provide|use|state|summari[sz]e|enter|insert|replace|delete|remove|give|copy|complete|specify|document|mention|count|link|keep|name|put)\s+\S+\s+\S|` +
		`(?:what|how|who|when|where|why|which|did|does|is|was|were|has)\s[^?]{3,200}\?|` +
		`(?:one|two|three|a few|e\.g\.|for example|this (?:section|part|template))\b|` +
		`例[:：]|ここに|このセクション|この節)`)
	// asks is what such comments hold anywhere.
	asks = lazyregexp.New(`(?i)\b(?:delete|remove) (?:this|these) (?:comment|section|line|instruction)|\bthis template\b|` +
		`(?:記入|記載|記述|入力|説明|列挙|削除|記録)(?:して(?:ください|下さい)|する(?:こと)?[。\s]*$|します)|(?:書いて|残して|消して|書き出して)(?:ください|下さい)|書きます|書き(?:ましょう)|でしたか|ましたか|ですか[。?？\s]*$|でしょうか`)
	// machine is a comment that a program reads or writes.
	machine = lazyregexp.New(`(?i)^\s*(?:debrief-|markdownlint|prettier|vale\b|textlint|lint\b|eslint|cspell|spell-?checker|toc\b|/toc|more\b|begin\b|end\b|start\b|stop\b|#|\[|generated|auto-?generated|do not edit|copyright|spdx|license)`)
)

// guides tells whether the text of a comment is an instruction for authors.
func guides(text string) bool {
	return !machine.MatchString(text) && (instructs.MatchString(text) || asks.MatchString(text))
}

// sections are the parts of a document in order, and those of them in which,
// or in a part of which, a placeholder is left.
type sections struct {
	list     []*doc.Section
	unfilled map[*doc.Section]bool
}

func sectionsOf(d *doc.Document) sections {
	s := sections{unfilled: map[*doc.Section]bool{}}
	d.Sections().Walk(func(part *doc.Section) bool {
		s.list = append(s.list, part)
		return true
	})
	for i, part := range s.list {
		start, end := part.Span.Start, len(d.Text)
		if i == 0 {
			start = len(d.Text) - len(d.Markdown())
		}
		if i+1 < len(s.list) {
			end = s.list[i+1].Span.Start
		}
		text := templateComment.ReplaceAll(d.Text[start:end], nil)
		if len(lint.Placeholders(string(text))) == 0 {
			continue
		}
		for ; part != nil && !s.unfilled[part]; part = part.Parent {
			s.unfilled[part] = true
		}
	}
	return s
}

// templateComment is a comment; placeholders in it are part of the instruction.
var templateComment = lazyregexp.New(`(?s)<!--.*?-->`)

// at gives the section in which a place is.
func (s sections) at(place int) *doc.Section {
	after := sort.Search(len(s.list), func(i int) bool { return i > 0 && s.list[i].Span.Start > place })
	return s.list[after-1]
}

// commentRemoval is the edit that takes a comment out without changing what the
// document shows. There is none where the comment ends a list before what
// would else belong to it, or begins a line of which the rest would be text.
func commentRemoval(d *doc.Document, c doc.Comment) (diag.Edit, bool) {
	block, ok := c.Node.(*ast.HTMLBlock)
	if !ok {
		before := d.Text[:c.Span.Start]
		return diag.Edit{Span: source.Span{Start: len(bytes.TrimRight(before, " \t")), End: c.Span.End}}, true
	}
	if block.Parent().Kind() != ast.KindDocument || endsList(block) {
		return diag.Edit{}, false
	}
	lines := source.Span{Start: bytes.LastIndexByte(d.Text[:c.Span.Start], '\n') + 1, End: lineEnd(d.Text, c.Span.End)}
	around := string(d.Text[lines.Start:c.Span.Start]) + string(d.Text[c.Span.End:lines.End])
	if strings.TrimSpace(around) != "" {
		return diag.Edit{}, false
	}
	return withoutLines(d, lines), true
}

// endsList tells whether a block keeps a list apart from another list, or from
// code that is told by its indentation.
func endsList(block ast.Node) bool {
	before, behind := block.PreviousSibling(), block.NextSibling()
	return before != nil && before.Kind() == ast.KindList &&
		behind != nil && (behind.Kind() == ast.KindList || behind.Kind() == ast.KindCodeBlock)
}

// withoutLines takes out lines so that the blocks around them stay apart by
// one empty line.
func withoutLines(d *doc.Document, lines source.Span) diag.Edit {
	body := len(d.Text) - len(d.Markdown())
	before := d.Text[body:lines.Start]
	line := before[bytes.LastIndexByte(bytes.TrimSuffix(before, []byte("\n")), '\n')+1:]
	next := lineEnd(d.Text, lines.End)
	apart, last := len(bytes.TrimSpace(line)) == 0, lines.End == len(d.Text)
	blank := len(bytes.TrimSpace(d.Text[lines.End:next])) == 0
	switch {
	case apart && last:
		lines.Start -= len(line)
	case apart && blank:
		lines.End = next
	case !apart && !blank:
		// The line end of the last of the lines keeps the blocks apart.
		lines.End = lines.Start + len(bytes.TrimRight(d.Text[lines.Start:lines.End], "\r\n"))
	}
	return diag.Edit{Span: lines}
}

// lineEnd is where the line after the one with a place begins.
func lineEnd(text []byte, place int) int {
	if i := bytes.IndexByte(text[place:], '\n'); i >= 0 {
		return place + i + 1
	}
	return len(text)
}
