package corpus

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// readAlerts reads the rule files. A file that is no rule file has no alerts.
// What keeps a file from being read comes back as findings; matters of style
// (aliases, words that are booleans elsewhere) are not ours to judge there.
func (o Options) readAlerts(ctx context.Context) ([]facet.Alert, []diag.Diagnostic, error) {
	files := slices.SortedFunc(slices.Values(o.AlertFiles), func(a, b *source.File) int { return cmp.Compare(a.Path, b.Path) })
	type read struct {
		alerts []facet.Alert
		found  []diag.Diagnostic
	}
	all := make([]read, len(files))
	err := parallel(ctx, len(files), func(i int) error {
		values, found := doc.ParseData(files[i], o.Limits)
		for _, v := range values {
			all[i].alerts = append(all[i].alerts, facet.DecodeAlerts(files[i], v)...)
		}
		all[i].found = append(unreadable(files[i], found), ruleFaults(files[i], values)...)
		return nil
	})
	var alerts []facet.Alert
	var found []diag.Diagnostic
	for _, r := range all {
		alerts, found = append(alerts, r.alerts...), append(found, r.found...)
	}
	return alerts, found, err
}

// unreadable gives those findings in a rule file that keep it from being read.
// A template of Helm is YAML only once it is rendered.
func unreadable(f *source.File, found []diag.Diagnostic) []diag.Diagnostic {
	found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Severity < diag.Error })
	for i := range found {
		if found[i].Rule == "yaml-syntax" && templateLine.Match(f.Data) {
			found[i].Fixes = []diag.Fix{{Title: diag.Text{
				En: "render the template first (helm template) and name the result",
				Ja: "先にテンプレートを展開し(helm template)、その結果を指定する",
			}}}
		}
	}
	return found
}

// ruleFaults gives what cannot be read in the rules of a file. Those of a
// template are judged once it is rendered.
func ruleFaults(f *source.File, values []doc.Value) []diag.Diagnostic {
	if len(bytes.TrimSpace(f.Data)) == 0 {
		return []diag.Diagnostic{{Rule: facet.RuleAlertRule, Severity: diag.Warning, File: f, Message: diag.Text{
			En: "the rule file is empty: write its groups, or name it no longer in the settings",
			Ja: "ルールファイルが空です。groups を書くか、設定の指定から外してください",
		}}}
	}
	if templateLine.Match(f.Data) {
		return nil
	}
	var found []diag.Diagnostic
	for _, v := range values {
		found = append(found, facet.AlertFaults(f, v)...)
	}
	return found
}

// templateLine is a line that only a template begins with.
var templateLine = lazyregexp.New(`(?m)^[ \t]*\{\{`)

// withoutDataFiles gives the paths that are neither rule files nor snapshots:
// those are data, also where they stand in a folder of documents.
func (o Options) withoutDataFiles(paths []string) []string {
	data := map[string]bool{}
	for _, f := range slices.Concat(o.AlertFiles, o.TicketFiles) {
		data[f.Path] = true
	}
	return slices.DeleteFunc(paths, func(path string) bool { return data[path] })
}
