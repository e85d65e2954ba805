package gitlog

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLivesAcrossMerges(t *testing.T) {
	open := map[string]string{"a.md": "- [ ] add disks\nx\n"}
	done := map[string]string{"a.md": "- [x] add disks\nx\n"}
	const ticked = `a.md: "add disks" done, opened 1 ann, closed 6 bob`
	for name, tt := range map[string]struct {
		write func(s story, base string)
		want  string
	}{
		"squash": {func(s story, base string) {
			s.commit(made{day: 6, wrote: 3, author: "bob", parents: []string{base}}, done)
		}, ticked},
		"rebase": {func(s story, base string) {
			main := s.commit(made{day: 4, author: "cy", parents: []string{base}}, map[string]string{"b.md": "x"})
			s.commit(made{day: 6, wrote: 3, author: "bob", parents: []string{main}}, done)
		}, ticked},
		"merge": {func(s story, base string) {
			side := s.commit(made{day: 3, author: "bob", parents: []string{base}}, done)
			s.commit(made{day: 6, author: "merger", parents: []string{base, side}}, done)
		}, ticked},
		"merge of three commits": {func(s story, base string) {
			side := s.commit(made{day: 2, author: "cy", parents: []string{base}}, map[string]string{"a.md": "- [ ] add disks\nprose\n"})
			side = s.commit(made{day: 3, author: "bob", parents: []string{side}}, map[string]string{"a.md": "- [x] add disks\nprose\n"})
			side = s.commit(made{day: 4, author: "dan", parents: []string{side}}, map[string]string{"a.md": "- [x] add disks\nmore prose\n"})
			s.commit(made{day: 6, author: "merger", parents: []string{base, side}}, map[string]string{"a.md": "- [x] add disks\nmore prose\n"})
		}, ticked},
		"merge of the mainline into the side, then of the side": {func(s story, base string) {
			side := s.commit(made{day: 2, author: "bob", parents: []string{base}}, done)
			main := s.commit(made{day: 3, author: "cy", parents: []string{base}}, map[string]string{"b.md": "y"})
			side = s.commit(made{day: 4, author: "dan", parents: []string{side, main}}, map[string]string{"b.md": "y"})
			s.commit(made{day: 6, author: "merger", parents: []string{main, side}}, done)
		}, ticked},
		"evil merge": {func(s story, base string) {
			side := s.commit(made{day: 3, author: "bob", parents: []string{base}}, map[string]string{"a.md": "- [ ] add disks\nprose\n"})
			s.commit(made{day: 6, author: "merger", parents: []string{base, side}}, map[string]string{"a.md": "- [x] add disks\nprose\n"})
		}, `a.md: "add disks" done, opened 1 ann, closed 6 merger`},
		"opened on the side": {func(s story, base string) {
			side := s.commit(made{day: 3, author: "bob", parents: []string{base}}, map[string]string{"b.md": "- [ ] new thing\n"})
			s.commit(made{day: 6, author: "merger", parents: []string{base, side}}, map[string]string{"b.md": "- [ ] new thing\n"})
		}, `a.md: "add disks" open, opened 1 ann` + "\n" + `b.md: "new thing" open, opened 6 bob`},
		"removed on the side": {func(s story, base string) {
			side := s.commit(made{day: 3, author: "bob", parents: []string{base}}, map[string]string{"a.md": "x\n"})
			s.commit(made{day: 6, author: "merger", parents: []string{base, side}}, map[string]string{"a.md": "x\n"})
		}, `a.md (gone): "add disks" open, opened 1 ann, removed 6 bob, dropped 6`},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStory(t)
			tt.write(s, s.commit(made{day: 1, author: "ann"}, open))
			if got := livedAll(s.lives(Working{})); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// files are the files of a working tree, in order.
func files(m map[string]string) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for _, path := range slices.Sorted(maps.Keys(m)) {
			if !yield(path, []byte(m[path])) {
				return
			}
		}
	}
}

