package render

import (
	"cmp"
	"html"
	"html/template"
	"slices"
	"strconv"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
)

// qualityTarget is the page of what can be mended in the documents.
const qualityTarget = "quality/"

// quality is what can be mended: findings by rule and by document, and what is
// not covered.
type quality struct {
	rules     []*ruleFindings     // the gravest and most frequent first
	documents []*documentFindings // those with most errors, then most findings first
	gaps      []qualityGap
}

// ruleFindings is what a rule found, in order of the files.
type ruleFindings struct {
	id       string
	severity diag.Severity // the gravest
	found    []*diag.Diagnostic
	files    int
}

// documentFindings is what was found in a file.
type documentFindings struct {
	path  string
	entry *corpus.Entry // nil for files that are no documents
	found []*diag.Diagnostic
	count [diag.Error + 1]int // by severity
}

// qualityGap is what is not covered, of what could be.
type qualityGap struct {
	name    string
	of      int
	entries []*corpus.Entry
	alerts  []*knownAlert
}

func (g qualityGap) missing() int { return len(g.entries) + len(g.alerts) }

func (g qualityGap) target() string { return qualityTarget + g.name + "/" }

func (r *ruleFindings) target() string { return qualityTarget + "rules/" + folder(r.id) + "/" }

const qualityDocuments = qualityTarget + "documents/"

// findQuality sorts the findings of the build and looks for what is not covered.
func (s *site) findQuality() quality {
	q := quality{gaps: s.qualityGaps()}
	rules, documents := map[string]*ruleFindings{}, map[string]*documentFindings{}
	for i := range s.in.Findings {
		d := &s.in.Findings[i]
		if d.File == nil {
			continue
		}
		r, f := rules[d.Rule], documents[d.File.Path]
		if r == nil {
			r = &ruleFindings{id: d.Rule}
			rules[d.Rule] = r
			q.rules = append(q.rules, r)
		}
		if f == nil {
			f = &documentFindings{path: d.File.Path, entry: s.in.Corpus.ByPath(d.File.Path)}
			documents[d.File.Path] = f
			q.documents = append(q.documents, f)
		}
		if n := len(r.found); n == 0 || r.found[n-1].File.Path != d.File.Path { // findings come in order of the files
			r.files++
		}
		r.severity = max(r.severity, d.Severity)
		r.found, f.found = append(r.found, d), append(f.found, d)
		f.count[min(d.Severity, diag.Error)]++
	}
	slices.SortStableFunc(q.rules, func(a, b *ruleFindings) int {
		return cmp.Or(cmp.Compare(b.severity, a.severity), cmp.Compare(len(b.found), len(a.found)), cmp.Compare(a.id, b.id))
	})
	slices.SortStableFunc(q.documents, func(a, b *documentFindings) int {
		return cmp.Or(cmp.Compare(b.count[diag.Error], a.count[diag.Error]), cmp.Compare(len(b.found), len(a.found)), cmp.Compare(a.path, b.path))
	})
	return q
}

// qualityGaps looks for alerts without a runbook, runbooks that were never
// tried, postmortems without a cause in a layer, and services without an
// objective. Drafts, and what is out of use, are passed over.
func (s *site) qualityGaps() []qualityGap {
	alerts := qualityGap{name: "alerts"}
	for _, a := range s.knownAlerts() {
		if a.fires() {
			alerts.of++
			if len(a.runbooks) == 0 {
				alerts.alerts = append(alerts.alerts, a)
			}
		}
	}
	return []qualityGap{
		alerts,
		s.gap("runbooks", "runbook", func(e *corpus.Entry) (about, missing bool) {
			return e.Status != "draft" && e.Status != "deprecated", !facet.DecodeDate(e.Value().Field("tested_on")).Known
		}),
		s.gap("layers", "postmortem", func(e *corpus.Entry) (about, missing bool) {
			in := s.incident(e)
			return in != nil && !in.Live && e.Status != "draft" && e.Status != "ongoing", in != nil && !tellsLayer(in)
		}),
		s.gap("objectives", "service", func(e *corpus.Entry) (about, missing bool) {
			state := s.in.Results.Services[e]
			return e.Service.Lifecycle != "retired", state == nil || !state.Objectives.Known
		}),
	}
}

// gap looks at the documents of a kind that a question is about.
func (s *site) gap(name, kind string, look func(e *corpus.Entry) (about, missing bool)) qualityGap {
	g := qualityGap{name: name}
	for _, e := range s.lists[kind] {
		about, missing := look(e)
		if !about {
			continue
		}
		g.of++
		if missing {
			g.entries = append(g.entries, e)
		}
	}
	return g
}

// tellsLayer tells whether a cause of the incident is told with its layer.
func tellsLayer(in *insight.Incident) bool {
	for _, e := range in.Told() {
		if slices.ContainsFunc(e.Causes, func(c facet.Cause) bool { return c.Layer != "" }) {
			return true
		}
	}
	return false
}

