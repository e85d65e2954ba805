package render

import (
	"cmp"
	"html/template"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
)

// alertsTarget is the list of alerts; the page of each stands below.
const alertsTarget = "alerts/"

func alertTarget(name string) string { return alertsTarget + folder(name) + "/" }

// knownAlert is an alert that anything of the repository names: a runbook, a
// rule, an inventory of monitoring, an incident or a log of alerts.
type knownAlert struct {
	name      string
	runbooks  []*corpus.Entry // none if nobody has written one
	monitored []*corpus.Entry // inventories, where no runbook is known
	rules     []insight.CoveredRule
	watches   []corpus.Watch  // one for each rule
	incidents []*corpus.Entry // in which it fired, or that speak of it
	logged    int             // times that it fired, as logs tell
	last      time.Time       // of these

	seen map[*corpus.Entry]bool // incidents
}

// mostLogged is how many alerts that only logs name have a page: a log of
// metrics may have any number of names.
const mostLogged = 1000

// findKnownAlerts gives all alerts by name. Names that want one page are one
// alert: the first of a runbook, a rule or an inventory, an incident, a log.
func (s *site) findKnownAlerts() []*knownAlert {
	g := alertGatherer{at: map[string]*knownAlert{}}
	names, documents := s.alerts()
	for _, name := range names {
		a := g.add(name)
		for _, e := range documents[name] {
			if e.Kind == monitoringKind {
				a.monitored = append(a.monitored, e)
			} else {
				a.runbooks = append(a.runbooks, e)
			}
		}
	}
	watches := s.in.Corpus.Watches()
	for i, r := range s.coverage().Rules {
		if watches[i].Name != "" {
			a := g.add(watches[i].Name)
			a.rules, a.watches = append(a.rules, r), append(a.watches, watches[i])
		}
	}
	mentions := insight.Mentions(s.in.Corpus)
	for _, name := range slices.Sorted(maps.Keys(mentions)) {
		for _, m := range mentions[name] {
			g.add(name).firedIn(m.Postmortem)
		}
	}
	for _, e := range s.in.Corpus.Kind("postmortem") {
		if name := e.Detection.Alert; alertName(name) {
			g.add(name).firedIn(e)
		}
	}
	g.read(s.in.Corpus)
	slices.SortFunc(g.all, func(a, b *knownAlert) int {
		return cmp.Or(cmp.Compare(corpus.Fold(a.name), corpus.Fold(b.name)), cmp.Compare(a.name, b.name))
	})
	return g.all
}

// alertGatherer finds alerts by the folded names of their pages.
type alertGatherer struct {
	all []*knownAlert
	at  map[string]*knownAlert
}

func (g *alertGatherer) add(name string) *knownAlert {
	key := corpus.Fold(folder(name))
	if g.at[key] == nil {
		g.at[key] = &knownAlert{name: name}
		g.all = append(g.all, g.at[key])
	}
	return g.at[key]
}

// read counts what the logs say. Of the names that only they have, those that
// fired most often get a page.
func (g *alertGatherer) read(c *corpus.Corpus) {
	only := map[string]*knownAlert{}
	for i := range c.AlertLog {
		event := &c.AlertLog[i]
		key := corpus.Fold(folder(event.Metric))
		a := g.at[key]
		if a == nil {
			if a = only[key]; a == nil {
				if !alertName(event.Metric) {
					continue
				}
				a = &knownAlert{name: event.Metric}
				only[key] = a
			}
		}
		a.logged++
		if event.At.After(a.last) {
			a.last = event.At
		}
	}
	list := make([]*knownAlert, 0, len(only))
	for _, a := range only {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b *knownAlert) int {
		return cmp.Or(cmp.Compare(b.logged, a.logged), cmp.Compare(a.name, b.name))
	})
	for _, a := range list[:min(len(list), mostLogged)] {
		g.at[corpus.Fold(folder(a.name))] = a
		g.all = append(g.all, a)
	}
}

func (a *knownAlert) firedIn(e *corpus.Entry) {
	if a.seen == nil {
		a.seen = map[*corpus.Entry]bool{}
	}
	if !a.seen[e] {
		a.seen[e] = true
		a.incidents = append(a.incidents, e)
	}
}

// fires tells whether anything says that it is an alert: the page of a runbook
// that lists none stands under its id as well, which need not be one.
func (a *knownAlert) fires() bool {
	if len(a.rules)+len(a.monitored)+len(a.incidents)+a.logged > 0 {
		return true
	}
	return slices.ContainsFunc(a.runbooks, func(e *corpus.Entry) bool { return len(e.Value().Field("alerts").Items()) > 0 })
}

