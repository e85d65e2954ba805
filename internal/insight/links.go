package insight

import (
	"cmp"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/parallel"
	"github.com/debrief-dev/debrief/internal/search"
)

// LinkPolicy decides what becomes of a link that nobody wrote. The zero
// LinkPolicy suggests from 0.5 and asks from 0.2.
type LinkPolicy struct {
	Suggest, Ask float64 // least probabilities, 0–1; 0 is the default
	Most         int     // how many links a document suggests; 0 is 3

	// Offset and Slope correct the log-odds of the model to what a repository
	// found on its own links: offset + slope × odds. A slope of 0 is 1.
	Offset, Slope float64
}

func (p LinkPolicy) filled() LinkPolicy {
	p.Suggest, p.Ask = cmp.Or(p.Suggest, 0.5), cmp.Or(p.Ask, 0.2)
	p.Most, p.Slope = cmp.Or(p.Most, 3), cmp.Or(p.Slope, 1)
	return p
}

// Links are the links that documents could have and nobody wrote: which
// runbooks and known issues may answer what a document tells, and which
// incidents are like it. What authors linked or refused is not among them.
type Links struct {
	from, to map[*corpus.Entry][]*Link // the likeliest first
	finder   *linkFinder
}

// Link is a link that nobody wrote.
type Link struct {
	From, To *corpus.Entry
	// P is how likely a reader of From is helped by To, 0–1. Of two documents
	// that lead to each other it is the likelier way.
	P         float64
	Score     float64 // of BM25F
	Margin    float64 // by how much of its score it leads the second, or lacks to the first, then negative
	Suggested bool    // likely enough to be shown; else it is a question
}

// Other is the end of the link that is not e.
func (k *Link) Other(e *corpus.Entry) *corpus.Entry {
	if k.From == e {
		return k.To
	}
	return k.From
}

// leadsOn says which kinds of documents may answer one of a kind. Incidents
// lead to those that are like them; what an incident leads to leads back.
var leadsOn = map[string][]string{
	"postmortem":  {"runbook", "known-issue", "postmortem"},
	"rca":         {"runbook", "known-issue", "postmortem"},
	"known-issue": {"runbook", "known-issue"},
	"runbook":     {"runbook", "known-issue"},
}

// Library is the index of the documents. It is made when it is asked for
// first.
func (r *Results) Library() *Library { return r.lazy.library() }

// Links gives the links that nobody wrote. They follow from the documents
// alone: the same documents have the same links.
func (r *Results) Links() *Links { return r.lazy.links() }

func (r *Results) findLinks() *Links {
	f := newLinkFinder(r)
	var sources []*corpus.Entry
	for _, e := range f.library.Entries {
		if f.asks(e) {
			sources = append(sources, e)
		}
	}
	found := make([][]*Link, len(sources))
	parallel.EachWith(len(sources), func() func(i int) {
		s := f.start()
		return func(i int) { found[i] = s.links(sources[i]) }
	})
	return f.collect(slices.Concat(found...))
}

// collect keeps the likelier of two links between the same documents, and of
// those that a document suggests the likeliest.
func (f *linkFinder) collect(all []*Link) *Links {
	slices.SortFunc(all, likelier)
	l := &Links{map[*corpus.Entry][]*Link{}, map[*corpus.Entry][]*Link{}, f}
	seen, suggests := map[[2]*corpus.Entry]bool{}, map[*corpus.Entry]int{}
	for _, k := range all {
		if seen[[2]*corpus.Entry{k.To, k.From}] {
			continue
		}
		seen[[2]*corpus.Entry{k.From, k.To}] = true
		if k.P >= f.policy.Suggest {
			if suggests[k.From]++; suggests[k.From] > f.policy.Most {
				continue
			}
			k.Suggested = true
		}
		l.from[k.From], l.to[k.To] = append(l.from[k.From], k), append(l.to[k.To], k)
	}
	return l
}

func likelier(a, b *Link) int {
	return cmp.Or(cmp.Compare(b.P, a.P), cmp.Compare(a.From.Path(), b.From.Path()), cmp.Compare(a.To.Path(), b.To.Path()))
}

// Suggested gives the links of a document that are likely, both those that
// lead from it and those that lead to it, the likeliest first.
func (l *Links) Suggested(e *corpus.Entry) []*Link {
	return l.of(e, func(k *Link) bool { return k.Suggested })
}

