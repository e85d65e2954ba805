package render

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/search"
)

// symptomsTarget is the page that answers "what are you seeing?". The pages of
// symptoms, and those of its letters and categories on a large site, stand below.
const symptomsTarget = "symptoms/"

// mostOnFinder is how many symptoms the page lists itself. With more of them,
// each letter and each category has a page of its own.
const mostOnFinder = 400

// SymptomFinder is the page of all symptoms, or of those under one letter or
// category.
type SymptomFinder struct {
	Asks       bool // it has the field
	Common     []SymptomLine
	Categories []SymptomPart
	Letters    []SymptomPart
	Messages   []SymptomLine // error messages, verbatim
	Solutions  []Link        // kinds of remedies
}

// SymptomPart is the symptoms under one letter or category.
type SymptomPart struct {
	ID, Title, Count string
	Href             string // of its own page; empty if Lines stand here
	Lines            []SymptomLine
	Parts            []SymptomPart
}

// SymptomLine leads to a symptom.
type SymptomLine struct {
	Link
	Lang string // of the label; set where it differs from the page's
	Note string
}

// symptoms are those of the site; nil without figures.
func (s *site) symptoms() *insight.Symptoms {
	if !s.hasSheets() {
		return nil
	}
	return s.in.Results.Symptoms()
}

// symptomTarget is where a symptom is answered: its own page, or, for one
// without, the known issue or document that tells of it.
func (s *site) symptomTarget(x *insight.Symptom) string {
	switch {
	case s.hasPage(x):
		return symptomsTarget + folder(x.Name) + "/"
	case len(x.Issues) == 1:
		return symptomsTarget + folder(x.Issues[0].Entry.ID) + "/"
	}
	return s.targets[x.Told[0].Entry]
}

// hasPage tells whether a symptom has a page of its own. On a large site, what
// one document alone says in its own words leads to that document: a site is
// not to have as many pages as its documents have sentences.
func (s *site) hasPage(x *insight.Symptom) bool {
	return x.Is != nil || x.Alert != "" || len(x.Told) != 1 || len(s.symptoms().List) <= mostOnFinder
}

// planSymptoms adds the page of all symptoms and those of each.
func (s *site) planSymptoms(e *edition) ([]job, error) {
	known := s.symptoms()
	if known == nil {
		return nil, nil
	}
	jobs := []job{s.page(e, symptomsTarget, "symptoms", func(_ *worker, p *Page) { p.symptomFinder(known) })}
	for _, x := range known.List {
		if !s.hasPage(x) {
			continue
		}
		target := s.symptomTarget(x)
		if e == s.editions[0] {
			if err := s.claims.take(target+"index.html", "the symptom "+x.Text); err != nil {
				return nil, err
			}
		}
		jobs = append(jobs, s.page(e, target, "symptom", func(_ *worker, p *Page) { p.symptomPage(x) }))
	}
	if len(known.List) > mostOnFinder {
		// The pages of all parts are as deep, so that lines made for one lead to
		// the same places from the others.
		p := s.newPage(e, (&SymptomPart{ID: "any"}).target())
		add := func(part SymptomPart, f *SymptomFinder) {
			jobs = append(jobs, s.page(e, part.target(), "symptoms", func(_ *worker, p *Page) { p.symptomPart(part.Title, f) }))
		}
		for _, part := range p.symptomLetters(known) {
			add(part, &SymptomFinder{Letters: []SymptomPart{part}})
		}
		for _, part := range p.symptomCategories(known) {
			add(part, &SymptomFinder{Categories: []SymptomPart{part}})
		}
	}
	return append(jobs, s.symptomData(e, known)), nil
}

func (part *SymptomPart) target() string { return symptomsTarget + "by/" + folder(part.ID) + "/" }

// symptomFinder fills the page of all symptoms.
func (p *Page) symptomFinder(known *insight.Symptoms) {
	p.Title, p.Intro = p.T("symptoms.title"), p.T("symptoms.intro")
	f := &SymptomFinder{Asks: true}
	f.Common = p.commonSymptoms(known, mostCommon)
	f.Letters, f.Categories = p.symptomLetters(known), p.symptomCategories(known)
	if len(known.List) > mostOnFinder {
		p.split(f.Letters)
		p.split(f.Categories)
	} else {
		f.Messages = p.symptomMessages(known.List)
	}
	for _, x := range p.site.in.Results.Patterns().List {
		f.Solutions = append(f.Solutions, Link{Href: p.Href(patternTarget(x.Word)), Label: x.Name.In(p.Lang)})
	}
	p.Finder = f
}

// split makes parts links to pages of their own.
func (p *Page) split(parts []SymptomPart) {
	for i := range parts {
		parts[i].Href, parts[i].Lines, parts[i].Parts = p.Href(parts[i].target()), nil, nil
	}
}

