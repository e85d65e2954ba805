package gitlog

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// boxes is a small extractor: "- [ ] text {#id}" under "## Section", in a
// document that may begin with "id: x".
func boxes(path string, data []byte) (id string, items []Item) {
	section := ""
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "id: "); ok && n == 1 {
			id = rest
		}
		if rest, ok := strings.CutPrefix(line, "## "); ok {
			section = rest
		}
		state, ok := map[string]State{"- [ ] ": StateOpen, "- [x] ": StateDone, "- [-] ": StateDropped, "- (?) ": StateUnknown}[line[:min(6, len(line))]]
		if !ok {
			continue
		}
		it := Item{Text: line[6:], Section: section, State: state, Line: n}
		if text, rest, ok := strings.Cut(it.Text, " {#"); ok {
			it.Text, it.ID = text, strings.TrimSuffix(rest, "}")
		}
		if text, rest, ok := strings.Cut(it.Text, " opened:"); ok {
			it.Text = text
			it.Opened, _ = time.Parse(time.DateOnly, rest)
		}
		if text, rest, ok := strings.Cut(it.Text, " closed:"); ok {
			it.Text = text
			it.Closed, _ = time.Parse(time.DateOnly, rest)
		}
		items = append(items, it)
	}
	return id, items
}

// dayOf is the day of a date, from 2023-01-01.
func dayOf(at time.Time) int64 { return (at.Unix() - epoch) / 86400 }

// lived is a life in short: where it is, its state, and what happened to it,
// each with the day, who did it, and where the date comes from if not from Git.
func lived(l Life) string {
	place := l.Path
	if l.Index < 0 {
		place += " (gone)"
	}
	short := func(d Dated) string {
		text := fmt.Sprint(dayOf(d.At))
		if d.By.Name != "" {
			text += " " + d.By.Name
		}
		if d.From != FromGit {
			text += " " + d.From.String()
		}
		return text
	}
	out := fmt.Sprintf("%s: %q %s", place, l.Item.Text, l.Item.State)
	out += ", opened " + short(l.Opened)
	for _, e := range l.Events[1:] {
		out += ", " + e.Kind.String() + " " + short(e.Dated)
	}
	if l.Closed.Known() && (l.Closed.From != FromGit || l.RecordedDone) {
		out += ", closed at " + short(l.Closed)
	}
	if l.RecordedDone {
		out += ", recorded done"
	}
	if l.Reopened > 0 {
		out += fmt.Sprint(", reopened ", l.Reopened)
	}
	if l.Removed.Known() {
		out += fmt.Sprint(", dropped ", dayOf(l.Removed.At))
	}
	return out
}

func (s story) lives(w Working) *Lives {
	s.t.Helper()
	return s.history(Query{Extract: boxes}).Lives(w)
}

func livedAll(l *Lives) string {
	var list []string
	for _, life := range l.All {
		list = append(list, lived(life))
	}
	return strings.Join(list, "\n")
}

// edits are the commits of a line of history, each of a day and a person:
// content by path, "" to delete.
type edits []struct {
	day   int
	by    string
	files map[string]string
}

func (e edits) write(s story) {
	var parents []string
	for _, c := range e {
		parents = []string{s.commit(made{day: c.day, author: c.by, parents: parents}, c.files)}
	}
}

