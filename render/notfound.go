package render

import (
	"encoding/json"
	"strings"
)

// pathsName is the script that tells 404.html which pages there are.
const pathsName = "assets/paths.js"

// mostPaths bounds that script: a path has some 40 bytes.
const mostPaths = 20_000

// unoffered are the templates of pages that 404.html does not offer: they are
// reached from others.
var unoffered = map[string]bool{"report": true, "sla": true, "404": true}

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
		p.Paths = p.root + pathsName
		p.Title, p.NoIndex, p.Canonical = p.T("notfound.title"), true, ""
		return s.templates.print(w, "404", p)
	}}
}

// planPaths makes the script with the paths of the pages among the jobs.
func (s *site) planPaths(jobs []job) job {
	paths := []string{}
	for _, j := range jobs {
		if j.edition == s.editions[0] && !unoffered[j.template] && len(paths) < mostPaths {
			paths = append(paths, strings.TrimSuffix(j.path, "index.html"))
		}
	}
	return job{path: pathsName, make: func(w *worker) error {
		data, err := json.Marshal(paths)
		w.out.WriteString("window.debriefPaths=")
		w.out.Write(data)
		w.out.WriteString("\n")
		return err
	}}
}
