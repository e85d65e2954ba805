package insight

import (
	"cmp"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// News is what changed in the knowledge on one day, in the site's zone.
type News struct {
	Day     facet.Date
	Changes []Change // the last first
}

// Change is a document that changed, with what became of its action items. It
// is the last change of the document, or a day on which its items changed.
type Change struct {
	Entry   *corpus.Entry
	At      time.Time // in the site's zone
	Commit  string
	Subject string // empty if the commit is not the document's last
	Events  []ItemEvent
}

// ItemEvent is a turn in the life of an action item on the day of a change.
type ItemEvent struct {
	Item *Action
	Kind EventKind
}

// News lists the changes of the last days before now, the last day first.
// Documents and items whose history is not known are left out.
func (r *Results) News(c *corpus.Corpus, days int) []News {
	since := r.Now.AddDate(0, 0, -days)
	type key struct {
		path string
		day  facet.Date
	}
	changes := map[key]*Change{}
	change := func(e *corpus.Entry, at time.Time) *Change {
		k := key{e.Path(), r.dayOf(at)}
		if changes[k] == nil {
			changes[k] = &Change{Entry: e}
		}
		changes[k].At = latest(changes[k].At, at.In(r.Policy.zone()))
		return changes[k]
	}
	recent := func(at time.Time) bool { return at.After(since) && !at.After(r.Now) }
	for _, e := range c.Entries {
		if last := r.History.Changed[e.Path()]; last.Known && recent(last.At) {
			x := change(e, last.At)
			x.Commit, x.Subject = last.Commit, last.Subject
		}
	}
	for _, a := range r.all {
		for _, event := range a.Events {
			if a.Entry != nil && event.When.From == FromGit && recent(event.When.At) {
				x := change(a.Entry, event.When.At)
				x.Commit = cmp.Or(x.Commit, event.When.Commit)
				x.Events = append(x.Events, ItemEvent{a, event.Kind})
			}
		}
	}
	byDay := map[facet.Date][]Change{}
	for k, x := range changes {
		byDay[k.day] = append(byDay[k.day], *x)
	}
	var list []News
	for day, all := range byDay {
		slices.SortFunc(all, func(a, b Change) int {
			return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Entry.Path(), b.Entry.Path()))
		})
		list = append(list, News{day, all})
	}
	slices.SortFunc(list, func(a, b News) int { return compareDays(b.Day, a.Day) })
	return list
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
