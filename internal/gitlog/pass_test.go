package gitlog

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// story writes a history commit by commit: each one changes some files, ""
// deletes one.
type story struct {
	*builder
	files map[string]map[string]string // of each commit, by its hash
}

func newStory(t *testing.T) story {
	return story{newBuilder(t, t.TempDir()), map[string]map[string]string{"": {}}}
}

// commit writes a commit that has the files of its first parent but for the
// edits, and makes it main.
func (s story) commit(m made, edits map[string]string) string {
	parent := ""
	if len(m.parents) > 0 {
		parent = m.parents[0]
	}
	files := maps.Clone(s.files[parent])
	for name, text := range edits {
		if files[name] = text; text == "" {
			delete(files, name)
		}
	}
	m.tree = s.builder.files(files)
	hash := s.builder.commit(m)
	s.files[hash] = files
	s.ref("refs/heads/main", hash)
	return hash
}

func (s story) history(q Query) *History {
	s.t.Helper()
	r := s.open()
	head, err := r.Resolve("HEAD")
	if err != nil {
		s.t.Fatal(err)
	}
	q.Want = func(p string) bool { return strings.HasSuffix(p, ".md") }
	h, err := r.History(head, q)
	if err != nil {
		s.t.Fatal(err)
	}
	return h
}

func (s story) document(path string, q Query) Document {
	s.t.Helper()
	d, ok := s.history(q).Document(path)
	if !ok {
		s.t.Fatalf("%s is not known", path)
	}
	return d
}

// told is a document in short: the day and author of its creation, of its last
// change and of its last change in substance, its contributors, former paths.
func told(d Document) string {
	day := func(c Change) string {
		text := fmt.Sprintf("%d %s", (c.At.Unix()-epoch)/86400, c.Author)
		if c.Commit == "" {
			text = "before " + text
		}
		return strings.TrimSpace(text)
	}
	var who []string
	for _, c := range d.Contributors {
		who = append(who, fmt.Sprint(c.Name, "*", c.Changes))
	}
	out := fmt.Sprintf("%s, %s, %s, by %s", day(d.Created), day(d.Changed), day(d.Substance), strings.Join(who, " "))
	if d.Imported {
		out += ", imported"
	}
	return out + strings.Join(append([]string{""}, d.Former...), " < ")
}

