package render

import (
	"html/template"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/render/figure"
)

// figures fills the cards and the strip of an incident. What cannot be computed
// stands below the cards, folded, with the reason.
func (v *view) figures(in *insight.Incident) {
	v.page.Strip = template.HTML(figure.Timeline(v.strip(in)))
	lang := v.words.lang
	absent := func(key, how string, why diag.Text) {
		v.page.Absent = append(v.page.Absent, Card{Label: v.t(key), Note: why.In(lang), How: v.page.methodHref(how)})
	}
	add := func(key, how string, known bool, why diag.Text, value func() string, note string) {
		if !known {
			absent(key, how, why)
			return
		}
		v.page.Cards = append(v.page.Cards, Card{Label: v.t(key), Value: value(), Note: note, How: v.page.methodHref(how)})
	}
	quantity := func(key, how string, q insight.Quantity, show func(*big.Rat) string) {
		add(key, how, q.Known, q.Why, func() string { return show(q.V) }, q.How.In(lang))
	}
	whole := func(r *big.Rat) string { return v.words.number(r, 0) }
	reported := map[string]string{}
	for _, c := range in.Compared() {
		reported[c.Name] = c.Sentence().In(lang)
	}
	add("card.duration", "duration", in.Duration.Known, in.Duration.Why, func() string { return v.words.lasted(in) }, firstOf(reported["duration_seconds"], in.Duration.How.In(lang)))
	quantity("card.detect", "times", in.FromStart.Detect, v.words.duration)
	quantity("card.users", "losses", in.Loss.Users, whole)
	lost, revenue := in.Loss.Transactions, in.Loss.Revenue
	add("card.transactions", "losses", lost.Known, lost.Why, func() string { return whole(lost.V) }, firstOf(reported["lost_transactions"], lost.How.In(lang)))
	add("card.revenue", "losses", revenue.Known, revenue.Why, func() string { return insight.FormatMoneys(revenue.V, lang) }, firstOf(reported["revenue_loss"], revenue.How.In(lang)))
	if b := mainBudget(in); b.Known {
		v.page.Cards = append(v.page.Cards, v.budgetCard(b.V))
	} else {
		absent("card.budget.none", "budget", b.Why)
	}
	if alert := in.Burn().FirstAlert(); alert.Known {
		v.page.Cards = append(v.page.Cards, v.alertCard(in, alert))
	} else {
		absent("card.alert.none", "burn", alert.Why)
	}
	if in.Severity.Suggested.Known {
		v.page.Cards = append(v.page.Cards, v.severityCard(in))
	} else {
		absent("card.severity", "severity", in.Severity.Suggested.Why)
	}
}

// alertCard says when an alert on the burn rate could have fired.
func (v *view) alertCard(in *insight.Incident, alert insight.Quantity) Card {
	c := Card{Label: v.t("card.alert"), Value: v.page.coarse(alert.V), Note: alert.How.In(v.words.lang), How: v.page.methodHref("burn")}
	switch lead := in.Burn().Lead; {
	case !lead.Known:
	case lead.V.Sign() > 0:
		c.Note = v.t("card.alert.before", v.page.coarse(lead.V), c.Note)
	default:
		c.Note = v.t("card.alert.after", v.page.coarse(new(big.Rat).Neg(lead.V)), c.Note)
	}
	return c
}

// severityCard shows the severity that the impact suggests, with the reason.
func (v *view) severityCard(in *insight.Incident) Card {
	s := in.Severity.Suggested
	name := "sev" + strconv.Itoa(s.V)
	c := Card{Label: v.t("card.severity"), Value: v.t("severity." + name), Note: s.How.In(v.words.lang), How: v.page.methodHref("severity")}
	if stated := in.Entry.Severity; stated != "" && stated != name {
		c.Note = v.t("card.severity.stated", c.Note, v.words.named("severity.", stated))
	}
	return c
}

// mainBudget picks the objective that says most: the one of a calendar month
// that is used up most, else the first.
func mainBudget(in *insight.Incident) insight.Figure[insight.Budget] {
	months := in.Availability("calendar_month")
	best := insight.Figure[insight.Budget]{Why: months.Why}
	for _, b := range months.V {
		switch {
		case b.Kind != "slo":
		case !b.Consumed.Known && !best.Known:
			best.Why = b.Consumed.Why
		case b.Consumed.Known && (!best.Known || b.Consumed.V.Cmp(best.V.Consumed.V) > 0):
			best = insight.Figure[insight.Budget]{V: b, Known: true}
		}
	}
	if !best.Known && best.Why == (diag.Text{}) {
		best.Why = diag.Text{En: "no service of the incident has an SLO", Ja: "障害のサービスにSLOがない"}
	}
	return best
}

