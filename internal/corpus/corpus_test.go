package corpus

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/schema"
)

func options() Options {
	return Options{Limits: doc.DefaultLimits(), Facet: facet.Options{Zone: time.UTC}, Visibility: "internal"}
}

// load loads files given as path and text.
func load(t *testing.T, texts map[string]string) (*Corpus, []diag.Diagnostic) {
	t.Helper()
	return loadWith(t, options(), texts)
}

func loadWith(t *testing.T, o Options, texts map[string]string) (*Corpus, []diag.Diagnostic) {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range texts {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, found, err := Load(context.Background(), files, set, o)
	if err != nil {
		t.Fatal(err)
	}
	return c, found
}

// brief writes findings as "path:line:col rule | related path:line:col".
func brief(found []diag.Diagnostic, rules ...string) []string {
	var out []string
	for _, d := range found {
		if len(rules) > 0 && !slices.Contains(rules, d.Rule) {
			continue
		}
		p := d.File.Position(d.Span.Start)
		line := fmt.Sprintf("%s:%d:%d %v %s", d.File.Path, p.Line, p.Column, d.Severity, d.Rule)
		for _, r := range d.Related {
			p := r.File.Position(r.Span.Start)
			line += fmt.Sprintf(" | %s:%d:%d", r.File.Path, p.Line, p.Column)
		}
		out = append(out, line)
	}
	return out
}

func want(t *testing.T, got, want []string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-) got (+):\n%s", diff)
	}
}

const incident = "---\nid: %s\nstarted_at: 2026-01-02T10:00:00Z\n---\n# Something broke\n"

func TestDuplicateIDsAreFoundWithBothPlaces(t *testing.T) {
	c, found := load(t, map[string]string{
		"postmortems/a.md": fmt.Sprintf(incident, "2026-001"),
		"postmortems/b.md": fmt.Sprintf(incident, "２０２６-001"), // full-width digits fold to the same id
		"runbooks/r.md":    "---\nid: 2026-001\n---\n# Another kind may have the id\n",
	})
	want(t, brief(found, "duplicate-id"), []string{"postmortems/b.md:2:5 error duplicate-id | postmortems/a.md:2:5"})
	if c.ByID("postmortem", "2026-001").Path() != "postmortems/a.md" || c.ByPath("postmortems/b.md") == nil {
		t.Error("the first document keeps the id, the second is still there")
	}
}

func TestInferredIDsGiveWayToEachOther(t *testing.T) {
	c, found := load(t, map[string]string{
		"postmortems/2026-001-web.md":      "# Web down on 2026-01-02\n",
		"postmortems/2026-001-db.md":       "# Database down on 2026-01-02\n",
		"postmortems/2026-002-障害.md":       "# 2026年1月3日の障害\n",
		"postmortems/old/2026-003-same.md": "# Down on 2026-01-04\n",
		"postmortems/new/2026-003-same.md": "# Down on 2026-01-05\n",
		"postmortems/new/2026-003-same":    "# Down on 2026-01-05, once more\n",
	})
	want(t, brief(found, "duplicate-id"), nil)
	got := map[string]string{}
	for _, e := range c.Entries {
		got[e.Path()] = e.ID
	}
	for path, id := range map[string]string{
		"postmortems/2026-001-web.md": "2026-001-web", "postmortems/2026-001-db.md": "2026-001-db",
		"postmortems/2026-002-障害.md": "2026-002",
	} {
		if got[path] != id {
			t.Errorf("%s has the id %q, want %q", path, got[path], id)
		}
	}
	ids := map[string]bool{}
	for _, id := range got {
		ids[id] = true
	}
	if len(ids) != len(got) || ids[""] {
		t.Errorf("the ids are not distinct: %v", got)
	}
}

func TestReferencesToAnyKind(t *testing.T) {
	c, found := load(t, map[string]string{
		"runbooks/再起動.md":         "# 再起動\n\n## 診断\n",
		"postmortems/2026-001.md": "---\nrelated: [再起動, 再起働, 2026-002]\nnot_related: [2026-002]\n---\n# Broke\n",
		"postmortems/2026-002.md": "# Broke again\n",
	})
	want(t, brief(found, "unknown-id"), []string{"postmortems/2026-001.md:2:16 error unknown-id"})
	e := c.ByID("postmortem", "2026-001")
	if related, refused := e.Targets("related"), e.Targets("not_related"); len(related) != 2 || len(refused) != 1 || refused[0].ID != "2026-002" {
		t.Errorf("related: %v, not related: %v", related, refused)
	}
}

