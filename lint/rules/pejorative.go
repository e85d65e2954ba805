package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var pejorative = lint.Rule{
	ID:       "pejorative",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Prose:    true,
	Kinds:    []string{"postmortem", "rca"},
	Wordings: pejoratives,
	Check: func(p *lint.Pass) {
		for _, said := range p.Said() {
			p.Report(diag.Diagnostic{
				Span:    said.Span,
				Message: diag.Say("%q judges instead of explaining", "%q は評価であり、説明になっていません", lint.Quote(said.Text)),
			})
		}
	},
}

// pejoratives leave out words that are also terms or praise of software: lazy
// loading, a dumb pipe, a sloppy quorum; 未熟 of processes, 責任 of ownership.
var pejoratives = []lint.Wording{
	{
		Words: []string{"careless", "negligen", "slopp", "incompeten", "lazi", "lazy ", "stupid", "idiot", "foolish", "reckless", "inexcusab", "irresponsib", "unprofessional", "inattenti", "clueless", "thoughtless", "clums", "shoddy", "blunder", "ignorance", "fat-finger", "fat finger", "dumb", "silly", "rookie", "embarrass", "negligently", "complacen"},
		Expr: lazyregexp.New(`\b(?:careless(?:ly|ness)?|negligen(?:t|tly|ce)|slopp(?:y|ily|iness)|incompeten(?:t|ce)|laziness|lazy (?:engineers?|operators?|developers?|admins?|team|people|approach|shortcut|mistake)|stupid(?:ly|ity)?|idiots?|idiotic|foolish(?:ly|ness)?|` +
			`reckless(?:ly|ness)?|inexcusabl[ey]|irresponsib(?:le|ly|ility)|unprofessional(?:ly)?|inattenti(?:on|ve|veness)|clueless|thoughtless(?:ly|ness)?|clums(?:y|ily|iness)|shoddy|blunder(?:s|ed)?|ignorance|fat[- ]finger(?:s|ed|ing)?|complacen(?:t|cy)|` +
			`(?:dumb|silly|rookie|embarrassing) (?:mistakes?|errors?|decisions?|moves?|typos?|oversights?))\b`),
		Before: lazyregexp.New(`(?:\b(?:not|no|never|nobody|without|rather than|instead of|prevent|avoid|against|nor)\b|n['’]t\b)[^.;,]{0,30}$`),
		After:  lazyregexp.New(`^(?:-proof| quorum| phrase| counting)`),
	},
	{
		Words:  []string{"lack of", "poor", "bad judg"},
		Expr:   lazyregexp.New(`\b(?:lack of (?:care|attention|diligence|discipline|common sense|caution|judge?ment|professionalism|competence)|(?:poor|bad) judge?ment)\b`),
		Before: lazyregexp.New(`\b(?:not|no|never|rather than)\b[^.;,]{0,30}$`),
		After:  lazyregexp.New(`^ (?:to|from|by) (?:the )?(?:maintenance|security|hardware)`),
	},
	{
		Words: []string{"不注意", "注意不足", "注意力不足", "注意散漫", "注意が足り", "怠慢", "怠惰", "杜撰", "ずさん", "うっかり", "ケアレス", "軽率", "油断", "気の緩み", "気のゆるみ", "気が緩", "気がゆる", "責任感", "いい加減", "無責任", "お粗末", "無能", "無知", "浅はか", "安易", "慢心", "たるみ", "たるんで", "意識", "危機感", "緊張感", "当事者", "自覚", "手抜き", "横着", "初歩的", "単純な", "単純ミス", "凡ミス", "ポカ", "馬鹿", "バカ", "能力不足"},
		Expr: lazyregexp.New(`不注意|注意力?不足|注意散漫|注意が足り(?:な|ず)|職務怠慢|怠慢|怠惰|杜撰|ずさん|うっかり|ケアレス[・ ]?ミス|軽率|油断|気の(?:緩|ゆる)み|気が(?:緩|ゆる)|いい加減[なに]|無責任|お粗末|無能|無知|浅はか|安易[なに]|慢心|たるみ|たるんで|` +
			`(?:意識|危機意識|当事者意識|責任感|危機感|緊張感|自覚)(?:の|が)?(?:欠如|不足|低さ|低い|低く|低かった|薄い|薄く|薄さ|希薄|欠け|足り(?:な|ず)|なさ|なかった)|手抜き|横着|(?:初歩的|単純)な(?:ミス|誤り|間違い)|単純ミス|凡ミス|ポカミス|馬鹿|バカな|能力不足`),
		Before: lazyregexp.New(`(?:たとえ|仮に|万一|万が一)[^。、]{0,6}$`),
		After:  lazyregexp.New(`^[^。、]{0,12}?(?:防|減ら|なくす|なくし|抑止|抑制|避ける|避け|回避|起き(?:な|に|や|て)|起こ(?:ら|り)|可能性|リスク|余地|誘発|しやす|やすい|できない|できなく|しない(?:よう|仕組|ため)|ないよう|あっても|しても|検[知出](?:する|でき)|前提|ではな|でな[いく])|^に(?:は)?でき(?:な|ず)|^(?:禁物|大敵)`),
	},
}
