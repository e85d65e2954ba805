package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/publish"
	"github.com/debrief-dev/debrief/internal/watch"
	"github.com/debrief-dev/debrief/render"
)

// stage keeps what a preview shows as the files are. An edited document is
// shown at once, from a draft that shares everything else with what is shown;
// then all is read and linked anew behind the scenes, and replaces it as a
// whole. It belongs to one goroutine.
type stage struct {
	app     *app
	preview *preview
	baseURL string

	shown  production // what is shown, but for drafts
	plain  *snapshot  // of it
	edited []string   // documents that changed since it was read, in the order of the edits

	made   chan production
	making bool             // something is made behind the scenes
	again  bool             // it is out of date already
	fresh  []string         // documents that changed since it was begun
	untold []string         // documents whose change was not told yet
	due    <-chan time.Time // when the next is begun
	broken string           // why the last could not be used; empty if it could
}

// production is the whole site, made of the files as they were at a moment.
type production struct {
	opened   *workspace // with its settings read, and nothing else
	settings string     // settingsSum of it
	w        *workspace
	pages    *render.Pages
	took     time.Duration
	notice   diag.Text // of the history
	said     string    // what the commands print on the way
	err      error
	trouble  string // what they print if there is an error, all together
}

// mostDrafts is how many edited documents are shown before everything else
// follows: more are a checkout, not an edit.
const mostDrafts = 20

// restPart is how long to wait for further edits before everything is made
// anew: a part of the time that took the last time, so that who writes is not
// disturbed by it.
const (
	restPart  = 4
	leastRest = 50 * time.Millisecond
	mostRest  = 2 * time.Second
)

// produce reads everything and plans the site.
func (s *stage) produce(ctx context.Context, before production) (p production) {
	begun := s.app.clock()
	quiet, said := *s.app, &bytes.Buffer{}
	quiet.stderr, quiet.live = said, false
	defer func() {
		if r := recover(); r != nil {
			p.err = fmt.Errorf("making the site: %v", r)
		}
		p.said = said.String()
		if p.err != nil {
			quiet.complain(p.err)
			p.trouble = strings.TrimSpace(said.String())
		}
		p.took = s.app.clock().Sub(begun)
	}()
	if p.opened, p.settings, p.err = s.open(&quiet, before); p.err != nil {
		return p
	}
	w := *p.opened
	p.w = &w
	if p.err = quiet.readAlerts(p.w, nil); p.err != nil {
		return p
	}
	p.w.news = true
	if p.notice, p.err = quiet.loadWithHistory(ctx, p.w); p.err != nil {
		return p
	}
	if len(p.w.config.Dictionary) == 0 { // whose changes the memory does not know
		p.w.results.Remember(p.opened.memory)
	}
	p.pages, p.err = s.plan(p.w, false)
	return p
}

// open reads the settings, where they differ from those of before.
func (s *stage) open(quiet *app, before production) (opened *workspace, settings string, err error) {
	if before.opened != nil {
		if settings, err = settingsSum(before.opened.files); err != nil || settings == before.settings {
			return before.opened, settings, err
		}
	}
	if opened, err = s.openRepository(quiet); err != nil {
		return nil, "", err
	}
	settings, err = settingsSum(opened.files)
	return opened, settings, err
}

// openRepository opens the repository for being read again and again. Sites that
// were built into it are none of its documents.
func (s *stage) openRepository(a *app) (*workspace, error) {
	w, err := a.open(".")
	if err != nil {
		return nil, err
	}
	top, err := fs.ReadDir(w.files, ".")
	if err != nil {
		return nil, fmt.Errorf("reading the repository: %w", err)
	}
	for _, d := range top {
		if d.IsDir() && publish.Is(filepath.Join(w.root, d.Name())) {
			w.config.Corpus.Ignore = append(w.config.Corpus.Ignore, "/"+d.Name())
		}
	}
	w.reader, w.memory = corpus.NewReader(w.set), &insight.Memory{}
	return w, nil
}

// settingsSum tells states of the settings and of the schemas apart.
func settingsSum(files fs.FS) (string, error) {
	sum := sha256.New()
	for _, top := range []string{config.Name, ".debrief/schema"} {
		err := fs.WalkDir(files, top, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(files, name)
			fmt.Fprintf(sum, "%q %d\n", name, len(data))
			sum.Write(data)
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("reading the settings: %w", err)
		}
	}
	return string(sum.Sum(nil)), nil
}

// plan plans the pages of a workspace; early ones lack what the whole library
// has to be read for.
func (s *stage) plan(w *workspace, early bool) (*render.Pages, error) {
	in, o := w.renderInput(), w.renderOptions(false)
	in.Early, o.BaseURL = early, s.baseURL
	return render.Open(in, o)
}

// warm makes what open pages and the first of the others need, so that nobody
// waits for it once it is shown.
func (p *production) warm(open []string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("making the site: %v", r)
		}
	}()
	p.w.results.Links()
	for _, page := range append(open, "/") {
		p.pages.File(fileOf(page))
	}
	return nil
}

// begin makes everything anew behind the scenes.
func (s *stage) begin(ctx context.Context) {
	s.due = nil
	if s.making {
		s.again = true
		return
	}
	s.making, s.again, s.fresh = true, false, nil
	before := s.shown
	open := s.preview.pages()
	go func() {
		p := s.produce(ctx, before)
		if p.err == nil {
			p.err = p.warm(open)
		}
		s.made <- p
	}()
}

