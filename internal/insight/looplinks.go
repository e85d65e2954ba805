package insight

import (
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// linker holds what the links of all incidents are told from.
type linker struct {
	r         *Results
	tables    metricTables
	active    watch
	effects   map[string]*Effect
	exercised map[string][]*corpus.Entry // experiments and maintenance, by the causes that they list
	taught    map[string][]*corpus.Entry // learning modules, by the skills that they teach
	returns   map[*Incident]*Incident
}

func (r *Results) newLinker() *linker {
	k := &linker{
		r: r, tables: r.Policy.metricTables(), active: newWatch(r.corpus), effects: map[string]*Effect{},
		exercised: map[string][]*corpus.Entry{}, taught: taughtBy(r.corpus), returns: r.firstReturns(),
	}
	for _, e := range r.Effects() {
		k.effects[e.Cause] = e
	}
	for _, e := range r.corpus.Entries {
		var words []string
		switch {
		case e.Experiment != nil:
			words = e.Experiment.Causes
		case e.Maintenance != nil:
			words = e.Maintenance.Prevents
		}
		for _, w := range taxaOf(words) {
			k.exercised[w] = append(k.exercised[w], e)
		}
	}
	return k
}

// taughtBy gives the learning modules by what they teach: their path, and the
// words that they list.
func taughtBy(c *corpus.Corpus) map[string][]*corpus.Entry {
	out := map[string][]*corpus.Entry{}
	for _, e := range c.Entries {
		if e.Learning == nil {
			continue
		}
		for _, w := range taxaOf(append([]string{e.Learning.Path}, e.Learning.Teaches...)) {
			out[w] = append(out[w], e)
		}
	}
	return out
}

// links goes through the loop of an incident, in the order of LoopNames.
func (k *linker) links(in *Incident) []LoopLink {
	if in.Live {
		return allLinks(NotApplicable, stillOn)
	}
	return []LoopLink{
		k.postmortem(in),
		k.knowledge(in),
		k.monitoring(in),
		k.prevention(in),
		k.learning(in),
		k.measurement(in),
		k.recurrence(in),
	}
}

func allLinks(check Check, why diag.Text) []LoopLink {
	var out []LoopLink
	for _, name := range LoopNames() {
		out = append(out, LoopLink{ID: name.ID, Check: check, Why: why})
	}
	return out
}

// postmortem is there once the postmortem is final. One that came late is
// there, too, and says so: there is no next step that would undo it.
func (k *linker) postmortem(in *Incident) LoopLink {
	link := LoopLink{ID: "postmortem", Check: Met}
	end := instant(in.Entry.Times.Resolved, noEnd)
	term := k.r.Policy.LearningLoop.postmortemDays()
	due := k.r.Policy.AddBusinessDays(end.V, term)
	switch published := in.Entry.Times.Published; {
	case in.Entry.Status == "near_miss":
		link.Why = diag.Text{En: "the near miss is written down", Ja: "ヒヤリハットを記録済み"}
	case in.Entry.Status == "final" && published.Known && end.Known && published.Time.After(due):
		published, _ := k.r.day(in.Entry, published)
		day, _ := k.r.day(in.Entry, facet.Instant{Time: due, Known: true})
		link.Why = diag.Say("final, but %s late", "確定済み（%s遅れ）", diag.Amount(max(1, Days(day, published)), "day", "days", "日"))
	case in.Entry.Status == "final":
		link.Why = diag.Text{En: "final", Ja: "確定済み"}
	case end.Known && !k.r.Now.After(due):
		link.Check = NotApplicable
		link.Why = diag.Say("due by %s", "期限は%s", due.Format(time.DateOnly))
	default:
		link.Check = Missing
		link.Why = diag.Say("not final %s after the end", "終息から%sを過ぎても確定していない", diag.Amount(term, "business day", "business days", "営業日"))
	}
	return link
}

// knowledge is there if a known issue or runbook is linked that was written or
// changed after the incident: by its dates, by Git, or because it names the
// incident.
func (k *linker) knowledge(in *Incident) LoopLink {
	link := LoopLink{ID: "knowledge"}
	list := append(in.linked("known-issue"), in.linked("runbook")...)
	for _, e := range list {
		if k.r.learnedFrom(e, in) {
			link.Check, link.By = Met, append(link.By, e)
		}
	}
	switch {
	case len(link.By) > 0:
		link.Why = diag.Text{En: "linked and brought up to date", Ja: "リンク済み・更新済み"}
	case len(list) > 0:
		link.By = list
		link.Why = diag.Text{En: "linked, but nothing tells that it changed after the incident", Ja: "リンクはあるが、インシデント後の更新を確認できない"}
	default:
		link.Why = diag.Text{En: "no known issue or runbook is linked", Ja: "既知の問題もランブックもリンクされていない"}
	}
	return link
}

// learnedFrom tells whether a document knows of an incident: it names it, or
// was written, changed or tested on its day or later.
func (r *Results) learnedFrom(e *corpus.Entry, in *Incident) bool {
	if slices.ContainsFunc(e.Refs, func(ref corpus.Reference) bool { return ref.To == in.Entry && ref.Field != "not_related" }) {
		return true
	}
	if !in.Start.Known {
		return false
	}
	if c := r.History.Changed[e.Path()]; c.Known && c.At.After(in.Start.V) {
		return true
	}
	day, _ := r.day(in.Entry, facet.Instant{Time: in.Start.V, Known: true})
	for _, field := range []string{"created", "updated", "tested_on"} {
		if d := facet.DecodeDate(e.Value().Field(field)); d.Known && compareDays(d, day) >= 0 {
			return true
		}
	}
	return false
}

// monitoring is there without a detection gap, or if something was done about
// it.
func (k *linker) monitoring(in *Incident) LoopLink {
	link := LoopLink{ID: "monitoring", Check: Met}
	gap := in.gap(k.r.Policy)
	if !gap.Is() {
		link.Why = diag.Text{En: "no detection gap", Ja: "監視の盲点なし"}
		return link
	}
	for _, a := range k.r.actionsOf(in) {
		if a.Item.Type == "detect" && a.State == facet.Done {
			link.Why = diag.Text{En: "an action that improves the detection is closed", Ja: "検知を改善するアクションが完了"}
			return link
		}
	}
	for _, word := range in.taxa() {
		for _, m := range k.tables.causes[word] {
			if k.active.covers(in, m) {
				link.Why = diag.Say("%s is active, which shows %s", "%[2]s を捉える %[1]s が有効", m, word)
				return link
			}
		}
	}
	link.Check = Missing
	link.Why = diag.Say("%s, and neither a closed action nor a metric answers it", "%s。対応する完了アクションも指標もない", gap.Why())
	return link
}

// prevention is there if a preventive action is closed, or an experiment or a
// maintenance task is linked or takes on one of the causes.
func (k *linker) prevention(in *Incident) LoopLink {
	link := LoopLink{ID: "prevention", Check: Met}
	closed, open := 0, 0
	for _, a := range k.r.actionsOf(in) {
		if a.Item.Type == "prevent" {
			closed += boolInt(a.State == facet.Done)
			open += boolInt(a.Open())
		}
	}
	link.By = firstOf(append(in.linked("experiment"), in.linked("maintenance")...))
	for _, word := range in.taxa() {
		for _, e := range firstOf(k.exercised[word]) {
			if !slices.Contains(link.By, e) && len(link.By) < mostWords {
				link.By = append(link.By, e)
			}
		}
	}
	switch {
	case closed > 0:
		link.Why = diag.Say("preventive actions closed: %d", "完了した予防アクション %d件", closed)
	case len(link.By) > 0:
		link.Why = diag.Say("%s takes on its cause", "%s が原因に対応", link.By[0].ID)
	case open > 0:
		link.Check, link.Why = Missing, diag.Say("preventive actions still open: %d", "未完了の予防アクション %d件", open)
	default:
		link.Check, link.Why = Missing, diag.Text{En: "no preventive action, experiment or maintenance task", Ja: "予防アクションも実験も保守作業もない"}
	}
	return link
}

// learning is there if every skill gap has a module that teaches it.
func (k *linker) learning(in *Incident) LoopLink {
	link := LoopLink{ID: "learning", Check: Met}
	if len(in.Entry.SkillGaps) == 0 {
		link.Check, link.Why = NotApplicable, diag.Text{En: "no skill gap is stated", Ja: "スキル不足の記載なし"}
		return link
	}
	for _, g := range in.Entry.SkillGaps {
		modules := k.taught[taxon(g.Category)]
		if len(modules) == 0 {
			link.Check = Missing
			link.Why = diag.Say("no module teaches %q", "%q を学ぶモジュールがない", g.Category)
			return link
		}
		link.By = append(link.By, modules[0])
	}
	link.By = slices.Compact(link.By)
	link.Why = diag.Text{En: "a module for every skill gap", Ja: "すべてのスキル不足にモジュールあり"}
	return link
}

// measurement is there once the causes were watched for long enough after the
// last preventive action against them.
func (k *linker) measurement(in *Incident) LoopLink {
	link := LoopLink{ID: "measurement", Check: NotApplicable, Why: noPrevention}
	words := in.taxa()
	if len(words) == 0 {
		link.Why = diag.Text{En: "no cause has a word of the taxonomy", Ja: "分類語の付いた原因がない"}
		return link
	}
	var last facet.Date
	for _, word := range words {
		if e := k.effects[word]; e != nil && e.Last.Known && (!last.Known || compareDays(e.Last, last) > 0) {
			last = e.Last
		}
	}
	if !last.Known {
		return link
	}
	days := max(0, Days(last, k.r.today()))
	link.Check = Met
	if days < observed {
		link.Check = Missing
	}
	link.Why = diag.Say("%d of %d days observed since the last preventive action", "最後の予防アクションから%d日経過（必要%d日）", days, observed)
	return link
}

func (k *linker) recurrence(in *Incident) LoopLink {
	link := LoopLink{ID: "recurrence", Check: Met, Why: diag.Text{En: "not repeated so far", Ja: "これまで再発なし"}}
	if later := k.returns[in]; later != nil {
		link.Check, link.By = Missing, []*corpus.Entry{later.Entry}
		link.Why = diag.Say("repeated by %s", "%s で再発", later.Entry.ID)
	}
	return link
}
