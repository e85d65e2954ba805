package insight

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/parallel"
)

// LearningLoop says when the links of the improvement loop are late.
type LearningLoop struct {
	PostmortemDays int // business days from the end of an incident to its final postmortem; 0 is five
}

func (l LearningLoop) postmortemDays() int {
	if l.PostmortemDays == 0 {
		return 5
	}
	return l.PostmortemDays
}

// Loop is how far an incident has come on the way from having happened to
// having changed something.
type Loop struct {
	Incident *Incident
	Links    []LoopLink // the seven, in their order
}

// LoopLink is one link.
type LoopLink struct {
	ID    string // as LoopNames has it
	Check Check
	Why   diag.Text       // what it rests on, what is missing, or why it does not apply
	By    []*corpus.Entry // the documents that it rests on; may be nil
}

// LoopName is the name of a link.
type LoopName struct {
	ID   string
	Text diag.Text
}

// LoopNames gives the links in their order.
func LoopNames() []LoopName {
	return []LoopName{
		{"postmortem", diag.Text{En: "Postmortem", Ja: "ポストモーテム"}},
		{"knowledge", diag.Text{En: "Knowledge", Ja: "ナレッジ"}},
		{"monitoring", diag.Text{En: "Monitoring", Ja: "監視"}},
		{"prevention", diag.Text{En: "Prevention", Ja: "予防"}},
		{"learning", diag.Text{En: "Learning", Ja: "学習"}},
		{"measurement", diag.Text{En: "Measurement", Ja: "効果測定"}},
		{"recurrence", diag.Text{En: "No recurrence", Ja: "再発なし"}},
	}
}

// Closed tells whether no link is missing, and some are there: nothing is
// closed while an incident is going on.
func (l *Loop) Closed() bool {
	return l.Next() == nil && slices.ContainsFunc(l.Links, func(k LoopLink) bool { return k.Check == Met })
}

// Next is the first link that is missing, nil if none is.
func (l *Loop) Next() *LoopLink {
	i := slices.IndexFunc(l.Links, func(k LoopLink) bool { return k.Check == Missing })
	if i < 0 {
		return nil
	}
	return &l.Links[i]
}

// LoopCount is how many incidents have a link.
type LoopCount struct {
	Name                        LoopName
	Met, Missing, NotApplicable int
	First                       int // of Missing: those whose first missing link it is
}

// Loops is the loop of every incident.
type Loops struct {
	All    []*Loop // by the start of the incident; see List
	Counts []LoopCount
	Closed int // incidents whose loop is closed

	of map[*corpus.Entry]*Loop
}

// Of gives the loop of a postmortem, nil for other documents.
func (l *Loops) Of(e *corpus.Entry) *Loop { return l.of[e] }

// Loops follows every incident through the improvement loop.
func (r *Results) Loops() *Loops { return r.lazy.loops() }

func (r *Results) closeLoops() *Loops {
	k := r.newLinker()
	list := r.List()
	loops := make([]*Loop, len(list))
	parallel.Each(len(list), func(i int) { loops[i] = &Loop{Incident: list[i], Links: k.links(list[i])} })
	out := newLoops()
	for _, l := range loops {
		out.add(l)
	}
	return out
}

// Among gives the loops of some incidents, counted apart.
func (l *Loops) Among(list []*Incident) *Loops {
	out := newLoops()
	for _, in := range list {
		out.add(l.of[in.Entry])
	}
	return out
}

func newLoops() *Loops {
	l := &Loops{of: map[*corpus.Entry]*Loop{}}
	for _, name := range LoopNames() {
		l.Counts = append(l.Counts, LoopCount{Name: name})
	}
	return l
}

func (l *Loops) add(x *Loop) {
	l.All, l.of[x.Incident.Entry] = append(l.All, x), x
	open := false
	for i, link := range x.Links {
		c := &l.Counts[i]
		switch link.Check {
		case Met:
			c.Met++
		case NotApplicable:
			c.NotApplicable++
		default:
			c.Missing++
			c.First += boolInt(!open)
			open = true
		}
	}
	l.Closed += boolInt(x.Closed())
}
