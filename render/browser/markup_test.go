//go:build browser

package browser

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// site is the folder in which the pages stand.
func siteFolder(t *testing.T) string {
	t.Helper()
	examplePages(t)
	dir, err := scratch()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "site")
}

// TestMarkupIsValid asks html-validate about every page. Four of its rules are
// off: require-sri, as what pages load is their own and hashes cannot be
// checked from disk; wcag/h32, as a field alone in its form is sent with Enter;
// long-title, as titles are those of documents; prefer-native-element, as
// labels of a sentence cannot be a list there.
func TestMarkupIsValid(t *testing.T) {
	site := siteFolder(t)
	program := filepath.Join("..", "..", ".ci", "checkers", "node_modules", ".bin", "html-validate")
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("%v (run .ci/setup first)", err)
	}
	report := filepath.Join(t.TempDir(), "report.json")
	cmd := exec.Command(program, "--config", filepath.Join("testdata", "htmlvalidate.json"), "--formatter", "json="+report, site)
	text, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Fatalf("%v: %s", err, text)
	}
	out, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var files []struct {
		FilePath string
		Messages []struct {
			RuleID, Message, Selector string
			Line                      int
		}
	}
	if err := json.Unmarshal(out, &files); err != nil {
		t.Fatalf("%v: %.300s", err, out)
	}
	for _, f := range files {
		for _, m := range f.Messages {
			t.Errorf("%s:%d: %s: %s (%s)", strings.TrimPrefix(f.FilePath, site), m.Line, m.RuleID, m.Message, m.Selector)
		}
	}
}

// TestMarkupIsValidForNu asks the Nu checker of the W3C about every page.
func TestMarkupIsValidForNu(t *testing.T) {
	if !full() {
		t.Skip(`the Nu checker does not see the pages, for it needs Java: "make test-full" runs it`)
	}
	site := siteFolder(t)
	jar := filepath.Join("..", "..", ".ci", "checkers", "full", "node_modules", "vnu-jar", "build", "dist", "vnu.jar")
	if _, err := os.Stat(jar); err != nil {
		t.Fatalf("%v (run .ci/setup full first)", err)
	}
	var stderr bytes.Buffer
	cmd := exec.Command("java", "-jar", jar, "--format", "json", "--errors-only", "--skip-non-html", "--exit-zero-always", site)
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	var found struct {
		Messages []struct {
			URL, Message string
			LastLine     int
		}
	}
	if err := json.Unmarshal(stderr.Bytes(), &found); err != nil {
		t.Fatalf("%v: %.300s", err, &stderr)
	}
	for _, m := range found.Messages {
		t.Errorf("%s:%d: %s", strings.TrimPrefix(m.URL, "file:"+site), m.LastLine, m.Message)
	}
}

// TestPagesHaveOneOutline reads the headings of every page: one of the first
// level, and none more than one level below the one before.
func TestPagesHaveOneOutline(t *testing.T) {
	for _, p := range examplePages(t) {
		text, err := os.ReadFile(p.file)
		if err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		first, level := 0, 0
		for n := range root.Descendants() {
			if n.Type != html.ElementNode || len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
				continue
			}
			next := int(n.Data[1] - '0')
			if next > level+1 {
				t.Errorf("%s: a heading of level %d follows one of level %d", p.path, next, level)
			}
			if level = next; level == 1 {
				first++
			}
		}
		if first != 1 {
			t.Errorf("%s has %d headings of the first level", p.path, first)
		}
	}
}
