package corpus

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/schema"
)

// linksOf describes a corpus and its findings: who is who, and what leads where.
func linksOf(c *Corpus, found []diag.Diagnostic) []string {
	var out []string
	for _, e := range c.Entries {
		line := e.Path() + " " + e.Kind + ":" + e.ID + " " + e.Title
		for _, r := range e.Refs {
			to := "?"
			if r.To != nil {
				to = r.To.Path()
				if c.ByPath(to) != r.To {
					to += " (of another corpus)"
				}
			}
			line += " → " + to
		}
		for _, r := range e.Backs {
			line += " ← " + r.From.Path()
		}
		out = append(out, line)
	}
	for _, d := range found {
		out = append(out, d.File.Path+": "+d.Message.En)
	}
	return out
}

func mapFile(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }

// However the files changed, reading them again gives what reading them for the
// first time gives.
func TestReadingAgain(t *testing.T) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Limits: doc.DefaultLimits(), Visibility: "internal"}
	files := fstest.MapFS{
		"postmortems/a.md":   mapFile("---\nid: a\nseverity: sev2\n---\n# 決済停止\n\n[[rb]] [[nowhere]] ![x](x.png)\n"),
		"runbooks/rb.md":     mapFile("# Restart\n"),
		"runbooks/again.md":  mapFile("---\nid: rb2\n---\n# Again\n"),
		"k8s/deployment.yml": mapFile("apiVersion: v1\nkind: Deployment\n"),
	}
	r := NewReader(set)
	var first *Corpus
	steps := []struct {
		name string
		do   func()
	}{
		{"at first", func() {}},
		{"unchanged", func() {}},
		{"edited", func() { files["runbooks/rb.md"] = mapFile("# 再起動\n\n[[a]]\n") }},
		{"CRLF and BOM", func() { files["runbooks/rb.md"] = mapFile("\ufeff# Restart\r\n\r\n[[a]]\r\n") }},
		{"emptied", func() { files["runbooks/rb.md"] = mapFile("") }},
		{"found at last", func() { files["pages/nowhere.md"] = mapFile("# Nowhere\n") }},
		{"id taken twice", func() { files["runbooks/again.md"] = mapFile("---\nid: rb\n---\n# Again\n") }},
		{"renamed", func() { files["runbooks/rc.md"] = files["runbooks/rb.md"]; delete(files, "runbooks/rb.md") }},
		{"gone", func() { delete(files, "postmortems/a.md") }},
	}
	for _, step := range steps {
		step.do()
		c, found, err := r.Load(context.Background(), files, o)
		if err != nil {
			t.Fatal(err)
		}
		anew, wanted, err := Load(context.Background(), files, set, o)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(linksOf(anew, wanted), linksOf(c, found)); d != "" {
			t.Errorf("%s:\n%s", step.name, d)
		}
		if first == nil {
			first = c
		}
	}
	if got := strings.Join(linksOf(first, nil), "\n"); !strings.Contains(got, "postmortems/a.md postmortem:a 決済停止 → runbooks/rb.md") {
		t.Errorf("the first corpus became\n%s", got)
	}
}

func TestDrafts(t *testing.T) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Limits: doc.DefaultLimits(), Visibility: "internal"}
	const before = "---\nid: a\naliases: [old]\n---\n# Before\n\n[[rb]]\n"
	tests := []struct {
		name, path, text string // empty text removes the file
		beyond           bool
		title            string // of the document in the draft; "" if there is no edit
		found            string
	}{
		{"edited", "postmortems/a.md", strings.Replace(before, "Before", "決済停止", 1), false, "決済停止", ""},
		{"the same", "postmortems/a.md", before, false, "", ""},
		{"dead link", "postmortems/a.md", before + "[[rbx]]\n", false, "Before", `no document has the id "rbx"`},
		{"new", "runbooks/new.md", "# New\n", false, "New", ""},
		{"new, of a taken id", "runbooks/new.md", "---\nid: rb\n---\n# New\n", true, "", ""},
		{"another id", "postmortems/a.md", strings.Replace(before, "id: a", "id: b", 1), true, "", ""},
		{"another alias", "postmortems/a.md", strings.Replace(before, "old", "older", 1), true, "", ""},
		{"another kind", "postmortems/a.md", strings.Replace(before, "id: a", "id: a\nkind: rca", 1), true, "", ""},
		{"gone", "postmortems/a.md", "", true, "", ""},
		{"no document", "k8s/deployment.yml", "apiVersion: v1\n", true, "", ""},
		{"CRLF", "postmortems/a.md", strings.ReplaceAll(before, "\n", "\r\n"), false, "Before", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := fstest.MapFS{"postmortems/a.md": mapFile(before), "runbooks/rb.md": mapFile("# Restart\n\n[[a]]\n")}
			r := NewReader(set)
			c, found, err := r.Load(context.Background(), files, o)
			if err != nil {
				t.Fatal(err)
			}
			was := linksOf(c, found)
			files[test.path] = mapFile(test.text)
			if test.text == "" {
				delete(files, test.path)
			}
			draft, edits, err := r.Draft(files, o, c, []string{test.path})
			if errors.Is(err, ErrBeyond) != test.beyond {
				t.Fatalf("error %v", err)
			}
			if d := cmp.Diff(was, linksOf(c, found)); d != "" {
				t.Errorf("the corpus changed:\n%s", d)
			}
			switch {
			case test.beyond:
				return
			case test.title == "":
				if len(edits) > 0 {
					t.Errorf("%d edits", len(edits))
				}
				return
			case len(edits) != 1:
				t.Fatalf("%d edits", len(edits))
			}
			edit := edits[0]
			if draft.ByPath(test.path) != edit.Now || draft.Find(edit.Now.ID) != edit.Now || edit.Now.Title != test.title || edit.Was != c.ByPath(test.path) {
				t.Errorf("edit %+v", edit.Now.Title)
			}
			if test.path == "postmortems/a.md" && (len(edit.Now.Refs) == 0 || edit.Now.Refs[0].To != c.ByPath("runbooks/rb.md") || draft.Find("old") != edit.Now || len(edit.Now.Backs) != 1) {
				t.Errorf("references %v, from others %v", edit.Now.Refs, edit.Now.Backs)
			}
			if said := diagTexts(edit.Found); !strings.Contains(said, test.found) {
				t.Errorf("found %s", said)
			}
		})
	}
}

func diagTexts(found []diag.Diagnostic) string {
	var out []string
	for _, d := range found {
		out = append(out, d.Message.En)
	}
	return strings.Join(out, "\n")
}
