package rules

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
)

func TestMovedWithoutAlias(t *testing.T) {
	const text = "# 決済の停止\n"
	tests := []struct {
		name, path, text string
		former           []string
		want             string // the text after the fix; empty: no finding
	}{
		{"never moved", "postmortems/b.md", text, nil, ""},
		{"renamed", "postmortems/b.md", text, []string{"postmortems/a.md"}, "---\naliases: [\"a\"]\n---\n" + text},
		{"Japanese", "postmortems/決済.md", text, []string{"postmortems/障害.md"}, "---\naliases: [\"障害\"]\n---\n" + text},
		{"front matter", "postmortems/b.md", "---\nowner: x\n---\n" + text, []string{"postmortems/a.md"}, "---\naliases: [\"a\"]\nowner: x\n---\n" + text},
		{"CRLF", "postmortems/b.md", "---\r\nowner: x\r\n---\r\n# T\r\n", []string{"postmortems/a.md"}, "---\r\naliases: [\"a\"]\r\nowner: x\r\n---\r\n# T\r\n"},
		{"a byte order mark", "postmortems/b.md", "\ufeff" + text, []string{"postmortems/a.md"}, "\ufeff---\naliases: [\"a\"]\n---\n" + text},
		{"a list in flow style", "postmortems/b.md", "---\naliases: [c]\n---\n" + text, []string{"postmortems/a.md"}, "---\naliases: [\"a\", c]\n---\n" + text},
		{"a list in block style", "postmortems/b.md", "---\naliases:\n  - c\n---\n" + text, []string{"postmortems/a.md"}, "---\naliases:\n  - \"a\"\n  - c\n---\n" + text},
		{"YAML", "runbooks/b.yaml", "kind: runbook\ntitle: 手順\n", []string{"runbooks/a.yaml"}, "aliases: [\"a\"]\nkind: runbook\ntitle: 手順\n"},
		{"twice: the last comes first", "postmortems/c.md", text, []string{"postmortems/b.md", "postmortems/a.md"}, "---\naliases: [\"b\"]\n---\n" + text},
		{"the alias is there", "postmortems/b.md", "---\naliases: [A]\n---\n" + text, []string{"postmortems/a.md"}, ""},
		{"an id of its own", "postmortems/b.md", "---\nid: x\n---\n" + text, []string{"postmortems/a.md"}, ""},
		{"another folder, the same name", "postmortems/2026/a.md", text, []string{"postmortems/a.md"}, ""},
		{"the number is the id", "postmortems/2023-001-b.md", text, []string{"postmortems/2023-001-a.md"}, ""},
		{"the name is another's now", "postmortems/b.md", text, []string{"postmortems/other.md"}, ""},
	}
	for _, tt := range tests {
		files := fstest.MapFS{tt.path: {Data: []byte(tt.text)}, "postmortems/other.md": {Data: []byte("# 別の障害\n")}}
		set, err := loadSchemas()
		if err != nil {
			t.Fatal(err)
		}
		settings := config.Default()
		c, _, err := corpus.Load(t.Context(), files, set, settings.Corpus)
		if err != nil {
			t.Fatal(err)
		}
		history := insight.History{Former: map[string][]string{tt.path: tt.former}}
		o := lint.Options{Profile: lint.Full, Files: files, Scheduled: true}
		got := ""
		for _, d := range lint.Check(c, insight.Compute(c, history, settings.Policy, time.Time{}), nil, []lint.Rule{movedWithoutAlias}, o).Found {
			if d.Rule != movedWithoutAlias.ID || len(d.Fixes) != 1 || !strings.Contains(d.Message.Ja, "以前") {
				t.Fatalf("%s: %+v", tt.name, d)
			}
			edit := d.Fixes[0].Edits[0]
			got = tt.text[:edit.Span.Start] + edit.New + tt.text[edit.Span.End:]
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
