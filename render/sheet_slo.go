package render

import (
	"github.com/debrief-dev/debrief/internal/insight"
)

// sloLead counts the objectives that are missed at present.
func sloLead(p *Page) string {
	all, missed := 0, 0
	for _, s := range p.site.services() {
		for _, o := range s.Objectives.V {
			all++
			missed += boolInt(!o.Current.Met)
		}
	}
	if all == 0 {
		return ""
	}
	return p.T("sheet.slo.lead", p.words.integer(missed), p.words.integer(all))
}

// services gives the figures of the catalogue's services, in its order.
func (s *site) services() []*insight.Service {
	var out []*insight.Service
	for _, e := range s.in.Corpus.Entries {
		if service := s.in.Results.Services[e]; service != nil {
			out = append(out, service)
		}
	}
	return out
}

func sloSheet(p *Page) {
	block := Block{ID: "objectives", Title: p.T("section.objectives"), Empty: p.T("sheet.slo.empty")}
	table := &Table{Head: []Column{{p.T("sheet.slo.service"), false}, {p.T("objective"), false}, {p.T("objective.target"), true}, {p.T("objective.period"), false}, {p.T("objective.value"), true}, {p.T("objective.budget"), true}}}
	for _, s := range p.site.services() {
		for _, o := range s.Objectives.V {
			b := o.Current
			used := Cell{Text: "–"}
			if b.Consumed.Known {
				used.Text = insight.FormatPercent(b.Consumed.V, 1, p.Lang)
			}
			if !b.Met {
				used.Tone = "bad"
			}
			table.Rows = append(table.Rows, []Cell{
				p.entryCell(s.Entry), cell(b.Objective), cell(insight.FormatPercent(b.Target, 4, p.Lang)),
				cell(firstOf(b.Period.Label, b.Window)), cell(insight.FormatPercent(b.Availability, 4, p.Lang)), used,
			})
		}
	}
	if len(table.Rows) > 0 {
		block.Table, block.Note = table, sloLead(p)
	}
	p.Blocks = []Block{block}
}
