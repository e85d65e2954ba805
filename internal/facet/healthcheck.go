package facet

import (
	"strconv"

	"github.com/debrief-dev/debrief/internal/doc"
)

// HealthCheck is a list of checks with their thresholds.
type HealthCheck struct {
	Schedule Schedule
	Runbook  string
	Checks   []HealthProbe
}

// HealthProbe is one check: a value that a command or a metric gives, with the
// thresholds from which it is a warning or critical.
type HealthProbe struct {
	ID       string // given, or c and its number
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

// DecodeHealthCheck reads a health check. Checks without a title are left out.
func DecodeHealthCheck(v doc.Value) *HealthCheck {
	h := &HealthCheck{
		Schedule: DecodeSchedule(v.Field("schedule")),
		Runbook:  v.Field("runbook").Text(),
	}
	for _, c := range v.Field("checks").Items() {
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
			probe.ID = "c" + strconv.Itoa(len(h.Checks)+1)
		}
		h.Checks = append(h.Checks, probe)
	}
	return h
}
