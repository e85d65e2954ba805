package main

import (
	"fmt"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func maintenanceQuestion() question {
	return question{
		name:  "maintenance",
		short: diag.Text{En: "Maintenance that is due, overdue and coming up", Ja: "保守作業の期限・超過・予定"},
		text:  (*app).maintenanceTable,
		json:  (*app).maintenanceJSON,
		csv: asTable((*app).maintenanceJSON,
			rowsOf{"task", "tasks", []string{"id", "path", "title", "state", "due", "whole_day", "grace_seconds", "past_grace_seconds", "overdue_seconds", "last_success", "failed_since", "skipped_since", "upcoming"}},
		),
		lacks: maintenanceLacks,
		list:  "tasks",
	}
}

// taskStates names the states of tasks.
var taskStates = map[insight.TaskState]diag.Text{
	insight.TaskOverdue:    {En: "overdue", Ja: "超過"},
	insight.TaskUnreadable: {En: "schedule unreadable", Ja: "スケジュール不明"},
	insight.TaskUndated:    {En: "no beginning", Ja: "起点なし"},
	insight.TaskDue:        {En: "due", Ja: "期限到来"},
	insight.TaskAhead:      {En: "ahead", Ja: "期限前"},
	insight.TaskIdle:       {En: "idle", Ja: "対象外"},
}

// maintenanceLacks says what to write where there is nothing to tell.
func maintenanceLacks(w *workspace, _ insightFlags) diag.Text {
	if len(w.results.Maintenance()) > 0 {
		return diag.Text{}
	}
	return diag.Text{
		En: "no maintenance task found: debrief new maintenance TITLE writes one",
		Ja: "保守作業の文書がありません。debrief new maintenance 題名 で作成できます",
	}
}

func (a *app) maintenanceTable(w *workspace, _ insightFlags) error {
	tasks := w.results.Maintenance()
	t := a.newTable(a.in("Task", "作業"), a.in("State", "状態"), a.in("Due", "期限"), a.in("Overdue by", "超過"), a.in("Last success", "最終実施"), a.in("Next", "次の予定"))
	n := map[insight.TaskState]int{}
	for _, task := range tasks {
		n[task.State()]++
		last, next := unknown, unknown
		if task.Last.Known {
			on := task.Last.V.On
			last = time.Date(on.Year, on.Month, on.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			if task.Failed+task.Skipped > 0 {
				last += diag.Say(" (%d failed, %d skipped since)", "（以後 失敗%d、見送り%d）", task.Failed, task.Skipped).In(a.lang)
			}
		}
		if len(task.Upcoming) > 0 {
			next = dueText(task, task.Upcoming[0])
		}
		due := printable(task.Due.Why.In(a.lang))
		if task.Due.Known {
			due = dueText(task, task.Due.V)
		}
		overdue := unknown
		if task.Overdue.Known {
			overdue = insight.FormatAge(task.Overdue.V, a.lang)
		}
		t.AppendRow(table.Row{printable(task.Entry.ID), taskStates[task.State()].In(a.lang), due, overdue, last, next})
	}
	t.Render()
	fmt.Fprintf(a.stdout, "\n%s\n", diag.Say("overdue tasks: %d of %d; without a due date because of their schedule or records: %d",
		"全%[2]d件のうち%[1]d件が超過しています。スケジュールまたは記録の不足で期限が定まらないもの: %[3]d件",
		n[insight.TaskOverdue], len(tasks), n[insight.TaskUnreadable]+n[insight.TaskUndated]).In(a.lang))
	return nil
}

// dueText is an occurrence of a task: a day, or a point in time.
func dueText(task *insight.Task, at time.Time) string {
	if task.WholeDay {
		return at.Format(time.DateOnly)
	}
	return at.Format("2006-01-02 15:04 MST")
}

func (a *app) maintenanceJSON(w *workspace, _ insightFlags) insight.Object {
	list, n := []insight.Object{}, map[insight.TaskState]int{}
	for _, task := range w.results.Maintenance() {
		list = append(list, task.JSON(a.lang))
		n[task.State()]++
	}
	totals := insight.Object{{Key: "tasks", Value: len(list)}}
	for s := insight.TaskOverdue; s <= insight.TaskIdle; s++ {
		totals = append(totals, insight.Member{Key: s.String(), Value: n[s]})
	}
	return insight.Object{{Key: "tasks", Value: list}, {Key: "totals", Value: totals}}
}
