package render

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/debrief-dev/debrief/schema"
)

// dressed builds a little site with a theme, and gives its files.
func dressed(t *testing.T, theme fstest.MapFS, lang string) (map[string]string, error) {
	t.Helper()
	in := load(t, repository(map[string]string{"runbooks/restart.md": "# Restart <b>it</b> 再起動\n\n1. Restart.\n"}))
	in.Theme = theme
	return tryBuild(in, Options{Title: "Knowledge", Lang: lang})
}

// example reads the files of the worked example in the manual.
func example(t *testing.T) fstest.MapFS {
	t.Helper()
	manual, err := os.ReadFile("../docs/theming.md")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, m := range regexp.MustCompile("(?ms)^```[a-z]+ file=(\\S+)\n(.*?)^```$").FindAllStringSubmatch(string(manual), -1) {
		files[m[1]] = &fstest.MapFile{Data: []byte(m[2])}
	}
	if len(files) != 5 {
		t.Fatalf("the example has %d files", len(files))
	}
	return files
}

func TestExampleTheme(t *testing.T) {
	for lang, made := range map[string]string{"en": "Tanuki Market, site reliability", "ja": "たぬき市場 SRE チーム"} {
		out, err := dressed(t, example(t), lang)
		if err != nil {
			t.Fatal(err)
		}
		page := out["runbooks/restart/index.html"]
		for _, want := range []string{
			`<a href="https://status.tanuki-market.example/">Status</a>`, made + "</p>", `<img src="../../assets/logo-`, `content="default-src 'none'; script-src`,
		} {
			if !strings.Contains(strings.ReplaceAll(page, "&#39;", "'"), want) {
				t.Errorf("%s: no %q in\n%s", lang, want, page)
			}
		}
		styled := false
		for name, text := range out {
			styled = styled || strings.HasPrefix(name, "assets/style-") && strings.Contains(strings.ReplaceAll(text, " ", ""), "--accent:#00625a")
		}
		if !styled {
			t.Errorf("%s: the colours are not in the style sheet", lang)
		}
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	if notes, err := ThemeNotes(example(t), set); err != nil || len(notes) > 0 {
		t.Errorf("notes %v, %v", notes, err)
	}
}

func TestThemeFaultsNameTheirPlace(t *testing.T) {
	base, err := fs.ReadFile(wear(nil), "templates/base.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, file, text string
		want             []string
	}{
		{"syntax", "templates/page.html", "{{define \"main\"}}\n{{if}}\n{{end}}", []string{"page.html:2", "missing value for if"}},
		{"a field", "templates/runbook.html", "{{define \"main\"}}\n{{.Foto}}{{end}}", []string{"runbooks/restart/index.html", "runbook.html:2", "Foto", "*render.Page"}},
		{"a block that is not there", "templates/runbook.html", "{{define \"main\"}}{{template \"mein\" .}}{{end}}", []string{"runbook.html:1", "mein"}},
		{"a method", "templates/runbook.html", "{{define \"main\"}}{{.T}}{{end}}", []string{"runbook.html:1", "wrong number of args for T"}},
		{"an index", "templates/runbook.html", "{{define \"main\"}}{{index .Nav 99}}{{end}}", []string{"runbook.html:1", "index"}},
		{"itself without end", "templates/runbook.html", "{{define \"main\"}}{{template \"main\" .}}{{end}}", []string{"runbook.html"}},
		{"an empty base", "templates/base.html", "", []string{"base.html"}},
		{"texts", "strings.en.json", "{\n\"made\": 5\n}", []string{"strings.en.json:2"}},
		{"JSON", "strings.en.json", "{\n\"made\": \"x\",\n}", []string{"strings.en.json:3"}},
		{"a value that is missing", "strings.en.json", `{"changes.intro": "x"}`, []string{`"changes.intro"`, "has 0 places"}},
		{"style sheet", "css/custom.css", "@import \"./nothing.css\";", []string{"nothing.css"}},
		{"a logo that runs", "logo.svg", `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, []string{".debrief/theme/logo.svg cannot be published"}},
		{"a logo that is none", "logo.png", "GIF89a", []string{"logo.png cannot be published"}},
		{"a script", "templates/partials/own.html", `{{define "footer"}}<script>alert(1)</script>{{end}}`, []string{"a script"}},
		{"a script of others", "templates/partials/own.html", `{{define "footer"}}<script src="https://evil.example/app.js"></script>{{end}}`, []string{"a script"}},
		{"a script beside", "templates/partials/own.html", `{{define "footer"}}<script src="../runbooks/x.js"></script>{{end}}`, []string{"a script"}},
		{"a handler", "templates/partials/own.html", `{{define "footer"}}<p onclick="alert(1)">x</p>{{end}}`, []string{"onclick"}},
		{"a style", "templates/partials/own.html", `{{define "footer"}}<p style="color:red">x</p>{{end}}`, []string{"style"}},
		{"a frame", "templates/partials/own.html", `{{define "footer"}}<iframe src="x"></iframe>{{end}}`, []string{"iframe"}},
		{"a refresh", "templates/partials/own.html", `{{define "head"}}<meta http-equiv="refresh" content="0;url=https://evil.example/">{{end}}`, []string{"refresh"}},
		{"no policy", "templates/base.html", "<!DOCTYPE html><html><head><title>x</title></head></html>", []string{"policy"}},
		{"a late policy", "templates/base.html", strings.Replace(string(base), "<meta charset", `<link rel="stylesheet" href="x.css"><meta charset`, 1), []string{"before the page's policy"}},
	} {
		_, err := dressed(t, fstest.MapFS{c.file: {Data: []byte(c.text)}}, "en")
		if err == nil {
			t.Errorf("%s: no error", c.name)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: no %q in %s", c.name, want, err)
			}
		}
	}
}

func TestThemesCannotReplaceScripts(t *testing.T) {
	out, err := dressed(t, fstest.MapFS{"ts/app.ts": {Data: []byte("alert(41414141)")}, "ts/head.ts": {Data: []byte("alert(41414141)")}}, "en")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range out {
		if strings.Contains(text, "41414141") {
			t.Errorf("%s holds a script of the theme", name)
		}
	}
}

func TestDocumentsStayEscapedInThemes(t *testing.T) {
	out, err := dressed(t, fstest.MapFS{"templates/runbook.html": {Data: []byte(`{{define "main"}}<p title="{{.Title}}">{{.Title}} {{printf "%s" .Title}}</p>{{end}}`)}}, "ja")
	if err != nil {
		t.Fatal(err)
	}
	page := out["runbooks/restart/index.html"]
	if _, main, _ := strings.Cut(page, "<main"); strings.Contains(main, "<b>") || !strings.Contains(main, "再起動") {
		t.Errorf("got\n%s", page)
	}
}

func TestThemeNotes(t *testing.T) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	notes, err := ThemeNotes(fstest.MapFS{
		"tokens.css":             {},
		"css/tokens.css":         {},
		"css/mine.css":           {},
		"templates/runbok.html":  {},
		"templates/service.html": {},
		"ts/app.ts":              {},
		"logo.svg":               {},
		"strings.fr.json":        {},
		"strings.ja.json":        {Data: []byte(`{"mode": "x", "made": "y"}`)},
	}, set)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`.debrief/theme/strings.fr.json is no part of a theme`,
		`.debrief/theme/templates/runbok.html is no part of a theme; did you mean "templates/runbook.html"?`,
		`.debrief/theme/tokens.css is no part of a theme; did you mean "css/tokens.css"?`,
		`.debrief/theme/ts/app.ts is left out: a theme has no scripts`,
		`.debrief/theme/strings.ja.json has the unknown text "mode"; did you mean "made"?`,
	}
	for i := range max(len(notes), len(want)) {
		if i >= len(notes) || i >= len(want) || notes[i].En != want[i] || notes[i].Ja == "" {
			t.Errorf("note %d: got %v, want %v", i, notes, want)
			break
		}
	}
}
