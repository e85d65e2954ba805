package render

import (
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/insight"
)

// ChangeFact is what a change did to one part of a document, in words: a label with
// the value before and after it, or a sentence, perhaps with documents.
type ChangeFact struct {
	Label   string
	Was, Is string // of a single value; empty where there was, or is, none
	Text    string // what else there is to say
	Links   []Link // documents that Text ends in
}

// facts tells what a change did. Where items only came, went or turned, these
// tell it already.
func (p *Page) facts(c insight.Change) []ChangeFact {
	if c.Unread {
		return []ChangeFact{{Text: p.T("fact.unread")}}
	}
	var out []ChangeFact
	for _, f := range c.Facts {
		if f.Field == insight.FieldForm && (len(c.Events) > 0 || c.What != insight.DocumentEdited) {
			continue
		}
		out = append(out, p.fact(c, f)...)
	}
	return out
}

func (p *Page) fact(c insight.Change, f insight.Fact) []ChangeFact {
	switch f.Field {
	case insight.FieldForm:
		return []ChangeFact{{Text: p.T("fact.form")}}
	case insight.FieldSections:
		return p.listFacts(p.T("fact.section"), "noun.sections", f)
	case insight.FieldLinks:
		return p.linkFacts(p.T("fact.links"), c, f)
	}
	label := p.factLabel(f)
	switch {
	case f.Was != "" || f.Is != "":
		was, is := p.factValues(f)
		return []ChangeFact{{Label: label, Was: was, Is: is}}
	case strings.HasPrefix(f.Field, "/actions/"):
		return []ChangeFact{{Text: p.T("fact.changed", p.N("noun.action."+strings.TrimPrefix(f.Field, "/actions/"), f.Changed))}}
	case f.Added+f.Removed == 0 && p.noun(f.Field) == "":
		return []ChangeFact{{Text: p.T("fact.rewritten", label)}}
	case p.refers(f):
		return p.linkFacts(label, c, f)
	}
	return p.listFacts(label, p.noun(f.Field), f)
}

// factLabel names a field: "Severity", "Users affected".
func (p *Page) factLabel(f insight.Fact) string {
	property, ofAction := strings.CutPrefix(f.Field, "/actions/")
	if ofAction {
		return p.T("fact.action", oneLine(p.site.in.Set.Label(f.Kind, "/actions/*/"+property).In(p.Lang)))
	}
	return oneLine(p.site.in.Set.Label(f.Kind, f.Field).In(p.Lang))
}

// noun gives the text that counts the items of a list, empty if there is none.
func (p *Page) noun(field string) string {
	key := "noun." + strings.TrimPrefix(field, "/")
	if _, ok := p.words.texts[key+".many"]; ok {
		return key
	}
	return ""
}

// refers tells whether the items of a list are the names of documents.
func (p *Page) refers(f insight.Fact) bool {
	kind := p.site.in.Set.Kind(f.Kind)
	if kind == nil {
		return false
	}
	for _, r := range kind.References() {
		if r.Path == f.Field || r.Path == f.Field+"/*" {
			return true
		}
	}
	return false
}

// factValues shows two values of a field; of two times on one day, the clocks.
func (p *Page) factValues(f insight.Fact) (was, is string) {
	a, errA := time.Parse(time.RFC3339, f.Was)
	b, errB := time.Parse(time.RFC3339, f.Is)
	switch {
	case errA == nil && errB == nil && a.Format(time.DateOnly+" -0700") == b.Format(time.DateOnly+" -0700"):
		return a.Format("15:04"), b.Format("15:04")
	case (errA == nil || f.Was == "") && (errB == nil || f.Is == ""):
		if errA == nil {
			was = p.words.instant(a)
		}
		if errB == nil {
			is = p.words.instant(b)
		}
		return was, is
	}
	return p.factWord(f, f.Was), p.factWord(f, f.Is)
}

// factWord shows a value by its name for people, if it has one.
func (p *Page) factWord(f insight.Fact, value string) string {
	group := f.Field[strings.LastIndexByte(f.Field, '/')+1:]
	if group == "kind" {
		if kind := p.site.in.Set.Kind(value); kind != nil {
			return kind.Label.In(p.Lang)
		}
	}
	if name, ok := p.words.texts[group+"."+value]; ok && value != "" && !strings.Contains(name, "%") {
		return name
	}
	return oneLine(value)
}

// listFacts tells how many items of a list were added, removed and changed,
// and the names of single words.
func (p *Page) listFacts(label, noun string, f insight.Fact) []ChangeFact {
	var out []ChangeFact
	for _, part := range []struct {
		key   string
		n     int
		names []string
	}{{"fact.added", f.Added, f.New}, {"fact.removed", f.Removed, f.Gone}, {"fact.changed", f.Changed, nil}} {
		switch {
		case part.n == 0:
		case len(part.names) == part.n:
			out = append(out, ChangeFact{Text: label + p.T("label.join") + p.T(part.key, p.nameList(part.names))})
		case noun != "":
			out = append(out, ChangeFact{Text: p.T(part.key, p.N(noun, part.n))})
		default:
			out = append(out, ChangeFact{Text: label + p.T("label.join") + p.T(part.key, p.N("noun.items", part.n))})
		}
	}
	return out
}

func (p *Page) nameList(names []string) string {
	shown := make([]string, len(names))
	for i, n := range names {
		shown[i] = p.T("fact.quoted", oneLine(n))
	}
	return strings.Join(shown, p.T("list.join"))
}

// linkFacts tells which documents are linked now, or no longer. What leads to
// no document is left out where it stood in the text, and named where a field
// says it.
func (p *Page) linkFacts(label string, c insight.Change, f insight.Fact) []ChangeFact {
	var out []ChangeFact
	for _, part := range []struct {
		key   string
		names []string
	}{{"fact.linked", f.New}, {"fact.unlinked", f.Gone}} {
		fact := ChangeFact{Label: label, Text: p.T(part.key)}
		for _, name := range part.names {
			e := p.site.in.Corpus.Linked(c.Path, name)
			if e == nil && f.Field == insight.FieldLinks {
				continue
			}
			link := Link{Label: oneLine(name)}
			if e != nil {
				link = p.link(e)
			}
			if !slices.Contains(fact.Links, link) {
				fact.Links = append(fact.Links, link)
			}
		}
		if len(fact.Links) > 0 {
			out = append(out, fact)
		}
	}
	return out
}
