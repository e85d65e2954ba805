package insight

import (
	"cmp"
	"maps"
	"math/big"
	"slices"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
)

// Curriculum is the policy about learning.
type Curriculum struct {
	Modules     int      // that one plan holds at a time; 0 is 3
	WeeklyHours *big.Rat // that somebody has for learning; nil is 2
}

func (c Curriculum) modules() int {
	if c.Modules == 0 {
		return 3
	}
	return c.Modules
}

func (c Curriculum) weeklySeconds() *big.Rat {
	hours := c.WeeklyHours
	if hours == nil {
		hours = num(2)
	}
	return mul(hours, num(3600))
}

// Learning is what incidents showed to be missing, and who learns it when.
type Learning struct {
	Needs    []*SkillNeed // by severity, bad minutes, name
	Modules  []*Module    // in an order in which they can be taken
	Plans    []*Plan      // by matrix, then as they stand in it
	Circular []*Module    // of Modules: those that require themselves, so that no order can be kept
	Teams    []*TeamSkill // by matrix; targets first, then needs without one
}

// SkillNeed is an area of skill that incidents missed.
type SkillNeed struct {
	Area      string // as taxon folds it
	Severity  string // the worst: critical, high, medium, low
	Required  Level
	Incidents []*Incident // by start
	Minutes   *big.Rat    // bad minutes of those whose extent is known
	Unknown   int         // the others
	Untaught  bool        // no module is of this area
}

// Plan is what a person, a team or a role learns next.
type Plan struct {
	Who    string        // name of a person or role, or of a team; empty for everybody
	Team   bool          // Who is a team
	Matrix *corpus.Entry // nil if there is no skills matrix: nobody is known to know anything
	Gaps   []PlannedGap  // needs above the level that is there, in the order of Needs
	Now    []*Module
	Later  []*Module
	Weeks  Quantity // that Now takes
	All    Quantity // weeks that Now and Later take
}

// PlannedGap is a need with the level that is there.
type PlannedGap struct {
	Need    *SkillNeed
	Current Level
}

// TeamSkill is how many people have a level in an area: the bus factor.
type TeamSkill struct {
	Matrix *corpus.Entry
	Team   string // empty for all people of the matrix
	Area   string // as taxon folds it
	Level  Level
	People int
	Wanted Quantity // absent if no target says so, or not with a whole number
	Short  int      // how many people are missing to the target; 0 without one
	Names  []string // of the people, by the order of the matrix; nil unless they may be named
}

// required is the level that a gap of a severity asks for (the handbook's
// table).
var required = map[string]Level{"low": Beginner, "medium": Beginner, "high": Intermediate, "critical": Advanced}

var severities = []string{"critical", "high", "medium", "low"}

// Learning plans what to learn: for each person of the skills matrices, or for
// each team where people may not be named. A plan takes the modules from the
// level above the current one to the required one, with what they require, and
// leaves out those of levels that are there already. It goes through the gaps
// in turn, so that none waits for another to be closed.
//
// People are named if the matrix is internal, and the results are not for the
// public.
func (r *Results) Learning() *Learning { return r.lazy.learning() }

func (r *Results) planLearning() *Learning {
	l := &Learning{Needs: r.skillNeeds(), Modules: modules(r.corpus)}
	ofArea := map[string][]*Module{}
	for _, m := range l.Modules {
		ofArea[m.Path] = append(ofArea[m.Path], m)
	}
	for _, n := range l.Needs {
		n.Untaught = len(ofArea[n.Area]) == 0
		motivate(ofArea[n.Area], n)
	}
	for _, m := range l.Modules {
		m.nameIncidents()
		if m.Circular {
			l.Circular = append(l.Circular, m)
		}
	}
	p := planner{l.Needs, ofArea, r.Policy.Curriculum}
	for _, e := range r.corpus.Entries {
		if e.Skills != nil {
			s := newStaff(e, !r.Policy.Public && e.Visibility == "internal")
			l.Plans = append(l.Plans, p.plansOf(s)...)
			l.Teams = append(l.Teams, s.teamSkills(l.Needs)...)
		}
	}
	if len(l.Plans) == 0 && len(l.Needs) > 0 {
		l.Plans = []*Plan{p.plan(&Plan{}, map[string]Level{})}
	}
	return l
}

// skillNeeds collects the gaps of all incidents by area.
func (r *Results) skillNeeds() []*SkillNeed {
	needs := map[string]*SkillNeed{}
	for _, in := range r.List() {
		for _, gap := range in.Entry.SkillGaps {
			area := taxon(gap.Category)
			n := needs[area]
			if n == nil {
				n = &SkillNeed{Area: area, Severity: "low", Minutes: new(big.Rat)}
				needs[area] = n
			}
			if i := slices.Index(severities, gap.Severity); i >= 0 && i < slices.Index(severities, n.Severity) {
				n.Severity = gap.Severity
			}
			n.note(in)
		}
	}
	for _, n := range needs {
		n.Required = required[n.Severity]
	}
	return slices.SortedFunc(maps.Values(needs), func(a, b *SkillNeed) int {
		return cmp.Or(
			cmp.Compare(slices.Index(severities, a.Severity), slices.Index(severities, b.Severity)),
			b.Minutes.Cmp(a.Minutes),
			cmp.Compare(a.Area, b.Area),
		)
	})
}

