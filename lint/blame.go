package lint

import "github.com/debrief-dev/debrief/internal/lazyregexp"

// Who acts, in English. Of words that also name software (an operator of
// Kubernetes, a cluster manager) only the forms count that name people.
const (
	personEn = `(?:engineers?|developers?|devs?|programmers?|admins?|administrators?|sysadmins?|on-?call|oncall|on-?callers?|first responders?|incident responders?|sres?|dbas?|technicians?|` +
		`employees?|colleagues?|co-?workers?|interns?|contractors?|consultants?|staff|personnel|maintainers?|reviewers?|approvers?|authors?|committers?|team ?mates?|team members?|` +
		`members? of (?:the )?(?:\w+ )?(?:team|staff)|person|people|someone|somebody|individuals?|(?:he|she)|operators|` +
		`(?:the|an?|one|our|another|on-?call|duty|systems?|network|night|shift|human|noc|database|data ?cent(?:er|re)) operator|` +
		`(?:the|an?|our|duty|engineering|product|project|release|incident|change|on-?call|account|shift) managers?)`
	teamEn = `(?:` + personEn + `|teams?|crew|department|vendor|supplier)`

	// asideEn may stand between who acts and what is done.
	asideEn = `(?: \([^)]{1,40}\)| \x{fffc}| on (?:call|duty|shift)| in charge(?: of [\w -]{1,30})?| at the time| involved| responsible(?: for [\w -]{1,30})?|,? (?:who|that) [^,.;]{1,60},?)?` +
		`(?: (?:had|has|have|also|then|simply|just|again|apparently|unfortunately|later|initially|obviously|clearly|completely|either))*`
)

// What people fail to do: verbs of care, not of trying. "Failed to restart the
// node" tells what happened to the node.
const (
	careEn = `(?:notice|check|verify|test|follow|communicate|inform|notify|tell|escalate|review|reali[sz]e|recogni[sz]e|consider|account for|take|anticipate|foresee|understand|document|monitor|renew|read|act|` +
		`ensure|validate|catch|spot|plan|announce|coordinate|confirm|think|pay attention|consult|ask|double-?check|appreciate|heed|prioriti[sz]e|address|share|prepare|learn|apply|adhere|comply|observe|report)`
	dutyEn = `(?:` + careEn + `|detect|see|respond|add|set|update|include|remove|disable|configure|implement|perform|request|hand|back up|question|raise)`
)

// Actor is who acts, in the words of English sentences: an expression for
// wordings.
const Actor = `(?:` + teamEn + `|we|i|they|you|nobody|no one|everyone|everybody)`

// pastEn is a verb in the past: what might happen some day blames nobody.
const pastEn = `(?:\w+ed|ran|set|made|took|put|left|sent|began|wrote|chose|went|broke|built|shut|cut|hit|did|gave|brought|lost|overwrote|thought|kept|let|told|read|pushed|reset|held|was|were)`

// supposingEn stands before what did not happen.
var supposingEn = lazyregexp.New(`\b(?:if|in case|could|might|may|would|can|cannot|prevent\w*|avoid\w*|unless|whenever|even when)\b[^.;,]{0,40}$`)

// PersonBlamed is said where a person is told to have forgotten, neglected or
// mistaken something.
var PersonBlamed = append(personBlamedEnglish, personBlamedJapanese...)

// HumanError is said where the fault is named as that of a human being. What
// is said about preventing it blames nobody.
var HumanError = append(humanErrorEnglish, humanErrorJapanese...)

// softwareEn are subjects that forget in a manner of speaking.
const softwareEn = `(?:scripts?|jobs?|code|services?|controllers?|library|compiler|process|client|server|scheduler|system|pipeline|handler|function|module|cache|kernel|driver|router|switch|agent|daemon|app|application|tool|browser|nobody|no one|never|users?|customers?|visitors?)`

// explainedEn are words for why somebody did not do a thing: then the cause is
// told, and no fault.
const explainedEn = `\b(?:because|since|as (?:the|there|it|they|their|no|nothing)|due to|so that|need(?:ed)? to|have to|requires|required (?:to|by)|until|unless|whether|without being)\b`

// controllersEn are words of Kubernetes, whose operators are no people.
const controllersEn = `\b(?:reconcil\w*|crds?|custom resources?|operator (?:pod|version|image|deployment|chart|log|pattern|framework|itself)s?|operatorhub)\b`

