package render

import (
	"html/template"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/debrief-dev/debrief/schema"
	"github.com/debrief-dev/debrief/theme"
)

// texts that are dangerous somewhere in a page, and some that are not.
var hostile = []string{
	"", "plain", "日本語の文", "a\r\nb", marker, "<b>&amp;</b>", `" onload="x`, "' x='", "\x00\xff\u2028", "1+1=2", "{{.}}",
	"javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "https://example.com/a?b=c&d=é", "mailto:a@example.com",
	"//host/x", `\\host\x`, "../../incidents/2023-001/", "#h-%E6%A6%82%E8%A6%81", "#h-概要", "%zz", "a%", "a:b", "/a:b", " x ", "x y", "a`b",
}

// TestEscapers holds what programs print to what html/template prints in each
// place, for plain text and for markup.
func TestEscapers(t *testing.T) {
	for _, e := range escapers() {
		for _, text := range hostile {
			for _, value := range []any{text, template.HTML(text), template.URL(text), len(text), &text, []string{text}, text == ""} {
				var want strings.Builder
				if err := e.slow.Execute(&want, value); err != nil {
					t.Fatal(err)
				}
				var got output
				e.print(&got, reflect.ValueOf(value))
				if page := e.before + got.String() + e.after; page != want.String() {
					t.Errorf("%T %q in %s: got %s, want %s", value, value, e.before, page, want.String())
				}
			}
		}
	}
}

// TestProgramsPrintThePages builds the examples with programs and by
// html/template alone.
func TestProgramsPrintThePages(t *testing.T) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	all, err := parseTemplates(layered{lower: theme.FS}, set.Kinds())
	if err != nil {
		t.Fatal(err)
	}
	in := load(t, os.DirFS("../examples"))
	s, err := newSite(in, Options{Title: marker, Description: "例", Languages: []string{"ja"}, BaseURL: "https://example.com/k b/"}, func(string, []byte) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	for name, tmpl := range all {
		if name == "landing" {
			continue // it names a page in a place of its own, and is printed by html/template
		}
		p := compile(tmpl)
		if p == nil {
			t.Errorf("the template %s of the theme is beyond programs", name)
			continue
		}
		w := &worker{printers: map[*edition]*printer{}}
		for _, e := range s.editions {
			w.printers[e] = newPrinter(s, e.words)
		}
		for _, entry := range in.Corpus.Entries {
			for _, e := range s.editions {
				page := s.newPage(e, s.targets[entry])
				w.printer = w.printers[e]
				s.documentPage(w, page, entry)
				page.Landing = &Landing{Alert: marker, To: Link{Href: "../../x/"}, Items: []Item{page.item(entry)}}
				var want strings.Builder
				if err := tmpl.Execute(&want, page); err != nil {
					t.Fatal(err)
				}
				var got output
				if !untilBeyond(func() { p.run(&got, reflect.ValueOf(page)) }) {
					t.Fatalf("%s with %s goes beyond programs", name, entry.Path())
				}
				if got.String() != want.String() {
					t.Errorf("%s with %s differs from what html/template prints", name, entry.Path())
				}
			}
		}
	}
}