// symptomPart fills the page of a letter or category.
func (p *Page) symptomPart(title string, f *SymptomFinder) {
	p.Crumbs = []Link{{Href: p.Href(symptomsTarget), Label: p.T("symptoms.title")}}
	p.Finder, p.Title, p.ID = f, title, title
	p.Intro = p.T("symptoms.title")
}

// mostCommon is how many symptoms stand before the lists.
const mostCommon = 6

// commonSymptoms gives those that most incidents had.
func (p *Page) commonSymptoms(known *insight.Symptoms, n int) []SymptomLine {
	list := slices.DeleteFunc(slices.Clone(known.List), func(x *insight.Symptom) bool { return len(x.Seen()) == 0 && x.Is == nil })
	seen := make(map[*insight.Symptom]int, len(list))
	for _, x := range list {
		seen[x] = len(x.Seen())
	}
	slices.SortStableFunc(list, func(a, b *insight.Symptom) int { return seen[b] - seen[a] })
	var out []SymptomLine
	for _, x := range list[:min(n, len(list))] {
		out = append(out, p.symptomLine(x, x.Text))
	}
	return out
}

// symptomLine leads to a symptom by one of its wordings.
func (p *Page) symptomLine(x *insight.Symptom, wording string) SymptomLine {
	return SymptomLine{
		Link: Link{Href: p.Href(p.site.symptomTarget(x)), Label: wording}, Lang: p.symptomLang(x), Note: p.symptomNote(x),
	}
}

// symptomLang is the language of a symptom if it is not the page's.
func (p *Page) symptomLang(x *insight.Symptom) string { return p.foreign(cmp.Or(x.Lang, p.Lang)) }

// symptomNote says in how many incidents a symptom was seen and what there is
// against it.
func (p *Page) symptomNote(x *insight.Symptom) string {
	var notes []string
	if x.Alert != "" {
		notes = append(notes, p.T("symptoms.alert"))
	}
	for _, n := range []struct {
		key   string
		count int
	}{{"symptoms.incidents", len(x.Seen())}, {"symptoms.solutions", len(x.Advice)}, {"symptoms.runbooks", len(x.Runbooks)}} {
		if n.count > 0 {
			notes = append(notes, p.N(n.key, n.count))
		}
	}
	return strings.Join(notes, " · ")
}

// sortedLine is a line with what it is sorted by.
type sortedLine struct {
	SymptomLine
	group letterGroup
	loose []byte // of collation
	key   string
}

// symptomLetters lists the symptoms by all their wordings: in Japanese under
// the rows of the kana, by the reading of the term of the glossary that a
// wording begins with.
func (p *Page) symptomLetters(known *insight.Symptoms) []SymptomPart {
	var lines []sortedLine
	var keys collate.Buffer
	order := collate.New(language.Make(p.Lang), collate.Loose)
	for _, x := range known.List {
		line := p.symptomLine(x, x.Text)
		for _, wording := range append([]string{x.Text}, x.Words[:min(len(x.Words), mostWordings)]...) {
			line.Label = cutText(wording, 160)
			key := p.site.reading(wording)
			lines = append(lines, sortedLine{line, groupOf(key), order.KeyFromString(&keys, key), key})
		}
	}
	slices.SortStableFunc(lines, func(a, b sortedLine) int {
		return cmp.Or(a.group.compare(b.group, p.Lang), bytes.Compare(a.loose, b.loose), cmp.Compare(a.key, b.key))
	})
	var out []SymptomPart
	place := map[string]int{}
	for _, l := range lines {
		title := firstOf(l.group.title, p.T("glossary.other"))
		n, there := place[title]
		if !there {
			n = len(out)
			place[title] = n
			out = append(out, SymptomPart{ID: "letter-" + firstOf(strings.ToLower(l.group.title), "other"), Title: title})
		}
		out[n].Lines = append(out[n].Lines, l.SymptomLine)
	}
	p.countLines(out)
	return out
}

// mostWordings is how many wordings of a symptom the list of letters has.
const mostWordings = 12

// longestTerm is the number of characters of a term that a wording may begin
// with.
const longestTerm = 12

// reading is by what a wording is sorted: where it begins with a term of the
// glossary that has a reading, by that.
func (s *site) reading(wording string) string {
	runes := []rune(wording)
	for n := min(longestTerm, len(runes)); n > 0; n-- {
		if t := s.words[corpus.Fold(string(runes[:n]))]; t != nil && t.Reading != "" {
			return t.Reading + string(runes[n:])
		}
	}
	return wording
}