func TestReferencesInBothDirections(t *testing.T) {
	c, found := load(t, map[string]string{
		"services/web.yaml":       "kind: service\nid: web\ntitle: Web\nowner: web-team\n",
		"runbooks/restart.md":     "---\naliases: [reboot]\n---\n# Restart\n\n## Diagnosis\n\nSee [[2026-001]].\n",
		"runbooks/再起動.md":         "# 再起動\n\n## 診断\n",
		"postmortems/2026-001.md": "---\nstarted_at: 2026-01-02T10:00:00Z\nservices: [Web]\nrunbooks: [restart, reboot, runbook:再起動, runbooks/restart.md]\n---\n# Broke\n\n[how](../runbooks/restart.md#diagnosis)\n",
	})
	want(t, brief(found, "unknown-id", "duplicate-id"), nil)
	e := c.ByID("postmortem", "2026-001")
	var refs []string
	for _, r := range e.Refs {
		refs = append(refs, r.Field+" "+r.To.Path())
	}
	want(t, refs, []string{
		"services services/web.yaml", "runbooks runbooks/restart.md", "runbooks runbooks/restart.md",
		"runbooks runbooks/再起動.md", "runbooks runbooks/restart.md", "link runbooks/restart.md",
	})
	if n := len(e.Targets("runbooks")); n != 2 {
		t.Errorf("Targets gives %d runbooks, want 2", n)
	}
	if backs := e.Backs; len(backs) != 1 || backs[0].From.Path() != "runbooks/restart.md" || backs[0].Field != "text" {
		t.Errorf("back-references: %v", backs)
	}
}

func TestUnknownReferences(t *testing.T) {
	_, found := load(t, map[string]string{
		"services/web.yaml":       "kind: service\nid: web\ntitle: Web\nowner: web-team\n",
		"postmortems/2026-001.md": "---\r\nstarted_at: 2026-01-02T10:00:00Z\r\nservices: [wbe]\r\nrunbooks: [障害対応]\r\nsymptoms: [slow pages]\r\n---\r\n# Broke\r\n\r\n日本語 [[2026-002]]\r\n",
	})
	want(t, brief(found, "unknown-id"), []string{
		"postmortems/2026-001.md:3:12 error unknown-id",
		"postmortems/2026-001.md:4:12 warning unknown-id", // there is no runbook at all
		"postmortems/2026-001.md:9:5 error unknown-id",
	})
	for _, d := range found {
		if d.Rule == "unknown-id" && strings.Contains(d.Message.En, "wbe") {
			if !strings.Contains(d.Message.En, `did you mean "web"?`) || !strings.Contains(d.Message.Ja, "web") || len(d.Fixes) != 1 {
				t.Errorf("no suggestion: %v %v", d.Message, d.Fixes)
			}
		}
	}
}

// TestReferencesToParts names a part of a document behind "#".
func TestReferencesToParts(t *testing.T) {
	c, found := load(t, map[string]string{
		"known-issues/ki.yaml": "kind: known-issue\nid: ki\ntitle: 枯渇\nsymptom: slow\nsolutions: [{id: stop, title: 止める}]\n",
		"postmortems/a.md":     "---\nid: a\nstarted_at: 2026-01-02T10:00:00Z\nsolutions_tried: [{solution: 'ki#stop', success: true}, {solution: '#ki', success: true}, {solution: 'known-issue:ki#止める', success: false}, {solution: 'kj#stop', success: true}]\n---\n# A\n",
	})
	want(t, brief(found, "unknown-id"), []string{"postmortems/a.md:4:152 error unknown-id"})
	if got := c.Find("known-issues/ki.yaml#stop"); got == nil || got.ID != "ki" {
		t.Errorf("by path: got %v", got)
	}
	if got := c.Find("#"); got != nil {
		t.Errorf("nothing: got %v", got)
	}
}