// TestTemplates holds programs to html/template for what a theme may write,
// also for what programs leave to it.
func TestTemplates(t *testing.T) {
	page := func() *Page {
		return &Page{
			Title: marker, Tags: []string{"a", "<b>"}, Severity: Badge{"sev1", "SEV 1"}, Timeline: &Timeline{Rows: []TimelineRow{{Clock: "14:30"}}},
			Sections: []Section{{Items: []Item{{Link: Link{Label: "深い"}}}}}, words: words{texts: map[string]string{"hello": "hello %s"}},
		}
	}
	tests := []struct {
		name, text string
		program    bool // compiled and run to the end
	}{
		{"empty", ``, true},
		{"text", "日本語\r\n", true},
		{"value", `<p>{{.Title}}</p>`, true},
		{"attribute", `<p title="{{.Title}}" class='{{.Severity.Class}}'>`, true},
		{"attribute without quotes", `<p title={{.Title}}>`, false},
		{"address", `<a href="{{.Title}}">x</a>`, true},
		{"fragment", `<a href="#{{.Title}}">x</a>`, true},
		{"script", `<script>var x = {{.Title}}</script>`, false},
		{"style", `<p style="color: {{.Title}}">`, false},
		{"handler", `<p onclick="f({{.Title}})">`, false},
		{"method", `{{.T "hello" .Title}}{{$.T "none"}}`, true},
		{"if", `{{if .Live}}a{{else if .NoIndex}}b{{else}}c{{end}}`, true},
		{"with", `{{with .Severity}}{{.Label}}{{else}}-{{end}}{{with .Path}}x{{else}}-{{end}}`, true},
		{"range", `{{range .Tags}}{{.}},{{else}}none{{end}}{{range .Crumbs}}x{{else}}none{{end}}`, true},
		{"range with variables", `{{range $i, $x := .Tags}}{{$i}}{{$x}}{{end}}`, false},
		{"variable", `{{$a := .Title}}{{with .Severity}}{{$a := .Label}}{{$a}}{{end}}{{$a}}`, true},
		{"assignment", `{{$a := .Title}}{{$a = "b"}}{{$a}}`, false},
		{"promoted field", `{{range .Sections}}{{range .Items}}{{.Label}}{{.Link.Label}}{{end}}{{end}}`, true},
		{"pointer", `{{.Timeline.Rows | len}}{{range .Timeline.Rows}}{{.Clock}}{{end}}`, false},
		{"nothing at a pointer", `{{with .Actions}}x{{end}}{{if not .Actions}}none{{end}}`, true},
		{"comparison", `{{if and (gt (len .Tags) 1) (ne .Title "x") (eq .Severity.Class "sev1")}}a{{end}}`, true},
		{"or", `{{or .Path .ID "none"}}`, true},
		{"template", `{{define "x"}}{{.Label}}{{end}}{{template "x" .Severity}}`, true},
		{"template in an attribute", `{{define "x"}}a b{{end}}<p class="{{template "x" .}}">`, true},
		{"value in an attribute's template", `{{define "x"}}{{.Title}}{{end}}<p class="{{template "x" .}}">`, false},
		{"template of itself", `{{define "x"}}{{if .}}{{.}}{{template "x" ""}}{{end}}{{end}}{{template "x" .Title}}`, true},
		{"args", `{{define "x"}}{{$p := index . 0}}{{$p.Title}}{{index . 1}}{{end}}{{template "x" (args . .Tags)}}`, true},
		{"printf", `{{printf "%q" .Title}}`, false},
		{"break", `{{range .Tags}}{{break}}{{end}}`, false},
		{"list as text", `{{.Tags}}`, true},
		{"comment", `a{{/* b */}}c`, true},
	}
	for _, test := range tests {
		funcs := template.FuncMap{"args": func(list ...any) []any { return list }}
		tmpl := template.Must(template.New("page").Funcs(funcs).Parse(test.text))
		var want strings.Builder
		if err := tmpl.Execute(&want, page()); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		p := compile(tmpl)
		var got output
		ran := p != nil && untilBeyond(func() { p.run(&got, reflect.ValueOf(page())) })
		if ran != test.program {
			t.Errorf("%s: a program prints it: %t, want %t", test.name, ran, test.program)
		}
		if ran && got.String() != want.String() {
			t.Errorf("%s: got %s, want %s", test.name, got.String(), want.String())
		}
	}
}

// A theme may write what programs cannot do, and its faults are told.
func TestThemeBeyondPrograms(t *testing.T) {
	in := load(t, repository(map[string]string{"runbooks/r.md": "# 手順\r\n\r\nx\n"}))
	in.Theme = fstest.MapFS{"templates/runbook.html": {Data: []byte(`{{define "main"}}{{printf "%s!" .Title}}{{end}}`)}}
	if page := build(t, in, Options{Title: "x"})["runbooks/r/index.html"]; !strings.Contains(page, "手順!") {
		t.Errorf("the theme's own template prints %s", page)
	}
	in.Theme = fstest.MapFS{"templates/runbook.html": {Data: []byte(`{{define "main"}}{{.Nonsense}}{{end}}`)}}
	if _, err := tryBuild(in, Options{Title: "x"}); err == nil || !strings.Contains(err.Error(), "Nonsense") {
		t.Errorf("got the error %v, want one that names the missing field", err)
	}
}
