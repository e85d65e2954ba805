package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/leak"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
	"github.com/debrief-dev/debrief/theme"
)

// ruleLeak is the rule of what public documents say of hidden ones.
const ruleLeak = "internal-mention"

// leakCheck is the check of what a public edition writes; nil for another.
func (w *workspace) leakCheck() (*leak.Check, error) {
	if w.edition == nil {
		return nil, nil
	}
	known, err := w.knownTexts()
	if err != nil {
		return nil, err
	}
	left := w.edition.left
	in := leak.Input{Known: known, Allow: w.config.Allow}
	for _, e := range left.Hidden {
		in.Secrets = append(in.Secrets, w.secretsOf(e)...)
		in.Hidden = append(in.Hidden, leak.Text{Path: e.Path(), Data: e.Doc.File.Data})
	}
	for _, p := range slices.Sorted(maps.Keys(left.Concealed)) {
		for _, text := range left.Concealed[p] {
			in.Secrets = append(in.Secrets, leak.Secret{Kind: leak.Field, Text: text, Of: p})
			in.Hidden = append(in.Hidden, leak.Text{Path: p, Data: []byte(text)})
		}
	}
	for _, text := range w.config.Corpus.Public.Redact {
		in.Secrets = append(in.Secrets, leak.Secret{Kind: leak.Redacted, Text: text})
	}
	for _, e := range left.Public.Entries {
		in.Public = append(in.Public, leak.Text{Path: e.Path(), Data: e.Doc.File.Data})
		in.Names = append(append(in.Names, e.ID, e.Title, e.Path()), e.Aliases...)
	}
	return leak.New(in), nil
}

// secretsOf gives the names of a hidden document and of those who wrote it.
func (w *workspace) secretsOf(e *corpus.Entry) []leak.Secret {
	var list []leak.Secret
	add := func(kind leak.Kind, texts ...string) {
		for _, text := range texts {
			list = append(list, leak.Secret{Kind: kind, Text: text, Of: e.Path()})
		}
	}
	add(leak.ID, e.ID)
	add(leak.Alias, e.Aliases...)
	add(leak.Title, e.Title)
	add(leak.Path, e.Path())
	add(leak.Path, strings.TrimSuffix(path.Base(e.Path()), path.Ext(e.Path())))
	for _, v := range e.Value().Field("authors").Items() {
		add(leak.Person, scalars(v)...)
	}
	add(leak.Person, e.Value().Field("authors").Text())
	if h := w.edition.history; h != nil {
		document, _ := h.Document(e.Path())
		for _, c := range document.Contributors {
			add(leak.Person, c.Name, c.Email)
		}
	}
	return list
}

// scalars gives the texts in a value.
func scalars(v doc.Value) []string {
	out := []string{v.Text()}
	for _, e := range v.Entries() {
		out = append(out, e.Value.Text())
	}
	return out
}

// knownTexts are what a site says besides documents: the theme and the labels
// of the schemas, those of the repository among them, and the settings that
// pages show.
func (w *workspace) knownTexts() ([][]byte, error) {
	var texts [][]byte
	read := func(files fs.FS, dir string) error {
		return fs.WalkDir(files, dir, func(name string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) && name == dir {
				return nil
			}
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			data, err := readLimited(files, name, w.config.Corpus.Limits.File)
			texts = append(texts, data)
			return err
		})
	}
	err := errors.Join(read(theme.FS, "."), read(schema.Builtin(), "."), read(w.files, ".debrief/theme"), read(w.files, ".debrief/schema"))
	if err != nil {
		return nil, fmt.Errorf("reading the theme: %w", err)
	}
	c := w.config
	shown := []string{c.Title, c.BaseURL, c.RepoURL, c.EditURL}
	for _, words := range []map[string][]string{c.Policy.SolutionWords, c.Policy.CauseMetrics, c.Policy.CategoryMetrics} {
		for key, list := range words {
			shown = append(append(shown, key), list...)
		}
	}
	return append(texts, []byte(strings.Join(shown, "\n"))), nil
}

