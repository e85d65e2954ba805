package render

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/schema"
	"github.com/debrief-dev/debrief/theme"
)

// ThemeFolder is where a repository keeps a theme of its own.
const ThemeFolder = ".debrief/theme"

// look is a theme of a repository. It comes from whoever may propose a change:
// it has templates, style sheets, texts and a logo, and no scripts. Other files
// do not exist in it.
type look struct{ files fs.FS }

// Open implements fs.FS.
func (l look) Open(name string) (fs.File, error) {
	if name != "." && path.Ext(name) != "" && !belongs(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return l.files.Open(name)
}

// belongs tells whether a file can be a part of a theme.
func belongs(name string) bool {
	dir, file := path.Split(name)
	switch dir {
	case "templates/", "templates/partials/":
		return path.Ext(file) == ".html"
	case "css/":
		return path.Ext(file) == ".css"
	case "":
		return slices.Contains(logoNames, file) || isText(file, "strings.", ".json") || isText(file, "method.", ".md")
	}
	return false
}

func isText(file, prefix, suffix string) bool {
	return file == prefix+"en"+suffix || file == prefix+"ja"+suffix
}

// logoNames are the files that can be the logo; the first that is there counts.
var logoNames = []string{"logo.svg", "logo.png"}

// wear makes a theme of the repository's own and the built-in one.
func wear(own fs.FS) layered {
	if own == nil {
		return layered{nil, theme.FS}
	}
	return layered{look{own}, theme.FS}
}

// logo publishes the logo of a theme and gives its path; empty if there is none.
func (l layered) logo(emit func(string, []byte) error) (string, error) {
	for _, name := range logoNames {
		data, err := fs.ReadFile(l, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("reading the logo: %w", err)
		}
		if len(data) > largestPicture || pictureType(path.Ext(name), data) == "" {
			return "", fmt.Errorf("%s/%s cannot be published: it is too large, not what its name says, or a drawing with scripts, styles or links", ThemeFolder, name)
		}
		sum := sha256.Sum256(data)
		file := "assets/logo-" + hex.EncodeToString(sum[:5]) + path.Ext(name)
		return file, emit(file, data)
	}
	return "", nil
}

// ThemeNotes gives what in a theme of a repository has no effect, in the order
// of its files.
func ThemeNotes(own fs.FS, set *schema.Set) ([]diag.Text, error) {
	known := themeNames(set)
	var notes []diag.Text
	err := fs.WalkDir(own, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() || path.Dir(name) == "templates/partials" && path.Ext(name) == ".html" || slices.Contains(known, name):
			return nil
		case path.Dir(name) == "css" && path.Ext(name) == ".css":
			return nil // another file may import it
		case path.Ext(name) == ".ts" || path.Ext(name) == ".js":
			notes = append(notes, diag.Say("%s/%s is left out: a theme has no scripts", "%s/%s は使いません。テーマにスクリプトは置けません", ThemeFolder, name))
			return nil
		}
		note := diag.Say("%s/%s is no part of a theme", "%s/%s はテーマのファイルではありません", ThemeFolder, name)
		if near := likely(name, known); near != "" {
			note = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", note, near)
		}
		notes = append(notes, note)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the theme: %w", err)
	}
	for _, lang := range []string{"en", "ja"} {
		more, err := unknownTexts(own, lang)
		if err != nil {
			return nil, err
		}
		notes = append(notes, more...)
	}
	return notes, nil
}

// likely gives the file that a name most likely means: one that is written
// alike, or that has the same name in another folder.
func likely(name string, known []string) string {
	if near := diag.Nearest(name, known); near != "" {
		return near
	}
	i := slices.IndexFunc(known, func(other string) bool { return path.Base(other) == path.Base(name) })
	if i < 0 {
		return ""
	}
	return known[i]
}

// themeNames are the files that a theme may replace or have.
func themeNames(set *schema.Set) []string {
	names := slices.Clone(logoNames)
	fs.WalkDir(theme.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && belongs(name) {
			names = append(names, name)
		}
		return err
	})
	for _, k := range set.Kinds() {
		names = append(names, "templates/"+k.Name+".html")
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// unknownTexts notes the texts of a theme that no page asks for.
func unknownTexts(own fs.FS, lang string) ([]diag.Text, error) {
	name := "strings." + lang + ".json"
	texts, err := readTexts(own, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	builtin, err := readTexts(theme.FS, name)
	if err != nil {
		return nil, err
	}
	known := slices.Sorted(maps.Keys(builtin))
	var notes []diag.Text
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		if _, ok := builtin[key]; ok {
			continue
		}
		note := diag.Say("%s/%s has the unknown text %q", "%s/%s のテキスト %q はありません", ThemeFolder, name, key)
		if near := diag.Nearest(key, known); near != "" {
			note = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", note, near)
		}
		notes = append(notes, note)
	}
	return notes, nil
}

// readTexts reads a file of texts. An error names the line.
func readTexts(files fs.FS, name string) (map[string]string, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("reading the theme: %w", err)
	}
	var texts map[string]string
	err = json.Unmarshal(data, &texts)
	offset := int64(-1)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.As(err, &syntax) {
		offset = syntax.Offset
	} else if errors.As(err, &kind) {
		offset = kind.Offset
	}
	if offset >= 0 {
		line := 1 + strings.Count(string(data[:min(int(offset), len(data))]), "\n")
		return nil, fmt.Errorf("reading the theme: %s:%d: %w", name, line, err)
	}
	return texts, err
}

// over lays the texts of a theme over the built-in ones. A text that has other
// places for values than the built-in one is an error.
func over(builtin, own map[string]string, name string) error {
	for _, key := range slices.Sorted(maps.Keys(own)) {
		old, known := builtin[key]
		if places(own[key]) != places(old) && known {
			return fmt.Errorf("reading the theme: %s: the text %q has %d places for values (%%s), the built-in one has %d", name, key, places(own[key]), places(old))
		}
		builtin[key] = own[key]
	}
	return nil
}

// places counts the values that a text takes: %s, %[2]s; %% is none.
func places(text string) int {
	return strings.Count(strings.ReplaceAll(text, "%%", ""), "%")
}
