package insight

import (
	"math/big"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// EscalationState is how an incident kept a rule for calling others.
type EscalationState string

// The states.
const (
	EscalationKept   EscalationState = "kept"       // they were called in time
	EscalationLate   EscalationState = "late"       // they were called too late
	EscalationMissed EscalationState = "missed"     // nobody called them
	EscalationSpared EscalationState = "not_needed" // the incident was over before
)

// Escalated is whether others were called to an incident in time.
type Escalated struct {
	Rule  facet.Escalation // that was due first
	From  *corpus.Entry    // the runbook or service that states it
	Due   time.Time        // the detection, or the start where it is not known, and the rule's time
	Done  Figure[time.Time]
	Late  Quantity // seconds from Due to Done
	State EscalationState
}

var (
	noCriterion  = diag.Text{En: "neither a runbook that was used nor a service says after how long to escalate", Ja: "使用したランブックにもサービスにも、何分後にエスカレーションするかの記載がない"}
	noTimeline   = diag.Text{En: "no timeline", Ja: "タイムラインがない"}
	undatedCall  = diag.Text{En: "the time of the escalation cannot be read", Ja: "エスカレーションの時刻を読み取れない"}
	calledInTime = diag.Text{En: "in time", Ja: "期限内"}
	spared       = diag.Text{En: "the incident was over before", Ja: "期限前に収束"}
)

// Escalation compares the rules of the runbooks that an incident used, and of
// its services, with the escalation in its timeline. Rules count that are about
// time: "no cause after 30 minutes". What else a rule may ask for, documents do
// not tell. The rule that is due first counts, unless by then the incident was
// mitigated or resolved; or its cause was known, if the rule asks for that.
func (r *Results) Escalation(in *Incident) Figure[Escalated] {
	base := instant(in.Entry.Times.Detected, noDetection)
	if !base.Known {
		base = in.Start
	}
	e, found := in.firstRule(base.V)
	switch {
	case !base.Known:
		return absent[Escalated](base.Why)
	case !found:
		return absent[Escalated](noCriterion)
	case len(in.Entry.Timeline) == 0:
		return absent[Escalated](noTimeline)
	}
	e.Done = instant(in.Entry.Times.Escalated, noEscalation)
	undated := func(row facet.TimelineRow) bool { return row.Type == facet.Escalate && !row.At.Known }
	if !e.Done.Known && slices.ContainsFunc(in.Entry.Timeline, undated) {
		return absent[Escalated](undatedCall)
	}
	e.judge(in)
	return known(e)
}

// judge compares what was due with what was done.
func (e *Escalated) judge(in *Incident) {
	switch {
	case e.Done.Known && !e.Done.V.After(e.Due):
		e.State, e.Late = EscalationKept, absent[*big.Rat](calledInTime)
	case in.overBy(e.Due, e.Rule):
		e.State, e.Late = EscalationSpared, absent[*big.Rat](spared)
	case e.Done.Known:
		e.State, e.Late = EscalationLate, known(between(e.Due, e.Done.V))
	default:
		e.State, e.Late = EscalationMissed, absent[*big.Rat](e.Done.Why)
	}
}

// firstRule gives the rule that is due first, counted from base.
func (in *Incident) firstRule(base time.Time) (first Escalated, found bool) {
	sources := slices.Clone(in.Entry.Targets("runbooks"))
	for _, s := range in.services {
		if s.entry != nil {
			sources = append(sources, s.entry)
		}
	}
	for _, from := range sources {
		for _, rule := range from.Escalations {
			if !aboutTime(rule) || !in.concerns(rule) {
				continue
			}
			if due := base.Add(rule.After.D); !found || due.Before(first.Due) {
				first, found = Escalated{Rule: rule, From: from, Due: due}, true
			}
		}
	}
	return first, found
}

// lasting are the words of conditions that come true by waiting.
var lasting = lazyregexp.New(`(?i)\b(?:no|not|without|unresolved|unmitigated|unknown|still|after)\b|ない|未|継続|続く|続い|経過`)

// aboutTime tells whether a rule comes due by time: it has no condition, or one
// that waiting makes true. Others, such as "the error budget is spent", may
// never have held.
func aboutTime(rule facet.Escalation) bool {
	return rule.After.Known && (rule.Condition == "" || lasting.MatchString(rule.Condition))
}

// concerns tells whether a rule is for incidents as severe as this one.
func (in *Incident) concerns(rule facet.Escalation) bool {
	return rule.Severity == "" || in.Entry.Severity != "" && in.Entry.Severity <= rule.Severity
}

// forCause are the words of conditions about the cause.
var forCause = lazyregexp.New(`(?i)\bcauses?\b|原因`)

// overBy tells whether by an instant there was nothing left to call others for.
func (in *Incident) overBy(due time.Time, rule facet.Escalation) bool {
	t := in.Entry.Times
	ends := []facet.Instant{t.Mitigated, t.Resolved}
	if forCause.MatchString(rule.Condition) {
		ends = append(ends, t.Identified)
	}
	return slices.ContainsFunc(ends, func(i facet.Instant) bool { return i.Known && !i.Time.After(due) })
}
