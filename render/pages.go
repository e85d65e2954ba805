package render

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
)

// Pages is a site whose files are made when they are asked for, each once. It
// is safe for concurrent use.
type Pages struct {
	site *site
	jobs map[string]job
	base *Pages // of a draft: has all other files

	made      sync.Map  // path: func() made
	assets    *sync.Map // path: data; style sheet, scripts, and pictures of the pages made so far
	index     func() (map[string]job, error)
	documents func() map[string]string       // the path of the document, by that of its page
	built     atomic.Pointer[map[string]job] // index, once it is made
	workers   sync.Pool
	older     remains
}

// remains are files that pages of an earlier state ask for. Their names hold
// their content.
type remains struct {
	assets *sync.Map
	index  map[string]job // of the search
}

type made struct {
	data []byte
	err  error
}

// Open plans a site. Two things that claim one page are an error, as is a theme
// that cannot be read.
func Open(in Input, o Options) (*Pages, error) {
	p := &Pages{assets: &sync.Map{}}
	var err error
	if p.site, err = newSite(in, o, p.keep); err != nil {
		return nil, err
	}
	jobs, err := p.site.plan()
	if err != nil {
		return nil, err
	}
	p.jobs = byPath(jobs)
	p.index = sync.OnceValues(p.indexed)
	p.documents = sync.OnceValue(func() map[string]string { return p.site.documentsOf(in.Corpus.Entries) })
	return p, nil
}

func (p *Pages) indexed() (files map[string]job, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("making the index of the search: %v", r)
		}
	}()
	files = byPath(p.site.planIndex())
	p.built.Store(&files)
	return files, nil
}

func byPath(jobs []job) map[string]job {
	out := make(map[string]job, len(jobs))
	for _, j := range jobs {
		out[j.path] = j
	}
	return out
}

// keep takes a file that others need as soon as it is known.
func (p *Pages) keep(path string, data []byte) error {
	p.assets.Store(path, bytes.Clone(data))
	return nil
}

// Draft gives the site with the pages of edited documents made anew, of a draft
// of the corpus and its results. All other files are those of p.
func (p *Pages) Draft(in Input, edits []corpus.Edit) *Pages {
	s := *p.site
	in.Theme, in.Early = s.in.Theme, s.in.Early
	s.in, s.was = in, map[*corpus.Entry]*corpus.Entry{}
	s.targets, s.ageing, s.incidents = maps.Clone(s.targets), maps.Clone(s.ageing), maps.Clone(s.incidents)
	d := &Pages{site: &s, jobs: map[string]job{}, base: p, assets: p.assets}
	var edited []*corpus.Entry
	for _, edit := range edits {
		e := edit.Now
		k := in.Set.Kind(e.Kind)
		if k == nil {
			continue
		}
		if edit.Was != nil {
			s.was[e] = edit.Was
		}
		s.targets[e] = targetOf(k, e.ID)
		s.ageOf(e)
		edited = append(edited, e)
		if s.incidents[e.ID] == edit.Was && edit.Was != nil {
			s.incidents[e.ID] = e
		}
		for _, edition := range s.editions {
			j := s.documentJob(edition, e)
			if _, taken := p.jobs[j.path]; edit.Was != nil || !taken {
				d.jobs[j.path] = j
			}
		}
	}
	d.documents = sync.OnceValue(func() map[string]string { return s.documentsOf(edited) })
	return d
}

// known is a document as answers about the whole corpus know it: in a draft, as
// it was before the edit.
func (s *site) known(e *corpus.Entry) *corpus.Entry {
	if was := s.was[e]; was != nil {
		return was
	}
	return e
}

func (v *view) known() *corpus.Entry { return v.site.known(v.entry) }

// knownIncident is the same of the figures of an incident.
func (v *view) knownIncident() *insight.Incident { return v.site.incident(v.known()) }

// Follow lets p have the files that pages of an earlier state still ask for:
// what this shows of it was loaded before. Before p is shown to others.
func (p *Pages) Follow(earlier *Pages) {
	p.older.assets = earlier.assets
	if built := earlier.built.Load(); built != nil {
		p.older.index = *built
	}
}

// Style is the path of the style sheet.
func (p *Pages) Style() string { return p.site.style }

// Document gives the path of the document that a file is the page of, empty if
// it is none's.
func (p *Pages) Document(file string) string {
	if path := p.documents()[file]; path != "" || p.base == nil {
		return path
	}
	return p.base.Document(file)
}

// documentsOf maps the pages of documents to the paths of those.
func (s *site) documentsOf(entries []*corpus.Entry) map[string]string {
	out := map[string]string{}
	for _, e := range entries {
		for _, edition := range s.editions {
			out[s.documentJob(edition, e).path] = e.Path()
		}
	}
	return out
}

// File makes a file of the site, or gives it again; ok is false if there is
// none of the path. Callers must not change the data. An error is of this file
// alone.
func (p *Pages) File(path string) (data []byte, ok bool, err error) {
	if data, ok := p.assets.Load(path); ok {
		return data.([]byte), true, nil
	}
	j, ok, err := p.job(path)
	switch {
	case err != nil:
		return nil, true, err
	case !ok && p.base != nil:
		return p.base.File(path)
	case !ok:
		data, ok := p.older.file(path)
		return data, ok, nil
	}
	do, _ := p.made.LoadOrStore(path, sync.OnceValue(func() made { return p.make(j) }))
	m := do.(func() made)()
	return m.data, true, m.err
}

func (p *Pages) job(path string) (j job, ok bool, err error) {
	if j, ok = p.jobs[path]; ok || p.index == nil || !strings.HasPrefix(path, searchTarget) || !strings.HasSuffix(path, ".bin") {
		return j, ok, nil
	}
	if j, ok = p.older.index[path]; ok && strings.Count(path, "/") > 1 {
		return j, true, nil
	}
	files, err := p.index()
	j, ok = files[path]
	return j, ok, err
}

func (r remains) file(path string) ([]byte, bool) {
	if r.assets == nil {
		return nil, false
	}
	data, ok := r.assets.Load(path)
	if !ok {
		return nil, false
	}
	return data.([]byte), true
}

// make makes a file. What breaks down while it is made spoils this file alone.
func (p *Pages) make(j job) (m made) {
	defer func() {
		if r := recover(); r != nil {
			m = made{err: fmt.Errorf("making %s: %v", j.path, r)}
		}
	}()
	w, _ := p.workers.Get().(*worker)
	if w == nil {
		w = p.site.worker()
	}
	err := w.do(j, func(_ string, data []byte) error {
		m.data = bytes.Clone(data)
		return nil
	})
	if err != nil {
		return made{err: err} // the worker may be in the middle of things
	}
	p.workers.Put(w)
	return m
}
