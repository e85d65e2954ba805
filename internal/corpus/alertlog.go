package corpus

import (
	"context"
	"io/fs"

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
func (o Options) readAlertLog(ctx context.Context, fsys fs.FS) (events []facet.AlertEvent, read Reading, found []diag.Diagnostic, err error) {
	names, found, err := dataFiles(fsys, o.AlertLogs, facet.RuleAlertLog, ".csv", ".json", ".jsonl", ".ndjson")
	read = Reading{Named: len(o.AlertLogs) > 0, Files: len(names)}
	limits := o.Limits
	limits.File, limits.Data.Nodes = max(limits.File, AlertLogBytes), alertLogNodes
	for i := 0; i < len(names) && err == nil; i++ {
		data, whole, err := readFile(fsys, names[i], AlertLogBytes)
		if err != nil {
			return nil, read, nil, err
		}
		f := source.New(names[i], data)
		if _, away := source.ReadPointer(data); away {
			found = append(found, diag.Diagnostic{
				Rule: "lfs-pointer", Severity: diag.Error, File: f,
				Message: diag.Text{En: "Git LFS keeps the file and has not fetched it: run git lfs pull", Ja: "ファイルは Git LFS の管理下にあり、まだ取得されていません。git lfs pull を実行してください"},
			})
			read.Unread++
			continue
		}
		if !whole {
			found = append(found, diag.Diagnostic{
				Rule: "file-too-large", Severity: diag.Error, File: f,
				Message: diag.Say("the file is larger than %d bytes", "ファイルが%dバイトを超えています", AlertLogBytes),
			})
			read.Unread++
			continue
		}
		more, wrong, lost := facet.DecodeAlertLog(f, limits, o.Facet.Zone, facet.MaxAlertEvents-len(events))
		if len(events) == 0 {
			events = more // most repositories have one log: it is not copied
		} else {
			events = append(events, more...)
		}
		read.Unread += lost
		found = append(found, wrong...)
		err = ctx.Err()
	}
	return events, read, found, err
}
