package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
)

// planGathered adds the lists of tags, categories and teams, and the page of
// each. Words that want one page are one word.
func (s *site) planGathered(e *edition) ([]job, error) {
	var jobs []job
	for _, list := range s.gatherLists() {
		if len(list.own.all) == 0 {
			continue
		}
		own, err := s.paged(e, longList{list.target, "the page " + list.key, true, len(list.own.all)}, func(p *Page, from, to int) { p.gatheringList(list, from, to) })
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, own...)
		for _, g := range list.own.all {
			own, err := s.paged(e, longList{g.target, list.owner + g.name, false, len(g.entries)}, func(p *Page, from, to int) { p.gatheringPage(list, g, from, to) })
			if err != nil {
				return nil, err
			}
			jobs = append(jobs, own...)
		}
	}
	return jobs, nil
}

// gatherList is a list of words with what is said of it.
type gatherList struct {
	own        *gatherings
	target     string
	key, owner string // of the title; who claims the pages
	place      place
}

func (s *site) gatherLists() []gatherList {
	return []gatherList{
		{&s.gathered.tags, tagsTarget, "tags.title", "the tag ", inFooter},
		{&s.gathered.categories, categoriesTarget, "categories.title", "the category ", inFooter},
		{&s.gathered.teams, teamsTarget, "teams.title", "the team ", inMore},
	}
}

// gatheringList fills the list of words.
func (p *Page) gatheringList(list gatherList, from, to int) {
	name := strings.TrimSuffix(list.key, ".title")
	p.Title, p.Intro = p.T(list.key), p.T("gathered.intro."+name)
	t := &Table{Head: []Column{{p.T("gathered.one." + name), false}, {p.T("gathered.documents"), true}, {p.T("gathered.kinds"), false}}}
	for _, g := range list.own.all[from:to] {
		t.Rows = append(t.Rows, []Cell{
			{Text: g.label(), Href: p.Href(g.target)}, cell(p.words.integer(len(g.entries))), cell(p.kindCounts(g.entries)),
		})
	}
	p.Blocks = []Block{{ID: "all", Title: p.T(list.key), Table: t}}
}

// label is the name with what it is a part of before it.
func (g *gathering) label() string {
	if g.above != nil {
		return g.above.name + " / " + g.name
	}
	return g.name
}

// kindCounts says how many documents of each kind there are.
func (p *Page) kindCounts(entries []*corpus.Entry) string {
	count := map[string]int{}
	for _, e := range entries {
		count[e.Kind]++
	}
	var parts []string
	for _, k := range p.site.order {
		if n := count[k.Name]; n > 0 {
			parts = append(parts, p.T("gathered.kind", k.Plural.In(p.Lang), p.words.integer(n)))
		}
	}
	return strings.Join(parts, p.T("list.join"))
}

// gatheringPage fills the page of a word.
func (p *Page) gatheringPage(list gatherList, g *gathering, from, to int) {
	name := strings.TrimSuffix(list.key, ".title")
	p.Title, p.ID = p.T("gathered.of."+name, g.label()), g.name
	p.Intro = firstOf(p.kindCounts(g.entries), p.T("gathered.none"))
	p.Crumbs = []Link{{Href: p.Href(list.target), Label: p.T(list.key)}}
	if g.above != nil {
		p.Crumbs = append(p.Crumbs, Link{Href: p.Href(g.above.target), Label: g.above.name})
	}
	if list.target == teamsTarget && from == 0 {
		p.teamWork(g)
	}
	p.Blocks = append(p.Blocks, p.documentBlocks(g.entries[from:to])...)
	if len(g.below) > 0 && from == 0 {
		p.Blocks = append([]Block{p.parts(g)}, p.Blocks...)
	}
}

// parts lists the parts of a category.
func (p *Page) parts(g *gathering) Block {
	t := &Table{Head: []Column{{p.T("gathered.one.categories"), false}, {p.T("gathered.documents"), true}}}
	for _, own := range g.below[:min(len(g.below), rowsOnPage)] {
		t.Rows = append(t.Rows, []Cell{{Text: own.name, Href: p.Href(own.target)}, cell(p.words.integer(len(own.entries)))})
	}
	return Block{ID: "parts", Title: p.T("categories.parts"), Table: t}
}

