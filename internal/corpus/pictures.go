package corpus

import (
	"io"
	"io/fs"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// pictures finds the pictures of a document that Git LFS keeps elsewhere.
func (l loadedFile) pictures(fsys fs.FS) []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, w := range l.links {
		if !w.image {
			continue
		}
		if name := fileOf(l.entry.Path(), w.text); fs.ValidPath(name) && isPointer(fsys, name) {
			found = append(found, diag.Diagnostic{
				Rule: "lfs-pointer", Severity: diag.Warning, File: l.entry.Doc.File, Span: w.span,
				Message: diag.Say("Git LFS keeps the picture %q and has not fetched it: run git lfs pull",
					"画像 %q は Git LFS の管理下にあり、まだ取得されていません。git lfs pull を実行してください", w.text),
			})
		}
	}
	return found
}

// isPointer tells whether a file is a pointer of Git LFS. What cannot be read
// is none; others say so.
func isPointer(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > source.MaxPointer {
		return false
	}
	f, err := fsys.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, source.MaxPointer+1))
	_, ok := source.ReadPointer(data)
	return ok && err == nil
}
