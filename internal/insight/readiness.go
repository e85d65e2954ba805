package insight

import (
	"iter"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Check is what became of one item of a checklist.
type Check uint8

// The outcomes.
const (
	Missing Check = iota
	Met
	NotApplicable
)

var checks = [...]string{"missing", "met", "not_applicable"}

func (c Check) String() string { return checks[c] }

// ReadinessItem is one item of the checklist for a postmortem.
type ReadinessItem struct {
	ID    string    // timeline, impact, causes, actions or detection
	Text  diag.Text // what should be there
	Check Check
	Why   diag.Text // what is missing, or why the item does not apply; empty if met
}

// Readiness goes through the checklist of a postmortem, always the same items
// in the same order: a timeline with every milestone, an impact in figures,
// causes in three layers, actions with a term and an owner, and an answer to a
// detection gap.
func (in *Incident) Readiness(p Policy) []ReadinessItem {
	return []ReadinessItem{
		in.timelineReady(),
		in.impactReady(),
		in.causesReady(),
		in.actionsReady(),
		in.detectionReady(p),
	}
}

func item(id string, text diag.Text, missing []diag.Text) ReadinessItem {
	if len(missing) == 0 {
		return ReadinessItem{ID: id, Text: text, Check: Met}
	}
	return ReadinessItem{ID: id, Text: text, Why: list(missing)}
}

// list joins texts as a list within a sentence.
func list(texts []diag.Text) diag.Text {
	var en, ja []string
	for _, t := range texts {
		en, ja = append(en, t.En), append(ja, t.Ja)
	}
	return diag.Text{En: strings.Join(en, ", "), Ja: strings.Join(ja, "、")}
}

// milestoneNames names the milestones that a timeline has to show.
var milestoneNames = map[facet.Milestone]diag.Text{
	facet.Start:       {En: "no row for the start", Ja: "発生の行がない"},
	facet.Detect:      {En: "no row for the detection", Ja: "検知の行がない"},
	facet.Acknowledge: {En: "no row for the acknowledgement", Ja: "対応開始の行がない"},
	facet.Identify:    {En: "no row for the identification of the cause", Ja: "原因特定の行がない"},
	facet.Mitigate:    {En: "no row for the mitigation", Ja: "緩和の行がない"},
	facet.Resolve:     {En: "no row for the resolution", Ja: "復旧の行がない"},
}

func (in *Incident) timelineReady() ReadinessItem {
	text := diag.Text{En: "timeline with every milestone", Ja: "主要な時刻がすべて載ったタイムライン"}
	if len(in.Entry.Timeline) == 0 {
		return item("timeline", text, []diag.Text{{En: "no timeline", Ja: "タイムラインがない"}})
	}
	wanted := []facet.Milestone{facet.Start, facet.Detect}
	for _, m := range [...]facet.Milestone{facet.Acknowledge, facet.Identify, facet.Mitigate, facet.Resolve} {
		if at := in.at(m); at.Known && at.From.Origin == doc.FromFrontMatter {
			wanted = append(wanted, m)
		}
	}
	var missing []diag.Text
	for _, m := range wanted {
		if !in.hasRow(m) {
			missing = append(missing, milestoneNames[m])
		}
	}
	if !in.Live && !in.hasRow(facet.Mitigate) && !in.hasRow(facet.Resolve) && !slices.Contains(wanted, facet.Mitigate) && !slices.Contains(wanted, facet.Resolve) {
		missing = append(missing, milestoneNames[facet.Resolve])
	}
	return item("timeline", text, missing)
}

// hasRow tells whether the timeline shows a milestone: by its type, or by a
// row at its time.
func (in *Incident) hasRow(m facet.Milestone) bool {
	at := in.at(m)
	for i := range in.Entry.Timeline {
		if r := &in.Entry.Timeline[i]; r.Type == m || at.Known && r.At.Known && r.At.Time.Equal(at.Time) {
			return true
		}
	}
	return false
}

// at gives the time of a milestone.
func (in *Incident) at(m facet.Milestone) facet.Instant {
	t := &in.Entry.Times
	switch m {
	case facet.Start:
		return t.Started
	case facet.Detect:
		return t.Detected
	case facet.Acknowledge:
		return t.Acknowledged
	case facet.Identify:
		return t.Identified
	case facet.Mitigate:
		return t.Mitigated
	case facet.Resolve:
		return t.Resolved
	}
	return facet.Instant{}
}

func (in *Incident) impactReady() ReadinessItem {
	text := diag.Text{En: "impact in figures", Ja: "影響の数値"}
	i := in.Entry.Impact
	stated := i.Users.V != nil || i.ErrorRatio.V != nil || i.DataLoss == "none" ||
		in.Loss.Transactions.Known || in.Loss.Revenue.Known || in.Entry.Status == "near_miss"
	if stated {
		return item("impact", text, nil)
	}
	return item("impact", text, []diag.Text{{En: "neither users, transactions nor revenue, nor a word that there was none", Ja: "ユーザー数、取引数、売上のいずれも、影響なしとの記載もない"}})
}

func (in *Incident) causesReady() ReadinessItem {
	text := diag.Text{En: "causes in three layers", Ja: "三層の原因分析"}
	var missing []diag.Text
	for _, layer := range []struct {
		layer facet.Layer
		text  diag.Text
	}{
		{facet.Technical, diag.Text{En: "no technical cause", Ja: "技術的原因がない"}},
		{facet.Process, diag.Text{En: "no cause in the process", Ja: "プロセスの原因がない"}},
		{facet.Organizational, diag.Text{En: "no organisational cause", Ja: "組織的原因がない"}},
	} {
		if !in.hasCauseIn(layer.layer) {
			missing = append(missing, layer.text)
		}
	}
	return item("causes", text, missing)
}

func (in *Incident) hasCauseIn(layer facet.Layer) bool {
	for c := range in.causes() {
		if c.Layer == layer {
			return true
		}
	}
	return false
}

// causes are those of the postmortem and of its root cause analyses, which
// are not to be changed.
func (in *Incident) causes() iter.Seq[*facet.Cause] {
	return func(yield func(*facet.Cause) bool) {
		for _, e := range in.withAnalyses() {
			for i := range e.Causes {
				if !yield(&e.Causes[i]) {
					return
				}
			}
		}
	}
}

// withAnalyses gives the postmortem and its root cause analyses.
func (in *Incident) withAnalyses() []*corpus.Entry {
	return append([]*corpus.Entry{in.Entry}, in.linked("rca")...)
}

// actions are those of the postmortem and of its root cause analyses, which
// are not to be changed.
func (in *Incident) actions() iter.Seq[*facet.Action] {
	return func(yield func(*facet.Action) bool) {
		for _, e := range in.withAnalyses() {
			for i := range e.Actions {
				if !yield(&e.Actions[i]) {
					return
				}
			}
		}
	}
}

func (in *Incident) actionsReady() ReadinessItem {
	text := diag.Text{En: "actions with a term and an owner", Ja: "期限と担当のあるアクション"}
	all, noOwner, noTerm := 0, 0, 0
	for a := range in.actions() {
		all++
		if a.Status.Over() {
			continue
		}
		if a.Owner == "" {
			noOwner++
		}
		if a.Term == "" && !a.Due.Known {
			noTerm++
		}
	}
	if all == 0 {
		return item("actions", text, []diag.Text{{En: "no action", Ja: "アクションがない"}})
	}
	var missing []diag.Text
	if noOwner > 0 {
		missing = append(missing, diag.Say("%d of %d without an owner", "%[2]d 件中 %[1]d 件に担当がない", noOwner, all))
	}
	if noTerm > 0 {
		missing = append(missing, diag.Say("%d of %d without a term or due date", "%[2]d 件中 %[1]d 件に期限がない", noTerm, all))
	}
	return item("actions", text, missing)
}

func (in *Incident) detectionReady(p Policy) ReadinessItem {
	text := diag.Text{En: "an answer to the detection gap", Ja: "監視の盲点への対応"}
	gap := in.gap(p)
	if !gap.Is() {
		return ReadinessItem{ID: "detection", Text: text, Check: NotApplicable, Why: diag.Text{En: "no gap", Ja: "盲点なし"}}
	}
	if in.improvesDetection() {
		return item("detection", text, nil)
	}
	return item("detection", text, []diag.Text{diag.Say("%s, and no action improves the detection", "%s。検知を改善するアクションがない", gap.Why())})
}

// improvesDetection tells whether an action is to improve the detection, or
// an inventory of alerts says that it answers the incident.
func (in *Incident) improvesDetection() bool {
	for a := range in.actions() {
		if a.Type == "detect" {
			return true
		}
	}
	return len(in.linked("monitoring")) > 0
}
