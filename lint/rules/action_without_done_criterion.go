package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var actionWithoutDoneCriterion = lint.Rule{
	ID:       "action-without-done-criterion",
	Severity: diag.Info,
	Profile:  lint.Standard,
	Prose:    true,
	Kinds:    []string{"postmortem", "rca"},
	Wordings: endless,
	Check: func(p *lint.Pass) {
		for _, a := range p.Entry.Actions {
			words, ok := p.Holds(a.Text)
			if !ok || a.Status.Over() {
				continue
			}
			p.Report(diag.Diagnostic{
				Span: a.Span,
				Message: diag.Say("action %[1]q does not say when it is done: %[2]q", "アクション %[1]q には完了の条件がありません: %[2]q",
					lint.Quote(a.Text), lint.Quote(words)),
			})
		}
	},
}

// endless are actions that go on for ever unless a measure ends them. Adding,
// writing or replacing a thing ends by itself.
var endless = []lint.Wording{
	{
		Words: []string{"reduce", "increase", "decrease", "minimi", "maximi", "lower", "speed up", "shorten", "bring down", "keep", "continue", "maintain", "avoid", "prioriti", "encourage", "promote", "foster",
			"support", "simplify", "streamline", "clean up", "align", "monitor ", "aim"},
		Expr: lazyregexp.New(`^\W*(?:(?:we|the team|team) (?:will|should|need to|needs to|must|have to) |to |please )?` +
			`(?:reduce|increase|decrease|minimi[sz]e|maximi[sz]e|lower|speed up|shorten|bring down|keep|continue|maintain|avoid|prioriti[sz]e|encourage|promote|foster|support|simplify|streamline|clean up|align|monitor (?:the situation|closely)|keep an eye|aim)\b`),
		Unless: lazyregexp.New(`[0-9]|\b(?:until|so that|such that|below|under|above|within|at least|at most|less than|fewer than|no more than|every|each|when|zero|none|by (?:\w+ly )?\w+ing|through|with an? |using|ensuring|verified|measured|per)\b`),
	},
	{
		Words:  []string{"削減", "短縮", "低減", "抑制", "軽減", "継続", "維持", "促進", "定着", "簡素化", "効率化", "高速化", "安定化", "標準化", "減らす", "増やす", "短くする", "早くする", "高める", "続ける", "努める", "進める", "目指す"},
		Expr:   lazyregexp.New(`(?:削減|短縮|低減|抑制|軽減|継続|維持|促進|定着|簡素化|効率化|高速化|安定化|標準化)(?:する|します|を(?:行う|図る|進める|続ける|目指す)|して(?:いく|いきます)|に努める)?[ 。.)]*$|(?:減らす|増やす|短くする|早くする|高める|続ける|努める|進める|目指す)[ 。.)]*$`),
		Unless: lazyregexp.New(`[0-9０-９]|まで|以内|以下|以上|未満|ことを確認|ゼロ|ごと|毎[日週月]|意識|注意|により|によって|(?:して|し)、|(?:を)?(?:使|用)[いっ]て`),
	},
}
