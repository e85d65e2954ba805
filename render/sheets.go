package render

import (
	"html/template"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// sheet is a page of figures that answers one question about all documents,
// at insights/<name>/. Its texts are sheet.title.<name> and sheet.intro.<name>.
type sheet struct {
	name string
	// lead is what the overview says of it in a sentence; empty if the
	// documents give nothing to say.
	lead func(p *Page) string
	fill func(p *Page)
}

// sheets lists them in the order of the overview.
func sheets() []sheet {
	return []sheet{
		{"slo", sloLead, sloSheet},
		{"times", timesLead, timesSheet},
		{"repeats", repeatsLead, repeatsSheet},
		{"thresholds", thresholdsLead, thresholdsSheet},
		{"alerts", alertsLead, alertsSheet},
		{"maintenance", maintenanceLead, maintenanceSheet},
		{"experiments", experimentsLead, experimentsSheet},
		{"health", healthLead, healthSheet},
		{"learning", learningLead, learningSheet},
		{"detection", detectionLead, detectionSheet},
		{"solutions", solutionsLead, solutionsSheet},
		{"loop", loopLead, loopSheet},
		{"causes", causesLead, causesSheet},
		{"readiness", readinessLead, readinessSheet},
	}
}

const sheetsTarget = "insights/"

func (s sheet) target() string { return sheetsTarget + s.name + "/" }

// Block is a part of a sheet: a sentence, a picture or a table, or what to
// write so that there is one.
type Block struct {
	ID     string
	Title  string
	Note   string // the sentence in words
	Figure *Figure
	Table  *Table
	Empty  string        // shown if there is neither picture nor table
	Code   template.HTML // blocks of code
	Folded bool          // shown when its title is chosen
}

// Table is a table of figures.
type Table struct {
	Head []Column
	Rows [][]Cell

	Stacked bool // where there is no room, each row is a list of its cells
}

// Column is the head of a column.
type Column struct {
	Label   string
	Numeric bool
}

// Cell is one entry of a table.
type Cell struct {
	Text string
	Href string
	Lang string // set where it differs from the page's
	Tone string // good, bad or empty
	Note string // small, under the text
	HTML template.HTML

	Class string // of the column and the tone; set by the sheet
	Label string // of the column, where rows may be lists; set by the sheet
}

// SheetCard is a sheet on the overview.
type SheetCard struct {
	Link  Link
	Intro string
	Lead  string // empty if there is nothing to say yet
}

// planSheets adds the overview of figures and the sheets.
func (s *site) planSheets(e *edition) []job {
	if !s.hasSheets() {
		return nil
	}
	jobs := []job{s.page(e, sheetsTarget, "insights", func(_ *worker, p *Page) {
		p.Title, p.Intro = p.T("insights.title"), p.T("insights.intro")
		p.Figures = p.overviewFigures()
		if reports := p.reportLists(); reports != nil {
			p.Blocks = append(p.Blocks, Block{ID: "reports", Title: p.T("sla.reports"), Table: reports})
		}
		for _, sh := range sheets() {
			p.Sheets = append(p.Sheets, SheetCard{
				Link:  Link{Href: p.Href(sh.target()), Label: p.T("sheet.title." + sh.name)},
				Intro: p.T("sheet.intro." + sh.name),
				Lead:  sh.lead(p),
			})
		}
	})}
	for _, sh := range sheets() {
		jobs = append(jobs, s.page(e, sh.target(), "sheet", func(_ *worker, p *Page) {
			p.Title, p.Intro = p.T("sheet.title."+sh.name), p.T("sheet.intro."+sh.name)
			p.Crumbs = []Link{{Href: p.Href(sheetsTarget), Label: p.T("insights.title")}}
			p.ID = p.Title
			p.Explained = p.explained(sh.name)
			sh.fill(p)
			for _, b := range p.Blocks {
				b.Table.style()
			}
		}))
	}
	return jobs
}

func (s *site) hasSheets() bool { return s.in.Results != nil && len(s.in.Corpus.Entries) > 0 }

// style gives the cells the classes of their columns and tones, and their labels.
func (t *Table) style() {
	if t == nil {
		return
	}
	for _, row := range t.Rows {
		for i := range row {
			class := row[i].Tone
			if i < len(t.Head) && t.Head[i].Numeric {
				class = strings.TrimSpace("num " + class)
			}
			row[i].Class = class
			if t.Stacked && i > 0 && i < len(t.Head) && row[i].Text+string(row[i].HTML) != "" {
				row[i].Label = t.Head[i].Label
			}
		}
	}
}

// cell is a cell with a text.
func cell(text string) Cell { return Cell{Text: text} }

// entryCell links to a document by its title.
func (p *Page) entryCell(e *corpus.Entry) Cell {
	it := p.item(e)
	return Cell{Text: it.Label, Href: it.Href, Lang: it.Lang}
}
