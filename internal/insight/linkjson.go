package insight

import (
	"math"
	"slices"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
)

// LinkJSON gives a link as seen from one of its ends.
func (l *Links) LinkJSON(k *Link, seen *corpus.Entry) Object {
	other, direction := k.Other(seen), "from"
	if other == k.From {
		direction = "to"
	}
	why := l.Why(k)
	terms, anchors, services := []Object{}, why.Anchors, why.Services
	for _, t := range why.Terms {
		terms = append(terms, Object{{Key: "term", Value: t.Term}, {Key: "word", Value: t.Word}, {Key: "field", Value: t.Field.String()}, {Key: "share", Value: places(t.Share)}})
	}
	return Object{
		{Key: "id", Value: other.ID}, {Key: "kind", Value: other.Kind}, {Key: "path", Value: other.Path()}, {Key: "title", Value: other.Title},
		{Key: "direction", Value: direction}, {Key: "suggested", Value: k.Suggested},
		{Key: "p", Value: k.P}, {Key: "score", Value: places(k.Score)}, {Key: "margin", Value: places(k.Margin)},
		{Key: "terms", Value: terms}, {Key: "anchors", Value: append([]string{}, anchors...)},
		{Key: "services", Value: append([]string{}, services...)}, {Key: "category", Value: why.Category}, {Key: "model", Value: why.Model},
	}
}

// places rounds to four decimals.
func places(v float64) float64 { return math.Round(v*1e4) / 1e4 }

// Words lists the words that explain a link, each once, at most n.
func (w LinkWhy) Words(n int) []string {
	var out []string
	for _, t := range w.Terms {
		if len(out) < n && !slices.Contains(out, t.Word) {
			out = append(out, t.Word)
		}
	}
	return out
}

// JSON gives the evaluation; members that are absent are null, with the reason
// under "why".
func (x *LinkEval) JSON(lang string) Object {
	why := Object{}
	var all any
	if x.All.Known {
		all = x.All.V.json(lang)
	} else {
		why = append(why, Member{Key: "all", Value: x.All.Why.In(lang)})
	}
	kinds := []Object{}
	for _, k := range x.Kinds {
		kinds = append(kinds, append(Object{{Key: "from", Value: k.From}, {Key: "to", Value: k.To}}, k.LinkQuality.json(lang)...))
	}
	var correction any
	if x.Slope.Known {
		correction = Object{{Key: "offset", Value: x.Offset.V}, {Key: "slope", Value: x.Slope.V}}
	} else {
		why = append(why, Member{Key: "correction", Value: x.Slope.Why.In(lang)})
	}
	return Object{
		{Key: "model", Value: linkModelVersion}, {Key: "all", Value: all}, {Key: "kinds", Value: kinds}, {Key: "correction", Value: correction}, {Key: "why", Value: why},
	}
}

func (q *LinkQuality) json(lang string) Object {
	var precision any // null without a suggested link
	if q.Suggested > 0 {
		precision = places(q.Precision())
	}
	return Object{
		{Key: "texts", Value: q.N}, {Key: "answers", Value: q.Answers}, {Key: "first", Value: q.First},
		{Key: "suggested", Value: q.Suggested}, {Key: "right", Value: q.Right},
		{Key: "bare", Value: q.Bare}, {Key: "astray", Value: q.Astray},
		{Key: "first_rate", Value: places(q.FirstRate())}, {Key: "precision", Value: precision}, {Key: "recall", Value: places(q.Recall())},
		{Key: "calibration_error", Value: q.Error}, {Key: "sentence", Value: q.Sentence().In(lang)},
	}
}

// FieldName names a field of a document in words.
func (t LinkTerm) FieldName() diag.Text {
	return [...]diag.Text{
		{En: "title", Ja: "タイトル"}, {En: "headings", Ja: "見出し"}, {En: "text", Ja: "本文"}, {En: "code", Ja: "コード"}, {En: "texts that lead there", Ja: "リンク元の文言"},
	}[t.Field]
}
