package render

import (
	"cmp"
	"html"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
)

// ReportForm is an incident as the form in which it is told to others: a page
// to print, whose lines are always all there.
type ReportForm struct {
	To     []string // empty if nobody is named
	Head   []FormRow
	Stamps []Stamp
	Rows   []FormRow
}

// Stamp is a box in which somebody signs.
type Stamp struct {
	Label string
	Name  string // printed in the box; empty if it is open who signs
}

// FormRow is a line of the form. Where it has nothing to say, Why tells the
// reason.
type FormRow struct {
	ID, Label string
	Lang      string // of what the document says; set where it differs from the page's
	HTML      template.HTML
	List      []template.HTML
	Groups    []FormGroup
	Table     *Table
	Why       string
}

// FormGroup is a part of a line under a title.
type FormGroup struct {
	Title string
	Value FormRow
}

// Empty tells whether the line has nothing to say.
func (r FormRow) Empty() bool {
	return r.HTML == "" && len(r.List) == 0 && len(r.Groups) == 0 && (r.Table == nil || len(r.Table.Rows) == 0)
}

func (s *site) formTarget(e *corpus.Entry) string { return s.targets[e] + "report/" }

// planForms adds the report form of every incident.
func (s *site) planForms(e *edition) ([]job, error) {
	var jobs []job
	for _, entry := range s.in.Corpus.Kind("postmortem") {
		in := s.incident(entry)
		if in == nil {
			continue
		}
		target := s.formTarget(entry)
		if e == s.editions[0] {
			if err := s.claims.take(target+"index.html", "the report of "+entry.Path()); err != nil {
				return nil, err
			}
		}
		jobs = append(jobs, s.page(e, target, "report", func(w *worker, p *Page) {
			f := form{view: s.view(w, p, entry), in: in, roles: s.offices(entry, p.Lang)}
			f.fill()
		}))
	}
	return jobs, nil
}

// form fills the report form of an incident.
type form struct {
	*view
	in    *insight.Incident
	roles map[string]string // of those who had one, by nameKey
}

func (f *form) fill() {
	e, p := f.entry, f.page
	p.Kind, p.ID, p.NoIndex = e.Kind, p.T("report.title"), true
	p.Title = p.T("report.of", f.heading(), f.redact(e.Title))
	p.Crumbs = []Link{p.link(e)}
	p.Crumbs[0].Label = e.ID
	p.Form = &ReportForm{Head: f.head(), Stamps: f.stamps()}
	p.Intro = f.heading()
	for _, to := range e.Report.To {
		p.Form.To = append(p.Form.To, f.redact(to))
	}
	p.Form.Rows = slices.Concat(
		[]FormRow{f.row("subject", f.said(e.Title), "")}, f.times(), f.scope(), []FormRow{
			f.own(f.row("summary", f.said(e.Summary), p.T("report.why.summary"))), f.causes(), f.interim(),
		}, f.measures(), []FormRow{f.plan()})
	p.Form.Rows[0].Lang = f.foreign(e)
}

// heading names the form: "Incident report, no. 2 (interim)".
func (f *form) heading() string {
	r, p := f.entry.Report, f.page
	kind := p.T("report.kind." + f.kind())
	if r.Number == 0 || r.Number == 1 && f.kind() == "first" {
		return p.T("report.title.kind", kind)
	}
	return p.T("report.title.numbered", strconv.Itoa(r.Number), kind)
}

// kind is the kind of report that the document states, else the one that its
// status and number tell.
func (f *form) kind() string {
	r := f.entry.Report
	switch {
	case r.Kind != "":
		return r.Kind
	case f.entry.Status == "final":
		return "final"
	case r.Number > 1:
		return "interim"
	}
	return "first"
}

// redact puts roles, or "person in charge", in the place of names that the
// settings want hidden.
func (f *form) redact(text string) string {
	return f.site.redactor.hide(text, func(name string) string {
		return firstOf(f.roles[nameKey(name)], f.t("report.someone"))
	})
}

// said shows what the document says, without the names.
func (f *form) said(text string) template.HTML { return f.plain(f.redact(text)) }

