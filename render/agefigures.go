package render

import (
	"html/template"
	"math/big"
	"strconv"

	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/render/figure"
)

// Figure is a picture with a sentence about it and the numbers behind it.
type Figure struct {
	ID    string
	Title string
	SVG   template.HTML // empty if there is too little to draw
	Note  string
	More  string // label of the numbers behind the picture
	Head  []string
	Rows  [][]string
}

// ageCards are the figures at the head of the board.
func (p *Page) ageCards(f insight.AgeingFigures) []Card {
	cards := []Card{{Label: p.T("card.open"), Value: p.words.integer(f.Open)}}
	if f.Overdue > 0 {
		cards = append(cards, Card{Label: p.T("card.overdue"), Value: p.words.integer(f.Overdue), Tone: "bad", Note: p.T("board.card.overdue", p.percent(f.OverdueShare.V))})
	}
	if n := f.ByState["unknown"]; n > 0 {
		cards = append(cards, Card{Label: p.T("state.unknown"), Value: p.words.integer(n), Note: p.T("board.card.unknown")})
	}
	if s := f.Survival; s.Closed > 0 {
		cards = append(cards, Card{Label: p.T("board.median"), Value: p.medianValue(s), Note: p.medianNote(s), How: p.methodHref("survival")})
	}
	if a := f.Attainment; a.Share.Known {
		cards = append(cards, Card{Label: p.T("board.attainment"), Value: p.percent(a.Share.V), Note: p.T("board.card.attainment", p.words.integer(a.InTime), p.words.integer(a.Due)), How: p.methodHref("attainment")})
	}
	if w := f.Backlog.Weeks; w.Known && f.Open > 0 {
		cards = append(cards, Card{Label: p.T("board.weeks"), Value: p.words.number(w.V, 1), Note: p.T("board.card.weeks"), How: p.methodHref("backlog")})
	}
	return cards
}

func (p *Page) percent(share *big.Rat) string {
	return insight.FormatPercent(new(big.Rat).Mul(share, big.NewRat(100, 1)), 0, p.Lang)
}

func (p *Page) days(n int) string { return p.N("days", n) }

func (p *Page) medianValue(s insight.Survival) string {
	if !s.Median.Known {
		return p.T("board.median.open")
	}
	return p.days(s.Median.V)
}

func (p *Page) medianNote(s insight.Survival) string {
	switch {
	case !s.Median.Known:
		return p.T("board.median.reach", p.days(s.Longest))
	case !s.MedianFrom.Known:
		return ""
	case !s.MedianTo.Known:
		return p.T("board.median.from", p.days(s.MedianFrom.V))
	}
	return p.T("board.median.range", p.words.integer(s.MedianFrom.V), p.days(s.MedianTo.V))
}

// ageFigures are the pictures of the board. One that has nothing to show is
// left out.
func (p *Page) ageFigures(f insight.AgeingFigures) []Figure {
	var list []Figure
	for _, figure := range []Figure{p.bucketFigure(f), p.backlogFigure(f.Backlog), p.survivalFigure(f.Survival), p.attainmentFigure(f)} {
		if len(figure.Rows) > 0 {
			figure.More = p.T("figure.numbers")
			list = append(list, figure)
		}
	}
	return list
}

func (p *Page) bucketFigure(f insight.AgeingFigures) Figure {
	out := Figure{ID: "ages", Title: p.T("figure.ages"), Note: p.T("figure.ages.note"), Head: []string{p.T("figure.ages.x"), p.T("figure.ages.y")}}
	if f.NoAge > 0 {
		out.Note += " " + p.N("figure.ages.undated", f.NoAge)
	}
	h := figure.Histogram{Chart: figure.Chart{ID: out.ID, Title: out.Title, Desc: out.Note, X: out.Head[0], Y: out.Head[1]}}
	for i, b := range f.Buckets {
		label := strconv.Itoa(b.From) + "–" + strconv.Itoa(b.To)
		if b.To < 0 {
			label = "> " + strconv.Itoa(b.From-1)
		}
		h.Bars = append(h.Bars, figure.Bar{Class: "b" + strconv.Itoa(min(i, 4)), Label: label, Value: b.Items})
		out.Rows = append(out.Rows, []string{label, p.words.integer(b.Items)})
	}
	if f.Open == f.NoAge {
		return Figure{}
	}
	out.SVG = template.HTML(figure.Bars(h))
	return out
}

// maxPoints is how many rows the table behind the backlog has: of the newest
// days.
const maxPoints = 60

