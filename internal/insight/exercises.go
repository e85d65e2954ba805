package insight

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Exercises is which causes of incidents are exercised by experiments, and how
// recovery drills went.
type Exercises struct {
	Causes      []*ExercisedCause // covered or not: by bad minutes, the most first, then by word
	Experiments []*corpus.Entry   // that list one of these causes, by path
	Undated     int               // incidents with causes whose start is not known: they count nowhere

	Covered  int      // of Causes
	Share    Quantity // Covered of Causes, 0–1
	Weighted Quantity // the same with each cause counted by its bad minutes, 0–1

	Drills []*Drill // of services with an objective of recovery or a drill, by path
}

// ExercisedCause is a cause of incidents of the last 24 months.
type ExercisedCause struct {
	Word      string
	Incidents []*Incident // by start
	Minutes   *big.Rat    // bad minutes of the incidents whose extent is known
	Unknown   int         // the other incidents
	Exercises []Exercise  // by the path of the experiment
	Covered   bool        // one of them covers it
	Suggested []string    // types of experiments that would; empty if it is covered or nothing is known
}

// Exercised is what an experiment does for a cause.
type Exercised uint8

// The values.
const (
	Untried  Exercised = iota // no run with a result yet
	Outdated                  // the last one is too long ago
	Current                   // the cause is covered
)

var exercised = [...]string{"untried", "outdated", "current"}

func (e Exercised) String() string { return exercised[e] }

// Exercise is an experiment that lists a cause.
type Exercise struct {
	Experiment *corpus.Entry
	State      Exercised
	Last       Figure[facet.Run] // its last run that held or was violated
}

const (
	causeMonths = 24 // in which an incident's causes are to be exercised
	runMonths   = 12 // for which a run covers them
)

// CauseExperiments gives, for words of causes, the types of experiments that
// exercise them.
func CauseExperiments() map[string][]string {
	return map[string][]string{
		"memory_leak":           {"memory_pressure"},
		"memory_exhaustion":     {"memory_pressure"},
		"infinite_loop":         {"cpu_stress"},
		"cpu":                   {"cpu_stress"},
		"cpu_saturation":        {"cpu_stress"},
		"network":               {"network_partition"},
		"dns":                   {"network_partition"},
		"dependency":            {"dependency_failure"},
		"dependency_failure":    {"dependency_failure"},
		"connection_exhaustion": {"dependency_failure"},
		"bad_deploy":            {"service_failure", "process"}, // process: a drill of the rollback
		"config_change":         {"service_failure", "process"},
		"disk_full":             {"disk_full"},
		"data":                  {"data_restore"},
		"data_loss":             {"data_restore"},
		"data_corruption":       {"data_restore"},
		"schema_change":         {"data_restore", "process"},
		"expired_certificate":   {"process"}, // a drill of the renewal
		"human_error":           {"process"},
		"cache_stampede":        {"service_failure"},                       // of the cache, which comes back empty
		"queue_growth":          {"service_failure"},                       // of what empties the queue
		"error_log_spike":       {"service_failure"},                       // does anybody see it?
		"retry_storm":           {"network_latency", "dependency_failure"}, // slow answers make clients ask again
		"timeout":               {"network_latency"},
		"latency":               {"network_latency"},
		"capacity":              {"zone_failure", "cpu_stress"}, // the rest has to carry all
		"traffic_spike":         {"cpu_stress"},
		"hardware_failure":      {"zone_failure"},
		"power":                 {"zone_failure"},
	}
}

// Exercises tells which causes of the incidents of the last 24 months are
// covered: an experiment lists the word and held or was violated in the last
// 12 months, or since it was last due by its own schedule. A run that was
// aborted or told nothing covers nothing. Words are compared whole, as taxon
// folds them.
func (r *Results) Exercises() *Exercises { return r.lazy.exercises() }

