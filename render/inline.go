package render

import (
	"bytes"
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"github.com/debrief-dev/debrief/internal/doc"
)

// prose writes text and makes ids of incidents and terms in it links.
func (p *printer) prose(w util.BufWriter, text []byte) {
	if p.inLink > 0 || len(p.site.incidents) == 0 {
		p.glossed(w, text)
		return
	}
	done := 0
	for i := 0; i < len(text); {
		word, end := idAt(text, i)
		if to := p.site.incidents[string(word)]; to != nil && to != p.entry {
			p.glossed(w, text[done:i])
			w.WriteString(`<a href="` + html.EscapeString(p.site.href(p.root, p.site.targets[to])) + `">`)
			w.Write(word) // letters, digits, hyphens and dots
			w.WriteString("</a>")
			done = i + len(word)
		}
		i = end
	}
	p.glossed(w, text[done:])
}

// idAt gives the word at i if it can be the id of an incident: it begins
// with a digit and stands for itself. end is where to look on.
func idAt(text []byte, i int) (word []byte, end int) {
	for end = i; end < len(text) && isWord(text[end]); end++ {
	}
	switch {
	case end == i:
		return nil, i + 1
	case !isDigit(text[i]) || i > 0 && text[i-1] == '/':
		return nil, end
	}
	return bytes.TrimRight(text[i:end], ".-_"), end
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isWord(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '-' || c == '_' || c == '.'
}

func (p *printer) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	if entering {
		p.startLink(p.resolveLink(decodeDestination(n.Destination)), string(util.ResolveEntityNames(n.Title)))
	} else {
		p.endLink()
	}
	return ast.WalkContinue, nil
}

// resolveLink resolves a destination; files of the repository that are no
// documents lead to the repository's host.
func (p *printer) resolveLink(dest string) link {
	l := p.site.resolve(p.entry, p.root, dest)
	if l.href == "" && l.file != "" {
		if u := p.site.o.sourceURL(l.file); u != "" {
			return link{href: u, external: true}
		}
	}
	return l
}

// startLink opens a link, or a plain span where there is nowhere to go.
func (p *printer) startLink(l link, title string) {
	p.inLink++
	if l.href == "" || p.inLink > 1 {
		p.out.WriteString(`<span class="nolink">`)
		p.closers = append(p.closers, "</span>")
		return
	}
	p.out.WriteString(`<a href="` + html.EscapeString(l.href) + `"`)
	if title != "" {
		p.out.WriteString(` title="` + html.EscapeString(title) + `"`)
	}
	if l.external {
		p.out.WriteString(` class="external" rel="noopener noreferrer"`)
	}
	p.out.WriteByte('>')
	p.closers = append(p.closers, "</a>")
}

func (p *printer) endLink() {
	p.inLink--
	last := len(p.closers) - 1
	p.out.WriteString(p.closers[last])
	p.closers = p.closers[:last]
}

func (p *printer) autoLink(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	dest := decodeDestination(n.URL(src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	l := p.site.resolve(p.entry, p.root, dest)
	if _, absolute := scheme(dest); !absolute {
		l = link{}
	}
	p.startLink(l, "")
	w.Write(util.EscapeHTML(n.Label(src)))
	p.endLink()
	return ast.WalkContinue, nil
}

func (p *printer) wikiLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*doc.WikiLink)
	to := p.site.wiki(p.entry, n.Span.Start, n.Target)
	label := n.Label
	if to == nil {
		if label == "" {
			label = n.Target
		}
		w.WriteString(`<span class="nolink">` + html.EscapeString(label) + `</span>`)
		return ast.WalkContinue, nil
	}
	if label == "" {
		label = to.Title
	}
	p.startLink(link{href: p.site.href(p.root, p.site.targets[to])}, "")
	w.WriteString(html.EscapeString(label))
	p.endLink()
	return ast.WalkContinue, nil
}

func (p *printer) picture(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		n := node.(*ast.Image)
		p.image(string(n.Destination), p.entry.Doc.Plain(n), string(util.ResolveEntityNames(n.Title)))
	}
	return ast.WalkSkipChildren, nil
}

// image shows a picture of the repository. Pictures from elsewhere would tell
// their host who reads the page: they become links.
func (p *printer) image(raw, alt, title string) {
	dest := decodeDestination([]byte(raw))
	l := p.site.resolve(p.entry, p.root, dest)
	if l.external {
		p.startLink(l, title)
		if alt == "" {
			alt = dest
		}
		p.out.WriteString(html.EscapeString(p.words.t("image.remote", alt)))
		p.endLink()
		return
	}
	if a := p.site.assets.use(l.file); a.name != "" {
		p.out.WriteString(`<img src="` + html.EscapeString(p.top()+a.name) + `" alt="` + html.EscapeString(alt) + `"`)
		if title != "" {
			p.out.WriteString(` title="` + html.EscapeString(title) + `"`)
		}
		if a.width > 0 {
			p.out.WriteString(` width="` + strconv.Itoa(a.width) + `" height="` + strconv.Itoa(a.height) + `"`)
		}
		p.out.WriteString(` loading="lazy" decoding="async">`)
		return
	}
	p.out.WriteString(`<span class="nolink">` + html.EscapeString(p.words.t("image.missing", firstOf(alt, dest))) + `</span>`)
}

// top is the way up to the root of the site, above all editions.
func (p *printer) top() string { return p.root + p.words.up }

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func (p *printer) htmlBlock(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.HTMLBlock)
	if entering {
		text := n.Lines().Value(src)
		if n.HasClosure() {
			text = append(bytes.Clone(text), n.ClosureLine.Value(src)...)
		}
		p.rawHTML(text)
		w.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

func (p *printer) inlineHTML(_ util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		p.glossary.html = block(node)
		p.rawHTML(node.(*ast.RawHTML).Segments.Value(src))
	}
	return ast.WalkSkipChildren, nil
}
