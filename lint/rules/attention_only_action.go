package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var attentionOnlyAction = lint.Rule{
	ID:       "attention-only-action",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Prose:    true,
	Kinds:    []string{"postmortem", "rca"},
	Wordings: attention,
	Check: func(p *lint.Pass) {
		for _, a := range p.Entry.Actions {
			words, ok := p.Holds(a.Text)
			if !ok || a.Status == facet.WontDo {
				continue
			}
			p.Report(diag.Diagnostic{
				Span: a.Span,
				Message: diag.Say("action %[1]q asks only for attention: %[2]q", "アクション %[1]q は注意を促すだけです: %[2]q",
					lint.Quote(a.Text), lint.Quote(words)),
			})
		}
	},
}

// attentive is what asks for attention, in English.
const attentive = `(?:(?:be|being|stay|remain) (?:more |extra |very |much more |always )?(?:careful|vigilant|aware|mindful|attentive|cautious|diligent)|stay alert|pay (?:more |closer |better |extra |special )?attention|` +
	`(?:take|exercise|use) (?:more |extra |greater |better |due )?(?:care|caution)\b|remind (?:the |all |every|our |people|each|engineers|developers|operators|on-?call|team|staff)|remember to|(?:do not|don['’]t|never) forget|` +
	`raise awareness|(?:try|work) harder|double[- ]?check|think twice|(?:more|very) carefully|do better|not (?:to )?(?:make|repeat) (?:the |this )?(?:same |such |similar )?mistakes?|avoid (?:making )?(?:the same |such |similar |this )?mistakes?|keep (?:this |it )?in mind|` +
	`(?:make sure|ensure)(?: that)? (?:everyone|everybody|all|people|engineers|developers|operators)[\w ]{0,30} (?:aware|careful|know|knows|understands?))`

// mechanism is what an action adds to the system: then attention is not all.
const mechanism = `\bby (?:[\w-]+ )?\w+ing\b|\bautomat|\bchecklist|\blint|\benforce|\badd(?:ing)? an? |\bin ci\b|\bci (?:check|job|step)|\bwith (?:an? )?(?:script|tool|test|bot|alert|hook)|\bhook|\bbot\b|\bscripted\b|\btwo[- ]person|\bapproval|\bgate\b|\bblock(?:s|ing)? `

var attention = []lint.Wording{
	{
		Words: []string{"care", "vigilant", "aware", "mindful", "attenti", "cautio", "diligent", "stay alert", "remind ", "remember to", "forget", "harder", "double check", "double-check", "doublecheck",
			"think twice", "do better", "mistake", "in mind", "know", "understand"},
		Expr: lazyregexp.New(`^(?:(?:\W+ ?)?(?:(?:we|everyone|everybody|all|the team|team members|engineers|developers|operators|on-?call(?: engineers)?|teams|people|staff)(?: all)? (?:should|must|need(?:s)? to|will|have to|ought to|shall)(?: always| all| now)? |please |always |to |in (?:the )?future,? |next time,? |going forward,? ))*` +
			attentive),
		Unless: lazyregexp.New(mechanism),
	},
	{
		Words:  []string{"be more", "attention", "care", "caution", "awareness"},
		Expr:   lazyregexp.New(`\b(?:be more (?:careful|vigilant|attentive|cautious|diligent)|pay (?:more|closer) attention|(?:more|extra) (?:care|caution)|raise awareness)\b`),
		Unless: lazyregexp.New(mechanism + `|\b(?:alert(?:s|ing)?|runbooks?|tests?|monitor\w*|document\w*|implement\w*|create\w*)\b`),
	},
	{
		Words: []string{"注意", "気を", "気に", "徹底", "心", "意識", "慎重", "再認識", "チェック", "確認", "声", "厳守", "口頭", "反省", "指導", "教育", "呼称"},
		Expr: lazyregexp.New(`注意(?:する|します|を払|して|深く|喚起|を促)|(?:十分|より|一層)に?注意|気[をに](?:つけ|付け|配|引き締)|周知(?:を|の)?徹底|(?:確認|周知|チェック|遵守|順守|ルール|規則|手順|報告|連絡|相談|共有|レビュー|教育|意識|声がけ)(?:\p{Han}{0,2})?(?:の|を)?(?:再)?徹底|` +
			`心[がか]け|心掛け|意識(?:を(?:高|持|し)|する|付け|づけ|向上|改革|徹底)|慎重に|再認識|(?:ダブル|二重|トリプル|ダブル・)(?:チェック|確認)|声[掛か]け|指差し?(?:呼称|確認)|厳守|(?:厳重|口頭)注意|反省|(?:担当者?|本人|作業者|メンバー)(?:を|へ|に)(?:の)?(?:再)?(?:指導|教育)|再教育`),
		Unless: lazyregexp.New(`自動|スクリプト|仕組|チェックリスト|ツール(?:を|で|に|化)|lint|パイプライン|ゲート|ブロック|強制|必須|テンプレート|フック|ボット|bot|承認フロー|ガード|追加|導入|実装|作成|整備|明記|追記|記載|明文化|文書化|ドキュメント化|演習|訓練|可視化|検[知出](?:する|し)|通知(?:する|し)|拒否|できないよう|できなく|慎重に?検討|[^a-z]ci(?:で|に|の|[^a-z]|$)`),
	},
}