func (r *Results) findExercises() *Exercises {
	x := &Exercises{}
	causes := x.recentCauses(r)
	suggestions := replaced(CauseExperiments(), r.Policy.CauseExperiments)
	for _, e := range r.corpus.Entries {
		if e.Experiment == nil {
			continue
		}
		exercise := r.exercise(e)
		lists := false
		for _, word := range exercisedWords(e) {
			if c := causes[word]; c != nil {
				c.Exercises = append(c.Exercises, exercise)
				c.Covered = c.Covered || exercise.State == Current
				lists = true
			}
		}
		if lists {
			x.Experiments = append(x.Experiments, e)
		}
	}
	x.Causes = slices.SortedFunc(maps.Values(causes), func(a, b *ExercisedCause) int {
		return cmp.Or(b.Minutes.Cmp(a.Minutes), cmp.Compare(a.Word, b.Word))
	})
	for _, c := range x.Causes {
		if !c.Covered {
			c.Suggested = suggestions[c.Word]
		}
	}
	x.share()
	x.Drills = r.drills()
	return x
}

// exercisedWords are the words of the causes that an experiment lists, and of
// those of the known issues among them.
func exercisedWords(e *corpus.Entry) []string {
	words := slices.Clone(e.Experiment.Causes)
	for _, issue := range e.Targets("causes") {
		words = append(words, issue.RootCauses...)
		for _, c := range issue.Causes {
			words = append(words, c.Taxonomy)
		}
	}
	return taxaOf(words)
}

// recentCauses gives the causes of the last 24 months by word.
func (x *Exercises) recentCauses(r *Results) map[string]*ExercisedCause {
	from := r.Now.AddDate(0, -causeMonths, 0)
	causes := map[string]*ExercisedCause{}
	for _, in := range r.List() {
		words := in.taxa()
		switch {
		case len(words) == 0:
			continue
		case !in.Start.Known:
			x.Undated++
			continue
		case in.Start.V.Before(from), in.Start.V.After(r.Now):
			continue
		}
		minutes := in.BadMinutes()
		for _, word := range words {
			c := causes[word]
			if c == nil {
				c = &ExercisedCause{Word: word, Minutes: new(big.Rat)}
				causes[word] = c
			}
			c.Incidents = append(c.Incidents, in)
			if minutes.Known {
				c.Minutes = add(c.Minutes, minutes.V)
			} else {
				c.Unknown++
			}
		}
	}
	return causes
}

var (
	noCauses  = diag.Say("no incident of the last %d months names a cause by a word", "直近%dか月のインシデントに原因語の記載がない", causeMonths)
	noMinutes = diag.Text{En: "no incident with a cause has bad minutes", Ja: "原因が分かるインシデントに停止時間がない"}
	neverRun  = diag.Text{En: "no run held or was violated", Ja: "成立または不成立となった実施がない"}
)

func (x *Exercises) share() {
	all, covered := new(big.Rat), new(big.Rat)
	for _, c := range x.Causes {
		all.Add(all, c.Minutes)
		if c.Covered {
			x.Covered++
			covered.Add(covered, c.Minutes)
		}
	}
	n := known(num(int64(len(x.Causes))))
	x.Share = per(known(num(int64(x.Covered))), n, noCauses)
	x.Weighted = per(known(covered), known(all), noMinutes)
	if len(x.Causes) == 0 {
		x.Weighted = absent[*big.Rat](noCauses)
	}
}

// exercise tells whether an experiment covers the causes that it lists.
func (r *Results) exercise(e *corpus.Entry) Exercise {
	x := Exercise{Experiment: e, Last: absent[facet.Run](neverRun)}
	today := dateOf(r.Now.In(r.zoneOf(e)))
	for _, run := range e.Experiment.Runs {
		told := run.Result == "held" || run.Result == "violated"
		if told && compareDays(run.On, today) <= 0 && (!x.Last.Known || compareDays(run.On, x.Last.V.On) > 0) {
			x.Last = known(run)
		}
	}
	switch {
	case !x.Last.Known:
	case r.fresh(e, x.Last.V.On, today):
		x.State = Current
	default:
		x.State = Outdated
	}
	return x
}

// fresh tells whether a run still counts today.
func (r *Results) fresh(e *corpus.Entry, on, today facet.Date) bool {
	if end := (facet.Interval{Months: runMonths}).After(on); compareDays(today, end) <= 0 {
		return true
	}
	cadence, fault := ReadSchedule(e.Experiment.Schedule)
	if !e.Experiment.Schedule.Given() || fault.is() {
		return false
	}
	table, ok := cadence.On(r.zoneOf(e), on)
	if !ok {
		return false
	}
	due, ok := table.Next(midnight(on.Year, on.Month, on.Day+1, table.Zone).Add(-time.Nanosecond))
	return ok && table.Over(due).After(r.Now)
}
