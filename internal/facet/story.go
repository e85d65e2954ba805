package facet

import (
	"regexp"
	"time"

	"github.com/debrief-dev/debrief/internal/doc"
)

// beat is a row of a timeline as evidence for the milestones.
type beat struct {
	index  int
	at     time.Time
	known  bool
	kind   Milestone
	stated bool // the author gave the kind
	words  string
	value  doc.Value
}

func beats(timeline doc.Value) []beat {
	var out []beat
	for i, row := range timeline.Items() {
		kind := row.Field("type")
		at := DecodeInstant(row.Field("at"), nil)
		from := kind.From()
		out = append(out, beat{
			index: i, at: at.Time, known: at.Known,
			kind:   Milestone(kind.Text()),
			stated: kind.Exists() && (from.Note == statedType || from.Origin == doc.FromFrontMatter),
			words:  row.Field("event").Text() + " " + row.Field("text").Text(),
			value:  row,
		})
	}
	return out
}

// The words of a row that make it evidence. They tell what the row says, not
// its type: a row may speak of a report and of a failure at once.
var (
	beginWords = regexp.MustCompile(`(?i)\b(?:outage|impact|incident|problem|issue|degradation|disruption|downtime|errors?|failures?)\s+(?:has\s+)?(?:begins?|began|starts?|started|first\s+(?:seen|occur\w*))\b` +
		`|\b(?:starts?|started|begins?|began)\s+(?:to\s+)?(?:fail|report|return|throw|tim|crash|drop|reject|los|melt|climb|ris|spik|degrad|error)\w*` +
		`|\bfirst (?:failure|error|occurr?ence)|(?:発生|影響開始|障害開始)`)
	notBegin = regexp.MustCompile(`発生(?:後|時|前|源|率|条件|状況|箇所|原因|の原因|した原因|し(?:てい)?な|を確認|を検知|が検知|の(?:連絡|報告|通報|検知))|再発|(?i:re-?occur|again)|デプロイ開始|作業開始|メンテナンス開始`)
	trouble  = regexp.MustCompile(`(?i)\bdown\b|unavailab|unreachab|unrespons|\bfail(?:s|ed|ing|ures?)?\b|\bexpire[sd]?\b|\berrors?\b|\bcrash|\btim(?:e|ed|es|ing)[- ]?outs?\b|\bbreak(?:s|ing)?\b|\bbroken?\b|\bstop(?:s|ped)\b|\b[45](?:\d\d|xx)s?\b|disrupt|degrad|accident|unexpected|unintend|unintention|NotReady|\bOOM\b|exhaust|melt|latency|\bslow|spike|\blost\b|\blosing\b|\boutage\b|\bproblems?\b|\bissues?\b|not scheduled|killed\b` +
		`|障害|エラー|停止|ダウン|失敗|不能|期限切れ|タイムアウト|低下|遅延|上昇|急増|枯渇|切断|できな|不可|異常|クラッシュ`)
	reportWords = regexp.MustCompile(`(?i)\breport(?:s|ed|ing)?\b|\bnotif(?:y|ied|ies)\b|\binformed?\b|\bnotic(?:e|es|ed)\b|\bdiscover|\bcomplain|\balert|\balarm|\bpage[rd]\b|\bwitness|\bwarn|\basks? if\b|\breach(?:ed|ing) out\b|\bdetect(?:s|ed|ion)?\b` +
		`|気づ|気付|報告|通報|問い?合わ?せ|検知|検出|アラート|通知|発見|連絡`)
	responseWords = regexp.MustCompile(`(?i)\binvestigat|\blook(?:ed|ing|s)? into\b|\bdiagnos|\bcorrective\b|\btroubleshoot|\bbegan working\b|調査|切り分け|対応開始|初動`)
	repairWords   = regexp.MustCompile(`(?i)\bfix(?:e[ds])?\b|\bkill(?:ed|ing)?\b|\bremov(?:e|ed|ing)\b|\brevert|\broll(?:ed|ing)?[- ]?(?:back|over)\b|\brollback\b|\bdisabl|\bdelet(?:e|ed|ing)\b|\brestart|\breplac|\bpatch|\btoggl|\bre-?attach|\bmitigat|\bworkaround\b|\bfailover\b|\bdowngrad|\buncordon` +
		`|修正|ロールバック|切り?戻|再起動|無効化|削除|差し替え|適用|暫定対応|対策実施|増設|フェイルオーバー`)
	restoredWords = regexp.MustCompile(`(?i)\brestored\b|\brecover(?:ed|y)\b|\bresolved\b|\bsolved\b|\boperational\b|\bback to (?:\w+ ){0,3}normal|\b(?:is|are|was|were|came|comes?) (?:all |now |fully )?back\b|\bback online\b|\b(?:works?|working|running|shipping|available|healthy)\b.{0,40}\bagain\b|\b(?:works?|working|running) as (?:expected|intended|normal)|\bfix works\b|\bup and running\b|\b(?:all|are|is|as|now|becomes?|became|were) healthy\b|\bconfirmed\b|\bverified working\b|\bresumed\b|\breturn(?:ed|s)? to normal|\bnormali[sz]ed\b|\ball clear\b|\boutage (?:ends|ended|is over)\b|\bimpact (?:ends|ended)\b|\bissue (?:was |is )?(?:permanently )?fixed\b|\breattached\b` +
		`|復旧|正常|解消|収束|復帰|回復|解決|終息`)
	notRestored = regexp.MustCompile(`(?i)\bnot (?:yet |been |fully )?(?:resolved|restored|recovered|working|healthy|operational|fixed|solved)|\bunresolved|\bpartial|\bpartly\b|\bsome\b.{0,30}\b(?:restored|recovered)|\bstill\b|\bmost\b|\buntil\b|\btry(?:ing)? to\b|\battempt|\bexpected to\b|\bwill be\b|\bto be restored\b|\broot cause\b|\bto resolve\b|\brecovery (?:started|begins|began|in progress)|\bunhealthy\b` +
		`|一部|部分的|未復旧|未解決|復旧(?:せず|しな|できず|できな|作業|対応|見込|目処|目途|手順|方法|に向け|を試|を開始|開始|中|計画|方針|策)|解決(?:せず|しな|できず|策|に向け)|正常(?:でない|ではな|性)|改善せず|解消(?:せず|しな)`)
	followUp = regexp.MustCompile(`(?i)\bpermanent|\blong[- ]term|\bpost-?mortem|\breview|\bretrospective|\bfollow[- ]?up|\bupstream|\bbacklog|\bticket\b|\be?mail|\bannounce|\bstatus ?page|\bincident (?:report )?closed|\bclosed\b|\bconclu|\bnotified\b|\binformed\b|\bpublished\b` +
		`|恒久|本対応|再発防止|ポストモーテム|振り返り|告知|お知らせ|報告|連絡|周知|レビュー|会議|クローズ|公開`)
	// unfinished are the words of a repair that is only planned or begun, or
	// that was in vain.
	unfinished = regexp.MustCompile(`(?i)\bdecid|\bdecision|\bproceed|\battempt|\bplan|\binitiat|\btrigger|\bstart(?:s|ed|ing)?\b|\bbegin|\bbegan\b|\bfail(?:s|ed)\b|\bno effect|\bineffective|\bdid(?: not|n't) help|\btry|\btried\b|\bnot possible|\bwork on\b|\bworking on\b` +
		`|開始|決定|判断|検討|失敗|効果なし|効果が?な|改善せず|改善しな|準備|試み|試行|予定|依頼`)
	// unknownCause are the words of a cause that is not known yet.
	unknownCause = regexp.MustCompile(`(?i)\blater\b|\bnot (?:yet )?(?:been )?(?:found|identified|known)|\bunknown|\bto (?:find|identify)\b|後日|未特定|特定でき(?:ず|な)|特定に至ら|特定せず|不明`)
)

func (b beat) begins() bool { return beginWords.MatchString(b.words) && !notBegin.MatchString(b.words) }

// troubled tells whether a row says that something does not work.
func (b beat) troubled() bool { return trouble.MatchString(b.words) }

// reports tells whether somebody or something notices, by the row.
func (b beat) reports() bool {
	return b.kind == Detect || b.kind == Page || reportWords.MatchString(b.words)
}

// responds tells whether the row is work on the incident.
func (b beat) responds() bool {
	switch b.kind {
	case Acknowledge, Declare, Hypothesis, Verify, Escalate, Communicate, Identify, Mitigate, Resolve, Confirm:
		return true
	}
	return responseWords.MatchString(b.words)
}

// repairs tells whether the row mends something.
func (b beat) repairs() bool { return b.kind == Mitigate || repairWords.MatchString(b.words) }

// restores tells whether the row says that all works again.
func (b beat) restores() bool {
	return (b.kind == Resolve || b.kind == Confirm || restoredWords.MatchString(b.words)) && !notRestored.MatchString(b.words)
}
