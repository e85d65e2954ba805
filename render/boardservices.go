package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
)

// The board by service is a list of services; the items of each stand on a
// page of its own below, since an item that concerns several services stands
// under every one of them. Items of no service have a page beside the list,
// where no service's name can meet it.
const (
	boardServices  = boardTarget + "services/"
	boardNoService = boardTarget + "no-service/"
)

// shelf is the action items of a service.
type shelf struct {
	service *corpus.Entry // nil if the catalogue has none
	name    string        // empty for the items of no service
	target  string
	items   []*insight.Action // the most urgent first
}

// shelve puts the items of all documents on the shelves of their services.
// Shelves are in order of their names, that of no service is the last.
func (s *site) shelve() {
	if !s.hasActions() {
		return
	}
	s.board = slices.Clone(s.in.Results.AllActions())
	slices.SortStableFunc(s.board, insight.Urgency)
	s.shelfOf = map[*corpus.Entry]*shelf{}
	known := map[string]*shelf{} // by folded id
	for _, a := range s.board {
		names := s.in.Results.ServicesOf(a)
		if len(names) == 0 {
			names = []string{""}
		}
		for _, name := range names {
			sh := s.shelf(known, name)
			if n := len(sh.items); n == 0 || sh.items[n-1] != a {
				sh.items = append(sh.items, a)
			}
		}
	}
	slices.SortFunc(s.shelves, func(a, b *shelf) int {
		return cmp.Or(
			cmp.Compare(boolInt(a.name == ""), boolInt(b.name == "")),
			cmp.Compare(corpus.Fold(a.name), corpus.Fold(b.name)),
			cmp.Compare(a.target, b.target),
		)
	})
}

// shelf gives the shelf of a service, by its id, an alias or, outside of the
// catalogue, the name that documents give it.
func (s *site) shelf(known map[string]*shelf, id string) *shelf {
	sh := &shelf{name: id, target: boardNoService}
	if id != "" {
		if sh.service = s.in.Corpus.ByID("service", id); sh.service != nil {
			id, sh.name = sh.service.ID, sh.service.Title
		}
		sh.target = boardServices + folder(id) + "/"
	}
	key := corpus.Fold(id)
	if known[key] == nil {
		known[key] = sh
		s.shelves = append(s.shelves, sh)
		if sh.service != nil {
			s.shelfOf[sh.service] = sh
		}
	}
	return known[key]
}

// planShelves adds the page of each shelf.
func (s *site) planShelves(e *edition) ([]job, error) {
	var jobs []job
	for _, sh := range s.shelves {
		if e == s.editions[0] {
			if err := s.claims.take(sh.target+"index.html", "the action items of the service "+sh.name); err != nil {
				return nil, err
			}
		}
		jobs = append(jobs, s.page(e, sh.target, "actions", func(_ *worker, p *Page) { p.shelfPage(sh) }))
	}
	return jobs, nil
}

// shelfTitle names the service of a shelf.
func (p *Page) shelfTitle(sh *shelf) string { return cmp.Or(sh.name, p.T("board.noservice")) }

// shelfPage fills the page of a service's items.
func (p *Page) shelfPage(sh *shelf) {
	p.ID = p.shelfTitle(sh)
	p.Title, p.Intro = p.T("board.of", p.ID), p.boardIntro(tallyOf(sh.items))
	p.Crumbs = []Link{{Href: p.Href(boardTarget), Label: p.T("board.title")}, {Href: p.Href(boardServices), Label: p.T("board.view.services")}}
	p.Board = &Board{Views: p.boardViews(sh.target), Groups: p.byUrgency(sh.items)}
	if sh.service != nil {
		p.Board.About = Link{Href: p.Href(p.site.targets[sh.service]), Label: p.T("board.about")}
	}
}

// itemsOfService leads from the page of a service to its items, if it has any.
func (v *view) itemsOfService() {
	if sh := v.site.shelfOf[v.known()]; sh != nil {
		v.page.ActionItems = Link{Href: v.page.Href(sh.target), Label: v.t("board.ofservice")}
	}
}

// byService lists the services with how many items each has.
func (p *Page) byService([]*insight.Action) {
	t := &Table{Stacked: true, Head: []Column{
		{p.T("column.service"), false}, {p.T("board.open"), true}, {p.T("board.overdue"), true}, {p.T("board.unknown"), true}, {p.T("board.over"), true},
	}}
	for _, sh := range p.site.shelves {
		first := Cell{Text: p.shelfTitle(sh), Href: p.Href(sh.target)}
		if sh.service != nil {
			first.Lang = p.item(sh.service).Lang
		}
		n := tallyOf(sh.items)
		row := []Cell{first}
		for _, count := range []int{n.open, n.overdue, n.unknown, n.over} {
			row = append(row, cell(p.words.integer(count)))
		}
		if n.overdue > 0 {
			row[2].Tone = "bad"
		}
		t.Rows = append(t.Rows, row)
	}
	t.style()
	p.Board.Table, p.Board.Note = t, p.T("board.several")
}

// tally counts items. Each is open, of unknown state or over.
type tally struct{ open, overdue, unknown, over int }

func tallyOf(items []*insight.Action) tally {
	var n tally
	for _, a := range items {
		switch {
		case a.Open():
			n.open++
			n.overdue += boolInt(a.Overdue > 0)
		case a.State == facet.Unknown:
			n.unknown++
		default:
			n.over++
		}
	}
	return n
}

// boardViews links to the orders of the board from the page of a target.
func (p *Page) boardViews(target string) []Link {
	var list []Link
	for _, v := range boardOrders() {
		name := strings.Trim(strings.TrimPrefix(v.target, boardTarget), "/")
		list = append(list, Link{Href: p.Href(v.target), Label: p.T("board.view." + name), Current: v.target == target})
	}
	return list
}