// finish shows what was made. What cannot be used leaves the last good site
// there, with a word about it.
func (s *stage) finish(ctx context.Context, p production) {
	s.making = false
	if p.err != nil {
		if ctx.Err() == nil {
			s.fail(p)
		}
	} else {
		if p.said != s.shown.said {
			fmt.Fprint(s.app.stderr, p.said)
		}
		p.pages.Follow(s.shown.pages)
		s.use(p)
		if s.edited = s.fresh; len(s.edited) > 0 {
			s.draft() // what cannot be drafted is in the next one
		}
		s.tellChanged(s.untold, p.took)
		s.untold = nil
		debug.FreeOSMemory() // what was shown before is not needed any more
	}
	if s.again {
		s.begin(ctx)
	}
}

// use shows a production.
func (s *stage) use(p production) {
	s.shown, s.broken = p, ""
	s.plain = &snapshot{pages: p.pages, checks: newChecks(s.app, p.w)}
	s.preview.show(s.plain)
}

// fail tells why the site is not as the files are.
func (s *stage) fail(p production) {
	if p.trouble == s.broken {
		return // it was told
	}
	s.broken = p.trouble
	fmt.Fprintln(s.app.stderr, p.trouble)
	s.app.tell(diag.Text{En: "the last good site is still shown", Ja: "直前の正常なサイトを表示し続けます"})
	present, _ := s.preview.present()
	s.preview.show(s.withTrouble(present))
}

// withTrouble is a snapshot that says what is broken, if anything is.
func (s *stage) withTrouble(shown *snapshot) *snapshot {
	own := *shown
	if own.trouble = (diag.Text{}); s.broken != "" {
		own.trouble = diag.Say("This is the last good site; the files as they are now cannot be used.\n%s",
			"表示中は直前の正常なサイトです。現在のファイルは使えません。\n%s", s.broken)
	}
	return &own
}

// change takes what the watcher tells.
func (s *stage) change(ctx context.Context, c watch.Change) {
	documents, others := s.sort(c)
	if !others && len(documents) == 0 {
		return
	}
	s.edited, s.fresh = join(s.edited, documents), join(s.fresh, documents)
	begun, drafted := s.app.clock(), false
	if !others && len(s.edited) <= mostDrafts {
		edits, err := s.draft()
		drafted = err == nil
		if drafted && len(edits) == 0 { // the files say what they said
			s.edited, s.again = nil, s.making
			return
		}
	}
	if drafted {
		s.tellChanged(documents, s.app.clock().Sub(begun))
	} else {
		s.untold = join(s.untold, c.Paths)
	}
	rest := min(max(s.shown.took/restPart, leastRest), mostRest)
	if others {
		rest = leastRest
	}
	s.due = time.After(rest)
}

// join adds what a list does not have.
func join(list, more []string) []string {
	for _, name := range more {
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// sort tells documents from what else the site is made of.
func (s *stage) sort(c watch.Change) (documents []string, others bool) {
	others = c.Also || c.Unsure
	for _, name := range c.Paths {
		switch {
		case name == config.Name || strings.HasPrefix(name, ".debrief/"):
			others = true
		case corpus.Wanted(name, s.shown.opened.config.Corpus.Ignore):
			documents = append(documents, name)
		case isMaterial(name):
			others = true
		}
	}
	return documents, others
}

// isMaterial tells whether a file that is no document may be data or a picture.
func isMaterial(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".txt", ".ics", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg":
		return true
	}
	return false
}

// draft shows the edited documents. What changes more than its document is
// corpus.ErrBeyond, and shown when everything is made anew.
func (s *stage) draft() (edits []corpus.Edit, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("making a draft: %v", r)
		}
	}()
	w := *s.shown.w
	if w.edition != nil {
		return nil, corpus.ErrBeyond // what the public may see is decided over the whole
	}
	w.corpus, edits, err = w.reader.Draft(w.files, w.config.Corpus, w.corpus, s.edited)
	if err != nil || len(edits) == 0 {
		if err == nil {
			s.preview.show(s.withTrouble(s.plain)) // it may show a draft
		}
		return edits, err
	}
	w.results = w.results.Draft(w.corpus, edits, s.changed(&w, edits))
	w.found = withoutEdited(w.found, edits)
	s.preview.show(s.withTrouble(&snapshot{pages: s.shown.pages.Draft(w.renderInput(), edits), checks: newChecks(s.app, &w)}))
	return edits, nil
}

// changed is what the history tells of edits, by path.
func (s *stage) changed(w *workspace, edits []corpus.Edit) map[string]insight.Changed {
	changed := map[string]insight.Changed{}
	if w.history == nil {
		return changed
	}
	for _, edit := range edits {
		c, ok := w.history.Last(edit.Now.Path(), edit.Now.Doc.File.Data)
		changed[edit.Now.Path()] = insight.Changed{
			Known: ok && c.Commit != "", Uncommitted: c.Uncommitted,
			At: c.At, Author: c.Author, Commit: c.Commit, Subject: c.Subject,
		}
	}
	return changed
}

// withoutEdited puts what is found in edited documents in the place of what was.
func withoutEdited(found []diag.Diagnostic, edits []corpus.Edit) []diag.Diagnostic {
	edited := map[string]bool{}
	var own []diag.Diagnostic
	for _, edit := range edits {
		edited[edit.Now.Path()] = true
		own = append(own, edit.Found...)
	}
	rest := slices.DeleteFunc(slices.Clone(found), func(d diag.Diagnostic) bool { return edited[d.File.Path] })
	return append(rest, own...)
}
