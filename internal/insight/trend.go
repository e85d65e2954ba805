package insight

import (
	"cmp"
	"math"
	"math/big"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
)

// TrendPolicy is the policy about forecasts of metrics that have a limit. The
// zero value has the defaults that stand behind the fields.
type TrendPolicy struct {
	Window     time.Duration // of values that a trend is drawn through; 6 h
	SlowWindow time.Duration // the same of slow resources; 3 days
	Slow       []string      // globs of metrics that are slow, in any case; nil is SlowMetrics()
	Lead       time.Duration // to the limit, under which to alert; 1 h
	Persist    int           // times in a row that it must be; 3
}

// SlowMetrics are globs of the metrics that change over days.
func SlowMetrics() []string {
	return []string{"*disk*", "*inode*", "*filesystem*", "*storage*", "*quota*"}
}

func (t TrendPolicy) filled() TrendPolicy {
	if t.Slow == nil {
		t.Slow = SlowMetrics()
	}
	t.Window, t.SlowWindow = cmp.Or(t.Window, 6*time.Hour), cmp.Or(t.SlowWindow, 72*time.Hour)
	t.Lead, t.Persist = cmp.Or(t.Lead, time.Hour), cmp.Or(t.Persist, 3)
	return t
}

// window is that of a metric.
func (t TrendPolicy) window(metric string) time.Duration {
	for _, glob := range t.Slow {
		if ok, err := path.Match(strings.ToLower(glob), strings.ToLower(metric)); ok && err == nil {
			return t.SlowWindow
		}
	}
	return t.Window
}

// Trend is where a metric goes at the end of its series. The slope is in units
// of the metric an hour. These are floats: the bounds of the slope need a root.
type Trend struct {
	Limit   *big.Rat
	Unit    string // of Limit and Level; empty if none is stated
	Falling bool   // the limit is a lower one
	Window  time.Duration
	At      time.Time // of the last value
	Level   float64   // of the last step: the median of its values
	Slope   float64   // by Theil and Sen
	Low     float64   // bounds of the slope, at 95 %
	High    float64
	// ToLimit is seconds until the limit is reached at Slope, Soonest and Latest
	// at its bounds; absent where it moves away from the limit.
	ToLimit, Soonest, Latest Quantity
}

// trendSteps is how many steps a window is cut into. The median of a step's
// values stands for them, so that a trend is drawn through 36 points and 630
// slopes at most, however often the metric is recorded.
const trendSteps = 36

// trendLeast is the number of steps with values without which there is no
// trend: the interval of the slope is by a normal approximation, which holds
// from ten on (R. O. Gilbert, Statistical Methods for Environmental Pollution
// Monitoring, 1987, 16.5).
const trendLeast = 10

// trendStep is one step with values.
type trendStep struct {
	number int64 // of steps since 1970
	level  float64
	last   int // index of its last value
}

var (
	noLimit     = diag.Text{En: "no limit is known: state limit at the series, or a threshold of its metric in an inventory or a health check", Ja: "上限が不明。系列の limit、または監視一覧やヘルスチェックでの閾値が必要"}
	fewSteps    = diag.Text{En: "too few values in the window at the end of the series", Ja: "系列の終わりの期間に値が足りない"}
	movesAway   = diag.Text{En: "it does not move towards the limit", Ja: "上限に近づいていない"}
	latestNever = diag.Text{En: "at the bound of the slope, it does not move towards the limit", Ja: "傾きの区間の端では、上限に近づかない"}
)

