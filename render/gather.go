package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// The lists of documents by a word that they share. The page of each word
// stands below.
const (
	tagsTarget       = "tags/"
	teamsTarget      = "teams/"
	categoriesTarget = "categories/"
)

// wordTarget is the page of a word in any letters: NFKC, lower case, with
// hyphens for spaces.
func wordTarget(list, word string) string {
	return list + folder(strings.Join(strings.Fields(corpus.Fold(word)), "-")) + "/"
}

func tagTarget(tag string) string { return wordTarget(tagsTarget, tag) }

func teamTarget(team string) string { return wordTarget(teamsTarget, teamName(team)) }

// teamName is the name of a team without the sign by which trackers address it.
func teamName(owner string) string { return strings.TrimPrefix(strings.TrimSpace(owner), "@") }

// categoryPath splits a category from what it is a part of: "performance/memory".
func categoryPath(category string) (top, sub string) {
	top, sub, _ = strings.Cut(strings.ReplaceAll(category, "＞", ">"), "/")
	if sub == "" {
		top, sub, _ = strings.Cut(top, ">")
	}
	return strings.TrimSpace(top), strings.TrimSpace(sub)
}

func categoryTarget(category string) string {
	top, sub := categoryPath(category)
	target := wordTarget(categoriesTarget, top)
	if sub == "" || top == "" {
		return target
	}
	return wordTarget(target, sub)
}

// gathering is the documents that share a word.
type gathering struct {
	target  string
	name    string // as the first document by path has it
	above   *gathering
	below   []*gathering
	entries []*corpus.Entry // as lists of all kinds have them: see inOrder
}

// gatherings are those of a list, by name.
type gatherings struct {
	all []*gathering
	at  map[string]*gathering // by target
}

// gathered is all lists of documents by a word.
type gathered struct {
	tags, categories, teams gatherings
	actions                 map[string][]*insight.Action // open ones, by the target of their team, the most urgent first
}

func (g *gatherings) add(target, name string, e *corpus.Entry) *gathering {
	if g.at == nil {
		g.at = map[string]*gathering{}
	}
	own := g.at[target]
	if own == nil {
		own = &gathering{target: target, name: name}
		g.at[target] = own
		g.all = append(g.all, own)
	}
	if n := len(own.entries); e != nil && (n == 0 || own.entries[n-1] != e) { // a document may name a word twice
		own.entries = append(own.entries, e)
	}
	return own
}

// sort brings the words in order of their names.
func (g *gatherings) sort(s *site) {
	slices.SortStableFunc(g.all, func(a, b *gathering) int {
		return cmp.Or(cmp.Compare(corpus.Fold(a.name), corpus.Fold(b.name)), cmp.Compare(a.target, b.target))
	})
	for _, own := range g.all {
		own.entries = s.inOrder(own.entries)
		if own.above != nil {
			own.above.below = append(own.above.below, own)
		}
	}
}

// gather finds the tags, categories and teams of all documents.
func (s *site) gather() {
	for _, e := range s.in.Corpus.Entries {
		for _, tag := range e.Tags {
			if strings.TrimSpace(tag) != "" {
				s.gathered.tags.add(tagTarget(tag), tag, e)
			}
		}
		if top, sub := categoryPath(e.Category); top != "" {
			above := s.gathered.categories.add(categoryTarget(top), top, e)
			if sub != "" {
				s.gathered.categories.add(categoryTarget(e.Category), sub, e).above = above
			}
		}
	}
	for _, team := range s.teamNames() {
		s.gathered.teams.add(teamTarget(team), teamName(team), nil)
	}
	for _, e := range s.in.Corpus.Entries {
		if s.gathered.teams.at[teamTarget(e.Owner)] != nil {
			s.gathered.teams.add(teamTarget(e.Owner), e.Owner, e)
		}
	}
	s.gathered.actions = map[string][]*insight.Action{}
	for _, a := range s.board {
		if target := teamTarget(a.Item.Owner); a.Open() && s.gathered.teams.at[target] != nil {
			s.gathered.actions[target] = append(s.gathered.actions[target], a)
		}
	}
	s.gathered.tags.sort(s)
	s.gathered.categories.sort(s)
	s.gathered.teams.sort(s)
}

// teamWord is what tells the name of a team from that of a person.
var teamWord = lazyregexp.New(`(?i)\b(team|squad|group|crew|guild|tribe|department|division|sre|on-?call|ops)\b|チーム|[^ ](部|課|室|班|係)$|グループ|本部`)

// teamNames gives the owners that are teams: those of services, those that skill
// matrices name as teams, and those whose name says so. People have no page.
func (s *site) teamNames() []string {
	var names []string
	for _, e := range s.in.Corpus.Entries {
		if e.Owner != "" && !strings.Contains(teamName(e.Owner), "@") && (e.Kind == "service" || teamWord.MatchString(e.Owner)) {
			names = append(names, e.Owner)
		}
		if e.Skills == nil {
			continue
		}
		for _, person := range e.Skills.People {
			names = append(names, person.Team)
		}
		for _, target := range e.Skills.Targets {
			names = append(names, target.Team)
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return teamName(name) == "" })
}

// teamLink leads to the page of an owner, if it has one.
func (p *Page) teamLink(owner string) (Link, bool) {
	if owner == "" {
		return Link{}, false
	}
	g := p.site.gathered.teams.at[teamTarget(owner)]
	if g == nil {
		return Link{Label: owner}, false
	}
	return Link{Href: p.Href(g.target), Label: owner}, true
}
