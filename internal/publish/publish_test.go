package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func noWait() {}

// publish writes a whole tree: n files that all hold the version.
func publish(target, version string, n int) error {
	s, err := New(target, noWait)
	if err != nil {
		return err
	}
	defer s.Discard()
	for i := range n {
		if err := s.Write(fmt.Sprintf("pages/障害-%d/index.html", i), []byte(version)); err != nil {
			return err
		}
	}
	return s.Commit()
}

// versions counts the files of each content below target, without the marker.
func versions(t *testing.T, target string) map[string]int {
	t.Helper()
	found := map[string]int{}
	err := filepath.WalkDir(target, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == marker {
			return err
		}
		data, err := os.ReadFile(name)
		found[string(data)]++
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestCommitReplacesTheWholeFolder(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	for version, n := range map[string]int{"one": 5, "two": 3} {
		if err := publish(target, version, n); err != nil {
			t.Fatal(err)
		}
		got := versions(t, target)
		if len(got) != 1 || got[version] != n {
			t.Errorf("after version %s: %v", version, got)
		}
	}
	onlyTarget(t, target)
}

func onlyTarget(t *testing.T, target string) {
	t.Helper()
	names, err := os.ReadDir(filepath.Dir(target))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if n.Name() != filepath.Base(target) && n.Name() != "."+filepath.Base(target)+".lock" {
			t.Errorf("left behind: %s", n.Name())
		}
	}
}

func TestDiscardLeavesTheOldFolder(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	if err := publish(target, "old", 4); err != nil {
		t.Fatal(err)
	}
	s, err := New(target, noWait)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Write("a", []byte("new")); err != nil {
		t.Fatal(err)
	}
	s.Discard()
	s.Discard()
	if got := versions(t, target); got["old"] != 4 || len(got) != 1 {
		t.Errorf("after a discarded build: %v", got)
	}
	onlyTarget(t, target)
}

func TestStaleStagesAreRemoved(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	stale := filepath.Join(filepath.Dir(target), prefix(target)+"0123")
	if err := os.MkdirAll(stale, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := publish(target, "x", 1); err != nil {
		t.Fatal(err)
	}
	onlyTarget(t, target)
}

func TestForeignFoldersAreNotReplaced(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{dir, file} {
		if _, err := New(target, noWait); !errors.Is(err, ErrForeign) {
			t.Errorf("New(%s) = %v, want ErrForeign", target, err)
		}
	}
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := publish(empty, "x", 1); err != nil {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestWriteStaysInside(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	s, err := New(target, noWait)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Discard()
	for _, name := range []string{"", ".", "..", "../x", "/etc/x", "a/../../x", "a\\b", "a\x00b", "a//b"} {
		if err := s.Write(name, nil); err == nil {
			t.Errorf("Write(%q) succeeds", name)
		}
	}
	if err := s.Write("twice", nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Write("twice", nil); err == nil {
		t.Error("writing one name twice succeeds")
	}
}

func TestConcurrentBuildsTakeTurns(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			if err := publish(target, fmt.Sprint("version ", i), 20); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := versions(t, target); len(got) != 1 {
		t.Errorf("versions are mixed: %v", got)
	}
	onlyTarget(t, target)
}

func TestSwapFallback(t *testing.T) {
	dir := t.TempDir()
	next, target := filepath.Join(dir, "next"), filepath.Join(dir, "target")
	for i := range 2 {
		if err := os.Mkdir(next, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(next, "f"), []byte(fmt.Sprint(i)), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := swap(next, target); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(filepath.Join(target, "f")); err != nil || string(data) != fmt.Sprint(i) {
			t.Errorf("round %d: %q, %v", i, data, err)
		}
	}
	if err := swap(filepath.Join(dir, "missing"), target); err == nil {
		t.Error("swapping in nothing succeeds")
	} else if _, err := os.Stat(filepath.Join(target, "f")); err != nil {
		t.Errorf("the old folder is gone after a failure: %v", err)
	}
}
