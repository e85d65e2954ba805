package render

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/schema"
)

// memoryOf copies a folder of the project into memory.
func memoryOf(t *testing.T, files fs.FS) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var pagesNow = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// opened is a site that is made on demand.
type opened struct {
	t      *testing.T
	files  fstest.MapFS
	reader *corpus.Reader
	config config.Config
	in     Input
	pages  *Pages
}

func openExamples(t *testing.T) *opened {
	t.Helper()
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := &opened{t: t, files: memoryOf(t, os.DirFS("../examples")), reader: corpus.NewReader(set), config: config.Default()}
	o.in.Set = set
	o.load()
	return o
}

// load reads everything and opens the site.
func (o *opened) load() {
	o.t.Helper()
	var err error
	if o.in.Corpus, _, err = o.reader.Load(context.Background(), o.files, o.config.Corpus); err != nil {
		o.t.Fatal(err)
	}
	o.in.Results = insight.Compute(o.in.Corpus, insight.History{}, o.config.Policy, pagesNow)
	o.in.Files = o.files
	if o.pages, err = Open(o.in, Options{Title: "T", Languages: []string{"en", "ja"}}); err != nil {
		o.t.Fatal(err)
	}
}

// draft opens a draft of the site with one file as it is now.
func (o *opened) draft(name string) (*Pages, []corpus.Edit) {
	o.t.Helper()
	in := o.in
	c, edits, err := o.reader.Draft(o.files, o.config.Corpus, in.Corpus, []string{name})
	if err != nil {
		o.t.Fatal(err)
	}
	in.Corpus, in.Results = c, in.Results.Draft(c, edits, nil)
	return o.pages.Draft(in, edits), edits
}

func file(t *testing.T, p *Pages, name string) string {
	t.Helper()
	data, ok, err := p.File(name)
	if err != nil || !ok {
		t.Fatalf("%s: there: %v, error: %v", name, ok, err)
	}
	return string(data)
}

// Site and Open make the same files.
func TestPagesAreThoseOfTheSite(t *testing.T) {
	o := openExamples(t)
	files := 0
	err := Site(o.in, Options{Title: "T", Languages: []string{"en", "ja"}}, func(name string, data []byte) error {
		if name == "index.html" || strings.HasPrefix(name, "search/") || strings.HasPrefix(name, "ja/incidents/") {
			files++
			if got := file(t, o.pages, name); got != string(data) {
				t.Errorf("%s differs", name)
			}
		}
		return nil
	})
	if err != nil || files < 10 {
		t.Errorf("%d files, error %v", files, err)
	}
	if _, ok, err := o.pages.File("no/such/index.html"); ok || err != nil {
		t.Errorf("a page that is missing: %v, %v", ok, err)
	}
}

// The draft of an edit that changes what one document says is the page that
// follows when everything is made anew.
func TestDraftsAreWhatFollows(t *testing.T) {
	o := openExamples(t)
	for _, e := range o.in.Corpus.Entries {
		if e.Kind == "term" || !strings.HasSuffix(e.Path(), ".md") {
			continue
		}
		page := targetOf(o.in.Set.Kind(e.Kind), e.ID) + "index.html"
		before := o.files[e.Path()].Data
		o.files[e.Path()] = &fstest.MapFile{Data: append(append([]byte{}, before...), "\n\n決済 zzqq\n"...)}
		drafted, edits := o.draft(e.Path())
		if len(edits) != 1 || drafted.Document(page) != e.Path() {
			t.Fatalf("%s: %d edits; %s is the page of %q", e.Path(), len(edits), page, drafted.Document(page))
		}
		for _, name := range []string{page, "ja/" + page} {
			if got := file(t, drafted, name); !strings.Contains(got, "決済 zzqq") {
				t.Errorf("%s lacks the edit", name)
			}
		}
		if got, want := file(t, drafted, "index.html"), file(t, o.pages, "index.html"); got != want {
			t.Errorf("a draft of %s changes the home page", e.Path())
		}
		old := *o
		old.load()
		if got, want := withoutSuggestions(file(t, drafted, page)), withoutSuggestions(file(t, old.pages, page)); got != want {
			t.Errorf("the draft of %s is not what follows:\n%s", page, firstDifference(got, want))
		}
		o.files[e.Path()] = &fstest.MapFile{Data: before}
	}
}

// withoutSuggestions cuts off the links that nobody wrote: how likely they are
// depends on every word of the library.
func withoutSuggestions(page string) string {
	before, rest, ok := strings.Cut(page, `<section class="related suggested"`)
	if !ok {
		return page
	}
	_, after, _ := strings.Cut(rest, "</section>")
	return before + after
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + "\n" + y[i]
		}
	}
	return "one is longer"
}

// What breaks down while a page is made spoils that page alone.
func TestABreakdownSpoilsOnePage(t *testing.T) {
	o := openExamples(t)
	o.pages.jobs["broken/index.html"] = job{path: "broken/index.html", make: func(*worker) error { panic("壊れた") }}
	if _, ok, err := o.pages.File("broken/index.html"); !ok || err == nil || !strings.Contains(err.Error(), "壊れた") {
		t.Errorf("there: %v, error: %v", ok, err)
	}
	file(t, o.pages, "index.html")
}

// A page that was loaded before still finds its pictures and its index.
func TestFilesOfAnEarlierStateRemain(t *testing.T) {
	before, after := openExamples(t), openExamples(t)
	file(t, before.pages, "search/root.bin")
	files, err := before.pages.index()
	if err != nil {
		t.Fatal(err)
	}
	after.files["runbooks/zzqq.md"] = &fstest.MapFile{Data: []byte("# 再起動\n\nzzqq\n")}
	after.load()
	after.pages.Follow(before.pages)
	for name := range files {
		if strings.Count(name, "/") > 1 && file(t, after.pages, name) != file(t, before.pages, name) {
			t.Errorf("%s differs", name)
		}
	}
	if file(t, after.pages, "search/root.bin") == file(t, before.pages, "search/root.bin") {
		t.Error("the root of the index is the old one")
	}
}
