package insight

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
)

// trait is something of a runbook that an address or an alert can name.
type trait uint8

const (
	byID trait = iota
	byFile
	byAlias
	byAlert
	byTitle
	byHeading
)

var traits = [...]diag.Text{
	byID:      {En: "its id", Ja: "ID"},
	byFile:    {En: "the name of its file", Ja: "ファイル名"},
	byAlias:   {En: "a former id", Ja: "以前の ID"},
	byAlert:   {En: "an alert that it lists", Ja: "記載されたアラート名"},
	byTitle:   {En: "its title", Ja: "タイトル"},
	byHeading: {En: "one of its headings", Ja: "見出し"},
}

// The traits in the order in which they are believed, of an address and of an
// alert's name.
var (
	addressTraits = []trait{byID, byFile, byAlias, byAlert, byTitle, byHeading}
	alertTraits   = []trait{byAlert, byID, byFile, byAlias, byTitle, byHeading}
)

// runbook is a document of the index, with what many alerts ask about it.
type runbook struct {
	entry   *corpus.Entry
	folders []string // around its page
	names   alertNames
	anchors map[string]bool // of its headings, in plain form; nil until asked for
}

// runbookIndex finds runbooks by their traits, and known issues where no
// runbook has one.
type runbookIndex struct {
	byTrait map[traitKey][]*runbook
	byName  map[string]*runbook // by file name and title, for suggestions
	likely  []string            // the keys of byName in the order of the documents
}

// traitKey is a trait with its plain form.
type traitKey struct {
	trait trait
	plain string
}

// maxTwins bounds the documents that share a trait. More differ in nothing
// that an address could tell apart, and each costs time for every alert.
const maxTwins = 100

func indexRunbooks(c *corpus.Corpus) runbookIndex {
	x := runbookIndex{byTrait: map[traitKey][]*runbook{}, byName: map[string]*runbook{}}
	for _, e := range indexed(c) {
		page, folders := pageOf(strings.Split(e.Path(), "/"))
		b := &runbook{entry: e, folders: folders, names: alertNamesOf(e, page)}
		x.add(byID, e.ID, b)
		x.add(byFile, page, b)
		for _, alias := range e.Aliases {
			x.add(byAlias, path.Base(alias), b)
		}
		for _, alert := range b.names.listed {
			x.add(byAlert, alert, b)
		}
		x.add(byTitle, e.Title, b)
		e.Doc.Sections().Walk(func(s *doc.Section) bool {
			if s.Level == 1 {
				x.add(byTitle, s.Title, b)
			}
			x.add(byHeading, s.Title, b)
			return true
		})
		for _, name := range []string{page, e.Title} {
			if x.byName[name] == nil {
				x.byName[name], x.likely = b, append(x.likely, name)
			}
		}
	}
	return x
}

// indexed gives the documents of the index in the order in which they are
// preferred: runbooks first, files without extension, which few sites publish,
// last.
func indexed(c *corpus.Corpus) []*corpus.Entry {
	list := append(c.Kind("runbook"), c.Kind("known-issue")...)
	slices.SortStableFunc(list, func(a, b *corpus.Entry) int {
		return boolInt(doc.IsDocument(b.Path())) - boolInt(doc.IsDocument(a.Path()))
	})
	return list
}

func (x runbookIndex) add(t trait, text string, b *runbook) {
	k := traitKey{t, plain(text)}
	twins := x.byTrait[k]
	if k.plain != "" && len(twins) < maxTwins && !slices.Contains(twins, b) {
		x.byTrait[k] = append(twins, b)
	}
}

// find gives the document that has a name as one of some traits, nil if there
// is none. Folders, those of an address, choose among several.
func (x runbookIndex) find(name string, folders []string, order []trait) (*runbook, trait) {
	for _, t := range order {
		var best *runbook
		most := -1
		for _, b := range x.byTrait[traitKey{t, plain(name)}] {
			if n := commonEnd(folders, b.folders); n > most {
				best, most = b, n
			}
		}
		if best != nil {
			return best, t
		}
	}
	return nil, 0
}

// commonEnd counts how many of the last folders are the same.
func commonEnd(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && strings.EqualFold(a[len(a)-1-n], b[len(b)-1-n]) {
		n++
	}
	return n
}

// inventoryName is a runbook as an inventory names it.
type inventoryName struct {
	inventory *corpus.Entry
	text      string
}

// namedRunbooks gives the documents that inventories name for their alerts.
func namedRunbooks(c *corpus.Corpus) map[inventoryName]*corpus.Entry {
	out := map[inventoryName]*corpus.Entry{}
	for _, e := range c.Entries {
		if e.Monitoring == nil {
			continue
		}
		for _, ref := range e.Refs {
			if ref.Field == "alerts" && ref.To != nil && (ref.To.Kind == "runbook" || ref.To.Kind == "known-issue") {
				out[inventoryName{e, ref.Text}] = ref.To
			}
		}
	}
	return out
}

