package insight

import (
	"math"
	"slices"
	"time"
)

// A cell is an hour of the week on the clock of a zone: the weekday, Sunday
// being 0, times 24 plus the hour. An hour that the clock shows twice belongs to
// one cell, one that it leaves out to none.
const hoursOfWeek = 7 * 24

// weekHour is where a value stands on the clock of a zone.
type weekHour struct {
	cell uint8
	day  int32 // days since 1970-01-01 of the zone's calendar
}

// placesOf gives the place of each instant, in nanoseconds since 1970.
func placesOf(times []int64, zone *time.Location) []weekHour {
	list := make([]weekHour, len(times))
	c := zoneClock{zone: zone}
	for i, t := range times {
		list[i] = c.at(t)
	}
	return list
}

// zoneClock reads the clock of a zone, whose offset it remembers as long as
// that holds.
type zoneClock struct {
	zone     *time.Location
	from, to int64 // seconds; the offset holds in [from, to)
	offset   int64 // seconds
}

func (c *zoneClock) at(nanos int64) weekHour {
	second := floorDiv(nanos, int64(time.Second))
	if second < c.from || second >= c.to {
		t := time.Unix(second, 0).In(c.zone)
		_, offset := t.Zone()
		begin, end := t.ZoneBounds()
		c.offset, c.from, c.to = int64(offset), math.MinInt64, math.MaxInt64
		if !begin.IsZero() {
			c.from = begin.Unix()
		}
		if !end.IsZero() {
			c.to = end.Unix()
		}
	}
	local := second + c.offset
	day := floorDiv(local, 86400)
	const thursday = int64(time.Thursday) // 1970-01-01
	weekday := ((day+thursday)%7 + 7) % 7
	return weekHour{uint8(weekday*24 + (local-day*86400)/3600), int32(day)}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Bounds are what a value of an hour of the week is compared with. They need
// roots, and are floats in the unit of the metric.
type Bounds struct {
	Values   int     // that were learned from
	Weeks    int     // in which they were recorded
	Baseline float64 // mean, or median
	Spread   float64 // sample standard deviation, or 1.4826 × median absolute deviation
	Lower    float64
	Upper    float64
	Known    bool // enough weeks are there; else the four before mean nothing
}

// outside tells whether a value is out of bounds.
func (b Bounds) outside(v float64) bool { return b.Known && (v > b.Upper || v < b.Lower) }

// thresholdBand is the bounds of neighbouring values of one cell and day.
type thresholdBand struct {
	from, to int // values [from, to)
	Bounds
}

// learner gives the baseline and spread of the values of one cell, which come
// one after the other. A spread of fewer than two values is NaN.
type learner interface {
	add(i int) // the index of a value in the series
	spread() (baseline, spread float64)
}

// history is what is known of a cell. The values of the day that is going on
// wait until it is over: a value is compared with those of weeks before its own.
type history struct {
	learner
	day     int32
	pending []int // values of day that will be learned from
	values  int
	weeks   int
}

// finish learns from the day that waits.
func (h *history) finish() {
	for _, i := range h.pending {
		h.add(i)
	}
	h.values += len(h.pending)
	h.weeks += boolInt(len(h.pending) > 0)
	h.pending = h.pending[:0]
}

func (h *history) bounds(p DynamicThreshold, nonNegative bool) Bounds {
	b := Bounds{Values: h.values, Weeks: h.weeks}
	if h.weeks < p.MinWeeks || h.values < 2 {
		return b
	}
	b.Baseline, b.Spread = h.spread()
	b.Lower, b.Upper, b.Known = b.Baseline-p.Sigma*b.Spread, b.Baseline+p.Sigma*b.Spread, true
	if nonNegative {
		b.Lower = max(b.Lower, 0)
	}
	return b
}

// learn walks over the series and gives the bounds that hold for its values,
// each learned from earlier weeks alone, and those that hold after its end.
func (p *SeriesReplay) learn(method string) (bands []thresholdBand, after [hoursOfWeek]Bounds) {
	var all [hoursOfWeek]*history
	learners := p.newLearners(method)
	for i, at := range p.places {
		h := all[at.cell]
		if h == nil {
			h = &history{learner: learners(at.cell), day: at.day}
			all[at.cell] = h
		}
		last := len(bands) - 1
		if h.day != at.day {
			h.finish()
			h.day = at.day
		}
		if last >= 0 && p.places[bands[last].from] == at {
			bands[last].to++
		} else {
			bands = append(bands, thresholdBand{i, i + 1, h.bounds(p.policy, p.Series.NonNegative)})
		}
		if p.calm[i] {
			h.pending = append(h.pending, i)
		}
	}
	for cell, h := range all {
		if h != nil {
			h.finish()
			after[cell] = h.bounds(p.policy, p.Series.NonNegative)
		}
	}
	return bands, after
}

// newLearners gives what makes the learner of a cell.
func (p *SeriesReplay) newLearners(method string) func(cell uint8) learner {
	values := p.Series.Values
	if method != "mad" {
		return func(uint8) learner { return &deviation{values: values} }
	}
	var members [hoursOfWeek][]int
	for i, at := range p.places {
		members[at.cell] = append(members[at.cell], i)
	}
	slots := make([]int, len(values))
	return func(cell uint8) learner {
		own := members[cell]
		slices.SortStableFunc(own, func(a, b int) int { return compareFloats(values[a], values[b]) })
		m := &medianDeviation{values: values, sorted: own, slots: slots, seen: newSlotCounts(len(own))}
		for slot, i := range own {
			slots[i] = slot
		}
		return m
	}
}

func compareFloats(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// deviation is the mean and the sample standard deviation (n−1) of values, by
// Welford's recurrence (Technometrics 4(3), 1962).
type deviation struct {
	values   []float64
	n        int
	mean, m2 float64
}

func (d *deviation) add(i int) {
	d.n++
	off := d.values[i] - d.mean
	d.mean += off / float64(d.n)
	d.m2 += off * (d.values[i] - d.mean)
}

func (d *deviation) spread() (baseline, spread float64) {
	return d.mean, math.Sqrt(d.m2 / float64(d.n-1))
}
