package watch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// start watches a new folder that holds some files.
func start(t *testing.T, poll bool, files ...string) (root string, changes <-chan Change) {
	t.Helper()
	root = t.TempDir()
	for _, name := range files {
		write(t, root, name, "before")
	}
	w, err := Start(t.Context(), Options{
		Root: root, Poll: poll, Now: time.Now, Also: []string{filepath.Join(root, ".git", "HEAD")},
		Skip: func(folder string) bool { return folder == ".git" || folder == "node_modules" },
	})
	if err != nil {
		t.Fatal(err)
	}
	if poll != (w.Polling != nil) {
		t.Fatalf("polling: %v", w.Polling)
	}
	return root, w.Changes
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	name = filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// next waits for a change.
func next(t *testing.T, changes <-chan Change) Change {
	t.Helper()
	select {
	case c := <-changes:
		return c
	case <-time.After(20 * time.Second):
		t.Fatal("no change is told")
	}
	return Change{}
}

func TestChangesAreTold(t *testing.T) {
	rename := func(from, to string) func(*testing.T, string) {
		return func(t *testing.T, root string) {
			if err := os.Rename(filepath.Join(root, from), filepath.Join(root, to)); err != nil {
				t.Fatal(err)
			}
		}
	}
	writes := func(names ...string) func(*testing.T, string) {
		return func(t *testing.T, root string) {
			for _, name := range names {
				write(t, root, name, "after, and longer")
			}
		}
	}
	tests := []struct {
		name string
		do   func(t *testing.T, root string)
		want string // paths; "also" and "unsure" where they are set
	}{
		{"written", writes("a.md"), "a.md"},
		{"Japanese name", writes("障害/決済停止.md"), "障害/決済停止.md"},
		{"created in a new folder", writes("new/deep/c.md"), "new/deep/c.md"},
		{"renamed", rename("a.md", "z.md"), "a.md z.md"},
		{"removed", func(t *testing.T, root string) { os.Remove(filepath.Join(root, "a.md")) }, "a.md"},
		{"saved by renaming, beside temporary files", func(t *testing.T, root string) {
			writes("a.md.tmp", ".a.md.swp", "4913", "a.md~", "#a.md#", ".#a.md", "a.md___jb_tmp___")(t, root)
			rename("a.md.tmp", "a.md")(t, root)
		}, "a.md"},
		{"in a folder that is skipped", writes("node_modules/x.md", "a.md"), "a.md"},
		{"what git moved", writes(".git/index", ".git/HEAD"), "also"},
		{"behind a link to a folder", func(t *testing.T, root string) {
			outside := t.TempDir()
			if err := os.Symlink(outside, filepath.Join(root, "link")); err != nil {
				t.Skipf("this system makes no symbolic links, so that none is followed is not tried: %v", err)
			}
			time.Sleep(50 * time.Millisecond)
			write(t, outside, "secret.md", "x")
			write(t, root, "a.md", "after, and longer")
		}, "a.md link"},
	}
	for _, poll := range []bool{false, true} {
		for _, test := range tests {
			t.Run(fmt.Sprintf("%s, polling %v", test.name, poll), func(t *testing.T) {
				t.Parallel()
				root, changes := start(t, poll, "a.md", "障害/決済停止.md", ".git/HEAD", "node_modules/x.md")
				time.Sleep(20 * time.Millisecond)
				test.do(t, root)
				got := map[string]bool{}
				for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline) && words(got) != test.want; {
					c := next(t, changes)
					for _, name := range c.Paths {
						got[name] = true
					}
					if c.Also {
						got["also"] = true
					}
				}
				if words(got) != test.want {
					t.Errorf("got %q, want %q", words(got), test.want)
				}
			})
		}
	}
}

func words(set map[string]bool) string {
	var list []string
	for name := range set {
		list = append(list, name)
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

func TestRemovedFoldersMakeUnsure(t *testing.T) {
	root, changes := start(t, false, "gone/a.md", "gone/b/c.md")
	if err := os.RemoveAll(filepath.Join(root, "gone")); err != nil {
		t.Fatal(err)
	}
	for !next(t, changes).Unsure {
	}
}

// Ten thousand writes within a second come as a few changes, the last of which
// knows the last file.
func TestBurstsAreFewChanges(t *testing.T) {
	root, changes := start(t, false, "a.md")
	const files = 10_000
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	go func() {
		for i := range files {
			os.WriteFile(filepath.Join(root, fmt.Sprintf("%05d.md", i)), []byte("x"), 0o644)
		}
	}()
	told, times, unsure := map[string]bool{}, 0, false
	for len(told) < files && !unsure {
		select {
		case c := <-changes:
			times++
			unsure = unsure || c.Unsure
			for _, name := range c.Paths {
				told[name] = true
			}
		case <-ctx.Done():
			t.Fatalf("%d of %d files are told", len(told), files)
		}
	}
	if times > 6 {
		t.Errorf("%d changes for one burst", times)
	}
}

func TestAMissingRootIsAnError(t *testing.T) {
	if _, err := Start(t.Context(), Options{Root: filepath.Join(t.TempDir(), "none"), Poll: true, Now: time.Now}); err == nil {
		t.Error("no error")
	}
}
