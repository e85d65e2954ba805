// Package render prints a corpus as a site: one page for every document,
// lists, services, landings for alerts, and what machines ask for.
//
// It holds how things look in HTML and where they stand; what they mean comes
// from corpus, the figures from insight, words and style from the theme.
// Everything that a document says is escaped as html/template decides, or by
// the printer of this package, whose Markdown is safe by construction: links
// by an allow list of schemes, HTML by an allow list of elements, no style and
// no script. Inputs are read-only; pages are made in parallel.
package render

import (
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/image/font/sfnt"

	"github.com/debrief-dev/debrief/internal/bundle"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/schema"
)

// Options are what the site decides about its pages.
type Options struct {
	Title       string
	Description string
	Lang        string   // of the interface: "en" or "ja"; empty is "en"
	Languages   []string // of all editions; those besides Lang stand under "ja/"; empty is Lang alone
	BaseURL     string   // "https://example.com/kb/"; empty if unknown, then there is no sitemap
	RepoURL     string   // of the repository's web page; empty for no links to sources
	EditURL     string   // where files are edited, "{path}" for the file; empty for no such links
	Redact      []string // names of people that report forms show as roles
	Sources     bool     // source and data of each document stand beside its page
	SocialCards bool     // so does a picture, if BaseURL is known
	CardFont    string   // file of its font in the repository
	FileURLs    bool     // links name index.html, so that the site works from disk
}

// Input is what a site is made of.
type Input struct {
	Corpus  *corpus.Corpus
	Results *insight.Results // nil if there are none
	Set     *schema.Set
	Theme   fs.FS // files that replace the built-in theme's, or add to them; nil if there are none
	Files   fs.FS // the repository, for pictures; nil if there is none
	// Findings are those of the documents, in order of the files, if Linted.
	Findings []diag.Diagnostic
	Linted   bool

	// Early leaves out the links that nobody wrote, which wait for the whole
	// library: for a first look.
	Early bool
}

// Site makes all files of the site and hands each to emit. emit is called
// from several goroutines at once, with slash-separated relative paths, each
// once; it must not keep data. The set of files and their bytes depend on in
// and o alone, their order does not. Two things that claim one page are an
// error that names both.
func Site(in Input, o Options, emit func(path string, data []byte) error) error {
	s, err := newSite(in, o, emit)
	if err != nil {
		return err
	}
	jobs, err := s.plan()
	if err != nil {
		return err
	}
	if err := s.run(append(jobs, s.planIndex()...), emit); err != nil {
		return err
	}
	return s.assets.err
}

// site is what all pages share. It is read-only while pages are made, except
// for its memories of pictures and code, which guard themselves.
type site struct {
	in        Input
	o         Options
	order     []*schema.Kind             // those that have documents, as navigation shows them
	lists     map[string][]*corpus.Entry // the documents of a kind, as lists show them
	targets   map[*corpus.Entry]string
	was       map[*corpus.Entry]*corpus.Entry    // of a draft: edited documents before the edit
	ageing    map[*corpus.Entry]map[int]agedItem // by the byte at which an item begins
	board     []*insight.Action                  // all items, the most urgent first
	shelves   []*shelf                           // the same by service
	shelfOf   map[*corpus.Entry]*shelf
	gathered  gathered                 // by tag, category and team
	incidents map[string]*corpus.Entry // by id, those that begin with a digit
	terms     []*term                  // of the glossary, by path and position
	spellings termNode                 // by which documents name them
	words     map[string]*term         // the same, folded
	methods   map[string]string        // how figures are computed, in Markdown, by language
	editions  []*edition
	templates templates
	policy    *bluemonday.Policy
	redactor  *redactor
	highlight *highlighter
	assets    *assets
	claims    *claims

	font      *sfnt.Font          // of social cards; nil if there are none
	channels  []*channel          // what programs can subscribe to
	channelOf map[string]*channel // by the target of their page

	years       func() []year                                 // see incidentYears
	agenda      func() agenda                                 // see readAgenda
	coverage    func() *insight.Coverage                      // of alerts by runbooks
	knownAlerts func() []*knownAlert                          // see findKnownAlerts
	quality     func() quality                                // see findQuality
	alertPages  func() ([]string, map[string][]*corpus.Entry) // see findAlerts

	style, head, app string // paths of the bundled files
	logo             string // path; empty if there is none
	icon             string // path
	dressed          bool   // templates of the repository's own may take part
}

