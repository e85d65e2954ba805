package render

import (
	"net/url"

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
	for _, e := range s.editions {
		jobs = append(jobs, s.planChannels(e)...)
	}
	jobs = append(jobs, s.planMachine()...)
	jobs = append(jobs, s.notFound(), s.planPaths(jobs))
	jobs = append(jobs, s.planSitemap(jobs)...)
	return jobs, s.claims.check(jobs)
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
		jobs = append(jobs, s.documentJob(e, entry))
	}
	jobs = append(jobs, s.planChanges(e)...)
	jobs = append(jobs, s.planSheets(e)...)
	for _, plan := range []func(*edition) ([]job, error){s.planBoard, s.planSymptoms, s.planCauses, s.planPatterns, s.planGraph, s.planForms, s.planGathered, s.planYears, s.planCalendar, s.planAlerts, s.planQuality} {
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

// documentJob makes the page of a document.
func (s *site) documentJob(e *edition, entry *corpus.Entry) job {
	return s.page(e, s.targets[entry], entry.Kind, func(w *worker, p *Page) {
		k := s.in.Set.Kind(entry.Kind)
		p.Crumbs = []Link{{Href: p.Href(k.Segment + "/"), Label: k.Plural.In(p.Lang)}}
		s.beside(p, entry)
		s.documentPage(w, p, entry)
	})
}

// landings makes the pages of aliases.
func (s *site) landings(e *edition) ([]job, error) {
	var jobs []job
	first := e == s.editions[0]
	for _, entry := range s.in.Corpus.Entries {
		for _, target := range s.aliasTargets(entry) {
			if first {
				if err := s.claims.take(target+"index.html", "an alias of "+entry.Path()); err != nil {
					return nil, err
				}
			}
			jobs = append(jobs, s.landing(e, target, "", []*corpus.Entry{entry}))
		}
	}
	return jobs, nil
}

func (s *site) landing(e *edition, target, alert string, to []*corpus.Entry) job {
	return s.page(e, target, "landing", func(_ *worker, p *Page) {
		p.Title, p.NoIndex, p.Landing = to[0].Title, true, &Landing{Alert: alert}
		if alert != "" {
			p.Title = alert
		}
		for _, entry := range to {
			p.Landing.Items = append(p.Landing.Items, p.item(entry))
		}
		if len(to) == 1 {
			p.Landing.To = p.Landing.Items[0].Link
			p.Canonical = p.Landing.To.Href
			if base := s.base(); base != "" {
				p.Canonical = base + escapeTarget(e.prefix+s.targets[to[0]])
			}
		}
	})
}

// basePath is the path of the site on its host, "/" if unknown.
func (s *site) basePath() string {
	u, err := url.Parse(s.base())
	if err != nil || u.Path == "" {
		return "/"
	}
	return u.EscapedPath()
}
