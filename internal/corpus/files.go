package corpus

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// Files lists the paths of the files below root that can be documents, in
// order. Hidden folders and those of package managers (node_modules, vendor)
// hold none, nor do the paths that a glob of ignore matches.
// What cannot be a document although its name says so (a symbolic link, a
// device), a name that is not UTF-8 or has characters that cannot be seen, and
// two paths that only some file systems can tell apart come back as findings.
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
		if !honestName(d.Name()) {
			if d.IsDir() {
				found = append(found, illNamed(name))
				return fs.SkipDir
			}
			if doc.IsDocument(name) {
				found = append(found, illNamed(name))
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
	return paths, append(found, alikePaths(paths)...), err
}

// alikePaths finds the paths that are one on file systems that ignore case, or
// in which way a character is composed: a clone there has one of the files.
func alikePaths(paths []string) []diag.Diagnostic {
	var found []diag.Diagnostic
	first := make(map[string]string, len(paths))
	for _, name := range paths {
		key := foldPath(name)
		other, known := first[key]
		if !known {
			first[key] = name
			continue
		}
		found = append(found, diag.Diagnostic{
			Rule: "irregular-file", Severity: diag.Warning, File: source.New(name, nil),
			Message: diag.Say("%+q and %+q are one path on macOS and Windows: rename one of them",
				"%+q と %+q は macOS や Windows では同じパスになります。どちらかの名前を変えてください", path.Base(other), path.Base(name)),
		})
	}
	return found
}

func foldPath(name string) string {
	if !strings.ContainsFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return strings.ToLower(name)
	}
	return cases.Fold().String(norm.NFC.String(name))
}

// Candidate tells by its name whether a file may be a document: one with the
// extension of a document, or with none at all. Of the latter only those are
// documents that begin like Markdown and are of a kind; see Unnamed. Settings
// are none, wherever they stand.
func Candidate(name string) bool {
	return path.Base(name) != settingsName && (doc.IsDocument(name) || !strings.Contains(path.Base(name), "."))
}

// settingsName is the name of settings files.
const settingsName = "debrief.yaml"

// Wanted tells by its path alone whether Files would list a file, for files
// that are in no folder to walk: those of other commits.
func Wanted(name string, ignore []string) bool {
	if !Candidate(name) || !honestName(name) {
		return false
	}
	for i := 0; i <= len(name); i++ {
		if i < len(name) && name[i] != '/' {
			continue
		}
		if part := name[:i]; hiddenName(path.Base(part), i < len(name)) || slices.ContainsFunc(ignore, func(glob string) bool { return source.Match(glob, part) }) {
			return false
		}
	}
	return true
}

// Unnamed tells whether a file without extension begins like a Markdown
// document: with front matter or a heading. LICENSE, Makefile and programs do
// not, or are of no kind.
func Unnamed(f *source.File) bool {
	if doc.IsDocument(f.Path) {
		return false
	}
	text := strings.TrimPrefix(string(f.Data[:min(len(f.Data), 256)]), "\ufeff")
	text = strings.TrimLeft(text, " \r\n")
	return strings.HasPrefix(text, "# ") || strings.HasPrefix(text, "---\n") || strings.HasPrefix(text, "---\r\n")
}

// ignored tells whether no folder of this name holds documents. Hidden files
// are no documents either.
func ignored(d fs.DirEntry) bool { return hiddenName(d.Name(), d.IsDir()) }

func hiddenName(name string, isDir bool) bool {
	return strings.HasPrefix(name, ".") || isDir && (name == "node_modules" || name == "vendor")
}

// honestName tells whether a name is UTF-8 (fs.ValidPath refuses others), and
// whether all of it can be seen: a control character breaks the lines of a
// terminal, a mark that reverses text makes a name look like another.
func honestName(name string) bool {
	return utf8.ValidString(name) && !strings.ContainsFunc(name, unseen)
}

func unseen(r rune) bool {
	return unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// illNamed is the finding of a name that is not honest. It is shown escaped.
func illNamed(name string) diag.Diagnostic {
	d := diag.Diagnostic{
		Rule:     "irregular-file",
		Severity: diag.Error,
		Message:  diag.Say("the name %q is not UTF-8", "名前 %q はUTF-8ではありません", path.Base(name)),
	}
	if utf8.ValidString(path.Base(name)) {
		d.Message = diag.Say("the name %q has a control character: rename it", "名前 %q に制御文字が含まれています。名前を変えてください", path.Base(name))
	}
	var shown strings.Builder
	for _, r := range strings.ToValidUTF8(name, "\ufffd") {
		if unseen(r) {
			shown.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		} else {
			shown.WriteRune(r)
		}
	}
	d.File = source.New(shown.String(), nil)
	return d
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

// headBytes is how much is read of a file that is too large: enough to see
// what it is.
const headBytes = 4 << 10

// readFile reads a file. Of one that is larger than limit it gives the
// beginning, or nothing if not even that can be read, and whole is false.
func readFile(fsys fs.FS, name string, limit int) (data []byte, whole bool, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", name, err)
	}
	if !info.Mode().IsRegular() {
		return nil, false, fmt.Errorf("reading %s: %w", name, errors.New("it is no regular file any more"))
	}
	if info.Size() > int64(limit) {
		head := make([]byte, headBytes)
		n, _ := io.ReadFull(f, head) // of a commit it cannot be read at all
		return head[:n], false, nil
	}
	data, err = readUpTo(f, int(info.Size()), limit+1)
	if err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", name, err)
	}
	return data, len(data) <= limit, nil
}

// readUpTo reads at most some bytes of what is expected to have so many.
func readUpTo(r io.Reader, expected, most int) ([]byte, error) {
	data := make([]byte, 0, min(expected, most)+512)
	for len(data) < most {
		n, err := r.Read(data[len(data):min(cap(data), most)])
		data = data[:len(data)+n]
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
	return data, nil
}