// inOrder gives documents by kind as navigation has them, each kind as its list
// has it.
func (s *site) inOrder(entries []*corpus.Entry) []*corpus.Entry {
	place := map[string]int{}
	for i, k := range s.order {
		place[k.Name] = i
	}
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(a, b *corpus.Entry) int { return cmp.Compare(place[a.Kind], place[b.Kind]) })
	for from := 0; from < len(entries); {
		to := from + 1
		for to < len(entries) && entries[to].Kind == entries[from].Kind {
			to++
		}
		s.sort(entries[from:to])
		from = to
	}
	return entries
}

// documentBlocks shows documents in a table for each kind.
func (p *Page) documentBlocks(entries []*corpus.Entry) []Block {
	var blocks []Block
	for i, e := range entries {
		if i == 0 || entries[i-1].Kind != e.Kind {
			k := p.site.in.Set.Kind(e.Kind)
			blocks = append(blocks, Block{ID: k.Segment, Title: k.Plural.In(p.Lang), Table: &Table{Stacked: true, Head: p.documentHead(e.Kind)}})
		}
		t := blocks[len(blocks)-1].Table
		t.Rows = append(t.Rows, p.documentRow(e))
	}
	return blocks
}

func (p *Page) documentHead(kind string) []Column {
	k := p.site.in.Set.Kind(kind)
	head := []Column{{k.Label.In(p.Lang), false}, {p.T("label.owner"), false}, {p.T("sheet.loop.state"), false}}
	if kind == "postmortem" {
		head = []Column{{k.Label.In(p.Lang), false}, {p.T("label.when"), false}, {p.T("report.severity"), false}, {p.T("label.services"), false}, {p.T("label.duration"), true}, {p.T("years.detect"), true}, {p.T("years.actions"), false}, {p.T("sheet.loop.state"), false}}
	}
	return head
}

// documentRow is a document in a list: an incident with its figures.
func (p *Page) documentRow(e *corpus.Entry) []Cell {
	it := p.item(e)
	first := Cell{Text: it.Label, Href: it.Href, Lang: it.Lang, Note: it.ID}
	in := p.site.incident(e)
	if e.Kind != "postmortem" {
		return []Cell{first, p.ownerCell(e.Owner), cell(firstOf(it.Status.Label, "–"))}
	}
	detect := "–"
	if in != nil && in.FromStart.Detect.Known {
		detect = p.words.duration(in.FromStart.Detect.V)
	}
	actions := Cell{Text: firstOf(it.Open, "–")}
	if it.Overdue != "" {
		actions.Note = it.Overdue
	}
	return []Cell{
		first, cell(firstOf(it.When.Text, "–")), cell(firstOf(it.Severity.Label, "–")), cell(firstOf(strings.Join(it.Services, p.T("list.join")), "–")),
		cell(firstOf(it.Duration, "–")), cell(detect), actions, cell(firstOf(it.Status.Label, "–")),
	}
}

// ownerCell names an owner, with a link to its page if it is a team.
func (p *Page) ownerCell(owner string) Cell {
	l, _ := p.teamLink(owner)
	return Cell{Text: firstOf(l.Label, owner, "–"), Href: l.Href}
}

// mostTeamItems is how many action items the page of a team lists.
const mostTeamItems = 100

// teamWork shows what a team has to do: its open action items.
func (p *Page) teamWork(g *gathering) {
	b := Block{ID: "actions", Title: p.T("section.actions"), Empty: p.T("teams.noactions")}
	items := p.site.gathered.actions[g.target]
	if n := tallyOf(items); len(items) > 0 {
		b.Note = p.boardIntro(n)
		b.Table = p.actionTable(items[:min(len(items), mostTeamItems)])
		if len(items) > mostTeamItems {
			b.Note += p.T("teams.more", p.words.integer(len(items)-mostTeamItems))
		}
	}
	p.Blocks = append(p.Blocks, b)
}

// actionTable lists action items with their documents.
func (p *Page) actionTable(items []*insight.Action) *Table {
	t := &Table{Stacked: true, Head: []Column{{p.T("report.measure"), false}, {p.T("gathered.document"), false}, {p.T("report.due"), false}, {p.T("sheet.loop.state"), false}}}
	for _, a := range items {
		it := p.boardItem(a)
		due := Cell{Text: firstOf(it.Due.Text, "–"), Note: it.Overdue}
		if a.Overdue > 0 {
			due.Tone = "bad"
		}
		t.Rows = append(t.Rows, []Cell{
			{Text: it.Link.Label, Href: it.Link.Href, Lang: it.Lang}, {Text: it.Document.Label, Href: it.Document.Href, Lang: it.Lang}, due, cell(it.State.Label),
		})
	}
	return t
}
