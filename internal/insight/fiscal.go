package insight

import (
	"fmt"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// periodName is a period by its name: a year, or the part of it whose number is not
// zero. A fiscal year bears the number of the calendar year in which it
// begins, as in Japan: with a start in April, FY2025 ends on 31 March 2026,
// and FY2025-Q4 is its last quarter, January to March 2026.
type periodName struct {
	fiscal               bool
	year                 int
	quarter, half, month int
}

var periodText = lazyregexp.New(`^(?:(FY)?([0-9]{4})|([0-9]{4})年度)(?:-(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])))?$`)

func readPeriodName(text string) (n periodName, ok bool) {
	m := periodText.FindStringSubmatch(text)
	if m == nil {
		return n, false
	}
	number := func(digits string) int {
		v, _ := strconv.Atoi(digits)
		return v
	}
	n = periodName{m[1]+m[3] != "", number(m[2] + m[3]), number(m[4]), number(m[5]), number(m[6])}
	return n, !n.fiscal || n.month == 0
}

// ParsePeriod reads 2026, 2026-H1, 2026-Q1 or 2026-01, and of the fiscal year
// FY2025, FY2025-H2 or FY2025-Q4, with 2025年度 for FY2025, as a period of the
// site's zone.
func (p Policy) ParsePeriod(text string) (Period, error) {
	n, ok := readPeriodName(text)
	if !ok {
		return Period{}, fmt.Errorf("period %q is not like 2026, 2026-H1, 2026-Q1, 2026-01, FY2025 or FY2025-Q4", text)
	}
	return p.period(n), nil
}

func (p Policy) period(n periodName) Period {
	label, start, months := fmt.Sprintf("%04d", n.year), n.start(p), 12
	if n.fiscal {
		label = "FY" + label
	}
	switch {
	case n.quarter > 0:
		label, months = fmt.Sprintf("%s-Q%d", label, n.quarter), 3
		start += time.Month(3 * (n.quarter - 1))
	case n.half > 0:
		label, months = fmt.Sprintf("%s-H%d", label, n.half), 6
		start += time.Month(6 * (n.half - 1))
	case n.month > 0:
		label, months, start = fmt.Sprintf("%s-%02d", label, n.month), 1, time.Month(n.month)
	}
	return Period{label, midnight(n.year, start, 1, p.zone()), midnight(n.year, start+time.Month(months), 1, p.zone())}
}

// start is the month in which the year begins.
func (n periodName) start(p Policy) time.Month {
	if !n.fiscal || p.FiscalYearStart == 0 {
		return time.January
	}
	return p.FiscalYearStart
}

// Preceding gives the period before one that ParsePeriod gave, of the same
// kind: FY2024-Q4 for FY2025-Q1. Before a period without a name, it is the one
// of the same length.
func (p Policy) Preceding(of Period) Period {
	n, ok := readPeriodName(of.Label)
	if !ok {
		return Period{From: of.From.Add(-of.To.Sub(of.From)), To: of.From}
	}
	last := of.From.Add(-1).In(p.zone())
	months := int(last.Month() - n.start(p)) // since the year began
	n.year = last.Year()
	if months < 0 {
		n.year, months = n.year-1, months+12
	}
	switch {
	case n.quarter > 0:
		n.quarter = months/3 + 1
	case n.half > 0:
		n.half = months/6 + 1
	case n.month > 0:
		n.month = months + 1
	}
	return p.period(n)
}

// in is the policy with the periods of another zone.
func (p Policy) in(zone *time.Location) Policy {
	p.Zone = zone
	return p
}

// fiscalYear gives the fiscal year that holds t.
func (p Policy) fiscalYear(t time.Time) Period {
	n := periodName{fiscal: true}
	local := t.In(p.zone())
	n.year = local.Year()
	if local.Month() < n.start(p) {
		n.year--
	}
	return p.period(n)
}

// window is the kind of a period, as budgets name it.
func (n periodName) window() string {
	kind := "year"
	switch {
	case n.quarter > 0:
		kind = "quarter"
	case n.half > 0:
		kind = "half"
	case n.month > 0:
		kind = "month"
	}
	if n.fiscal {
		return "fiscal_" + kind
	}
	return "calendar_" + kind
}
