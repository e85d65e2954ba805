package facet

import (
	"math/big"

	"github.com/debrief-dev/debrief/internal/doc"
)

// Learning is a module of a learning path; the body of its document is the
// lesson.
type Learning struct {
	Path       string // the area of skill
	Level      string // beginner, intermediate, advanced or empty
	Duration   Duration
	Assessment string
	Outcomes   []string
	Teaches    []string // words of skills and causes
}

// Skills is who can do what, and who should.
type Skills struct {
	Levels  []string // from the lowest; empty is beginner, intermediate, advanced
	People  []SkilledPerson
	Targets []SkillTarget
}

// SkilledPerson is a person or role with its skills.
type SkilledPerson struct {
	Name    string
	Team    string
	Skills  []SkillLevel // by the order of the document
	Updated Date
	Place
}

// SkillLevel is the level that somebody has in an area.
type SkillLevel struct{ Category, Level string }

// SkillTarget is how many people of a team should have a level in an area.
type SkillTarget struct {
	Team     string
	Category string
	Level    string
	Count    Number // one is meant if it is not given
	Unclear  bool   // a count is given that is no whole number from 1 to MaxPeople
	Place
}

// MaxPeople is the largest number of people that a target may want.
const MaxPeople = 100_000

// SkillGap is a skill that was missing in an incident.
type SkillGap struct {
	Category string
	Severity string // critical, high, medium, low or empty
	Place
}

// DecodeLearning reads a module.
func DecodeLearning(v doc.Value) *Learning {
	return &Learning{
		Path:       v.Field("path").Text(),
		Level:      known(v.Field("level").Text(), "beginner", "intermediate", "advanced"),
		Duration:   DecodeDuration(v.Field("duration")),
		Assessment: v.Field("assessment").Text(),
		Outcomes:   texts(v.Field("outcomes")),
		Teaches:    texts(v.Field("teaches")),
	}
}

// DecodeSkills reads a matrix of skills. People without a name and targets
// without an area or level are left out.
func DecodeSkills(v doc.Value) *Skills {
	s := &Skills{Levels: texts(v.Field("levels"))}
	for _, p := range v.Field("people").Items() {
		person := SkilledPerson{
			Name:    personOf(p.Field("name")),
			Team:    p.Field("team").Text(),
			Updated: DecodeDate(p.Field("updated")),
			Place:   placeOf(p),
		}
		for _, e := range p.Field("skills").Entries() {
			if level := e.Value.Text(); level != "" {
				person.Skills = append(person.Skills, SkillLevel{e.Key, level})
			}
		}
		if person.Name != "" {
			s.People = append(s.People, person)
		}
	}
	for _, t := range v.Field("targets").Items() {
		target := SkillTarget{
			Team:     t.Field("team").Text(),
			Category: t.Field("category").Text(),
			Level:    t.Field("level").Text(),
			Count:    DecodeNumber(t.Field("count")),
			Place:    placeOf(t),
		}
		if n := target.Count.V; n == nil || !n.IsInt() || n.Sign() <= 0 || n.Cmp(big.NewRat(MaxPeople, 1)) > 0 {
			target.Count.V, target.Unclear = nil, t.Field("count").Exists()
		}
		if target.Category != "" && target.Level != "" {
			s.Targets = append(s.Targets, target)
		}
	}
	return s
}

// DecodeSkillGaps reads the skills that a postmortem names as missing.
func DecodeSkillGaps(v doc.Value) []SkillGap {
	var out []SkillGap
	for _, g := range v.Field("skills").Items() {
		gap := SkillGap{
			Category: g.Field("category").Text(),
			Severity: known(g.Field("severity").Text(), "critical", "high", "medium", "low"),
			Place:    placeOf(g),
		}
		if gap.Category != "" {
			out = append(out, gap)
		}
	}
	return out
}
