package insight

import (
	"sync"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// lazy holds the results that only some back ends ask for. Each is computed
// when it is asked for first, by one goroutine, and read-only from then on.
type lazy struct {
	list      func() []*Incident
	basics    func() map[*Incident]basics
	kin       func() kinship
	recurring func() *Recurring
	gaps      func() *Gaps
	solutions func() *Solutions
	patterns  func() *Patterns
	symptoms  func() *Symptoms
	loops     func() *Loops
	effects   func() []*Effect
	systemic  func() *Systemic
	scorecard func() *Scorecard

	thresholds func() *Thresholds
	exercises  func() *Exercises
	learning   func() *Learning
	noise      func() Figure[*Noise]
	bounds     func() boundIndex

	library func() *Library
	covered func() map[*corpus.Entry][]CoveredRule
	links   func() *Links
}

func newLazy(r *Results) lazy {
	return lazy{
		list:      sync.OnceValue(r.sorted),
		basics:    sync.OnceValue(r.readBasics),
		kin:       sync.OnceValue(r.findKin),
		recurring: sync.OnceValue(func() *Recurring { return r.recurring(r.List()) }),
		gaps:      sync.OnceValue(r.findGaps),
		solutions: sync.OnceValue(r.recordSolutions),
		patterns:  sync.OnceValue(r.findPatterns),
		symptoms:  sync.OnceValue(r.collectSymptoms),
		loops:     sync.OnceValue(r.closeLoops),
		effects:   sync.OnceValue(r.measureEffects),
		systemic:  sync.OnceValue(r.graphCauses),
		scorecard: sync.OnceValue(r.keepScore),

		thresholds: sync.OnceValue(r.replayThresholds),
		exercises:  sync.OnceValue(r.findExercises),
		learning:   sync.OnceValue(r.planLearning),
		noise:      sync.OnceValue(r.replayWholeLog),
		bounds:     sync.OnceValue(r.indexBounds),

		library: sync.OnceValue(func() *Library { return NewLibrary(r.corpus, r) }),
		covered: sync.OnceValue(r.coveredBy),
		links:   sync.OnceValue(r.findLinks),
	}
}
