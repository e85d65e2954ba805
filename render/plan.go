package render

import (
	"encoding/xml"
	"net/url"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// plan lists all pages and claims their paths.
func (s *site) plan() ([]job, error) {
	var jobs []job
	for _, e := range s.editions {
		own, err := s.planEdition(e)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, own...)
	}
	jobs = append(jobs, s.planSearch()...)
	jobs = append(jobs, s.notFound(), s.robots())
	if s.base() != "" {
		jobs = append(jobs, s.sitemap())
	}
	return jobs, nil
}

func (s *site) planEdition(e *edition) ([]job, error) {
	jobs := []job{s.page(e, "", "home", func(_ *worker, p *Page) { s.homePage(p) })}
	for _, k := range s.order {
		if k.Name == termKind {
			jobs = append(jobs, s.page(e, k.Segment+"/", "glossary", func(_ *worker, p *Page) { s.glossaryPage(p, k) }))
			continue
		}
		jobs = append(jobs, s.page(e, k.Segment+"/", "list", func(_ *worker, p *Page) { s.listPage(p, k) }))
	}
	for _, entry := range s.in.Corpus.Entries {
		jobs = append(jobs, s.page(e, s.targets[entry], entry.Kind, func(w *worker, p *Page) {
			k := s.in.Set.Kind(entry.Kind)
			p.Crumbs = []Link{{Href: p.Href(k.Segment + "/"), Label: k.Plural.In(p.Lang)}}
			s.documentPage(w, p, entry)
		}))
	}
	jobs = append(jobs, s.planChanges(e)...)
	jobs = append(jobs, s.planSheets(e)...)
	for _, plan := range []func(*edition) ([]job, error){s.planBoard, s.planSymptoms, s.planCauses, s.planPatterns} {
		own, err := plan(e)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, own...)
	}
	reports, err := s.planReports(e)
	if err != nil {
		return nil, err
	}
	jobs = append(jobs, reports...)
	jobs = append(jobs, s.planMethod(e)...)
	landings, err := s.landings(e)
	return append(jobs, landings...), err
}

// landings makes the pages of aliases and alerts.
func (s *site) landings(e *edition) ([]job, error) {
	var jobs []job
	first := e == s.editions[0]
	for _, entry := range s.in.Corpus.Entries {
		for _, alias := range entry.Aliases {
			target := s.in.Set.Kind(entry.Kind).Segment + "/" + folder(alias) + "/"
			if target == s.targets[entry] {
				continue
			}
			if first {
				if err := s.claims.take(target+"index.html", "the alias "+alias+" of "+entry.Path()); err != nil {
					return nil, err
				}
			}
			jobs = append(jobs, s.landing(e, target, "", []*corpus.Entry{entry}))
		}
	}
	names, runbooks := s.alerts()
	for _, name := range names {
		target := "alerts/" + folder(name) + "/"
		if first {
			if err := s.claims.take(target+"index.html", "the alert "+name); err != nil {
				return nil, err
			}
		}
		jobs = append(jobs, s.landing(e, target, name, runbooks[name]))
	}
	return jobs, nil
}

func (s *site) landing(e *edition, target, alert string, to []*corpus.Entry) job {
	return s.page(e, target, "landing", func(_ *worker, p *Page) {
		p.Title, p.NoIndex, p.Landing = to[0].Title, true, &Landing{Alert: alert}
		if alert != "" {
			p.Title = alert
			p.Landing.Bare = to[0].Kind == monitoringKind
		}
		for _, entry := range to {
			p.Landing.Items = append(p.Landing.Items, p.item(entry))
		}
		if len(to) == 1 && !p.Landing.Bare {
			p.Landing.To = p.Landing.Items[0].Link
			if base := s.base(); base != "" {
				p.Canonical = base + escapeTarget(e.prefix+s.targets[to[0]])
			}
		}
	})
}

// notFound makes 404.html, which hosts show at any depth: its links start at
// the root of the host.
func (s *site) notFound() job {
	e := s.editions[0]
	return job{path: "404.html", make: func(w *worker) error {
		p := s.newPage(e, "")
		if !s.o.FileURLs {
			p.root = s.basePath()
			p.Nav, p.More, p.Foot, p.Alternates = nil, nil, nil, nil
			s.frame(p, e, "")
		}
		p.Title, p.NoIndex, p.Canonical = p.T("notfound.title"), true, ""
		return s.templates.print(w, "404", p)
	}}
}

// basePath is the path of the site on its host, "/" if unknown.
func (s *site) basePath() string {
	u, err := url.Parse(s.base())
	if err != nil || u.Path == "" {
		return "/"
	}
	return u.EscapedPath()
}

func (s *site) robots() job {
	return job{path: "robots.txt", make: func(w *worker) error {
		w.out.WriteString("User-agent: *\nAllow: /\n")
		if base := s.base(); base != "" {
			w.out.WriteString("Sitemap: " + base + "sitemap.xml\n")
		}
		return nil
	}}
}

type sitemap struct {
	XMLName xml.Name     `xml:"urlset"`
	NS      string       `xml:"xmlns,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemap lists the pages that search engines should know.
func (s *site) sitemap() job {
	return job{path: "sitemap.xml", make: func(w *worker) error {
		m := sitemap{NS: "http://www.sitemaps.org/schemas/sitemap/0.9"}
		add := func(target, changed string) {
			for _, e := range s.editions {
				m.URLs = append(m.URLs, sitemapURL{s.base() + escapeTarget(e.prefix+target), changed})
			}
		}
		add("", "")
		for _, k := range s.order {
			add(k.Segment+"/", "")
		}
		for _, l := range s.overviews() {
			add(l.target, "")
		}
		if s.hasSheets() {
			for _, sh := range sheets() {
				add(sh.target(), "")
			}
		}
		for _, target := range s.finderTargets() {
			add(target, "")
		}
		for _, entry := range s.in.Corpus.Entries {
			add(s.targets[entry], s.lastMod(entry))
		}
		slices.SortStableFunc(m.URLs, func(a, b sitemapURL) int { return strings.Compare(a.Loc, b.Loc) })
		w.out.WriteString(xml.Header)
		return xml.NewEncoder(&w.out).Encode(m)
	}}
}

func (s *site) lastMod(e *corpus.Entry) string {
	if s.in.Results != nil {
		if c := s.in.Results.History.Changed[e.Path()]; c.Known {
			return c.At.UTC().Format("2006-01-02T15:04:05Z")
		}
	}
	return ""
}
