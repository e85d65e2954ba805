package rules

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var rollbackMissing = lint.Rule{
	ID:       "rollback-missing",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Kinds:    []string{"runbook"},
	Check: func(p *lint.Pass) {
		if p.Entry.Status == "deprecated" {
			return
		}
		change := firstChange(p.Entry.Steps)
		if change == "" || tellsTheWayBack(p) {
			return
		}
		p.ReportWhole(diag.Say("the runbook changes things (%q) and does not say how to undo it", "変更を加える手順（%q）がありますが、元に戻す方法が書かれていません", lint.Quote(facet.Brief(change))))
	},
}

// firstChange gives the telling part of the first command that changes
// something which does not change back by itself.
func firstChange(steps []facet.Step) string {
	for _, s := range steps {
		for _, c := range s.Commands {
			if c.ReadOnly || trial.MatchString(c.Run) {
				continue
			}
			if m := changing.FindStringSubmatch(c.Run); m != nil {
				return m[1]
			}
			for _, h := range facet.Hazards(c.Run) {
				if h.Destroys {
					return c.Run[h.Span.Start:h.Span.End]
				}
			}
		}
	}
	return ""
}

// changing are commands that change settings, resources or data. Restarts are
// not among them: there is no way back from one, nor need for it.
var changing = lazyregexp.New(`(?im)(?:^|[\s|;&("'$])(` +
	`(?:kubectl|oc)(?:[ \t]+-{1,2}[\w-]+(?:[= ]\S+)?)*[ \t]+(?:apply|patch|edit|scale|set|annotate|label|replace|cordon|taint|autoscale)` +
	`|helm(?:[ \t]+-{1,2}[\w-]+(?:[= ]\S+)?)*[ \t]+(?:install|upgrade)` +
	`|(?:terraform|tofu|terragrunt|pulumi)(?:[ \t]+-\S+)*[ \t]+(?:apply|import|up)|ansible-playbook[ \t]+\S+` +
	`|systemctl[ \t]+(?:stop|disable|enable|mask)[ \t]+\S+|sysctl[ \t]+-w|ip6?tables[ \t]+(?:-t[ \t]+\w+[ \t]+)?-[AID]|ip[ \t]+route[ \t]+(?:add|del|change|replace)` +
	`|sed[ \t]+(?:-\w*[ \t]+)*-i|tee[ \t]+(?:-a[ \t]+)?/etc/\S+|chmod[ \t]+\S+|chown[ \t]+\S+` +
	`|aws(?:[ \t]+--\S+(?:[ \t]+\S+)?)*[ \t]+[\w-]+[ \t]+(?:create|put|update|modify|attach|detach|set|associate|disassociate|change)-[\w-]+` +
	`|gcloud[ \t][^\n|;&]*?\b(?:create|update|resize|add-iam-policy-binding|set-traffic|patch)|az[ \t][\w -]*?\b(?:create|update|set|scale)` +
	`|alter[ \t]+(?:table|system|database|role|user)|update[ \t]+\S+[ \t]+set|insert[ \t]+into|create[ \t]+(?:unique[ \t]+)?index` +
	`|redis-cli[ \t][^\n|;]*?\bconfig[ \t]+set|kafka-configs(?:\.sh)?[ \t][^\n]*--alter|vault[ \t]+(?:write|kv[ \t]+put)|etcdctl[ \t]+put` +
	`|curl[ \t][^\n|;]*?(?:-X[ \t]*|--request[= ])["']?(?:PUT|PATCH)` +
	`)\b`)

var trial = lazyregexp.New(`--(?:dry-?run|check|help)\b`)

// tellsTheWayBack tells whether a runbook speaks of undoing what it does, or
// says that there is no undoing it.
func tellsTheWayBack(p *lint.Pass) bool {
	return len(p.Parts("rollback")) > 0 ||
		slices.ContainsFunc(p.Entry.Steps, func(s facet.Step) bool {
			return s.Rollback != "" || s.Section == "rollback" || slices.ContainsFunc(s.Commands, func(c facet.Command) bool { return undoing.MatchString(c.Run) })
		}) ||
		slices.ContainsFunc(p.Sentences(), func(s lint.Sentence) bool { return wayBack.MatchString(s.Text) })
}

var (
	// wayBack is written for sentences in lower case.
	wayBack = lazyregexp.New(`\b(?:roll(?:ed|ing|s)?[- ]?back|revert(?:s|ed|ing)?|undo|undone|undoes|back(?:ing)?[- ]?out|fall ?back|restore|reinstate|uncordon|downgrade|back ?up|backups)\b` +
		`|\b(?:put|switch|change|set|turn|scale|move|go|bring)(?:ed|ing|es|s)? (?:\S+ ){0,4}back\b|\b(?:previous|original|old|former|earlier|last good|known good) (?:version|value|release|state|revision|config|configuration|setting|size|number|image)` +
		`|\bremove (?:it|the \S+) (?:again|afterwards|when|once)|\b(?:irreversibl|not reversible|no way back)` +
		`|ロールバック|切り?戻|元に戻|戻す|戻し|復元|リストア|巻き戻|取り消|取消|バックアップ|元の(?:値|状態|設定|版|バージョン|数)`)
	undoing = lazyregexp.New(`(?i)\brollout\s+undo\b|\bhelm\b.*\brollback\b|\bgit\s+revert\b|\buncordon\b|\brestore\b`)
)