// cover finds the runbook of an alert. Named is the one that its inventory
// names, nil if there is none; alerts are the names of all.
func (x runbookIndex) cover(w corpus.Watch, named *corpus.Entry, alerts map[string]bool) CoveredRule {
	if w.Rule != nil {
		return x.coverRule(CoveredRule{Alert: *w.Rule}, named, alerts)
	}
	r := CoveredRule{Inventory: w.Entry, Alert: facet.Alert{
		Name: w.Name, For: w.For, Severity: w.Severity, RunbookURL: w.Runbook, File: w.File,
		Place: facet.Place{Span: w.Span}, URL: facet.Place{Span: w.Span},
	}}
	if named == nil {
		return x.coverRule(r, nil, alerts)
	}
	r.Lead, r.Runbook, r.Why = LeadsHome, named, namedThere
	if b := x.of(named); b != nil {
		if name, other := b.names.differ(w.Name, alerts); other {
			r.misname(name)
		}
	}
	return r
}

var namedThere = diag.Text{En: "the inventory names it", Ja: "監視一覧に記載"}

// of gives the document of the index that is an entry, nil if it is none.
func (x runbookIndex) of(e *corpus.Entry) *runbook {
	for _, b := range x.byTrait[traitKey{byID, plain(e.ID)}] {
		if b.entry == e {
			return b
		}
	}
	return nil
}

// coverRule finds the runbook by the address of an alert, else the named one,
// else by the alert's name.
func (x runbookIndex) coverRule(r CoveredRule, named *corpus.Entry, alerts map[string]bool) CoveredRule {
	a := r.Alert
	to := x.follow(&r)
	if to != nil {
		r.Runbook = to.entry
		if name, other := to.names.differ(a.Name, alerts); other {
			r.misname(name)
		}
		return r
	}
	if named != nil {
		r.Runbook, r.Why = named, namedThere
		return r
	}
	if b, t := x.find(a.Name, nil, alertTraits); b != nil {
		r.Runbook, r.Why = b.entry, diag.Say("the alert's name is %s", "アラート名が%sと一致", traits[t])
	}
	return r
}

// follow tells where the address of a rule leads, or what is wrong with it.
func (x runbookIndex) follow(r *CoveredRule) *runbook {
	fail := func(lead Lead, fault diag.Text) *runbook {
		r.Lead, r.Fault = lead, fault
		return nil
	}
	if r.Alert.RunbookURL == "" && r.Inventory != nil {
		return fail(NoAddress, diag.Text{En: "no runbook is named", Ja: "ランブックの記載がない"})
	}
	if r.Alert.RunbookURL == "" {
		return fail(NoAddress, diag.Text{En: "no runbook_url", Ja: "runbook_url がない"})
	}
	a, readable := readAddress(r.Alert.RunbookURL)
	switch {
	case a.templated:
		return fail(Templated, diag.Text{En: "the runbook_url is a template", Ja: "runbook_url がテンプレート"})
	case !readable:
		return fail(LeadsAway, diag.Text{En: "the runbook_url is no address of a page", Ja: "runbook_url がページのアドレスではない"})
	}
	to, t := x.find(a.page, a.folders, addressTraits)
	if to == nil {
		return fail(LeadsAway, diag.Say("no runbook is called %q", "%q というランブックがない", a.page))
	}
	if a.anchor != "" && !to.hasHeading(a.anchor) {
		return fail(LeadsAway, diag.Say("%q has no heading %q", "%q に見出し %q がない", to.entry.Path(), a.anchor))
	}
	r.Lead, r.Why = LeadsHome, diag.Say("the address ends with %s", "アドレスの末尾が%sと一致", traits[t])
	return to
}

// hasHeading tells whether an anchor is that of a heading, whichever program
// makes the anchors: they all drop punctuation. A document whose headings are
// not known has every one.
func (b *runbook) hasHeading(anchor string) bool {
	if !b.entry.Doc.HasTree() {
		return true
	}
	if b.anchors == nil {
		b.anchors = map[string]bool{}
		b.entry.Doc.Sections().Walk(func(s *doc.Section) bool {
			b.anchors[plain(s.Title)] = true
			b.anchors[plain(strings.TrimPrefix(s.ID, doc.AnchorPrefix))] = true
			return true
		})
	}
	return b.anchors[plain(anchor)]
}

// near gives the document whose file name or title is most like a name, nil if
// none is like it.
func (x runbookIndex) near(name string) *corpus.Entry {
	if b := x.byName[diag.Nearest(name, x.likely)]; b != nil {
		return b.entry
	}
	return nil
}

// plain is the form in which names are compared: letters and digits alone,
// folded, so that KubeAPIDown, kube-api-down and "Kube API Down" are the same.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, corpus.Fold(name))
}