func TestLivesOfItems(t *testing.T) {
	const head = "## Actions\n"
	filler := text("prose", 30)
	for name, tt := range map[string]struct {
		edits edits
		want  string
	}{
		"opened": {edits{{1, "ann", map[string]string{"a.md": head + "- [ ] add disks\n"}}},
			`a.md: "add disks" open, opened 1 ann`},
		"ticked": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] add disks\n"}},
			{4, "bob", map[string]string{"a.md": head + "- [x] add disks\n"}},
		}, `a.md: "add disks" done, opened 1 ann, closed 4 bob`},
		"ticked, reverted, ticked": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] add disks\n"}},
			{2, "bob", map[string]string{"a.md": head + "- [x] add disks\n"}},
			{3, "cy", map[string]string{"a.md": head + "- [ ] add disks\n"}},
			{4, "bob", map[string]string{"a.md": head + "- [x] add disks\n"}},
		}, `a.md: "add disks" done, opened 1 ann, closed 2 bob, reopened 3 cy, closed 4 bob, reopened 1`},
		"given up": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] add disks\n"}},
			{2, "bob", map[string]string{"a.md": head + "- [-] add disks\n"}},
		}, `a.md: "add disks" dropped, opened 1 ann, given up 2 bob`},
		"removed undone": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] add disks\n- [ ] other thing\n"}},
			{2, "bob", map[string]string{"a.md": head + "- [ ] other thing\n"}},
		}, `a.md: "other thing" open, opened 1 ann` + "\n" + `a.md (gone): "add disks" open, opened 1 ann, removed 2 bob, dropped 2`},
		"removed when done": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] add disks\n"}},
			{2, "bob", map[string]string{"a.md": head + "- [x] add disks\n"}},
			{3, "bob", map[string]string{"a.md": head}},
		}, `a.md (gone): "add disks" done, opened 1 ann, closed 2 bob, removed 3 bob`},
		"recorded done": {edits{{1, "ann", map[string]string{"a.md": head + "- [x] add disks\n"}}},
			`a.md: "add disks" done, opened 1 ann, closed at 1 ann bound, recorded done`},
		"recorded done, reopened and done": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [x] add disks\n"}},
			{2, "bob", map[string]string{"a.md": head + "- [ ] add disks\n"}},
			{3, "bob", map[string]string{"a.md": head + "- [x] add disks\n"}},
		}, `a.md: "add disks" done, opened 1 ann, reopened 2 bob, closed 3 bob, closed at 3 bob, recorded done, reopened 1`},
		"deleted document, reverted": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] add disks\n", "b.md": "x"}},
			{2, "bob", map[string]string{"a.md": ""}},
			{99, "cy", map[string]string{"a.md": head + "- [ ] add disks\n"}},
		}, `a.md: "add disks" open, opened 1 ann, removed 2 bob, restored 99 cy`},
		"renamed and edited": {edits{
			{1, "ann", map[string]string{"a.md": head + filler + "- [ ] add disks\n"}},
			{2, "bob", map[string]string{"a.md": "", "障害.md": head + filler + "more\n- [x] add disks\n"}},
		}, `障害.md: "add disks" done, opened 1 ann, closed 2 bob`},
		"renamed, rewritten, with an id": {edits{
			{1, "ann", map[string]string{"a.md": "id: pm-1\n- [ ] add disks\n"}},
			{2, "bob", map[string]string{"a.md": "", "b.md": "id: pm-1\n" + filler + "- [x] add the disks\n"}},
		}, `b.md: "add the disks" done, opened 1 ann, reworded 2 bob, closed 2 bob`},
		"moved to a document": {edits{
			{1, "ann", map[string]string{"a.md": head + filler + "- [ ] add disks\n", "b.md": "other\n"}},
			{2, "bob", map[string]string{"a.md": head + filler, "b.md": "other\n- [ ] add disks\n"}},
		}, `b.md: "add disks" open, opened 1 ann, moved 2 bob`},
		"moved to a section": {edits{
			{1, "ann", map[string]string{"a.md": "## Short\n- [ ] add disks\n## Long\n"}},
			{2, "bob", map[string]string{"a.md": "## Short\n## Long\n- [ ] add disks\n"}},
		}, `a.md: "add disks" open, opened 1 ann, moved 2 bob`},
		"cut and pasted in two commits": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] add more disks to the rack\n", "b.md": "x"}},
			{2, "bob", map[string]string{"a.md": head}},
			{9, "bob", map[string]string{"b.md": "x\n- [ ] add more disks to the rack\n"}},
		}, `b.md: "add more disks to the rack" open, opened 1 ann, removed 2 bob, restored 9 bob, moved 9 bob`},
		"cut and pasted much later": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] add more disks to the rack\n", "b.md": "x"}},
			{2, "bob", map[string]string{"a.md": head}},
			{40, "bob", map[string]string{"b.md": "x\n- [ ] add more disks to the rack\n"}},
		}, `a.md (gone): "add more disks to the rack" open, opened 1 ann, removed 2 bob, dropped 2` + "\n" + `b.md: "add more disks to the rack" open, opened 40 bob`},
		"cut and pasted with an id, reworded": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] disks {#ai-7}\n", "b.md": "x"}},
			{2, "bob", map[string]string{"a.md": head}},
			{90, "bob", map[string]string{"b.md": "x\n- [ ] storage for all {#ai-7}\n"}},
		}, `b.md: "storage for all" open, opened 1 ann, removed 2 bob, restored 90 bob, moved 90 bob, reworded 90 bob`},
		"copied from a template": {edits{
			{1, "ann", map[string]string{"t.md": head + "- [ ] tell all of the customers\n"}},
			{5, "bob", map[string]string{"a.md": head + "- [ ] tell all of the customers\n"}},
		}, `a.md: "tell all of the customers" open, opened 5 bob` + "\n" + `t.md: "tell all of the customers" open, opened 1 ann`},
		"check list removed and pasted elsewhere": {edits{
			{1, "ann", map[string]string{"t.md": head + "- [ ] tell all of the customers\n", "a.md": head + "- [ ] tell all of the customers\n"}},
			{2, "bob", map[string]string{"a.md": head}},
			{3, "bob", map[string]string{"b.md": head + "- [ ] tell all of the customers\n"}},
		}, `a.md (gone): "tell all of the customers" open, opened 1 ann, removed 2 bob, dropped 2` + "\n" +
			`b.md: "tell all of the customers" open, opened 3 bob` + "\n" + `t.md: "tell all of the customers" open, opened 1 ann`},
		"reordered, with twins": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] one thing\n- [ ] twin\n- [x] twin\n"}},
			{2, "bob", map[string]string{"a.md": head + "- [x] twin\n- [ ] twin\n- [ ] one thing\n"}},
		}, `a.md: "twin" done, opened 1 ann, closed at 1 ann bound, recorded done` + "\n" +
			`a.md: "twin" open, opened 1 ann` + "\n" + `a.md: "one thing" open, opened 1 ann`},
		"Japanese, reworded and ticked": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] メモリ使用量監視アラートの追加\n- [ ] 手順書の更新\n"}},
			{2, "bob", map[string]string{"a.md": head + "- [x] メモリ使用量の監視アラートを追加（閾値80%）\n- [ ] 手順書の更新\n"}},
		}, `a.md: "メモリ使用量の監視アラートを追加（閾値80%）" done, opened 1 ann, reworded 2 bob, closed 2 bob` + "\n" + `a.md: "手順書の更新" open, opened 1 ann`},
		"survivor between neighbours": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] first\n- [ ] alert when disks fill\n- [ ] last\n"}},
			{2, "bob", map[string]string{"a.md": head + "- [ ] first\n- [ ] page somebody before the disks are full up\n- [ ] last\n"}},
		}, `a.md: "first" open, opened 1 ann` + "\n" +
			`a.md: "page somebody before the disks are full up" open, opened 1 ann, reworded 2 bob` + "\n" + `a.md: "last" open, opened 1 ann`},
		"two ids are two items": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] add disks {#a}\n"}},
			{2, "bob", map[string]string{"a.md": head + "- [ ] add disks {#b}\n"}},
		}, `a.md: "add disks" open, opened 2 bob` + "\n" + `a.md (gone): "add disks" open, opened 1 ann, removed 2 bob, dropped 2`},
		"an id is given later": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] add disks\n"}},
			{2, "bob", map[string]string{"a.md": head + "- [x] add disks {#b}\n"}},
		}, `a.md: "add disks" done, opened 1 ann, closed 2 bob`},
		"other line endings": {edits{
			{1, "ann", map[string]string{"a.md": head + "- [ ] add disks\n"}},
			{2, "bob", map[string]string{"a.md": "## Actions\r\n- [ ] add disks\r\n"}},
		}, `a.md: "add disks" open, opened 1 ann`},
		"no box, then done": {edits{
			{1, "ann", map[string]string{"a.md": head + "- (?) add disks\n"}},
			{2, "bob", map[string]string{"a.md": head + "- [ ] add disks\n"}},
			{3, "bob", map[string]string{"a.md": head + "- [x] add disks\n"}},
		}, `a.md: "add disks" done, opened 1 ann, closed 3 bob`},
		"dates of its own": {edits{
			{10, "ann", map[string]string{"a.md": head + "- [ ] add disks opened:2023-01-03\n"}},
			{20, "bob", map[string]string{"a.md": head + "- [x] add disks closed:2023-01-16 opened:2023-01-03\n"}},
		}, `a.md: "add disks" done, opened 2 ann item, closed 20 bob, closed at 15 bob item`},
		"empty": {edits{{1, "ann", map[string]string{"a.md": ""}}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStory(t)
			tt.edits.write(s)
			if got := livedAll(s.lives(Working{})); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestMadeAndLanded(t *testing.T) {
	s := newStory(t)
	base := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "- [ ] add disks\n"})
	done := map[string]string{"a.md": "- [x] add disks\n"}
	side := s.commit(made{day: 3, author: "bob", parents: []string{base}}, done)
	merge := s.commit(made{day: 6, author: "merger", parents: []string{base, side}}, done)
	d := s.lives(Working{}).Document("a.md")[0].Closed
	if d.Commit != side || d.Landed != merge || dayOf(d.Authored) != 3 || dayOf(d.At) != 6 {
		t.Errorf("closed %+v", d)
	}
}

