package facet

import (
	"github.com/debrief-dev/debrief/internal/doc"
)

// Detection is how an incident was noticed.
type Detection struct {
	Source     string // monitoring, customer, employee, partner, scheduled_check, unknown or empty
	Alert      string // name of the alert that fired
	PageWorthy string // "true", "false", or empty if the document does not tell
	Place
}

// Attempt is a remedy that was tried in an incident.
type Attempt struct {
	Solution string // a known issue, or its solution as issue#solution
	Runbook  string
	Success  bool
	On       Date
	Note     string
	Place
}

// DecodeDetection reads how an incident was noticed.
func DecodeDetection(v doc.Value) Detection {
	d := v.Field("detection")
	out := Detection{
		Source: known(d.Field("source").Text(), "monitoring", "customer", "employee", "partner", "scheduled_check", "unknown"),
		Alert:  d.Field("alert").Text(),
		Place:  placeOf(d),
	}
	if worthy, ok := d.Field("page_worthy").Bool(); ok {
		out.PageWorthy = map[bool]string{true: "true", false: "false"}[worthy]
	}
	return out
}

// DecodeAttempts reads what was tried in an incident. An attempt that does not
// say whether it worked is left out.
func DecodeAttempts(v doc.Value) []Attempt {
	var out []Attempt
	for _, t := range v.Field("solutions_tried").Items() {
		success, ok := t.Field("success").Bool()
		if !ok {
			continue
		}
		out = append(out, Attempt{
			Solution: t.Field("solution").Text(),
			Runbook:  t.Field("runbook").Text(),
			Success:  success,
			On:       DecodeDate(t.Field("on")),
			Note:     t.Field("note").Text(),
			Place:    placeOf(t),
		})
	}
	return out
}