func (v *view) budgetCard(b insight.Budget) Card {
	lang := v.words.lang
	c := Card{
		Label: v.t("card.budget", b.Period.Label), Value: insight.FormatPercent(b.Consumed.V, 1, lang), Tone: "good", How: v.page.methodHref("budget"),
		Note: v.t("card.budget.note", b.Service, insight.FormatPercent(b.Target, 3, lang), v.words.number(b.Bad, 1), v.words.number(b.Allowed, 1)),
	}
	if !b.Met {
		c.Tone = "bad"
	}
	return c
}

// strip gives the picture of the incident's course.
func (v *view) strip(in *insight.Incident) figure.Strip {
	if !in.Start.Known || !in.End.Known {
		return figure.Strip{}
	}
	t := v.entry.Times
	s := figure.Strip{
		ID: "strip", Title: v.t("strip.title"), Zone: v.zone(in), From: in.Start.V, To: in.End.V,
	}
	for _, m := range []struct {
		kind facet.Milestone
		at   facet.Instant
	}{
		{facet.Start, t.Started}, {facet.Detect, t.Detected}, {facet.Acknowledge, t.Acknowledged}, {facet.Escalate, t.Escalated},
		{facet.Identify, t.Identified}, {facet.Mitigate, t.Mitigated}, {facet.Resolve, t.Resolved},
	} {
		if m.at.Known {
			clock := clockIn(m.at.Time, s.Zone)
			if len(s.Marks) == 0 { // one clock says of which zone all are
				clock += " " + zoneName(m.at.Time.In(s.Zone))
			}
			s.Marks = append(s.Marks, figure.Mark{
				Class: string(m.kind), At: m.at.Time,
				Label: clock + " " + v.t("mark."+string(m.kind)),
			})
			if m.at.Time.Before(s.From) {
				s.From = m.at.Time // found before it had an impact
			}
		}
	}
	var told []string
	for _, p := range in.Phases {
		name := v.phase(p)
		told = append(told, name+" "+v.words.duration(p.Seconds()))
		class := string(p.Names[0])
		if len(p.Names) > 1 {
			class = "merged"
		}
		s.Phases = append(s.Phases, figure.Phase{Class: class, Label: name, From: p.From, To: p.To})
	}
	s.Desc = strings.Join(told, v.t("list.join"))
	return s
}

// zone is that of the timeline's rows, whose clocks stand below the strip,
// else that of the start.
func (v *view) zone(in *insight.Incident) *time.Location {
	for _, r := range v.entry.Timeline {
		if r.At.Known {
			return r.At.Time.Location()
		}
	}
	return in.Start.V.Location()
}

func (v *view) phase(p insight.Phase) string {
	if len(p.Names) > 3 {
		return v.t("phase.untold")
	}
	names := make([]string, len(p.Names))
	for i, n := range p.Names {
		names[i] = v.t("phase." + string(n))
	}
	return strings.Join(names, v.t("phase.join"))
}

func clockIn(t time.Time, zone *time.Location) string { return t.In(zone).Format("15:04") }

// objectives shows a service's objectives in their current periods.
func (v *view) objectives() []Objective {
	if v.site.in.Results == nil {
		return nil
	}
	state := v.site.in.Results.Services[v.entry]
	if state == nil || !state.Objectives.Known {
		return nil
	}
	var out []Objective
	lang := v.words.lang
	for _, o := range state.Objectives.V {
		b := o.Current
		item := Objective{
			Label: b.Objective, Target: insight.FormatPercent(b.Target, 3, lang), Value: b.AvailabilityIn(lang),
			Period: b.When().In(lang), State: Badge{"met", b.Verdict().In(lang)},
			Remaining: v.t("objective.remaining", v.words.number(b.Remaining, 1), v.words.number(b.Allowed, 1)),
		}
		switch {
		case !b.Met:
			item.State.Class = "missed"
		case b.Open() > 0:
			item.State.Class, item.Note = "", b.Gap().In(lang)
		}
		if b.Consumed.Known {
			item.Consumed = b.ConsumedIn(lang)
			tenths, _ := new(big.Rat).Quo(b.Consumed.V, big.NewRat(10, 1)).Float64()
			item.Level = int(min(max(tenths+0.5, 0), 10))
		}
		out = append(out, item)
	}
	return out
}