// planQuality adds the page of quality, and the list behind each of its numbers.
func (s *site) planQuality(e *edition) ([]job, error) {
	if !s.hasSheets() {
		return nil, nil
	}
	q := s.quality()
	jobs := []job{s.page(e, qualityTarget, "sheet", func(_ *worker, p *Page) { p.qualityPage(q) })}
	add := func(list longList, fill func(p *Page, from, to int)) error {
		own, err := s.paged(e, list, func(p *Page, from, to int) {
			p.Crumbs = []Link{{Href: p.Href(qualityTarget), Label: p.T("quality.title")}}
			fill(p, from, to)
			p.ID = p.Title
		})
		jobs = append(jobs, own...)
		return err
	}
	for _, g := range q.gaps {
		if g.missing() == 0 {
			continue
		}
		if err := add(longList{target: g.target(), owner: "the list of " + g.name, rows: g.missing()}, func(p *Page, from, to int) { p.gapPage(g, from, to) }); err != nil {
			return nil, err
		}
	}
	for _, r := range q.rules {
		if err := add(longList{target: r.target(), owner: "the rule " + r.id, rows: len(r.found)}, func(p *Page, from, to int) { p.rulePage(r, from, to) }); err != nil {
			return nil, err
		}
	}
	if len(q.documents) > 0 {
		err := add(longList{target: qualityDocuments, owner: "the findings by document", rows: len(q.documents)}, func(p *Page, from, to int) { p.foundPage(q, from, to) })
		if err != nil {
			return nil, err
		}
	}
	return jobs, nil
}

// mostMended is how many documents the page of quality lists itself.
const mostMended = 20

// qualityPage fills the page of quality.
func (p *Page) qualityPage(q quality) {
	p.Title, p.Intro = p.T("quality.title"), p.T("quality.intro")
	rules := Block{ID: "rules", Title: p.T("quality.rules"), Empty: p.T("quality.clean")}
	if !p.site.in.Linted {
		rules.Empty = p.T("quality.unlinted")
	}
	if len(q.rules) > 0 {
		rules.Note = p.T("quality.rules.note", p.words.integer(len(p.site.in.Findings)), p.words.integer(len(q.documents)))
		rules.Table = &Table{Stacked: true, Head: []Column{{p.T("quality.rule"), false}, {p.T("quality.severity"), false}, {p.T("quality.findings"), true}, {p.T("quality.files"), true}}}
	}
	for _, r := range q.rules {
		rules.Table.Rows = append(rules.Table.Rows, []Cell{
			{Text: r.id, Href: p.Href(r.target())}, p.severityWord(r.severity), cell(p.words.integer(len(r.found))), cell(p.words.integer(r.files)),
		})
	}
	p.Blocks = []Block{p.coverageBlock(q.gaps), rules}
	if n := len(q.documents); n > 0 {
		p.Blocks = append(p.Blocks, Block{ID: "documents", Title: p.T("quality.documents"), Table: p.foundIn(q.documents[:min(n, mostMended)])})
		if n > mostMended {
			p.Blocks[2].Table.Rows = append(p.Blocks[2].Table.Rows, []Cell{{Text: p.T("quality.all", p.words.integer(n)), Href: p.Href(qualityDocuments)}, {}, {}, {}, {}})
		}
	}
	p.Blocks = styled(append(p.Blocks, p.readinessBlock())...)
}

// coverageBlock says how much of what could be covered is not.
func (p *Page) coverageBlock(gaps []qualityGap) Block {
	t := &Table{Stacked: true, Head: []Column{{p.T("quality.what"), false}, {p.T("quality.missing"), true}, {p.T("quality.of"), true}}}
	for _, g := range gaps {
		missing := Cell{Text: p.words.integer(g.missing()), Tone: "good"}
		if g.missing() > 0 {
			missing.Tone, missing.Href = "bad", p.Href(g.target())
		}
		if g.of == 0 {
			missing = cell("–")
		}
		of := cell(p.words.integer(g.of))
		if g.of == 0 {
			of.Note = p.T("quality.none")
		}
		t.Rows = append(t.Rows, []Cell{cell(p.T("quality.gap." + g.name)), missing, of})
	}
	return Block{ID: "coverage", Title: p.T("quality.coverage"), Table: t}
}

