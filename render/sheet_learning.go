package render

import (
	"html"
	"html/template"
	"strings"

	"github.com/debrief-dev/debrief/internal/insight"
)

// learningLead counts the areas that incidents missed.
func learningLead(p *Page) string {
	l := p.site.in.Results.Learning()
	if len(l.Needs) == 0 {
		return ""
	}
	untaught := 0
	for _, n := range l.Needs {
		untaught += boolInt(n.Untaught)
	}
	return p.T("sheet.learning.lead", p.words.integer(len(l.Needs)), p.words.integer(untaught))
}

func learningSheet(p *Page) {
	l := p.site.in.Results.Learning()
	gaps := Block{ID: "gaps", Title: p.T("sheet.learning.gaps"), Note: learningLead(p), Empty: p.T("sheet.learning.nogaps")}
	if len(l.Needs) > 0 {
		gaps.Table = p.needTable(l.Needs)
	}
	plans := Block{ID: "plan", Title: p.T("sheet.learning.plan"), Empty: p.T("sheet.learning.noplan")}
	if len(l.Plans) > 0 {
		plans.Note, plans.Table = p.T("sheet.learning.plan.note"), p.planTable(l.Plans)
	}
	paths := Block{ID: "paths", Title: p.T("sheet.learning.paths"), Empty: p.T("sheet.learning.nopaths")}
	if len(l.Modules) > 0 {
		paths.Figure, paths.Table = p.pathsFigure(l.Modules), p.pathTable(l.Modules)
	}
	if len(l.Circular) > 0 {
		paths.Note = p.T("sheet.learning.circular", p.moduleNames(l.Circular))
	}
	teams := Block{ID: "teams", Title: p.T("sheet.learning.teams"), Empty: p.T("sheet.learning.noteams")}
	if len(l.Teams) > 0 {
		teams.Note, teams.Table = p.T("sheet.learning.teams.note"), p.skillTable(l.Teams)
	}
	p.Blocks = []Block{gaps, plans, paths, teams}
}

func (p *Page) level(l insight.Level) string { return p.T("level." + l.String()) }

func (p *Page) needTable(needs []*insight.SkillNeed) *Table {
	t := &Table{Head: []Column{
		{p.T("column.area"), false}, {p.T("column.severity"), false}, {p.T("sheet.learning.required"), false},
		{p.T("sheet.experiments.minutes"), true}, {p.T("sheet.learning.incidents"), false},
	}}
	for _, n := range needs {
		area := Cell{Text: spaced.Replace(n.Area)}
		if n.Untaught {
			area.Tone, area.Note = "bad", p.T("sheet.learning.untaught")
		}
		var links []template.HTML
		for _, in := range n.Incidents {
			links = append(links, template.HTML(`<a href="`+html.EscapeString(p.Href(p.site.targets[in.Entry]))+`">`+html.EscapeString(in.Entry.ID)+`</a>`))
		}
		t.Rows = append(t.Rows, []Cell{area, cell(p.words.named("severity.", n.Severity)), cell(p.level(n.Required)), cell(p.words.number(n.Minutes, 1)), markup(p.few(links))})
	}
	return t
}

// fewLinks is how many links a cell shows.
const fewLinks = 12

// few joins links; of many, it shows the first ones and counts the others.
func (p *Page) few(links []template.HTML) template.HTML {
	if len(links) > fewLinks {
		links = append(links[:fewLinks:fewLinks], template.HTML("+"+p.words.integer(len(links)-fewLinks)))
	}
	var out strings.Builder
	for i, l := range links {
		if i > 0 {
			out.WriteString(html.EscapeString(p.T("list.join")))
		}
		out.WriteString(string(l))
	}
	return template.HTML(out.String())
}

func (p *Page) moduleLinks(list []*insight.Module) Cell {
	if len(list) == 0 {
		return cell("–")
	}
	var links []template.HTML
	for _, m := range list {
		links = append(links, p.moduleLink(m))
	}
	return markup(p.few(links))
}

// moduleNames names a few modules.
func (p *Page) moduleNames(list []*insight.Module) string {
	var names []string
	for _, m := range list[:min(len(list), fewLinks)] {
		names = append(names, m.Entry.ID)
	}
	if more := len(list) - len(names); more > 0 {
		names = append(names, "+"+p.words.integer(more))
	}
	return strings.Join(names, p.T("list.join"))
}

