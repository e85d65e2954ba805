package corpus

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

func TestLoadAlerts(t *testing.T) {
	const rule = "groups:\n- rules:\n  - alert: A\n"
	tests := []struct {
		name  string
		files map[string]string
		want  []string // alerts as path:line:column name
		found []string
	}{
		{"none", nil, nil, nil},
		{"empty", map[string]string{"rules/a.yaml": ""}, nil, []string{"rules/a.yaml:1:1 warning alert-rule-unreadable"}},
		{"by path", map[string]string{"b.yaml": rule, "a.yaml": rule + "  - alert: B\n"}, []string{"a.yaml:3:12 A", "a.yaml:4:12 B", "b.yaml:3:12 A"}, nil},
		{"Japanese", map[string]string{"規則.yaml": "groups: [{rules: [{alert: 決済遅延}]}]\n"}, []string{"規則.yaml:1:27 決済遅延"}, nil},
		{"matters of style", map[string]string{"a.yaml": "x: &x {team: on}\ngroups:\n- rules:\n  - alert: A\n    labels: {<<: *x, n: 010}\n"},
			[]string{"a.yaml:4:12 A"}, nil},
		{"one that cannot be read", map[string]string{"a.yaml": rule, "b.yaml": "groups:\n- rules: [\n"}, []string{"a.yaml:3:12 A"},
			[]string{"b.yaml:2:11 error yaml-syntax"}},
		{"template", map[string]string{"a.yaml": "groups:\n{{- range .x }}\n- name: {{ . }}\n{{- end }}\n---\n" + rule}, []string{"a.yaml:8:12 A"},
			[]string{"a.yaml:3:1 error yaml-syntax | a.yaml:2:1 fix"}},
		{"too large", map[string]string{"a.yaml": strings.Repeat(rule, 10<<20/len(rule))}, nil, []string{"a.yaml:1:1 error file-too-large"}},
		{"hidden characters", map[string]string{"a.yaml": rule + "# \u202e\n"}, []string{"a.yaml:3:12 A"}, []string{"a.yaml:4:3 error bidi-control fix"}},
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		for _, ending := range []string{"\n", "\r\n"} {
			o := options()
			for name, text := range tt.files {
				o.AlertFiles = append(o.AlertFiles, source.New(name, []byte(strings.ReplaceAll(text, "\n", ending))))
			}
			c, found, err := Load(context.Background(), fstest.MapFS{}, set, o)
			if err != nil {
				t.Fatal(err)
			}
			var alerts []string
			for _, a := range c.Alerts {
				p := a.File.Position(a.Span.Start)
				alerts = append(alerts, fmt.Sprintf("%s:%d:%d %s", a.File.Path, p.Line, p.Column, a.Name))
			}
			lines := brief(found)
			for i, d := range found {
				if len(d.Fixes) > 0 {
					lines[i] += " fix"
				}
			}
			if diff := cmp.Diff([][]string{tt.want, tt.found}, [][]string{alerts, lines}); diff != "" {
				t.Errorf("%s with %q differs (-want +got):\n%s", tt.name, ending, diff)
			}
		}
	}
}

// A rule file in a folder of documents is data.
func TestAlertFilesAreNoDocuments(t *testing.T) {
	const text = "title: Rules\ngroups:\n- rules:\n  - alert: A\n"
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{
		"alerts/a.yaml": {Data: []byte(text)},
		"alerts/b.yaml": {Data: []byte(text)},
	}
	o := options()
	o.AlertFiles = []*source.File{source.New("alerts/a.yaml", []byte(text))}
	c, _, err := Load(context.Background(), files, set, o)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Entries) != 1 || c.Entries[0].Path() != "alerts/b.yaml" {
		t.Errorf("got %d documents, want alerts/b.yaml alone", len(c.Entries))
	}
}
