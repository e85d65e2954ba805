package render

import "github.com/debrief-dev/debrief/internal/insight"

// repeatsLead says how many incidents are repeats, and how many of these might
// have been prevented.
func repeatsLead(p *Page) string {
	x := p.site.in.Results.Recurring(insight.Period{})
	if x.All.Incidents == 0 {
		return ""
	}
	text := sentence(x.All.Sentence().In(p.Lang), p.Lang)
	if n := len(x.Avoidable); n > 0 {
		text += p.N("sheet.repeats.lead", n)
	}
	return text
}

// sentence makes a clause a sentence, with room for the next one.
func sentence(text, lang string) string {
	if lang == "ja" {
		return text + "。"
	}
	return text + ". "
}

// mostRepeats is how many rows the tables of repeats have.
const mostRepeats = 200

func repeatsSheet(p *Page) {
	x := p.site.in.Results.Recurring(insight.Period{})
	if x.All.Incidents == 0 {
		p.Blocks = []Block{{ID: "rate", Title: p.T("sheet.repeats.rate"), Empty: p.T("sheet.repeats.empty")}}
		return
	}
	p.Blocks = []Block{
		p.avoidable(x),
		p.rates("causes", p.T("sheet.repeats.cause"), x.ByCause, p.causeCell), p.rates("services", p.T("sheet.repeats.service"), x.ByService, p.serviceCell),
		p.pairs(x), p.quiet(x),
	}
	p.Blocks[1].Note = repeatsLead(p) + " " + p.Blocks[1].Note
}

// avoidable lists the repeats that an open action might have prevented.
func (p *Page) avoidable(x *insight.Recurring) Block {
	b := Block{ID: "avoidable", Title: p.T("sheet.repeats.avoidable"), Note: p.T("sheet.repeats.avoidable.note"), Empty: p.T("sheet.repeats.avoidable.none")}
	table := &Table{Head: []Column{{p.T("sheet.repeats.repeat"), false}, {p.T("sheet.repeats.earlier"), false}, {p.T("sheet.repeats.overdue"), true}, {p.T("sheet.repeats.said"), false}}}
	for _, a := range x.Avoidable[:min(len(x.Avoidable), mostRepeats)] {
		late := Cell{Text: "–"}
		if o := a.Actions[0].Overdue; o.Known {
			late.Text = p.days(o.V)
			if o.V > 0 {
				late.Tone = "bad"
			}
		}
		table.Rows = append(table.Rows, []Cell{p.entryCell(a.Repeat.Entry), p.entryCell(a.Earlier.Entry), late, cell(oneLine(a.Sentence().In(p.Lang)))})
	}
	if len(table.Rows) > 0 {
		b.Table = table
	}
	return b
}

// rates lists the shares of repeats by a name.
func (p *Page) rates(id, title string, list []insight.RepeatRate, name func(string) Cell) Block {
	b := Block{ID: id, Title: title, Empty: p.T("sheet.repeats.none." + id)}
	table := &Table{Head: []Column{
		{p.T("sheet.repeats.name"), false}, {p.T("sheet.repeats.incidents"), true}, {p.T("sheet.repeats.repeats"), true}, {p.T("sheet.repeats.stated"), true},
		{p.T("sheet.repeats.share"), true}, {p.T("sheet.repeats.interval"), true},
	}}
	for _, x := range list[:min(len(list), mostRepeats)] {
		share, interval := cell("–"), cell("–")
		if x.Share.Known {
			share, interval = cell(p.percent(x.Share.V)), cell(x.Bounds(p.Lang))
		} else {
			b.Note = "–: " + sentence(x.Share.Why.In(p.Lang), p.Lang)
		}
		table.Rows = append(table.Rows, []Cell{
			name(x.Name), cell(p.words.integer(x.Incidents)), cell(p.words.integer(x.Repeats)), cell(p.words.integer(x.Stated)), share, interval,
		})
	}
	if len(table.Rows) > 0 {
		b.Table = table
	}
	return b
}

// causeCell writes a word of the taxonomy as people do.
func (p *Page) causeCell(name string) Cell { return cell(oneLine(spaced.Replace(name))) }

// serviceCell links to a service of the catalogue.
func (p *Page) serviceCell(id string) Cell {
	if e := p.site.in.Corpus.ByID("service", id); e != nil {
		return p.entryCell(e)
	}
	return cell(oneLine(id))
}

// pairs lists the repeats, the latest first.
func (p *Page) pairs(x *insight.Recurring) Block {
	b := Block{ID: "pairs", Title: p.T("sheet.repeats.pairs"), Empty: p.T("sheet.repeats.pairs.none")}
	if x.Between.Median.Known {
		b.Note = p.T("sheet.repeats.between", p.wholeDays(x.Between.Median), p.words.integer(x.Between.N))
	}
	table := &Table{Head: []Column{{p.T("sheet.repeats.repeat"), false}, {p.T("sheet.repeats.earlier"), false}, {p.T("sheet.repeats.because"), false}}}
	for i := len(x.Pairs) - 1; i >= 0 && len(table.Rows) < mostRepeats; i-- {
		pair := x.Pairs[i]
		table.Rows = append(table.Rows, []Cell{p.entryCell(pair.Repeat.Entry), p.entryCell(pair.Earlier.Entry), cell(oneLine(pair.Why().In(p.Lang)))})
	}
	if len(table.Rows) > 0 {
		b.Table = table
	}
	return b
}

// wholeDays writes seconds in days.
func (p *Page) wholeDays(q insight.Quantity) string {
	return p.days(int(float(q.V)/86400 + 0.5))
}

// quiet lists for how long causes have not come back.
func (p *Page) quiet(x *insight.Recurring) Block {
	b := Block{ID: "quiet", Title: p.T("sheet.repeats.quiet"), Note: p.T("sheet.repeats.quiet.note"), Empty: p.T("sheet.repeats.none.causes")}
	table := &Table{Head: []Column{{p.T("sheet.repeats.name"), false}, {p.T("sheet.repeats.days"), true}, {p.T("sheet.repeats.last"), false}, {p.T("sheet.repeats.incidents"), true}}}
	for _, q := range x.Quiet[:min(len(x.Quiet), mostRepeats)] {
		table.Rows = append(table.Rows, []Cell{p.causeCell(q.Cause), cell(p.days(q.Days)), p.entryCell(q.Last.Entry), cell(p.words.integer(q.Incidents))})
	}
	if len(table.Rows) > 0 {
		b.Table = table
	}
	return b
}
