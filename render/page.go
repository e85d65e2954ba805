package render

import (
	"html/template"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// Page is what templates see. Fields that a page does not need are empty.
// Templates of a user's own theme may rely on all exported fields.
type Page struct {
	site    *site
	edition *edition
	words   words
	root    string    // the way up to the root of the edition
	told    []Heading // of the body

	Lang         string
	Title        string
	SiteTitle    string
	Description  string
	Canonical    string
	NoIndex      bool
	Style        string // the style sheet
	IndexScripts bool   // the files of the index are scripts, which can be read from disk
	Icon         string // the picture for the tabs of a browser: the logo, if there is one
	Logo         string // empty if there is none
	Head, App    string // the scripts
	Root, Index  string // the way to the root of the edition, and to the index of the search
	Nav          []Link
	More         []Link // further ones, in a menu of their own
	MoreCurrent  bool   // the page is below one of them
	Foot         []Link
	Alternates   []Alternate // the same page in other languages
	Formats      []Format    // what programs can read in its place, or subscribe to
	Follow       []Format    // of these, what is about this page alone, for its readers
	Card         string      // address of the picture that other sites show with links to the page
	OpenSearch   string      // describes the search for browsers; empty if nothing does
	Crumbs       []Link
	AsOf         When

	// Of a document.
	Kind        string
	KindLabel   string
	ID          string
	TitleID     string // anchor of the heading that the title replaces
	ContentLang string // set where it differs from Lang
	Summary     template.HTML
	Severity    Badge
	Status      Badge
	Badges      []Badge // further ones
	Labels      []Field // facts of the header, in order
	Live        bool
	Changed     Changed
	SourceURL   string
	EditURL     string
	Path        string
	Opening     []Part // the body up to its first heading, on pages with parts Ahead
	Parts       []Part
	Contents    []Heading
	Related     []Group
	Suggested   []SuggestedLink
	Facts       []Fact
	Tags        []string

	Ahead, After []Detail // of the body

	// Facets that the body does not show in its own place.
	Timeline      *Timeline
	Actions       *Actions
	Causes        *Causes
	Escalations   *Escalations
	Escalate      string // link to the first rule of escalation, wherever it stands; empty if there is none
	Decisions     []*Decision
	Steps         []Step
	Solutions     []Solution
	Symptoms      []template.HTML
	Prerequisites []template.HTML
	Anchors       []string // of action items that the page shows without a place of their own

	// Figures.
	Cards      []Card
	Absent     []Card // figures that cannot be computed: Note says why
	Strip      template.HTML
	Objectives []Objective

	// Of lists.
	Intro    string
	Sections []Section
	Landing  *Landing
	Board    *Board
	News     []ChangesDay
	Leaving  []LeavingItem
	Search   *Search
	Finder   *SymptomFinder // of symptoms, and of the home page
	Chain    *SymptomChain  // of a symptom
	Sheets   []SheetCard
	Blocks   []Block
	Figures  []Figure // of the overview of figures
	Glossary *Glossary
	Graph    *Graph // of symptoms, causes and solutions
	Method   []MethodSection

	Explained   Link // of a sheet: how its figures are computed
	Report      *Report
	Form        *ReportForm // of an incident
	FormLink    Link        // of an incident: to its report form
	Pager       []Link      // the pages of a list that needs several
	Paths       string      // of 404.html: the script with the paths of all pages
	TagLinks    []Link      // to the lists of the tags
	Reports     Link        // of a service: to its monthly reports
	ActionItems Link        // of a service: to those of its incidents
	Loop        *LoopState
}

// Field is a label with what belongs to it.
type Field struct {
	Label string
	HTML  template.HTML
}

// Badge is a word with a class that gives it shape and colour.
type Badge struct {
	Class string
	Label string
}

// Link is a link to a page of the site, or elsewhere.
type Link struct {
	Href    string // empty if it leads nowhere
	Label   string
	Current bool
}

// Alternate is a page in another language.
type Alternate struct {
	Lang, Href, Label string
	Address           string // in full, as search engines want it; empty if that of the site is unknown
}

// Changed is the last change of a document.
type Changed struct {
	When   When
	Author string
	Commit string // short
}

// Card is one figure with what it assumes.
type Card struct {
	Label string
	Value string
	Note  string // the assumption or formula
	Tone  string // good, bad or empty
	How   string // link to what explains it; empty if nothing does
}

// Objective is a service's objective in its current period.
type Objective struct {
	Label, Target, Value, Period string
	Consumed                     string
	Remaining                    string
	State                        Badge
	Note                         string // what is left out; empty if nothing
	Level                        int    // 0–10, tenths of the budget used
}

// Group is a list of related documents under a label.
type Group struct {
	Label string
	Items []Item
}

// Section is a part of a list page.
type Section struct {
	ID    string
	Title string
	Kind  string
	More  Link
	Items []Item
}

// Item is a document in a list.
type Item struct {
	Link
	Kind     string
	KindName string
	ID       string
	Lang     string // set where it differs from the page's
	Summary  string
	Severity Badge
	Status   Badge
	When     When
	Duration string
	Services []string
	Open     string // of its action items
	Overdue  string
	Note     string
}

// T is a text of the interface.
func (p *Page) T(key string, args ...any) string { return p.words.t(key, args...) }

// N is a text of the interface that counts.
func (p *Page) N(key string, n int) string { return p.words.count(key, n) }

// Href links to a page of the same edition: Href "incidents/".
func (p *Page) Href(target string) string { return p.site.href(p.root, target) }

func (p *Page) top() string { return p.root + p.words.up }

// link links to a document.
func (p *Page) link(e *corpus.Entry) Link {
	return Link{Href: p.Href(p.site.targets[e]), Label: e.Title}
}

// item shows a document in a list.
func (p *Page) item(e *corpus.Entry) Item {
	known, ok := p.edition.items.Load(e)
	if !ok {
		known, _ = p.edition.items.LoadOrStore(e, p.describe(e))
	}
	it := known.(Item)
	it.Link = p.link(e)
	return it
}

// describe makes an item, which is the same on all pages of the edition but
// for its link.
func (p *Page) describe(e *corpus.Entry) Item {
	kind := p.site.in.Set.Kind(e.Kind)
	it := Item{
		Kind: e.Kind, KindName: kind.Label.In(p.Lang), ID: e.ID, Summary: oneLine(e.Summary),
		Severity: p.severity(e.Severity), Status: p.status(e),
	}
	if e.Lang != "" && e.Lang != p.Lang {
		it.Lang = e.Lang
	}
	if in := p.site.incident(e); in != nil {
		if in.Start.Known {
			it.When = p.words.day(in.Start.V)
		}
		if in.Duration.Known {
			it.Duration = p.words.lasted(in)
		}
		for _, s := range e.Targets("services") {
			it.Services = append(it.Services, s.Title)
		}
	}
	opened, late := p.site.counts(e)
	if opened > 0 {
		it.Open = p.N("actions.open", opened)
	}
	if late > 0 {
		it.Overdue = p.N("actions.overdue", late)
	}
	return it
}

// oneLine is a text without line breaks, at most 240 characters long.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	n := 0
	for i := range s {
		if n++; n > 240 {
			return strings.TrimRight(s[:i], " 、,") + "…"
		}
	}
	return s
}

func (p *Page) severity(s string) Badge {
	if s == "" {
		return Badge{}
	}
	return Badge{Class: slugClass(s), Label: p.words.named("severity.", s)}
}

func (p *Page) status(e *corpus.Entry) Badge {
	if e.Status == "" {
		return Badge{}
	}
	return Badge{Class: slugClass(e.Status), Label: p.words.named("status.", e.Status)}
}

// slugClass keeps of a word what a class may hold.
func slugClass(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, strings.ToLower(s))
}
