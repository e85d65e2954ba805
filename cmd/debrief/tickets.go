package main

import (
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// ticketFiles reads the snapshots of trackers that the settings name. missed
// are the globs that match nothing.
func (w *workspace) ticketFiles(files fs.FS) (snapshots []*source.File, missed []string, err error) {
	return readGlobs(files, w.config.Tickets, corpus.TicketBytes)
}

// readGlobs reads the files that globs of the settings match, each once. missed
// are the globs that match nothing.
func readGlobs(files fs.FS, globs []string, limit int) (list []*source.File, missed []string, err error) {
	seen := map[string]bool{}
	for _, written := range globs {
		glob := ruleGlob{folder: ".", pattern: written, written: written}
		if strings.Contains(written, "/") {
			glob.folder, glob.pattern = splitGlob(filepath.ToSlash(written))
		}
		found, err := glob.read(files, "", limit)
		if err != nil {
			return nil, nil, err
		}
		if len(found) == 0 {
			missed = append(missed, written)
		}
		for _, f := range found {
			if !seen[f.Path] {
				seen[f.Path] = true
				list = append(list, f)
			}
		}
	}
	return list, missed, nil
}

// readTickets puts the snapshots where load finds them.
func (a *app) readTickets(w *workspace) error {
	snapshots, missed, err := w.ticketFiles(w.files)
	if err != nil {
		return err
	}
	for _, glob := range missed {
		a.tell(diag.Say("no snapshot of tickets matches %q", "%q に一致するチケットのスナップショットがありません", glob))
	}
	w.config.Corpus.TicketFiles = snapshots
	return nil
}
