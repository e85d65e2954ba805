package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/bundle"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/render"
	"github.com/debrief-dev/debrief/theme"
)

// previewPath is where the preview's own files are. No page of a site begins
// with it.
const previewPath = "/@debrief/"

// preview answers browsers from the site as it is in memory; it never reads a
// file. What is shown changes as a whole.
type preview struct {
	guard   hostGuard
	lang    string
	script  bundle.File
	style   bundle.File
	failed  func(page string, err error) // tells of a page that cannot be made
	closing chan struct{}

	mu      sync.Mutex
	shown   *snapshot
	renewed chan struct{} // closed when another snapshot is shown
	open    map[*reader]bool
}

// snapshot is the site as it is at a moment.
type snapshot struct {
	pages   *render.Pages
	checks  *checks
	trouble diag.Text // why it is not what the files are now; empty if it is
}

// newPreview bundles what runs in the pages of a preview.
func newPreview(guard hostGuard, lang string, failed func(string, error)) (*preview, error) {
	files, err := bundle.Bundle(theme.FS, "ts/preview.ts", "css/preview.css")
	if err != nil {
		return nil, err
	}
	return &preview{
		guard: guard, lang: lang, script: files[0], style: files[1], failed: failed,
		closing: make(chan struct{}), renewed: make(chan struct{}), open: map[*reader]bool{},
	}, nil
}

// show puts a snapshot in the place of the present one, and tells open pages.
func (p *preview) show(s *snapshot) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shown = s
	close(p.renewed)
	p.renewed = make(chan struct{})
}

// present is what is shown, and a channel that is closed when that changes.
func (p *preview) present() (*snapshot, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown, p.renewed
}

// previewCSP is the policy of the pages as a header, which can also say that
// nobody may put them into a frame.
const previewCSP = render.CSP + "; frame-ancestors 'none'"

// ServeHTTP implements http.Handler.
func (p *preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", previewCSP)
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cache-Control", "no-cache")
	if status, reason := p.guard.refuses(r); status != 0 {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, reason, status)
		return
	}
	switch r.URL.Path {
	case previewPath + "events":
		p.events(w, r)
	case previewPath + p.script.Name:
		p.send(w, r, http.StatusOK, p.script.Name, p.script.Data)
	case previewPath + p.style.Name:
		p.send(w, r, http.StatusOK, p.style.Name, p.style.Data)
	default:
		p.page(w, r)
	}
}

// page answers with a file of the site.
func (p *preview) page(w http.ResponseWriter, r *http.Request) {
	shown, _ := p.present()
	if folder := fileOf(r.URL.Path); !strings.HasSuffix(folder, ".html") {
		if _, ok := shown.find(folder + "/index.html"); ok {
			w.Header().Set("Location", (&url.URL{Path: "/" + folder + "/"}).EscapedPath())
			w.WriteHeader(http.StatusFound)
			return
		}
	}
	f := p.file(shown, r.URL.Path)
	p.send(w, r, f.status, f.name, p.withPreview(shown, f))
}

// file is what a path answers with.
type file struct {
	name   string // in the site; of one that is missing the name of the page that says so
	asked  string // path that was asked for
	data   []byte
	status int
}

// fileOf is the name of the file that a path of an address means, which may be
// missing.
func fileOf(asked string) string {
	name := norm.NFC.String(strings.TrimPrefix(asked, "/"))
	if name == "" || strings.HasSuffix(name, "/") {
		return name + "index.html"
	}
	return name
}

// find tells whether there is a file, without making it known where it breaks.
func (s *snapshot) find(name string) ([]byte, bool) {
	data, ok, err := s.pages.File(name)
	return data, ok && err == nil
}

func (p *preview) file(shown *snapshot, asked string) file {
	f := file{name: fileOf(asked), asked: asked, status: http.StatusOK}
	data, ok, err := shown.pages.File(f.name)
	if !ok {
		f.name, f.status = "404.html", http.StatusNotFound
		data, _, err = shown.pages.File(f.name)
	}
	f.data = data
	if err != nil {
		p.failed(f.name, err)
		f.name, f.status, f.data = "error.html", http.StatusInternalServerError, p.errorPage(err)
	}
	return f
}

// errorPage is shown in the place of a page that cannot be made.
func (p *preview) errorPage(err error) []byte {
	var b bytes.Buffer
	title := diag.Text{En: "This page cannot be made", Ja: "このページを生成できません"}
	template.Must(template.New("").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{.Title}}</title>
</head><body><main><h1>{{.Title}}</h1><p>{{.Error}}</p></main></body></html>
`)).Execute(&b, map[string]string{"Lang": p.lang, "Title": title.In(p.lang), "Error": err.Error()})
	return b.Bytes()
}

// withPreview puts what runs in previews into a page. The script is told which
// page it is in, and what that says.
func (p *preview) withPreview(shown *snapshot, f file) []byte {
	before, after, ok := bytes.Cut(f.data, []byte("</head>"))
	if !ok || path.Ext(f.name) != ".html" {
		return f.data
	}
	tags := `<link rel="stylesheet" data-preview href="` + previewPath + p.style.Name + `">` +
		`<script src="` + previewPath + p.script.Name + `" defer data-page="` + template.HTMLEscapeString(f.asked) + `" data-body="` + bodyHash(f.data, shown.pages.Style()) + "\"></script>\n</head>"
	return bytes.Join([][]byte{before, []byte(tags), after}, nil)
}

// bodyHash tells apart what pages say, whichever style sheet they have.
func bodyHash(page []byte, style string) string {
	sum := sha256.Sum256(bytes.ReplaceAll(page, []byte(path.Base(style)), nil))
	return hex.EncodeToString(sum[:10])
}

// contentTypes are those of the files that a site has; all else is bytes.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".xml": "application/xml", ".atom": "application/atom+xml", ".txt": "text/plain; charset=utf-8",
	".md": "text/markdown; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".ics": "text/calendar; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif",
}

func (p *preview) send(w http.ResponseWriter, r *http.Request, status int, name string, data []byte) {
	kind := contentTypes[path.Ext(name)]
	if kind == "" {
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	if status == http.StatusOK {
		sum := sha256.Sum256(data)
		w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:10])+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
		return
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(data)
	}
}
