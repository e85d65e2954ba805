package render

import (
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark/util"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
)

// schemes are the schemes that a link of a document may have.
var schemes = map[string]bool{"http": true, "https": true, "mailto": true}

// link is where a destination written in a document leads.
type link struct {
	href     string // as the attribute's value, not yet escaped for HTML; empty if the link is refused
	external bool
	file     string        // path in the repository, if that is what it names
	entry    *corpus.Entry // if it leads to a document
}

// scheme gives the scheme of a URL as a browser finds it, in lower case, and
// false if there is none. Whatever stands before a colon that no slash,
// question mark or hash precedes counts, so that nothing slips through that
// a lenient parser would read as a scheme.
func scheme(dest string) (string, bool) {
	end := strings.IndexAny(dest, ":/?#")
	if end < 0 || dest[end] != ':' {
		return "", false
	}
	return strings.ToLower(dest[:end]), true
}

// decodeDestination gives a destination as it is written out: backslashes
// and entities resolved, unsafe bytes percent-encoded.
func decodeDestination(raw []byte) string {
	return strings.TrimSpace(string(util.URLEscape(raw, true)))
}

// resolve finds where a decoded destination in the document e leads, seen
// from a page with the given way up to the root.
func (s *site) resolve(e *corpus.Entry, root, dest string) link {
	if name, ok := scheme(dest); ok {
		if !schemes[name] {
			return link{}
		}
		return link{href: dest, external: name != "mailto"}
	}
	// "//host" and "\\host" leave the site, and from disk reach for a share.
	if strings.HasPrefix(dest, "//") || strings.ContainsRune(dest, '\\') || strings.Contains(strings.ToLower(dest), "%5c") {
		return link{}
	}
	name, fragment, _ := strings.Cut(dest, "#")
	name, _, _ = strings.Cut(name, "?")
	if name == "" {
		return link{href: anchor(fragment)}
	}
	file, ok := repositoryPath(e.Path(), name)
	if !ok {
		return link{}
	}
	if to := s.document(file); to != nil {
		l := link{href: s.href(root, s.targets[to]), file: to.Path(), entry: to}
		if fragment != "" {
			l.href += anchor(fragment)
		}
		return l
	}
	return link{file: file}
}

// anchor gives the link to a heading that a document's author names as on
// GitHub, without prefix.
func anchor(fragment string) string {
	if text, err := url.PathUnescape(fragment); err == nil {
		fragment = text
	}
	slug := doc.Slug(fragment)
	if slug == "" {
		return "#"
	}
	return "#" + doc.AnchorPrefix + escapeTarget(slug)
}

// repositoryPath resolves a relative link of a file; a leading slash is the
// root of the repository. It refuses paths that leave the repository.
func repositoryPath(from, to string) (string, bool) {
	plain, err := url.PathUnescape(to)
	if err != nil || strings.ContainsRune(plain, 0) {
		return "", false
	}
	joined := path.Join(path.Dir(from), plain)
	if strings.HasPrefix(plain, "/") {
		joined = path.Clean(plain[1:])
	}
	if joined == ".." || strings.HasPrefix(joined, "../") || strings.HasPrefix(joined, "/") {
		return "", false
	}
	return joined, true
}

// document finds the document that a path names: itself, without its
// extension, or by its folder.
func (s *site) document(file string) *corpus.Entry {
	for _, suffix := range []string{"", ".md", "/README.md", "/index.md", "/_index.md", ".yaml", ".yml"} {
		if e := s.in.Corpus.ByPath(file + suffix); e != nil {
			return e
		}
	}
	return nil
}

// wiki finds what a [[target]] at an offset of e's file leads to.
func (s *site) wiki(e *corpus.Entry, at int, target string) *corpus.Entry {
	for _, r := range e.Refs {
		if r.Span.Start == at {
			return r.To
		}
	}
	return s.in.Corpus.Find(target)
}

// sourceURL is where the repository's host shows a file, empty if unknown.
func (o Options) sourceURL(file string) string {
	repo := strings.TrimSuffix(strings.TrimSuffix(o.RepoURL, "/"), ".git")
	if !webURL(repo) {
		return ""
	}
	blob := "/blob/HEAD/"
	if strings.Contains(repo, "gitlab") {
		blob = "/-/blob/HEAD/"
	}
	return repo + blob + escapeTarget(file)
}

// editURL is where a file can be edited, empty if unknown. EditURL holds
// "{path}" where the file's path goes; without it the path follows.
func (o Options) editURL(file string) string {
	if !webURL(o.EditURL) {
		return ""
	}
	if strings.Contains(o.EditURL, "{path}") {
		return strings.ReplaceAll(o.EditURL, "{path}", escapeTarget(file))
	}
	return strings.TrimSuffix(o.EditURL, "/") + "/" + escapeTarget(file)
}

func webURL(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}
