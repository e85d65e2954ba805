package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var escalationMissing = lint.Rule{
	ID:       "escalation-missing",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Kinds:    []string{"runbook"},
	Wordings: handingOver,
	Check: func(p *lint.Pass) {
		if p.Entry.Status == "deprecated" || len(p.Entry.Escalations) > 0 || len(p.Parts("escalation")) > 0 ||
			p.Anywhere() {
			return
		}
		p.ReportWhole(diag.Say("the runbook does not say whom to call when it does not help", "手順で解決しないときの連絡先が書かれていません"))
	},
}

// handingOver are the ways to say that the matter is handed over to people.
var handingOver = []lint.Wording{
	{
		Words: []string{
			"escalat", "on-call", "oncall", "pagerduty", "opsgenie", "support case", "support ticket",
			"エスカレ", "連絡", "呼び出", "呼ぶ", "呼び、", "呼んで", "報告", "相談", "問い合わせ", "問合せ", "依頼", "当番", "オンコール", "引き継", "通知し", "通知する", "知らせ",
		},
		Expr: lazyregexp.New(`escalat|on-?call|pagerduty|opsgenie|support (?:case|ticket)` +
			`|エスカレ|連絡|呼び出|呼ぶ|呼び、|呼んで|報告|相談|問い合わせ|問合せ|依頼|当番|オンコール|引き継|通知し|通知する|知らせ`),
	},
	{
		Words: []string{
			"team", "engineer", "owner", "lead", "manager", "dba", "admin", "vendor", "provider", "support", "person", "people", "developer", "maintainer",
			"sre", "group", "colleague", "expert", "commander", "security", "ticket", "case", "issue", "incident", "bug", "sev",
		},
		With: []string{
			"contact", "call", "page", "reach out to", "get in touch with", "notify", "inform", "involve", "ask", "wake", "ping", "consult", "alert", "tell", "engage", "loop in", "hand", "talk to", "speak to", "refer to",
			"open", "file", "raise", "create", "submit", "declare",
		},
		Expr: lazyregexp.New(`\b(?:contact|call|page|reach out to|get in touch with|notify|inform|involve|ask|wake(?: up)?|ping|consult|alert|tell|engage|loop in|hand(?:ing)? (?:it |this )?over to|talk to|speak to|refer to)\s+(?:\S+\s+){0,5}?` +
			`(?:teams?|engineers?|owners?|leads?|managers?|dbas?|admins?|administrators?|vendors?|providers?|support|persons?|people|developers?|maintainers?|sres?|group|colleagues?|experts?|commander|security)\b` +
			`|\b(?:open|file|raise|create|submit)\s+(?:\S+\s+){0,4}?(?:ticket|case|issue|incident|bug|support request)\b|\bdeclare\s+(?:an?\s+|the\s+)?(?:incident|sev)`),
	},
}
