package render

import (
	"github.com/debrief-dev/debrief/internal/insight"
)

// SymptomChain is what a symptom leads to: causes, solutions, runbooks and
// incidents, each with the reason why.
type SymptomChain struct {
	Words    []string
	Messages []string
	First    *ChainRunbook // where to begin; nil if there is no runbook
	Causes   []ChainCause
	Advice   []ChainSolution
	Runbooks []ChainRunbook
	Seen     []ChainLink // incidents
	Told     []ChainLink // known issues and other documents
}

// ChainLink leads to a document and says why.
type ChainLink struct {
	Item Item
	Why  string
}

// ChainRunbook is a runbook of a symptom.
type ChainRunbook struct {
	ChainLink
	Time, Record string // empty if nothing is known
	Risk         Badge
}

// ChainCause is a cause that a symptom may have.
type ChainCause struct {
	ID, Text, Lang string
	Level          int // 0–10: tenths of what is expected of the next incident
	Odds           string
	Page           Link // of the cause; empty if it has no word
	Document       Link // the known issue that lists it, where the symptom is another one
	Seen           []Link
	Solutions      []Link // places on the page
}

// ChainSolution is a solution for a symptom.
type ChainSolution struct {
	ID, Title, Lang    string
	Record, Time, Type string
	Risk               Badge
	Against            []Link // places on the page
	Runbook            Link
	Document           Link
	Kinds              []Link
	Why                string // how the known issue has to do with the symptom; empty if it is it
}

// symptomPage fills the page of a symptom.
func (p *Page) symptomPage(x *insight.Symptom) {
	p.Title, p.ID = x.Text, x.Name
	if p.ContentLang = p.symptomLang(x); x.Is != nil {
		p.Severity, p.Status = p.severity(x.Is.Severity), p.status(x.Is)
	}
	p.Crumbs = []Link{{Href: p.Href(symptomsTarget), Label: p.T("symptoms.title")}}
	p.KindLabel = p.T("symptoms.wording")
	switch {
	case x.Is != nil:
		p.KindLabel = p.site.in.Set.Kind(x.Is.Kind).Label.In(p.Lang)
	case x.Alert != "":
		p.KindLabel = p.T("symptoms.alert")
	}
	for _, e := range x.Services {
		p.Related = append(p.Related, Group{Label: p.T("label.services"), Items: []Item{p.item(e)}})
	}
	c := &SymptomChain{Words: x.Words, Messages: x.Messages}
	c.Causes, c.Advice = p.chainCauses(x), p.chainSolutions(x)
	for _, e := range x.Runbooks {
		c.Runbooks = append(c.Runbooks, p.chainRunbook(e))
	}
	if len(c.Runbooks) > 0 {
		c.First = &c.Runbooks[0]
	}
	c.Seen = p.chainLinks(x.Incidents)
	for _, list := range [][]insight.Evidence{x.Issues, x.Told} {
		for _, l := range p.chainLinks(list) {
			if l.Item.Kind == "known-issue" || l.Item.Kind == "monitoring" {
				c.Told = append(c.Told, l)
			}
		}
	}
	p.Chain = c
}

func (p *Page) chainLinks(list []insight.Evidence) []ChainLink {
	var out []ChainLink
	for _, e := range list[:min(len(list), maxPoints)] {
		out = append(out, ChainLink{p.item(e.Entry), e.Why.In(p.Lang)})
	}
	return out
}

func (p *Page) chainRunbook(e insight.Evidence) ChainRunbook {
	out := ChainRunbook{ChainLink: ChainLink{p.item(e.Entry), e.Why.In(p.Lang)}}
	for _, m := range p.site.in.Results.Solutions().Of(e.Entry) {
		out.Time, out.Risk = p.takes(m), p.risk(m)
		if m.Record.Rate.Known {
			out.Record = p.T("symptoms.helped", m.Record.Sentence().In(p.Lang))
		}
	}
	return out
}

// takes is how long a remedy is said to take, empty if nothing is said.
func (p *Page) takes(m *insight.Remedy) string {
	if d := m.Takes(); d.Known {
		return p.words.span(d.D)
	}
	return ""
}

func (p *Page) risk(m *insight.Remedy) Badge {
	risk := m.Risk()
	if risk == "" {
		return Badge{}
	}
	return Badge{"risk-" + slugClass(risk), p.words.named("risk.", risk)}
}

