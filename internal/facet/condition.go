package facet

import (
	"math/big"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// Condition compares a metric with a value.
type Condition struct {
	Metric string
	Op     string // <, <=, >, >=, == or !=; empty if the document gives none
	Value  Number
	Unit   string
	Place
}

// Upper tells whether the condition holds for large values, Lower for small
// ones.
func (c Condition) Upper() bool { return c.Op == ">" || c.Op == ">=" }

// Lower tells whether the condition holds for small values.
func (c Condition) Lower() bool { return c.Op == "<" || c.Op == "<=" }

// comparison is what a text compares with: text[value[0]:value[1]] is the
// number, with sign and point; what is compared ends at metric.
type comparison struct {
	metric int
	op     string
	value  [2]int
	unit   [2]int
}

const (
	amount = `(-?[0-9][0-9,]{0,20}(?:\.[0-9]{1,12})?)\s*`
	// What follows a number is its unit only if it is short: "90%", "5 ms".
	unitName = `([%°µ\p{L}][\p{L}/%²³]{0,11})?`
	holdFor  = `(?:\s+for\s+[^,]{1,20})?`
)

// Shapes of a comparison, tried in order.
var (
	bySign = lazyregexp.New(`(<=|>=|==|!=|=<|=>|≤|≥|≦|≧|≠|<|>|=)\s*` + amount + unitName + holdFor + `\s*[.。]?$`)
	byWord = lazyregexp.New(`(?i)(?:^|\s)(?:(?:is|are|stays?|remains?|rises?|goes|falls?|drops?|keeps?)\s+)?` +
		`(above|over|more than|greater than|exceeds?|exceeding|at least|below|under|less than|lower than|at most|within|no more than|no less than)\s+` + amount + unitName + holdFor + `\s*\.?$`)
	japaneseOrder = lazyregexp.New(amount + `([%°µA-Za-z/]{1,12}|秒|ミリ秒|分|時間|日|件|回|個|本|台|人)?\s*(?:を|が|で)?\s*(以上|以下|以内|未満|超える|超えた|超え|超過|超|を?下回る|を?下回った|より大きい|より小さい)(?:こと|場合|とき|時)?\s*[。]?$`)
	bareAmount    = lazyregexp.New(`^` + amount + unitName + `$`)
)

// ops is what words and signs mean.
var ops = map[string]string{
	"<": "<", "<=": "<=", "=<": "<=", "≤": "<=", "≦": "<=", ">": ">", ">=": ">=", "=>": ">=", "≥": ">=", "≧": ">=", "=": "==", "==": "==", "!=": "!=", "≠": "!=",
	"above": ">", "over": ">", "more than": ">", "greater than": ">", "exceed": ">", "exceeds": ">", "exceeding": ">", "at least": ">=", "no less than": ">=",
	"below": "<", "under": "<", "less than": "<", "lower than": "<", "at most": "<=", "within": "<=", "no more than": "<=",
	"以上": ">=", "以下": "<=", "以内": "<=", "未満": "<", "超える": ">", "超えた": ">", "超え": ">", "超過": ">", "超": ">",
	"下回る": "<", "を下回る": "<", "下回った": "<", "を下回った": "<", "より大きい": ">", "より小さい": "<",
}

// otherBound is a comparison with a number that another one follows. Spans of
// time ("over 5m", "within 1h", 「5分以内に」) are none.
var otherBound = lazyregexp.New(`(?i)(?:<=|>=|=<|=>|[≤≥≦≧<>])\s*-?[0-9]|[0-9]\s*[%\p{L}]{0,12}\s*(?:<|>|≤|≥|≦|≧)|` +
	`(?:^|\s)(?:above|more than|greater than|exceed(?:s|ing)?|at least|below|under|less than|lower than|at most|no (?:more|less) than)\s+-?[0-9]|` +
	`[0-9]\s*[%\p{L}]{0,12}?(?:以上|以下|未満|超え|超過|超|下回|より大きい|より小さい)`)

// compare finds the comparison with which a folded text ends. A text with two
// bounds is no comparison: either alone would say something else.
func compare(text string) (comparison, bool) {
	if len(text) > maxCondition {
		return comparison{}, false
	}
	c, ok := lastComparison(text)
	if !ok || otherBound.MatchString(text[:c.metric]) {
		return comparison{}, false
	}
	return c, true
}

func lastComparison(text string) (comparison, bool) {
	for _, shape := range []*lazyregexp.Regexp{bySign, byWord} {
		if m := shape.FindStringSubmatchIndex(text); m != nil {
			return comparison{m[0], ops[strings.ToLower(text[m[2]:m[3]])], [2]int{m[4], m[5]}, [2]int{m[6], m[7]}}, true
		}
	}
	if m := japaneseOrder.FindStringSubmatchIndex(text); m != nil {
		return comparison{m[0], ops[text[m[6]:m[7]]], [2]int{m[2], m[3]}, [2]int{m[4], m[5]}}, true
	}
	if m := bareAmount.FindStringSubmatchIndex(text); m != nil {
		return comparison{m[0], "", [2]int{m[2], m[3]}, [2]int{m[4], m[5]}}, true
	}
	return comparison{}, false
}

// maxCondition is the length, in bytes, over which a text is no condition.
const maxCondition = 300

// particles tie the name of a metric to the comparison behind it.
var particles = []string{"が", "は", "の", "を", ":", "：", "値が", "値は"}

// metricOf is the name of what is compared: without the word that makes it a
// condition, the particle behind it, and marks.
func metricOf(l line) line {
	if m := bareIf.FindStringIndex(l.text); m != nil {
		l = l.cut(m[1], len(l.text))
	}
	if rest, ok := strings.CutPrefix(l.text, "もし"); ok {
		l = l.cut(len(l.text)-len(rest), len(l.text))
	}
	for _, p := range slices.Backward(particles) {
		if bare, ok := strings.CutSuffix(l.text, p); ok {
			l = l.cut(0, len(bare))
			break
		}
	}
	return l
}

// condition reads a line such as "cpu_usage > 80%", "CPU is above 80 %" or
// 「メモリ使用率が90%以上」. Metric and number are needed.
func (r *reader) condition(l line, from doc.Provenance) doc.Value {
	l = l.fold()
	c, ok := compare(l.text)
	if !ok || c.op == "" {
		return doc.Value{}
	}
	metric := metricOf(l.cut(0, c.metric))
	if metric.text == "" {
		return doc.Value{}
	}
	fields := []doc.Entry{
		{Key: "metric", Value: metric.value(from)},
		{Key: "op", Value: doc.NewScalar(c.op, l.span(), from)},
		{Key: "value", Value: amountValue(l.cut(c.value[0], c.value[1]), from)},
	}
	if c.unit[1] > c.unit[0] {
		fields = append(fields, doc.Entry{Key: "unit", Value: l.cut(c.unit[0], c.unit[1]).value(from)})
	}
	return doc.NewMap(fields, l.span(), from)
}

func amountValue(l line, from doc.Provenance) doc.Value {
	return doc.NewPlain(strings.ReplaceAll(l.text, ",", ""), l.span(), from)
}

// ParseCondition reads a condition in words or signs. It is not ok if the text
// does not compare one thing with one number.
func ParseCondition(text string) (Condition, bool) {
	l := line{text: strings.TrimSpace(text)}.fold()
	c, ok := compare(l.text)
	if !ok || c.op == "" {
		return Condition{}, false
	}
	metric := metricOf(l.cut(0, c.metric)).text
	v, ok := new(big.Rat).SetString(strings.ReplaceAll(l.text[c.value[0]:c.value[1]], ",", ""))
	if !ok || metric == "" {
		return Condition{}, false
	}
	out := Condition{Metric: metric, Op: c.op, Value: Number{V: v}}
	if c.unit[1] > c.unit[0] {
		out.Unit = l.text[c.unit[0]:c.unit[1]]
	}
	return out, true
}

// decodeCondition reads a condition as the schema has it: {metric, op, value,
// unit}. Its metric is empty if it is none.
func decodeCondition(v doc.Value) Condition {
	c := Condition{
		Metric: v.Field("metric").Text(),
		Op:     decodeOp(v.Field("op")),
		Value:  DecodeNumber(v.Field("value")),
		Unit:   v.Field("unit").Text(),
		Place:  placeOf(v),
	}
	if c.Op == "" || c.Value.V == nil {
		c.Metric = ""
	}
	return c
}

// decodeStated is the condition of a step or branch: as the schema has it,
// else as its words tell it.
func decodeStated(check doc.Value, words string, at doc.Value) Condition {
	if c := decodeCondition(check); c.Metric != "" {
		return c
	}
	c, ok := ParseCondition(words)
	if !ok {
		return Condition{}
	}
	c.Place = placeOf(at)
	return c
}

func decodeConditions(v doc.Value) []Condition {
	var out []Condition
	for _, item := range v.Items() {
		if c := decodeCondition(item); c.Metric != "" {
			out = append(out, c)
		}
	}
	return out
}

func decodeOp(v doc.Value) string {
	return known(v.Text(), "<", "<=", ">", ">=", "==", "!=")
}