// edition is the site in one language.
type edition struct {
	prefix string // "" for the first, "ja/"
	words  words
	items  sync.Map // *corpus.Entry: Item, its link missing
}

func newSite(in Input, o Options, emit func(string, []byte) error) (*site, error) {
	if o.Lang == "" {
		o.Lang = "en"
	}
	own := in.Theme
	dress := wear(own)
	in.Theme = dress
	s := &site{
		in: in, o: o, targets: map[*corpus.Entry]string{}, incidents: map[string]*corpus.Entry{}, lists: map[string][]*corpus.Entry{},
		policy: newPolicy(), redactor: newRedactor(o.Redact), highlight: &highlighter{}, claims: newClaims(), methods: map[string]string{},
		assets: &assets{files: in.Files, emit: emit, sent: map[string]bool{}},
	}
	if err := s.speak(); err != nil {
		return nil, err
	}
	s.alertPages = sync.OnceValues(s.findAlerts)
	s.years = sync.OnceValue(s.incidentYears)
	s.agenda = sync.OnceValue(s.readAgenda)
	s.coverage = sync.OnceValue(func() *insight.Coverage { return insight.Cover(s.in.Corpus) })
	s.knownAlerts = sync.OnceValue(s.findKnownAlerts)
	s.quality = sync.OnceValue(s.findQuality)
	s.list()
	var err error
	if s.logo, err = dress.logo(emit); err != nil {
		return nil, err
	}
	s.dressed = own != nil
	if s.templates, err = parseTemplates(dress, s.order); err != nil {
		return nil, err
	}
	if err := s.bundle(emit); err != nil {
		return nil, err
	}
	s.age()
	s.shelve()
	s.gather()
	s.readTerms()
	if err := s.address(); err != nil {
		return nil, err
	}
	s.tune()
	return s, s.readFont()
}

// list sorts the documents into their kinds.
func (s *site) list() {
	for _, e := range s.in.Corpus.Entries {
		s.lists[e.Kind] = append(s.lists[e.Kind], e)
	}
	for _, k := range s.in.Set.Kinds() {
		if list := s.lists[k.Name]; len(list) > 0 {
			s.sort(list)
			s.order = append(s.order, k)
		}
	}
}

// speak reads the words of each edition.
func (s *site) speak() error {
	for i, lang := range s.languages() {
		w, err := readWords(s.in.Theme, lang)
		if err != nil {
			return err
		}
		if s.methods[lang], err = methodSource(s.in.Theme, lang); err != nil {
			return err
		}
		e := &edition{words: w}
		if i > 0 {
			e.prefix, e.words.up = lang+"/", "../"
		}
		s.editions = append(s.editions, e)
	}
	return nil
}

// languages gives the language of each edition, the main one first.
func (s *site) languages() []string {
	list := []string{s.o.Lang}
	for _, l := range s.o.Languages {
		if l != s.o.Lang {
			list = append(list, l)
		}
	}
	return list
}

// bundle makes the style sheet and the scripts.
func (s *site) bundle(emit func(string, []byte) error) error {
	files, err := bundle.Bundle(s.in.Theme, "css/style.css", "ts/head.ts", "ts/app.ts")
	if err != nil {
		return err
	}
	for i, at := range []*string{&s.style, &s.head, &s.app} {
		*at = "assets/" + files[i].Name
		if err := emit(*at, files[i].Data); err != nil {
			return err
		}
	}
	return s.publishIcon(emit)
}

// address gives every document its target.
func (s *site) address() error {
	for _, o := range s.overviews() {
		if err := s.claims.take(o.target+"index.html", "the page "+o.key); err != nil {
			return err
		}
	}
	for _, e := range s.in.Corpus.Entries {
		k := s.in.Set.Kind(e.Kind)
		if k == nil {
			return fmt.Errorf("%s is of the unknown kind %q", e.Path(), e.Kind)
		}
		target := targetOf(k, e.ID)
		if err := s.claims.take(target+"index.html", e.Path()); err != nil {
			return err
		}
		s.targets[e] = target
		if e.Kind == "postmortem" && e.ID != "" && isDigit(e.ID[0]) {
			s.incidents[e.ID] = e
		}
	}
	return nil
}

// targetOf is the target of a document of a kind.
func targetOf(k *schema.Kind, id string) string { return k.Segment + "/" + folder(id) + "/" }

