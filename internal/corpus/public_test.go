package corpus

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/debrief-dev/debrief/schema"
)

// publicOf gives the public edition of some files.
func publicOf(t *testing.T, o Options, texts map[string]string) *Edition {
	t.Helper()
	c, _ := loadWith(t, o, texts)
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for name, text := range texts {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	x, err := c.Public(context.Background(), files, set, o)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

const hiddenIncident = "---\nkind: postmortem\nid: 2026-007\naliases: [former-7]\n---\n# Vault 金庫\n"

func TestReferencesToHiddenDocumentsAreCovered(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a field", "related: 2026-007", "related: ~       "},
		{"one of a list", "related: [a, 2026-007]", "related: [a, ~       ]"},
		{"an item in quotes", "related:\n  - \"2026-007\"\n  - a", "related:\n  - ~         \n  - a"},
		{"an alias with its kind", "related: postmortem:former-7", "related: ~                  "},
		{"a path", "related: postmortems/v.md", "related: ~               "},
		{"a target", "---\nSee [[2026-007]].", "---\nSee [[……..]]."},
		{"a target in Japanese", "---\n詳細は[[2026-007|こちら]]", "---\n詳細は[[……..|こちら]]"},
		{"a link", "---\n[the vault](../postmortems/v.md)", "---\n[the vault](……………….)"},
		{"a link by its id", "---\n[2026-007](../postmortems/v.md \"2026-007\")", "---\n[……..](………………. \"……..\")"},
		{"a link by its title", "---\n[Vault 金庫](../postmortems/v.md)", "---\n[…………](……………….)"},
		{"text", "---\nAfter 2026-007.", "---\nAfter 2026-007."},
		{"CRLF", "related: 2026-007\r\n---\r\n[[2026-007]]\r\n", "related: ~       \r\n---\r\n[[……..]]\r\n"},
	} {
		text := "---\nvisibility: public\n" + c.text
		if !strings.Contains(c.text, "---") {
			text += "\n---\n# Open\n"
		}
		x := publicOf(t, options(), map[string]string{"postmortems/v.md": hiddenIncident, "runbooks/open.md": text, "runbooks/a.md": "---\nvisibility: public\n---\n# A\n"})
		e := x.Public.ByPath("runbooks/open.md")
		got := strings.TrimPrefix(string(e.Doc.File.Data), "---\nvisibility: public\n")
		if len(e.Doc.File.Data) != len(text) || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		for _, r := range e.Refs {
			if r.From != e || r.To != nil && x.Public.ByPath(r.To.Path()) != r.To {
				t.Errorf("%s: a reference leads out of the edition", c.name)
			}
		}
		if v := e.Value().Field("related"); strings.Contains(strings.Join(texts(v), " "), "2026") {
			t.Errorf("%s: the field says %q", c.name, texts(v))
		}
		if len(x.Hidden) != 1 || x.Public.Find("2026-007") != nil {
			t.Errorf("%s: %d documents are hidden", c.name, len(x.Hidden))
		}
	}
}

func TestPublicDocumentsKeepTheirIDs(t *testing.T) {
	public := "---\nvisibility: public\n---\n# X\n"
	x := publicOf(t, options(), map[string]string{"runbooks/a/x.md": public, "runbooks/b/x.md": "# X\n", "runbooks/c.md": public + "\n[[" + "runbooks/a/x.md" + "]]\n"})
	whole, _ := load(t, map[string]string{"runbooks/a/x.md": public, "runbooks/b/x.md": "# X\n", "runbooks/c.md": public})
	e := x.Public.ByPath("runbooks/a/x.md")
	if want := whole.ByPath("runbooks/a/x.md").ID; e.ID != want || x.Public.ByID("runbook", want) != e {
		t.Errorf("got %q, want %q", e.ID, want)
	}
	if len(e.Backs) != 1 || e.Backs[0].From.Path() != "runbooks/c.md" {
		t.Errorf("got %v", e.Backs)
	}
}

func TestFieldsAndNamesAreConcealed(t *testing.T) {
	o := options()
	o.Visibility = "public"
	o.Public = PublicOptions{Fields: []string{"owner", "actions.owner", "impact"}, Redact: []string{"山田太郎", "Ann"}}
	text := "---\nowner: team-gold\nimpact: {users: 4711}\n---\n# Open\n\n山田太郎とAnn, not Annex.\n\n- Users affected: 4711\n\n## Action items\n\n- [ ] Do it @bob\n"
	x := publicOf(t, o, map[string]string{"postmortems/open.md": text})
	e := x.Public.Entries[0]
	got := string(e.Doc.File.Data)
	for _, secret := range []string{"team-gold", "4711", "山田太郎", "Ann,", "bob"} {
		if strings.Contains(got, secret) {
			t.Errorf("%q is in\n%s", secret, got)
		}
	}
	if !strings.Contains(got, "Annex") || len(got) != len(text) {
		t.Errorf("got\n%s", got)
	}
	if concealed := x.Concealed["postmortems/open.md"]; !slices.Contains(concealed, "team-gold") || !slices.Contains(concealed, "4711") {
		t.Errorf("concealed: %q", concealed)
	}
	if e.Owner != "" || strings.Trim(e.Actions[0].Owner, "….") != "" || e.Impact.Users.V != nil {
		t.Errorf("owner %q, %q, users %v", e.Owner, e.Actions[0].Owner, e.Impact.Users)
	}
}

func TestEmptyEditions(t *testing.T) {
	for _, texts := range []map[string]string{nil, {"a.md": ""}, {"a.md": "\ufeff---\nvisibility: restricted\n---\n"}} {
		if x := publicOf(t, options(), texts); len(x.Public.Entries) != 0 || len(x.Hidden) != len(texts) {
			t.Errorf("%v: got %d", texts, len(x.Public.Entries))
		}
	}
}
