package render

import (
	"encoding/xml"
	"strconv"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// A sitemap may list 50,000 pages (sitemaps.org/protocol.html); beyond that
// sitemap.xml is an index of several.
const (
	sitemapName = "sitemap"
	mostMapped  = 50_000
	sitemapNS   = "http://www.sitemaps.org/schemas/sitemap/0.9"
)

type sitemap struct {
	XMLName xml.Name     `xml:"urlset"`
	NS      string       `xml:"xmlns,attr"`
	XHTML   string       `xml:"xmlns:xhtml,attr,omitempty"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string             `xml:"loc"`
	LastMod string             `xml:"lastmod,omitempty"`
	Links   []sitemapAlternate `xml:"xhtml:link"`
}

// sitemapAlternate is the page in a language; each page names all of them,
// itself too, as search engines ask.
type sitemapAlternate struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

type sitemapIndex struct {
	XMLName xml.Name     `xml:"sitemapindex"`
	NS      string       `xml:"xmlns,attr"`
	Maps    []sitemapURL `xml:"sitemap"`
}

// unlisted are the templates of pages that search engines should not list.
var unlisted = map[string]bool{"landing": true, "search": true, "report": true, "404": true}

// planSitemap lists the pages among the jobs, if the address of the site is
// known.
func (s *site) planSitemap(jobs []job) []job {
	if s.base() == "" {
		return nil
	}
	var pages []job
	for _, j := range jobs {
		if j.edition != nil && !unlisted[j.template] {
			pages = append(pages, j)
		}
	}
	if len(pages) <= mostMapped {
		return []job{{path: sitemapName + ".xml", make: func(w *worker) error { return s.writeSitemap(w, pages) }}}
	}
	var maps []job
	index := sitemapIndex{NS: sitemapNS}
	for n := 1; len(pages) > 0; n++ {
		part := pages[:min(len(pages), mostMapped)]
		pages = pages[len(part):]
		name := sitemapName + "-" + strconv.Itoa(n) + ".xml"
		index.Maps = append(index.Maps, sitemapURL{Loc: s.base() + name})
		maps = append(maps, job{path: name, make: func(w *worker) error { return s.writeSitemap(w, part) }})
	}
	return append(maps, job{path: sitemapName + ".xml", make: func(w *worker) error { return writeXML(w, index) }})
}

func (s *site) writeSitemap(w *worker, pages []job) error {
	documents := make(map[string]*corpus.Entry, len(s.targets))
	for e, target := range s.targets {
		documents[target] = e
	}
	m := sitemap{NS: sitemapNS, URLs: make([]sitemapURL, len(pages))}
	if len(s.editions) > 1 {
		m.XHTML = "http://www.w3.org/1999/xhtml"
	}
	for i, j := range pages {
		m.URLs[i].Loc = s.href(s.base()+j.edition.prefix, j.target)
		if e := documents[j.target]; e != nil {
			m.URLs[i].LastMod = s.lastMod(e)
		}
		for _, e := range s.editions {
			if len(s.editions) > 1 {
				m.URLs[i].Links = append(m.URLs[i].Links, sitemapAlternate{"alternate", e.words.lang, s.href(s.base()+e.prefix, j.target)})
			}
		}
	}
	return writeXML(w, m)
}

func writeXML(w *worker, v any) error {
	w.out.WriteString(xml.Header)
	err := xml.NewEncoder(&w.out).Encode(v)
	w.out.WriteByte('\n')
	return err
}

// lastMod is when a document changed, empty if no history tells.
func (s *site) lastMod(e *corpus.Entry) string {
	if s.in.Results != nil {
		if c := s.in.Results.History.Changed[e.Path()]; c.Known {
			return c.At.UTC().Format("2006-01-02T15:04:05Z")
		}
	}
	return ""
}
