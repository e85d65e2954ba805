package insight

import (
	"cmp"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// Leaving is a document all of whose authors have been inactive for a year:
// what they knew about it may be gone soon.
type Leaving struct {
	Entry *corpus.Entry
	Last  time.Time // when one of its authors was last active anywhere in the repository
}

// Leaving lists them, the longest left first. It is empty without a history.
func (r *Results) Leaving(c *corpus.Corpus) []Leaving {
	year := r.Now.AddDate(-1, 0, 0)
	var list []Leaving
	for _, e := range c.Entries {
		var last time.Time
		for _, a := range r.History.Authors[e.Path()] {
			if a.LastActive.After(last) {
				last = a.LastActive
			}
		}
		if !last.IsZero() && last.Before(year) {
			list = append(list, Leaving{e, last.In(r.Policy.zone())})
		}
	}
	slices.SortStableFunc(list, func(a, b Leaving) int {
		return cmp.Or(a.Last.Compare(b.Last), cmp.Compare(a.Entry.Path(), b.Entry.Path()))
	})
	return list
}
