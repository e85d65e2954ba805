package gitlog

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// toldEvents gives the events of a life that change what becomes of it, each with
// the landing.
func toldEvents(l Life) []string {
	var out []string
	for _, e := range l.Events {
		if e.Kind != Moved && e.Kind != Reworded {
			out = append(out, e.Kind.String()+" "+e.Dated.Landed[:10])
		}
	}
	return out
}

// TestMadeUpHistories compares the lives of items with the truth: those with
// an id must all be right in every event, of the others 99.5 %. Items whose
// whole text was replaced are counted beside.
func TestMadeUpHistories(t *testing.T) {
	seeds, commits := 3, 300
	if n, _ := strconv.Atoi(os.Getenv("DEBRIEF_LONG")); n > 0 {
		seeds, commits = n, 1500
	}
	type count struct{ right, all int }
	var withID, without, replaced count
	for seed := range seeds {
		m := newWorldMaker(t, uint64(seed))
		m.run(commits)
		l := livesOf(t, m.b.dir, Query{Extract: boxes})
		found := map[string]int{} // lives of things that are gone, by their ids and what happened
		for _, life := range l.All {
			if life.Index < 0 {
				found[life.Item.ID+" "+strings.Join(toldEvents(life), ",")]++
			}
		}
		end := m.landed[len(m.landed)-1].world
		order := map[int]int{}
		for _, s := range end.documents {
			for i, it := range s.inOrder() {
				order[it.uid] = i
			}
		}
		for _, tr := range m.truths() {
			want := strings.Join(tr.events, ",")
			right := false
			if tr.here {
				life := l.Document(tr.path)[order[tr.uid]]
				right = strings.Join(toldEvents(life), ",") == want && life.Item.Text == tr.text
				if !right && (tr.id != "" || !m.replaced[tr.uid]) {
					t.Logf("seed %d: %q %s: got %v, want %v", seed, tr.text, tr.id, toldEvents(life), tr.events)
				}
			} else if key := tr.id + " " + want; found[key] > 0 {
				right = true
				found[key]--
			}
			c := &without
			switch {
			case tr.id != "":
				c = &withID
			case m.replaced[tr.uid]:
				c = &replaced
			}
			if c.all++; right {
				c.right++
			}
		}
	}
	share := func(c count) float64 { return 100 * float64(c.right) / float64(max(c.all, 1)) }
	t.Logf("with id %d of %d; without %d of %d (%.2f %%); whole text replaced %d of %d (%.0f %%)", withID.right, withID.all,
		without.right, without.all, share(without), replaced.right, replaced.all, share(replaced))
	if withID.right != withID.all || share(without) < 99.5 || slices.Min([]int{withID.all, without.all}) < 300 {
		t.Error("want all with an id right, and 99.5 % of the others")
	}
}

func livesOf(t testing.TB, dir string, q Query) *Lives {
	t.Helper()
	return historyOf(t, dir, q).Lives(Working{})
}

func historyOf(t testing.TB, dir string, q Query) *History {
	t.Helper()
	r := openDir(t, dir)
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if q.Want == nil {
		q.Want = func(p string) bool { return strings.HasSuffix(p, ".md") }
	}
	h, err := r.History(head, q)
	if err != nil {
		t.Fatal(err)
	}
	return h
}