var personBlamedEnglish = []Wording{
	{
		Words:  []string{"failed to "},
		Expr:   lazyregexp.New(`\b(?:` + teamEn + asideEn + ` failed to ` + dutyEn + `|(?:we|i)(?: (?:had|have|also|then|simply|just|both|again))* failed to ` + careEn + `)\b`),
		Before: supposingEn,
		Unless: lazyregexp.New(controllersEn + `|\boperator failed to (?:add|set|update|include|remove|disable|configure|implement|perform|request|hand|back|detect|see|respond|apply|report|observe|ensure|validate|recogni[sz]e|renew|read|act|take|monitor|test)\b`),
	},
	{
		Words:  []string{"forgot"},
		Expr:   lazyregexp.New(`(?:[\w@'’-]+ )?(?:(?:had|has|have) )?\bforgot(?:ten)? (?:to|about)\b`),
		Unless: lazyregexp.New(`\b` + softwareEn + ` (?:(?:had|has|have|who|that|often|had never|has never) )?forgot|\b(?:is|are|was|were|be|been|easily|often|not) forgot|long[- ]forgot`),
	},
	{
		Words:  []string{"neglected to", "omitted to", "bother"},
		Expr:   lazyregexp.New(`\b(?:neglected|omitted) to \w+|\b(?:did ?n['’o]t|did not|never) bother(?:ed)?\b|\bcould ?n['’o]t be bothered`),
		Unless: lazyregexp.New(`\b` + softwareEn + ` (?:had |has )?(?:neglected|omitted)`),
	},
	{
		Words: []string{"mistakenly ", "carelessly ", "negligently ", "wrongly ", "erroneously ", "recklessly ", "foolishly ", "incorrectly ", "accidentally ", "inadvertently ",
			"unintentionally ", "blindly ", "improperly ", "needlessly ", "naively "},
		Expr: lazyregexp.New(`\b(?:` + teamEn + asideEn + ` (?:mistakenly|carelessly|negligently|wrongly|erroneously|recklessly|foolishly|incorrectly|accidentally|inadvertently|unintentionally|blindly|improperly|needlessly) ` + pastEn +
			`|(?:we|i)(?: (?:had|have|also|then))* (?:mistakenly|carelessly|negligently|wrongly|erroneously|recklessly|foolishly|incorrectly|blindly|naively) ` + pastEn + `)\b`),
		Unless: lazyregexp.New(controllersEn),
		Before: supposingEn,
	},
	{
		Words: []string{"mistakenly ", "carelessly ", "wrongly ", "erroneously ", "accidentally ", "inadvertently "},
		Expr:  lazyregexp.New(`\b(?:mistakenly|carelessly|wrongly|erroneously|accidentally|inadvertently) \w+ by (?:(?:an?|the|our|one|of|[\w-]+) ){0,3}` + teamEn + `\b`),
	},
	{
		Words:  []string{"by mistake", "by accident", "in error"},
		Expr:   lazyregexp.New(`\b` + teamEn + asideEn + ` ` + pastEn + ` (?:[\w\x{fffc}'’/.-]+ ){1,8}?(?:by (?:mistake|accident)|in error)\b`),
		Before: supposingEn,
		Unless: lazyregexp.New(controllersEn + `|\b(?:that|was|were|been|which|be)\b[^.]{0,60}(?:by (?:mistake|accident)|in error)\b`),
	},
	{
		Words: []string{"did not", "didn't", "didn’t", "never", "had not", "hadn't", "hadn’t"},
		With: []string{" follow", " check", " verif", " double", " test", " read", " pay attention", " think", " communicate", " inform", " notif", " tell", " told", " escalate",
			" document", " care", " consult", " review"},
		Expr: lazyregexp.New(`\b` + personEn + asideEn + ` (?:did not|didn['’]t|never|had not|hadn['’]t) (?:properly |carefully |correctly |thoroughly |fully |even )?` +
			`(?:follow|check|verif(?:y|ied)|double-?check|test|read|pay attention|think|communicate|inform|notif(?:y|ied)|tell|told|escalate|document|care|consult|review)(?:e?d)?\b`),
		Unless: lazyregexp.New(controllersEn + `|` + explainedEn),
	},
	{
		Words: []string{"overlooked", "ignored", "disregarded", "violated", "misjudged", "mishandled", "botched", "misconfigured", "messed up", "screwed up", "mistyped", "broke ", "bungled", "missed"},
		Expr: lazyregexp.New(`\b(?:` + personEn + asideEn + ` (?:overlooked|ignored|disregarded|violated|misjudged|mishandled|botched|misconfigured|messed up|screwed up|mistyped|bungled|broke (?:prod|production|the)|missed (?:the|this|that|it|a|an|these|several))` +
			`|(?:we|i) (?:ignored|disregarded|botched|messed up|screwed up|mistyped))\b`),
		Unless: lazyregexp.New(controllersEn + `|` + explainedEn),
	},
	{
		Words: []string{" made "},
		Expr:  lazyregexp.New(`\b(?:` + teamEn + `|we|i)` + asideEn + ` made (?:an?|the|some|several|another|this) (?:[\w-]+ ){0,2}(?:mistakes?|errors?|blunders?|typos?|oversights?)\b`),
	},
	{
		Words:  []string{"fault", "mistake", "error", "negligence", "carelessness", "oversight", "failure to", "incompetence", "inattention"},
		With:   possessives,
		Expr:   lazyregexp.New(`\b(?:` + teamEn + `(?:['’]s|['’])(?: own)?(?: \w+)? (?:fault|mistakes?|errors?|negligence|carelessness|oversight|failure to|incompetence|inattention)|(?:his|her|their) (?:own )?(?:fault|mistakes?|negligence|carelessness|oversight))\b`),
		Before: lazyregexp.New(`(?:\bnot|\bnever|n['’]t|\bno one|\bnobody)(?: \w+){0,3} $`),
		After:  lazyregexp.New(`^(?:[- ](?:rate|rates|budgets?|logs?|messages?|codes?|pages?|count|counts|handling|reports?|handler|tolerance|tolerant|domain)|s? (?:in|of|from) (?:the )?past)\b`),
	},
	{
		Words:  []string{"to blame", "at fault", "blame"},
		Expr:   lazyregexp.New(`\b(?:` + teamEn + asideEn + ` (?:is|was|were|are)(?: \w+)? (?:to blame|at fault)|blame (?:lies|rests|falls) (?:with|on) (?:\w+ ){0,2}` + teamEn + `)\b`),
		Unless: lazyregexp.New(`\b(?:not|nobody|no one|never|nor)\b|n['’]t\b`),
	},
	{
		Words:  []string{"failure to", "failure of", "failure by", "failure on the part"},
		Expr:   lazyregexp.New(`\bfailure to (?:follow|adhere|heed|consult|double-?check)\b|\bfailure (?:of|by|on the part of) (?:\w+ ){0,2}` + teamEn + ` to\b`),
		Unless: lazyregexp.New(controllersEn + `|failure to follow (?:the )?(?:\w+ )?(?:redirect|symlink|link)`),
	},
}

