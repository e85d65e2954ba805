package render

import (
	"html"
	"html/template"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/insight"
)

// maintenanceLead counts the tasks that are overdue.
func maintenanceLead(p *Page) string {
	tasks := p.site.in.Results.Maintenance()
	if len(tasks) == 0 {
		return ""
	}
	overdue := 0
	for _, t := range tasks {
		overdue += boolInt(t.State() == insight.TaskOverdue)
	}
	return p.T("sheet.maintenance.lead", p.words.integer(overdue), p.words.integer(len(tasks)))
}

func maintenanceSheet(p *Page) {
	tasks := p.site.in.Results.Maintenance()
	due := Block{ID: "due", Title: p.T("sheet.maintenance.due"), Empty: p.T("sheet.maintenance.empty")}
	if len(tasks) > 0 {
		due.Note, due.Table = maintenanceLead(p), p.dueTable(tasks)
	}
	p.Blocks = []Block{due}
	if table := p.agenda(tasks); len(tasks) > 0 {
		p.Blocks = append(p.Blocks, Block{ID: "agenda", Title: p.T("sheet.maintenance.agenda"), Table: table, Empty: p.T("sheet.maintenance.quiet")})
	}
}

// dueTable lists the tasks, the most urgent first.
func (p *Page) dueTable(tasks []*insight.Task) *Table {
	t := &Table{Head: []Column{
		{p.T("sheet.maintenance.task"), false}, {p.T("sheet.maintenance.state"), false}, {p.T("label.due"), false},
		{p.T("sheet.maintenance.overdue"), true}, {p.T("sheet.maintenance.last"), false}, {p.T("label.schedule"), false},
	}}
	for _, task := range tasks {
		state := cell(p.T("task." + task.State().String()))
		overdue := Cell{Text: "–"}
		switch task.State() {
		case insight.TaskOverdue:
			state.Tone, overdue = "bad", Cell{Text: p.words.age(task.Overdue.V), Tone: "bad", Note: p.T("sheet.maintenance.grace", p.words.duration(task.Grace.V))}
		case insight.TaskUnreadable, insight.TaskUndated:
			state.Tone = "bad"
		}
		due := Cell{Text: "–", Note: task.Due.Why.In(p.Lang)}
		if task.Due.Known {
			due = p.occurrence(task, task.Due.V)
		}
		t.Rows = append(t.Rows, []Cell{p.entryCell(task.Entry), state, due, overdue, p.lastSuccess(task), markup(p.words.schedule(task.Entry.Maintenance.Schedule))})
	}
	return t
}

func (p *Page) lastSuccess(task *insight.Task) Cell {
	if !task.Last.Known {
		return Cell{Text: "–", Note: task.Last.Why.In(p.Lang)}
	}
	c := p.timeCell(p.words.dayWhen(task.Last.V.On))
	if task.Failed > 0 {
		c.Note = p.T("sheet.maintenance.failed", p.words.integer(task.Failed))
	}
	return c
}

// occurrence is when a task comes: a day, or a point in time.
func (p *Page) occurrence(task *insight.Task, at time.Time) Cell {
	if task.WholeDay {
		return p.timeCell(p.words.day(at))
	}
	return p.timeCell(p.words.when(at))
}

func (p *Page) timeCell(w When) Cell {
	title := ""
	if w.Title != "" {
		title = ` title="` + html.EscapeString(w.Title) + `"`
	}
	return markup(template.HTML(`<time datetime="` + html.EscapeString(w.ISO) + `"` + title + `>` + html.EscapeString(w.Text) + `</time>`))
}

// longestAgenda is how many entries the agenda shows: three a day and more are
// better read in the table.
const longestAgenda = 300

// agenda lists what comes up, by time, then in the order of the tasks; nil if
// nothing does.
func (p *Page) agenda(tasks []*insight.Task) *Table {
	type entry struct {
		at   time.Time
		task *insight.Task
	}
	var list []entry
	for _, task := range tasks {
		for _, at := range task.Upcoming {
			list = append(list, entry{at, task})
		}
	}
	slices.SortStableFunc(list, func(a, b entry) int { return a.at.Compare(b.at) })
	if len(list) == 0 {
		return nil
	}
	t := &Table{Head: []Column{{p.T("column.on"), false}, {p.T("sheet.maintenance.task"), false}}}
	for _, e := range list[:min(len(list), longestAgenda)] {
		t.Rows = append(t.Rows, []Cell{p.occurrence(e.task, e.at), p.entryCell(e.task.Entry)})
	}
	return t
}
