package corpus

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// AlertLogBytes is the largest alert log in bytes: GitHub takes no file over
// 100 MiB. It has at most alertLogNodes values, those of JSON in its lists and
// maps included.
const (
	AlertLogBytes = 100 << 20
	alertLogNodes = 100_000_000
)

// readAlertLog reads the alert logs that the settings name, by path: one after
// the other, so that which records are too many does not depend on chance.
func (o Options) readAlertLog(ctx context.Context, fsys fs.FS) (events []facet.AlertEvent, found []diag.Diagnostic, err error) {
	names, err := o.alertLogs(fsys)
	limits := o.Limits
	limits.File, limits.Data.Nodes = max(limits.File, AlertLogBytes), alertLogNodes
	for i := 0; i < len(names) && err == nil; i++ {
		data, whole, err := readFile(fsys, names[i], AlertLogBytes)
		if err != nil {
			return nil, nil, err
		}
		f := source.New(names[i], data)
		if _, away := source.ReadPointer(data); away {
			found = append(found, diag.Diagnostic{
				Rule: "lfs-pointer", Severity: diag.Error, File: f,
				Message: diag.Text{En: "Git LFS keeps the file and has not fetched it: run git lfs pull", Ja: "ファイルは Git LFS の管理下にあり、まだ取得されていません。git lfs pull を実行してください"},
			})
			continue
		}
		if !whole {
			found = append(found, diag.Diagnostic{
				Rule: "file-too-large", Severity: diag.Error, File: f,
				Message: diag.Say("the file is larger than %d bytes", "ファイルが%dバイトを超えています", AlertLogBytes),
			})
			continue
		}
		more, wrong := facet.DecodeAlertLog(f, limits, o.Facet.Zone, facet.MaxAlertEvents-len(events))
		if len(events) == 0 {
			events = more // most repositories have one log: it is not copied
		} else {
			events = append(events, more...)
		}
		found = append(found, wrong...)
		err = ctx.Err()
	}
	return events, found, err
}

// alertLogs lists the files that the settings mean, by path. Links are not
// followed and hidden files not read.
func (o Options) alertLogs(fsys fs.FS) (names []string, err error) {
	if len(o.AlertLogs) == 0 {
		return nil, nil
	}
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("reading folder %s: %w", name, err)
		case name != "." && d.IsDir() && ignored(d):
			return fs.SkipDir
		case d.Type().IsRegular() && alertLogName(name) && slices.ContainsFunc(o.AlertLogs, func(glob string) bool { return source.Match(glob, name) }):
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// alertLogName tells whether a path may be one of an alert log.
func alertLogName(name string) bool {
	base := path.Base(name)
	return !strings.HasPrefix(base, ".") && slices.Contains([]string{".csv", ".json", ".jsonl", ".ndjson"}, strings.ToLower(path.Ext(base)))
}
