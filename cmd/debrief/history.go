package main

import (
	"bytes"
	"context"
	"errors"
	"time"

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
	if err := a.readHolidays(w); err != nil {
		return notice, err
	}
	if err := a.readDictionary(w); err != nil {
		return notice, err
	}
	read := make(chan past, 1)
	go func() { read <- a.readPast(w, now) }()
	err = w.readDocuments(ctx)
	p := <-read // also where loading failed: nothing reads on behind a command's back
	defer func() { err = errors.Join(err, p.close()) }()
	if err != nil {
		return notice, err
	}
	var h insight.History
	switch {
	case errors.Is(p.err, gitlog.ErrDamaged), errors.Is(p.err, gitlog.ErrTreeless):
		return notice, p.err
	case p.err != nil:
		notice = noHistory(p.err)
	default:
		w.history, w.revision = p.history, p.history.Head
		if h, notice, err = w.tell(now); err != nil {
			return notice, err
		}
		if h.Edits, err = w.edits(ctx, p.repository, h, now); err != nil {
			return notice, err
		}
	}
	w.results = insight.Compute(w.corpus, h, w.config.Policy, now)
	return notice, a.narrow(ctx, w)
}

// past is what was read of the history.
type past struct {
	repository *gitlog.Repository
	history    *gitlog.History
	err        error // why there is no history
	close      func() error
}

// errNoGit says that the user wants no history.
var errNoGit = errors.New("--no-git was given")

// readPast reads what the commits tell of the documents.
func (a *app) readPast(w *workspace, now time.Time) past {
	p := past{repository: w.repository, close: func() error { return nil }}
	if a.noGit {
		p.err = errNoGit
		return p
	}
	head := w.head
	if p.repository == nil {
		if p.repository, p.err = gitlog.Open(w.root); p.err != nil {
			return p
		}
		p.close = p.repository.Close
		if head, p.err = p.repository.Resolve("HEAD"); p.err != nil {
			return p
		}
	}
	p.history, p.err = w.readHistory(p.repository, head, now, a.cacheDir)
	return p
}

func (w *workspace) readHistory(r *gitlog.Repository, head gitlog.Commit, now time.Time, cacheDir string) (*gitlog.History, error) {
	cache, err := w.historyCache(cacheDir)
	if err != nil {
		return nil, err
	}
	return r.History(head, gitlog.Query{Want: w.tracked, Substance: substance, Extract: w.extractor(), Cache: cache, Now: now})
}

// edits gives what happened to documents lately, in the working tree too; nil
// if nobody asks for it.
func (w *workspace) edits(ctx context.Context, r *gitlog.Repository, h insight.History, now time.Time) ([]insight.Edit, error) {
	if !w.news {
		return nil, nil
	}
	edits, err := w.readEdits(ctx, r, now)
	if err != nil || w.repository != nil {
		return edits, err
	}
	working, err := w.workingEdits(r, h, now)
	return append(working, edits...), err
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
func (w *workspace) tell(now time.Time) (h insight.History, notice diag.Text, err error) {
	h = insight.History{Changed: map[string]insight.Changed{}, Created: map[string]insight.Created{}, Authors: w.authors(), Former: map[string][]string{}}
	known := false
	for _, e := range w.corpus.Entries {
		c, ok := w.history.Last(e.Path(), e.Doc.File.Data)
		document, tracked := w.history.Document(e.Path())
		h.Created[e.Path()] = insight.Created{At: document.Created.At, Bound: document.Imported || document.Created.Commit == ""}
		if len(document.Former) > 0 {
			h.Former[e.Path()] = document.Former
		}
		known = known || tracked
		h.Changed[e.Path()] = insight.Changed{
			Known: ok && c.Commit != "", Uncommitted: c.Uncommitted,
			At: c.At, Author: c.Author, Commit: c.Commit, Subject: c.Subject,
		}
	}
	if !known && len(w.corpus.Entries) > 0 {
		return h, diag.Say("the repository %s does not track these files: dates come from the documents alone",
			"リポジトリ %s はこれらのファイルを管理していません。日付は文書の記述だけから求めます", w.history.Root), nil
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
	notice, err = w.reach(lives)
	return h, notice, err
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