// planAlerts adds the list of alerts and the page of each: with one runbook it
// leads there, with several it lists them, without any it says how to write it.
func (s *site) planAlerts(e *edition) ([]job, error) {
	known := s.knownAlerts()
	if len(known) == 0 {
		return nil, nil
	}
	var listed []*knownAlert
	for _, a := range known {
		if a.fires() {
			listed = append(listed, a)
		}
	}
	jobs, err := s.paged(e, longList{alertsTarget, "the page alerts.title", true, len(listed)}, func(p *Page, from, to int) { p.alertList(listed, from, to) })
	if err != nil {
		return nil, err
	}
	for _, a := range known {
		target := alertTarget(a.name)
		if e == s.editions[0] {
			if err := s.claims.take(target+"index.html", "the alert "+a.name); err != nil {
				return nil, err
			}
		}
		if len(a.runbooks) > 0 {
			jobs = append(jobs, s.landing(e, target, a.name, a.runbooks))
			continue
		}
		jobs = append(jobs, s.page(e, target, "sheet", func(w *worker, p *Page) { p.bareAlert(w, a) }))
	}
	return jobs, nil
}

// alertList fills the list of alerts.
func (p *Page) alertList(known []*knownAlert, from, to int) {
	with := 0
	for _, a := range known {
		with += boolInt(len(a.runbooks) > 0)
	}
	p.Title, p.Intro = p.T("alerts.title"), p.T("alerts.intro", p.words.integer(len(known)), p.words.integer(with))
	t := &Table{Stacked: true, Head: []Column{
		{p.T("alerts.alert"), false}, {p.T("symptoms.runbook"), false}, {p.T("label.services"), false}, {p.T("sheet.detection.incidents"), false}, {p.T("alerts.logged"), true},
	}}
	for _, a := range known[from:to] {
		row := []Cell{{Text: a.name, Href: p.Href(alertTarget(a.name))}, {Text: p.T("alerts.none"), Tone: "bad"}, p.servicesOf(a), p.idLinks(a.incidents), {}}
		if len(a.runbooks) > 0 {
			row[1] = p.idLinks(a.runbooks)
		}
		if a.logged > 0 {
			row[4] = cell(p.words.integer(a.logged))
		}
		t.Rows = append(t.Rows, row)
	}
	p.Blocks = []Block{{ID: "all", Title: p.T("alerts.title"), Table: t}}
}

// servicesOf names the services that an alert is about.
func (p *Page) servicesOf(a *knownAlert) Cell {
	var links []template.HTML
	for _, e := range p.site.alertServices(a) {
		links = append(links, linked(p.link(e)))
	}
	return p.listCell(links)
}

