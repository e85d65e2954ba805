package corpus

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// Files lists the paths of the files below root that can be documents, in
// order. Hidden folders and those of package managers (node_modules, vendor)
// hold none, nor do the paths that a glob of ignore matches.
// What cannot be a document although its name says so (a symbolic link, a
// device) comes back as a finding.
func Files(fsys fs.FS, ignore []string) ([]string, []diag.Diagnostic, error) {
	var paths []string
	var found []diag.Diagnostic
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("reading folder %s: %w", name, err)
		}
		if name != "." && (ignored(d) || slices.ContainsFunc(ignore, func(glob string) bool { return source.Match(glob, name) })) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() || !Candidate(name) {
			return nil
		}
		if !d.Type().IsRegular() && doc.IsDocument(name) {
			found = append(found, irregular(name, d))
			return nil
		}
		if d.Type().IsRegular() {
			paths = append(paths, name)
		}
		return nil
	})
	return paths, found, err
}

// Candidate tells by its name whether a file may be a document: one with the
// extension of a document, or with none at all. Of the latter only those are
// documents that begin like Markdown and are of a kind; see unnamed.
func Candidate(name string) bool {
	return doc.IsDocument(name) || !strings.Contains(path.Base(name), ".")
}

// unnamed tells whether a file without extension begins like a Markdown
// document: with front matter or a heading. LICENSE, Makefile and programs do
// not, or are of no kind.
func unnamed(f *source.File) bool {
	if doc.IsDocument(f.Path) {
		return false
	}
	text := strings.TrimPrefix(string(f.Data[:min(len(f.Data), 256)]), "\ufeff")
	text = strings.TrimLeft(text, " \r\n")
	return strings.HasPrefix(text, "# ") || strings.HasPrefix(text, "---\n") || strings.HasPrefix(text, "---\r\n")
}

// ignored tells whether no folder of this name holds documents. Hidden files
// are no documents either.
func ignored(d fs.DirEntry) bool {
	return strings.HasPrefix(d.Name(), ".") || d.IsDir() && (d.Name() == "node_modules" || d.Name() == "vendor")
}

func irregular(name string, d fs.DirEntry) diag.Diagnostic {
	what := diag.Text{En: "a special file", Ja: "特殊ファイル"}
	if d.Type()&fs.ModeSymlink != 0 {
		what = diag.Text{En: "a symbolic link", Ja: "シンボリックリンク"}
	}
	return diag.Diagnostic{
		Rule:     "irregular-file",
		Severity: diag.Error,
		Message:  diag.Say("%q is %s, which is not followed", "%q は%sのため読み込みません", path.Base(name), what),
		File:     source.New(name, nil),
	}
}

// readFile reads a file up to one byte over limit, so that a file that is too
// large is known to be without being read whole.
func readFile(fsys fs.FS, name string, limit int) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("reading %s: %w", name, errors.New("it is no regular file any more"))
	}
	data := make([]byte, 0, min(int(info.Size()), limit)+512)
	for len(data) <= limit {
		n, err := f.Read(data[len(data):min(cap(data), limit+1)])
		data = data[:len(data)+n]
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
	return data, nil
}