// possessives stand between whose a fault is and the fault: what teamEn ends in
// with an apostrophe, and pronouns.
var possessives = []string{"'s ", "’s ", "’ ", "a' ", "e' ", "f' ", "l' ", "m' ", "n' ", "r' ", "s' ", "t' ", "v' ", "w' ", "y' ", "his ", "her ", "their "}

// preventingEn stands around what is said about a fault that is to be prevented.
const preventingEn = `(?:prevent|avoid|reduc|minimi[sz]|eliminat|remov|risk of|risks|prone to|susceptible to|vulnerable to|protect|guard|against|room for|chance|likelihood|potential|possib|catch|detect|tolerat|resilien|not|n['’]t|never|rather than|instead of|no evidence of|opportunit|ruled out|more than|beyond|just|stop at|blame|call(?:ed)? it|term)`

var humanErrorEnglish = []Wording{{
	Words: []string{"human error", "human mistake", "human failure", "human oversight", "operator error", "operator mistake", "pilot error", "pilot mistake", "administrator error", "administrator mistake",
		"admin error", "admin mistake", "engineer error", "engineer mistake", "manual error", "manual mistake", "personal error", "personal mistake", "user error", "pebkac", "pebkak", "pebcac", "pebcak"},
	Expr:   lazyregexp.New(`\b(?:human (?:errors?|mistakes?|failures?|oversight)|(?:operator|pilot|administrator|admin|engineer|manual|personal) (?:errors?|mistakes?)|user error|peb[kc]ac)\b`),
	Before: lazyregexp.New(`\b` + preventingEn + `[^.;]{0,60}$|(?:^|[ (])(?:no|zero|without) (?:\w+ ){0,2}$`),
	After:  lazyregexp.New(`^(?:[- ](?:prone|proof|rates?|budgets?|messages?|logs?|counts?|pages?|handling|reports?|codes?)|s? (?:is|are|was|were) (?:not|never|always|inevitable|a symptom|a label)|s? can(?:not)? )`),
}}

