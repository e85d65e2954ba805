package insight

import (
	"github.com/debrief-dev/debrief/internal/diag"
)

// scoreItem is an item of the checklist.
type scoreItem struct {
	text, target diag.Text
	score        func(*scorer) Score
}

// The targets.
var (
	allFinal   = diag.Text{En: "all final postmortems", Ja: "確定済みの全ポストモーテム"}
	allSevere  = diag.Text{En: "all of sev1 and sev2", Ja: "sev1・sev2 のすべて"}
	allOver    = diag.Text{En: "all postmortems", Ja: "全ポストモーテム"}
	allGaps    = diag.Text{En: "all incidents with a gap", Ja: "検知に遅れのあった全インシデント"}
	someAlert  = diag.Text{En: "at least one, and a rising share", Ja: "1件以上かつ割合が増加"}
	declared   = diag.Text{En: "declared", Ja: "宣言"}
	allRepeats = diag.Text{En: "every repeated cause", Ja: "再発したすべての原因"}
	share80    = diag.Text{En: "80 %", Ja: "80%"}
	share90    = diag.Text{En: "90 %", Ja: "90%"}
	share50    = diag.Text{En: "50 %", Ja: "50%"}
	allCore    = diag.Text{En: "all services of tier 0 and 1", Ja: "Tier 0・1 の全サービス"}
	allTasks   = diag.Text{En: "all tasks", Ja: "全タスク"}
)

// scoreItems is the checklist, by number.
func scoreItems() []scoreItem {
	return []scoreItem{
		{diag.Text{En: "Timelines with every milestone", Ja: "主要な時刻がそろったタイムライン"}, allFinal, (*scorer).timelines},
		{diag.Text{En: "Impact in figures", Ja: "ビジネス影響の定量評価"}, allOver, (*scorer).impacts},
		{diag.Text{En: "Causes in three layers", Ja: "三層の根本原因分析"}, allSevere, (*scorer).layers},
		{diag.Text{En: "Actions with a term and an owner", Ja: "期限と担当のある改善アクション"}, allOver, (*scorer).actions},
		{diag.Text{En: "Detection gaps answered", Ja: "監視盲点への対応"}, allGaps, (*scorer).detection},
		{diag.Text{En: "Dynamic thresholds among the alerts that page", Ja: "呼び出しアラートの動的閾値"}, someAlert, (*scorer).dynamicAlerts},
		{diag.Text{En: "Alerts correlated and grouped", Ja: "アラートの相関とグルーピング"}, declared, (*scorer).grouping},
		{diag.Text{En: "Forecasts for what repeats", Ja: "再発原因の予兆検知"}, allRepeats, (*scorer).forecasts},
		{diag.Text{En: "Runbooks with steps, expected output and escalation", Ja: "手順・期待結果・エスカレーションのあるランブック"}, share80, (*scorer).runbooks},
		{diag.Text{En: "Incidents linked to known issues or runbooks", Ja: "ナレッジにつながるインシデント"}, share80, (*scorer).knowledge},
		{diag.Text{En: "Skill gaps with a module that teaches them", Ja: "スキル不足に対応する学習モジュール"}, share80, (*scorer).skills},
		{diag.Text{En: "Knowledge with an owner, reviewed in time", Ja: "担当があり期限内に見直されたナレッジ"}, share90, (*scorer).reviews},
		{diag.Text{En: "Scheduled health checks", Ja: "定期ヘルスチェック"}, allCore, (*scorer).healthChecks},
		{diag.Text{En: "Preventive maintenance on schedule", Ja: "予定どおりの予防保守"}, allTasks, (*scorer).maintenance},
		{diag.Text{En: "Causes exercised by experiments", Ja: "カオス実験による原因の検証"}, share50, (*scorer).experiments},
		{diag.Text{En: "Recovery drills", Ja: "災害復旧訓練"}, allCore, (*scorer).drills},
	}
}

