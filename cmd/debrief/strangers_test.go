package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
)

// shared gives a folder of the shared material; without it the test is
// skipped.
func shared(t *testing.T, path string) string {
	t.Helper()
	root := os.Getenv("DEBRIEF_SHARED")
	if root == "" {
		t.Skip("DEBRIEF_SHARED is not set: the documents that others wrote are not here")
	}
	return filepath.Join(root, filepath.FromSlash(path))
}

// copyOf copies folders into one new folder.
func copyOf(t *testing.T, folders ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range folders {
		if err := os.CopyFS(dir, os.DirFS(f)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func command(t *testing.T, args ...string) (stdout string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(args, &app{stdout: &out, stderr: &errs, getenv: func(string) string { return "" }, clock: fixedClock})
	if code == exitTrouble {
		t.Fatalf("debrief %s: %s", strings.Join(args, " "), errs.String())
	}
	return out.String(), code
}

func fixedClock() time.Time { return time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC) }

// TestGoldenIncident compares every figure of the handbook's incident with
// values worked out by hand.
func TestGoldenIncident(t *testing.T) {
	dir := copyOf(t, shared(t, "design/golden/repository"))
	incident, err := os.ReadFile(shared(t, "corpora/handbook/2023-001.md"))
	if err == nil {
		err = os.MkdirAll(filepath.Join(dir, "postmortems"), 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "postmortems", "2023-001.md"), incident, 0o644)
	}
	golden, readErr := os.ReadFile(shared(t, "design/golden/golden.json"))
	if err != nil || readErr != nil {
		t.Fatal(err, readErr)
	}
	out, _ := command(t, "-C", dir, "figures", "2023-001", "--format", "json")
	var got struct {
		Incidents []struct{ Figures map[string]any }
	}
	var want map[string]any
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(golden, &want); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for key, value := range want {
		if figure, ok := got.Incidents[0].Figures[key]; ok {
			compared++
			if diff := cmp.Diff(value, figure); diff != "" {
				t.Errorf("%s: golden (-) got (+):\n%s", key, diff)
			}
		}
	}
	if _, ok := got.Incidents[0].Figures["slo_alert_lead_over_real_detection_seconds"]; !ok || compared < 21 {
		t.Errorf("only %d figures compared", compared)
	}
}

// loadShared loads a copy of a repository that others wrote.
func loadShared(t *testing.T, path string) *workspace {
	t.Helper()
	a := &app{stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, getenv: func(string) string { return "" }, clock: fixedClock, dir: copyOf(t, shared(t, path))}
	w, err := a.open(".")
	if err == nil {
		err = a.load(t.Context(), w)
	}
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestHandbookDocuments reads the incident record and the diagnostic procedure
// as they are.
func TestHandbookDocuments(t *testing.T) {
	w := loadShared(t, "corpora/handbook")
	e := w.corpus.ByPath("2023-001.md")
	typed, layered, dated := 0, 0, 0
	for _, row := range e.Timeline {
		if row.At.Known && row.Type != "" && row.Type != facet.Note {
			typed++
		}
	}
	for _, c := range e.Causes {
		if c.Layer != "" && c.Group != "" {
			layered++
		}
	}
	for _, a := range e.Actions {
		if a.Term != "" && a.Due.Known {
			dated++
		}
	}
	if typed != 10 || len(e.Timeline) != 10 || layered != 13 || len(e.Causes) != 13 || dated != 9 || len(e.Actions) != 9 {
		t.Errorf("rows %d of %d, causes %d of %d, actions %d of %d", typed, len(e.Timeline), layered, len(e.Causes), dated, len(e.Actions))
	}
	p := w.corpus.ByPath("troubleshooting_template.yml")
	if p.Kind != "runbook" || len(p.Steps) != 3 || len(p.Branches) != 3 || len(p.Escalations) != 2 {
		t.Errorf("procedure: %s, %d steps, %d branches, %d escalations", p.Kind, len(p.Steps), len(p.Branches), len(p.Escalations))
	}
}

func TestPostmortemsOfStrangers(t *testing.T) {
	w := loadShared(t, "corpora/dfds-postmortems")
	both := 0
	for _, e := range w.corpus.Kind("postmortem") {
		if e.Times.Started.Known && e.Times.Resolved.Known {
			both++
		}
	}
	if both < 36 {
		t.Errorf("start and end of %d postmortems are known, want at least 36", both)
	}
	if n := len(w.corpus.Kind("postmortem")); n != 39 {
		t.Errorf("%d postmortems, want 39", n)
	}
	out := filepath.Join(t.TempDir(), "public")
	command(t, "-C", w.root, "build", "--out", out)
	onePage(t, w, out)
}

// onePage tells whether each document has its page.
func onePage(t *testing.T, w *workspace, out string) {
	t.Helper()
	pages, err := filepath.Glob(filepath.Join(out, "*", "*", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) < len(w.corpus.Entries) {
		t.Errorf("%d pages for %d documents", len(pages), len(w.corpus.Entries))
	}
}

func TestRunbooksOfStrangers(t *testing.T) {
	w := loadShared(t, "corpora/prometheus-operator-runbooks")
	labels := w.set.Labels()
	whole := 0
	for _, e := range w.corpus.Kind("runbook") {
		if hasSections(e, labels.Section, "meaning", "impact", "diagnosis", "mitigation") {
			whole++
		}
	}
	if whole < 104 {
		t.Errorf("%d runbooks have the four sections, want at least 104", whole)
	}
	out := filepath.Join(t.TempDir(), "public")
	command(t, "-C", w.root, "build", "--out", out)
	onePage(t, w, out)
}

func hasSections(e *corpus.Entry, name func(string) string, wanted ...string) bool {
	var have []string
	e.Doc.Sections().Walk(func(s *doc.Section) bool {
		have = append(have, name(s.Title))
		return true
	})
	return !slices.ContainsFunc(wanted, func(s string) bool { return !slices.Contains(have, s) })
}

func TestProseAboutPostmortemsIsNoIncident(t *testing.T) {
	w := loadShared(t, "corpora/pagerduty-postmortem-docs-ja")
	for _, e := range w.corpus.Entries {
		if e.Kind != facet.PageKind {
			t.Errorf("%s is taken for a %s", e.Path(), e.Kind)
		}
	}
	if len(w.corpus.Entries) < 10 {
		t.Errorf("only %d documents", len(w.corpus.Entries))
	}
}
