package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// addAlerts adds the flag of the commands that read rule files.
func (a *app) addAlerts(cmd *cobra.Command, globs *[]string) {
	cmd.Flags().StringArrayVar(globs, "alerts", nil, a.in(
		"Prometheus rule files: a quoted `GLOB` such as 'rules/*.yaml', also outside the repository; may be repeated (default: alerts of the settings)",
		"Prometheus のルールファイル。'rules/*.yaml' のように引用符で囲んだグロブ `GLOB`。リポジトリの外でもよい。複数指定できる（既定: 設定の alerts）"))
}

// ruleFiles are the rule files that a command works with.
type ruleFiles struct {
	inside  []ruleGlob     // of the repository, in whichever of its revisions
	outside []*source.File // that are read once
}

// ruleGlob says which files below a folder are meant.
type ruleGlob struct {
	folder  string // slash-separated, or a path of the system
	pattern string // of source.Match, below folder
	written string // by the user
}

// openWithAlerts opens the repository and loads its documents with the alerts
// of the rule files that the settings name, and what the history tells if past
// is true.
func (a *app) openWithAlerts(ctx context.Context, past bool) (*workspace, error) {
	w, err := a.open(".")
	if err != nil {
		return nil, err
	}
	if err := a.readAlerts(w, nil); err != nil {
		return nil, err
	}
	return w, a.loadFor(ctx, w, past)
}

// readAlerts reads the rule files that the flags name, or else the settings,
// so that load finds alerts in them. A glob of the command line that matches
// nothing is an error, since the check that was asked for would not be made.
func (a *app) readAlerts(w *workspace, globs []string) error {
	named := len(globs) > 0
	if !named {
		globs = w.config.Alerts
	}
	for _, written := range globs {
		read, err := a.addRuleFiles(w, written, named)
		if err != nil {
			return err
		}
		nothing := diag.Say("no rule file matches %q", "%q に一致するルールファイルがありません", written)
		switch {
		case read > 0:
		case named:
			return &usageError{message: nothing, hint: diag.Text{
				En: "the glob is relative to the working folder; quote it, so that the shell leaves it alone",
				Ja: "グロブは作業フォルダーからの相対パスです。シェルに展開されないよう引用符で囲んでください",
			}}
		default:
			a.tell(nothing)
		}
	}
	files, err := w.rules.in(w.files, w.config.Corpus.Limits.File)
	w.config.Corpus.AlertFiles = files
	return err
}

// addRuleFiles notes the files that one glob means, and counts them.
func (a *app) addRuleFiles(w *workspace, written string, named bool) (int, error) {
	glob := ruleGlob{folder: ".", pattern: written, written: written}
	if strings.Contains(written, "/") || named {
		glob.folder, glob.pattern = splitGlob(filepath.ToSlash(written))
	}
	inside := true
	if named {
		var err error
		if glob.folder, inside, err = w.locate(a.dir, glob.folder); err != nil {
			return 0, err
		}
	}
	limit := w.config.Corpus.Limits.File
	if inside {
		files, err := glob.read(w.files, "", limit)
		w.rules.inside = append(w.rules.inside, glob)
		return len(files), err
	}
	prefix := glob.folder
	if rel, err := filepath.Rel(w.root, glob.folder); err == nil {
		prefix = filepath.ToSlash(rel)
	}
	below := ruleGlob{folder: ".", pattern: glob.pattern, written: written}
	files, err := below.read(os.DirFS(glob.folder), prefix, limit)
	w.rules.outside = append(w.rules.outside, files...)
	return len(files), err
}

// locate gives a folder of the command line as a path in the repository, if it
// is inside it, or of the system. Links of the repository are not followed to
// find out, so that a link in it leads nowhere else.
func (w *workspace) locate(working, folder string) (where string, inside bool, err error) {
	if !filepath.IsAbs(folder) {
		if working, err = realPath(working); err != nil {
			return "", false, err
		}
		folder = filepath.Join(working, folder)
	}
	root, err := os.Stat(w.root)
	if err != nil {
		return "", false, fmt.Errorf("finding the repository: %w", err)
	}
	for dir := filepath.Clean(folder); ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(dir); err == nil && os.SameFile(info, root) {
			rel, err := filepath.Rel(dir, folder)
			return filepath.ToSlash(rel), err == nil, err
		}
		if dir == filepath.Dir(dir) {
			return folder, false, nil
		}
	}
}

// splitGlob divides a glob before its first step with a wildcard, else before
// its last one. The pattern holds for paths below the folder alone.
func splitGlob(glob string) (folder, pattern string) {
	steps := strings.Split(strings.TrimSuffix(glob, "/"), "/")
	n := slices.IndexFunc(steps, func(s string) bool { return strings.ContainsAny(s, `*?[\`) })
	if n < 0 {
		n = len(steps) - 1
	}
	folder = strings.Join(steps[:n], "/")
	if folder == "" && strings.HasPrefix(glob, "/") {
		folder = "/"
	}
	return path.Clean(folder), "/" + strings.Join(steps[n:], "/")
}

// in gives all rule files, those of the repository from a revision of it. A
// file that several globs match is read once.
func (r ruleFiles) in(files fs.FS, limit int) ([]*source.File, error) {
	all := slices.Clone(r.outside)
	for _, glob := range r.inside {
		found, err := glob.read(files, "", limit)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(f *source.File) bool {
		again := seen[f.Path]
		seen[f.Path] = true
		return again
	}), nil
}

// read reads the files that the glob matches, by name. Prefix stands before the
// paths of files outside the repository, and is empty for those inside. There
// links are passed over: loading the documents reports them. Markdown files
// below a folder are documents, not rules.
func (g ruleGlob) read(fsys fs.FS, prefix string, limit int) ([]*source.File, error) {
	if !fs.ValidPath(g.folder) {
		return nil, &usageError{message: diag.Say("%q leads out of the repository", "%q はリポジトリの外を指しています", g.written)}
	}
	below, err := fs.Sub(fsys, g.folder)
	if err != nil {
		return nil, fmt.Errorf("reading rule files: %w", err)
	}
	var files []*source.File
	err = fs.WalkDir(below, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case name == "." && errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || !g.mayHold(name)):
			return fs.SkipDir
		case d.IsDir() || !source.Match(g.pattern, name) || strings.EqualFold(path.Ext(name), ".md"):
			return nil
		case !d.Type().IsRegular() && (prefix == "" || !isRegular(below, name)):
			return nil
		}
		data, err := readLimited(below, name, limit)
		if err == nil {
			files = append(files, source.New(path.Join(prefix, g.folder, name), data))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading rule files: %w", err)
	}
	return files, nil
}

// mayHold tells whether files below a folder may match.
func (g ruleGlob) mayHold(folder string) bool {
	steps := strings.Split(strings.TrimPrefix(g.pattern, "/"), "/")
	if folder == "." || !strings.HasPrefix(g.pattern, "/") || slices.Contains(steps, "**") {
		return true
	}
	for i, name := range strings.Split(folder, "/") {
		if i == len(steps) {
			return true // in a folder that matches as a whole
		}
		if ok, err := path.Match(steps[i], name); !ok || err != nil {
			return false
		}
	}
	return true
}

func isRegular(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && info.Mode().IsRegular()
}

// readLimited reads a file up to one byte over limit, so that one that is too
// large is known to be.
func readLimited(fsys fs.FS, name string, limit int) (data []byte, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(io.LimitReader(f, int64(limit)+1))
}
