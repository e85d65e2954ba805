package insight

import (
	"math/big"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// staff is the people of a skills matrix with their levels.
type staff struct {
	matrix *corpus.Entry
	named  bool // they may be named
	people []colleague
	teams  []string         // each once, in the order of the matrix; "" is people without one
	able   map[string][]int // by area, the people with a level, ascending
}

type colleague struct {
	name, team string
	has        map[string]Level // by area, as taxon folds it
}

func newStaff(e *corpus.Entry, named bool) staff {
	s := staff{matrix: e, named: named, able: map[string][]int{}}
	seen := map[string]bool{}
	for i, p := range e.Skills.People {
		c := colleague{p.Name, p.Team, map[string]Level{}}
		for _, skill := range p.Skills {
			area, level := taxon(skill.Category), levelOf(skill.Level)
			if _, again := c.has[area]; !again && level > NoLevel {
				s.able[area] = append(s.able[area], i)
			}
			c.has[area] = max(c.has[area], level)
		}
		s.people = append(s.people, c)
		if !seen[p.Team] {
			seen[p.Team] = true
			s.teams = append(s.teams, p.Team)
		}
	}
	return s
}

// plansOf makes a plan for each person, or for each team where people may not
// be named.
func (p planner) plansOf(s staff) []*Plan {
	var out []*Plan
	if s.named {
		for _, c := range s.people {
			out = append(out, p.plan(&Plan{Who: c.name, Matrix: s.matrix}, c.has))
		}
		return out
	}
	for _, team := range s.teams {
		out = append(out, p.plan(&Plan{Who: team, Team: true, Matrix: s.matrix}, s.levelsOf(team, p.needs)))
	}
	return out
}

// levelsOf is what a team as a whole can do: in each area the level that as
// many of its people have as its target wants, one if there is none.
func (s staff) levelsOf(team string, needs []*SkillNeed) map[string]Level {
	wanted := map[string]int{}
	for _, t := range s.matrix.Skills.Targets {
		if t.Team == "" || t.Team == team {
			area := taxon(t.Category)
			wanted[area] = max(wanted[area], countOf(t))
		}
	}
	counts := map[string][Advanced + 1]int{}
	for _, c := range s.people {
		if c.team == team {
			for area, level := range c.has {
				n := counts[area]
				n[level]++
				counts[area] = n
			}
		}
	}
	out := map[string]Level{}
	for area, n := range counts {
		people := 0
		for level := Advanced; level > NoLevel; level-- {
			if people += n[level]; people >= max(1, wanted[area]) {
				out[area] = level
				break
			}
		}
	}
	return out
}

// having gives the people of a team, or all if it is empty, with at least a
// level.
func (s staff) having(team, area string, level Level) []string {
	var names []string
	for _, i := range s.able[area] {
		if c := s.people[i]; (team == "" || c.team == team) && c.has[area] >= level {
			names = append(names, c.name)
		}
	}
	return names
}

// countOf is the number of people that a target wants, up to facet.MaxPeople:
// one if it gives none, 0 if what it gives is no such number.
func countOf(t facet.SkillTarget) int {
	switch {
	case t.Unclear:
		return 0
	case t.Count.V == nil:
		return 1
	}
	return int(t.Count.V.Num().Int64())
}

var unclearCount = diag.Say("the count of the target is no whole number from 1 to %d", "目標の人数が 1 から %d までの整数でない", facet.MaxPeople)

var noTarget = diag.Text{En: "no target says how many people should have it", Ja: "必要な人数の目標がない"}

// teamSkills compares the targets with the people, then says of what incidents
// missed how many people could do it.
func (s staff) teamSkills(needs []*SkillNeed) []*TeamSkill {
	var out []*TeamSkill
	aimed := map[string]bool{}
	row := func(team, area string, level Level, wanted Quantity) *TeamSkill {
		names := s.having(team, area, level)
		t := &TeamSkill{Matrix: s.matrix, Team: team, Area: area, Level: level, People: len(names), Wanted: wanted}
		if s.named {
			t.Names = append([]string{}, names...)
		}
		out = append(out, t)
		return t
	}
	for _, target := range s.matrix.Skills.Targets {
		count := countOf(target)
		wanted := known(num(int64(count)))
		if target.Unclear {
			wanted = absent[*big.Rat](unclearCount)
		}
		t := row(target.Team, taxon(target.Category), levelOf(target.Level), wanted)
		aimed[t.Area] = true
		t.Short = max(0, count-t.People)
	}
	for _, n := range needs {
		if !aimed[n.Area] {
			row("", n.Area, n.Required, absent[*big.Rat](noTarget))
		}
	}
	return out
}
