package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/gitlog"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/schema"
)

// importHistory makes a repository of commits, each a day after the one
// before, with git fast-import: what a commit writes, by path.
func importHistory(t testing.TB, start time.Time, commits []map[string]string) string {
	t.Helper()
	bin, err := exec.LookPath("git")
	if err != nil {
		t.Skip("there is no git command to make a repository with")
	}
	dir := t.TempDir()
	var in strings.Builder
	for i, files := range commits {
		at := start.Add(time.Duration(i) * time.Hour).Unix()
		fmt.Fprintf(&in, "commit refs/heads/main\ncommitter 山田 <y@example.com> %d +0900\ndata 6\nchange\n", at)
		for path, text := range files {
			if text == "" {
				fmt.Fprintf(&in, "D %s\n", path)
				continue
			}
			fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", path, len(text), text)
		}
	}
	for _, args := range [][]string{{"init", "-q", "-b", "main", "."}, {"fast-import", "--quiet"}, {"reset", "-q", "--hard"}} {
		cmd := exec.Command(bin, args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
		if args[0] == "fast-import" {
			cmd.Stdin = strings.NewReader(in.String())
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args[0], err, out)
		}
	}
	return dir
}

// readHistoryOf reads the history of a repository as a build does.
func readHistoryOf(t testing.TB, dir string, now time.Time) (*workspace, *gitlog.Repository) {
	t.Helper()
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := &workspace{root: dir, files: os.DirFS(dir), config: config.Default(), set: set, news: true}
	r, err := gitlog.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if w.history, err = w.readHistory(r, head, now, filepath.Join(t.TempDir(), "cache")); err != nil {
		t.Fatal(err)
	}
	if w.corpus, _, err = corpus.Load(context.Background(), w.files, set, w.config.Corpus); err != nil {
		t.Fatal(err)
	}
	return w, r
}

func TestReadEdits(t *testing.T) {
	start := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	report := "---\nseverity: sev2\n---\n# 決済が停止した\n\n## 根本原因\n\n- プールが小さすぎた\n"
	dir := importHistory(t, start, []map[string]string{
		{"postmortems/障害.md": report, "Makefile": "all:\n", "runbooks/old.md": "# 古い手順\n\n## 手順\n\n1. 再起動する。\n"},
		{"postmortems/障害.md": strings.Replace(report, "sev2", "sev1", 1), "Makefile": "all: x\n"},
		{"postmortems/障害.md": strings.Replace(report, "sev2", "sev1", 1) + "- 監視がなかった\n", "runbooks/old.md": ""},
	})
	now := start.AddDate(0, 0, 9)
	w, r := readHistoryOf(t, dir, now)
	edits, err := w.readEdits(context.Background(), r, now)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range edits {
		text := fmt.Sprintf("%s>%s", e.From, e.Path)
		if e.Unread {
			text += " unread"
		}
		if e.Title != "" {
			text += " " + e.Kind + " " + e.Title
		}
		for _, f := range e.Facts {
			text += fmt.Sprintf(" %s %s>%s +%d", f.Field, f.Was, f.Is, f.Added)
		}
		if e.By != "山田" || e.Commit == "" || e.Landed == "" || e.Subject != "change" {
			t.Errorf("%+v", e)
		}
		got = append(got, text)
	}
	want := `postmortems/障害.md>postmortems/障害.md /causes > +1
runbooks/old.md> runbook 古い手順
Makefile>Makefile unread
postmortems/障害.md>postmortems/障害.md /severity sev2>sev1 +0
>Makefile
>postmortems/障害.md
>runbooks/old.md`
	if text := strings.Join(got, "\n"); text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

// BenchmarkReadEdits reads and compares what 1,000 commits of three months
// did to 100 reports of 8 KB.
func BenchmarkReadEdits(b *testing.B) {
	start := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	commits := make([]map[string]string, 1001)
	commits[0] = map[string]string{}
	text := func(i, version int) string {
		return incidentText(i) + fmt.Sprintf("- [ ] Do the %d. thing\n", version)
	}
	for i := range 100 {
		commits[0][fmt.Sprintf("postmortems/%d.md", i)] = text(i, 0)
	}
	for i := range commits[1:] {
		commits[i+1] = map[string]string{fmt.Sprintf("postmortems/%d.md", i%100): text(i%100, i+1)}
	}
	dir := importHistory(b, start, commits)
	now := start.AddDate(0, 0, 60)
	w, r := readHistoryOf(b, dir, now)
	b.ResetTimer()
	var edits []insight.Edit
	for b.Loop() {
		var err error
		if edits, err = w.readEdits(context.Background(), r, now); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(edits)), "µs/edit")
}
