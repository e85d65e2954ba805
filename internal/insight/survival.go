package insight

import (
	"cmp"
	"math"
	"math/big"
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Observation is one item as survival analysis sees it: it was closed at an
// age, or was last seen open at it.
type Observation struct {
	Days   int // 0 or more
	Closed bool
}

// Survival is the Kaplan–Meier estimate of the share of items that are still
// open at an age. Items that are open count with the age they have reached
// (right-censoring), which a mean over closed ones would leave out.
type Survival struct {
	Items, Closed int
	Steps         []SurvivalStep // by age
	// Median is the age in days at which no more than half is open; absent if
	// more than half is still open at the longest age.
	Median Figure[int]
	// MedianFrom and MedianTo bound it, at 95 %.
	MedianFrom, MedianTo Figure[int]
	// Mean is the mean age in days of an item within Longest, the restricted
	// mean: the area under the curve.
	Mean    Quantity
	Longest int // age in days
	// ClosedMean is the mean over closed items alone, to compare: it is too
	// short as long as items are open.
	ClosedMean Quantity
}

// SurvivalStep is an age at which items were closed.
type SurvivalStep struct {
	Age      int // days
	AtRisk   int // items that reached the age
	Closed   int // at the age
	Open     *big.Rat
	Spread   float64         // standard error of Open, by Greenwood
	From, To Figure[float64] // 95 % interval of Open, log-log; absent where nothing is open any more
}

var (
	noItems    = diag.Text{En: "no item has an age", Ja: "経過日数の分かるアクションがない"}
	noneClosed = diag.Text{En: "no item was closed", Ja: "完了したアクションがない"}
	notReached = diag.Text{En: "more than half is still open", Ja: "半数以上がまだ未完了"}
	noneOpen   = diag.Text{En: "nothing is open any more", Ja: "未完了のものはもうない"}
)

var half = big.NewRat(1, 2)

// Survive estimates the survival of items. The order of list does not matter.
func Survive(list []Observation) Survival {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Observation) int { return cmp.Compare(a.Days, b.Days) })
	s := Survival{
		Items: len(list), Median: absent[int](notReached), MedianFrom: absent[int](notReached), MedianTo: absent[int](notReached),
		Mean: absent[*big.Rat](noItems), ClosedMean: absent[*big.Rat](noneClosed),
	}
	if len(list) == 0 {
		s.Median = absent[int](noItems)
		return s
	}
	s.Longest = list[len(list)-1].Days
	open, greenwood, area, at := num(1), new(big.Rat), new(big.Rat), 0
	sum := int64(0)
	for i := 0; i < len(list); {
		age, risk, closed := list[i].Days, len(list)-i, 0
		for ; i < len(list) && list[i].Days == age; i++ {
			if list[i].Closed {
				closed++
			}
		}
		if closed == 0 {
			continue
		}
		s.Closed, sum = s.Closed+closed, sum+int64(closed)*int64(age)
		area.Add(area, mul(open, num(int64(age-at))))
		open, at = mul(open, big.NewRat(int64(risk-closed), int64(risk))), age
		if risk > closed {
			greenwood.Add(greenwood, mul(big.NewRat(int64(closed), int64(risk)), big.NewRat(1, int64(risk-closed))))
		}
		s.Steps = append(s.Steps, newStep(age, risk, closed, open, greenwood))
	}
	s.Mean = known(area.Add(area, mul(open, num(int64(s.Longest-at)))))
	if s.Closed > 0 {
		s.ClosedMean = known(big.NewRat(sum, int64(s.Closed)))
	}
	s.setMedian()
	return s
}

// z is the 97.5 % quantile of the normal distribution.
const z = 1.959963984540054

// newStep gives a step with its interval. Those alone are floats: they need a
// root and exponentials.
func newStep(age, risk, closed int, open, greenwood *big.Rat) SurvivalStep {
	step := SurvivalStep{Age: age, AtRisk: risk, Closed: closed, Open: open, From: absent[float64](noneOpen), To: absent[float64](noneOpen)}
	s, _ := open.Float64()
	sum, _ := greenwood.Float64()
	if open.Sign() == 0 {
		return step
	}
	step.Spread = s * math.Sqrt(sum)
	spread := math.Exp(z * math.Sqrt(sum) / math.Abs(math.Log(s)))
	step.From, step.To = known(math.Pow(s, spread)), known(math.Pow(s, 1/spread))
	return step
}

// setMedian finds the first ages at which the curve and its bounds are down to
// a half.
func (s *Survival) setMedian() {
	for _, step := range s.Steps {
		down := func(f Figure[float64]) bool { return !f.Known || f.V <= 0.5 }
		if !s.Median.Known && step.Open.Cmp(half) <= 0 {
			s.Median = known(step.Age)
		}
		if !s.MedianFrom.Known && down(step.From) {
			s.MedianFrom = known(step.Age)
		}
		if !s.MedianTo.Known && step.To.Known && step.To.V <= 0.5 {
			s.MedianTo = known(step.Age)
		}
	}
}

// observations are what items tell about survival. Done items end at the days
// it took; given up and removed ones are last seen at their end, open ones
// today. Items of unknown state, those without a date and those that were
// recorded as done tell nothing.
func observations(items []*Action) []Observation {
	var list []Observation
	for _, a := range items {
		switch {
		case a.ToClose.Known:
			list = append(list, Observation{a.ToClose.V, true})
		case a.Age.Known:
			list = append(list, Observation{a.Age.V, false})
		case a.State == facet.WontDo || a.State == Removed:
			if days, ok := lastSeen(a); ok {
				list = append(list, Observation{days, false})
			}
		}
	}
	return list
}

func lastSeen(a *Action) (days int, ok bool) {
	if !a.Opened.Day.Known || !a.Ended.Day.Known {
		return 0, false
	}
	days = daysBetween(a.Opened.Day, a.Ended.Day)
	return days, days >= 0
}