func (s *site) incident(e *corpus.Entry) *insight.Incident {
	if s.in.Results == nil {
		return nil
	}
	return s.in.Results.Incidents[e]
}

func (s *site) now() time.Time {
	if s.in.Results == nil {
		return time.Time{}
	}
	return s.in.Results.Now
}

// job makes one file.
type job struct {
	path     string
	edition  *edition              // of a page; nil for other files
	target   string                // of a page
	template string                // of a page
	make     func(w *worker) error // writes to w.out
}

// worker holds what one goroutine needs to make pages.
type worker struct {
	printers map[*edition]*printer
	printer  *printer
	programs map[string]*program // by template; nil where there is none
	out      output
	check    func(page []byte) error // of what templates printed; nil if they are all built in
}

func (s *site) worker() *worker {
	w := &worker{printers: map[*edition]*printer{}, programs: map[string]*program{}}
	for _, e := range s.editions {
		w.printers[e] = newPrinter(s, e.words)
	}
	if s.dressed {
		w.check = s.harmless
	}
	return w
}

// run does the jobs in as many goroutines as there are processors.
func (s *site) run(jobs []job, emit func(string, []byte) error) error {
	var next atomic.Int64
	var failed atomic.Bool
	errs := make([]error, len(jobs))
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(jobs)) {
		group.Go(func() {
			w := s.worker()
			for i := int(next.Add(1)) - 1; i < len(jobs) && !failed.Load(); i = int(next.Add(1)) - 1 {
				if errs[i] = w.do(jobs[i], emit); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *worker) do(j job, emit func(string, []byte) error) error {
	w.out.Reset()
	if err := j.make(w); err != nil {
		return fmt.Errorf("making %s: %w", j.path, err)
	}
	if w.check != nil && strings.HasSuffix(j.path, ".html") {
		if err := w.check(w.out.Bytes()); err != nil {
			return fmt.Errorf("making %s: %w", j.path, err)
		}
	}
	return emit(j.path, w.out.Bytes())
}

// newPage makes the page of a target in an edition.
func (s *site) newPage(e *edition, target string) *Page {
	p := &Page{
		site: s, edition: e, words: e.words, root: up(target), Lang: e.words.lang,
		SiteTitle: s.o.Title, Description: oneLine(s.o.Description),
	}
	s.frame(p, e, target)
	return p
}

// frame fills what stands around the content.
func (s *site) frame(p *Page, e *edition, target string) {
	top := p.top()
	p.Root, p.Index, p.IndexScripts = p.root, top+searchTarget, s.o.FileURLs
	p.Style, p.Head, p.App, p.Icon = top+s.style, top+s.head, top+s.app, top+firstOf(s.logo, s.icon)
	if s.logo != "" {
		p.Logo = top + s.logo
	}
	if base := s.base(); base != "" {
		p.Canonical = base + escapeTarget(e.prefix+target)
	}
	if now := s.now(); !now.IsZero() {
		p.AsOf = p.words.day(s.local(now))
	}
	s.navigate(p, target)
	s.subscribe(p, target)
	for _, other := range s.editions {
		if other != e {
			p.Alternates = append(p.Alternates, Alternate{
				Lang: other.words.lang, Label: other.words.t("language"), Href: s.href(top+other.prefix, target), Address: s.addressOf(other, target),
			})
		}
	}
}

// addressOf gives the full address of a target, empty if that of the site is
// unknown.
func (s *site) addressOf(e *edition, target string) string {
	if s.base() == "" {
		return ""
	}
	return s.base() + escapeTarget(e.prefix+target)
}

// base is the address of the site with a slash at the end, empty if unknown.
func (s *site) base() string { return s.o.base() }

func (o Options) base() string {
	if !webURL(o.BaseURL) {
		return ""
	}
	return strings.TrimSuffix(o.BaseURL, "/") + "/"
}

// page adds the job of a page that a template prints.
func (s *site) page(e *edition, target, template string, fill func(w *worker, p *Page)) job {
	return job{path: e.prefix + path.Join(target, "index.html"), edition: e, target: target, template: template, make: func(w *worker) error {
		w.printer = w.printers[e]
		p := s.newPage(e, target)
		fill(w, p)
		p.Description = p.about()
		return s.templates.print(w, template, p)
	}}
}
