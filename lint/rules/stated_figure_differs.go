package rules

import (
	"bytes"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var statedFigureDiffers = lint.Rule{
	ID:       "stated-figure-differs",
	Severity: diag.Warning,
	Kinds:    []string{"postmortem"},
	Profile:  lint.Standard,
	Check: func(p *lint.Pass) {
		in := p.Results.Incidents[p.Entry]
		if in == nil || in.Live {
			return
		}
		compareFields(p)
		compareTransactions(p, in)
		compareRevenue(p, in)
		compareAvailability(p, in)
	},
}

// number is a number as a text states it.
type number struct {
	span   source.Span
	value  *big.Rat
	unit   *big.Rat // of the last digit that is written
	approx bool
}

// agrees tells whether a number states a computed one: it is off by less than
// its last digit, or by a tenth where the text says that it is not exact.
func (n number) agrees(computed *big.Rat) bool {
	off := new(big.Rat).Sub(n.value, computed)
	slack := n.unit
	if tenth := new(big.Rat).Mul(computed, big.NewRat(1, 10)); n.approx && tenth.Cmp(slack) > 0 {
		slack = tenth
	}
	return off.Abs(off).Cmp(slack) < 0
}

// scales are the words for large numbers, in NFKC and lower case.
var scales = map[string]int64{
	"k": 1e3, "m": 1e6, "bn": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9,
	"千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "億": 1e8,
}

// numeral is a number with the word that scales it, in NFKC and lower case.
const numeral = `([0-9]{1,3}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,6})?|[0-9]{1,18}(?:\.[0-9]{1,6})?)(?:\s?((?:thousand|million|billion|k|m|bn)\b|千万|百万|千|万|億))?`

var (
	anyNumeral = lazyregexp.New(numeral)
	// roughly is what stands before a number that is not exact, or behind it.
	roughly       = lazyregexp.New(`(?:約|およそ|ほぼ|概算|推定|~|〜|≈|\b(?:about|around|approx\.?|approximately|roughly|nearly|almost|some|over|under|more than|less than|at least|up to|an estimated))[\s¥$€£]*$`)
	roughlyBehind = lazyregexp.New(`^\s?(?:件|円|人|名)?(?:以上|以下|ほど|程度|前後|弱|強)`)
)

// longestRoughly is the number of bytes before a number that roughly looks at:
// "approximately $" and more.
const longestRoughly = 24

// numberIn reads the number of a text that numeral found at m. Its span is
// not set.
func numberIn(text string, digits, scale []int) number {
	plain := strings.ReplaceAll(text[digits[0]:digits[1]], ",", "")
	value, _ := new(big.Rat).SetString(plain)
	_, fraction, _ := strings.Cut(plain, ".")
	unit := new(big.Rat).SetFrac64(1, int64(math.Pow10(len(fraction))))
	end := digits[1]
	if scale[0] >= 0 {
		times := new(big.Rat).SetInt64(scales[text[scale[0]:scale[1]]])
		value.Mul(value, times)
		unit.Mul(unit, times)
		end = scale[1]
	}
	before := text[max(0, digits[0]-longestRoughly):digits[0]]
	return number{value: value, unit: unit, approx: roughly.MatchString(before) || roughlyBehind.MatchString(text[end:])}
}

// numbersIn gives the numbers that expressions with the groups of numeral find
// in the sentences of some parts, which are in order. Every match holds one of
// the words.
func numbersIn(p *lint.Pass, parts []lint.Part, words []string, shapes ...*lazyregexp.Regexp) []number {
	if len(parts) == 0 {
		return nil
	}
	var out []number
	for _, s := range p.Sentences() {
		if !holdsAny(s.Text, words) {
			continue
		}
		at := s.Span(0, 1).Start
		for len(parts) > 0 && parts[0].Span.End <= at {
			parts = parts[1:]
		}
		if len(parts) == 0 {
			break
		}
		if at < parts[0].Span.Start {
			continue
		}
		for _, shape := range shapes {
			for _, m := range shape.FindAllStringSubmatchIndex(s.Text, -1) {
				n := numberIn(s.Text, m[2:4], m[4:6])
				n.span = s.Span(m[2], max(m[3], m[5]))
				out = append(out, n)
			}
		}
	}
	return out
}

func holdsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// sold are the words for what a transaction is.
const sold = `(?:orders?|transactions?|payments?|purchases?|checkouts?|bookings?)`

// ofLostTransactions and ofLostRevenue are words of which the expressions hold
// one.
var (
	ofLostTransactions = []string{"lost", "失"}
	ofLostRevenue      = []string{"lost", "loss", "each", "revenue", "sales", "損失", "売上"}
)

var lostTransactions = []*lazyregexp.Regexp{
	lazyregexp.New(numeral + `\s?(?:[a-z-]+ ){0,2}?` + sold + ` (?:(?:were|was|are) )?lost\b`),
	lazyregexp.New(`\blost ` + sold + `?\s?(?::|was|were|of|is|are)?\s?(?:about |around |roughly )?` + numeral + `\s?(?:[a-z-]+ )?` + sold),
	lazyregexp.New(`(?:損失|失われた|失注)(?:した)?(?:取引|トランザクション|注文|決済)?(?:件)?数?(?:は|が|:)?\s?約?` + numeral + `\s?件`),
	lazyregexp.New(numeral + `\s?件の(?:取引|トランザクション|注文|決済)?(?:を失|が失|の?損失|の?機会損失|の?失注)`),
}

// compareTransactions compares what the text says was lost with what rate,
// time and ratio give. A number that was measured is no estimate.
func compareTransactions(p *lint.Pass, in *insight.Incident) {
	measured := p.Entry.Impact.RequestsFailed
	computed, how := in.Loss.Estimated, in.Loss.Estimated.How
	if measured.V != nil && measured.From.Origin == doc.FromFrontMatter {
		computed, how = in.Loss.Transactions, diag.Say("the front matter", "フロントマター")
	}
	if !computed.Known {
		return
	}
	stated := numbersIn(p, p.Parts("impact"), ofLostTransactions, lostTransactions...)
	if measured.V != nil && measured.From.Origin != doc.FromFrontMatter && lossLabel.MatchString(before(p, measured.Span)) {
		stated = append(stated, cellNumber(p, measured.Place, measured.V))
	}
	report(p, stated, computed.V, diag.Text{En: "lost transactions are", Ja: "失われた取引数"}, how)
}

// lossLabel is a label of a number that was not measured: nobody counts what
// never arrived.
var lossLabel = lazyregexp.New(`(?i)\b(?:lost|loss)\b|損失|失注|失われた`)

// before is what stands on the line before a place.
func before(p *lint.Pass, at source.Span) string {
	data := p.Entry.Doc.File.Data
	return string(data[bytes.LastIndexByte(data[:at.Start], '\n')+1 : at.Start])
}

// amount is a sign of a currency and a number, or a number and its sign.
var lostRevenue = []*lazyregexp.Regexp{
	lazyregexp.New(`\b(?:lost|revenue loss|revenue lost|lost revenue|loss of revenue)\b[^0-9.;]{0,24}[¥$€£]\s?` + numeral),
	lazyregexp.New(`[¥$€£]\s?` + numeral + ` (?:at [¥$€£]\s?[0-9][0-9,.]* each|(?:of|in) (?:lost )?(?:revenue|sales)|(?:(?:was|were) )?lost\b)`),
	lazyregexp.New(`(?:売上損失|損失額|売上の損失|機会損失)額?(?:は|が|:)?\s?[約¥]*\s?` + numeral + `\s?円?`),
	lazyregexp.New(numeral + `\s?円の(?:売上|損失|売上損失|機会損失)`),
}

// compareRevenue compares the amount that the text says was lost with that of
// the lost transactions.
func compareRevenue(p *lint.Pass, in *insight.Incident) {
	reported := p.Entry.Impact.RevenueLoss
	computed := in.Loss.EstimatedRevenue
	if reported.Amount != nil && reported.From.Origin == doc.FromFrontMatter {
		computed = in.Loss.Revenue
		computed.How = diag.Say("the front matter", "フロントマター")
	}
	if !computed.Known || len(computed.V) != 1 {
		return
	}
	stated := numbersIn(p, p.Parts("impact"), ofLostRevenue, lostRevenue...)
	if reported.Amount != nil && reported.From.Origin != doc.FromFrontMatter && (reported.Currency == "" || reported.Currency == computed.V[0].Currency) {
		stated = append(stated, cellNumber(p, reported.Place, reported.Amount))
	}
	report(p, stated, computed.V[0].Amount, diag.Text{En: "lost revenue is", Ja: "売上損失"}, computed.How)
}

// cellNumber is a number that was read as the value of a field: of a line
// "Key: value" or a row of a table.
func cellNumber(p *lint.Pass, at facet.Place, value *big.Rat) number {
	n := number{span: at.Span, value: value, unit: big.NewRat(1, 1)}
	text := strings.ToLower(p.Text(at.Span))
	if m := anyNumeral.FindStringSubmatchIndex(text); m != nil {
		n = numberIn(text, m[2:4], m[4:6])
		n.value, n.span = value, source.Span{Start: at.Span.Start + m[2], End: at.Span.Start + max(m[3], m[5])}
	}
	n.approx = n.approx || strings.Contains(at.From.Note.En, "approximate")
	return n
}

// report reports the numbers that are not the computed one, unless one of them
// is: a text also states the numbers of parts.
// Name goes before "stated", how before "gives".
func report(p *lint.Pass, stated []number, computed *big.Rat, name, how diag.Text) {
	if slices.ContainsFunc(stated, func(n number) bool { return n.agrees(computed) }) {
		return
	}
	seen := map[source.Span]bool{}
	for _, n := range stated {
		if seen[n.span] {
			continue
		}
		seen[n.span] = true
		written := lint.Quote(p.Text(n.span))
		d := diag.Diagnostic{
			Span: n.span,
			Message: diag.Say("the %[1]s stated as %[2]q but %[4]s gives %[3]s", "%[1]sが %[2]q と書かれていますが、%[4]sでは%[3]sです",
				name, written, insight.FormatNumber(computed, 2), how),
		}
		if fix, ok := rewrite(p.Text(n.span), n, computed); ok {
			d.Fixes = []diag.Fix{fix}
		}
		p.Report(d)
	}
}

// rewrite offers the computed number in the form of the stated one, if both
// are whole numbers and neither is rounded.
func rewrite(written string, n number, computed *big.Rat) (diag.Fix, bool) {
	if n.approx || !computed.IsInt() || !wholeNumber.MatchString(written) {
		return diag.Fix{}, false
	}
	now := insight.FormatNumber(computed, 0)
	if !strings.Contains(written, ",") && len(written) > 3 {
		now = strings.ReplaceAll(now, ",", "")
	}
	return diag.Fix{
		Title: diag.Say("write %s", "%s と書く", now),
		Edits: []diag.Edit{{Span: n.span, New: now}},
	}, true
}

var wholeNumber = lazyregexp.New(`^(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})$`)

// comparedFields are the numbers of the impact that front matter and text may
// both state.
var comparedFields = []struct {
	field string
	name  diag.Text
}{
	{"users", diag.Text{En: "affected users are", Ja: "影響ユーザー数"}},
	{"users_total", diag.Text{En: "users in all are", Ja: "全ユーザー数"}},
	{"requests_failed", diag.Text{En: "failed requests are", Ja: "失敗リクエスト数"}},
	{"tickets", diag.Text{En: "support tickets are", Ja: "問い合わせ件数"}},
	{"normal_tps", diag.Text{En: "normal transactions per second are", Ja: "通常TPS"}},
}

// compareFields compares the front matter with the lines of the text that
// state the same figure.
func compareFields(p *lint.Pass) {
	for _, f := range comparedFields {
		first := p.Entry.Value().Field("impact").Field(f.field)
		computed := facet.DecodeNumber(first)
		if computed.V == nil || first.From().Origin != doc.FromFrontMatter {
			continue
		}
		var stated []number
		for _, v := range p.Entry.Merged.Also["/impact/"+f.field] {
			if other := facet.DecodeNumber(v); other.V != nil && v.From().Origin != doc.FromFrontMatter {
				stated = append(stated, cellNumber(p, other.Place, other.V))
			}
		}
		report(p, stated, computed.V, f.name, diag.Say("the front matter", "フロントマター"))
	}
}

var (
	ofAvailability     = []string{"availability", "uptime", "可用性", "稼働率", "可用率", "sla"} // every match holds one
	statedAvailability = lazyregexp.New(`(?:availability|uptime|可用性|稼働率|可用率|slaの?(?:達成率|実績))[^0-9%.;]{0,30}([0-9]{1,3}\.[0-9]{1,6})\s?%`)
	// aims tells of a sentence that speaks of what should be.
	aims = lazyregexp.New(`\b(?:target|objective|goal|slo|promise|promised|required|requires|below|under|above|at least|agreed|commitment|guarantee[sd]?|budget)\b|目標|保証|以上|以下|下回|上回|未満|要件`)
)

// compareAvailability compares a stated availability with those of the periods
// that the incident touches, by all incidents of the service or by this one
// alone. Which period is meant only people know: there is no fix.
func compareAvailability(p *lint.Pass, in *insight.Incident) {
	var stated []number
	for _, s := range p.Sentences() {
		if !strings.Contains(s.Text, "%") || !holdsAny(s.Text, ofAvailability) || aims.MatchString(s.Text) {
			continue
		}
		for _, m := range statedAvailability.FindAllStringSubmatchIndex(s.Text, -1) {
			n := numberIn(s.Text, m[2:4], []int{-1, -1})
			n.span = s.Span(m[2], m[3])
			stated = append(stated, n)
		}
	}
	if len(stated) == 0 {
		return
	}
	budgets := slices.Concat(in.Availability().V, p.Results.Alone(in).V)
	for _, n := range stated {
		if b, differs := farFrom(n, budgets); differs {
			p.Report(diag.Diagnostic{
				Span: n.span,
				Message: diag.Say("the availability is stated as %[1]q but is %[2]s%% over %[3]s", "可用性が %[1]q と書かれていますが、%[3]s では %[2]s%% です",
					lint.Quote(p.Text(n.span)), insight.FormatNumber(b.Availability, 4), b.Period.Label),
			})
		}
	}
}

// farFrom tells whether a number is the availability of no budget, nor its
// target, and gives the budget of the calendar month.
func farFrom(n number, budgets []insight.Budget) (insight.Budget, bool) {
	month := -1
	for i, b := range budgets {
		if b.Uncounted > 0 || n.agrees(b.Availability) || n.agrees(b.Computed) || n.value.Cmp(b.Target) == 0 {
			return insight.Budget{}, false
		}
		if month < 0 && b.Window == "calendar_month" {
			month = i
		}
	}
	if month < 0 {
		return insight.Budget{}, false
	}
	return budgets[month], true
}