// alertServices are the services that an alert watches, as rules and inventories
// say, else those of its runbooks.
func (s *site) alertServices(a *knownAlert) []*corpus.Entry {
	var out []*corpus.Entry
	add := func(e *corpus.Entry) {
		if e != nil && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	for _, w := range a.watches {
		for _, e := range w.Services {
			add(e)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, e := range a.runbooks {
		for _, to := range e.Targets("services") {
			add(to)
		}
	}
	return out
}

// bareAlert fills the page of an alert without a runbook: what is known of it,
// and how to write one.
func (p *Page) bareAlert(w *worker, a *knownAlert) {
	w.printer.start(nil, p.root)
	p.Title, p.ID = a.name, a.name
	p.Intro = p.T("alerts.bare")
	p.Crumbs = []Link{{Href: p.Href(alertsTarget), Label: p.T("alerts.title")}}
	write := Block{ID: "write", Title: p.T("alerts.write"), Note: p.T("alerts.write.note")}
	write.Code = w.printer.command(facet.Command{Shell: "sh", Run: "debrief new runbook " + inShell(a.name)}) +
		w.printer.command(facet.Command{Shell: "yaml", Run: "alerts: [" + yamlText(a.name) + "]"})
	p.Blocks = []Block{p.firing(a), p.firedBlock(a), p.nearRunbooks(a), write}
	for _, b := range p.Blocks {
		b.Table.style()
	}
}

// firing says what fires the alert.
func (p *Page) firing(a *knownAlert) Block {
	b := Block{ID: "fires", Title: p.T("alerts.fires"), Empty: p.T("alerts.norule")}
	if len(a.rules) > 0 {
		b.Table = &Table{Stacked: true, Head: []Column{{p.T("alerts.expression"), false}, {p.T("alerts.for"), false}, {p.T("report.severity"), false}, {p.T("column.service"), false}, {p.T("alerts.where"), false}}}
	}
	for i, r := range a.rules {
		b.Table.Rows = append(b.Table.Rows, p.ruleRow(r, a.watches[i]))
	}
	return b
}

// ruleRow is a rule, or an alert of an inventory.
func (p *Page) ruleRow(r insight.CoveredRule, w corpus.Watch) []Cell {
	expression := Cell{HTML: asCode(firstOf(r.Alert.Expr, p.condition(w.Fires))), Note: oneLine(firstOf(r.Alert.Summary, r.Alert.Description))}
	if expression.HTML == "" {
		expression.HTML = "–"
	}
	lasting := "–"
	if w.For.Known {
		lasting = p.words.span(w.For.D)
	}
	var services []template.HTML
	for _, e := range w.Services {
		services = append(services, linked(p.link(e)))
	}
	where := cell("–")
	switch {
	case r.Inventory != nil:
		where = p.entryCell(r.Inventory)
	case w.File != nil:
		where = Cell{Text: w.File.Path, Href: p.site.o.sourceURL(w.File.Path)}
	}
	return []Cell{expression, cell(lasting), cell(firstOf(w.Severity, "–")), p.listCell(services), where}
}

// condition writes what fires an alert: "queue_depth > 150". It is empty if that
// is not one number.
func (p *Page) condition(c facet.Condition) string {
	if c.Metric == "" || c.Value.V == nil {
		return c.Metric
	}
	return strings.TrimSpace(c.Metric + " " + firstOf(c.Op, ">") + " " + p.words.number(c.Value.V, 6) + " " + c.Unit)
}

// firedBlock says where the alert fired.
func (p *Page) firedBlock(a *knownAlert) Block {
	b := Block{ID: "incidents", Title: p.T("sheet.detection.incidents"), Empty: p.T("alerts.noincidents")}
	if len(a.incidents) > 0 {
		b.Table = &Table{Stacked: true, Head: p.documentHead("postmortem")}
		for _, e := range a.incidents[:min(len(a.incidents), maxPoints)] {
			b.Table.Rows = append(b.Table.Rows, p.documentRow(e))
		}
	}
	if a.logged > 0 {
		b.Note = p.T("alerts.log", p.words.integer(a.logged), p.words.instant(p.site.local(a.last)))
	}
	return b
}

// mostNear is how many runbooks the page of an alert suggests.
const mostNear = 5

// nearRunbooks lists runbooks that may help meanwhile: the one of a like name,
// then those of the alert's services and incidents.
func (p *Page) nearRunbooks(a *knownAlert) Block {
	b := Block{ID: "near", Title: p.T("alerts.near"), Empty: p.T("alerts.nonear")}
	var seen []*corpus.Entry
	add := func(e *corpus.Entry, why string) {
		if e == nil || e.Kind != "runbook" || slices.Contains(seen, e) || len(seen) == mostNear {
			return
		}
		seen = append(seen, e)
		if b.Table == nil {
			b.Table = &Table{Stacked: true, Head: []Column{{p.T("symptoms.runbook"), false}, {p.T("symptoms.why"), false}}}
		}
		b.Table.Rows = append(b.Table.Rows, []Cell{p.entryCell(e), cell(why)})
	}
	for _, r := range a.rules {
		add(p.site.coverage().Near(r), p.T("alerts.near.name"))
	}
	for _, in := range a.incidents {
		for _, e := range in.Targets("runbooks") {
			add(e, p.T("alerts.near.incident", in.ID))
		}
	}
	for _, service := range p.site.alertServices(a) {
		for _, ref := range service.Backs {
			if ref.Field == "services" && len(seen) < mostNear {
				add(ref.From, p.T("alerts.near.service", service.Title))
			}
		}
	}
	return b
}

// inShell writes a name as one word of a shell.
func inShell(name string) string {
	if alertName(name) {
		return name
	}
	return "'" + strings.ReplaceAll(plainLine(name), "'", `'\''`) + "'"
}

// yamlText writes a name as a scalar in a list of YAML.
func yamlText(name string) string {
	if alertName(name) {
		return name
	}
	return "'" + strings.ReplaceAll(plainLine(name), "'", "''") + "'"
}