// leakNames name the kinds of secrets.
var leakNames = map[leak.Kind]diag.Text{
	leak.ID:       {En: "the id", Ja: "ID"},
	leak.Alias:    {En: "the alias", Ja: "別名"},
	leak.Title:    {En: "the title", Ja: "タイトル"},
	leak.Path:     {En: "the path", Ja: "パス"},
	leak.Person:   {En: "the author", Ja: "作成者"},
	leak.Field:    {En: "the field", Ja: "項目の値"},
	leak.Redacted: {En: "the redacted text", Ja: "伏せるべき語"},
	leak.Word:     {En: "the word", Ja: "語"},
}

// maxLeaks bounds the leaks that are told of; the others are counted.
const maxLeaks = 20

// tellLeaks reports what a public edition says of hidden documents. It gives
// errFindings if public documents say all of it, so that their authors can mend
// it; else the error is of the site.
func (a *app) tellLeaks(w *workspace, leaks []leak.Leak) error {
	if len(leaks) == 0 {
		return nil
	}
	var found []diag.Diagnostic
	unexplained := 0
	for _, l := range leaks {
		for _, m := range l.Mentions {
			found = append(found, w.mention(l, m))
		}
		if len(l.Mentions) > 0 {
			continue
		}
		if unexplained++; unexplained <= maxLeaks {
			a.tell(diag.Say("%s says %s %q%s", "%s に %s %q%s が含まれています", l.Output, leakNames[l.Secret.Kind], l.Secret.Text, owned(l.Secret)))
		}
	}
	diag.Sort(found)
	if len(found) > 0 {
		if err := diag.WriteText(a.stdout, a.findingsReport(found, nil)); err != nil {
			return err
		}
	}
	if unexplained == 0 {
		a.tell(diag.Text{En: "public documents mention internal ones: nothing is published", Ja: "公開文書が非公開の文書に言及しているため、何も公開していません"})
		return errFindings
	}
	return &usageError{
		message: diag.Say("the public edition would say what is internal (%d): nothing is published", "公開版に非公開の内容が含まれるため（%d 件）、何も公開していません", unexplained),
		hint: diag.Text{
			En: "make the document public, or say so under public: allow: in debrief.yaml; if no theme of your own shows it, report a fault of debrief",
			Ja: "文書を公開にするか、debrief.yaml の public: allow: に書いてください。独自のテーマが原因でなければ、debrief の不具合として報告してください",
		},
	}
}

// owned says whose a secret is; nothing of a redacted text.
func owned(s leak.Secret) diag.Text {
	if s.Of == "" {
		return diag.Text{}
	}
	return diag.Say(" of %s", "（%s）", s.Of)
}

// mention is the finding of a place where a public document says a secret.
func (w *workspace) mention(l leak.Leak, m leak.Mention) diag.Diagnostic {
	d := diag.Diagnostic{
		Rule: ruleLeak, Severity: diag.Error, File: source.New(m.Path, nil), Span: source.Span{Start: m.Start, End: m.End},
		Message: diag.Say("a public document says %s %q%s, which is internal, and %s shows it", "公開文書に非公開の%s %q%s が書かれていて、%s に出力されます",
			leakNames[l.Secret.Kind], l.Secret.Text, owned(l.Secret), l.Output),
		Fixes: []diag.Fix{{Title: diag.Say("take it out, make %s public, or add %q to public: allow: in debrief.yaml",
			"削除するか、%s を公開にするか、debrief.yaml の public: allow: に %q を加える", path.Base(l.Secret.Of), l.Secret.Text)}},
	}
	if e := w.corpus.ByPath(m.Path); e != nil {
		d.File = e.Doc.File
	}
	return d
}

// checkExport looks for leaks in an export for the public.
func (a *app) checkExport(w *workspace, format string, data []byte) error {
	check, err := w.leakCheck()
	if err != nil {
		return err
	}
	if err := check.File("export."+format, data); err != nil {
		return err
	}
	return a.tellLeaks(w, check.Leaks())
}
