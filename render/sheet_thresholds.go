package render

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/render/figure"
)

// thresholdsLead tells of how many incidents the policy's rule would have
// fired before their detection.
func thresholdsLead(p *Page) string {
	list := p.site.in.Results.Thresholds().Series
	early, all := 0, 0
	for _, s := range list {
		for _, a := range s.Proposed().Alerts {
			all++
			early += boolInt(a.Lead.Known && a.Lead.V.Sign() > 0)
		}
	}
	switch {
	case len(list) == 0:
		return ""
	case all == 0:
		return p.N("sheet.thresholds.series", len(list))
	}
	return p.T("sheet.thresholds.lead", p.words.integer(early), p.words.integer(all))
}

// What a page shows of series: of more, only the table of rules; and of
// incidents in one of them, rows and pictures of the latest.
const (
	maxSeriesShown   = 12
	maxReplayFigures = 3
	maxReplayRows    = 20
)

func thresholdsSheet(p *Page) {
	list := p.site.in.Results.Thresholds().Series
	results := p.site.in.Results
	if len(list) == 0 {
		empty := p.T("sheet.thresholds.empty")
		if results.SeriesRead().Named {
			empty = results.NoSeries().In(p.Lang)
		}
		p.Blocks = []Block{{ID: "series", Title: p.T("sheet.thresholds.none"), Empty: empty}}
		return
	}
	for i, s := range list {
		id := "series-" + strconv.Itoa(i+1)
		block := Block{ID: id, Title: s.Label(), Note: p.sentences(s), Table: p.rulesTable(s)}
		if unread := results.UnreadSeries(); i == 0 && unread.En != "" {
			block.Note += " – " + unread.In(p.Lang)
		}
		p.Blocks = append(p.Blocks, block)
		if i >= maxSeriesShown {
			continue
		}
		p.Blocks = append(p.Blocks, p.replayBlocks(s, id)...)
		p.Blocks = append(p.Blocks, Block{
			ID: id + "-week", Title: p.T("sheet.thresholds.week"), Table: p.weekTable(s.Table), Empty: p.T("sheet.thresholds.noweek"),
			Note: p.T("sheet.thresholds.week.note", s.Zone.String(), p.words.integer(s.Table.KnownCells()), p.unitOf(s)),
		})
	}
}

// sentences says in words what a replay came to.
func (p *Page) sentences(s *insight.SeriesReplay) string {
	list := []diag.Text{diag.Say("%s values from %s to %s (%s)", "%[2]s～%[3]s（%[4]s）、%[1]s点",
		p.words.integer(len(s.Series.Values)), s.From.Format(minuteLayout), s.To.Format(minuteLayout), s.Zone)}
	list = append(list, s.Words()...)
	if s.Trend.Known {
		list = append(list, s.Trend.V.Words())
	}
	var out []string
	for _, t := range list {
		text := t.In(p.Lang)
		if p.Lang == "ja" {
			out = append(out, text+"。")
			continue
		}
		out = append(out, strings.ToUpper(text[:1])+text[1:]+".")
	}
	if p.Lang == "ja" {
		return strings.Join(out, "")
	}
	return strings.Join(out, " ")
}

// unitOf is the unit of a series, or that none is stated.
func (p *Page) unitOf(s *insight.SeriesReplay) string {
	return firstOf(oneLine(s.Series.Unit), p.T("sheet.thresholds.nounit"))
}

const minuteLayout = "2006-01-02 15:04"

// rulesTable has a row for each rule and incident.
func (p *Page) rulesTable(s *insight.SeriesReplay) *Table {
	t := &Table{Head: []Column{
		{p.T("sheet.thresholds.rule"), false}, {p.T("sheet.thresholds.incident"), false}, {p.T("sheet.thresholds.first"), false},
		{p.T("sheet.thresholds.before"), true}, {p.T("sheet.thresholds.false"), true}, {p.T("sheet.thresholds.week.rate"), true}, {p.T("sheet.thresholds.values"), true},
	}}
	none := cell("–")
	for _, r := range s.Rules {
		name := Cell{Text: r.Name.In(p.Lang), Note: p.T("sheet.thresholds.role." + string(r.Role))}
		if r.Why.En != "" {
			name.Note += ": " + r.Why.In(p.Lang)
			t.Rows = append(t.Rows, []Cell{name, none, none, none, none, none, none})
			continue
		}
		rate := Cell{Text: "–", Note: r.PerWeek.Why.In(p.Lang)}
		if r.PerWeek.Known {
			rate = Cell{Text: p.words.number(r.PerWeek.V, 2)}
		}
		last := []Cell{cell(p.words.integer(r.FalseAlerts)), rate, cell(p.words.integer(r.FalseValues))}
		if len(r.Alerts) == 0 {
			t.Rows = append(t.Rows, append([]Cell{name, none, none, none}, last...))
		}
		for _, a := range r.Alerts[max(len(r.Alerts)-maxReplayRows, 0):] {
			t.Rows = append(t.Rows, append([]Cell{name, p.entryCell(a.Window.Incident.Entry), p.firstCell(a), p.leadCell(a)}, last...))
			name, last = Cell{}, []Cell{{}, {}, {}}
		}
	}
	return t
}