func (p *Page) chainCauses(x *insight.Symptom) []ChainCause {
	var out []ChainCause
	for i, c := range x.Causes {
		cause := ChainCause{
			ID: anchorOf("cause", i), Text: c.Text, Lang: p.foreign(firstOf(c.Lang, p.Lang)),
			Level: int(c.Share*10 + 0.5), Odds: c.Odds().In(p.Lang),
		}
		if c.Word != "" {
			cause.Page = Link{Href: p.Href(causeTarget(c.Word)), Label: spaced.Replace(c.Word)}
		}
		if c.Issue != nil && c.Issue != x.Is {
			cause.Document = p.link(c.Issue)
		}
		for _, in := range c.In[:min(len(c.In), maxPoints)] {
			cause.Seen = append(cause.Seen, Link{Href: p.Href(p.site.targets[in]), Label: in.ID})
		}
		for n, a := range x.Advice {
			for _, at := range a.For {
				if at == i {
					cause.Solutions = append(cause.Solutions, Link{Href: "#" + anchorOf("solution", n), Label: a.Remedy.Title()})
				}
			}
		}
		out = append(out, cause)
	}
	return out
}

func (p *Page) chainSolutions(x *insight.Symptom) []ChainSolution {
	var out []ChainSolution
	for i, a := range x.Advice {
		m := a.Remedy
		s := ChainSolution{
			ID: anchorOf("solution", i), Title: m.Title(), Lang: p.foreign(firstOf(m.Entry.Lang, p.Lang)),
			Record: m.Record.Sentence().In(p.Lang), Time: p.takes(m), Risk: p.risk(m), Document: p.link(m.Entry), Kinds: p.kindsOf(m),
		}
		if m.Solution.Type != "" {
			s.Type = p.words.named("type.", m.Solution.Type)
		}
		if m.Runbook != nil {
			s.Runbook = p.link(m.Runbook)
		}
		if m.Entry != x.Is {
			s.Why = a.Why.In(p.Lang)
		}
		for _, at := range a.For {
			s.Against = append(s.Against, Link{Href: "#" + anchorOf("cause", at), Label: x.Causes[at].Text})
		}
		out = append(out, s)
	}
	return out
}

// kindsOf leads to the kinds of a remedy.
func (p *Page) kindsOf(m *insight.Remedy) []Link {
	var out []Link
	for _, word := range p.site.in.Results.Patterns().Of(m) {
		out = append(out, Link{Href: p.Href(patternTarget(word)), Label: insight.RemedyName(word).In(p.Lang)})
	}
	return out
}

// symptomGroups leads from a document to its symptoms, causes and kinds of
// remedies, each with the reason why.
func (v *view) symptomGroups() []Group {
	known := v.site.symptoms()
	if known == nil || v.entry.Kind != "known-issue" && v.entry.Kind != "runbook" && v.entry.Kind != "postmortem" {
		return nil
	}
	symptoms := Group{Label: v.t("symptoms.of")}
	for _, l := range known.Of(v.known()) {
		if len(symptoms.Items) == maxPoints {
			break
		}
		line := v.page.symptomLine(l.Symptom, cutText(l.Symptom.Text, 120))
		symptoms.Items = append(symptoms.Items, Item{Link: line.Link, Lang: line.Lang, Note: l.Why.In(v.words.lang)})
	}
	var out []Group
	for _, g := range []Group{symptoms, v.causeGroup(known), v.patternGroup()} {
		if len(g.Items) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// causeGroup leads to the pages of a document's causes.
func (v *view) causeGroup(known *insight.Symptoms) Group {
	g := Group{Label: v.t("causes.of")}
	for _, c := range known.CausesOf(v.known()) {
		it := Item{Link: Link{Href: v.page.Href(causeTarget(c.Word)), Label: c.Name}}
		if len(c.Incidents) > 0 {
			it.Note = v.page.N("symptoms.incidents", len(c.Incidents))
		}
		g.Items = append(g.Items, it)
	}
	return g
}

// patternGroup leads to the pages of the kinds of remedies that solved what a
// document is about.
func (v *view) patternGroup() Group {
	g := Group{Label: v.t("solutions.by")}
	patterns := v.site.in.Results.Patterns()
	for _, word := range patterns.SolvedBy(v.known()) {
		if x := patterns.Find(word); x != nil {
			g.Items = append(g.Items, Item{
				Link: Link{Href: v.page.Href(patternTarget(word)), Label: x.Name.In(v.words.lang)},
				Note: x.Record.Sentence().In(v.words.lang),
			})
		}
	}
	return g
}