// readinessBlock sums up the stages of the readiness checklist.
func (p *Page) readinessBlock() Block {
	card := p.site.in.Results.Scorecard()
	target := p.Href(sheet{name: "readiness"}.target())
	t := &Table{Head: []Column{{p.T("quality.stage"), false}, {p.T("quality.met"), true}, {p.T("quality.failing"), true}}}
	for n := 1; n <= len(insight.Stages()); n++ {
		met, missing := 0, 0
		for _, score := range card.Stage(n) {
			met += boolInt(score.Check == insight.Met)
			missing += boolInt(score.Check == insight.Missing)
		}
		number := strconv.Itoa(n)
		t.Rows = append(t.Rows, []Cell{
			{Text: p.T("sheet.readiness.stage", number, p.T("sheet.readiness.stage."+number)), Href: target + "#stage-" + number},
			cell(p.words.integer(met)), cell(p.words.integer(missing)),
		})
	}
	return Block{ID: "readiness", Title: p.T("sheet.title.readiness"), Note: readinessLead(p), Table: t}
}

func (p *Page) severityWord(s diag.Severity) Cell {
	c := cell(p.T("quality.level." + s.String()))
	if s == diag.Error {
		c.Tone = "bad"
	}
	return c
}

// foundIn lists documents with what was found in them.
func (p *Page) foundIn(list []*documentFindings) *Table {
	t := &Table{Stacked: true, Head: []Column{
		{p.T("gathered.document"), false}, {p.T("quality.level.error"), true}, {p.T("quality.level.warning"), true}, {p.T("quality.level.info"), true}, {p.T("quality.findings"), false},
	}}
	for _, f := range list {
		row := []Cell{p.fileCell(f.path)}
		for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Info} {
			row = append(row, cell(blankZero(p.words.integer(f.count[s]))))
		}
		t.Rows = append(t.Rows, append(row, p.messages(f.found)))
	}
	return t
}

// mostMessages is how many findings of a document a row lists.
const mostMessages = 20

// messages lists findings of a document, folded where there are many.
func (p *Page) messages(found []*diag.Diagnostic) Cell {
	list := template.HTML(`<ul class="failing">`)
	for _, d := range found[:min(len(found), mostMessages)] {
		list += template.HTML("<li>" + html.EscapeString(p.T("quality.line", strconv.Itoa(d.File.Position(d.Span.Start).Line), oneLine(plainLine(d.Message.In(p.Lang))))) +
			` <span class="hint">` + html.EscapeString(d.Rule) + "</span></li>")
	}
	if more := len(found) - mostMessages; more > 0 {
		list += template.HTML("<li>+" + html.EscapeString(p.words.integer(more)) + "</li>")
	}
	list += "</ul>"
	if len(found) > 3 {
		list = template.HTML("<details><summary>"+html.EscapeString(p.N("quality.found", len(found)))+"</summary>") + list + "</details>"
	}
	return markup(list)
}

// fileCell names a file: by its document, if it is one.
func (p *Page) fileCell(path string) Cell {
	if e := p.site.in.Corpus.ByPath(path); e != nil {
		c := p.entryCell(e)
		c.Note = path
		return c
	}
	return Cell{Text: path, Href: p.site.o.sourceURL(path)}
}

// foundPage lists all documents with findings.
func (p *Page) foundPage(q quality, from, to int) {
	p.Title = p.T("quality.documents")
	p.Blocks = []Block{{ID: "documents", Title: p.Title, Table: p.foundIn(q.documents[from:to])}}
}

// rulePage lists what a rule found.
func (p *Page) rulePage(r *ruleFindings, from, to int) {
	p.Title, p.Intro = r.id, p.N("quality.found", len(r.found))
	t := &Table{Stacked: true, Head: []Column{{p.T("gathered.document"), false}, {p.T("quality.lineno"), true}, {p.T("quality.severity"), false}, {p.T("quality.message"), false}}}
	for _, d := range r.found[from:to] {
		t.Rows = append(t.Rows, []Cell{
			p.fileCell(d.File.Path), cell(strconv.Itoa(d.File.Position(d.Span.Start).Line)), p.severityWord(d.Severity), cell(oneLine(plainLine(d.Message.In(p.Lang)))),
		})
	}
	p.Blocks = []Block{{ID: "findings", Title: p.T("quality.findings"), Table: t}}
}

// gapPage lists what is not covered.
func (p *Page) gapPage(g qualityGap, from, to int) {
	p.Title, p.Intro = p.T("quality.gap."+g.name), p.T("quality.how."+g.name)
	b := Block{ID: "missing", Title: p.T("quality.gap." + g.name)}
	if len(g.alerts) > 0 {
		b.Table = &Table{Stacked: true, Head: []Column{{p.T("alerts.alert"), false}, {p.T("label.services"), false}, {p.T("sheet.detection.incidents"), false}}}
		for _, a := range g.alerts[from:to] {
			b.Table.Rows = append(b.Table.Rows, []Cell{{Text: a.name, Href: p.Href(alertTarget(a.name))}, p.servicesOf(a), p.idLinks(a.incidents)})
		}
		p.Blocks = []Block{b}
		return
	}
	p.Blocks = p.documentBlocks(g.entries[from:to])
}