func (p *Page) firstCell(a insight.FirstAlert) Cell {
	if !a.First.Known {
		return Cell{Text: "–", Note: a.First.Why.In(p.Lang)}
	}
	return cell(a.First.V.Format(minuteLayout))
}

// leadCell is how long before the detection the alert would have come.
func (p *Page) leadCell(a insight.FirstAlert) Cell {
	switch {
	case !a.First.Known:
		return cell("–")
	case !a.Lead.Known:
		return Cell{Text: "–", Note: a.Lead.Why.In(p.Lang)}
	}
	c := cell(p.words.duration(a.Lead.V))
	switch a.Lead.V.Sign() {
	case 1:
		c.Tone = "good"
	case -1:
		c.Tone = "bad"
	}
	return c
}

// thresholdsOf fills when thresholds would have fired in an incident, beside
// its detection. Second opinions are left to the page of figures.
func (v *view) thresholdsOf(in *insight.Incident) {
	p, all, zone := v.page, v.site.in.Results.Thresholds(), in.Start.V.Location()
	t := &Table{Head: []Column{
		{p.T("sheet.thresholds.series"), false}, {p.T("sheet.thresholds.rule"), false}, {p.T("sheet.thresholds.first"), false},
		{p.T("sheet.thresholds.before"), true}, {p.T("sheet.thresholds.falsely"), true},
	}}
	part := ""
	for _, w := range all.Of(v.knownIncident()) {
		s := w.Replay
		part = firstOf(part, "series-"+strconv.Itoa(slices.Index(all.Series, s)+1))
		name := Cell{Text: spaced.Replace(s.Label()), Note: p.unitOf(s)}
		for _, r := range s.Rules {
			if r.Role == insight.Opinion || r.Why.En != "" {
				continue
			}
			a := r.Alerts[w.Window]
			first := p.firstCell(a)
			if a.First.Known {
				first.Text = p.words.instant(a.First.V.In(zone))
			}
			rate := Cell{Text: "–", Note: r.PerWeek.Why.In(p.Lang)}
			if r.PerWeek.Known {
				rate = Cell{Text: p.words.number(r.PerWeek.V, 2)}
			}
			rule := Cell{Text: r.Name.In(p.Lang), Note: p.T("sheet.thresholds.role." + string(r.Role))}
			t.Rows = append(t.Rows, []Cell{name, rule, first, p.leadCell(a), rate})
			name = Cell{}
		}
	}
	if len(t.Rows) == 0 {
		return
	}
	d := Detail{ID: "thresholds", Note: v.t("thresholds.undetected"), Table: t, More: v.figuresLink("thresholds", part)}
	if at := v.entry.Times.Detected; at.Known {
		d.Note = v.t("thresholds.note", v.words.instant(at.Time.In(zone)))
	}
	t.style()
	v.after(d)
}

// replayBlocks are the pictures of a series: around its latest incidents, else
// of its last days.
func (p *Page) replayBlocks(s *insight.SeriesReplay, id string) []Block {
	windows := s.Windows.V[max(len(s.Windows.V)-maxReplayFigures, 0):]
	var blocks []Block
	for i, w := range windows {
		const before, after = 6 * time.Hour, time.Hour
		title := p.T("sheet.thresholds.around", w.Incident.Entry.ID)
		blocks = append(blocks, p.replayBlock(s, id+"-"+strconv.Itoa(i+1), title, w.From.Add(-before), w.To.Add(after)))
	}
	if len(windows) == 0 {
		const lastDays = 7 * 24 * time.Hour
		blocks = append(blocks, p.replayBlock(s, id+"-end", p.T("sheet.thresholds.end"), s.To.Add(-lastDays), s.To))
	}
	return blocks
}

