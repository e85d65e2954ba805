package render

import (
	"html"
	"html/template"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/facet"
)

// spaced writes words of a taxonomy as people do: network troubleshooting.
var spaced = strings.NewReplacer("_", " ")

// skills shows who can do what and how many should. Names stay within the
// house: a public page shows teams.
func (v *view) skills(s *facet.Skills) {
	v.shows("levels", "people", "targets")
	people := slices.DeleteFunc(slices.Clone(s.People), func(p facet.SkilledPerson) bool { return v.inside(p.Span) })
	if v.public() {
		v.ahead(Detail{ID: "matrix", Note: v.t("skills.teams"), Table: v.teamMatrix(people, s.Levels)})
	} else {
		v.ahead(Detail{ID: "matrix", Table: v.matrix(people)})
	}
	t := &Table{Head: v.columns("column.team", "column.area", "column.level", "column.wanted")}
	for _, x := range s.Targets {
		if v.inside(x.Span) {
			continue
		}
		count := ""
		if x.Count.V != nil {
			count = v.words.number(x.Count.V, 0)
		}
		t.Rows = append(t.Rows, []Cell{cell(x.Team), cell(v.area(x.Category)), markup(v.level(x.Level)), cell(count)})
	}
	v.ahead(Detail{ID: "targets", Table: t.tidy()})
}

// public tells whether a page is for readers outside of the house.
func (v *view) public() bool {
	return v.entry.Visibility == "public" || v.site.in.Results != nil && v.site.in.Results.Policy.Public
}

// areas lists the areas of skill in the order in which they come first.
func areas(people []facet.SkilledPerson) (list []string) {
	seen := map[string]bool{}
	for _, p := range people {
		for _, s := range p.Skills {
			if !seen[s.Category] {
				seen[s.Category] = true
				list = append(list, s.Category)
			}
		}
	}
	return list
}

// matrix has a row for each person and a column for each area.
func (v *view) matrix(people []facet.SkilledPerson) *Table {
	columns := areas(people)
	t := &Table{Head: v.columns("column.name", "column.team")}
	for _, a := range columns {
		t.Head = append(t.Head, Column{Label: v.area(a)})
	}
	for _, p := range people {
		levels := map[string]string{}
		for _, s := range p.Skills {
			levels[s.Category] = s.Level
		}
		row := []Cell{markup(v.plain(p.Name)), markup(v.plain(p.Team))}
		for _, a := range columns {
			row = append(row, markup(v.level(levels[a])))
		}
		t.Rows = append(t.Rows, row)
	}
	return t.tidy()
}

// teamMatrix counts for each team how many have which level.
func (v *view) teamMatrix(people []facet.SkilledPerson, order []string) *Table {
	columns := areas(people)
	t := &Table{Head: v.columns("column.team")}
	for _, a := range columns {
		t.Head = append(t.Head, Column{Label: v.area(a)})
	}
	if len(order) == 0 {
		order = []string{"beginner", "intermediate", "advanced"}
	}
	type place struct{ team, area, level string }
	counts := map[place]int{}
	var teams []string
	for _, p := range people {
		if !slices.Contains(teams, p.Team) {
			teams = append(teams, p.Team)
		}
		for _, s := range p.Skills {
			counts[place{p.Team, s.Category, s.Level}]++
		}
	}
	for _, team := range teams {
		row := []Cell{cell(firstOf(team, v.t("skills.noteam")))}
		for _, a := range columns {
			var parts []template.HTML
			for _, level := range slices.Backward(order) {
				if n := counts[place{team, a, level}]; n > 0 && level != "none" {
					parts = append(parts, v.level(level)+template.HTML(" × "+v.words.integer(n)))
				}
			}
			row = append(row, markup(join(parts, v.t("list.join"))))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// level shows a level of skill as a word with as many marks as it has steps.
func (v *view) level(level string) template.HTML {
	if level == "" {
		return ""
	}
	return template.HTML(`<span class="skill ` + html.EscapeString(slugClass(level)) + `">` + html.EscapeString(v.wordOf("level.", level)) + `</span>`)
}
