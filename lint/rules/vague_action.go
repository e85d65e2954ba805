package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var vagueAction = lint.Rule{
	ID:       "vague-action",
	Severity: diag.Info,
	Profile:  lint.Standard,
	Prose:    true,
	Kinds:    []string{"postmortem", "rca"},
	Wordings: vague,
	Check: func(p *lint.Pass) {
		for _, a := range p.Entry.Actions {
			words, ok := p.Holds(a.Text)
			if !ok || a.Status.Over() {
				continue
			}
			p.Report(diag.Diagnostic{
				Span: a.Span,
				Message: diag.Say("action %[1]q does not say what will be different: %[2]q", "アクション %[1]q では何が変わるのか分かりません: %[2]q",
					lint.Quote(a.Text), lint.Quote(words)),
			})
		}
	},
}

// vague leaves out monitor, ensure and enhance: in real action items they
// mostly name a thing to build.
var vague = []lint.Wording{
	{
		Words: []string{"look ", "consider", "think ", "explore", "investigate", "research", "evaluate", "assess", "discuss", "reflect", "revisit", "have a ", "study", "figure out", "follow up", "try to",
			"improve", "better", "strengthen", "optimi", "rethink", "work on"},
		Expr: lazyregexp.New(`^\W*(?:(?:we|the team|team) (?:will|should|need to|needs to|must|could|want to|have to) |to |please |plan to |start to )?` +
			`(?:look (?:further |deeper |more )?(?:into|at)|consider|think (?:more )?(?:about|of|through)|explore|investigate|research|evaluate|assess|discuss|reflect|revisit|have a (?:talk|discussion)|study|figure out|follow up|try to|improve|better|strengthen|optimi[sz]e|rethink|get better|work on|be better)\b`),
		Unless: lazyregexp.New(`\b[0-9]+(?:\.[0-9]+)? ?(?:%|percent|ms\b|s\b|sec|min|h\b|hours?|days?|weeks?|x\b|times|requests|gb|mb|gib|mib)|` +
			`\b(?:below|at least|at most|less than|fewer than|no more than|until|so that|such that|decide (?:by|on|whether)|and (?:then )?(?:write|file|open|create|document|decide|report|publish|record|present|implement|add|fix|agree)|decision record|adr|proposal|rfc|proof of concept|poc)\b|` +
			`\bby (?:\w+ly )?(?:add|mov|us|replac|split|sett|runn|writ|remov|introduc|cach|sharding|limit|sort|index|pinn|upgrad|switch|turn|mak|requir|enabl|disabl|automat|test)\w*\b`),
	},
	{
		Words: []string{"強化", "改善", "見直", "最適化", "高度化", "浸透", "向上", "充実", "推進", "活性化", "検討", "調査", "精査", "再考", "模索", "考える", "考えていく", "話し合う"},
		Expr:  lazyregexp.New(`(?:(?:の|を|に)?(?:さらなる|更なる|一層の|より一層の)?)?(?:強化|改善|見直し|最適化|高度化|浸透|向上|充実|推進|活性化|検討|調査|精査|再考|模索)(?:と\p{Han}{2,4})?(?:する|します|を(?:行う|行います|図る|図ります|進める|検討する|実施する|推進する|目指す)|して(?:いく|いきます)|を続ける|をする|に努める)?[ 。.)]*$|(?:見直す|考える|考えていく|話し合う)[ 。.)]*$`),
		Unless: lazyregexp.New(`[0-9０-９]+(?:[.．][0-9０-９]+)? ?(?:%|％|ms|ミリ秒|秒|分|時間|日|件|回|倍|台|gb|mb|ポイント|割|円)|` +
			`まで(?:に)?(?:決|結論|報告|文書)|(?:結論|結果|方針|報告書|adr|案|決定)を|以内|以下|以上|未満|ように(?:改善|見直)|[^a-z]から.{1,20}(?:に|へ)(?:見直|変更|改善)`),
	},
}