// note adds an incident, once.
func (n *SkillNeed) note(in *Incident) {
	if last := len(n.Incidents) - 1; last >= 0 && n.Incidents[last] == in {
		return
	}
	n.Incidents = append(n.Incidents, in)
	if minutes := in.BadMinutes(); minutes.Known {
		n.Minutes = add(n.Minutes, minutes.V)
	} else {
		n.Unknown++
	}
}

// motivate notes the incidents of a need at the modules that lead to it.
func motivate(list []*Module, n *SkillNeed) {
	for _, m := range list {
		if m.Level <= n.Required {
			for _, in := range n.Incidents {
				m.Incidents = append(m.Incidents, in.Entry)
			}
		}
	}
}

// nameIncidents adds the incidents that the module itself names.
func (m *Module) nameIncidents() {
	m.Incidents = append(m.Incidents, linked(m.Entry, "postmortem")...)
	slices.SortFunc(m.Incidents, func(a, b *corpus.Entry) int { return cmp.Compare(a.Path(), b.Path()) })
	m.Incidents = slices.Compact(m.Incidents)
}

type planner struct {
	needs  []*SkillNeed
	ofArea map[string][]*Module // in an order in which they can be taken
	policy Curriculum
}

// plan fills in a plan for somebody who has some levels, by area.
func (p planner) plan(plan *Plan, has map[string]Level) *Plan {
	var queues [][]*Module
	for _, n := range p.needs {
		if has[n.Area] < n.Required {
			plan.Gaps = append(plan.Gaps, PlannedGap{n, has[n.Area]})
			queues = append(queues, p.lessons(n, has))
		}
	}
	all := inTurn(queues)
	n := min(p.policy.modules(), len(all))
	plan.Now, plan.Later = all[:n:n], all[n:]
	plan.Weeks, plan.All = p.weeks(plan.Now), p.weeks(all)
	return plan
}

// lessons gives the modules that close a gap, with what they require and is not
// known yet, in an order in which they can be taken.
func (p planner) lessons(n *SkillNeed, has map[string]Level) []*Module {
	wanted := map[*Module]bool{}
	var stack []*Module
	want := func(m *Module) {
		if m.Level > has[m.Path] && !wanted[m] {
			wanted[m] = true
			stack = append(stack, m)
		}
	}
	for _, m := range p.ofArea[n.Area] {
		if m.Level <= n.Required {
			want(m)
		}
	}
	for len(stack) > 0 {
		m := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, need := range m.needs {
			want(need)
		}
	}
	return slices.SortedFunc(maps.Keys(wanted), func(a, b *Module) int { return cmp.Compare(a.place, b.place) })
}

// inTurn takes one module from each queue after the other, each module once.
func inTurn(queues [][]*Module) []*Module {
	var out []*Module
	taken := map[*Module]bool{}
	for left := true; left; {
		left = false
		for i, q := range queues {
			for len(q) > 0 && taken[q[0]] {
				q = q[1:]
			}
			if len(q) > 0 {
				taken[q[0]], left = true, true
				out, q = append(out, q[0]), q[1:]
			}
			queues[i] = q
		}
	}
	return out
}

var nothingToLearn = diag.Text{En: "there is nothing to learn", Ja: "学ぶモジュールがない"}

// weeks is the sum of the durations over the hours of a week.
func (p planner) weeks(list []*Module) Quantity {
	sum, unknown, unread := new(big.Rat), 0, 0
	for _, m := range list {
		switch d := m.Entry.Learning.Duration; {
		case d.Known:
			sum.Add(sum, length(d.D))
		case d.Text != "":
			unread++
		default:
			unknown++
		}
	}
	switch {
	case len(list) == 0:
		return absent[*big.Rat](nothingToLearn)
	case unread > 0 && unknown > 0:
		return absent[*big.Rat](diag.Say("of %[3]d modules, %[1]d state no duration and %[2]d one that cannot be read",
			"%[3]d件のうち%[1]d件のモジュールに所要時間の記載がなく、%[2]d件は所要時間を読み取れない", unknown, unread, len(list)))
	case unread > 0:
		return absent[*big.Rat](diag.Say("%d of %d modules state a duration that cannot be read", "%[2]d件のうち%[1]d件のモジュールの所要時間を読み取れない", unread, len(list)))
	case unknown > 0:
		return absent[*big.Rat](diag.Say("%d of %d modules state no duration", "%[2]d件のうち%[1]d件のモジュールに所要時間の記載がない", unknown, len(list)))
	}
	return known(quo(sum, p.policy.weeklySeconds()))
}