// TestProvenance dates items that came with their document by what is known of
// that.
func TestProvenance(t *testing.T) {
	item := "- [ ] add disks\n"
	bulk := map[string]string{"a.md": item}
	for i := range Bulk - 1 {
		bulk[fmt.Sprintf("%02d.md", i)] = fmt.Sprint(i)
	}
	own := func(day int) func(string) (time.Time, bool) {
		return func(path string) (time.Time, bool) {
			return time.Unix(epoch, 0).AddDate(0, 0, day), path == "a.md"
		}
	}
	for name, tt := range map[string]struct {
		edits edits
		date  func(string) (time.Time, bool)
		want  string
	}{
		"import":                   {edits{{100, "ann", bulk}}, nil, `a.md: "add disks" open, opened 100 ann bound`},
		"import of a dated one":    {edits{{100, "ann", bulk}}, own(90), `a.md: "add disks" open, opened 90 ann document`},
		"dated after its import":   {edits{{100, "ann", bulk}}, own(110), `a.md: "add disks" open, opened 100 ann bound`},
		"written long after":       {edits{{100, "ann", map[string]string{"a.md": item}}}, own(30), `a.md: "add disks" open, opened 30 ann document`},
		"written soon after":       {edits{{100, "ann", map[string]string{"a.md": item}}}, own(50), `a.md: "add disks" open, opened 100 ann`},
		"no date":                  {edits{{100, "ann", map[string]string{"a.md": item}}}, nil, `a.md: "add disks" open, opened 100 ann`},
		"added to an old document": {edits{{100, "ann", map[string]string{"a.md": "x"}}, {110, "bob", map[string]string{"a.md": "x\n" + item}}}, own(1), `a.md: "add disks" open, opened 110 bob`},
		"says it itself":           {edits{{100, "ann", map[string]string{"a.md": "- [ ] add disks opened:2023-01-06\n"}}}, own(1), `a.md: "add disks" open, opened 5 ann item`},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStory(t)
			tt.edits.write(s)
			if got := livedAll(s.lives(Working{Date: tt.date})); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestLivesInAShallowClone(t *testing.T) {
	s := newStory(t)
	one := s.commit(made{day: 1, author: "ann"}, map[string]string{"a.md": "- [ ] old\n", "b.md": "- [x] over\n"})
	two := s.commit(made{day: 5, author: "bob", parents: []string{one}}, map[string]string{"c.md": "x"})
	s.commit(made{day: 9, author: "cy", parents: []string{two}}, map[string]string{"a.md": "- [x] old\n- [ ] new\n"})
	s.file("shallow", two+"\n")
	s.remove(one)
	l := s.lives(Working{})
	want := `a.md: "old" done, opened 5 bob bound, closed 9 cy
a.md: "new" open, opened 9 cy
b.md: "over" done, opened 5 bob bound, closed at 5 bob bound, recorded done`
	if got := livedAll(l); got != want || l.Bounds != 2 {
		t.Errorf("%d bounds, got\n%s\nwant\n%s", l.Bounds, got, want)
	}
}

func TestLivesInAPartialClone(t *testing.T) {
	s := newStory(t)
	edits{
		{1, "ann", map[string]string{"a.md": "- [ ] first\n"}},
		{2, "ann", map[string]string{"a.md": "- [ ] first\n- [ ] second\n"}},
		{3, "bob", map[string]string{"a.md": "- [ ] first\n- [x] second\n"}},
		{4, "bob", map[string]string{"a.md": "- [x] first\n- [x] second\n"}},
	}.write(s)
	s.file("config", "[core]\n\trepositoryformatversion = 0\n\tbare = true\n[remote \"origin\"]\n\tpromisor = true\n\tpartialclonefilter = blob:none\n")
	s.remove(s.object("blob", []byte("- [ ] first\n")))
	s.remove(s.object("blob", []byte("- [ ] first\n- [ ] second\n")))
	l := s.lives(Working{})
	want := `a.md: "first" done, opened 3 bob bound, closed 4 bob
a.md: "second" done, opened 3 bob bound, closed at 3 bob bound, recorded done`
	if got := livedAll(l); got != want || l.Missing != 2 || l.Versions != 4 {
		t.Errorf("%d of %d missing, got\n%s\nwant\n%s", l.Missing, l.Versions, got, want)
	}
}
