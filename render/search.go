package render

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/parallel"
	"github.com/debrief-dev/debrief/internal/search"
)

// searchTarget is the page of the search, and the folder of its index: the
// root at search/root.bin, all other files in a folder named after their
// content. Where pages are read from disk, which keeps them from reading
// files, each file is a script that hands its bytes over.
const searchTarget = "search/"

// foundText is what a result shows of a document. Addresses are relative to
// the root of an edition.
type foundText struct {
	URL      string   `json:"u"`
	Title    string   `json:"t"`
	Kind     string   `json:"k"`
	ID       string   `json:"i"`
	Lang     string   `json:"l,omitempty"`
	Date     string   `json:"d,omitempty"` // the day on which an incident began
	Severity string   `json:"s,omitempty"`
	Summary  string   `json:"x,omitempty"`
	Services []string `json:"v,omitempty"`
}

// planSearch adds the page of the search for each edition.
func (s *site) planSearch() []job {
	var jobs []job
	for _, e := range s.editions {
		jobs = append(jobs, s.page(e, searchTarget, "search", func(_ *worker, p *Page) { s.searchPage(p) }))
	}
	return jobs
}

// planIndex makes the files of the index, all of them at once: the root names
// the others by their content.
func (s *site) planIndex() []job {
	library := s.library()
	contents := search.Contents{Results: make([][]byte, len(library.Entries)), Texts: make([][]byte, len(library.Entries))}
	parallel.Each(len(library.Entries), func(i int) {
		contents.Results[i] = mustJSON(s.found(library.Entries[i]))
		contents.Texts[i] = mustJSON(textOf(library.Entries[i]))
	})
	files := library.Index.Files(contents)
	data := make([][]byte, len(files))
	parallel.EachWith(len(files), func() func(i int) {
		var c search.Compressor
		return func(i int) { data[i] = files[i].Data(&c) }
	})
	hash := sha256.New()
	for i, f := range files {
		hash.Write([]byte(f.Name))
		hash.Write(data[i])
	}
	folder := hex.EncodeToString(hash.Sum(nil)[:5]) + "/"
	jobs := []job{s.indexFile("root", library.Index.Root(folder))}
	for i, f := range files {
		jobs = append(jobs, s.indexFile(folder+f.Name, data[i]))
	}
	var c search.Compressor
	for _, e := range s.editions {
		jobs = append(jobs, s.indexFile("words-"+e.words.lang, c.Compress(mustJSON(s.searchWords(e)))))
	}
	return jobs
}

// library is the index of the documents, which their links are found with too.
func (s *site) library() *insight.Library {
	if s.in.Results == nil {
		return insight.NewLibrary(s.in.Corpus, nil)
	}
	return s.in.Results.Library()
}

// indexFile writes a file of the index.
func (s *site) indexFile(name string, data []byte) job {
	if !s.o.FileURLs {
		return job{path: searchTarget + name + ".bin", make: func(w *worker) error {
			w.out.Write(data)
			return nil
		}}
	}
	return job{path: searchTarget + name + ".js", make: func(w *worker) error {
		w.out.WriteString("debriefIndex(" + string(mustJSON(name)) + "," + string(mustJSON(data)) + ")\n") // base64
		return nil
	}}
}

// found describes a document as a result.
func (s *site) found(e *corpus.Entry) foundText {
	f := foundText{
		URL: s.href("", s.targets[e]), Title: e.Title, Kind: e.Kind, ID: e.ID, Lang: e.Lang,
		Severity: e.Severity, Summary: cutText(oneLine(e.Summary), 160),
	}
	if in := s.incident(e); in != nil && in.Start.Known {
		f.Date = in.Start.V.Format("2006-01-02")
	}
	for _, service := range e.Targets("services") {
		f.Services = append(f.Services, service.Title)
	}
	return f
}

// cutText gives the first n characters of a text.
func cutText(s string, n int) string {
	for i := range s {
		if n == 0 {
			return strings.TrimSpace(s[:i]) + "…"
		}
		n--
	}
	return s
}

// textOf gives the text of a document for snippets: for each heading its
// anchor, its text, and what stands under it.
func textOf(e *corpus.Entry) [][3]string {
	out := [][3]string{}
	for _, p := range insight.Passages(e) {
		out = append(out, [3]string{p.Anchor, p.Heading, p.Text})
	}
	return out
}

// mustJSON writes what always can be written.
func mustJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

// Search is the page of the search.
type Search struct {
	Lists []Link // of all documents, for those without script
}

func (s *site) searchPage(p *Page) {
	p.Title = p.T("search.title")
	p.NoIndex = true
	p.Search = &Search{}
	for _, k := range s.order {
		p.Search.Lists = append(p.Search.Lists, Link{Href: p.Href(k.Segment + "/"), Label: k.Plural.In(p.Lang)})
	}
}

// searchWords are the names of kinds and values, and the texts of the search,
// as its script reads them.
type searchWords struct {
	Kinds      map[string]string `json:"kinds"`
	Severities map[string]string `json:"severities"`
	Facets     map[string]string `json:"facets"`
	Values     map[string]string `json:"values"`
	Texts      map[string]string `json:"texts"`
}

// facetKeys are the facets that the page offers.
var facetKeys = [...]string{"kind", "service", "category", "severity", "frequency", "skill", "time", "year", "is", "solved-by", "tag"}

// facetValues are the values that are words of the interface.
var facetValues = [...]string{
	"time:15m", "time:1h", "time:4h", "time:1d", "time:longer", "is:open", "is:overdue", "is:ongoing",
	"skill:beginner", "skill:intermediate", "skill:advanced",
	"frequency:very_common", "frequency:common", "frequency:occasional", "frequency:rare",
}

func (s *site) searchWords(e *edition) searchWords {
	p := s.newPage(e, "")
	w := searchWords{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for _, k := range s.order {
		w.Kinds[k.Name] = k.Label.In(p.Lang)
	}
	for _, e := range s.in.Corpus.Entries {
		if e.Severity != "" && w.Severities[e.Severity] == "" {
			w.Severities[e.Severity] = p.severity(e.Severity).Label
		}
	}
	for _, key := range facetKeys {
		w.Facets[key] = p.T("search.facet." + strings.ReplaceAll(key, "-", "_"))
	}
	if s.hasSheets() {
		for _, x := range s.in.Results.Patterns().List {
			w.Values["solved-by:"+x.Word] = x.Name.In(p.Lang)
		}
	}
	for _, value := range facetValues {
		w.Values[value] = p.T("search.value." + strings.NewReplacer(":", "", "_", "").Replace(value))
	}
	for _, key := range []string{"results", "none", "single", "count", "more"} {
		w.Texts[key] = p.T("search.text." + key)
	}
	return w
}