// foreign is the language of a document where it is not the page's.
func (f *form) foreign(e *corpus.Entry) string {
	if e.Lang == f.page.Lang {
		return ""
	}
	return e.Lang
}

func (f *form) row(key string, value template.HTML, why string) FormRow {
	return FormRow{ID: key, Label: f.t("report." + key), HTML: value, Why: why}
}

// own marks a line as said by the document, in its language.
func (f *form) own(r FormRow) FormRow {
	r.Lang = f.foreign(f.entry)
	return r
}

// head is what stands beside the addressee.
func (f *form) head() []FormRow {
	e, r := f.entry, f.entry.Report
	return []FormRow{
		f.row("id", f.plain(e.ID), ""),
		f.row("issued", f.instant(r.Issued), f.t("report.why.issued")),
		f.row("from", f.said(firstOf(r.From, e.Owner)), f.t("report.why.from")),
		f.row("status", template.HTML(html.EscapeString(f.page.status(e).Label)), f.t("report.why.status")),
	}
}

// stamps are the boxes for those who prepared, checked and approved it.
func (f *form) stamps() []Stamp {
	var out []Stamp
	for _, label := range strings.Split(f.t("sla.stamps"), "|") {
		out = append(out, Stamp{Label: label})
	}
	out[len(out)-1].Name = f.redact(f.entry.Report.ApprovedBy)
	return out
}

// instant shows a time in the zone of the document, if it states one.
func (f *form) instant(i facet.Instant) template.HTML {
	if !i.Known {
		return ""
	}
	at := i.Time
	if zone := f.entry.Times.Zone; zone != nil {
		at = at.In(zone)
	}
	return f.timeTag(f.words.when(at))
}

// times are the lines about when it was.
func (f *form) times() []FormRow {
	t, in, lang := f.entry.Times, f.in, f.page.Lang
	started := f.row("started", "", in.Start.Why.In(lang))
	if in.Start.Known {
		started.HTML = f.timeTag(f.words.when(in.Start.V))
	}
	resolved := f.row("resolved", f.instant(t.Resolved), f.t("report.why.resolved"))
	if in.Live {
		resolved.Why = f.t("report.live", f.words.instant(f.site.now()))
	}
	lasted := f.row("lasted", "", in.Duration.Why.In(lang))
	if in.Duration.Known {
		lasted.HTML = template.HTML(html.EscapeString(f.words.lasted(in)))
	}
	return []FormRow{started, f.row("detected", f.instant(t.Detected), f.t("report.why.detected")), resolved, lasted}
}

// scope is the lines about whom it hit, and how hard.
func (f *form) scope() []FormRow {
	in, lang := f.in, f.page.Lang
	var services []template.HTML
	for _, r := range f.entry.Refs {
		if r.Field == "services" {
			services = append(services, f.reference(r))
		}
	}
	quantity := func(key string, q insight.Quantity) FormGroup {
		r := f.row(key, "", q.Why.In(lang))
		if q.Known {
			r.HTML = template.HTML(html.EscapeString(f.t("report.value."+key, f.words.number(q.V, 0))))
		}
		return FormGroup{r.Label, r}
	}
	of := f.row("services", join(services, f.t("list.join")), f.t("report.why.services"))
	revenue := f.row("revenue", "", in.Loss.Revenue.Why.In(lang))
	if in.Loss.Revenue.Known {
		revenue.HTML = template.HTML(html.EscapeString(insight.FormatMoneys(in.Loss.Revenue.V, lang)))
	}
	severity := f.row("severity", template.HTML(html.EscapeString(f.page.severity(f.entry.Severity).Label)), f.t("report.why.severity"))
	impact := f.row("impact", "", "")
	impact.Groups = []FormGroup{{of.Label, of}, quantity("users", in.Loss.Users), quantity("transactions", in.Loss.Transactions), {revenue.Label, revenue}}
	return []FormRow{severity, impact}
}

