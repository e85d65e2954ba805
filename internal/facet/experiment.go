package facet

import (
	"sort"

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

// Parameter is a setting of an experiment.
type Parameter struct{ Name, Value string }

// Run is one execution of an experiment.
type Run struct {
	On          Date
	Result      string // held, violated, aborted or inconclusive
	DetectedIn  Duration
	RecoveredIn Duration
	DataLost    Duration // how far back the data was that came back
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
			DataLost:    DecodeDuration(r.Field("data_lost")),
			Notes:       r.Field("notes").Text(),
			Place:       placeOf(r),
		}
		if run.On.Known && run.Result != "" {
			e.Runs = append(e.Runs, run)
		}
	}
	e.giveActions(DecodeActions(v))
	return e
}

// giveActions gives the runs the action items of the document that they hold, or
// that stand under their headings. Runs come in the order of their places.
func (e *Experiment) giveActions(actions []Action) {
	for _, a := range actions {
		i := sort.Search(len(e.Runs), func(i int) bool { return e.Runs[i].Span.End >= a.Span.End })
		if i < len(e.Runs) && e.Runs[i].Span.Contains(a.Span) {
			e.Runs[i].Actions = append(e.Runs[i].Actions, a)
		}
	}
}