// Between gives the link between two documents, in the direction that is
// likelier, whether or not authors wrote one and however unlikely it is; false
// if neither may lead to the other, or they have no word in common.
func (l *Links) Between(a, b *corpus.Entry) (*Link, bool) {
	s := l.finder.start()
	there, back := s.between(a, b), s.between(b, a)
	switch {
	case there == nil:
		return back, back != nil
	case back != nil && likelier(back, there) < 0:
		return back, true
	}
	return there, true
}

// between gives the link from one document to another; nil if there is none.
func (s *linkSearch) between(from, to *corpus.Entry) *Link {
	kind := slices.Index(linkTargets[:], to.Kind)
	if kind < 1 || !slices.Contains(leadsOn[from.Kind], to.Kind) || from == to {
		return nil
	}
	want := s.want(s.matcher, from)
	var it search.Match
	others := s.others(from)
	s.rank(want, leadsOn[from.Kind], func(m search.Match) (search.Match, bool) {
		if m.Doc == s.library.numbers[to] {
			it = m
		}
		return others(m)
	})
	if it.Score == 0 {
		return nil
	}
	k := s.link(want, kind, it)
	k.From, k.Suggested = from, k.P >= s.policy.Suggest
	return k
}

// Questions gives the links from a document that are possible, the likeliest
// first: what only its authors can tell. Where they linked a document of a
// kind, or a likely one is suggested, none of that kind is asked about.
func (l *Links) Questions(e *corpus.Entry) []*Link {
	settled := map[string]bool{}
	for _, k := range l.Suggested(e) {
		settled[k.Other(e).Kind] = true
	}
	for kind := range settledBy(e) {
		settled[kind] = true
	}
	return slices.DeleteFunc(slices.Clone(l.from[e]), func(k *Link) bool { return k.Suggested || settled[k.To.Kind] })
}

// settledBy gives the kinds of documents that a document's authors linked.
func settledBy(e *corpus.Entry) map[string]bool {
	out := map[string]bool{}
	for other, refused := range writtenLinks(e) {
		if !refused {
			out[other.Kind] = true
		}
	}
	return out
}

func (l *Links) of(e *corpus.Entry, keep func(*Link) bool) []*Link {
	var out []*Link
	for _, k := range slices.Concat(l.from[e], l.to[e]) {
		if keep(k) {
			out = append(out, k)
		}
	}
	slices.SortFunc(out, likelier)
	return out
}

// writtenLinks gives the documents that a document's authors linked with it,
// in either direction, and whether they refused them.
func writtenLinks(e *corpus.Entry) map[*corpus.Entry]bool {
	out := map[*corpus.Entry]bool{}
	add := func(other *corpus.Entry, field string) {
		if other != nil && other != e {
			out[other] = out[other] || field == "not_related"
		}
	}
	for _, r := range e.Refs {
		add(r.To, r.Field)
	}
	for _, r := range e.Backs {
		add(r.From, r.Field)
	}
	return out
}

// linkFinder is what links are found with. It is read-only.
type linkFinder struct {
	r       *Results
	policy  LinkPolicy
	library *Library
	kinds   []uint8                    // by number in the library: a place in linkTargets
	alerts  map[*corpus.Entry][]string // names of the alerts that an incident speaks of
}

// linkTargets are the kinds of documents that links lead to; 0 is none.
var linkTargets = [...]string{"", "runbook", "known-issue", "postmortem"}

func newLinkFinder(r *Results) *linkFinder {
	f := &linkFinder{r: r, policy: r.Policy.Links.filled(), library: r.Library(), alerts: map[*corpus.Entry][]string{}}
	f.kinds = make([]uint8, len(f.library.Entries))
	for i, e := range f.library.Entries {
		if e.Status != "deprecated" {
			f.kinds[i] = uint8(max(0, slices.Index(linkTargets[:], e.Kind)))
		}
	}
	for name, mentions := range Mentions(r.corpus) {
		for _, m := range mentions {
			f.alerts[m.Postmortem] = append(f.alerts[m.Postmortem], name)
		}
	}
	for _, names := range f.alerts {
		slices.Sort(names)
	}
	return f
}

