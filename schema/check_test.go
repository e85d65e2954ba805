package schema

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

var update = flag.Bool("update", false, "rewrite the wanted output in testdata")

// loadWith reads the schemas with a folder laid over them.
func loadWith(t testing.TB, folder string) *Set {
	t.Helper()
	s, err := Load(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Every archive of testdata/check holds documents of the kind that it is
// named after, each followed by the findings that it has, and why in
// Japanese.
func TestCheck(t *testing.T) {
	s := loadWith(t, "testdata/overlay")
	archives, err := filepath.Glob("testdata/check/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		kind := strings.TrimSuffix(filepath.Base(name), ".txtar")
		out := &txtar.Archive{Comment: a.Comment}
		for _, f := range a.Files {
			if strings.HasSuffix(f.Name, ".want") {
				continue
			}
			got := findings(t, s, kind, f.Name, string(f.Data))
			crlf := findings(t, s, kind, f.Name, "\ufeff"+strings.ReplaceAll(string(f.Data), "\n", "\r\n"))
			if diff := cmp.Diff(got, crlf); diff != "" {
				t.Errorf("%s: %s with a byte-order mark and CRLF (-without +with):\n%s", name, f.Name, diff)
			}
			out.Files = append(out.Files, f, txtar.File{Name: f.Name + ".want", Data: []byte(got)})
		}
		if *update {
			if err := os.WriteFile(name, txtar.Format(out), 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(string(txtar.Format(a)), string(txtar.Format(out))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func findings(t *testing.T, s *Set, kind, name, text string) string {
	t.Helper()
	d := parse(t, name, text)
	var b strings.Builder
	for _, f := range s.Check(kind, d, d.Meta) {
		b.WriteString(line(f) + "\n    " + f.Message.Ja + "\n")
		for _, fix := range f.Fixes {
			b.WriteString("    fix: " + fix.Title.En)
			for _, e := range fix.Edits {
				b.WriteString(" [" + d.File.Text(e.Span) + "→" + e.New + "]")
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// What was inferred from the body is facet's to explain: its rows may lack
// parts. Wrong values in it are reported at their place in the body.
func TestInferredParts(t *testing.T) {
	text := "# Outage\n\n- no time at all\n- 無効な種別\n"
	f := source.New("a.md", []byte(text))
	d, _ := doc.Parse(f, doc.DefaultLimits())
	at := func(s string) source.Span {
		i := strings.Index(text, s)
		return source.Span{Start: i, End: i + len(s)}
	}
	from := doc.Provenance{Origin: doc.FromList}
	row := func(key, value string) doc.Value {
		return doc.NewMap([]doc.Entry{
			{Key: key, Value: doc.NewScalar(value, at(value), from)}}, at(value), from)
	}
	path := doc.Provenance{Origin: doc.FromPath}
	v := doc.NewMap([]doc.Entry{
		{Key: "id", Value: doc.NewScalar("a", source.Span{}, path)},
		{Key: "title", Value: doc.NewScalar("Outage", at("Outage"), doc.Provenance{Origin: doc.FromHeading})},
		{Key: "started_at", Value: doc.NewScalar("2023-01-15T14:30:00Z", source.Span{}, path)},
		{Key: "timeline", Value: doc.NewList([]doc.Value{
			row("event", "no time at all"), row("type", "無効な種別")}, at("- no time at all"), from)},
	}, f.Whole(), from)
	var got []string
	for _, x := range load(t).Check("postmortem", d, v) {
		got = append(got, line(x))
		if len(x.Fixes) > 0 {
			t.Errorf("fix %q edits prose", x.Fixes[0].Title.En)
		}
	}
	want := []string{`unknown-value error [無効な種別] type "無効な種別" is none of start, detect, page, ack, ` +
		`declare, hypothesis, verify, escalate, communicate, identify, mitigate, resolve, confirm, note`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// gojsonschema walks maps: the order of its errors changes from run to run.
func TestSameOrderAlways(t *testing.T) {
	s := load(t)
	d := parse(t, "a.md", firstDocument(t, "testdata/check/postmortem.txtar"))
	first := lines(s.Check("postmortem", d, d.Meta))
	if len(first) < 15 {
		t.Fatalf("got %d findings, want many", len(first))
	}
	for range 200 {
		if diff := cmp.Diff(first, lines(s.Check("postmortem", d, d.Meta))); diff != "" {
			t.Fatalf("a later run differs (-first +later):\n%s", diff)
		}
	}
}

func TestCheckInParallel(t *testing.T) {
	s := load(t)
	text := firstDocument(t, "testdata/check/postmortem.txtar")
	d := parse(t, "a.md", text)
	want := lines(s.Check("postmortem", d, d.Meta))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got := lines(s.Check("postmortem", d, d.Meta)); !slices.Equal(got, want) {
					t.Errorf("got %q, want %q", got, want)
				}
				s.Labels().Section("詳細タイムライン")
				s.Labels().Field("postmortem", "発生日時")
			}
		})
	}
	wg.Wait()
}

// gojsonschema passes every keyword on Go's own numbers and times, and dies
// of others; only what encoding/json makes may reach it.
func TestDataHoldsJSONTypesOnly(t *testing.T) {
	var check func(v any)
	check = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, x := range v {
				check(x)
			}
		case []any:
			for _, x := range v {
				check(x)
			}
		case string, bool, json.Number, nil:
		default:
			t.Errorf("got a %T", v)
		}
	}
	s := load(t)
	archives, _ := filepath.Glob("testdata/check/*.txtar")
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if !strings.HasSuffix(f.Name, ".want") {
				check(s.Kind("postmortem").root.data(parse(t, f.Name, string(f.Data)).Meta))
			}
		}
	}
}

// Numbers that gojsonschema cannot digest are no numbers.
func TestHugeNumbers(t *testing.T) {
	s := load(t)
	for _, n := range []string{"1e5000000", "1e1000000", "-1e400", strings.Repeat("9", 5000), "1e-5000000"} {
		d := parse(t, "a.yaml", "kind: service\nid: web\ntitle: Web\nowner: x\nnormal_tps: "+n+"\nusers: "+n+"\n")
		got := s.Check("service", d, d.Meta)
		if len(got) != 2 || got[0].Rule != wrongType || got[1].Rule != wrongType {
			t.Errorf("%.20s: got %q, want two of rule %s", n, lines(got), wrongType)
		}
	}
}

func TestKeysWithOddCharacters(t *testing.T) {
	s := load(t)
	d := parse(t, "a.yaml", "kind: page\nid: a\ntitle: A\n\"a.b\": 1\n\"c/d~e\": 2\n\"f\\0g\": 3\n\"\": 4\n")
	if got := lines(s.Check("page", d, d.Meta)); len(got) > 0 {
		t.Errorf("page: got %q, want nothing", got)
	}
	want := []string{
		`unknown-field error ["a.b"] unknown field "a.b"`,
		`unknown-field error ["c/d~e"] unknown field "c/d~e"`,
	}
	var got []string
	for _, l := range lines(s.Check("rca", d, d.Meta)) {
		if strings.Contains(l, "a.b") || strings.Contains(l, "c/d") {
			got = append(got, l)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rca (-want +got):\n%s", diff)
	}
}

func TestUnknownKindHasNoFindings(t *testing.T) {
	d := parse(t, "a.yaml", "x: 1\n")
	if got := load(t).Check("nothing", d, d.Meta); len(got) > 0 {
		t.Errorf("got %q, want nothing", lines(got))
	}
}

func TestRulesAreSortedAndComplete(t *testing.T) {
	rules := Rules()
	if !slices.IsSorted(rules) {
		t.Errorf("rules are not sorted: %q", rules)
	}
	seen := map[string]bool{}
	archives, _ := filepath.Glob("testdata/check/*.txtar")
	for _, name := range archives {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range strings.Split(string(data), "\n") {
			rule, _, _ := strings.Cut(l, " ")
			seen[rule] = true
		}
	}
	for _, r := range rules {
		if !seen[r] {
			t.Errorf("no document of testdata/check breaks %s", r)
		}
	}
}

// The samples of the design are right, but for those named bad.
func TestDesignSamples(t *testing.T) {
	s := load(t)
	files, err := filepath.Glob(shared(t, "design", "samples", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	bad := map[string]int{"bad1.postmortem.yaml": 6, "bad2.postmortem.yaml": 2}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d := parse(t, filepath.Base(file), string(data))
		got := lines(s.Check(d.Meta.Field("kind").Text(), d, d.Meta))
		if len(got) != bad[filepath.Base(file)] {
			t.Errorf("%s: got %d findings, want %d: %q", filepath.Base(file), len(got), bad[filepath.Base(file)], got)
		}
	}
}

func lines(found []diag.Diagnostic) []string {
	out := make([]string, len(found))
	for i, f := range found {
		out[i] = line(f)
	}
	return out
}

func firstDocument(t testing.TB, archive string) string {
	t.Helper()
	a, err := txtar.ParseFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	return string(a.Files[0].Data)
}

func BenchmarkCheck(b *testing.B) {
	s := load(b)
	d := parse(b, "a.md", firstDocument(b, "testdata/check/postmortem.txtar"))
	for b.Loop() {
		s.Check("postmortem", d, d.Meta)
	}
}

func BenchmarkCheckClean(b *testing.B) {
	a, err := txtar.ParseFile("testdata/check/postmortem.txtar")
	if err != nil {
		b.Fatal(err)
	}
	i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == "fine.yaml" })
	s := load(b)
	d := parse(b, "a.yaml", string(a.Files[i].Data))
	for b.Loop() {
		s.Check("postmortem", d, d.Meta)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