// Who acts, in Japanese. 様 and 君 are left out: 仕様が, 同様の.
const personJa = `(?:担当者?|作業者|作業員|操作者|実施者|実行者|オペレーター?|オペ担当|エンジニア|開発者|運用者|運用員|管理者|当番者?|当直者?|当事者|本人|新人|若手|委託先|委託業者|協力会社|ベンダー?|業者|レビュアー|レビューアー?|レビュワー|実装者|設計者|申請者|承認者|確認者|責任者|上長|上司|部下|同僚|メンバー|社員|職員|スタッフ|作成者|変更者|依頼者|入力者|[\p{Han}\p{Katakana}ーa-z]{1,8}さん|\p{Han}氏|彼女|彼|誰か)`

// peopleJa are words of which personJa holds one.
var peopleJa = []string{
	"担当", "作業", "操作者", "実施者", "実行者", "オペ", "エンジニア", "開発者", "運用者", "運用員", "管理者", "当番", "当直", "当事者", "本人", "新人", "若手", "委託", "協力会社", "ベンダ", "業者",
	"レビュアー", "レビューア", "レビュワー", "実装者", "設計者", "申請者", "承認者", "確認者", "責任者", "上長", "上司", "部下", "同僚", "メンバー", "社員", "職員", "スタッフ", "作成者", "変更者", "依頼者", "入力者",
	"さん", "氏", "彼", "誰か",
}

// faultJa is what is called a person's.
const faultJa = `(?:確認漏れ|確認不足|確認ミス|確認忘れ|見落とし|見落し|見逃し|ミス|過失|不注意|注意不足|認識不足|認識誤り|認識違い|認識の甘さ|思い込み|勘違い|失念|怠慢|誤操作|操作誤り|手違い|落ち度|油断|誤認|怠り|忘れ)`

// preventingJa stands behind a fault that is to be prevented, or that does no
// harm.
const preventingJa = `^[^。、]{0,10}?(?:対策|排除|予防|低減|軽減|防|減ら|なくす|なくし|無くす|抑止|抑制|避ける|避け|回避|ゼロに|起き(?:な|に|や|て|う)|起こ(?:ら|り)|発生し(?:な|や|に|て|う)|可能性|リスク|余地|誘発|しやす|やすい|できない|できなく|しない(?:よう|仕組|ため)|ないよう|(?:で)?あっても|しても|検[知出](?:する|でき|し|用)|前提|ではな|でな[いく]|とは(?:言|い)え|とせず|にせず|で(?:片付|済ま)|と(?:断|決め))`

// passiveJa stands behind what was done to a thing, by nobody who is named.
const passiveJa = `^[^、。]{0,20}?(?:され|れて|られ|れた|になって)`

// inquiryJa are words between who found a thing out and what was found.
const inquiryJa = `(?:ところ|結果|した際|気[づ付]い|に気[づ付]き|を発見|を検知|を特定|が判明|調査)`

