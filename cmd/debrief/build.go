package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/publish"
	"github.com/debrief-dev/debrief/render"
)

func newBuild(a *app) *cobra.Command {
	var out string
	var fileURLs, strict bool
	cmd := &cobra.Command{
		Use:   "build",
		Short: a.in("Build the site", "サイトを生成する"),
		Long: a.in(`Builds the site of the repository into a folder. The folder is replaced as a
whole when everything is written; a build that fails or is stopped changes
nothing. Findings do not fail a build, unless --strict.`,
			`リポジトリのサイトをフォルダーに生成します。フォルダーはすべて書き終えてから一度に
置き換えるので、失敗や中断があっても元のまま残ります。--strict を付けない限り、
指摘があっても生成します。`),
		Example: `  debrief build
  debrief build --out /srv/www/kb
  debrief build --file-urls   # to read from disk`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.build(cmd.Context(), out, fileURLs, strict)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&out, "out", "public", a.in("`FOLDER` of the site", "サイトを書き出す `FOLDER`"))
	flags.BoolVar(&fileURLs, "file-urls", false, a.in("make links work when the site is read from disk", "ディスクから直接開けるリンクにする"))
	flags.BoolVar(&strict, "strict", false, a.in("fail, and write nothing, if there are findings at the failing level", "失敗とする重大度の指摘があれば、何も書かずに失敗する"))
	a.addAsOf(cmd)
	a.addRev(cmd)
	a.addAudience(cmd)
	return cmd
}

func (a *app) build(ctx context.Context, out string, fileURLs, strict bool) error {
	w, err := a.open(".")
	if err != nil {
		return err
	}
	target := out
	if !filepath.IsAbs(out) {
		target = filepath.Join(a.dir, out)
	}
	if target, err = filepath.Abs(target); err != nil {
		return fmt.Errorf("finding %s: %w", out, err)
	}
	if target == w.root {
		return &usageError{message: diag.Text{En: "--out is the repository itself", Ja: "--out にリポジトリ自体は指定できません"}}
	}
	if rel, err := filepath.Rel(w.root, target); err == nil && filepath.IsLocal(rel) {
		// The site itself is no document of the next build.
		w.config.Corpus.Ignore = append(w.config.Corpus.Ignore, "/"+filepath.ToSlash(rel))
	}
	if err := a.readAlerts(w, nil); err != nil {
		return err
	}
	done := a.progress(diag.Text{En: "reading the documents", Ja: "文書を読み込んでいます"}, nil)
	w.news = true
	notice, err := a.loadWithHistory(ctx, w)
	done()
	if err != nil {
		return err
	}
	a.tell(notice)
	baseline, err := w.readBaseline(false)
	if err != nil {
		return err
	}
	run := linting{app: a, w: w, baseline: baseline}
	judged := run.judge(w.judged())
	found, documents := judged.found, judged.documents
	w.linted = &judged
	failing := 0
	for _, d := range found {
		if d.Severity >= w.config.FailOn {
			failing++
		}
	}
	if strict && failing > 0 {
		if err := diag.WriteText(a.stdout, a.findingsReport(found, documents)); err != nil {
			return err
		}
		return errFindings
	}
	pages, err := a.publish(ctx, w, target, fileURLs)
	if err != nil {
		return err
	}
	a.report(found, len(w.corpus.Entries), pages, target)
	return nil
}

// publish renders the site into a stage and puts that in the target's place.
func (a *app) publish(ctx context.Context, w *workspace, target string, fileURLs bool) (files int64, err error) {
	stage, err := publish.New(target, func() {
		a.tell(diag.Text{En: "another build is writing there: waiting for it", Ja: "別のビルドが書き込み中のため待っています"})
	})
	if errors.Is(err, publish.ErrForeign) {
		return 0, &usageError{
			message: diag.Say("%s holds files that debrief did not write", "%s には debrief が書いたものではないファイルがあります", target),
			hint:    diag.Text{En: "choose another folder with --out, or empty this one", Ja: "--out で別のフォルダーを選ぶか、このフォルダーを空にしてください"},
		}
	}
	if err != nil {
		return 0, err
	}
	defer stage.Discard()
	if err := a.tellTheme(w); err != nil {
		return 0, err
	}
	check, err := w.leakCheck()
	if err != nil {
		return 0, err
	}
	var written atomic.Int64
	done := a.progress(diag.Text{En: "writing pages", Ja: "ページを書いています"}, &written)
	defer done()
	err = render.Site(w.renderInput(), w.renderOptions(fileURLs), func(name string, data []byte) error {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		written.Add(1)
		return errors.Join(stage.Write(name, data), check.File(name, data))
	})
	if err != nil {
		return 0, err
	}
	if err := a.tellLeaks(w, check.Leaks()); err != nil {
		return 0, err
	}
	return written.Load(), stage.Commit()
}

// renderInput is what the site is made of.
func (w *workspace) renderInput() render.Input {
	in := render.Input{Corpus: w.corpus, Results: w.results, Set: w.set, Files: w.files}
	if own, err := fs.Sub(w.files, render.ThemeFolder); err == nil && isDir(w.files, render.ThemeFolder) {
		in.Theme = own
	}
	if w.linted != nil && w.edition == nil { // findings quote documents that an edition may leave out
		in.Findings, in.Linted = w.linted.found, true
	}
	return in
}

// tellTheme says what in the repository's own theme has no effect.
func (a *app) tellTheme(w *workspace) error {
	own := w.renderInput().Theme
	if own == nil {
		return nil
	}
	notes, err := render.ThemeNotes(own, w.set)
	for _, note := range notes {
		a.tell(note)
	}
	return err
}

func (w *workspace) renderOptions(fileURLs bool) render.Options {
	c := w.config
	return render.Options{
		Title: c.Title, BaseURL: c.BaseURL, RepoURL: c.RepoURL, EditURL: c.EditURL,
		Lang: c.Language, Languages: c.Languages, FileURLs: fileURLs, Sources: c.Outputs.Sources, Redact: c.Corpus.Public.Redact,
		SocialCards: c.Outputs.SocialCards, CardFont: c.Outputs.CardFont,
	}
}

// report says on standard error what a build did.
func (a *app) report(found []diag.Diagnostic, documents int, files int64, target string) {
	a.tell(diag.Say("%s, %s in %s", "文書 %s から %s ファイルを %s に書きました", diag.Amount(documents, "document", "documents", " 件"), diag.Amount(int(files), "file", "files", ""), target))
	if len(found) > 0 {
		a.tell(diag.Say("%s; \"debrief lint\" shows them", "%s。「debrief lint」で確認できます", diag.Count(found).Text()))
	}
}
