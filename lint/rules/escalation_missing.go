package rules

import (
	"regexp"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var escalationMissing = lint.Rule{
	ID:       "escalation-missing",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Kinds:    []string{"runbook"},
	Check: func(p *lint.Pass) {
		if p.Entry.Status == "deprecated" || len(p.Entry.Escalations) > 0 || len(p.Parts("escalation")) > 0 ||
			slices.ContainsFunc(p.Sentences(), func(s lint.Sentence) bool { return handsOver(s.Text) }) {
			return
		}
		p.ReportWhole(diag.Say("the runbook does not say whom to call when it does not help", "手順で解決しないときの連絡先が書かれていません"))
	},
}

// handsOver tells whether a sentence, in lower case, hands the matter over to
// people.
func handsOver(sentence string) bool {
	has := func(word string) bool { return strings.Contains(sentence, word) }
	return slices.ContainsFunc(escalating, has) || slices.ContainsFunc(people, has) && callsSomeone.MatchString(sentence)
}

// escalating are words that need no other.
var escalating = []string{
	"escalat", "on-call", "oncall", "pagerduty", "opsgenie", "support case", "support ticket",
	"エスカレ", "連絡", "呼び出", "呼ぶ", "呼び、", "呼んで", "報告", "相談", "問い合わせ", "問合せ", "依頼", "当番", "オンコール", "引き継", "通知し", "通知する", "知らせ",
}

// people are words of which callsSomeone needs one: the expression costs a
// hundred times as much.
var people = []string{
	"team", "engineer", "owner", "lead", "manager", "dba", "admin", "vendor", "provider", "support", "person", "people", "developer", "maintainer",
	"sre", "group", "colleague", "expert", "commander", "security", "ticket", "case", "issue", "incident", "bug", "sev",
}

var callsSomeone = regexp.MustCompile(`\b(?:contact|call|page|reach out to|get in touch with|notify|inform|involve|ask|wake(?: up)?|ping|consult|alert|tell|engage|loop in|hand(?:ing)? (?:it |this )?over to|talk to|speak to|refer to)\s+(?:\S+\s+){0,5}?` +
	`(?:teams?|engineers?|owners?|leads?|managers?|dbas?|admins?|administrators?|vendors?|providers?|support|persons?|people|developers?|maintainers?|sres?|group|colleagues?|experts?|commander|security)\b` +
	`|\b(?:open|file|raise|create|submit)\s+(?:\S+\s+){0,4}?(?:ticket|case|issue|incident|bug|support request)\b|\bdeclare\s+(?:an?\s+|the\s+)?(?:incident|sev)`)
