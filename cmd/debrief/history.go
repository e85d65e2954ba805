package main

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/gitlog"
	"github.com/debrief-dev/debrief/internal/insight"
)

// loadWithHistory is load for commands that show who changed a document and
// when, and how old action items are; notice is what to tell the user if Git
// does not know. The history is read beside the documents.
func (a *app) loadWithHistory(ctx context.Context, w *workspace) (notice diag.Text, err error) {
	now, err := a.nowOf(w)
	if err != nil {
		return notice, err
	}
	if err := a.readTickets(w); err != nil {
		return notice, err
	}
	type past struct {
		history *gitlog.History
		err     error
	}
	read := make(chan past, 1)
	go func() {
		h, err := w.readHistory(now, a.cacheDir)
		read <- past{h, err}
	}()
	w.corpus, w.found, err = corpus.Load(ctx, w.files, w.set, w.config.Corpus)
	p := <-read // also where loading failed: nothing reads on behind a command's back
	if err != nil {
		return notice, err
	}
	var h insight.History
	switch {
	case errors.Is(p.err, gitlog.ErrDamaged):
		return notice, p.err
	case p.err != nil:
		notice = noHistory(p.err)
	default:
		w.history, w.revision = p.history, p.history.Head
		h, notice = w.tell(now)
	}
	w.results = insight.Compute(w.corpus, h, w.config.Policy, now)
	return notice, nil
}

// readHistory reads what the commits tell of the documents.
func (w *workspace) readHistory(now time.Time, cacheDir string) (h *gitlog.History, err error) {
	repository, head := w.repository, w.head
	if repository == nil {
		if repository, err = gitlog.Open(w.root); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, repository.Close()) }()
		if head, err = repository.Resolve("HEAD"); err != nil {
			return nil, err
		}
	}
	cache, err := w.historyCache(cacheDir)
	if err != nil {
		return nil, err
	}
	return repository.History(head, gitlog.Query{Want: w.tracked, Substance: substance, Extract: w.extractor(), Cache: cache, Now: now})
}

// substance tells whether a change of a document is one of what it says: not
// only of its front matter, of spaces or of line breaks.
func substance(before, after []byte) bool {
	return !bytes.Equal(bytes.Join(bytes.Fields(body(before)), []byte{' '}), bytes.Join(bytes.Fields(body(after)), []byte{' '}))
}

// body is the text behind the front matter.
func body(text []byte) []byte {
	rest, opened := bytes.CutPrefix(text, []byte("---\n"))
	if !opened {
		return text
	}
	if _, body, closed := bytes.Cut(rest, []byte("\n---\n")); closed {
		return body
	}
	return text
}

// tell gives what the history tells of the documents as they are, and what to
// tell the user where it does not reach.
func (w *workspace) tell(now time.Time) (h insight.History, notice diag.Text) {
	h = insight.History{Changed: map[string]insight.Changed{}, Authors: w.authors()}
	known := false
	for _, e := range w.corpus.Entries {
		c, ok := w.history.Last(e.Path(), e.Doc.File.Data)
		_, tracked := w.history.Document(e.Path())
		known = known || tracked
		h.Changed[e.Path()] = insight.Changed{
			Known: ok && c.Commit != "", Uncommitted: c.Uncommitted,
			At: c.At, Author: c.Author, Commit: c.Commit, Subject: c.Subject,
		}
	}
	if !known && len(w.corpus.Entries) > 0 {
		return h, diag.Say("the repository %s does not track these files: dates come from the documents alone",
			"リポジトリ %s はこれらのファイルを管理していません。日付は文書の記述だけから求めます", w.history.Root)
	}
	working := gitlog.Working{Now: now, Date: func(path string) (time.Time, bool) {
		if e := w.corpus.ByPath(path); e != nil {
			return insight.DocumentDate(e, w.config.Policy)
		}
		return time.Time{}, false
	}}
	if w.repository == nil {
		working.Files = w.workingFiles
	}
	lives := w.history.Lives(working)
	addLives(&h, lives, w.corpus, w.formerPaths())
	switch {
	case w.history.Shallow || w.history.Bounded && lives.Bounds > 0:
		return h, diag.Say("this clone is shallow (commits: %d): dates are lower bounds (action items that show \"at least\": %d); fetch all of it (actions/checkout: fetch-depth: 0; GitLab: GIT_DEPTH: \"0\"; local: git fetch --unshallow)",
			"浅いクローン(コミット %d 件)のため、日付は下限です(「以上」と表示するアクション %d 件)。履歴をすべて取得してください(actions/checkout では fetch-depth: 0、GitLab では GIT_DEPTH: \"0\"、手元では git fetch --unshallow)", w.history.Commits, lives.Bounds)
	case lives.Missing > 0:
		return h, diag.Say("%d of %d versions of the documents are not in this partial clone: ages of their action items are lower bounds",
			"この部分クローンには文書の %[2]d 版のうち %[1]d 版がないため、アクションの経過日数は下限です", lives.Missing, lives.Versions)
	}
	return h, notice
}

// formerPaths gives the path of each document by those that it had before.
func (w *workspace) formerPaths() map[string]string {
	now := map[string]string{}
	for _, e := range w.corpus.Entries {
		if d, ok := w.history.Document(e.Path()); ok {
			for _, former := range d.Former {
				now[former] = e.Path()
			}
		}
	}
	return now
}

// noHistory explains why there are no dates from Git.
func noHistory(err error) diag.Text {
	switch {
	case errors.Is(err, gitlog.ErrNoRepository):
		return diag.Text{
			En: "no Git repository here: dates come from the documents alone",
			Ja: "Git リポジトリがないため、日付は文書の記述だけから求めます",
		}
	case errors.Is(err, gitlog.ErrNoCommit):
		return diag.Text{
			En: "the Git repository has no commit yet: dates come from the documents alone",
			Ja: "Git リポジトリにまだコミットがないため、日付は文書の記述だけから求めます",
		}
	}
	return diag.Say("the Git history cannot be read (%s): dates come from the documents alone",
		"Git の履歴を読み込めないため(%s)、日付は文書の記述だけから求めます", err.Error())
}
