package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

// fix mends what can be mended and gives what is left: in the files, or, with
// --diff, on standard output.
func (l *linting) fix(ctx context.Context, f lintFlags) (outcome, error) {
	var last outcome
	relint := func(changed map[string][]byte) ([]diag.Diagnostic, error) {
		s, err := l.stateWith(ctx, changed)
		if err != nil {
			return nil, err
		}
		last = l.judge(s)
		return inside(last.found), nil
	}
	text := func(path string) ([]byte, error) { return fs.ReadFile(l.w.files, path) }
	fixed, err := lint.FixAll(text, relint, f.fix == "unsafe")
	if err != nil {
		return outcome{}, fmt.Errorf("fixing: %w", err)
	}
	if !fixed.Stable {
		l.app.tell(diag.Text{En: "the fixes do not come to an end: run it again, and look at the difference", Ja: "修正が収束しません。もう一度実行し、差分を確認してください"})
	}
	paths := slices.Sorted(maps.Keys(fixed.Files))
	for _, path := range paths {
		before, err := text(path)
		if err != nil {
			return outcome{}, fmt.Errorf("fixing: %w", err)
		}
		if f.diff {
			if err := lint.WriteDiff(l.app.stdout, path, before, fixed.Files[path]); err != nil {
				return outcome{}, err
			}
			continue
		}
		if err := replaceFile(l.w.root, path, fixed.Files[path]); err != nil {
			return outcome{}, err
		}
	}
	last.changes = f.diff && len(paths) > 0
	switch {
	case len(paths) == 0:
		l.app.tell(nothingToFix(last.found, f))
	case f.diff:
		l.app.tell(diag.Say("files that would change: %d", "変更されるファイル: %d 件", len(paths)))
	default:
		l.app.tell(diag.Say("files fixed: %d", "修正したファイル: %d 件", len(paths)))
	}
	return last, nil
}

// nothingToFix says that nothing was mended, and whether more daring would.
func nothingToFix(found []diag.Diagnostic, f lintFlags) diag.Text {
	unsafe := 0
	for _, d := range found {
		if _, ok := lint.FixOf(d, true); ok {
			unsafe++
		}
	}
	if unsafe > 0 && f.fix != "unsafe" {
		return diag.Say("nothing can be fixed safely; --fix=unsafe would mend %d", "安全に直せるものはありません。--fix=unsafe なら %d 件を直せます", unsafe)
	}
	return diag.Text{En: "nothing can be fixed", Ja: "自動で直せるものはありません"}
}

// inside leaves out the fixes of files that are not in the repository, such as
// rule files named on the command line.
func inside(found []diag.Diagnostic) []diag.Diagnostic {
	return slices.DeleteFunc(slices.Clone(found), func(d diag.Diagnostic) bool { return !fs.ValidPath(d.File.Path) })
}

// stateWith reads the documents with some files replaced.
func (l *linting) stateWith(ctx context.Context, changed map[string][]byte) (state, error) {
	if len(changed) == 0 {
		return l.w.state(), nil
	}
	return l.w.read(ctx, overlay{texts(changed), l.w.files})
}

// texts is a file system of files alone, by path.
type texts map[string][]byte

func (t texts) Open(name string) (fs.File, error) {
	data, ok := t[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &textFile{bytes.NewReader(data), name}, nil
}

// textFile is an open file of texts.
type textFile struct {
	*bytes.Reader
	name string
}

func (f *textFile) Close() error               { return nil }
func (f *textFile) Stat() (fs.FileInfo, error) { return textInfo{f}, nil }

type textInfo struct{ file *textFile }

func (i textInfo) Name() string     { return i.file.name }
func (textInfo) Mode() fs.FileMode  { return 0o644 }
func (textInfo) ModTime() time.Time { return time.Time{} }
func (textInfo) IsDir() bool        { return false }
func (textInfo) Sys() any           { return nil }
func (i textInfo) Size() int64      { return i.file.Reader.Size() }