func (p *Page) backlogFigure(b insight.Backlog) Figure {
	out := Figure{
		ID: "backlog", Title: p.T("figure.backlog"), Note: p.T("figure.backlog.note", p.signed(b.Net.V)),
		Head: []string{p.T("figure.backlog.day"), p.T("figure.backlog.came"), p.T("figure.backlog.over"), p.T("card.open")},
	}
	if b.Undated > 0 {
		out.Note += " " + p.N("figure.backlog.undated", b.Undated)
	}
	up := figure.BurnUp{Chart: figure.Chart{ID: out.ID, Title: out.Title, Desc: out.Note, Y: p.T("figure.ages.y")}, Came: p.T("figure.backlog.came"), Over: p.T("figure.backlog.over")}
	for i, point := range b.Points {
		over := point.Closed + point.Dropped
		up.Points = append(up.Points, figure.BurnPoint{Day: midnight(point.Day), Came: point.Opened, Over: over})
		if i >= len(b.Points)-maxPoints {
			out.Rows = append(out.Rows, []string{p.words.dayWhen(point.Day).ISO, p.words.integer(point.Opened), p.words.integer(over), p.words.integer(point.Open())})
		}
	}
	svg := figure.Burn(up)
	if svg == nil {
		return Figure{}
	}
	out.SVG = template.HTML(svg)
	return out
}

// signed is a number with its sign.
func (p *Page) signed(r *big.Rat) string {
	if r.Sign() > 0 {
		return "+" + p.words.number(r, 1)
	}
	return p.words.number(r, 1)
}

func (p *Page) survivalFigure(s insight.Survival) Figure {
	if s.Closed == 0 {
		return Figure{}
	}
	out := Figure{
		ID: "survival", Title: p.T("figure.survival"), Note: p.T("figure.survival.note", p.medianValue(s), p.words.number(s.Mean.V, 0), p.days(s.Longest)),
		Head: []string{p.T("figure.survival.x"), p.T("figure.survival.risk"), p.T("figure.survival.closed"), p.T("figure.survival.y"), p.T("figure.survival.range")},
	}
	curve := figure.Survival{Chart: figure.Chart{ID: out.ID, Title: out.Title, Desc: out.Note, X: out.Head[0], Y: out.Head[3]}, Longest: s.Longest}
	if s.Median.Known {
		curve.Median, curve.Half = s.Median.V, p.T("figure.survival.half", p.days(s.Median.V))
	}
	for _, step := range s.Steps {
		open, _ := step.Open.Float64()
		curve.Steps = append(curve.Steps, figure.SurvivalStep{Age: step.Age, Open: open, Low: step.From.V, High: step.To.V})
		bounds := "–"
		if step.From.Known {
			bounds = p.percentOf(step.From.V) + " – " + p.percentOf(step.To.V)
		}
		out.Rows = append(out.Rows, []string{p.words.integer(step.Age), p.words.integer(step.AtRisk), p.words.integer(step.Closed), p.percent(step.Open), bounds})
	}
	out.SVG = template.HTML(figure.Curve(curve))
	return out
}

// percentOf is a percentage of a float, which only bounds are.
func (p *Page) percentOf(f float64) string {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'f', 6, 64))
	if !ok {
		return "–"
	}
	return p.percent(r)
}

// attainmentFigure is a table alone: its numbers are small.
func (p *Page) attainmentFigure(f insight.AgeingFigures) Figure {
	out := Figure{
		ID: "attainment", Title: p.T("board.attainment"), Note: p.T("figure.attainment.note"),
		Head: []string{p.T("figure.attainment.priority"), p.T("figure.attainment.due"), p.T("figure.attainment.intime"), p.T("figure.attainment.late"), p.T("card.overdue"), p.T("figure.attainment.share")},
	}
	row := func(name string, a insight.Attainment) {
		out.Rows = append(out.Rows, []string{
			name, p.words.integer(a.Due), p.words.integer(a.InTime), p.words.integer(a.Late), p.words.integer(a.Overdue), p.percent(a.Share.V),
		})
	}
	for _, a := range f.ByPriority {
		row(priorityName(p, a.Priority), a)
	}
	if len(f.ByPriority) > 1 {
		row(p.T("figure.attainment.all"), f.Attainment)
	}
	return out
}

func priorityName(p *Page, priority string) string {
	if priority == "" {
		return p.T("figure.attainment.none")
	}
	return "P" + priority[1:]
}
