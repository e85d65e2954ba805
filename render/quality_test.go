package render

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

func TestQualityPages(t *testing.T) {
	in := load(t, repository(map[string]string{
		"runbooks/r.md":     "---\nid: r\nalerts: [DiskFull]\n---\n# 手順\n",
		"runbooks/t.md":     "---\nid: t\ntested_on: 2026-10-01\n---\n# Tested\n",
		"postmortems/a.md":  "---\nid: a\nstarted_at: 2026-10-01T10:00:00Z\nresolved_at: 2026-10-01T11:00:00Z\ndetection: {source: monitoring, alert: NobodyKnows}\n---\n# A\n",
		"services/web.yaml": "kind: service\nid: web\ntitle: Web\n",
	}))
	if text := mainText(t, build(t, in, Options{Lang: "en"})["quality/index.html"]); !strings.Contains(text, "not part of this build") {
		t.Errorf("without findings: %s", text)
	}
	in.Linted = true
	if text := mainText(t, build(t, in, Options{Lang: "ja"})["quality/index.html"]); !strings.Contains(text, "指摘はありません") {
		t.Errorf("nothing found: %s", text)
	}
	file := in.Corpus.Entries[0].Doc.File
	other := source.New("data/x.csv", []byte("a\nb\n"))
	for range 30 {
		in.Findings = append(in.Findings, diag.Diagnostic{Rule: "a-rule", Severity: diag.Error, File: file, Message: diag.Text{En: hostileName, Ja: "直す"}})
	}
	in.Findings = append(in.Findings, diag.Diagnostic{Rule: "b-rule", Severity: diag.Info, File: other, Span: source.Span{Start: 2, End: 3}, Message: diag.Text{En: "m", Ja: "m"}})
	site := build(t, in, Options{Lang: "en", Languages: []string{"en", "ja"}})
	for _, name := range []string{"quality/", "quality/documents/", "quality/rules/a-rule/", "quality/rules/b-rule/", "quality/runbooks/", "quality/alerts/", "quality/layers/"} {
		checkSafe(t, name, site[name+"index.html"])
	}
	checkLinks(t, site, false)
	tests := []struct{ page, want string }{
		{"quality/", "31 findings in 2 files"},
		{"quality/", "a-rule Error 30 1"},
		{"quality/", "Alerts without a runbook 1 2 Runbooks never tested 1 2 Postmortems without a cause layer 1 1 Services without an SLO 0 1"},
		{"quality/rules/b-rule/", "data/x.csv 2 Info m"},
		{"ja/quality/rules/a-rule/", "直す"},
		{"quality/alerts/", "NobodyKnows"},
		{"ja/quality/runbooks/", "手順"},
	}
	for _, tt := range tests {
		if text := mainText(t, site[tt.page+"index.html"]); !strings.Contains(text, tt.want) {
			t.Errorf("%s lacks %q: %s", tt.page, tt.want, text)
		}
	}
}

func TestNotFoundKnowsAllPaths(t *testing.T) {
	in := load(t, repository(map[string]string{
		"runbooks/r.md": "---\nid: r\naliases: [old-r]\nalerts: [DiskFull]\n---\n# R\n", "pages/障害.md": "---\nid: 障害\n---\n# 障害\n",
	}))
	site := build(t, in, Options{Lang: "en", Languages: []string{"en", "ja"}, BaseURL: "https://example.com/kb/"})
	list, ok := strings.CutPrefix(site[pathsName], "window.debriefPaths=")
	var paths []string
	if err := json.Unmarshal([]byte(list), &paths); err != nil || !ok {
		t.Fatalf("%s: %v", site[pathsName], err)
	}
	for _, want := range []string{"", "runbooks/r/", "runbooks/old-r/", "alerts/DiskFull/", "pages/障害/", "calendar/"} {
		if !slices.Contains(paths, want) {
			t.Errorf("%q is not among %q", want, paths)
		}
	}
	page := site["404.html"]
	checkSafe(t, "404.html", page)
	for _, want := range []string{`src="/kb/assets/paths.js"`, `action="/kb/search/"`, `id="not-found"`} {
		if !strings.Contains(page, want) {
			t.Errorf("404.html lacks %s", want)
		}
	}
}
