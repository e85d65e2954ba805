package render

import (
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// planMachine makes the files that are about the site as a whole, for programs.
func (s *site) planMachine() []job {
	jobs := slices.Concat(s.planData(), s.planSchemas(), s.planSources(), s.planCards(), s.planRedirects())
	jobs = append(jobs, s.robots())
	for _, e := range s.editions {
		jobs = append(jobs, job{path: e.prefix + "llms.txt", make: func(w *worker) error { s.writeLLMs(w, e); return nil }})
		if s.base() != "" {
			jobs = append(jobs, job{path: e.prefix + openSearchName, make: func(w *worker) error { return s.writeOpenSearch(w, e) }})
		}
	}
	return jobs
}

func (s *site) robots() job {
	return job{path: "robots.txt", make: func(w *worker) error {
		w.out.WriteString("User-agent: *\nAllow: /\n")
		if base := s.base(); base != "" {
			w.out.WriteString("Sitemap: " + base + sitemapName + ".xml\n")
		}
		return nil
	}}
}

// openSearchName is what browsers read to offer the search of the site, with its
// media type. The address of a search must be absolute, so there is none without
// that of the site.
const (
	openSearchName = "opensearch.xml"
	openSearchType = "application/opensearchdescription+xml"
)

// openSearch is an OpenSearch 1.1 description. Its names may have 16 characters,
// its descriptions 1024.
type openSearch struct {
	XMLName     xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string
	Description string
	URL         openSearchURL `xml:"Url"`
	Language    string
	Encoding    string `xml:"InputEncoding"`
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Template string `xml:"template,attr"`
}

func (s *site) writeOpenSearch(w *worker, e *edition) error {
	title := strings.Join(strings.Fields(plainLine(s.o.Title)), " ")
	short := []rune(title)
	page := "search/"
	if s.o.FileURLs {
		page += "index.html"
	}
	return writeXML(w, openSearch{
		ShortName: strings.TrimSpace(string(short[:min(len(short), 16)])), Description: oneLine(plainLine(firstOf(s.o.Description, s.o.Title))),
		URL:      openSearchURL{"text/html", s.base() + escapeTarget(e.prefix) + page + "?q={searchTerms}"},
		Language: e.words.lang, Encoding: "UTF-8",
	})
}

// mostNamed is how many documents of a kind llms.txt names, those that lists
// show first: it is read as a whole, and its lists lead to the others.
const mostNamed = 100

// writeLLMs writes what the site holds in the Markdown of llmstxt.org, for
// programs that read prose: the lists, then documents by kind with their
// summaries, then data.
func (s *site) writeLLMs(w *worker, e *edition) {
	p := s.newPage(e, "")
	root, top := "", e.words.up
	if base := s.base(); base != "" {
		root, top = base+escapeTarget(e.prefix), base
	}
	entry := func(title, href, note string) {
		w.out.strings("- [", markdownLine(title), "](", href, ")")
		if note != "" && note != title {
			w.out.strings(": ", markdownLine(note))
		}
		w.out.WriteString("\n")
	}
	w.out.strings("# ", markdownLine(s.o.Title), "\n")
	if s.o.Description != "" {
		w.out.strings("\n> ", markdownLine(s.o.Description), "\n")
	}
	for _, k := range s.order {
		w.out.strings("\n## ", markdownLine(k.Plural.In(p.Lang)), "\n\n")
		list := s.lists[k.Name]
		entry(p.T("home.all", p.words.integer(len(list))), s.href(root, k.Segment+"/"), "")
		for _, d := range list[:min(len(list), mostNamed)] {
			entry(d.Title, s.llmPage(d, root, top), oneLine(d.Summary))
		}
	}
	if s.in.Results == nil {
		return
	}
	w.out.strings("\n## ", p.T("data.title"), "\n\n")
	for _, d := range dataSets() {
		entry(d.name+".json", top+dataTarget+d.name+".json", p.T("data."+d.name))
	}
	for _, k := range s.order {
		entry(k.Name+".json", top+schemaTarget+folder(k.Name)+".json", p.T("data.schema", k.Label.In(p.Lang)))
	}
}

// llmPage is where a program finds a document: its source, if that is there.
func (s *site) llmPage(d *corpus.Entry, root, top string) string {
	if s.o.Sources && s.in.Results != nil {
		return top + escapeTarget(s.targets[d]) + sourceName(d)
	}
	return s.href(root, s.targets[d])
}

// markdownLine is a text on one line that Markdown takes for nothing else.
func markdownLine(text string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(plainLine(text)), " ") {
		if strings.ContainsRune("\\`*_[]<>#&|~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// redirect leads from a former address to the one that took its place.
type redirect struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Document string `json:"document"` // path of its file
}

// redirects are those of all aliases, as escaped paths on the host, by path of
// the document.
func (s *site) redirects() []redirect {
	var list []redirect
	for _, e := range s.editions {
		root := s.basePath() + escapeTarget(e.prefix)
		for _, entry := range s.in.Corpus.Entries {
			for _, target := range s.aliasTargets(entry) {
				list = append(list, redirect{root + escapeTarget(target), s.href(root, s.targets[entry]), entry.Path()})
			}
		}
	}
	return list
}

// aliasTargets are the pages that an entry had by its aliases, each once.
func (s *site) aliasTargets(e *corpus.Entry) []string {
	var list []string
	for _, alias := range e.Aliases {
		target := targetOf(s.in.Set.Kind(e.Kind), alias)
		if target != s.targets[e] && !slices.Contains(list, target) {
			list = append(list, target)
		}
	}
	return list
}

// planRedirects tells hosts of the former addresses, in the form of Netlify and
// Cloudflare and as JSON. Where neither is read, the pages at those addresses
// lead on by themselves.
func (s *site) planRedirects() []job {
	list := s.redirects()
	if len(list) == 0 {
		return nil
	}
	return []job{
		{path: "_redirects", make: func(w *worker) error {
			for _, r := range list {
				w.out.strings(r.From, " ", r.To, " 301\n")
			}
			return nil
		}},
		{path: "redirects.json", make: func(w *worker) error {
			enc := json.NewEncoder(&w.out)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "  ")
			return enc.Encode(map[string]any{"redirects": list})
		}},
	}
}
