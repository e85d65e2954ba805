package gitlog

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// everything is all that a history tells, as text.
func everything(h *History) string {
	var b strings.Builder
	l := h.Lives(Working{})
	fmt.Fprintln(&b, h.Head, h.HeadAt, h.Commits, h.Skewed, l.Versions, l.Missing, l.Bounds)
	for _, life := range l.All {
		fmt.Fprintf(&b, "%+v\n", life)
	}
	for _, path := range slices.Sorted(maps.Keys(h.blobs)) {
		d, ok := h.Document(path)
		fmt.Fprintf(&b, "%s: %v %+v\n", path, ok, d)
	}
	for _, name := range []string{"ann", "bob", "merger"} {
		at, ok := h.LastActive(Person{Email: name + "@example.com"})
		fmt.Fprintln(&b, name, at, ok)
	}
	return b.String()
}

// counted is an extractor that counts what it reads.
func counted(n *atomic.Int64) Extract {
	return func(path string, data []byte) (string, []Item) {
		n.Add(1)
		return boxes(path, data)
	}
}

func TestCacheTellsTheSame(t *testing.T) {
	m := newWorldMaker(t, 11)
	m.run(60)
	cache := Cache{Dir: t.TempDir(), Key: "test"}
	var read atomic.Int64
	same := func(when string, atMost int64) {
		t.Helper()
		read.Store(0)
		got := everything(historyOf(t, m.b.dir, Query{Extract: counted(&read), Cache: cache}))
		n := read.Load()
		if want := everything(historyOf(t, m.b.dir, Query{Extract: boxes})); got != want {
			t.Errorf("%s: with the cache\n%s\nwithout\n%s", when, got, want)
		}
		if n > atMost {
			t.Errorf("%s: %d versions read, want at most %d", when, n, atMost)
		}
	}
	same("first", 1000)
	same("again", 0)
	for range 4 {
		m.run(len(m.landed) + 7)
		same("some commits later", 40)
	}
	// The newest commits are made anew, as others.
	tip := len(m.landed)
	m.landed, m.locked, m.cut, m.gone = m.landed[:tip-15], map[string]bool{}, nil, nil
	m.day -= 10
	m.run(tip)
	same("after a rewrite", 100)
	m.b.ref("refs/heads/main", m.landed[20].hash)
	same("at an older revision", 0)
	m.b.ref("refs/heads/main", m.landed[tip-1].hash)
	same("back at the newest", 0)
	other := newStory(t)
	other.commit(made{day: 1}, map[string]string{"a.md": "- [ ] x\n"})
	if h := historyOf(t, other.dir, Query{Extract: boxes, Cache: cache}); h.Commits != 1 {
		t.Errorf("another repository has %d commits", h.Commits)
	}
	same("beside another repository", 0)
	cache.Key = "another"
	same("with another key", 2000)
}

func TestDamagedCacheIsNone(t *testing.T) {
	s := newStory(t)
	edits{
		{1, "ann", map[string]string{"a.md": "- [ ] 監視\n"}},
		{2, "bob", map[string]string{"a.md": "- [x] 監視\n"}},
	}.write(s)
	cache := Cache{Dir: t.TempDir(), Key: "k"}
	var read atomic.Int64
	q := Query{Extract: counted(&read), Cache: cache}
	want := everything(historyOf(t, s.dir, q))
	files, err := filepath.Glob(filepath.Join(cache.Dir, "*", "*"+cacheName))
	if err != nil || len(files) != 1 {
		t.Fatalf("cache files %v (%v)", files, err)
	}
	good, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(good)
	flipped[len(flipped)-3] ^= 1
	for name, data := range map[string][]byte{
		"empty":     {},
		"cut":       good[:len(good)/2],
		"one more":  append(bytes.Clone(good), 0),
		"flipped":   flipped,
		"foreign":   []byte("#!/bin/sh\necho hello\n"),
		"older":     append([]byte("debrief history 0\n"), good[len(cacheFormat):]...),
		"its start": good[:len(cacheFormat)+3],
	} {
		if err := os.WriteFile(files[0], data, 0o600); err != nil {
			t.Fatal(err)
		}
		read.Store(0)
		if got := everything(historyOf(t, s.dir, q)); got != want || read.Load() != 2 {
			t.Errorf("%s: %d read, got\n%s\nwant\n%s", name, read.Load(), got, want)
		}
		if now, _ := os.ReadFile(files[0]); !bytes.Equal(now, good) {
			t.Errorf("%s: the cache was not made again", name)
		}
	}
}

