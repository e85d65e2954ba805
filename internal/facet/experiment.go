package facet

import (
	"github.com/debrief-dev/debrief/internal/doc"
)

// Experiment is a chaos experiment or a game day: documented, never run by
// debrief.
type Experiment struct {
	Type            string // cpu_stress, memory_pressure … other; empty if not given
	Hypothesis      string
	Environment     string   // development, test, staging, production or empty
	Causes          []string // words of the taxonomy that it exercises
	SteadyState     []Condition
	Parameters      []Parameter
	Duration        Duration
	BlastRadius     string
	AbortConditions []string
	Rollback        string
	ApprovedBy      []string
	Schedule        Schedule
	Runs            []Run // in the order of the document
}

// Condition compares a metric with a value.
type Condition struct {
	Metric string
	Op     string // <, <=, >, >=, == or !=
	Value  Number
	Unit   string
	Place
}

// Parameter is a setting of an experiment.
type Parameter struct{ Name, Value string }

// Run is one execution of an experiment.
type Run struct {
	On          Date
	Result      string // held, violated, aborted or inconclusive
	DetectedIn  Duration
	RecoveredIn Duration
	Notes       string
	Actions     []Action
	Place
}

// DecodeExperiment reads an experiment. Runs without a day or a result are
// left out.
func DecodeExperiment(v doc.Value) *Experiment {
	e := &Experiment{
		Type:            v.Field("type").Text(),
		Hypothesis:      v.Field("hypothesis").Text(),
		Environment:     known(v.Field("environment").Text(), "development", "test", "staging", "production"),
		Causes:          texts(v.Field("causes")),
		SteadyState:     decodeConditions(v.Field("steady_state")),
		Duration:        DecodeDuration(v.Field("duration")),
		BlastRadius:     v.Field("blast_radius").Text(),
		AbortConditions: texts(v.Field("abort_conditions")),
		Rollback:        v.Field("rollback").Text(),
		Schedule:        DecodeSchedule(v.Field("schedule")),
	}
	for _, p := range v.Field("parameters").Entries() {
		if p.Value.Type() == doc.Scalar {
			e.Parameters = append(e.Parameters, Parameter{p.Key, p.Value.Text()})
		}
	}
	for _, p := range entries(v.Field("approved_by")) {
		if name := personOf(p); name != "" {
			e.ApprovedBy = append(e.ApprovedBy, name)
		}
	}
	for _, r := range v.Field("runs").Items() {
		run := Run{
			On:          DecodeDate(r.Field("on")),
			Result:      known(r.Field("result").Text(), "held", "violated", "aborted", "inconclusive"),
			DetectedIn:  DecodeDuration(r.Field("detected_in")),
			RecoveredIn: DecodeDuration(r.Field("recovered_in")),
			Notes:       r.Field("notes").Text(),
			Actions:     DecodeActions(r),
			Place:       placeOf(r),
		}
		if run.On.Known && run.Result != "" {
			e.Runs = append(e.Runs, run)
		}
	}
	return e
}

func decodeConditions(v doc.Value) []Condition {
	var out []Condition
	for _, c := range v.Items() {
		condition := Condition{
			Metric: c.Field("metric").Text(),
			Op:     decodeOp(c.Field("op")),
			Value:  DecodeNumber(c.Field("value")),
			Unit:   c.Field("unit").Text(),
			Place:  placeOf(c),
		}
		if condition.Metric != "" && condition.Op != "" && condition.Value.V != nil {
			out = append(out, condition)
		}
	}
	return out
}

func decodeOp(v doc.Value) string {
	return known(v.Text(), "<", "<=", ">", ">=", "==", "!=")
}