var (
	noPostmortem = diag.Text{En: "no such postmortem in the window", Ja: "対象期間に該当するポストモーテムがない"}
	noGap        = diag.Text{En: "no gap in the window", Ja: "対象期間に監視の盲点がない"}
)

// each scores an item of the incidents' own checklists for those that it is
// about.
func (k *scorer) each(ready func(*Incident) ReadinessItem, about func(*Incident) bool) Score {
	var t tally
	for _, in := range k.incidents {
		if !about(in) {
			continue
		}
		if item := ready(in); item.Check != NotApplicable {
			t.add(Failing{Entry: in.Entry, Why: item.Why})
		}
	}
	return t.reaches(100, NotApplicable, noPostmortem)
}

func every(*Incident) bool { return true }

func (k *scorer) timelines() Score {
	return k.each((*Incident).timelineReady, func(in *Incident) bool { return in.Entry.Final() })
}

func (k *scorer) impacts() Score { return k.each((*Incident).impactReady, every) }

func (k *scorer) layers() Score {
	return k.each((*Incident).causesReady, func(in *Incident) bool {
		return in.Entry.Severity == "sev1" || in.Entry.Severity == "sev2"
	})
}

func (k *scorer) actions() Score { return k.each((*Incident).actionsReady, every) }

func (k *scorer) detection() Score {
	s := k.each(func(in *Incident) ReadinessItem { return in.detectionReady(k.r.Policy) }, every)
	if s.Of == 0 && len(k.incidents) > 0 {
		s.Why = noGap
	}
	return s
}

func (k *scorer) grouping() Score {
	if k.r.Policy.Practices.AlertGrouping {
		return Score{Check: Met, Why: diag.Text{En: "declared in the settings", Ja: "設定で宣言済み"}}
	}
	return Score{Why: diag.Text{En: "not declared: set practices.alert_grouping in debrief.yaml once it holds", Ja: "未宣言。導入したら debrief.yaml の practices.alert_grouping に設定する"}}
}

func (k *scorer) runbooks() Score {
	var t tally
	for _, e := range k.r.corpus.Kind("runbook") {
		if e.Status == "draft" || e.Status == "deprecated" {
			continue
		}
		var missing []diag.Text
		if len(e.Steps) == 0 {
			missing = append(missing, diag.Text{En: "no steps", Ja: "手順がない"})
		}
		if !expects(e) {
			missing = append(missing, diag.Text{En: "no expected output", Ja: "期待結果がない"})
		}
		if len(e.Escalations) == 0 {
			missing = append(missing, diag.Text{En: "no escalation", Ja: "エスカレーションがない"})
		}
		t.add(Failing{Entry: e, Why: list(missing)})
	}
	return t.reaches(80, Missing, diag.Text{En: "no runbook", Ja: "ランブックがない"})
}

func (k *scorer) knowledge() Score {
	var t tally
	for _, in := range k.incidents {
		f := Failing{Entry: in.Entry}
		if len(in.linked("known-issue")) == 0 && len(in.linked("runbook")) == 0 {
			f.Why = diag.Text{En: "no known issue or runbook is linked", Ja: "既知の問題もランブックもリンクされていない"}
		}
		t.add(f)
	}
	return t.reaches(80, NotApplicable, noPostmortem)
}

func (k *scorer) skills() Score {
	var t tally
	taught := taughtBy(k.r.corpus)
	for _, in := range k.incidents {
		for _, g := range in.Entry.SkillGaps {
			f := Failing{Entry: in.Entry, Part: g.Category}
			if len(taught[taxon(g.Category)]) == 0 {
				f.Why = diag.Text{En: "no module teaches it", Ja: "対応するモジュールがない"}
			}
			t.add(f)
		}
	}
	return t.reaches(80, NotApplicable, diag.Text{En: "no skill gap is stated in the window", Ja: "対象期間にスキル不足の記載がない"})
}
