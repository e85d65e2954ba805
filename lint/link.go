package lint

import (
	"net/url"
	"path"
	"strings"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// Link is a link or an image in the text of a document.
type Link struct {
	Written string // the destination, escapes resolved
	URL     *url.URL
	Span    source.Span // of the link
	// Destination is where the destination stands as Raw; empty if it does not
	// stand behind the text of the link.
	Destination source.Span
}

// Links gives the links and images of the document in its order, bare
// addresses too. Destinations that are no addresses, and those that a site
// generator still has to fill in ({{< ref >}}), are left out.
func (p *Pass) Links() []Link {
	if !p.shared.linked {
		p.shared.linked, p.shared.links = true, LinksIn(p.Entry.Doc)
	}
	return p.shared.links
}

// LinksIn gives what Links gives, for any document.
func LinksIn(d *doc.Document) []Link {
	var out []Link
	for _, l := range d.AllLinks() {
		if u, err := url.Parse(l.To); err == nil && !strings.Contains(l.To, "{{") {
			out = append(out, Link{l.To, u, l.Span, l.Destination})
		}
	}
	return out
}

// Target gives the path of the repository that a link leads to: that of the
// document itself for "#heading". Links to other sites lead to none, nor do
// those out of the folder of the knowledge base: the repository may hold more
// than that, and code hosts serve other things there (../../issues). They do so
// at absolute addresses too, of which only names of documents are taken for
// files.
func (p *Pass) Target(l Link) (name string, ok bool) {
	switch to := l.URL.Path; {
	case l.URL.Scheme != "" || l.URL.Host != "" || strings.HasPrefix(l.Written, "//"):
		return "", false
	case to == "":
		return p.Entry.Path(), true
	case strings.HasPrefix(to, "/"):
		return strings.TrimPrefix(path.Clean(to), "/"), doc.IsDocument(to)
	default:
		name = path.Join(path.Dir(p.Entry.Path()), to)
		return name, name != ".." && !strings.HasPrefix(name, "../")
	}
}

// inLink escapes what would end the destination of a link, or its path.
var inLink = strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E",
	"#", "%23", "?", "%3F", "\\", "%5C", "\n", "%0A", "\r", "%0D", "%", "%25")

// InLink writes a path or an anchor so that it can stand in a link.
func InLink(s string) string { return inLink.Replace(s) }
