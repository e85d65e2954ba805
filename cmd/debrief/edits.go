package main

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/gitlog"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
)

const (
	// maxEdits bounds the edits that are told, the newest first.
	maxEdits = 10_000
	// maxCompared bounds the edits of which the texts are read and compared: on
	// reports of 11 KB it takes two milliseconds each, most of them to read the
	// older one. Who lists the changes of three months reads the first hundred.
	maxCompared = 1_000
)

// readEdits tells what the commits of the last days did to documents.
func (w *workspace) readEdits(ctx context.Context, r *gitlog.Repository, now time.Time) ([]insight.Edit, error) {
	edits := w.history.Edits(now.AddDate(0, 0, -insight.NewsDays), maxEdits)
	out := make([]insight.Edit, len(edits))
	chains := map[string][]int{}
	for i, e := range edits {
		out[i] = insight.Edit{
			Path: e.Path, From: e.From, At: e.Change.At, By: e.Change.Author,
			Commit: e.Change.Commit, Landed: e.Landed, Subject: e.Change.Subject,
		}
		if i < maxCompared && e.From != "" { // there is nothing to compare a new document with
			path := cmp.Or(e.Path, e.From)
			chains[path] = append(chains[path], i)
		}
	}
	var mu sync.Mutex
	var failed error
	var workers sync.WaitGroup
	work := make(chan []int)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for chain := range work {
				if err := w.compareChain(r, edits, out, chain); err != nil {
					mu.Lock()
					failed = cmp.Or(failed, err)
					mu.Unlock()
				}
			}
		})
	}
	for _, path := range slices.Sorted(maps.Keys(chains)) {
		if ctx.Err() != nil {
			break
		}
		work <- chains[path]
	}
	close(work)
	workers.Wait()
	return out, failed
}

// compareChain compares the versions of one document, the newest first: what
// an edit began with is what the one before it ended with.
func (w *workspace) compareChain(r *gitlog.Repository, edits []gitlog.Edit, out []insight.Edit, chain []int) error {
	var last *corpus.Version
	lastHash, lastPath := "", ""
	for _, i := range chain {
		e := edits[i]
		after := last
		if e.Is != lastHash || e.Path != lastPath {
			var err error
			if after, err = w.version(r, e.Path, e.Is); err != nil {
				return err
			}
		}
		before, err := w.version(r, e.From, e.Was)
		if err != nil {
			return err
		}
		last, lastHash, lastPath = before, e.Was, e.From
		switch {
		case e.Path == "":
			if before != nil {
				out[i].Kind, out[i].Title = before.Merged.Kind, before.Merged.Value.Field("title").Text()
			}
		case e.Was != e.Is:
			out[i].Facts, out[i].Unread = difference(before, after)
		}
	}
	return nil
}

// difference compares two versions; unread tells that one could not be read to
// its end, or is no document.
func difference(before, after *corpus.Version) (facts []insight.Fact, unread bool) {
	if before == nil || after == nil || before.Doc.Refused || after.Doc.Refused {
		return nil, true
	}
	return insight.Difference(before, after), false
}

// version gives a version of a document; nil for one that cannot be had or is
// no document. What the documents hold now was read before.
func (w *workspace) version(r *gitlog.Repository, path, hash string) (*corpus.Version, error) {
	if e := w.corpus.ByPath(path); e != nil && hash == w.history.Committed(path) && w.history.Holds(path, e.Doc.File.Data) {
		return e.Version(), nil
	}
	text, ok, err := r.Text(hash)
	if err != nil || !ok {
		return nil, err
	}
	return w.config.Corpus.Version(source.New(path, text), w.set), nil
}

// workingEdits tells what the working tree does to the documents of the commit,
// as of now and by nobody.
func (w *workspace) workingEdits(r *gitlog.Repository, h insight.History, now time.Time) ([]insight.Edit, error) {
	var out []insight.Edit
	for _, e := range w.corpus.Entries {
		if !h.Changed[e.Path()].Uncommitted || len(out) == maxEdits {
			continue
		}
		edit := insight.Edit{Path: e.Path(), At: now}
		hash := w.history.Committed(e.Path())
		if hash != "" {
			edit.From = e.Path()
		}
		if hash != "" && len(out) < maxCompared {
			before, err := w.version(r, e.Path(), hash)
			if err != nil {
				return nil, err
			}
			edit.Facts, edit.Unread = difference(before, e.Version())
		}
		out = append(out, edit)
	}
	return out, nil
}