// TestOddCacheIsRefused cuts and changes what is inside the checksum at every
// byte.
func TestOddCacheIsRefused(t *testing.T) {
	m := newWorldMaker(t, 3)
	m.run(6)
	h := historyOf(t, m.b.dir, Query{Extract: boxes})
	body := encodeCache(h.tracker.mainline, h.tracker.versions)
	if _, _, ok := decodeCache(body); !ok {
		t.Fatal("a sound cache is refused")
	}
	for i := range body {
		if _, _, ok := decodeCache(body[:i]); ok {
			t.Fatalf("cut at %d of %d bytes it is taken", i, len(body))
		}
		odd := bytes.Clone(body)
		odd[i] ^= 0xff
		decodeCache(odd) // must not panic
	}
}

func TestCacheThatCannotBeWritten(t *testing.T) {
	s := newStory(t)
	s.commit(made{day: 1}, map[string]string{"a.md": "- [ ] x\n"})
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		if l := livesOf(t, s.dir, Query{Extract: boxes, Cache: Cache{Dir: dir}}); len(l.All) != 1 {
			t.Errorf("%s: %d items", dir, len(l.All))
		}
	}
}

func TestCacheIsShared(t *testing.T) {
	m := newWorldMaker(t, 5)
	m.run(25)
	cache := Cache{Dir: t.TempDir(), Key: "k"}
	want := everything(historyOf(t, m.b.dir, Query{Extract: boxes}))
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			r, err := Open(m.b.dir)
			if err != nil {
				t.Error(err)
				return
			}
			defer r.Close()
			head, err := r.Resolve("HEAD")
			if err != nil {
				t.Error(err)
				return
			}
			h, err := r.History(head, Query{Want: func(p string) bool { return strings.HasSuffix(p, ".md") }, Extract: boxes, Cache: cache})
			if err != nil {
				t.Error(err)
				return
			}
			if got := everything(h); got != want {
				t.Error("a run beside others tells something else")
			}
		})
	}
	all.Wait()
	left, err := filepath.Glob(filepath.Join(cache.Dir, "*", "new-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left over: %v (%v)", left, err)
	}
}

func TestOldCachesAreRemoved(t *testing.T) {
	s := newStory(t)
	s.commit(made{day: 1}, map[string]string{"a.md": "- [ ] x\n"})
	dir := t.TempDir()
	keep := filepath.Join(dir, "not ours")
	if err := os.Mkdir(keep, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range maxKept + 5 {
		livesOf(t, s.dir, Query{Extract: boxes, Cache: Cache{Dir: dir, Key: fmt.Sprint(i)}})
	}
	list, err := os.ReadDir(dir)
	if err != nil || len(list) != maxKept+1 {
		t.Errorf("%d folders (%v), want %d", len(list), err, maxKept+1)
	}
}

func TestCacheIsNotUsedForAPartOfTheHistory(t *testing.T) {
	s := newStory(t)
	one := s.commit(made{day: 1}, map[string]string{"a.md": "- [ ] x\n"})
	two := s.commit(made{day: 2, parents: []string{one}}, map[string]string{"b.md": "- [ ] y\n"})
	s.file("shallow", two+"\n")
	dir := t.TempDir()
	livesOf(t, s.dir, Query{Extract: boxes, Cache: Cache{Dir: dir}})
	if list, err := os.ReadDir(dir); err != nil || len(list) > 0 {
		t.Errorf("%v is kept (%v)", list, err)
	}
}

func TestTruncatedPackIsOneClearError(t *testing.T) {
	m := newWorldMaker(t, 9)
	m.run(40)
	native(t, m.b.dir, "repack", "-a", "-d", "-q")
	packs, err := filepath.Glob(filepath.Join(m.b.dir, "objects", "pack", "*.pack"))
	if err != nil || len(packs) != 1 {
		t.Fatalf("packs %v (%v)", packs, err)
	}
	info, err := os.Stat(packs[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(packs[0], 0o600); err != nil {
		t.Fatal(err)
	}
	for _, part := range []int64{2, 3, 5, 10} {
		if err := os.Truncate(packs[0], info.Size()/part); err != nil {
			t.Fatal(err)
		}
		r, err := Open(m.b.dir)
		if err == nil {
			var head Commit
			if head, err = r.Resolve("HEAD"); err == nil {
				_, err = r.History(head, Query{Want: func(string) bool { return true }, Extract: boxes})
			}
			r.Close()
		}
		if !errors.Is(err, ErrDamaged) || strings.Contains(err.Error(), "\n") {
			t.Errorf("cut to a %dth: %v", part, err)
		}
	}
}
