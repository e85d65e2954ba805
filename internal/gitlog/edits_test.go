package gitlog

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// toldEdits is edits in short: day, who, from, to.
func toldEdits(list []Edit) string {
	var out []string
	for _, e := range list {
		kind := "changed " + e.Path
		switch {
		case e.From == "":
			kind = "new " + e.Path
		case e.Path == "":
			kind = "gone " + e.From
		case e.From != e.Path:
			kind = e.From + " to " + e.Path
		}
		out = append(out, fmt.Sprintf("%d %s: %s", dayOf(e.Change.At), e.Change.Author, kind))
	}
	return strings.Join(out, "\n")
}

func TestEdits(t *testing.T) {
	s := newStory(t)
	long := strings.Repeat("a line of the report\n", 9)
	edits{
		{1, "ann", map[string]string{"kb/a.md": "one\n", "kb/障害.md": long, "note.txt": "x"}},
		{2, "bob", map[string]string{"kb/a.md": "two\n"}},
		{3, "cy", map[string]string{"kb/障害.md": "", "kb/決済.md": long + "more\n", "note.txt": "y"}},
		{4, "ann", map[string]string{"kb/a.md": "", "kb/b.md": "b\n"}},
		{5, "bob", map[string]string{"note.txt": "z"}},
	}.write(s)
	whole := `4 ann: gone kb/a.md
4 ann: new kb/b.md
3 cy: kb/障害.md to kb/決済.md
2 bob: changed kb/a.md
1 ann: new kb/a.md
1 ann: new kb/障害.md`
	tests := []struct {
		name  string
		since int // day
		most  int
		want  string
	}{
		{"all", -1, 99, whole},
		{"since a day, which does not count", 2, 99, strings.Join(strings.Split(whole, "\n")[:3], "\n")},
		{"at most", -1, 2, strings.Join(strings.Split(whole, "\n")[:2], "\n")},
		{"none", 4, 99, ""},
	}
	q := Query{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := s.history(q)
			if got := toldEdits(h.Edits(time.Unix(epoch+int64(tt.since)*86400, 0), tt.most)); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
	t.Run("texts", func(t *testing.T) {
		h, r := s.history(q), s.open()
		for _, e := range h.Edits(time.Time{}, 99) {
			was, okWas, err := r.Text(e.Was)
			if err != nil || okWas != (e.From != "") {
				t.Errorf("%s: %v, %v", e.From, okWas, err)
			}
			is, okIs, err := r.Text(e.Is)
			if err != nil || okIs != (e.Path != "") || e.Path == "kb/決済.md" && (string(is) != long+"more\n" || string(was) != long) {
				t.Errorf("%s: %v, %v, %q", e.Path, okIs, err, is)
			}
		}
		if got := h.Committed("kb/b.md"); got != s.object("blob", []byte("b\n")) || h.Committed("kb/a.md") != "" {
			t.Errorf("kb/b.md is %s", got)
		}
	})
}

func TestEditsOfMerges(t *testing.T) {
	s := newStory(t)
	base := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "1\n2\n3\n"})
	side := s.commit(made{day: 2, author: "bob", parents: []string{base}}, map[string]string{"a.md": "1\n2\n4\n"})
	side = s.commit(made{day: 3, author: "cy", parents: []string{side}}, map[string]string{"b.md": "文書\n"})
	s.commit(made{day: 9, author: "merger", parents: []string{base, side}}, map[string]string{"a.md": "1\n2\n4\n", "b.md": "文書\n"})
	want := "9 bob: changed a.md\n9 cy: new b.md\n1 ann: new a.md"
	if got := toldEdits(s.history(Query{}).Edits(time.Time{}, 99)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestEditsThatDoNotCount(t *testing.T) {
	t.Run("ignored revisions", func(t *testing.T) {
		s := newStory(t)
		one := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "1\n"})
		two := s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"a.md": "1 \n"})
		s.commit(made{day: 3, author: "ann", parents: []string{two}}, map[string]string{".git-blame-ignore-revs": two + " # 整形\n"})
		if got := toldEdits(s.history(Query{}).Edits(time.Time{}, 99)); strings.Contains(got, "bob") || !strings.Contains(got, "new a.md") {
			t.Errorf("got\n%s", got)
		}
	})
	t.Run("the first commit of a shallow clone", func(t *testing.T) {
		s := newStory(t)
		one := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "1\n"})
		two := s.commit(made{day: 2, author: "bob", parents: []string{one}}, map[string]string{"b.md": "1\n"})
		s.commit(made{day: 3, author: "cy", parents: []string{two}}, map[string]string{"b.md": "2\n"})
		s.file("shallow", two+"\n")
		s.remove(one)
		if got := toldEdits(s.history(Query{}).Edits(time.Time{}, 99)); got != "3 cy: changed b.md" {
			t.Errorf("got\n%s", got)
		}
	})
}

func TestTextThatIsNotHere(t *testing.T) {
	b, _ := sample(t, t.TempDir())
	r := b.open()
	for name, hash := range map[string]string{"none": "", "nonsense": "x", "missing": strings.Repeat("1", 40), "kept by Git LFS": b.object("blob", []byte(pointer("文書")))} {
		if text, ok, err := r.Text(hash); ok || err != nil || text != nil {
			t.Errorf("%s: %q, %v, %v", name, text, ok, err)
		}
	}
}
