package facet

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/internal/doc"
)

// HealthCheck is a list of checks with their thresholds.
type HealthCheck struct {
	Schedule   Schedule
	Runbook    string
	Checks     []HealthProbe
	Unreadable []Unreadable // thresholds and comparisons, by the order of the document
}

// Unreadable is a property that is written but holds nothing of its type.
type Unreadable struct {
	Property string
	Place
}

// HealthProbe is one check: a value that a command or a metric gives, with the
// thresholds from which it is a warning or critical.
type HealthProbe struct {
	ID       string // given, or c and its number, or a later one that no other check has
	Title    string
	Command  string
	Metric   string
	Op       string // with which the thresholds are exceeded: <, <=, >, >=, ==, !=; empty if not given
	Warn     Number
	Critical Number
	Unit     string
	OnFail   string
	Place
}

// limits are the properties of a check that tell when it fails.
var limits = []string{"op", "warn", "critical"}

// DecodeHealthCheck reads a health check with what was left out of it. Checks
// without a title are left out, not so their unreadable thresholds.
func DecodeHealthCheck(v doc.Value, doubts []Doubt) *HealthCheck {
	given := map[string]bool{}
	for _, c := range v.Field("checks").Items() {
		given[c.Field("id").Text()] = true
	}
	h := &HealthCheck{
		Schedule: DecodeSchedule(v.Field("schedule")),
		Runbook:  v.Field("runbook").Text(),
	}
	next := 0 // the last number of an id that is not given
	for _, c := range v.Field("checks").Items() {
		h.Unreadable = append(h.Unreadable, unreadableLimits(c)...)
		probe := HealthProbe{
			ID:       c.Field("id").Text(),
			Title:    c.Field("title").Text(),
			Command:  c.Field("command").Text(),
			Metric:   c.Field("metric").Text(),
			Op:       decodeOp(c.Field("op")),
			Warn:     DecodeNumber(c.Field("warn")),
			Critical: DecodeNumber(c.Field("critical")),
			Unit:     c.Field("unit").Text(),
			OnFail:   c.Field("on_fail").Text(),
			Place:    placeOf(c),
		}
		if probe.Title == "" {
			continue
		}
		if probe.ID == "" {
			next = freeNumber(max(next, len(h.Checks))+1, given)
			probe.ID = "c" + strconv.Itoa(next)
		}
		h.Checks = append(h.Checks, probe)
	}
	for _, d := range doubts {
		if _, property, ok := strings.Cut(strings.TrimPrefix(d.Field, "/checks/"), "/"); ok && slices.Contains(limits, property) {
			h.Unreadable = append(h.Unreadable, Unreadable{property, d.Place})
		}
	}
	slices.SortStableFunc(h.Unreadable, func(a, b Unreadable) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return h
}

// freeNumber is the first number from n that is not taken as an id with a c
// before it.
func freeNumber(n int, taken map[string]bool) int {
	for taken["c"+strconv.Itoa(n)] {
		n++
	}
	return n
}

// unreadableLimits are the limits of a check that are given as no number, or
// as no comparison.
func unreadableLimits(check doc.Value) []Unreadable {
	var out []Unreadable
	for _, property := range limits {
		v := check.Field(property)
		readable := DecodeNumber(v).V != nil
		if property == "op" {
			readable = decodeOp(v) != ""
		}
		if v.Exists() && !readable {
			out = append(out, Unreadable{property, placeOf(v)})
		}
	}
	return out
}
