package main

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

func learningQuestion() question {
	return question{
		name:  "learning",
		short: diag.Text{En: "What incidents showed to be missing, and who learns it next", Ja: "インシデントで不足したスキルと学習計画"},
		text:  (*app).learningTable,
		json:  (*app).learningJSON,
		csv: asTable((*app).learningJSON,
			rowsOf{"gap", "gaps", []string{"area", "severity", "required", "taught", "bad_minutes", "unknown_extent", "incidents"}},
			rowsOf{"plan", "plans", []string{"for", "team", "gaps", "now", "later", "weeks", "weeks_of_all"}},
			rowsOf{"team", "teams", []string{"matrix", "team", "area", "level", "people", "wanted", "short"}},
		),
		lacks: learningLacks,
		list:  "gaps",
	}
}

// learningLacks says what to write where there is nothing to tell.
func learningLacks(w *workspace, _ insightFlags) diag.Text {
	if len(w.results.Learning().Needs)+len(w.results.Learning().Teams) > 0 {
		return diag.Text{}
	}
	return diag.Text{
		En: "no postmortem says which skills were missing: give skills: [{category, severity}] in one",
		Ja: "不足したスキルを書いたポストモーテムがありません。skills: [{category, severity}] を書いてください",
	}
}

func (a *app) learningTable(w *workspace, _ insightFlags) error {
	l := w.results.Learning()
	if len(l.Circular) > 0 {
		fmt.Fprintf(a.stdout, "%s\n\n", diag.Say("the order of the modules cannot be kept, since these require themselves, by way of others or not: %s",
			"前提が循環しているため、順序を守れない学習モジュールがあります: %s", few(moduleIDs(l.Circular))).In(a.lang))
	}
	if len(l.Needs) > 0 {
		a.needTable(l)
	}
	if len(l.Plans) > 0 {
		a.planTable(l.Plans)
	}
	if len(l.Teams) > 0 {
		a.teamTable(l.Teams)
	}
	return nil
}

// levelNames names the levels of skills.
var levelNames = map[insight.Level]diag.Text{
	insight.NoLevel:      {En: "none", Ja: "なし"},
	insight.Beginner:     {En: "beginner", Ja: "初級"},
	insight.Intermediate: {En: "intermediate", Ja: "中級"},
	insight.Advanced:     {En: "advanced", Ja: "上級"},
}

func (a *app) needTable(l *insight.Learning) {
	t := a.newTable(a.in("Area", "分野"), a.in("Severity", "重大度"), a.in("Required", "必要なレベル"), a.in("Incidents", "インシデント"), a.in("Modules", "モジュール"))
	untaught := 0
	for _, n := range l.Needs {
		var ids []string
		for _, in := range n.Incidents {
			ids = append(ids, printable(in.Entry.ID))
		}
		taught := a.in("yes", "あり")
		if n.Untaught {
			taught, untaught = a.in("none", "なし"), untaught+1
		}
		t.AppendRow(table.Row{printable(n.Area), levelWords[n.Severity].In(a.lang), levelNames[n.Required].In(a.lang), few(ids), taught})
	}
	t.Render()
	fmt.Fprintf(a.stdout, "\n%s\n\n", diag.Say("areas without a module: %d of %d", "%[2]d分野のうち%[1]d分野に学習モジュールがありません", untaught, len(l.Needs)).In(a.lang))
}

func (a *app) planTable(plans []*insight.Plan) {
	t := a.newTable(a.in("For", "対象"), a.in("Now", "今期"), a.in("Later", "次以降"), a.in("Weeks", "週数"))
	for _, p := range plans {
		who := printable(p.Who)
		if who == "" {
			who = a.in("everybody", "全員")
		}
		weeks := printable(p.Weeks.Why.In(a.lang))
		if p.Weeks.Known {
			weeks = insight.FormatNumber(p.Weeks.V, 1)
		}
		t.AppendRow(table.Row{who, few(moduleIDs(p.Now)), few(moduleIDs(p.Later)), weeks})
	}
	t.Render()
}

func moduleIDs(list []*insight.Module) []string {
	var out []string
	for _, m := range list {
		out = append(out, printable(m.Entry.ID))
	}
	return out
}

func (a *app) teamTable(teams []*insight.TeamSkill) {
	fmt.Fprintln(a.stdout)
	t := a.newTable(a.in("Team", "チーム"), a.in("Area", "分野"), a.in("Level", "レベル"), a.in("People", "人数"), a.in("Wanted", "目標"), a.in("Short by", "不足"))
	short, targets := 0, 0
	for _, s := range teams {
		team := printable(s.Team)
		if team == "" {
			team = a.in("all", "全体")
		}
		wanted, missing := unknown, ""
		if s.Wanted.Known {
			wanted, targets = insight.FormatNumber(s.Wanted.V, 0), targets+1
		}
		if s.Short > 0 {
			missing, short = fmt.Sprint(s.Short), short+1
		}
		t.AppendRow(table.Row{team, printable(s.Area), levelNames[s.Level].In(a.lang), s.People, wanted, missing})
	}
	t.Render()
	fmt.Fprintf(a.stdout, "\n%s\n", diag.Say("targets not reached: %d of %d", "全%[2]d件のうち%[1]d件の目標に届いていません", short, targets).In(a.lang))
}

func (a *app) learningJSON(w *workspace, _ insightFlags) insight.Object {
	return w.results.Learning().JSON(a.lang)
}