// causes lists the causes by layer, those of the root cause analyses too.
func (f *form) causes() FormRow {
	r := f.row("causes", "", f.t("report.why.causes"))
	for _, layer := range layers {
		g := FormGroup{Title: f.t("layer." + cmp.Or(string(layer), "other"))}
		for _, e := range f.in.Told() {
			for _, c := range e.Causes {
				if c.Layer == layer {
					g.Value.List = append(g.Value.List, f.spoken(e, f.said(c.Text)))
				}
			}
		}
		if len(g.Value.List) > 0 {
			r.Groups = append(r.Groups, g)
		}
	}
	if len(r.Groups) == 1 && r.Groups[0].Title == f.t("layer.other") {
		r.Groups[0].Title = "" // the line says so already
	}
	return r
}

// spoken marks a text with the language of its document.
func (f *form) spoken(e *corpus.Entry, text template.HTML) template.HTML {
	lang := f.foreign(e)
	if lang == "" {
		return text
	}
	return template.HTML(`<span lang="`+html.EscapeString(lang)+`">`) + text + "</span>"
}

// interim lists what was done while it lasted: the rows of the timeline that
// eased it, and the remedies that worked.
func (f *form) interim() FormRow {
	e := f.entry
	r := f.row("interim", "", f.t("report.why.interim"))
	for _, row := range e.Timeline {
		if row.Type == facet.Mitigate {
			clock := f.instant(row.At)
			if clock != "" {
				clock += " "
			}
			r.List = append(r.List, clock+f.spoken(e, f.said(strings.TrimSpace(row.Event+" "+row.Text))))
		}
	}
	for _, a := range e.Attempts {
		if a.Success && a.Note != "" {
			r.List = append(r.List, f.spoken(e, f.said(a.Note)))
		}
	}
	return r
}

// measures are the action items: those that remove a cause or repair what was
// broken are permanent, the others keep it from coming again.
func (f *form) measures() []FormRow {
	permanent := f.row("permanent", "", f.t("report.why.permanent"))
	prevention := f.row("prevention", "", f.t("report.why.prevention"))
	head := []Column{{f.t("report.measure"), false}, {f.t("label.owner"), false}, {f.t("report.due"), false}, {f.t("sheet.loop.state"), false}}
	permanent.Table, prevention.Table = &Table{Head: head}, &Table{Head: head}
	for _, e := range f.in.Told() {
		for _, a := range e.Actions {
			if a.Status == facet.WontDo {
				continue
			}
			t := prevention.Table
			if a.Type == "repair" || a.Type == "prevent" {
				t = permanent.Table
			}
			t.Rows = append(t.Rows, f.measure(e, a))
		}
	}
	permanent.Table.style()
	prevention.Table.style()
	return []FormRow{permanent, prevention}
}

func (f *form) measure(e *corpus.Entry, a facet.Action) []Cell {
	state, due := a.Status, a.Due
	if aged := f.site.ageing[e][a.Span.Start].action; aged != nil {
		state, due = aged.State, aged.Due
	}
	return []Cell{
		markup(f.spoken(e, f.said(a.Text))), cell(firstOf(f.redact(a.Owner), f.t("report.noowner"))),
		cell(firstOf(f.words.dayWhen(due).Text, f.t("report.nodue"))), cell(f.t("state." + string(state))),
	}
}

// plan lists what is still to come: the next report, and the open action items
// by their due dates.
func (f *form) plan() FormRow {
	r := f.row("plan", "", f.t("report.why.plan"))
	if next := f.entry.Report.Next; next.Known {
		r.List = append(r.List, template.HTML(html.EscapeString(f.t("report.next")))+" "+f.instant(next))
	}
	type due struct {
		action *insight.Action
		entry  *corpus.Entry
	}
	var open []due
	for _, e := range f.in.Told() {
		for _, a := range e.Actions {
			if aged := f.site.ageing[e][a.Span.Start].action; aged != nil && aged.Open() && aged.Due.Known {
				open = append(open, due{aged, e})
			}
		}
	}
	slices.SortStableFunc(open, func(a, b due) int { return midnight(a.action.Due).Compare(midnight(b.action.Due)) })
	for _, d := range open {
		when := f.words.dayWhen(d.action.Due)
		r.List = append(r.List, f.timeTag(when)+" "+f.spoken(d.entry, f.said(d.action.Item.Text)))
	}
	return r
}
