package corpus

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// Glob is a glob of files of data with the place where the settings state it.
type Glob struct {
	Pattern string
	File    *source.File
	Span    source.Span
}

// Reading is what became of the files of data that are named.
type Reading struct {
	Named  bool // something names files
	Files  int  // that are there
	Unread int  // records that are left out; a file that cannot be read at all counts as one
}

// dataFiles lists the files that globs mean and that have one of some
// extensions, by path. Links are not followed, which is a finding as it is for
// documents, and hidden files not read. A glob without a file is a finding of
// a rule.
func dataFiles(fsys fs.FS, globs []Glob, rule string, extensions ...string) (names []string, found []diag.Diagnostic, err error) {
	if len(globs) == 0 {
		return nil, nil, nil
	}
	met := make([]bool, len(globs))
	other := make([]string, len(globs)) // the first file of another extension
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("reading folder %s: %w", name, err)
		case name != "." && ignored(d) && d.IsDir():
			return fs.SkipDir
		case d.IsDir() || ignored(d):
			return nil
		}
		fits, meant := slices.Contains(extensions, strings.ToLower(path.Ext(name))), false
		for i, glob := range globs {
			switch {
			case !source.Match(glob.Pattern, name):
			case fits || d.Type()&fs.ModeSymlink != 0:
				met[i], meant = true, true
			case other[i] == "":
				other[i] = name
			}
		}
		switch {
		case !meant:
		case d.Type().IsRegular():
			names = append(names, name)
		case !doc.IsDocument(name): // of those it is said already
			found = append(found, irregular(name, d))
		}
		return nil
	})
	for i, glob := range globs {
		if !met[i] && err == nil {
			found = append(found, glob.unmet(rule, other[i], extensions))
		}
	}
	return names, found, err
}

// unmet is the finding of a glob that means no file, but maybe one of another
// extension.
func (g Glob) unmet(rule, other string, extensions []string) diag.Diagnostic {
	d := diag.Diagnostic{Rule: rule, Severity: diag.Warning, File: g.File, Span: g.Span, Message: diag.Say(
		"no file matches %q: correct the glob, or take it out", "%q に一致するファイルがありません。グロブを直すか、削除してください", g.Pattern)}
	if other != "" {
		d.Message = diag.Say("%q matches %q, which is not read: name a file that ends with %s",
			"%q に一致する %q は読み込めません。拡張子が %s のファイルを指定してください", g.Pattern, other, strings.Join(extensions, ", "))
	}
	if d.File == nil {
		d.File = source.New(settingsName, nil)
	}
	return d
}