func TestWorkingTree(t *testing.T) {
	s := newStory(t)
	committed := map[string]string{"a.md": "- [ ] add disks\n", "b.md": "- [ ] other thing\n"}
	s.commit(made{day: 1, author: "ann"}, committed)
	h := s.history(Query{Extract: boxes})
	now := time.Unix(epoch+9*86400, 0)
	clean := `a.md: "add disks" open, opened 1 ann` + "\n" + `b.md: "other thing" open, opened 1 ann`
	for _, tt := range []struct {
		name    string
		working Working
		want    string
	}{
		{"clean", Working{Files: files(committed)}, clean},
		{"with other line endings", Working{Files: files(map[string]string{"a.md": "- [ ] add disks\r\n", "b.md": "- [ ] other thing\n"})}, clean},
		{"ticked", Working{Files: files(map[string]string{"a.md": "- [x] add disks\n", "b.md": "- [ ] other thing\n"})},
			`a.md: "add disks" done, opened 1 ann, closed 9` + "\n" + `b.md: "other thing" open, opened 1 ann`},
		{"new document", Working{Files: files(map[string]string{"a.md": "- [ ] add disks\n", "b.md": "- [ ] other thing\n", "障害.md": "- [ ] 監視\n"})},
			clean + "\n" + `障害.md: "監視" open, opened 9`},
		{"renamed", Working{Files: files(map[string]string{"c.md": "- [ ] add disks\n", "b.md": "- [ ] other thing\n"})},
			`b.md: "other thing" open, opened 1 ann` + "\n" + `c.md: "add disks" open, opened 1 ann`},
		{"deleted", Working{Files: files(map[string]string{"a.md": "- [ ] add disks\n"})},
			`a.md: "add disks" open, opened 1 ann` + "\n" + `b.md (gone): "other thing" open, opened 1 ann, removed 9, dropped 9`},
		{"not looked at", Working{}, clean},
	} {
		tt.working.Now = now
		l := h.Lives(tt.working)
		if got := livedAll(l); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
		for _, life := range l.All {
			for _, e := range life.Events {
				if e.Dated.Uncommitted() != (dayOf(e.Dated.At) == 9) {
					t.Errorf("%s: %+v", tt.name, e)
				}
			}
		}
	}
}

func TestSparseWorkingTree(t *testing.T) {
	s := newStory(t)
	s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "- [ ] add disks\n", "b.md": "- [ ] other thing\n"})
	s.file("config.worktree", "[core]\n\tsparseCheckout = true\n")
	got := livedAll(s.lives(Working{Files: files(map[string]string{"a.md": "- [x] add disks\n"})}))
	if !strings.Contains(got, `b.md: "other thing" open`) || !strings.Contains(got, `a.md: "add disks" done`) {
		t.Errorf("got\n%s", got)
	}
}

// TestLivesBelowAFolder follows the documents of a folder of a repository.
func TestLivesBelowAFolder(t *testing.T) {
	s := newStory(t)
	edits{
		{1, "ann", map[string]string{"kb/障害.md": "- [ ] add disks\n", "x.md": "- [ ] not ours\n"}},
		{2, "bob", map[string]string{"kb/障害.md": "", "kb/b.md": "- [x] add disks\n"}},
	}.write(s)
	r := s.open()
	r.Prefix = "kb/"
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	h, err := r.History(head, Query{Want: func(p string) bool { return !strings.Contains(p, "/") }, Extract: boxes})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := livedAll(h.Lives(Working{})), `b.md: "add disks" done, opened 1 ann, moved 2 bob, closed 2 bob`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestSkewedClocks dates events by landings whose dates can be true, and as of
// a day in the past by that day at most.
func TestSkewedClocks(t *testing.T) {
	s := newStory(t)
	edits{
		{1, "ann", map[string]string{"a.md": "- [ ] add disks\n"}},
		{900, "bob", map[string]string{"a.md": "- [x] add disks\n"}},
		{3, "cy", map[string]string{"a.md": "- [ ] add disks\n"}},
		{9, "cy", map[string]string{"a.md": "- [x] add disks\n"}},
	}.write(s)
	want := `a.md: "add disks" done, opened 1 ann, closed 1 bob, reopened 3 cy, closed 9 cy, reopened 1`
	if got := livedAll(s.lives(Working{})); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	h := s.history(Query{Extract: boxes, Now: time.Unix(epoch+5*86400, 0)})
	if got, want := livedAll(h.Lives(Working{})), strings.Replace(want, "closed 9", "closed 5", 1); got != want {
		t.Errorf("as of day 5: got  %s\nwant %s", got, want)
	}
}

// TestHostileItems bounds the work that one document can cause.
func TestHostileItems(t *testing.T) {
	many := func(prefix string) string {
		var b strings.Builder
		for i := range 3 * MaxItems {
			fmt.Fprintf(&b, "- [ ] %s %d\n", prefix, i)
		}
		return b.String()
	}
	s := newStory(t)
	edits{
		{1, "ann", map[string]string{"a.md": many("same"), "b.md": strings.Repeat("- [ ] twin\n", 3*MaxItems)}},
		{2, "bob", map[string]string{"a.md": many("other text"), "b.md": strings.Repeat("- [x] twin\n", 3*MaxItems)}},
		{3, "bob", map[string]string{"a.md": "", "b.md": strings.Repeat("- [ ] twin\n", MaxItems)}},
	}.write(s)
	l := s.lives(Working{})
	if n := len(l.Document("b.md")); n != MaxItems {
		t.Errorf("%d items, want %d", n, MaxItems)
	}
}
