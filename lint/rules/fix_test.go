package rules

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/lint"
)

// spoil puts faults into a document that safe fixes mend. The fixed document
// is the one before, or, where mended is false, another one without findings
// of those rules.
var spoil = []struct {
	name   string
	mended bool
	do     func(text []byte) []byte
}{
	{"with CRLF", false, func(text []byte) []byte {
		return bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
	}},
	{"byte-order mark", true, func(text []byte) []byte {
		return append([]byte("\ufeff"), text...)
	}},
	{"not first", true, func(text []byte) []byte { return append([]byte("\n　\n"), text...) }},
	{"data", false, func(text []byte) []byte {
		return bytes.Replace(text, []byte("---\n"), []byte("---\nx-n: 0777\nx-flag: yes\nx-map:\n  1: 一\n  true: b\nx-same: {2: 0x1F}\n"), 1)
	}},
	{"comments", true, func(text []byte) []byte {
		return bytes.ReplaceAll(text, []byte("\n\n## "), []byte("\n\n<!-- Describe what happened. -->\n\n<!--\n利用者への影響を記入してください。\n-->\n\n## "))
	}},
}

// TestSafeFixes makes all safe fixes in the examples and in strangers'
// repositories, as they are and with faults put in: what is fixed is done in
// one go, lints clean of those findings and has no new ones.
func TestSafeFixes(t *testing.T) {
	roots := map[string]string{"examples": "../../examples"}
	if shared := os.Getenv("DEBRIEF_SHARED"); shared != "" {
		for _, name := range []string{"dfds-postmortems", "prometheus-operator-runbooks", "handbook", "pagerduty-postmortem-docs-ja"} {
			roots[name] = filepath.Join(shared, "corpora", name)
		}
	} else {
		t.Log("DEBRIEF_SHARED does not name the folder of the shared corpora: only the examples are tried")
	}
	for root, folder := range roots {
		files := documents(t, folder)
		t.Run(root, func(t *testing.T) { checkFixed(t, files, fixAll(t, files, false)) })
		for _, s := range spoil {
			t.Run(root+"/"+s.name, func(t *testing.T) { tryFixes(t, files, s.do, s.mended) })
		}
	}
}

// documents reads the documents of a folder.
func documents(t *testing.T, folder string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !doc.IsDocument(name) {
			return err
		}
		data, err := os.ReadFile(filepath.Join(folder, name))
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func tryFixes(t *testing.T, files fstest.MapFS, spoil func([]byte) []byte, mended bool) {
	t.Helper()
	clean := fixAll(t, files, false)
	spoilt := fstest.MapFS{}
	for name, f := range files {
		data := f.Data
		if now, changed := clean.Files[name]; changed {
			data = now
		}
		spoilt[name] = &fstest.MapFile{Data: data}
		if path.Ext(name) == ".md" {
			spoilt[name].Data = spoil(data)
		}
	}
	fixed := fixAll(t, spoilt, false)
	t.Logf("%d of %d documents fixed", len(fixed.Files), len(files))
	checkFixed(t, spoilt, fixed)
	for name, now := range fixed.Files {
		// Where placeholders are left, comments are too: they still help.
		want, fixed := clean.Files[name]
		if !fixed {
			want = files[name].Data
		}
		if mended && len(lint.Placeholders(string(want))) == 0 && !bytes.Equal(now, want) {
			t.Errorf("%s is\n%s\nwant\n%s", name, now, want)
		}
	}
}

// checkFixed holds the fixes that were made in documents to what safe fixes
// promise.
func checkFixed(t *testing.T, files fstest.MapFS, fixed lint.Fixed) {
	t.Helper()
	_, before := findings(t, files)
	if !fixed.Stable {
		t.Error("fixing does not come to an end")
	}
	known := map[string]int{}
	for _, d := range before {
		known[d.File.Path+d.Rule]++
	}
	for _, d := range fixed.Found {
		if _, ok := lint.FixOf(d, false); ok {
			t.Errorf("%s: not fixed: %s [%s]", d.File.Path, d.Message.En, d.Rule)
		}
		if known[d.File.Path+d.Rule]--; known[d.File.Path+d.Rule] < 0 {
			t.Errorf("%s: new: %s [%s]", d.File.Path, d.Message.En, d.Rule)
		}
	}
	after := maps.Clone(files)
	for name, data := range fixed.Files {
		after[name] = &fstest.MapFile{Data: data}
	}
	if again := fixAll(t, after, false); len(again.Files) > 0 {
		t.Errorf("fixing once more changes %d files", len(again.Files))
	}
}

func fixAll(t *testing.T, files fstest.MapFS, unsafe bool) lint.Fixed {
	t.Helper()
	text := func(name string) ([]byte, error) { return files.ReadFile(name) }
	fixed, err := lint.FixAll(text, func(changed map[string][]byte) ([]diag.Diagnostic, error) {
		all := maps.Clone(files)
		for name, data := range changed {
			all[name] = &fstest.MapFile{Data: data}
		}
		_, found := findings(t, all)
		return found, nil
	}, unsafe)
	if err != nil {
		t.Fatal(err)
	}
	return fixed
}