// TestOneBrokenValueSpoilsItselfAlone writes a bad date into one action.
func TestOneBrokenValueSpoilsItselfAlone(t *testing.T) {
	c, found := load(t, map[string]string{"postmortems/2026-001.md": `---
started_at: 2026-01-02T10:00:00Z
resolved_at: 2026-01-02T11:00:00Z
actions:
  - {text: 監視を追加する, owner: sre, due: 2026-02-30}
  - {text: Add a canary, owner: web, due: 2026-02-01, status: done}
impact: {users: 10}
---
# Broke
`})
	want(t, brief(found), []string{"postmortems/2026-001.md:5:38 error bad-format"})
	e := c.Entries[0]
	if len(e.Actions) != 2 || e.Actions[0].Owner != "sre" || e.Actions[0].Due.Known || e.Actions[1].Due.Day != 1 || e.Actions[1].Status != facet.Done {
		t.Errorf("actions: %+v", e.Actions)
	}
	if !e.Times.Started.Known || !e.Times.Resolved.Known || e.Impact.Users.V == nil {
		t.Error("other values of the document are lost")
	}
}

func TestFilesThatAreNoDocuments(t *testing.T) {
	c, found := load(t, map[string]string{
		"README.md":                      "# Readme\n",
		"docker-compose.yml":             "services: {web: {image: nginx}}\n",
		".github/a.md":                   "# Hidden\n",
		"node_modules/x/README.md":       "# A package\n",
		"Makefile":                       "# Comment\nall:\n",
		"LICENSE":                        "Licence text\n",
		"postmortems/2026-004 Bad image": "# Bad image\n\n## Timeline\n\nAll times in UTC.\n\n- 2026-01-02 10:00 outage begins\n- 2026-01-02 11:00 service restored\n",
		"postmortems/empty.md":           "",
		"runbooks/crlf.md":               "# CRLF\r\n\r\n## Diagnosis\r\n",
	})
	var got []string
	for _, e := range c.Entries {
		got = append(got, e.Kind+" "+e.Path())
	}
	want(t, got, []string{
		"page README.md", "postmortem postmortems/2026-004 Bad image", "page postmortems/empty.md", "runbook runbooks/crlf.md",
	})
	want(t, brief(found, "extension-missing"), []string{"postmortems/2026-004 Bad image:1:1 warning extension-missing"})
}

func TestLinksAndSpecialFilesAreRefused(t *testing.T) {
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "secret.md")
	for name, text := range map[string]string{filepath.Join(dir, "a.md"): "# A\n", outside: "# Secret\n"} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, link := range []string{"link.md", "loop.md"} {
		target := map[string]string{"link.md": outside, "loop.md": "loop.md"}[link]
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skipf("this system makes no symbolic links: %v", err)
		}
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, found, err := Load(context.Background(), os.DirFS(dir), set, options())
	if err != nil {
		t.Fatal(err)
	}
	want(t, brief(found), []string{"link.md:1:1 error irregular-file", "loop.md:1:1 error irregular-file"})
	if len(c.Entries) != 1 {
		t.Errorf("%d entries, want 1", len(c.Entries))
	}
}

func TestLimitsStopOneDocumentOnly(t *testing.T) {
	c, found := load(t, map[string]string{
		"deep.md":  strings.Repeat("> ", 200) + "x\n",
		"large.md": "# Large\n" + strings.Repeat("word word word\n", 100_000),
		"good.md":  "# Good\n",
	})
	want(t, brief(found), []string{"deep.md:1:1 error nesting-too-deep", "large.md:1:1 error file-too-large"})
	if len(c.Entries) != 3 || c.ByPath("good.md").Title != "Good" {
		t.Error("the limits spoil other documents")
	}
}

func TestIgnoredPaths(t *testing.T) {
	files := fstest.MapFS{"a.md": {Data: []byte("# A\n")}, "drafts/b.md": {Data: []byte("# B\n")}, "drafts/deep/c.md": {Data: []byte("# C\n")}}
	for _, ignore := range []string{"drafts", "drafts/**", "/drafts/"} {
		paths, _, err := Files(files, []string{ignore})
		if err != nil {
			t.Fatal(err)
		}
		want(t, paths, []string{"a.md"})
	}
}

func TestLoadStopsWithItsContext(t *testing.T) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Load(ctx, fstest.MapFS{"a.md": {Data: []byte("# A\n")}}, set, options()); err == nil {
		t.Error("loading goes on after its context has ended")
	}
}

func TestRulesAreSorted(t *testing.T) {
	if !slices.IsSorted(Rules()) {
		t.Errorf("Rules() = %v", Rules())
	}
}

