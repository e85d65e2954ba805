package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/gitlog"
	"github.com/debrief-dev/debrief/internal/source"
)

// extractor gives what reads the action items of a version of a document as
// the build reads those of the working tree, in the order of
// corpus.Entry.Actions.
func (w *workspace) extractor() gitlog.Extract {
	o := w.config.Corpus
	reader := facet.NewActionReader(w.set, o.Limits, o.Facet)
	return func(path string, data []byte) (id string, items []gitlog.Item) {
		if !doc.IsDocument(path) && !corpus.Unnamed(source.New(path, data)) {
			return "", nil
		}
		id, found := reader.Read(path, data)
		items = make([]gitlog.Item, len(found))
		for i, it := range found {
			items[i] = gitlog.Item{
				ID: it.Given, Text: it.Text, Section: it.Section, State: itemState(it.Status),
				Line: it.Line, Opened: dayTime(it.Created), Closed: dayTime(it.Closed),
			}
		}
		return id, items
	}
}

// itemState is the state of an item as its history counts it: what is in
// progress or blocked is open.
func itemState(s facet.Status) gitlog.State {
	switch s {
	case facet.Open, facet.InProgress, facet.Blocked:
		return gitlog.StateOpen
	case facet.Done:
		return gitlog.StateDone
	case facet.WontDo:
		return gitlog.StateDropped
	}
	return gitlog.StateUnknown
}

// dayTime is the beginning of a day, zero for one that is not known.
func dayTime(d facet.Date) time.Time {
	if !d.Known {
		return time.Time{}
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// historyCache is where what was read of the history is kept: in dir, else in
// the user's folder for caches. Without either nothing is.
func (w *workspace) historyCache(dir string) (gitlog.Cache, error) {
	if dir == "" {
		own, err := os.UserCacheDir()
		if err != nil {
			return gitlog.Cache{}, nil // there is none on this machine: it is not needed
		}
		dir = filepath.Join(own, "debrief", "history")
	}
	key, err := w.itemsDigest()
	return gitlog.Cache{Dir: dir, Key: key}, err
}

// workingFiles gives the documents of the working tree, to be compared with
// those of the commit.
func (w *workspace) workingFiles(yield func(path string, data []byte) bool) {
	for _, e := range w.corpus.Entries {
		if !yield(e.Path(), e.Doc.File.Data) {
			return
		}
	}
}

// tracked tells which files of a commit are documents, as corpus.Files does
// for a folder.
func (w *workspace) tracked(path string) bool { return corpus.Wanted(path, w.config.Corpus.Ignore) }

// itemsDigest tells apart what reads action items otherwise: another program,
// other settings, other schemas.
func (w *workspace) itemsDigest() (string, error) {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n", programVersion())
	names := []string{config.Name}
	err := fs.WalkDir(w.files, ".debrief/schema", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			names = append(names, name)
		}
		return nil // what cannot be read is not used either
	})
	slices.Sort(names)
	for _, name := range names {
		if data, err := fs.ReadFile(w.files, name); err == nil {
			fmt.Fprintf(sum, "%q %d\n", name, len(data))
			sum.Write(data)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), err
}

// programVersion tells this program from others: a release by its version, a
// development build by its file.
func programVersion() string {
	if text := versionText(); text != "development" {
		return text
	}
	path, err := os.Executable()
	if err != nil {
		return "development"
	}
	info, err := os.Stat(path)
	if err != nil {
		return "development"
	}
	return fmt.Sprintf("development %d %d", info.Size(), info.ModTime().UnixNano())
}
