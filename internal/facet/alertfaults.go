package facet

import (
	"cmp"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// RuleAlertRule is the rule of alerting rules that cannot be read.
const RuleAlertRule = "alert-rule-unreadable"

// AlertFaults gives what Prometheus would refuse in one YAML document of a rule
// file, in the order of the file, and at most a hundred findings: entries that
// DecodeAlerts leaves out, and values that count as not stated. A document of
// another kind, in which no group has rules, has none.
func AlertFaults(f *source.File, v doc.Value) []diag.Diagnostic {
	r := &ruleFaults{file: f}
	r.object(v)
	for _, item := range v.Field("items").Items() {
		r.object(item)
	}
	slices.SortStableFunc(r.found, func(a, b diag.Diagnostic) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return r.found
}

// ruleFaults collects the findings in one document.
type ruleFaults struct {
	file  *source.File
	found []diag.Diagnostic
}

func (r *ruleFaults) report(at doc.Value, message diag.Text) {
	span := at.Span()
	if span.Len() == 0 {
		span = at.KeySpan()
	}
	if len(r.found) < maxAlertFindings {
		r.found = append(r.found, diag.Diagnostic{Rule: RuleAlertRule, Severity: diag.Warning, File: r.file, Span: firstLine(r.file, span), Message: message})
	}
}

// object reads a rule file or one object of Kubernetes.
func (r *ruleFaults) object(v doc.Value) {
	groups := v.Field("groups")
	if !groups.Exists() {
		groups = v.Get("/spec/groups")
	}
	holdsRules := v.Field("kind").Text() == "PrometheusRule"
	for _, group := range groups.Items() {
		holdsRules = holdsRules || group.Field("rules").Exists()
	}
	if !holdsRules {
		return
	}
	if groups.Type() != doc.List {
		r.report(groups, diag.Text{En: "groups is no list of groups; no alert of it is read", Ja: "groups がグループのリストではないため、アラートを読み取れません"})
	}
	for _, group := range groups.Items() {
		r.group(group)
	}
}

func (r *ruleFaults) group(group doc.Value) {
	rules := group.Field("rules")
	switch {
	case group.Type() != doc.Map:
		r.report(group, diag.Say("%q is no group; write a map with name and rules", "%q はグループではありません。name と rules を持つマップで書いてください", clip(group.Text(), 60)))
	case rules.Exists() && rules.Type() != doc.List && rules.Type() != doc.Null:
		r.report(rules, diag.Say("rules %q is no list of rules", "rules の値 %q はルールのリストではありません", clip(rules.Text(), 60)))
	}
	for _, rule := range rules.Items() {
		r.rule(rule)
	}
}

func (r *ruleFaults) rule(rule doc.Value) {
	if rule.Type() != doc.Map {
		r.report(rule, diag.Say("%q is no rule; write a map with alert and expr", "%q はルールではありません。alert と expr を持つマップで書いてください", clip(rule.Text(), 60)))
		return
	}
	alert := rule.Field("alert")
	switch {
	case alert.Exists() && strings.TrimSpace(alert.Text()) == "":
		r.report(alert, diag.Text{En: "the alert has no name and is left out; write alert: HighErrorRate", Ja: "アラートに名前がないため除かれます。alert: HighErrorRate のように書いてください"})
	case !alert.Exists() && !rule.Field("record").Exists():
		r.report(rule, diag.Text{En: "the rule is left out: it has neither alert nor record", Ja: "alert も record もないルールのため除かれます"})
	}
	if expr := rule.Field("expr"); expr.Exists() && strings.TrimSpace(expr.Text()) == "" {
		r.report(expr, diag.Text{En: "expr holds no expression; write it as text", Ja: "expr に式がありません。文字列で書いてください"})
	}
	for _, key := range []string{"for", "keep_firing_for"} {
		if v := rule.Field(key); v.Exists() && v.Type() != doc.Null && !isRuleDuration(v) {
			r.report(v, diag.Say("%s %q is no length of time and counts as not stated; write 5m or 1h30m", "%s の値 %q は長さとして読めないため、記載なしとして扱います。5m や 1h30m のように書いてください", key, clip(v.Text(), 60)))
		}
	}
	r.texts(rule.Field("labels"), "labels")
	r.texts(rule.Field("annotations"), "annotations")
}

// texts reports what is no map of texts.
func (r *ruleFaults) texts(v doc.Value, key string) {
	if v.Exists() && v.Type() != doc.Map && v.Type() != doc.Null {
		r.report(v, diag.Say("%s is no map of names and texts and is left out", "%s は名前と文字列のマップではないため除かれます", key))
		return
	}
	for _, e := range v.Entries() {
		if e.Value.Type() == doc.List || e.Value.Type() == doc.Map {
			r.report(e.Value, diag.Say("%s of %s is no text and is left out", "%[2]s の %[1]s は文字列ではないため除かれます", clip(e.Key, 60), key))
		}
	}
}

// ruleDuration is a length of time as Prometheus writes it, from the largest
// unit down.
var ruleDuration = lazyregexp.New(`^(?:0|(?:[0-9]{1,3}y)?(?:[0-9]{1,5}w)?(?:[0-9]{1,6}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,9}m)?(?:[0-9]{1,9}s)?(?:[0-9]{1,9}ms)?)$`)

// isRuleDuration tells whether a text is a length of time. What a template
// fills in cannot be judged.
func isRuleDuration(v doc.Value) bool {
	text := strings.TrimSpace(v.Text())
	return strings.Contains(text, "{{") || text != "" && ruleDuration.MatchString(text) || isDuration(text)
}
