package schema

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// load reads the built-in schemas.
func load(t testing.TB) *Set {
	t.Helper()
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// parse reads a document that must have nothing wrong but its content.
func parse(t testing.TB, path, text string) *doc.Document {
	t.Helper()
	d, found := doc.Parse(source.New(path, []byte(text)), doc.DefaultLimits())
	for _, f := range found {
		if f.Severity == diag.Error {
			t.Fatalf("%s does not parse: %s", path, f.Message.En)
		}
	}
	return d
}

// shared gives a file of the shared folder, or skips.
func shared(t testing.TB, elem ...string) string {
	t.Helper()
	root := os.Getenv("DEBRIEF_SHARED")
	if root == "" {
		t.Skip("DEBRIEF_SHARED is not set: the shared material is not there")
	}
	return filepath.Join(append([]string{root}, elem...)...)
}

// line prints a finding as "rule severity [text] message".
func line(d diag.Diagnostic) string {
	return strings.Join([]string{d.Rule, d.Severity.String(), "[" + d.File.Text(d.Span) + "]", d.Message.En}, " ")
}
