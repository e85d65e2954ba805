package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// debrief runs this test binary as the command, with extra environment.
func debrief(env []string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), append([]string{"DEBRIEF_TEST_COMMAND=1", "SOURCE_DATE_EPOCH=1780272000"}, env...)...)
	return cmd
}

// buildSite builds the documents of a folder and gives what was printed if
// that fails.
func buildSite(dir, out string, env ...string) error {
	text, err := debrief(env, "-C", dir, "build", "--out", out).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, text)
	}
	return nil
}

// hashTree is a hash over the paths and contents of all files of a folder.
func hashTree(t *testing.T, dir string) string {
	t.Helper()
	sum := sha256.New()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		fmt.Fprintf(sum, "%s %d\n", filepath.ToSlash(rel), len(data))
		sum.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// takesLong leaves a test out of "make check", which a contributor runs all day.
func takesLong(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip(t.Name() + ` takes long and is left out with -short: "make test" runs it`)
	}
}

// exampleCopy copies the examples, so that a test may change them.
func exampleCopy(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "kb")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "examples"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// versionsOf gives the hashes of the sites of two versions of the documents.
func versionsOf(t *testing.T, dir string) (change func(version int), hashes [2]string) {
	t.Helper()
	change = func(version int) {
		text := fmt.Sprintf("# A page that changes\n\nThis is version %d.\n", version)
		if err := os.WriteFile(filepath.Join(dir, "changing.md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for v := range hashes {
		change(v)
		out := filepath.Join(t.TempDir(), "public")
		if err := buildSite(dir, out); err != nil {
			t.Fatal(err)
		}
		hashes[v] = hashTree(t, out)
	}
	if hashes[0] == hashes[1] {
		t.Fatal("the two versions give the same site: the test cannot tell them apart")
	}
	return change, hashes
}

// TestKilledBuildLeavesAWholeSite kills builds at random moments: the site is
// always the old one or the new one. DEBRIEF_KILLS says how often, 20 times
// by default.
func TestKilledBuildLeavesAWholeSite(t *testing.T) {
	takesLong(t)
	kills := 20
	if n, err := strconv.Atoi(os.Getenv("DEBRIEF_KILLS")); err == nil {
		kills = n
	}
	dir := exampleCopy(t)
	change, hashes := versionsOf(t, dir)
	out := filepath.Join(t.TempDir(), "public")
	change(0)
	begin := time.Now()
	if err := buildSite(dir, out); err != nil {
		t.Fatal(err)
	}
	usual := time.Since(begin)
	seen := map[string]int{hashes[0]: 0, hashes[1]: 0}
	for i := range kills {
		change(i % 2)
		cmd := debrief(nil, "-C", dir, "build", "--out", out)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.Int64N(int64(usual) * 5 / 4)))
		cmd.Process.Kill()
		cmd.Wait()
		hash := hashTree(t, out)
		if _, whole := seen[hash]; !whole {
			t.Fatalf("after kill %d the site is neither the old nor the new one", i+1)
		}
		seen[hash]++
	}
	t.Logf("%d kills: %v", kills, seen)
	change(1)
	if err := buildSite(dir, out); err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadDir(filepath.Dir(out))
	if err != nil || len(names) != 1 {
		t.Errorf("a build after the kills leaves %v behind (%v)", names, err)
	}
}

func TestTwoBuildsIntoOneFolder(t *testing.T) {
	takesLong(t)
	dir := exampleCopy(t)
	_, hashes := versionsOf(t, dir) // the documents now are version 1
	out := filepath.Join(t.TempDir(), "public")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if err := buildSite(dir, out); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if hashTree(t, out) != hashes[1] {
		t.Error("builds at the same time give another site than one alone")
	}
}

// TestSameCommitSameBytes builds one commit in different surroundings.
func TestSameCommitSameBytes(t *testing.T) {
	takesLong(t)
	dir := exampleCopy(t)
	commitAll(t, dir)
	environments := map[string][]string{
		"plain":           nil,
		"another zone":    {"TZ=America/New_York"},
		"Japanese locale": {"LANG=ja_JP.UTF-8", "LC_ALL=ja_JP.UTF-8"},
		"Turkish locale":  {"LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8"},
		"one processor":   {"GOMAXPROCS=1"},
		"two processors":  {"GOMAXPROCS=2"},
		"another home":    {"HOME=" + t.TempDir(), "XDG_CACHE_HOME=" + t.TempDir()},
	}
	want := ""
	check := func(name string, env []string) {
		out := filepath.Join(t.TempDir(), "public")
		if err := buildSite(dir, out, env...); err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		hash := hashTree(t, out)
		if want == "" {
			want = hash
		}
		if hash != want {
			t.Errorf("%s gives another site", name)
		}
	}
	for name, env := range environments {
		check(name, env)
	}
	pack(t, dir)
	check("packed repository", nil)
	moved := filepath.Join(t.TempDir(), "elsewhere", "kb")
	if err := os.CopyFS(moved, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	dir = moved
	check("another folder", nil)
}

func commitAll(t *testing.T, dir string) {
	t.Helper()
	repo, err := git.PlainInit(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := repo.Worktree()
	if err != nil {
		t.Fatal(err)
	}
	if err := tree.AddGlob("."); err != nil {
		t.Fatal(err)
	}
	who := &object.Signature{Name: "Aiko Tanaka", Email: "aiko@example.com", When: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)}
	if _, err := tree.Commit("add the knowledge base", &git.CommitOptions{Author: who, Committer: who}); err != nil {
		t.Fatal(err)
	}
}

// pack moves all objects into one pack file, as git gc does.
func pack(t *testing.T, dir string) {
	t.Helper()
	repo, err := git.PlainOpen(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := repo.RepackObjects(&git.RepackConfig{}); err != nil {
		t.Fatal(err)
	}
	packs, err := filepath.Glob(filepath.Join(dir, ".git", "objects", "pack", "*.pack"))
	if err != nil || len(packs) == 0 {
		t.Fatalf("nothing was packed (%v)", err)
	}
}

// TestFullDiskLeavesTheOldSite builds onto a file system that is too small.
func TestFullDiskLeavesTheOldSite(t *testing.T) {
	takesLong(t)
	dir := exampleCopy(t)
	disk := smallDisk(t, 8<<20)
	out := filepath.Join(disk, "public")
	if err := buildSite(dir, out); err != nil {
		t.Fatalf("the examples do not fit the small disk: %v", err)
	}
	before := hashTree(t, out)
	long := "# Long\n\n" + strings.Repeat("All work and no play makes a long page.\n", 20_000)
	for i := range 5 {
		name := filepath.Join(dir, fmt.Sprintf("long-%d.md", i))
		if err := os.WriteFile(name, []byte(long), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	err := buildSite(dir, out)
	if err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Fatalf("building onto a full disk: %v", err)
	}
	if hashTree(t, out) != before {
		t.Error("a build that failed changed the site")
	}
	names, err := os.ReadDir(disk)
	if err != nil || len(names) != 1 {
		t.Errorf("a build that failed leaves %v behind (%v)", names, err)
	}
}
