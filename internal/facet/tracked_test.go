package facet

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// sameActions compares what is read of the actions alone with what is read of
// them among all else, and gives how many there are.
func sameActions(t *testing.T, name string, data []byte) int {
	t.Helper()
	set := schemas(t)
	d, _ := doc.Parse(source.New(name, data), doc.DefaultLimits())
	m := Merge(d, set, Options{})
	want := DecodeActions(m.Value)
	if d.Format == doc.YAML && m.Kind == PageKind {
		want = nil
	}
	type short struct {
		ID, Text, Status string
		Line             int
	}
	var got, all []short
	_, items := NewActionReader(set, doc.DefaultLimits(), Options{}).Read(name, data)
	for _, it := range items {
		got = append(got, short{it.ID, it.Text, string(it.Status), it.Line})
	}
	for _, a := range want {
		all = append(all, short{a.ID, a.Text, string(a.Status), d.File.Position(a.Span.Start).Line})
	}
	if diff := cmp.Diff(all, got); diff != "" {
		t.Errorf("%s: among all else, then alone:\n%s", name, diff)
	}
	return len(want)
}

// eachDocument visits the documents below a folder.
func eachDocument(t *testing.T, folder string, visit func(rel string, data []byte)) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !doc.IsDocument(path) {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(folder, path)
		visit(filepath.ToSlash(rel), data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sameInFolder compares all documents of a folder.
func sameInFolder(t *testing.T, folder string, named func(rel string) string) (items int) {
	t.Helper()
	eachDocument(t, folder, func(rel string, data []byte) { items += sameActions(t, named(rel), data) })
	return items
}

func TestTrackedActionsAreThoseOfMerge(t *testing.T) {
	same := func(rel string) string { return rel }
	if n := sameInFolder(t, filepath.Join("..", "..", "examples"), same); n < 10 {
		t.Errorf("the examples have %d actions", n)
	}
	variants := filepath.Join("..", "corpus", "testdata", "variants")
	if n := sameInFolder(t, variants, func(rel string) string { return "postmortems/" + rel }); n < 300 {
		t.Errorf("the variants have %d actions", n)
	}
	if n := sameInFolder(t, variants, same); n < 100 {
		t.Errorf("the variants, not in a folder of their kind, have %d actions", n)
	}
}

// TestReducedTextsHaveTheSameActions holds what is left of a text to the
// actions of the whole: that of documents whose front matter tells kind and id.
func TestReducedTextsHaveTheSameActions(t *testing.T) {
	const head = "---\nkind: postmortem\nid: pm-1\n---\n"
	folders := []string{filepath.Join("..", "corpus", "testdata", "variants")}
	if os.Getenv("DEBRIEF_SHARED") != "" {
		folders = append(folders, filepath.Join(sharedFolder(t), "corpora"))
	}
	items, reduced := 0, 0
	for _, folder := range folders {
		eachDocument(t, folder, func(rel string, data []byte) {
			if isData(rel) {
				return
			}
			if bytes.HasPrefix(data, []byte("---\n")) {
				_, data, _ = bytes.Cut(data[4:], []byte("\n---\n"))
			}
			data = append([]byte(head), data...)
			items += sameActions(t, rel, data)
			if _, ok := newFilter(rel, data, schemas(t), Options{}).reduce(data); ok {
				reduced++
			}
		})
	}
	if items < 400 || reduced < 50 {
		t.Errorf("%d items, %d texts reduced", items, reduced)
	}
	t.Logf("%d items, %d texts reduced", items, reduced)
}

func TestTrackedActionsOfStrangers(t *testing.T) {
	same := func(rel string) string { return rel }
	if n := sameInFolder(t, filepath.Join(sharedFolder(t), "corpora"), same); n < 100 {
		t.Errorf("the corpora have %d actions", n)
	}
}

func TestTrackedActions(t *testing.T) {
	const head = "---\nkind: postmortem\nid: pm-1\n---\n# 障害\n\n## Action items\n\n"
	for name, tt := range map[string]struct {
		text string
		want string // given id | section | text | status
	}{
		"empty":         {"", ""},
		"no items":      {"# Page\n\n- [ ] no action\n", ""},
		"box":           {head + "- [ ] Add disks\n", "|Action items|Add disks|open"},
		"CRLF":          {strings.ReplaceAll(head+"- [x] Add disks\n", "\n", "\r\n"), "|Action items|Add disks|done"},
		"id":            {head + "- [ ] Add disks {#ai-3}\n", "ai-3|Action items|Add disks|open"},
		"id in comment": {head + "- [ ] Add disks <!-- id: ai-3 -->\n", "ai-3|Action items|Add disks|open"},
		"ticket leads":  {head + "- [ ] **AI-3** Add disks\n", "AI-3|Action items|Add disks|open"},
		"ticket twice":  {head + "- [ ] **AI-3** Add disks\n- [ ] **AI-3** Add more\n", "|Action items|Add disks|open\n|Action items|Add more|open"},
		"ticket ends":   {head + "- [ ] Add disks (OPS-3)\n", "|Action items|Add disks|open"},
		"Japanese":      {"---\nkind: postmortem\n---\n# 障害\n\n## 再発防止策\n\n- [x] 監視を追加する（担当: @ann）\n", "|再発防止策|監視を追加する|done"},
		"front matter":  {"---\nkind: postmortem\nactions:\n  - id: a\n    text: Add disks\n    status: done\n---\n# x\n", "a||Add disks|done"},
		"data":          {"kind: postmortem\nactions:\n  - text: 増強する\n", "||増強する|unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			file := "a.md"
			if name == "data" {
				file = "a.yaml"
			}
			_, items := NewActionReader(schemas(t), doc.DefaultLimits(), Options{}).Read(file, []byte(tt.text))
			var got []string
			for _, it := range items {
				got = append(got, strings.Join([]string{it.Given, it.Section, it.Text, string(it.Status)}, "|"))
			}
			if strings.Join(got, "\n") != tt.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "\n"), tt.want)
			}
		})
	}
}

func TestDocumentsWithoutActionsArePassedOver(t *testing.T) {
	for name, text := range map[string]string{
		"runbooks/disk.md":     "# Disk full\n\n- [ ] look\n",
		"x/any.md":             "---\nkind: runbook\n---\n# Disk full\n",
		"x/values.yaml":        "image: a\nsteps:\n  - action: restart\n",
		"postmortems/index.md": "# 障害\n",
	} {
		if !newFilter(name, []byte(text), schemas(t), Options{}).empty() {
			t.Errorf("%s is read", name)
		}
	}
}