// replayTrend replays the forecast of when the series reaches its limit.
func (p *SeriesReplay) replayTrend(statics []static, policy TrendPolicy) {
	rule := ThresholdRule{"trend", diag.Say("trend: limit within %s, %d in a row", "トレンド: %s以内に上限到達、%d回連続",
		durationText(policy.Lead), policy.Persist), Comparison}
	limit, falling, ok := p.limit(statics)
	if !ok {
		p.Trend = absent[Trend](noLimit)
		p.Rules = append(p.Rules, RuleReplay{ThresholdRule: rule, Why: noLimit})
		return
	}
	f := forecast{limit: limit, sign: 1, window: policy.window(p.Series.Metric), lead: policy.Lead}
	if falling {
		f.sign = -1
	}
	f.step = max(int64(f.window)/trendSteps, 1)
	steps := f.steps(p.Series.Times, p.Series.Values)
	judged := make([]bool, len(p.Series.Times))
	var fired []alarm
	row, from := 0, 0
	for i, s := range steps {
		for steps[from].number <= s.number-trendSteps {
			from++
		}
		if i+1-from < trendLeast {
			row = 0
			continue
		}
		for v := steps[max(i-1, 0)].last + 1; v <= s.last; v++ {
			judged[v] = true
		}
		if !f.soon(steps[from : i+1]) {
			row = 0
			continue
		}
		if row++; row >= policy.Persist {
			fired = append(fired, alarm{s.last, row > policy.Persist})
		}
	}
	p.add(rule, fired, func(i int) bool { return judged[i] })
	p.Trend = p.trendAtEnd(f, steps[from:])
}

func durationText(d time.Duration) diag.Text {
	return diag.Text{En: FormatDuration(secondsIn(d), "en"), Ja: FormatDuration(secondsIn(d), "ja")}
}

// secondsIn is a length of time in seconds.
func secondsIn(d time.Duration) *big.Rat { return big.NewRat(int64(d), int64(time.Second)) }

// limit is the one that the series states, else the farthest static threshold,
// upper ones first.
func (p *SeriesReplay) limit(statics []static) (limit *big.Rat, falling, ok bool) {
	if p.Series.Limit.V != nil {
		return p.Series.Limit.V, false, true
	}
	var best *static
	for _, s := range statics {
		s, ok := s.in(p.Series.Unit)
		switch {
		case !ok:
		case best == nil, best.falling() && !s.falling():
			best = &s
		case s.falling() == best.falling() && (s.limit.Cmp(best.limit) > 0) != s.falling() && s.limit.Cmp(best.limit) != 0:
			best = &s
		}
	}
	if best == nil {
		return nil, false, false
	}
	return best.limit, best.falling(), true
}

// forecast tells whether a limit is near.
type forecast struct {
	limit  *big.Rat
	sign   float64 // −1 turns a lower limit into an upper one
	window time.Duration
	step   int64 // nanoseconds
	lead   time.Duration
}

// ceiling is the limit as a float, of values times sign.
func (f forecast) ceiling() float64 {
	limit, _ := f.limit.Float64()
	return f.sign * limit
}

// steps gives the steps that have values, each with their median times sign.
// Steps are counted from 1970 on, so that later values move none of them.
func (f forecast) steps(times []int64, values []float64) []trendStep {
	var list []trendStep
	var own []float64
	for i := 0; i < len(times); {
		number := floorDiv(times[i], f.step)
		own = own[:0]
		for ; i < len(times) && floorDiv(times[i], f.step) == number; i++ {
			own = append(own, f.sign*values[i])
		}
		list = append(list, trendStep{number, medianOf(own), i - 1})
	}
	return list
}

// medianOf sorts a list and gives its median.
func medianOf(list []float64) float64 {
	slices.Sort(list)
	n := len(list)
	return (list[(n-1)/2] + list[n/2]) / 2
}

// soon tells whether the limit is reached within the lead even at the lower
// bound of the slope. It is so if and only if fewer slopes than that bound's
// rank are at most as steep as the limit is away: counting them costs less than
// sorting.
func (f forecast) soon(steps []trendStep) bool {
	last := steps[len(steps)-1]
	missing := f.ceiling() - last.level
	if missing <= 0 {
		return true
	}
	steep := missing / float64(f.lead) * float64(f.step) // a step
	rank, ok := lowRank(steps, z)
	if !ok {
		return false
	}
	flat := 0
	for i, a := range steps {
		for _, b := range steps[i+1:] {
			if (b.level-a.level)/float64(b.number-a.number) <= steep {
				if flat++; flat >= rank {
					return false
				}
			}
		}
	}
	return true
}

