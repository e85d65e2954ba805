package insight

import (
	"math/big"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// AgeingFigures are the figures of some action items.
type AgeingFigures struct {
	Items    int                  // all, those that were removed included
	ByState  map[facet.Status]int // items; Removed is a state
	Open     int                  // known to be open
	Overdue  int                  // of Open
	NoAge    int                  // of Open, that nothing dates
	Recorded int                  // done when they were first seen: never part of the time to close

	OverdueShare Quantity // Overdue of Open, 0–1
	Buckets      []Bucket
	Attainment   Attainment   // of all items
	ByPriority   []Attainment // of the priorities of which something was due
	Survival     Survival
	Backlog      Backlog
	Quality      Quality
}

var nothingOpen = diag.Text{En: "nothing is open", Ja: "未完了のアクションがない"}

// Ageing computes the figures of some action items: those of AllActions, or a
// choice of them.
func (r *Results) Ageing(items []*Action) AgeingFigures {
	f := AgeingFigures{Items: len(items), ByState: map[facet.Status]int{}, OverdueShare: absent[*big.Rat](nothingOpen)}
	for _, a := range items {
		f.ByState[a.State]++
		f.Recorded += boolInt(a.RecordedDone)
		if a.Open() {
			f.Open++
			f.Overdue += boolInt(a.Overdue > 0)
			f.NoAge += boolInt(!a.Age.Known)
		}
	}
	if f.Open > 0 {
		f.OverdueShare = known(big.NewRat(int64(f.Overdue), int64(f.Open)))
	}
	today := r.today()
	f.Buckets = r.Policy.Ageing.bucketsOf(items)
	f.Attainment, f.ByPriority = attainments(items, today)
	f.Survival = Survive(observations(items))
	f.Backlog = backlogOf(items, today)
	f.Quality = qualityOf(items)
	return f
}