func TestDocuments(t *testing.T) {
	long := text("行", 20)
	substance := func(old, new []byte) bool { // not only front matter
		body := func(text string) string { return text[max(0, strings.Index(text, "---\n")):] }
		return body(string(old)) != body(string(new))
	}
	for name, tt := range map[string]struct {
		write func(s story)
		want  string // of a.md
	}{
		"created and changed": {func(s story) {
			one := s.commit(made{day: 1, wrote: 0, author: "ann"}, map[string]string{"a.md": "1"})
			two := s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"a.md": "2", "b.md": "x"})
			s.commit(made{day: 3, author: "cy", parents: []string{two}}, map[string]string{"b.md": "y"})
		}, "1 ann, 2 bob, 2 bob, by bob*1 ann*1"},
		"not in substance": {func(s story) {
			one := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "v: 1\n---\nx\n"})
			s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"a.md": "v: 2\n---\nx\n"})
		}, "1 ann, 2 bob, 1 ann, by bob*1 ann*1"},
		"line endings alone": {func(s story) {
			one := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "障害\r\nx\r\n"})
			s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"a.md": "障害\nx\n"})
		}, "1 ann, 1 ann, 1 ann, by bob*1 ann*1"},
		"renamed alone": {func(s story) {
			one := s.commit(made{day: 1, author: "ann"}, map[string]string{"障害.md": long})
			s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"a.md": long, "障害.md": ""})
		}, "1 ann, 1 ann, 1 ann, by ann*1 < 障害.md"},
		"renamed twice and edited": {func(s story) {
			one := s.commit(made{day: 1, author: "ann"}, map[string]string{"x.md": long})
			two := s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"y.md": long + "new\n", "x.md": ""})
			s.commit(made{day: 3, author: "cy", parents: []string{two}}, map[string]string{"a.md": long + "new\n", "y.md": ""})
		}, "1 ann, 2 bob, 2 bob, by bob*1 ann*1 < y.md < x.md"},
		"copied": {func(s story) {
			one := s.commit(made{day: 1, author: "ann"}, map[string]string{"x.md": long})
			s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"a.md": long})
		}, "2 bob, 2 bob, 2 bob, by bob*1"},
		"deleted and restored": {func(s story) {
			one := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": long, "b.md": "x"})
			two := s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"a.md": ""})
			s.commit(made{day: 3, author: "cy", parents: []string{two}}, map[string]string{"a.md": long})
		}, "1 ann, 3 cy, 3 cy, by cy*1 ann*1"},
		"another of the same path": {func(s story) {
			one := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": long, "b.md": "x"})
			two := s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"a.md": ""})
			s.commit(made{day: 3, author: "cy", parents: []string{two}}, map[string]string{"a.md": text("別", 20)})
		}, "3 cy, 3 cy, 3 cy, by cy*1"},
		"ignored revision": {func(s story) {
			one := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "1"})
			two := s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"a.md": "2"})
			s.commit(made{day: 3, author: "cy", parents: []string{two}}, map[string]string{".git-blame-ignore-revs": "# 整形\n" + two + " # reformat\r\nnonsense\n"})
		}, "1 ann, 1 ann, 1 ann, by ann*1"},
		"mailmap and co-authors": {func(s story) {
			one := s.commit(made{day: 1, author: "ann", message: "x\n\nCo-authored-by: Bo <BOB@example.com>\n"}, map[string]string{"a.md": "1"})
			two := s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"a.md": "2"})
			s.commit(made{day: 3, author: "ci[bot]", parents: []string{two}}, map[string]string{"a.md": "3", ".mailmap": "ロブ <rob@example.com> <bob@example.com>\n"})
		}, "1 ann, 3 ci[bot], 3 ci[bot], by ロブ*2 ann*1"},
		"imported": {func(s story) {
			files := map[string]string{"a.md": "1"}
			for i := range Bulk - 1 {
				files[fmt.Sprintf("%d.md", i)] = fmt.Sprint(i)
			}
			one := s.commit(made{day: 1, author: "ann"}, files)
			s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"a.md": "2"})
		}, "1 ann, 2 bob, 2 bob, by bob*1 ann*1, imported"},
		"clock from the future": {func(s story) {
			one := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "1"})
			two := s.commit(made{day: 900, author: "bob", parents: []string{one}}, map[string]string{"a.md": "2"})
			three := s.commit(made{day: 3, author: "cy", parents: []string{two}}, map[string]string{"b.md": "2"})
			s.commit(made{day: 4, author: "cy", parents: []string{three}}, map[string]string{"b.md": "3"})
		}, "1 ann, 1 bob, 1 bob, by bob*1 ann*1"},
		"beyond a shallow boundary": {func(s story) {
			one := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "1", "b.md": "1"})
			two := s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"a.md": "2"})
			s.commit(made{day: 3, author: "cy", parents: []string{two}}, map[string]string{"b.md": "2"})
			s.file("shallow", two+"\n")
			s.remove(one)
		}, "before 2, before 2, before 2, by"},
		"changed after a shallow boundary": {func(s story) {
			one := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "1"})
			two := s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"b.md": "2"})
			s.commit(made{day: 3, author: "cy", parents: []string{two}}, map[string]string{"a.md": "2"})
			s.file("shallow", two+"\n")
			s.remove(one)
		}, "before 2, 3 cy, 3 cy, by cy*1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStory(t)
			tt.write(s)
			if got := strings.TrimSpace(told(s.document("a.md", Query{Substance: substance}))); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestMergesCreditTheSide(t *testing.T) {
	base := map[string]string{"a.md": "1\n2\n3\n", "c.md": "x"}
	for name, tt := range map[string]struct {
		write func(s story, base string)
		want  string
	}{
		"squash": {func(s story, base string) {
			s.commit(made{day: 6, wrote: 3, author: "bob", parents: []string{base}}, map[string]string{"a.md": "new"})
		}, "1 ann, 6 bob, 6 bob, by bob*1 ann*1"},
		"rebase": {func(s story, base string) {
			s.commit(made{day: 6, wrote: 3, author: "bob", parents: []string{base}}, map[string]string{"a.md": "new"})
		}, "1 ann, 6 bob, 6 bob, by bob*1 ann*1"},
		"merge": {func(s story, base string) {
			side := s.commit(made{day: 3, author: "bob", parents: []string{base}}, map[string]string{"a.md": "new"})
			s.commit(made{day: 6, author: "merger", parents: []string{base, side}}, map[string]string{"a.md": "new"})
		}, "1 ann, 6 bob, 6 bob, by bob*1 ann*1"},
		"merge of two commits": {func(s story, base string) {
			side := s.commit(made{day: 3, author: "bob", parents: []string{base}}, map[string]string{"a.md": "draft"})
			side = s.commit(made{day: 4, author: "cy", parents: []string{side}}, map[string]string{"a.md": "new"})
			s.commit(made{day: 6, author: "merger", parents: []string{base, side}}, map[string]string{"a.md": "new"})
		}, "1 ann, 6 cy, 6 cy, by cy*1 bob*1 ann*1"},
		"both sides edited": {func(s story, base string) {
			side := s.commit(made{day: 3, author: "bob", parents: []string{base}}, map[string]string{"a.md": "1\n2\nB\n"})
			main := s.commit(made{day: 4, author: "cy", parents: []string{base}}, map[string]string{"a.md": "C\n2\n3\n"})
			s.commit(made{day: 6, author: "merger", parents: []string{main, side}}, map[string]string{"a.md": "C\n2\nB\n"})
		}, "1 ann, 6 bob, 6 bob, by bob*1 cy*1 ann*1"},
		"changed by the merge itself": {func(s story, base string) {
			side := s.commit(made{day: 3, author: "bob", parents: []string{base}}, map[string]string{"c.md": "y"})
			s.commit(made{day: 6, author: "merger", parents: []string{base, side}}, map[string]string{"a.md": "new", "c.md": "y"})
		}, "1 ann, 6 merger, 6 merger, by merger*1 ann*1"},
		"main merged into the side": {func(s story, base string) {
			main := s.commit(made{day: 2, author: "cy", parents: []string{base}}, map[string]string{"a.md": "cy"})
			side := s.commit(made{day: 3, author: "bob", parents: []string{base}}, map[string]string{"c.md": "y"})
			side = s.commit(made{day: 4, author: "bob", parents: []string{side, main}}, map[string]string{"a.md": "cy"})
			s.commit(made{day: 6, author: "merger", parents: []string{main, side}}, map[string]string{"c.md": "y"})
		}, "1 ann, 2 cy, 2 cy, by cy*1 ann*1"},
		"renamed on the side": {func(s story, base string) {
			side := s.commit(made{day: 3, author: "bob", parents: []string{base}}, map[string]string{"a.md": "", "障害.md": "1\n2\n3\n"})
			side = s.commit(made{day: 4, author: "cy", parents: []string{side}}, map[string]string{"障害.md": "", "a.md": "1\n2\n3\n4\n"})
			s.commit(made{day: 6, author: "merger", parents: []string{base, side}}, map[string]string{"a.md": "1\n2\n3\n4\n"})
		}, "1 ann, 6 cy, 6 cy, by cy*1 ann*1"},
		"octopus": {func(s story, base string) {
			one := s.commit(made{day: 3, author: "bob", parents: []string{base}}, map[string]string{"c.md": "y"})
			two := s.commit(made{day: 4, author: "cy", parents: []string{base}}, map[string]string{"a.md": "new"})
			s.commit(made{day: 6, author: "merger", parents: []string{base, one, two}}, map[string]string{"a.md": "new", "c.md": "y"})
		}, "1 ann, 6 cy, 6 cy, by cy*1 ann*1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStory(t)
			tt.write(s, s.commit(made{day: 1, author: "ann"}, base))
			if got := told(s.document("a.md", Query{})); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestHistoryClampsAndCounts(t *testing.T) {
	s := newStory(t)
	one := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "1"})
	s.commit(made{day: 30, author: "bob", parents: []string{one}}, map[string]string{"a.md": "2", "x.txt": "1"})
	h := s.history(Query{Now: time.Unix(epoch+10*86400, 0)})
	d, _ := h.Document("a.md")
	if h.Commits != 2 || h.Skewed != 1 || d.Changed.At.Unix() != epoch+10*86400 || !h.HeadAt.Equal(d.Changed.At) {
		t.Errorf("%d commits, %d repaired, changed %v", h.Commits, h.Skewed, d.Changed.At)
	}
	if at, ok := h.LastActive(Person{"x", "ANN@example.com"}); !ok || at.Unix() != epoch+86400 {
		t.Errorf("ann was active %v, %v", at, ok)
	}
	if _, ok := h.LastActive(Person{"nobody", "no@example.com"}); ok {
		t.Error("nobody was active")
	}
	if _, ok := h.Document("x.txt"); ok {
		t.Error("x.txt is a document")
	}
}

// TestPartialCloneKeepsDates has a history whose old contents are missing.
func TestPartialCloneKeepsDates(t *testing.T) {
	s := newStory(t)
	one := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "1"})
	two := s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"a.md": "2"})
	s.commit(made{day: 3, author: "cy", parents: []string{two}}, map[string]string{"b.md": "3"})
	s.file("config", "[remote \"origin\"]\n\tpromisor = true\n")
	s.remove(s.object("blob", []byte("1")))
	if got, want := told(s.document("a.md", Query{})), "1 ann, 2 bob, 2 bob, by bob*1 ann*1"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestLastChangeAsGit compares with git log on a real history.
