package render

import (
	"fmt"
	"html/template"
	"io/fs"
	"reflect"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/schema"
)

// templates holds a template for each sort of page.
type templates map[string]*template.Template

// csp is the policy of every page. It forbids whatever stands in the page
// itself; scripts, styles and pictures come from files of the site. From
// disk "self" is the disk.
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'none'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'self'; object-src 'none'; require-trusted-types-for 'script'; trusted-types debrief"

// parseTemplates reads the theme's templates: base.html and the partials once,
// and for each sort of page, those of the kinds that have documents among
// them, its own on top. A kind without a template of its own has that of pages.
func parseTemplates(look fs.FS, kinds []*schema.Kind) (templates, error) {
	shared, err := template.New("base").Funcs(template.FuncMap{
		"csp":  func() string { return csp },
		"args": func(list ...any) []any { return list },
	}).ParseFS(look, "templates/base.html", "templates/partials/*.html")
	if err != nil {
		return nil, fmt.Errorf("reading the theme: %w", err)
	}
	all := templates{}
	names := []string{"home", "list", "actions", "changes", "insights", "sheet", "sla", "glossary", "method", "search", "symptoms", "symptom", "landing", "404", "page"}
	for _, k := range kinds {
		names = append(names, k.Name)
	}
	for _, name := range names {
		file := "templates/" + name + ".html"
		if _, err := fs.Stat(look, file); err != nil && all["page"] != nil {
			all[name] = all["page"]
			continue
		}
		own, err := template.Must(shared.Clone()).ParseFS(look, file)
		if err != nil {
			return nil, fmt.Errorf("reading the theme: %w", err)
		}
		all[name] = own.Lookup("base.html")
	}
	return all, nil
}

// print prints a page to the worker's output.
func (t templates) print(w *worker, name string, p *Page) error {
	own, known := w.programs[name]
	if !known {
		own = compile(t[name])
		w.programs[name] = own
	}
	if own != nil {
		if untilBeyond(func() { own.run(&w.out, reflect.ValueOf(p)) }) {
			return nil
		}
		w.programs[name] = nil
		w.out.Reset()
	}
	return t[name].Execute(&w.out, p)
}

// layered is a theme over another: a file of the upper one goes before the
// lower one's of the same name.
type layered struct{ upper, lower fs.FS }

// Open implements fs.FS.
func (l layered) Open(name string) (fs.File, error) {
	if l.upper != nil {
		if info, err := fs.Stat(l.upper, name); err == nil && info.Mode().IsRegular() {
			return l.upper.Open(name)
		}
	}
	return l.lower.Open(name)
}

// ReadDir implements fs.ReadDirFS: the files of both.
func (l layered) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(l.lower, name)
	if l.upper == nil {
		return list, err
	}
	more, moreErr := fs.ReadDir(l.upper, name)
	if err != nil && moreErr != nil {
		return nil, err
	}
	for _, e := range more {
		if !slices.ContainsFunc(list, func(other fs.DirEntry) bool { return other.Name() == e.Name() }) {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}
