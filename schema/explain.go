package schema

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// typeNames are the types of JSON Schema for people.
var typeNames = map[string]diag.Text{
	"string":  {En: "text", Ja: "文字列"},
	"number":  {En: "a number", Ja: "数"},
	"integer": {En: "a whole number", Ja: "整数"},
	"boolean": {En: "true or false", Ja: "真偽値（true・false）"},
	"array":   {En: "a list", Ja: "リスト"},
	"object":  {En: "a map of keys", Ja: "キーと値の組"},
	"null":    {En: "empty", Ja: "空"},
}

// explain gives the rule and the message of a fault that lies in one value.
func (c *check) explain(f fault) (string, diag.Text) {
	v, name := c.at(f.steps), c.name(f.steps)
	n := c.kind.root.at(f.steps)
	if n == nil {
		n = &node{}
	}
	if b, ok := bounds[f.kind]; ok {
		return b.rule, b.say(name, v, n)
	}
	switch f.kind {
	case "format":
		if n.Expects == (diag.Text{}) {
			return badFormat, diag.Say("%s %s is not a %s", "%s の値 %s は %s として読めません",
				name, shown(v), strings.TrimPrefix(f.detail("format"), ownPrefix))
		}
		return badFormat, diag.Say("%s %s is not %s", "%s の値 %s は形式が違います（%s）", name, shown(v), n.Expects)
	case "pattern":
		if n.Expects == (diag.Text{}) {
			return badPattern, diag.Say("%s %s does not match %s", "%s の値 %s は %s に合いません", name, shown(v), n.pattern)
		}
		return badPattern, diag.Say("%s %s must be %s", "%s の値 %s は書き方が違います（%s）", name, shown(v), n.Expects)
	}
	return unfitValue, diag.Say("%s %s does not fit the schema", "%s の値（%s）はスキーマに合いません", name, given(v))
}

// bound is a limit of the schema: the keyword that holds it, and how to say
// that a value breaks it.
type bound struct {
	rule, keyword string
	en, ja        string // with the field, the value or its size, and the limit
	size          func(doc.Value) int
}

func characters(v doc.Value) int { return utf8.RuneCountInString(v.Text()) }
func entries(v doc.Value) int    { return len(v.Items()) + len(v.Entries()) }

var bounds = map[string]bound{
	"number_gte":           {outOfRange, "minimum", "%s %s is below %s", "%s の値 %s は %s より小さい値です", nil},
	"number_gt":            {outOfRange, "exclusiveMinimum", "%s %s is not above %s", "%s の値 %s は %s より大きくなければなりません", nil},
	"number_lte":           {outOfRange, "maximum", "%s %s is above %s", "%s の値 %s は %s を超えています", nil},
	"number_lt":            {outOfRange, "exclusiveMaximum", "%s %s is not below %s", "%s の値 %s は %s より小さくなければなりません", nil},
	"multiple_of":          {outOfRange, "multipleOf", "%s %s is not a multiple of %s", "%s の値 %s は %s の倍数ではありません", nil},
	"string_gte":           {wrongLength, "minLength", "%s %s is shorter than %s characters", "%s の値 %s は %s 字に足りません", characters},
	"string_lte":           {wrongLength, "maxLength", "%s %s is longer than %s characters", "%s の値 %s は %s 字を超えています", characters},
	"array_min_items":      {wrongLength, "minItems", "%s has fewer than %[3]s items: %[2]s", "%s は %[3]s 件に足りません: %[2]s 件", entries},
	"array_max_items":      {wrongLength, "maxItems", "%s has more than %[3]s items: %[2]s", "%s は %[3]s 件を超えています: %[2]s 件", entries},
	"array_min_properties": {wrongLength, "minProperties", "%s has fewer than %[3]s keys: %[2]s", "%s のキーは %[3]s 個に足りません: %[2]s 個", entries},
	"array_max_properties": {wrongLength, "maxProperties", "%s has more than %[3]s keys: %[2]s", "%s のキーは %[3]s 個を超えています: %[2]s 個", entries},
}

func (b bound) say(name string, v doc.Value, n *node) diag.Text {
	if b.size != nil && b.size(v) == 0 {
		return diag.Say("%s is empty", "%s が空です", name)
	}
	is := shown(v)
	if v.Type() != doc.Scalar {
		is = fmt.Sprint(entries(v))
	}
	return diag.Say(b.en, b.ja, name, is, n.limits[b.keyword])
}

// shown quotes the text of a value, cut where it is long.
func shown(v doc.Value) string {
	const most = 60
	text := v.Text()
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	return fmt.Sprintf("%q", text)
}

// given says what a value is: the quoted text of a scalar, or its type.
func given(v doc.Value) diag.Text {
	switch v.Type() {
	case doc.List:
		return typeNames["array"]
	case doc.Map:
		return typeNames["object"]
	case doc.Scalar:
		return diag.Text{En: shown(v), Ja: shown(v)}
	}
	return typeNames["null"]
}
