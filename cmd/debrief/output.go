package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint/rules"
)

// formatOf gives the print format of a name, nil if there is none.
func formatOf(name string) func(io.Writer, diag.Report) error {
	for _, f := range diag.Formats() {
		if f.Name == name {
			return f.Write
		}
	}
	return nil
}

// formatNames lists the print formats.
func formatNames() []string {
	var names []string
	for _, f := range diag.Formats() {
		names = append(names, f.Name)
	}
	return names
}

func list(words []string, separator string) string { return strings.Join(words, separator) }

// cutOutput divides FORMAT=FILE; the file is "" for standard output.
func cutOutput(output string) (format, file string) {
	format, file, _ = strings.Cut(output, "=")
	return format, file
}

// fromTop are the formats whose readers count paths from the root of the Git
// repository; the others count from the folder of the documents.
var fromTop = []string{"github", "gitlab", "rdjson", "sarif"}

// write prints what a run came to in one format, to standard output or to a
// file.
func (a *app) write(output string, w *workspace, out outcome) (err error) {
	name, file := cutOutput(output)
	report := a.findingsReport(out.found, out.documents)
	report.Hidden, report.Rules, report.Version = out.hidden, ruleInfos(), versionText()
	if name == "github" {
		report.Token = rand.Text()
	}
	if prefix := w.prefix(); prefix != "" && slices.Contains(fromTop, name) {
		report.Findings = below(prefix, report.Findings)
	}
	if file == "" {
		return formatOf(name)(a.stdout, report)
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(a.dir, file)
	}
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("writing the findings: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	report.Color = false
	return formatOf(name)(f, report)
}

// below gives findings with the paths that their files have from a folder
// above.
func below(prefix string, found []diag.Diagnostic) []diag.Diagnostic {
	files := map[*source.File]*source.File{}
	moved := func(f *source.File) *source.File {
		if files[f] == nil {
			files[f] = source.New(prefix+f.Path, f.Data)
		}
		return files[f]
	}
	found = slices.Clone(found)
	for i, d := range found {
		found[i].File = moved(d.File)
		found[i].Related = slices.Clone(d.Related)
		for j, r := range d.Related {
			found[i].Related[j].File = moved(r.File)
		}
	}
	return found
}

// ruleInfos tells the formats about the rules.
func ruleInfos() []diag.RuleInfo {
	var infos []diag.RuleInfo
	for _, r := range rules.All() {
		en, _ := rules.Page(r.ID, "en")
		ja, _ := rules.Page(r.ID, "ja")
		infos = append(infos, diag.RuleInfo{
			ID: r.ID, Severity: r.Severity, Prose: r.Prose, Security: r.Security,
			Summary: diag.Text{En: rules.Summary(r.ID, "en"), Ja: rules.Summary(r.ID, "ja")},
			Page:    diag.Text{En: string(en), Ja: string(ja)},
		})
	}
	return infos
}
