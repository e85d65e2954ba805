package rules

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var unreadableValue = lint.Rule{
	ID:       "unreadable-value",
	Severity: diag.Warning,
	Kinds:    []string{"experiment", "maintenance", "monitoring"},
	Profile:  lint.Starter,
	Check: func(p *lint.Pass) {
		seen := map[source.Span]bool{}
		for _, d := range p.Entry.Merged.Doubts {
			hint, ok := howToWrite(d.Field)
			if !ok || seen[d.Span] || p.Unfilled(d.Span) {
				continue
			}
			seen[d.Span] = true
			p.Report(diag.Diagnostic{Span: d.Span, Message: diag.Say("%s: %s", "%s。%s", d.Reason, hint)})
		}
		reportThresholds(p)
	},
}

// howToWrite says how the property of a run, an execution or an alert is
// written, by its JSON Pointer. It is not ok for anything else.
func howToWrite(field string) (hint diag.Text, ok bool) {
	list, prop, _ := strings.Cut(strings.TrimPrefix(field, "/"), "/0/")
	if !slices.Contains([]string{"runs", "history", "alerts"}, list) {
		return diag.Text{}, false
	}
	switch prop {
	case "", "on":
		return diag.Say("the record is left out; write a day such as 2026-01-31", "この記録は除かれます。2026-01-31 のような日付で書いてください"), true
	case "result":
		return diag.Say("the run is left out; write held, violated, aborted or inconclusive", "この実施記録は除かれます。成立・不成立・中止・判定不能のいずれかを書いてください"), true
	case "status":
		return diag.Say("the execution is left out; write success, failed or skipped", "この実施記録は除かれます。成功・失敗・見送りのいずれかを書いてください"), true
	case "detected_in", "recovered_in", "data_lost", "for":
		return diag.Say("write a length of time such as 5m or PT5M, of at most 20 years", "5m や PT5M のような長さ（20年以内）で書いてください"), true
	case "seconds":
		return diag.Say("write a number of seconds", "秒数を数値で書いてください"), true
	}
	return diag.Say("it counts as not stated", "記載なしとして扱います"), true
}

// reportThresholds reports the thresholds of an inventory that are not one
// number, where a number is what the alert compares with.
func reportThresholds(p *lint.Pass) {
	if p.Entry.Monitoring == nil {
		return
	}
	for _, a := range p.Entry.Value().Field("alerts").Items() {
		stated := a.Field("threshold")
		kind := a.Field("type").Text()
		if stated.Text() == "" || kind != "" && kind != "static" || facet.DecodeThreshold(stated).V != nil || p.Unfilled(stated.Span()) {
			continue
		}
		p.Report(diag.Diagnostic{Span: stated.Span(), Message: diag.Say(
			"the threshold %q is not one number: write one bound such as > 80 %%, or an alert for each",
			"閾値 %q は1つの数値として読めません。「> 80 %%」のような境界を1つ書くか、境界ごとにアラートを分けてください", lint.Quote(stated.Text()))})
	}
}
