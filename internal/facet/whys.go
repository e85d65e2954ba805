package facet

import (
	"fmt"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// question is a question why, up to its answer: "Why was it full? ",
// なぜ満杯になったか →
var question = lazyregexp.New(`(?i)^(?:(?:q|why|なぜ|問)\s*[0-9０-９]{1,2}\s*[.:：)）、]\s*)?(?:why\b[^?？]{0,200}[?？]|(?:なぜ|どうして|何故)[^?？→⇒]{0,100}(?:[?？]|か\s*[→⇒:：。]|\s*[→⇒]))\s*(?:[→⇒:：–—-]|because\b)?\s*(?:(?:A|答)[.:：]\s*)?`)

// minWhys is how many questions make an analysis by whys.
const minWhys = 2

// whys reads a list of questions why and their answers: each answer is a
// cause, because of the next; the last is the root cause. It tells whether the
// list is one.
func (c *causeReader) whys(items []doc.Item, s causeSetting) bool {
	var answers []line
	var wholes []doc.Item
	for _, it := range items {
		if it.Lead == nil {
			return false
		}
		l := lineOf(c.doc, it.Lead)
		m := question.FindStringIndex(l.text)
		if m == nil {
			return false
		}
		l = l.cut(m[1], len(l.text))
		if l.text == "" && len(it.Children) > 0 && it.Children[0].Lead != nil {
			l = lineOf(c.doc, it.Children[0].Lead)
		}
		if l.text != "" {
			answers, wholes = append(answers, l), append(wholes, it)
		}
	}
	if len(items) < minWhys || len(answers) == 0 {
		return false
	}
	from := doc.Provenance{Origin: doc.FromList, Note: diag.Say("answer to a question why", "なぜの問いへの答え")}
	for i, l := range answers {
		at := l.span()
		fields := causeFields(doc.NewScalar(c.whyID(i), at, from), l.value(from), s)
		if i+1 < len(answers) {
			because := doc.NewScalar(c.whyID(i+1), answers[i+1].span(), from)
			fields = append(fields, doc.Entry{Key: "because", Value: doc.NewList([]doc.Value{because}, because.Span(), from)})
		} else if !s.role.Exists() {
			fields[len(fields)-1].Value = doc.NewScalar("root", at, from)
		}
		c.append(fields, wholes[i].Whole, from)
	}
	c.chains++
	return true
}

// whyID is the id of the answer with an index in the chain that is read.
func (c *causeReader) whyID(i int) string {
	if c.chains > 0 {
		return fmt.Sprintf("why-%d-%d", c.chains+1, i+1)
	}
	return fmt.Sprintf("why-%d", i+1)
}