// lowRank is the rank, from 1, of the slope that is the lower bound of the
// slope: (N − C)/2 of N slopes, C being quantile times the standard deviation of
// Kendall's S with ties (P. K. Sen, JASA 63, 1968; Gilbert 1987, 16.5), rounded
// down, so that the interval is rather too wide. It is not ok if so few steps
// bound nothing.
func lowRank(steps []trendStep, quantile float64) (rank int, ok bool) {
	var levels [trendSteps]float64
	own := levels[:0]
	for _, s := range steps {
		own = append(own, s.level)
	}
	slices.Sort(own)
	n := float64(len(own))
	variance := n * (n - 1) * (2*n + 5)
	for i := 0; i < len(own); {
		t := 0.0
		for first := own[i]; i < len(own) && own[i] == first; i++ {
			t++
		}
		variance -= t * (t - 1) * (2*t + 5)
	}
	slopes := n * (n - 1) / 2
	rank = int(math.Floor((slopes - quantile*math.Sqrt(variance/18)) / 2))
	return rank, rank >= 1
}

// theilSen is the median of the slopes between all pairs of steps, with the
// bounds that belong to a quantile of the normal distribution. It is not ok if
// so few steps bound nothing.
func theilSen(steps []trendStep, quantile float64) (slope, low, high float64, ok bool) {
	var slopes []float64
	for i, a := range steps {
		for _, b := range steps[i+1:] {
			slopes = append(slopes, (b.level-a.level)/float64(b.number-a.number))
		}
	}
	rank, ok := lowRank(steps, quantile)
	if !ok {
		return 0, 0, 0, false
	}
	slope = medianOf(slopes)
	return slope, slopes[rank-1], slopes[len(slopes)-rank], true
}

// trendAtEnd is the trend through the last steps.
func (p *SeriesReplay) trendAtEnd(f forecast, steps []trendStep) Figure[Trend] {
	if len(steps) < trendLeast {
		return absent[Trend](fewSteps)
	}
	slope, low, high, ok := theilSen(steps, z)
	if !ok {
		return absent[Trend](fewSteps)
	}
	last := steps[len(steps)-1]
	missing := max(f.ceiling()-last.level, 0)
	to := func(slope float64, why diag.Text) Quantity {
		if missing == 0 {
			return known(num(0))
		}
		seconds := missing / slope * float64(f.step) / float64(time.Second)
		if slope <= 0 || seconds > farthest {
			return absent[*big.Rat](why)
		}
		return known(new(big.Rat).SetFloat64(math.Round(seconds)))
	}
	hourly := f.sign * float64(time.Hour) / float64(f.step)
	t := Trend{
		Limit: f.limit, Unit: p.Series.Unit, Falling: f.sign < 0, Window: f.window, At: p.Series.At(last.last).In(p.Zone), Level: f.sign * last.level,
		Slope: slope * hourly, Low: low * hourly, High: high * hourly,
		ToLimit: to(slope, movesAway), Soonest: to(high, movesAway), Latest: to(low, latestNever),
	}
	if f.sign < 0 {
		t.Low, t.High = t.High, t.Low
	}
	return known(t)
}

// farthest is the time to a limit, in seconds, beyond which there is no saying:
// ten years.
const farthest = 10 * 365 * 86400

// metricNumber writes a value in the unit of its metric, for machines: with ten
// significant digits, so that small units keep theirs.
func metricNumber(v float64) string {
	if v == 0 {
		return "0" // without the sign of a negative zero
	}
	return strconv.FormatFloat(v, 'g', 10, 64)
}
