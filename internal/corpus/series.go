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
func (o Options) readSeries(ctx context.Context, fsys fs.FS, entries []*Entry) ([]facet.Series, []diag.Diagnostic, error) {
	files, found := namedSeries(fsys, entries)
	named := map[string]bool{}
	for _, f := range files {
		named[f.File] = true
	}
	others, err := o.globbedSeries(fsys)
	if err != nil {
		return nil, nil, err
	}
	files = append(files, slices.DeleteFunc(others, func(f facet.SeriesFile) bool { return named[f.File] })...)
	type read struct {
		series []facet.Series
		found  []diag.Diagnostic
	}
	all := make([]read, len(files))
	err = parallel(ctx, len(files), func(i int) (err error) {
		all[i].series, all[i].found, err = o.oneSeries(fsys, files[i])
		return err
	})
	var series []facet.Series
	for _, r := range all {
		series, found = append(series, r.series...), append(found, r.found...)
	}
	return series, found, err
}

func (o Options) oneSeries(fsys fs.FS, about facet.SeriesFile) ([]facet.Series, []diag.Diagnostic, error) {
	data, whole, err := readFile(fsys, about.File, SeriesBytes)
	if err != nil {
		return nil, nil, err
	}
	f := source.New(about.File, data)
	if !whole {
		return nil, []diag.Diagnostic{{
			Rule: "file-too-large", Severity: diag.Error, File: f,
			Message: diag.Say("the file is larger than %d bytes", "ファイルが%dバイトを超えています", SeriesBytes),
		}}, nil
	}
	limits := o.Limits
	limits.File = max(limits.File, SeriesBytes)
	series, found := facet.DecodeSeries(f, about, limits)
	return series, found, nil
}

// globbedSeries lists the files that the settings mean, by path.
func (o Options) globbedSeries(fsys fs.FS) (files []facet.SeriesFile, err error) {
	if len(o.Series) == 0 {
		return nil, nil
	}
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("reading folder %s: %w", name, err)
		case name != "." && ignored(d) && d.IsDir():
			return fs.SkipDir
		case !d.Type().IsRegular() || !seriesName(name):
			return nil
		}
		if slices.ContainsFunc(o.Series, func(glob string) bool { return source.Match(glob, name) }) {
			files = append(files, facet.SeriesFile{Metric: strings.TrimSuffix(path.Base(name), path.Ext(name)), File: name})
		}
		return nil
	})
	return files, err
}

// namedSeries finds the files that inventories name; File is then their path.
func namedSeries(fsys fs.FS, entries []*Entry) (files []facet.SeriesFile, found []diag.Diagnostic) {
	seen := map[string]bool{}
	for _, e := range entries {
		if e.Monitoring == nil {
			continue
		}
		for _, s := range e.Monitoring.Series {
			name, wrong := locateSeries(fsys, e.Path(), s.File)
			switch {
			case wrong.En != "":
				found = append(found, diag.Diagnostic{Rule: facet.RuleSeries, Severity: diag.Warning, File: e.Doc.File, Span: s.At.Span, Message: wrong})
			case !seen[name]:
				seen[name] = true
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
	return "", diag.Say("there is no file %q, neither beside the document nor from the root", "ファイル %q が、文書のフォルダーにもリポジトリのルートにもありません", file)
}

// seriesName tells whether a path may be one of a series: of CSV, in no hidden
// folder.
func seriesName(name string) bool {
	hidden := slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool { return strings.HasPrefix(part, ".") })
	return strings.EqualFold(path.Ext(name), ".csv") && !hidden
}

// plainFile tells whether a path leads to a file through folders alone, not
// through links.
func plainFile(fsys fs.FS, name string) bool {
	for i := range len(name) + 1 {
		if i < len(name) && name[i] != '/' {
			continue
		}
		info, err := fs.Lstat(fsys, name[:i])
		switch {
		case err != nil:
			return false
		case i == len(name):
			return info.Mode().IsRegular()
		case !info.IsDir():
			return false
		}
	}
	return false
}
