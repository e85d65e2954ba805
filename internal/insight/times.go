package insight

import (
	"math/big"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// TimesTo is how long an incident took to reach its milestones, in seconds.
// A time from the start is negative where the incident was found before it
// had an impact; it then says so in How.
type TimesTo struct {
	Detect, Acknowledge, Escalate, Identify, Mitigate, Resolve Quantity
}

// PhaseName is a part of an incident between two milestones.
type PhaseName string

// The phases, in their order.
const (
	Undetected     PhaseName = "undetected"     // start to detection
	Unacknowledged PhaseName = "unacknowledged" // detection to acknowledgement
	Investigating  PhaseName = "investigating"  // acknowledgement to cause
	Mitigating     PhaseName = "mitigating"     // cause to mitigation
	Confirming     PhaseName = "confirming"     // mitigation to resolution
)

// Phase is one phase, or several that cannot be told apart because a
// milestone between them is missing or contradicts a later one.
type Phase struct {
	Names    []PhaseName // never empty, in their order
	From, To time.Time   // From <= To
}

// Seconds is the length of the phase.
func (p Phase) Seconds() *big.Rat { return between(p.From, p.To) }

var (
	noStart     = diag.Say("no start time", "開始時刻がない")
	noEnd       = diag.Say("no resolution time", "解決時刻がない")
	noDetection = diag.Say("no detection time", "検知時刻がない")
	endsEarly   = diag.Say("the resolution is before the start", "解決が開始より前")
	startsLate  = diag.Say("the start is after the time of reckoning", "開始が基準時刻より後")
	endsLate    = diag.Say("the resolution is after the time of reckoning", "解決が基準時刻より後")
	implausible = diag.Say("the year is outside %d–%d", "年が%d～%dの範囲外", FirstYear, LastYear)
	tooEarly    = diag.Say("the time is before the start", "開始より前の時刻")
	undetected  = diag.Say("the time is before the detection", "検知より前の時刻")
	beforehand  = diag.Say("before impact", "影響発生前")
	stillOn     = diag.Say("ongoing, as of now", "継続中、現時点まで")
)

// setTimes sets start, end, the times to each milestone and the phases.
func (in *Incident) setTimes(now time.Time) {
	t := in.Entry.Times
	in.Live = in.Entry.Status == "ongoing" && !t.Resolved.Known
	in.Start = instant(t.Started, noStart)
	in.End = in.end(now)
	in.FromStart = in.fromStart()
	in.FromDetection = in.fromDetection()
	in.Phases = in.phases()
}

// The years in which something can have happened or be planned. What is written
// with another is a slip of the pen, or a machine's word for no time at all.
const (
	FirstYear = 1970
	LastYear  = 2200
)

// Plausible tells whether a year is one of these.
func Plausible(year int) bool { return FirstYear <= year && year <= LastYear }

// instant is a time of a document, absent for the given reason if there is
// none.
func instant(i facet.Instant, why diag.Text) Figure[time.Time] {
	switch {
	case !i.Known:
		return absent[time.Time](why)
	case !Plausible(i.Time.Year()):
		return absent[time.Time](implausible)
	}
	return known(i.Time)
}

// end is the resolution, now for a live incident. One before the start is
// absent, so that no length or loss is ever negative, and so is one that is
// still to come.
func (in *Incident) end(now time.Time) Figure[time.Time] {
	end, why := instant(in.Entry.Times.Resolved, noEnd), endsEarly
	if in.Live {
		end, why = known(liveUntil(in.Entry.Times.Started, now)), startsLate
		end.How = stillOn
	}
	switch {
	case end.Known && in.Start.Known && end.V.Before(in.Start.V):
		return absent[time.Time](why)
	case end.Known && end.V.After(now):
		return absent[time.Time](endsLate)
	}
	return end
}

// liveUntil is up to when what began at a time, and goes on, counts: the last
// full minute, so that what is computed twice within one is the same; now itself
// where that minute is the one in which it began.
func liveUntil(from facet.Instant, now time.Time) time.Time {
	if minute := now.Truncate(time.Minute); from.Known && minute.After(from.Time) {
		return minute
	}
	return now
}

func (in *Incident) fromStart() TimesTo {
	t := in.Entry.Times
	early := t.Detected.Time.Before(t.Started.Time) // where both are known
	since := func(to Figure[time.Time], early bool) Quantity {
		return elapsed(in.Start, to, early, tooEarly)
	}
	return TimesTo{
		Detect:      since(instant(t.Detected, noDetection), early),
		Acknowledge: since(instant(t.Acknowledged, noAcknowledgement), early),
		Escalate:    since(instant(t.Escalated, noEscalation), early),
		Identify:    since(instant(t.Identified, noIdentification), early),
		Mitigate:    since(instant(t.Mitigated, noMitigation), false),
		Resolve:     since(in.End, false),
	}
}

func (in *Incident) fromDetection() TimesTo {
	t := in.Entry.Times
	detected := instant(t.Detected, noDetection)
	since := func(to Figure[time.Time]) Quantity {
		return elapsed(detected, to, false, undetected)
	}
	return TimesTo{
		Acknowledge: since(instant(t.Acknowledged, noAcknowledgement)),
		Identify:    since(instant(t.Identified, noIdentification)),
		Mitigate:    since(instant(t.Mitigated, noMitigation)),
		Resolve:     since(in.End),
	}
}

var (
	noAcknowledgement = diag.Say("no acknowledgement time", "初動時刻がない")
	noEscalation      = diag.Say("no escalation time", "エスカレーション時刻がない")
	noIdentification  = diag.Say("no time at which the cause was found", "原因特定時刻がない")
	noMitigation      = diag.Say("no mitigation time", "緩和時刻がない")
)

// elapsed is the seconds from one instant to another. If it is negative it is
// absent because of whyNegative, unless early allows it.
func elapsed(from, to Figure[time.Time], early bool, whyNegative diag.Text) Quantity {
	switch {
	case !from.Known:
		return absent[*big.Rat](from.Why)
	case !to.Known:
		return absent[*big.Rat](to.Why)
	}
	q := known(between(from.V, to.V))
	q.How = to.How
	if q.V.Sign() < 0 {
		if !early {
			return absent[*big.Rat](whyNegative)
		}
		q.How = beforehand
	}
	return q
}

// phases cuts the incident at its milestones. One that is missing, or later
// than one that should follow it, does not cut: the phases around it are one.
// A milestone before the impact cuts at the start.
func (in *Incident) phases() []Phase {
	if !in.Start.Known {
		return nil
	}
	t := in.Entry.Times
	ends := []struct {
		name  PhaseName
		at    time.Time
		known bool
	}{
		{Undetected, t.Detected.Time, in.FromStart.Detect.Known},
		{Unacknowledged, t.Acknowledged.Time, in.FromStart.Acknowledge.Known},
		{Investigating, t.Identified.Time, in.FromStart.Identify.Known},
		{Mitigating, t.Mitigated.Time, in.FromStart.Mitigate.Known},
		{Confirming, in.End.V, in.FromStart.Resolve.Known},
	}
	var list []Phase
	var names []PhaseName
	from := in.Start.V
	for i, end := range ends {
		names = append(names, end.name)
		cuts := end.known
		for _, later := range ends[i+1:] {
			cuts = cuts && !(later.known && later.at.Before(end.at))
		}
		if !cuts {
			continue
		}
		to := end.at
		if to.Before(from) {
			to = from
		}
		list = append(list, Phase{names, from, to})
		from, names = to, nil
	}
	return list
}

// Phase is the seconds of a phase of its own; absent if it cannot be told
// from its neighbours.
func (in *Incident) Phase(name PhaseName) Quantity {
	for _, p := range in.Phases {
		for _, n := range p.Names {
			if n != name {
				continue
			}
			if len(p.Names) > 1 {
				return absent[*big.Rat](diag.Say("a time is missing or out of order; part of %s", "時刻が欠けているか前後している。%sに含む", p.Join("+")))
			}
			q := known(p.Seconds())
			if name == Undetected && in.Entry.Times.Detected.Time.Before(in.Start.V) {
				q.How = beforehand
			}
			return q
		}
	}
	if !in.Start.Known {
		return absent[*big.Rat](noStart)
	}
	return absent[*big.Rat](diag.Say("no time at which the phase ends", "この段階の終了時刻がない"))
}

// Join writes the names of the phase with a separator between them.
func (p Phase) Join(separator string) string {
	text := ""
	for i, n := range p.Names {
		if i > 0 {
			text += separator
		}
		text += string(n)
	}
	return text
}
