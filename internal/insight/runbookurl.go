package insight

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// address is what an alert's runbook_url says about the page that it leads to.
type address struct {
	folders   []string // of the page
	page      string   // name of the page, without extension
	anchor    string   // heading on the page; empty if none
	templated bool     // page is only known when the alert fires
}

// slots are what Prometheus, Helm, Jsonnet and shells fill in.
var slots = lazyregexp.New(`\{\{.*?\}\}|\$\{[^}]*\}|\$\(.*?\)|%\([^)]*\)s`)

// slot stands for what will be filled in (object replacement character).
const slot = "\ufffc"

// readAddress reads an address. It is not ok where it names no page.
func readAddress(text string) (a address, ok bool) {
	u, err := url.Parse(slots.ReplaceAllLiteralString(text, slot))
	if err != nil {
		return a, false
	}
	where := u.Path
	if route := strings.TrimPrefix(u.Fragment, "!"); strings.HasPrefix(route, "/") {
		where, _, _ = strings.Cut(route, "?") // a site that is one page: "#/runbooks/x"
	} else if isAnchor(u.Fragment) {
		a.anchor = u.Fragment
	}
	a.page, a.folders = pageOf(strings.Split(where, "/"))
	a.templated = strings.Contains(a.page, slot)
	return a, a.page != ""
}

// isAnchor tells whether a fragment names a heading: not lines (L10), a
// passage of the text (":~:text="), a state of the page (a=b) or something
// that is filled in.
func isAnchor(fragment string) bool {
	return fragment != "" && !strings.ContainsAny(fragment, "=:"+slot) && !lineAnchor.MatchString(fragment)
}

var lineAnchor = lazyregexp.New(`^L[0-9]+(C[0-9]+)?(-L?[0-9]+(C[0-9]+)?)?$`)

// pageOf gives the name of the page at a path and the folders around it. The
// page of a folder (README, index) has the folder's name.
func pageOf(steps []string) (page string, folders []string) {
	steps = slices.DeleteFunc(slices.Clone(steps), func(s string) bool { return s == "" || s == "." || s == ".." })
	if len(steps) == 0 {
		return "", nil
	}
	last := len(steps) - 1
	steps[last] = withoutExtension(steps[last])
	switch strings.ToLower(steps[last]) {
	case "index", "_index", "readme":
		if last > 0 {
			last--
		}
	}
	return steps[last], steps[:last]
}

// withoutExtension gives a name without the extension of a document or of the
// page made of it. A dot may also be part of the name: "api.v2".
func withoutExtension(name string) string {
	switch ext := path.Ext(name); strings.ToLower(ext) {
	case ".md", ".markdown", ".mdx", ".yaml", ".yml", ".html", ".htm", ".adoc", ".rst":
		return strings.TrimSuffix(name, ext)
	}
	return name
}
