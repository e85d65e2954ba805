package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var hindsight = lint.Rule{
	ID:       "hindsight",
	Severity: diag.Info,
	Profile:  lint.Standard,
	Prose:    true,
	Kinds:    []string{"postmortem", "rca"},
	Wordings: hindsights,
	Check: func(p *lint.Pass) {
		for _, said := range p.Said() {
			if said.Place == lint.InActions {
				continue // what should be so from now on
			}
			p.Report(diag.Diagnostic{
				Span:    said.Span,
				Message: diag.Say("%q judges by what is known today", "%q は後知恵による評価です", lint.Quote(said.Text)),
			})
		}
	},
}

// decided is what people do or leave. What systems do ("the record should have
// been deleted") is left out: that tells how a system differs from its design.
const decided = `(?:tested|checked|double-?checked|verified|reviewed|validated|addressed|noticed|spotted|caught|rushed|done|made|taken|considered|planned|discussed|questioned|thought|anticipated|foreseen|avoided|prevented|fixed|` +
	`communicated|coordinated|announced|escalated|documented|informed|told|asked|involved|consulted|followed|merged|approved|deployed|rolled (?:out|back)|upgraded|postponed|delayed|prioriti[sz]ed|investigated|monitored|` +
	`identified|recogni[sz]ed|reali[sz]ed|known|staged|tried|written|raised|read|given|learned|learnt|understood|treated|revisited|reconsidered|paid|obvious|more careful)`

// acted is what only people are told to have done where they are the subject.
const acted = `(?:` + decided + `|used|called|looked|waited|stopped|paused|reverted|added|removed|set|configured|disabled|enabled|notified|updated|kept|left|acted|responded|started|begun|moved|shared|run|performed|created|built|implemented|designed|chosen|ensured|confirmed|limited|declared|paged|contacted|warned|pushed|shipped|released)`

// should leads up to what was done: should have, ought not to have.
const should = `(?:should|ought)(?: not|n['’]t| never)?(?: to)?(?: (?:also|really|at least|probably|always|instead|just|definitely|simply|all|both))* (?:have|of|had) (?:[\w-]+ly |also |never |already |better )?`

var hindsights = []lint.Wording{
	{
		Words: []string{"should", "ought"},
		With:  []string{" been "},
		Expr:  lazyregexp.New(`\b` + should + `been (?:[\w-]+ly |better |more |already |also )?` + decided + `\b`),
	},
	{
		Words: []string{"should", "ought"},
		With:  []string{" have ", " of ", " had "},
		Expr:  lazyregexp.New(`\b` + lint.Actor + ` ` + should + acted + `\b`),
		After: lazyregexp.New(`^ (?:backups|runbooks|playbooks|procedures|processes|tests|alerts|dashboards|plans|rules|limits|policies|standards|environments|restores|owners|restore|rollback|recovery|escalation)\b`),
	},
	{
		Words: []string{"avoided", "prevented", "averted"},
		With:  []string{"could"},
		Expr:  lazyregexp.New(`\bcould(?: easily| probably| also)? have(?: easily| probably)? been (?:[\w-]+ly )?(?:avoided|prevented|averted)\b`),
	},
	{
		Words: []string{" tested", " checked", " verified", " reviewed", " validated", " noticed", " followed", " read", " looked", " asked", " waited", " thought", " communicated", " escalated", " known", " paid",
			" documented", " realised", " realized", " consulted", " been more"},
		With: []string{"had "},
		Expr: lazyregexp.New(`\b(?:if (?:only )?(?:[\w-]+ ){0,3}` + lint.Actor + ` had(?: only| just| simply)? |(?:^|[,;] )had (?:[\w-]+ ){0,3}` + lint.Actor + ` (?:only |just |simply )?)` +
			`(?:tested|checked|verified|reviewed|validated|noticed|followed|read|looked|asked|waited|thought|communicated|escalated|known|paid|documented|reali[sz]ed|consulted|been more)\b`),
	},
	{
		Words:  []string{"べきだった", "べきであった", "べきでした", "べきでは", "べきところ"},
		Expr:   lazyregexp.New(`[\p{Han}\p{Katakana}ー]{0,10}\p{Hiragana}{0,4}べき(?:だった|であった|でした|では(?:なかった|ありませんでした)|ところ)`),
		Before: lazyregexp.New(`(?:何を|どう|どのように)[^。]{0,10}$`),
		After:  lazyregexp.New(`^(?:[\p{Han}\p{Katakana}a-z\x{fffc}]|もの|こと(?:を|に)|か(?:[。、?]|$|を|に|は|が|も|どうか)|かどうか)`),
	},
	{
		Words: []string{"よかった", "良かった", "防げ", "防止でき", "避けられ", "回避でき", "起きな", "起きず", "起こら", "起こり", "発生しな", "発生しず", "至らな", "防ぐことができ", "早く"},
		With:  []string{"れば", "けば", "たら", "なら", "せば", "えば"},
		Expr:  lazyregexp.New(`(?:れば|けば|たら|なら|せば|えば)(?:よか|良か)った|(?:れば|けば|たら|せば|えば)[^。]{0,20}?(?:防げ|防止でき|避けられ|回避でき|起き(?:な|ず)|起こ(?:ら|り)|発生し(?:な|ず)|至らな|防ぐことができ|早く(?:気|検知|復旧))[^。、]{0,6}?(?:た|ていた|なかった)`),
		After: lazyregexp.New(`^(?:[\p{Han}\p{Katakana}a-z]|か(?:[。、?]|$|を|に|は|が|も|どうか)|かどうか)`),
	},
	{
		Words: []string{"たはず"},
		Expr:  lazyregexp.New(`(?:防げ|防止でき|避けられ|回避でき|気[づ付]け|予測でき|予見でき|分かっ|わかっ)たはず`),
	},
	{
		Words: []string{"ておく必要があ", "ておかなければならなかった"},
		Expr:  lazyregexp.New(`てお(?:く必要があ(?:った|りました)|かなければならなかった)`),
	},
}