var personBlamedJapanese = []Wording{
	{
		Words: []string{"確認漏れ", "確認不足", "忘れ", "見落とし", "見落し", "見逃し", "ミス", "過失", "不注意", "注意不足", "認識不足", "認識誤り", "認識違い", "認識の甘さ", "思い込み", "勘違い", "失念", "怠慢",
			"誤操作", "操作誤り", "手違い", "落ち度", "油断", "誤認", "怠り"},
		With:   peopleJa,
		Expr:   lazyregexp.New(personJa + `(?:の|による)(?:[^。、]{0,10}?)` + faultJa),
		Unless: lazyregexp.New(`(?:[a-z]|カスタム) ?オペレータ|責め|責任を問|に(?:帰|求め)(?:さない|せず|ない)`),
		After:  lazyregexp.New(preventingJa),
	},
	{
		Words: []string{"忘れた", "忘れて", "失念", "怠っ", "怠り", "怠る", "見落とし", "見落とす", "見逃し", "見過ごし", "間違え", "間違って", "勘違い", "思い込ん", "思い込み", "誤って", "誤り、", "ミス", "放置し", "無視し", "油断",
			"守らな", "守らず", "従わな", "従わず", "勝手に", "独断で", "無断で", "誤操作", "打ち間違", "取り違え", "確認せず", "チェックせず", "確認しな", "確認をしな", "確認していな", "確認をしていな", "確認をせず", "確認を省", "注意を払わ", "注意を怠"},
		With: peopleJa,
		Expr: lazyregexp.New(personJa + `(?:(?:が|は|も|、|が、|は、)[^。]{0,40}?)` +
			`(?:忘れ(?:た|て)|失念|怠(?:っ|り|る)|見落と(?:し|す)|見逃し|見過ごし|間違え|間違って|勘違い|思い込ん|思い込み|誤って|誤り、|ミスを?(?:し(?:た|て|、)|犯)|放置し|無視し|油断|守ら(?:な|ず)|従わ(?:な|ず)|勝手に|独断で|無断で|誤操作|打ち間違|取り違え|確認せず|チェックせず|確認を?し(?:な|ていな)|確認を(?:せず|省)|注意を(?:払わ|怠))`),
		Unless: lazyregexp.New(`(?:[a-z]|カスタム) ?オペレータ|` + personJa + `[がはも、][^。]{0,30}?` + inquiryJa),
		After:  lazyregexp.New(passiveJa + `|` + preventingJa + `|^(?:ず|に[くく]い|もよ|もい)|^さ(?:な|れ)|^[^。]{0,30}?(?:ても|場合(?:に|で|は|、)|ないよう|ずに済|を防|を避|かねない)`),
	},
	{
		Words: []string{"を怠"},
		Expr:  lazyregexp.New(`[^。、を]{1,12}を怠(?:っ|り|る)`),
		After: lazyregexp.New(preventingJa + `|^(?:ず|らず|らない|ると)`),
	},
	{
		Words: []string{"忘れ", "失念"},
		Expr:  lazyregexp.New(`[しりえみきけせちべげい]忘れ(?:た|て|が(?:あ|発生|原因)|により|による|のため|で)|(?:の|こと)を(?:つい)?忘れ(?:た|て)|失念(?:し(?:て|た)|が|によ|のため)`),
		After: lazyregexp.New(`^[^。、]{0,4}?(?:も(?:よ|い|問題|安全|影響)|はいけな|はなら|しまわ(?:な|ぬ))|` + preventingJa),
	},
	{
		Words:  []string{"のせい"},
		Expr:   lazyregexp.New(`(?:` + personJa + `|人)のせい(?:で|だ|に|と)`),
		Unless: lazyregexp.New(`せいに(?:し(?:な|て(?:は|も))|せず)|せいでは?な`),
	},
}

var humanErrorJapanese = []Wording{{
	Words:  []string{"ヒューマン", "人為", "人的", "ミス", "確認不足", "注意不足", "誤操作", "思い込み", "確認漏れ"},
	Expr:   lazyregexp.New(`ヒューマン[・ ]?エラー|人為的?な?(?:ミス|エラー|過誤|誤り|過失)|人的(?:ミス|エラー|過誤|過失)|(?:オペレーション|オペ|操作|作業|手作業|入力|確認|判断|転記|タイプ)(?:上の|時の|の)?ミス|確認不足|注意不足|誤操作|思い込み|確認漏れ`),
	Before: lazyregexp.New(`(?:単なる|単純に|防ぐ|防止する)$`),
	After:  lazyregexp.New(preventingJa),
}}

// Cites tells whether a sentence, in lower case, speaks of what caused
// something, so that a fault named in it is named as the cause.
func Cites(sentence string) bool { return cited.MatchString(sentence) }

var cited = lazyregexp.New(`\b(?:caused?|causes|due to|because|result(?:ed|s)?|led to|owing to|attribut\w+|trigger\w*|root cause|reason|by|from|through|down to|was|is)\b|原因|起因|によ(?:る|り|って)|のため|ため、|で発生|だった|であった|でした`)
