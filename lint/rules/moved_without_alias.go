package rules

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var movedWithoutAlias = lint.Rule{
	ID:        "moved-without-alias",
	Severity:  diag.Warning,
	Profile:   lint.Standard,
	Scheduled: true,
	History:   true,
	Check: func(p *lint.Pass) {
		e := p.Entry
		// A document that states its id keeps its page wherever the file goes.
		if e.Value().Field("id").From().Origin != doc.FromPath {
			return
		}
		for _, path := range p.Results.History.Former[e.Path()] {
			was := facet.NameID(path)
			if was == "" || corpus.Fold(was) == corpus.Fold(e.ID) || p.Corpus.ByID(e.Kind, was) != nil {
				continue
			}
			d := diag.Diagnostic{
				Span:    heading(p),
				Message: diag.Say("the document was %q before: links to its page %q are dead", "この文書は以前 %q でした。ページ %q へのリンクが切れています", path, was),
			}
			if edit, ok := aliasEdit(e.Doc, was); ok {
				d.Fixes = []diag.Fix{{Title: diag.Say("add the alias %q", "別名 %q を追加する", was), Edits: []diag.Edit{edit}}}
			}
			p.Report(d)
			return // once its alias is there, the one before it is next
		}
	},
}

// listItem is what stands before an item of a list in block style.
var listItem = lazyregexp.New(`^ *- +$`)

// aliasEdit adds an alias to the front matter, or the front matter itself.
func aliasEdit(d *doc.Document, alias string) (diag.Edit, bool) {
	text, eol := string(d.File.Data), "\n"
	if first, _, ok := strings.Cut(text, "\n"); ok && strings.HasSuffix(first, "\r") {
		eol = "\r\n"
	}
	quoted := `"` + alias + `"` // an id of letters, digits, "-", "_" and "."
	insert := func(at int, added string) (diag.Edit, bool) {
		return diag.Edit{Span: source.Span{Start: at, End: at}, New: added}, true
	}
	aliases := slices.IndexFunc(d.Meta.Entries(), func(e doc.Entry) bool { return e.Key == "aliases" })
	switch {
	case aliases >= 0:
		v := d.Meta.Entries()[aliases].Value
		if v.Type() != doc.List || len(v.Items()) == 0 {
			return diag.Edit{}, false
		}
		at := v.Items()[0].Span().Start
		line := strings.LastIndexByte(text[:at], '\n') + 1
		if before := text[line:at]; listItem.MatchString(before) {
			return insert(line, before+quoted+eol)
		}
		if text[v.Span().Start] == '[' {
			return insert(v.Span().Start+1, quoted+", ")
		}
	case len(d.Meta.Entries()) > 0:
		at := d.Meta.Entries()[0].Value.KeySpan().Start
		if at == 0 || text[at-1] == '\n' {
			return insert(at, "aliases: ["+quoted+"]"+eol)
		}
	case d.Format != doc.YAML && d.MetaSpan.Len() == 0 && !strings.HasPrefix(strings.TrimSpace(strings.TrimPrefix(text, "\ufeff")), "---"):
		return insert(len(text)-len(strings.TrimPrefix(text, "\ufeff")), "---"+eol+"aliases: ["+quoted+"]"+eol+"---"+eol)
	}
	return diag.Edit{}, false
}
