package insight

import (
	"math/big"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Drill is how the last recovery drill of a service stands to its objectives:
// an experiment of the type data_restore or zone_failure.
type Drill struct {
	Service    *corpus.Entry
	Experiment *corpus.Entry     // nil if there is none with a run
	Run        Figure[facet.Run] // the last one of any result but inconclusive
	Outdated   bool              // it is more than 12 months ago

	RTO, Recovered Quantity // seconds
	RPO, Lost      Quantity // seconds of data
	// RTOMet and RPOMet tell whether the objective was met: as long as it is, is
	// met.
	RTOMet, RPOMet Figure[bool]
}

var (
	noDrill      = diag.Text{En: "no data_restore or zone_failure run", Ja: "データ復元・ゾーン障害の訓練の実施がない"}
	noRTO        = diag.Text{En: "the service has no rto", Ja: "サービスに rto がない"}
	noRPO        = diag.Text{En: "the service has no rpo", Ja: "サービスに rpo がない"}
	notRecovered = diag.Text{En: "the run does not say in what time it recovered", Ja: "復旧時間の記録がない"}
	notLost      = diag.Text{En: "the run does not say how much data was lost", Ja: "失われたデータの長さの記録がない"}
)

// drills gives the services of the catalogue that state an rto or rpo, or that
// a recovery drill is about.
func (r *Results) drills() []*Drill {
	byService := map[*corpus.Entry]*Drill{}
	for _, e := range r.corpus.Entries {
		if e.Experiment == nil || e.Experiment.Type != "data_restore" && e.Experiment.Type != "zone_failure" {
			continue
		}
		for _, s := range e.Targets("services") {
			if s.Kind != "service" {
				continue
			}
			if byService[s] == nil {
				byService[s] = &Drill{Service: s, Run: absent[facet.Run](noDrill)}
			}
			byService[s].take(e, dateOf(r.Now.In(r.zoneOf(e))))
		}
	}
	var list []*Drill
	for _, e := range r.corpus.Entries {
		if e.Kind != "service" {
			continue
		}
		d := byService[e]
		if d == nil && (e.Service.RTO.Known || e.Service.RPO.Known) {
			d = &Drill{Service: e, Run: absent[facet.Run](noDrill)}
		}
		if d != nil {
			d.judge(dateOf(r.Now.In(r.zoneOf(e))))
			list = append(list, d)
		}
	}
	return list
}

// take notes the runs of an experiment, if they are later than those before.
func (d *Drill) take(e *corpus.Entry, today facet.Date) {
	for _, run := range e.Experiment.Runs {
		if run.Result == "inconclusive" || compareDays(run.On, today) > 0 {
			continue
		}
		if !d.Run.Known || compareDays(run.On, d.Run.V.On) > 0 {
			d.Experiment, d.Run = e, known(run)
		}
	}
}

func (d *Drill) judge(today facet.Date) {
	service, run := d.Service.Service, d.Run.V
	d.RTO, d.RPO = seconds(service.RTO, noRTO), seconds(service.RPO, noRPO)
	if !d.Run.Known {
		d.Recovered, d.Lost = absent[*big.Rat](noDrill), absent[*big.Rat](noDrill)
	} else {
		d.Recovered, d.Lost = seconds(run.RecoveredIn, notRecovered), seconds(run.DataLost, notLost)
		d.Outdated = compareDays(today, facet.Interval{Months: runMonths}.After(run.On)) > 0
	}
	d.RTOMet, d.RPOMet = within(d.Recovered, d.RTO), within(d.Lost, d.RPO)
}

func seconds(d facet.Duration, why diag.Text) Quantity {
	if !d.Known {
		return absent[*big.Rat](why)
	}
	return known(length(d.D))
}

// within tells whether a value is at most its objective.
func within(value, objective Quantity) Figure[bool] {
	switch {
	case !objective.Known:
		return absent[bool](objective.Why)
	case !value.Known:
		return absent[bool](value.Why)
	}
	return known(value.V.Cmp(objective.V) <= 0)
}