// asks tells whether a document is one that may lead on to others. A runbook
// is if it says what it is for: by symptoms, messages or alerts.
func (f *linkFinder) asks(e *corpus.Entry) bool {
	if e.Kind == "runbook" {
		return len(f.query(e)) > 1
	}
	return leadsOn[e.Kind] != nil
}

// query gives the texts by which a document looks for others: its title, its
// symptoms and messages, and the names of its alerts; the first sentence of its
// summary, if it has none of these.
func (f *linkFinder) query(e *corpus.Entry) []string {
	texts := append([]string{e.Title}, e.Symptoms...)
	for _, field := range [...]string{"symptom", "error_messages", "alerts"} {
		texts = appendTexts(texts, e.Value().Field(field))
	}
	if e.Detection.Alert != "" {
		texts = append(texts, e.Detection.Alert)
	}
	texts = append(texts, f.alerts[e]...)
	if len(texts) == 1 && e.Kind != "runbook" && e.Summary != "" {
		texts = append(texts, firstSentence(e.Summary))
	}
	return texts
}

// firstSentence gives the beginning of a text, up to the end of a sentence.
// What comes behind it in a summary tells of causes and remedies, not of what
// was seen.
func firstSentence(text string) string {
	end := len(text)
	for _, mark := range [...]string{". ", ".\n", "。", "\n\n"} {
		if i := strings.Index(text, mark); i >= 0 {
			end = min(end, i)
		}
	}
	return text[:end]
}

// want reads the query of a document. Its id is no part of what it tells.
func (f *linkFinder) want(m *search.Matcher, e *corpus.Entry) *search.Wanted {
	return m.Want(f.query(e), e.ID)
}

// linkSearch finds links for one goroutine.
type linkSearch struct {
	*linkFinder
	matcher *search.Matcher
	best    [len(linkTargets)]best
}

func (f *linkFinder) start() *linkSearch {
	return &linkSearch{linkFinder: f, matcher: f.library.Index.Matcher()}
}

// links gives the links from a document that are likely enough to be asked
// about. What its authors linked or refused is no link to find, but others must
// still be likelier than it.
func (s *linkSearch) links(e *corpus.Entry) []*Link {
	written := writtenLinks(e)
	want := s.want(s.matcher, e)
	s.rank(want, leadsOn[e.Kind], s.others(e))
	var out []*Link
	for kind := range s.best {
		for _, m := range s.best[kind].list {
			k := s.link(want, kind, m)
			if _, decided := written[k.To]; !decided && k.P >= s.policy.Ask {
				k.From = e
				out = append(out, k)
			}
		}
	}
	return out
}

// others leaves a document out of its own ranking.
func (f *linkFinder) others(e *corpus.Entry) func(search.Match) (search.Match, bool) {
	self := f.library.numbers[e]
	return func(m search.Match) (search.Match, bool) { return m, m.Doc != self }
}

// rank finds the best documents of some kinds for a text. Edit may leave a
// document out or put another match in its place.
func (s *linkSearch) rank(want *search.Wanted, kinds []string, edit func(search.Match) (search.Match, bool)) {
	var wanted [len(linkTargets)]bool
	for i, kind := range linkTargets {
		s.best[i].reset()
		wanted[i] = i > 0 && slices.Contains(kinds, kind)
	}
	s.matcher.Match(want, func(m search.Match) {
		if kind := s.kinds[m.Doc]; wanted[kind] {
			if m, ok := edit(m); ok {
				s.best[kind].add(m)
			}
		}
	})
}

// link gives the link to a document of a kind that was ranked.
func (s *linkSearch) link(want *search.Wanted, kind int, m search.Match) *Link {
	e := s.evidence(want, kind, m)
	return &Link{To: s.library.Entries[m.Doc], P: s.policy.probability(e.odds()), Score: m.Score, Margin: e[3]}
}

// evidence gives what speaks for a document of a kind that was ranked.
func (s *linkSearch) evidence(want *search.Wanted, kind int, m search.Match) evidence {
	return s.best[kind].evidence(m, want.Len(), s.library.Index.Rarest(), s.matcher.Held(want, s.library.Entries[m.Doc].Title))
}

// probability turns log-odds of the model into a probability.
func (p LinkPolicy) probability(odds float64) float64 {
	return probability(p.Offset + float64(p.Slope*odds))
}