func TestLastChangeAsGit(t *testing.T) {
	shared := os.Getenv("DEBRIEF_SHARED")
	if shared == "" {
		t.Skip("DEBRIEF_SHARED, the folder of the corpora, is not set")
	}
	dir := filepath.Join(t.TempDir(), "clone")
	native(t, t.TempDir(), "clone", "-q", "--bare", filepath.Join(shared, "corpora", "dfds-postmortems.bundle"), dir)
	r := openDir(t, dir)
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	h, err := r.History(head, Query{Want: func(p string) bool { return strings.HasSuffix(p, ".md") }})
	if err != nil {
		t.Fatal(err)
	}
	differ := 0
	for path, d := range h.documents {
		want := native(t, dir, "-c", "core.quotePath=false", "log", "--first-parent", "-m", "-1", "--format=%ct", "HEAD", "--", path)
		if got := fmt.Sprint(d.Changed.At.Unix()); got != want && len(d.Former) == 0 {
			differ++
			t.Errorf("%s was changed %s, git says %s", path, got, want)
		}
		if c, err := r.commit(plumbing.NewHash(d.Created.Commit)); err != nil || c.Hash == "" {
			t.Errorf("%s was created by %+v, %v", path, d.Created, err)
		}
	}
	t.Logf("%d documents, %d commits of the mainline, %d differ", len(h.documents), h.Commits, differ)
}