func TestUnreadableYAMLIsTold(t *testing.T) {
	const bomb = "a: &a [x, x]\n" +
		"b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n" +
		"d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\n"
	tests := []struct {
		name, path, text string
		found            []string
		kind             string // of the entry; empty: none
	}{
		{"empty", "services/web.yaml", "", nil, ""},
		{"a kind at the start", "etc/web.yaml", "kind: service\ntitle: 決済: 遅延\n", []string{"2:10 yaml-syntax"}, "service"},
		{"a title in the folder of a kind", "services/web.yaml", "title: Web\nx: [\n", []string{"2:5 yaml-syntax"}, "service"},
		{"the folder of a kind", "サービス/services/web.yaml", "\ttitle: Web\n", []string{"1:1 yaml-syntax"}, ""},
		{"paths of the settings", "ops/web.yaml", "\ttitle: Web\n", []string{"1:1 yaml-syntax"}, "runbook"},
		{"alias bomb", "services/web.yaml", bomb, []string{"6:5 yaml-alias-bomb"}, ""},
		{"too deep", "services/web.yaml", "x: " + strings.Repeat("[", 99), []string{"1:37 yaml-too-deep"}, ""},
		{"too large", "services/web.yaml", "kind: service\n" + strings.Repeat("# comment\n", 200_000), []string{"1:1 file-too-large"}, "service"},
		{"UTF-16", "services/web.yaml", "\xff\xfek\x00:\x00", []string{"1:1 invalid-utf8"}, ""},
		{"a document behind comments", "services/web.yaml", "a: 1\n---\nkind: service\ntitle: Web\n", []string{"2:1 yaml-multiple-documents"}, ""},
		{"another folder", "etc/web.yaml", "title: [\n", nil, ""},
		{"objects of Kubernetes", "services/web.yaml", "apiVersion: v1\nkind: Service\n---\napiVersion: v1\n", nil, ""},
		{"broken objects of Kubernetes", "services/web.yaml", "apiVersion: v1\nkind: Service\nx: [\n", nil, ""},
		{"a template", "services/web.yaml", "a:\n  {{- range .x }}\n  b: c\n", nil, ""},
		{"a list", "runbooks/play.yaml", "- hosts: all\n", nil, ""},
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := options()
	o.Facet.Paths = map[string][]string{"runbook": {"ops/**"}}
	for _, tt := range tests {
		for _, text := range []string{tt.text, strings.ReplaceAll(tt.text, "\n", "\r\n")} {
			c, found, err := Load(context.Background(), fstest.MapFS{tt.path: {Data: []byte(text)}}, set, o)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range found {
				p := d.File.Position(d.Span.Start)
				got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Column, d.Rule))
			}
			kind := ""
			if e := c.ByPath(tt.path); e != nil {
				kind = e.Kind
			}
			if diff := cmp.Diff(tt.found, got); diff != "" || kind != tt.kind {
				t.Errorf("%s: an entry of kind %q, want %q; -want +got\n%s", tt.name, kind, tt.kind, diff)
			}
		}
	}
}

// refusing is a file system of which a large file can be opened and not read,
// as that of a commit.
type refusing struct{ fs.FS }

func (r refusing) Open(name string) (fs.File, error) {
	f, err := r.FS.Open(name)
	if strings.HasPrefix(name, "large") {
		return unreadableFile{f}, err
	}
	return f, err
}

type unreadableFile struct{ fs.File }

func (unreadableFile) Read([]byte) (int, error) { return 0, errors.New("too large") }

func TestLargeFilesAreNotRead(t *testing.T) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{"large.md": {Data: make([]byte, 2<<20)}, "good.md": {Data: []byte("# Good\n")}}
	c, found, err := Load(context.Background(), refusing{files}, set, options())
	if err != nil {
		t.Fatal(err)
	}
	want(t, brief(found), []string{"large.md:1:1 error file-too-large"})
	if found[0].Message.En != "the file is larger than 1048576 bytes" || len(c.Entries) != 2 {
		t.Errorf("%d entries, %q", len(c.Entries), found[0].Message.En)
	}
}