// symptomCategories lists the symptoms by category and subcategory.
func (p *Page) symptomCategories(known *insight.Symptoms) []SymptomPart {
	type branch map[string][]SymptomLine
	tree := map[string]branch{}
	for _, x := range known.List {
		if tree[x.Category] == nil {
			tree[x.Category] = branch{}
		}
		tree[x.Category][x.Subcategory] = append(tree[x.Category][x.Subcategory], p.symptomLine(x, x.Text))
	}
	var out []SymptomPart
	for _, category := range named(tree) {
		part := SymptomPart{ID: "category-" + firstOf(category, "other"), Title: firstOf(spaced.Replace(category), p.T("symptoms.uncategorised"))}
		for _, sub := range named(tree[category]) {
			lines := tree[category][sub]
			p.sortLines(lines)
			if sub == "" {
				part.Lines = lines
			} else {
				part.Parts = append(part.Parts, SymptomPart{ID: part.ID + "-" + sub, Title: spaced.Replace(sub), Lines: lines})
			}
		}
		p.countLines(part.Parts)
		out = append(out, part)
	}
	p.countLines(out)
	return out
}

// named gives the keys of a map in order, the empty one last.
func named[V any](m map[string]V) []string {
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		return cmp.Or(boolInt(a == "")-boolInt(b == ""), cmp.Compare(a, b))
	})
}

func (p *Page) sortLines(lines []SymptomLine) {
	order := collate.New(language.Make(p.Lang), collate.Loose)
	slices.SortStableFunc(lines, func(a, b SymptomLine) int { return order.CompareString(a.Label, b.Label) })
}

// countLines fills how many lines each part has.
func (p *Page) countLines(parts []SymptomPart) {
	for i := range parts {
		n := len(parts[i].Lines)
		for _, sub := range parts[i].Parts {
			n += len(sub.Lines)
		}
		parts[i].Count = p.words.integer(n)
	}
}

// symptomMessages lists the error messages of symptoms.
func (p *Page) symptomMessages(list []*insight.Symptom) []SymptomLine {
	var out []SymptomLine
	for _, x := range list {
		for _, m := range x.Messages {
			out = append(out, SymptomLine{Link: Link{Href: p.Href(p.site.symptomTarget(x)), Label: cutText(m, 400)}, Note: x.Text, Lang: p.symptomLang(x)})
		}
	}
	slices.SortStableFunc(out, func(a, b SymptomLine) int { return cmp.Compare(strings.ToLower(a.Label), strings.ToLower(b.Label)) })
	return out
}

// symptomFound is what the script of the field knows of a symptom. Addresses are
// relative to the root of an edition.
type symptomFound struct {
	URL      string   `json:"u"`
	Text     string   `json:"t"`
	Lang     string   `json:"l,omitempty"`
	Note     string   `json:"n,omitempty"`
	Words    []string `json:"w,omitempty"`
	Messages []string `json:"m,omitempty"`
	Docs     []string `json:"d,omitempty"` // addresses of the documents that tell of it, as results have them
	First    []string `json:"f,omitempty"` // address and title of the runbook, then the solution and its record
}

// symptomData writes the file that the script of the field reads.
func (s *site) symptomData(e *edition, known *insight.Symptoms) job {
	p := s.newPage(e, "")
	list := []symptomFound{}
	for _, x := range known.List {
		if s.hasPage(x) { // the search finds the documents of others
			list = append(list, p.foundSymptom(x))
		}
	}
	return s.indexFile("symptoms-"+e.words.lang, search.Compress(mustJSON(list)))
}

func (p *Page) foundSymptom(x *insight.Symptom) symptomFound {
	f := symptomFound{
		URL: p.site.href("", p.site.symptomTarget(x)), Text: x.Text, Lang: x.Lang, Note: p.symptomNote(x),
		Words: x.Words[:min(len(x.Words), mostWordings)], Messages: x.Messages,
	}
	for _, list := range [][]insight.Evidence{x.Issues, x.Runbooks, x.Incidents} {
		for _, d := range list[:min(len(list), mostFoundDocs)] {
			f.Docs = append(f.Docs, p.site.href("", p.site.targets[d.Entry]))
		}
	}
	if len(x.Runbooks) > 0 {
		to := x.Runbooks[0].Entry
		f.First = []string{p.site.href("", p.site.targets[to]), to.Title}
		if len(x.Advice) > 0 && x.Advice[0].Remedy.Runbook == to {
			f.First = append(f.First, x.Advice[0].Remedy.Title(), x.Advice[0].Remedy.Record.Sentence().In(p.Lang))
		}
	}
	return f
}

// mostFoundDocs bounds the documents of each sort by which a symptom is found.
const mostFoundDocs = 8

// symptomsAsked shows the field and the commonest symptoms on the home page.
func (p *Page) symptomsAsked() {
	if known := p.site.symptoms(); known != nil {
		p.Finder = &SymptomFinder{Asks: true, Common: p.commonSymptoms(known, mostCommon)}
	}
}

// anchorOf is the anchor of the n-th item of a list on a page.
func anchorOf(name string, n int) string { return name + "-" + strconv.Itoa(n+1) }
