package corpus

import (
	"cmp"
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

// SeriesBytes is the largest file of a metric series in bytes: one of more than
// a million values.
const SeriesBytes = 64 << 20

// readSeries reads the series that inventories name, then those of the
// settings, whose metric is the name of the file. A file is read once: the first
// inventory that names it, by path, says what it holds.
func (o Options) readSeries(ctx context.Context, fsys fs.FS, entries []*Entry) ([]facet.Series, Reading, []diag.Diagnostic, error) {
	files, found := namedSeries(fsys, entries)
	named := map[string]bool{}
	for _, f := range files {
		named[f.File] = true
	}
	others, more, err := dataFiles(fsys, o.Series, facet.RuleSeries, ".csv")
	if err != nil {
		return nil, Reading{}, nil, err
	}
	found = append(found, more...)
	for _, name := range others {
		if !named[name] {
			files = append(files, facet.SeriesFile{Metric: strings.TrimSuffix(path.Base(name), path.Ext(name)), File: name})
		}
	}
	all := make([]seriesRead, len(files))
	err = parallel(ctx, len(files), func(i int) (err error) {
		all[i], err = o.oneSeries(fsys, files[i])
		return err
	})
	read := Reading{Named: len(found)+len(files) > 0 || len(o.Series) > 0, Files: len(files)}
	var series []facet.Series
	for _, r := range all {
		series, found = append(series, r.series...), append(found, r.found...)
		read.Unread += r.lost
	}
	return series, read, found, err
}

// seriesRead is what one file gives.
type seriesRead struct {
	series []facet.Series
	found  []diag.Diagnostic
	lost   int // rows that are left out
}

func (o Options) oneSeries(fsys fs.FS, about facet.SeriesFile) (r seriesRead, err error) {
	data, whole, err := readFile(fsys, about.File, SeriesBytes)
	if err != nil {
		return r, err
	}
	f := source.New(about.File, data)
	if !whole {
		return seriesRead{lost: 1, found: []diag.Diagnostic{{
			Rule: "file-too-large", Severity: diag.Error, File: f,
			Message: diag.Say("the file is larger than %d bytes", "ファイルが%dバイトを超えています", SeriesBytes),
		}}}, nil
	}
	limits := o.Limits
	limits.File = max(limits.File, SeriesBytes)
	r.series, r.found, r.lost = facet.DecodeSeries(f, about, limits)
	return r, nil
}

// namedSeries finds the files that inventories name; File is then their path. A
// file that is named again is a finding: it holds one metric.
func namedSeries(fsys fs.FS, entries []*Entry) (files []facet.SeriesFile, found []diag.Diagnostic) {
	first := map[string]string{} // where the first declaration of a file stands
	for _, e := range entries {
		if e.Monitoring == nil {
			continue
		}
		for _, s := range e.Monitoring.Series {
			name, wrong := locateSeries(fsys, e.Path(), s.File)
			if first[name] != "" {
				wrong = diag.Say("%q is already declared at %s: a file holds one metric of one service, so remove this declaration or give it a file of its own",
					"%q は %s で宣言済みです。1つのファイルに書けるのは1つのサービスの1つのメトリクスです。この宣言を削除するか、別のファイルに分けてください", name, first[name])
			}
			switch {
			case wrong.En != "":
				found = append(found, diag.Diagnostic{Rule: facet.RuleSeries, Severity: diag.Warning, File: e.Doc.File, Span: s.At.Span, Message: wrong})
			default:
				first[name] = fmt.Sprintf("%s:%d", e.Path(), e.Doc.File.Position(s.At.Span.Start).Line)
				s.File, s.Service = name, cmp.Or(s.Service, onlyService(e))
				files = append(files, s)
			}
		}
	}
	return files, found
}

// onlyService is the service of a document that names one alone.
func onlyService(e *Entry) string {
	if names := texts(e.Value().Field("services")); len(names) == 1 {
		return names[0]
	}
	return ""
}

// locateSeries gives the path of a file that a document names: beside it, else
// from the root. Links are not followed and hidden files not read, so that a
// document gives away nothing but what lies open in the repository.
func locateSeries(fsys fs.FS, document, file string) (name string, wrong diag.Text) {
	file = strings.ReplaceAll(strings.TrimSpace(file), `\`, "/")
	candidates := []string{path.Join(path.Dir(document), file), path.Clean(file)}
	if rooted, ok := strings.CutPrefix(file, "/"); ok {
		candidates = []string{path.Clean(rooted)}
	}
	inside := false
	for _, name := range candidates {
		if !fs.ValidPath(name) {
			continue
		}
		inside = true
		if seriesName(name) && plainFile(fsys, name) {
			return name, diag.Text{}
		}
	}
	switch {
	case !inside:
		return "", diag.Say("%q leads out of the repository", "%q はリポジトリの外を指しています", file)
	case !strings.EqualFold(path.Ext(file), ".csv"):
		return "", diag.Say("%q is no .csv file", "%q は .csv ファイルではありません", file)
	}
	for _, name := range candidates {
		if what := irregularPath(fsys, name); what.En != "" && !hiddenPath(name) {
			return "", diag.Say("%q is %s, which is not read: name the file itself", "%q は%sのため読み込みません。ファイルそのものを指定してください", file, what)
		}
	}
	return "", diag.Say("there is no file %q, neither beside the document nor from the root", "ファイル %q が、文書のフォルダーにもリポジトリのルートにもありません", file)
}

// seriesName tells whether a path may be one of a series: of CSV, in no hidden
// folder.
func seriesName(name string) bool {
	return strings.EqualFold(path.Ext(name), ".csv") && !hiddenPath(name)
}

func hiddenPath(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool { return strings.HasPrefix(part, ".") })
}

// plainFile tells whether a path leads to a file through folders alone, not
// through links.
func plainFile(fsys fs.FS, name string) bool {
	mode, found := modeOf(fsys, name)
	return found && mode.IsRegular()
}

// irregularPath says what a path leads to that is no file; empty if it leads
// nowhere.
func irregularPath(fsys fs.FS, name string) diag.Text {
	mode, found := modeOf(fsys, name)
	switch {
	case !found || mode.IsRegular():
		return diag.Text{}
	case mode.IsDir():
		return diag.Text{En: "a folder", Ja: "フォルダー"}
	case mode&fs.ModeSymlink != 0:
		return diag.Text{En: "a symbolic link, or lies behind one", Ja: "シンボリックリンク(またはその先)"}
	}
	return diag.Text{En: "a special file", Ja: "特殊ファイル"}
}

// modeOf gives the mode of what stands at a path, or of the first step of it
// that is no folder: links are not followed.
func modeOf(fsys fs.FS, name string) (mode fs.FileMode, found bool) {
	if !fs.ValidPath(name) {
		return 0, false
	}
	for i := range len(name) + 1 {
		if i < len(name) && name[i] != '/' {
			continue
		}
		info, err := fs.Lstat(fsys, name[:i])
		switch {
		case err != nil:
			return 0, false
		case i == len(name) || info.Mode()&fs.ModeSymlink != 0:
			return info.Mode(), true
		case !info.IsDir():
			return 0, false
		}
	}
	return 0, false
}
