package render

import (
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/schema"
)

// templates holds a template for each sort of page.
type templates map[string]*template.Template

// CSP is the policy of every page. It forbids whatever stands in the page
// itself; scripts, styles and pictures come from files of the site. From
// disk "self" is the disk.
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'none'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'self'; object-src 'none'; require-trusted-types-for 'script'; trusted-types debrief"

// parseTemplates reads the templates of a theme: base.html and the partials
// once, those that only the upper theme has behind the others, so that they can
// define single blocks anew; and for each sort of page, those of the kinds that
// have documents among them, its own on top. A kind without a template of its
// own has that of pages.
func parseTemplates(dress layered, kinds []*schema.Kind) (templates, error) {
	const partials = "templates/partials/*.html"
	shared, err := template.New("base").Funcs(template.FuncMap{
		"csp":  func() string { return CSP },
		"args": func(list ...any) []any { return list },
	}).ParseFS(dress, "templates/base.html", partials)
	if err == nil {
		err = dress.addBlocks(shared, partials)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the theme: %w", err)
	}
	names, err := fs.Glob(dress.lower, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("reading the theme: %w", err)
	}
	for _, k := range kinds {
		if file := "templates/" + k.Name + ".html"; !slices.Contains(names, file) {
			names = append(names, file)
		}
	}
	all := templates{}
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "base" {
			continue
		}
		if _, err := fs.Stat(dress, file); err != nil {
			continue
		}
		own, err := template.Must(shared.Clone()).ParseFS(dress, file)
		if err != nil {
			return nil, fmt.Errorf("reading the theme: %w", err)
		}
		all[name] = own.Lookup("base.html")
	}
	for _, k := range kinds {
		if all[k.Name] == nil {
			all[k.Name] = all["page"]
		}
	}
	return all, nil
}

// addBlocks parses the templates that only the upper theme has.
func (l layered) addBlocks(to *template.Template, glob string) error {
	if l.upper == nil {
		return nil
	}
	names, err := fs.Glob(l.upper, glob)
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := fs.Stat(l.lower, name); err == nil {
			continue
		}
		if _, err := to.ParseFS(l.upper, name); err != nil {
			return err
		}
	}
	return nil
}

// print prints a page to the worker's output.
func (t templates) print(w *worker, name string, p *Page) error {
	if t[name] == nil {
		return fmt.Errorf("the theme has no template %s.html", name)
	}
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
	if err := t[name].Execute(&w.out, p); err != nil {
		return fmt.Errorf("in the templates of the theme, which are given a %T: %w", p, err)
	}
	return nil
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