func (p *Page) replayBlock(s *insight.SeriesReplay, id, title string, from, to time.Time) Block {
	if from.Before(s.From) {
		from = s.From
	}
	if to.After(s.To) {
		to = s.To
	}
	measured := p.T("sheet.thresholds.measured", s.Series.Metric, p.unitOf(s))
	f := &Figure{
		ID: id, Title: s.Label(), Note: p.T("sheet.thresholds.figure"), More: p.T("figure.numbers"),
		Head: []string{p.T("sheet.thresholds.time"), measured, p.T("sheet.thresholds.lower"), p.T("sheet.thresholds.upper")},
	}
	r := figure.Replay{Chart: figure.Chart{ID: id, Title: title, Desc: f.Note, Y: measured}, Zone: s.Zone, From: from, To: to, Gap: s.Gap()}
	first, end := s.Span(from, to)
	for i := first; i < end; i++ {
		r.Values = append(r.Values, figure.Sample{At: s.Series.At(i), Value: s.Series.Values[i]})
	}
	bounds := s.Expected(from, to)
	for _, b := range bounds {
		r.Band = append(r.Band, figure.Expected{From: b.From, To: b.To, Lower: b.Lower, Upper: b.Upper})
	}
	for _, w := range s.Windows.V {
		r.Windows = append(r.Windows, figure.Window{From: w.From, To: w.To})
	}
	r.Marks = p.replayMarks(s)
	if s.Trend.Known {
		limit, _ := s.Trend.V.Limit.Float64()
		r.Limits = append(r.Limits, limit)
	}
	f.SVG, f.Rows = template.HTML(figure.Recorded(r)), p.replayRows(s, first, end, bounds)
	return Block{ID: id, Title: title, Figure: f}
}

// replayMarks are the detections, and the first alerts of the policy's rule
// and of those in force.
func (p *Page) replayMarks(s *insight.SeriesReplay) []figure.Mark {
	var list []figure.Mark
	for _, w := range s.Windows.V {
		if w.Detected.Known {
			list = append(list, figure.Mark{Class: "detect", Label: p.T("sheet.thresholds.detected"), At: w.Detected.V})
		}
	}
	for _, r := range s.Rules {
		if r.Role != insight.Proposed && r.Role != insight.InForce {
			continue
		}
		for _, a := range r.Alerts {
			if a.First.Known {
				list = append(list, figure.Mark{Class: string(r.Role), Label: r.Name.In(p.Lang), At: a.First.V})
			}
		}
	}
	return list
}

// replayRows are the numbers behind a picture, of so many values at most that
// stand at equal distances.
func (p *Page) replayRows(s *insight.SeriesReplay, first, end int, bounds []insight.ExpectedBounds) [][]string {
	step := max((end-first+maxPoints-1)/maxPoints, 1)
	var rows [][]string
	for i := first; i < end; i += step {
		at := s.Series.At(i)
		for len(bounds) > 0 && !at.Before(bounds[0].To) {
			bounds = bounds[1:]
		}
		row := []string{at.In(s.Zone).Format(minuteLayout), s.Amount(s.Series.Values[i]), "–", "–"}
		if len(bounds) > 0 && !at.Before(bounds[0].From) {
			row[2], row[3] = s.Amount(bounds[0].Lower), s.Amount(bounds[0].Upper)
		}
		rows = append(rows, row)
	}
	return rows
}

// weekTable has a row for each hour and a column for each weekday, Monday
// first; nil if no hour has bounds.
func (p *Page) weekTable(t insight.ThresholdTable) *Table {
	if t.KnownCells() == 0 {
		return nil
	}
	table := &Table{Head: []Column{{p.T("sheet.thresholds.hour"), false}}}
	for day := range 7 {
		table.Head = append(table.Head, Column{shortWeekday(p.Lang, t.Cells[day*24].Weekday), true})
	}
	for hour := range 24 {
		row := []Cell{cell(strconv.Itoa(hour))}
		for day := range 7 {
			c := cell("–")
			if b := t.Cells[day*24+hour]; b.Known {
				c.Text = insight.FormatMetric(b.Lower) + " – " + insight.FormatMetric(b.Upper)
			}
			row = append(row, c)
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

func shortWeekday(lang string, d time.Weekday) string {
	if lang == "ja" {
		return weekdays[d]
	}
	return d.String()[:3]
}