func (p *Page) moduleLink(m *insight.Module) template.HTML {
	it := p.item(m.Entry)
	lang := ""
	if it.Lang != "" {
		lang = ` lang="` + html.EscapeString(it.Lang) + `"`
	}
	return template.HTML(`<a href="` + html.EscapeString(it.Href) + `"` + lang + `>` + html.EscapeString(it.Label) + `</a>`)
}

func (p *Page) planTable(plans []*insight.Plan) *Table {
	t := &Table{Head: []Column{
		{p.T("sheet.learning.for"), false}, {p.T("sheet.learning.now"), false}, {p.T("sheet.learning.later"), false}, {p.T("sheet.learning.weeks"), true},
	}}
	for _, plan := range plans {
		who := Cell{Text: plan.Who}
		if plan.Who == "" {
			who.Text = p.T("sheet.learning.everybody")
		}
		if plan.Matrix == nil {
			who.Note = p.T("sheet.learning.nomatrix")
		}
		weeks := Cell{Text: "–", Note: plan.Weeks.Why.In(p.Lang)}
		if plan.Weeks.Known {
			weeks = cell(p.words.number(plan.Weeks.V, 1))
		}
		t.Rows = append(t.Rows, []Cell{who, p.moduleLinks(plan.Now), p.moduleLinks(plan.Later), weeks})
	}
	return t
}

// pathTable shows the modules of each area in columns, from the lowest level to
// the highest, each with the incidents that motivate it.
func (p *Page) pathTable(modules []*insight.Module) *Table {
	t := &Table{Head: []Column{{p.T("column.area"), false}}}
	for l := insight.Beginner; l <= insight.Advanced; l++ {
		t.Head = append(t.Head, Column{p.level(l), false})
	}
	rows := map[string]int{}
	cells := [][insight.Advanced + 1]template.HTML{}
	for _, m := range modules {
		i, known := rows[m.Path]
		if !known {
			i = len(cells)
			rows[m.Path] = i
			cells = append(cells, [insight.Advanced + 1]template.HTML{})
			t.Rows = append(t.Rows, []Cell{cell(spaced.Replace(m.Path))})
		}
		cells[i][m.Level] += `<span class="lesson">` + p.moduleLink(m) + p.motivation(m) + `</span>`
	}
	for i := range t.Rows {
		for l := insight.Beginner; l <= insight.Advanced; l++ {
			c := markup(cells[i][l])
			if c.HTML == "" {
				c = cell("–")
			}
			t.Rows[i] = append(t.Rows[i], c)
		}
	}
	return t
}

// motivation names the incidents that a module answers.
func (p *Page) motivation(m *insight.Module) template.HTML {
	var links []template.HTML
	for _, e := range m.Incidents {
		links = append(links, template.HTML(`<a href="`+html.EscapeString(p.Href(p.site.targets[e]))+`">`+html.EscapeString(e.ID)+`</a>`))
	}
	if len(links) == 0 {
		return ""
	}
	return `<span class="hint">` + p.few(links) + `</span>`
}

func (p *Page) skillTable(teams []*insight.TeamSkill) *Table {
	t := &Table{Head: []Column{
		{p.T("column.team"), false}, {p.T("column.area"), false}, {p.T("column.level"), false},
		{p.T("sheet.learning.people"), true}, {p.T("column.wanted"), true},
	}}
	for _, s := range teams {
		team := Cell{Text: s.Team, Note: s.Matrix.Title}
		if s.Team == "" {
			team.Text = p.T("sheet.learning.everybody")
		}
		people := Cell{Text: p.words.integer(s.People), Note: strings.Join(s.Names, p.T("list.join"))}
		wanted := Cell{Text: "–", Note: s.Wanted.Why.In(p.Lang)}
		if s.Wanted.Known {
			wanted = cell(p.words.number(s.Wanted.V, 0))
		}
		switch {
		case s.Short > 0:
			people.Tone = "bad"
		case s.Wanted.Known:
			people.Tone = "good"
		}
		t.Rows = append(t.Rows, []Cell{team, cell(spaced.Replace(s.Area)), cell(p.level(s.Level)), people, wanted})
	}
	return t
}
