package rules

import (
	"path"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/lint"
)

var deadLink = lint.Rule{
	ID:       "dead-link",
	Severity: diag.Error,
	Profile:  lint.Starter,
	Check: func(p *lint.Pass) {
		for _, l := range p.Links() {
			name, ok := p.Target(l)
			if !ok || p.Corpus.ByPath(name) != nil || p.HasFile(name) {
				continue
			}
			d := diag.Diagnostic{
				Span:    l.Span,
				Message: diag.Say("the link %q leads to no file", "リンク %q の先にファイルがありません", l.Written),
			}
			if p.MaySuggest() {
				suggestFile(p, &d, l, nearestFile(p, name))
			}
			p.Report(d)
		}
	},
}

// suggestFile adds the file that a link most likely means, if that is known.
// What stands behind the path of the link, a heading, stays.
func suggestFile(p *lint.Pass, d *diag.Diagnostic, l lint.Link, near string) {
	if near == "" {
		return
	}
	d.Message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", d.Message, near)
	if l.Destination.Len() == 0 {
		return
	}
	at := l.Destination
	if i := strings.IndexAny(p.Text(at), "?#"); i >= 0 {
		at.End = at.Start + i
	}
	d.Fixes = []diag.Fix{{
		Title:  diag.Say("link to %s", "%s へのリンクにする", near),
		Edits:  []diag.Edit{{Span: at, New: lint.InLink(near)}},
		Unsafe: true,
	}}
}

// nearestFile gives the path, as a link from the entry would write it, of what
// a dead link most likely means: a file of a like name in the same folder, or
// the one document of that name that stands elsewhere.
func nearestFile(p *lint.Pass, name string) string {
	folder, base := path.Split(name)
	folder = path.Clean(folder)
	near := diag.Nearest(base, p.Files(folder))
	if near == "" {
		near = sameStem(base, p.Files(folder))
	}
	if near != "" {
		return relative(p.Entry.Path(), path.Join(folder, near))
	}
	var elsewhere []string
	for _, e := range p.Corpus.Entries {
		if path.Base(e.Path()) == base {
			elsewhere = append(elsewhere, e.Path())
		}
	}
	if len(elsewhere) != 1 {
		return ""
	}
	return relative(p.Entry.Path(), elsewhere[0])
}

// sameStem gives the document that a link names without its extension, or
// with that of the built page: "restart", "restart.html".
func sameStem(base string, names []string) string {
	stem := strings.TrimSuffix(base, path.Ext(base))
	for _, n := range names {
		if doc.IsDocument(n) && strings.EqualFold(strings.TrimSuffix(n, path.Ext(n)), stem) {
			return n
		}
	}
	return ""
}

// relative writes a path of the repository as a link from a document.
func relative(from, to string) string {
	up := strings.Split(path.Dir(from), "/")
	down := strings.Split(to, "/")
	if up[0] == "." {
		up = nil
	}
	for len(up) > 0 && len(down) > 1 && up[0] == down[0] {
		up, down = up[1:], down[1:]
	}
	return strings.Repeat("../", len(up)) + strings.Join(down, "/")
}