func TestNamesThatAreNotUTF8(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.md", "\xff.md", "\xfe.txt", "old\xff/b.md", "drafts/\xff.md"} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Skipf("file names that are not UTF-8 are missing on this file system: %v", err)
		}
		if err := os.WriteFile(name, []byte("# T\n"), 0o644); err != nil {
			t.Skipf("file names that are not UTF-8 are missing on this file system: %v", err)
		}
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := options()
	o.Ignore = []string{"drafts"}
	c, found, err := Load(context.Background(), os.DirFS(dir), set, o)
	if err != nil {
		t.Fatal(err)
	}
	want(t, brief(found), []string{"old\ufffd:1:1 error irregular-file", "\ufffd.md:1:1 error irregular-file"})
	if len(c.Entries) != 1 || Wanted("\xff.md", nil) {
		t.Errorf("%d entries, want 1", len(c.Entries))
	}
}

func TestSettingsAreNoDocuments(t *testing.T) {
	c, found := load(t, map[string]string{
		"debrief.yaml":              "title: 手順\n",
		"known-issues/debrief.yaml": "title: Settings\nlanguage: ja\n",
		"known-issues/bad.yaml":     "title: A\nsymptoms: [x]\n",
	})
	if len(c.Entries) != 1 || c.ByPath("known-issues/bad.yaml") == nil {
		t.Errorf("%d entries; %v", len(c.Entries), brief(found))
	}
}

// A name that shows as something else than it is belongs to no document,
// neither in a folder nor in a commit.
func TestNamesThatHideSomething(t *testing.T) {
	for name, want := range map[string]string{
		"tab\there.md":         `tab\there.md:1:1 error irregular-file`,
		"手順\u202emd.exe.md":    `手順\u202emd.exe.md:1:1 error irregular-file`,
		"\x1b[2J.md":           `\x1b[2J.md:1:1 error irregular-file`,
		"a\u0085/b.md":         `a\u0085:1:1 error irregular-file`,
		"two\nlines.txt":       "",
		"家族👩\u200d👩\u200d👧.md": "-",
		"עברית\u200f.md":       "-",
	} {
		c, found := load(t, map[string]string{name: "# T\n"})
		switch {
		case want == "-":
			if len(found) > 0 || len(c.Entries) != 1 || !Wanted(name, nil) {
				t.Errorf("%q: %d documents, %v", name, len(c.Entries), brief(found))
			}
		case len(c.Entries) > 0 || Wanted(name, nil):
			t.Errorf("%q is read", name)
		case want == "" && len(found) > 0 || want != "" && (len(found) != 1 || brief(found)[0] != want):
			t.Errorf("%q: %q, want %s", name, brief(found), want)
		}
	}
}

func TestPicturesKeptByLFS(t *testing.T) {
	const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\nsize 81920\n"
	_, found := load(t, map[string]string{
		"runbooks/a.md":    "# A\n\n![図](図.png) ![big](big.png) ![gone](gone.png) ![out](../../x.png) ![web](https://example.com/図.png) [link](図.png) ![root](/図2.png)\n",
		"runbooks/図.png":   pointer,
		"runbooks/big.png": strings.Repeat("x", 5000),
		"図2.png":           pointer,
	})
	want(t, brief(found), []string{"runbooks/a.md:3:1 warning lfs-pointer", "runbooks/a.md:3:115 warning lfs-pointer"})
}

func TestPathsThatAreOneElsewhere(t *testing.T) {
	for name, tt := range map[string]struct {
		paths []string
		want  []string
	}{
		"case":        {[]string{"README.md", "readme.md", "docs/readme.md"}, []string{`readme.md:1:1 warning irregular-file`}},
		"folder":      {[]string{"Runbooks/a.md", "runbooks/A.md"}, []string{`runbooks/A.md:1:1 warning irregular-file`}},
		"composition": {[]string{"\u304c.md", "\u304b\u3099.md"}, []string{"\u304c.md:1:1 warning irregular-file"}},
		"width":       {[]string{"a.md", "ａ.md"}, nil},
		"distinct":    {[]string{"a.md", "b.md"}, nil},
		"empty":       {nil, nil},
	} {
		files := map[string]string{}
		for _, p := range tt.paths {
			files[p] = "# T\n"
		}
		c, found := load(t, files)
		if got := brief(found); !slices.Equal(got, tt.want) || len(c.Entries) != len(tt.paths) {
			t.Errorf("%s: %+q, want %+q", name, got, tt.want)
		}
	}
}
