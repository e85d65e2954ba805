package render

import (
	"fmt"
	"html/template"
	"io/fs"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// MethodSection explains figures: how they are computed, in which unit, by
// which source, and with which settings of the site.
type MethodSection struct {
	ID, Title string
	HTML      template.HTML
}

const methodTarget = "method/"

// methodHref links to what explains a figure.
func (p *Page) methodHref(anchor string) string { return p.Href(methodTarget) + "#" + anchor }

// sheetMethods are the sections that explain sheets, where they are called
// otherwise than the sheet.
var sheetMethods = map[string]string{
	"alerts": "noise", "causes": "systemic", "detection": "gaps", "experiments": "chaos", "readiness": "scorecard", "slo": "budget",
	"times": "distributions",
}

// explained links to what explains a sheet, if anything does.
func (p *Page) explained(sheet string) Link {
	id := firstOf(sheetMethods[sheet], sheet)
	for _, m := range methodHeading.FindAllStringSubmatch(p.site.methods[p.Lang], -1) {
		if m[2] == id {
			return Link{Href: p.methodHref(id), Label: p.T("method.link")}
		}
	}
	return Link{}
}

// planMethod adds the page of methods.
func (s *site) planMethod(e *edition) []job {
	if !s.hasSheets() {
		return nil
	}
	target := methodTarget
	return []job{s.page(e, target, "method", func(w *worker, p *Page) {
		p.Title, p.Intro = p.T("method.title"), p.T("method.intro")
		p.Method, p.Contents = s.methodSections(w.printer, p)
	})}
}

// methodSource is the theme's text about figures in a language.
func methodSource(look fs.FS, lang string) (string, error) {
	text, err := fs.ReadFile(look, "method."+lang+".md")
	if err != nil {
		return "", fmt.Errorf("reading the theme: %w", err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n"), nil
}

// methodHeading opens a section: ## Error budget {#budget}.
var methodHeading = lazyregexp.New(`(?m)^## (.+?) \{#([a-z-]+)\}$`)

// setting is the place of one in a text: {{detection_threshold}}.
var setting = lazyregexp.New(`\{\{([a-z_]+)\}\}`)

// methodSections prints the sections of the text about figures.
func (s *site) methodSections(printer *printer, p *Page) (list []MethodSection, contents []Heading) {
	text := s.methods[p.Lang]
	values := s.in.Results.Policy.Settings()
	text = setting.ReplaceAllStringFunc(text, func(place string) string {
		value, known := values[strings.Trim(place, "{}")]
		if !known {
			return place
		}
		return markdownText(value.In(p.Lang))
	})
	heads := methodHeading.FindAllStringSubmatchIndex(text, -1)
	for i, h := range heads {
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		section := MethodSection{ID: text[h[4]:h[5]], Title: text[h[2]:h[3]]}
		section.HTML = printer.apartOf("method."+p.Lang+".md", text[h[1]:end], p)
		list = append(list, section)
		contents = append(contents, Heading{"#" + section.ID, section.Title, 2})
	}
	return list, contents
}

// markdownText writes a text so that Markdown shows it as it is.
func markdownText(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune("\\`*_{}[]<>#|~&!", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// apartOf prints Markdown that is no document of the repository.
func (p *printer) apartOf(name, text string, page *Page) template.HTML {
	d, _ := doc.Parse(source.New(name, []byte(text)), doc.DefaultLimits())
	p.start(&corpus.Entry{Doc: d, Lang: page.Lang}, page.root)
	if !d.HasTree() {
		return ""
	}
	return p.html(d.Tree())
}
