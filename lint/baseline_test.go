package lint_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

// described makes findings of "path rule print" and their fingerprints.
func described(list ...string) (found []diag.Diagnostic, prints []string) {
	for _, text := range list {
		parts := strings.Fields(text)
		found = append(found, diag.Diagnostic{File: source.New(parts[0], nil), Rule: parts[1], Severity: diag.Warning})
		prints = append(prints, parts[2])
	}
	return found, prints
}

func describe(list []diag.Diagnostic) []string {
	out := []string{}
	for _, d := range list {
		out = append(out, d.File.Path+" "+d.Rule)
	}
	return out
}

func everything(string, string) bool { return true }

// reread gives a baseline as it comes back from its file.
func reread(t *testing.T, b lint.Baseline) lint.Baseline {
	t.Helper()
	data, err := b.JSON()
	if err != nil {
		t.Fatal(err)
	}
	back, err := lint.ReadBaseline(source.New("baseline.json", data))
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	return back
}

func TestBaselineFilter(t *testing.T) {
	tests := []struct {
		name          string
		base, now     []string
		fresh, hidden []string
		stale         []string
	}{
		{"empty", nil, nil, []string{}, []string{}, nil},
		{"no baseline", nil, []string{"a.md r 1"}, []string{"a.md r"}, []string{}, nil},
		{"the same", []string{"障害.md r 1"}, []string{"障害.md r 1"}, []string{}, []string{"障害.md r"}, nil},
		{"one more of the same", []string{"a.md r 1", "a.md r 1"}, []string{"a.md r 1", "a.md r 1", "a.md r 1"},
			[]string{"a.md r"}, []string{"a.md r", "a.md r"}, nil},
		{"another rule", []string{"a.md r 1"}, []string{"a.md s 1"}, []string{"a.md s"}, []string{},
			[]string{`a finding of "r" that the baseline has in "a.md" is gone`}},
		{"renamed", []string{"a.md r 1", "b.md r 1"}, []string{"a.md r 1", "c.md r 1"}, []string{}, []string{"a.md r", "c.md r"}, nil},
		{"renamed twice", []string{"a.md r 1", "b.md r 1"}, []string{"c.md r 1", "d.md r 1", "e.md r 1"}, []string{"e.md r"}, []string{"c.md r", "d.md r"}, nil},
		{"its own file comes first", []string{"a.md r 1", "b.md r 1"}, []string{"0.md r 1", "b.md r 1", "c.md r 1"},
			[]string{"c.md r"}, []string{"0.md r", "b.md r"}, nil},
		{"gone", []string{"a.md r 1", "a.md r 2", "a.md r 2", "b.md r 3"}, []string{"a.md r 1"}, []string{}, []string{"a.md r"},
			[]string{`2 findings of "r" that the baseline has in "a.md" are gone`, `a finding of "r" that the baseline has in "b.md" is gone`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := reread(t, lint.NewBaseline(described(tt.base...)))
			fresh, hidden, stale := b.Filter(described(tt.now...))
			if diff := cmp.Diff([][]string{tt.fresh, tt.hidden}, [][]string{describe(fresh), describe(hidden)}); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			var got []string
			for _, d := range stale.Stale(everything) {
				got = append(got, d.Message.En)
				if len(d.Fixes) != 1 || !strings.Contains(d.Fixes[0].Title.Ja, "debrief lint --prune-baseline") {
					t.Errorf("fixes %+v", d.Fixes)
				}
				if d.Rule != "baseline-stale" || d.Severity != diag.Info || d.File.Path != "baseline.json" || !strings.HasPrefix(d.File.Text(d.Span), `"`) {
					t.Errorf("finding %+v at %q", d, d.File.Text(d.Span))
				}
			}
			if diff := cmp.Diff(tt.stale, got); diff != "" {
				t.Errorf("stale: -want +got\n%s", diff)
			}
			if b.Len() != len(tt.base) {
				t.Errorf("the baseline has %d findings now", b.Len())
			}
		})
	}
}

// TestBaselineChanges shows entries as "count path rule print".
func TestBaselineChanges(t *testing.T) {
	base := []string{"a.md r 1", "a.md r 1", "a.md r 2", "b.md r 3", "b.md later 4"}
	now := []string{"a.md r 1", "a.md r 9"}
	judges := lint.Options{Only: []string{"a.md", "b.md"}}.Judges([]lint.Rule{{ID: "r"}, {ID: "later", Scheduled: true}})
	aOnly := lint.Options{Scheduled: true, Only: []string{"a.md"}}.Judges(nil)
	b := lint.NewBaseline(described(base...))
	tests := []struct {
		name string
		b    lint.Baseline
		want []string
	}{
		{"update", second(b.Update)(now, everything), []string{"a.md r 1 1", "a.md r 9 1"}},
		{"update, unscheduled", second(b.Update)(now, judges), []string{"a.md r 1 1", "a.md r 9 1", "b.md later 4 1"}},
		{"update of one file", second(b.Update)(now, aOnly), []string{"a.md r 1 1", "a.md r 9 1", "b.md later 4 1", "b.md r 3 1"}},
		{"prune", second(b.Prune)(now, everything), []string{"a.md r 1 1"}},
		{"prune, unscheduled", second(b.Prune)(now, judges), []string{"a.md r 1 1", "b.md later 4 1"}},
		{"prune of one file", second(b.Prune)(now, aOnly), []string{"a.md r 1 1", "b.md later 4 1", "b.md r 3 1"}},
		{"prune of nothing", second(lint.Baseline{}.Prune)(now, everything), nil},
		{"from nothing", second(lint.Baseline{}.Update)(now, everything), []string{"a.md r 1 1", "a.md r 9 1"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, entries(t, tt.b)); diff != "" {
			t.Errorf("%s: -want +got\n%s", tt.name, diff)
		}
	}
}

type change func([]diag.Diagnostic, []string, func(path, rule string) bool) lint.Baseline

func second(f change) func([]string, func(path, rule string) bool) lint.Baseline {
	return func(now []string, judges func(path, rule string) bool) lint.Baseline {
		found, prints := described(now...)
		return f(found, prints, judges)
	}
}

// entries reads the file of a baseline by its lines.
func entries(t *testing.T, b lint.Baseline) []string {
	t.Helper()
	data, err := b.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	path, rule := "", ""
	for line := range strings.Lines(string(data)) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
		name = strings.Trim(name, `"`)
		switch indent := len(line) - len(strings.TrimLeft(line, " ")); {
		case indent == 4 && strings.HasSuffix(rest, "{"):
			path = name
		case indent == 6 && strings.HasSuffix(rest, "{"):
			rule = name
		case indent == 8:
			out = append(out, fmt.Sprintf("%s %s %s %s", path, rule, name, strings.Trim(rest, " ,")))
		}
	}
	return out
}

func TestBaselineFile(t *testing.T) {
	found, prints := described("b.md r 1", "a/<障害>.md s 2", "a/<障害>.md r 3", "a/<障害>.md r 3", "x baseline-stale 4")
	got, err := lint.NewBaseline(found, prints).JSON()
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "debrief_baseline": 1,
  "findings": {
    "a/<障害>.md": {
      "r": {
        "3": 2
      },
      "s": {
        "2": 1
      }
    },
    "b.md": {
      "r": {
        "1": 1
      }
    }
  }
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestReadBaseline(t *testing.T) {
	const head = `{"debrief_baseline": 1, "findings": `
	tests := []struct {
		name, text string
		want       string // of the error; empty for none
	}{
		{"nothing in it", head + "{}}\n", ""},
		{"CRLF", "{\r\n\"debrief_baseline\": 1,\r\n\"findings\": {\"障害.md\": {\"r\": {\"1\": 2}}}\r\n}\r\n", ""},
		{"empty", "", "b.json:1:1: it ends too early"},
		{"a list", "[]", `b.json:1:1: found "[" instead of "{"`},
		{"cut", head + "{", "b.json:1:38: it ends too early"},
		{"marks of a merge", "{\n<<<<<<< HEAD\n", "b.json:2:1: invalid character '<'"},
		{"a bad word", "{\n\"findings\": tru}", "b.json:2:13: invalid character '}'"},
		{"no colon", `{"findings"x}`, "b.json:1:12: invalid character 'x'"},
		{"no baseline", "{}", `"debrief_baseline" is missing`},
		{"newer", "{\n\"debrief_baseline\": 12}", "b.json:2:21: version 12 is not known"},
		{"another key", `{"件名": 1}`, `b.json:1:2: "件名" is no part`},
		{"no count", head + "{\"a\": {\"r\": {\"1\": \"x\"}}}}", `b.json:1:55: found "x" instead of a count`},
		{"a count of nothing", head + `{"a": {"r": {"1": 0}}}}`, `b.json:1:55: found "0" instead of a count`},
		{"a fraction", head + `{"a": {"r": {"1": 1.5}}}}`, `b.json:1:55: found "1.5" instead`},
		{"a huge count", head + `{"a": {"r": {"1": 1e9}}}}`, `b.json:1:55: found "1e9" instead`},
		{"no rule", head + `{"a": 1}}`, `b.json:1:43: found "1" instead of "{"`},
		{"twice", head + `{"a": {}, "a": {}}}`, `b.json:1:47: "a" is there twice`},
		{"more behind it", head + "{}} {}", "something stands behind the end"},
		{"deep", strings.Repeat(`{"findings":`, 5_000), `found "{"`},
		{"long line", "{\r\n" + strings.Repeat("障", 22_000), "b.json:2:1: the line is longer than 65536 bytes"},
		{"large", strings.Repeat(" \n", 9<<20), "b.json: it is larger than 16777216 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := lint.ReadBaseline(source.New("b.json", []byte(tt.text)))
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func FuzzReadBaseline(f *testing.F) {
	f.Add(`{"debrief_baseline": 1, "findings": {"障害.md": {"r": {"a\"\\": 2}}}}`)
	f.Add(`{"debrief_baseline": 1,` + "\r\n" + `"findings": {"": {"": {"": 1e1}}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		b, err := lint.ReadBaseline(source.New("b.json", []byte(text)))
		if err != nil {
			return
		}
		for _, d := range b.Stale(everything) {
			if d.Span.Start < 0 || d.Span.End > len(text) || d.Span.Len() < 2 {
				t.Errorf("%q: span %v", text, d.Span)
			}
		}
	})
}

// TestBaselineSurvives moves lines and renames another file.
func TestBaselineSurvives(t *testing.T) {
	at := func(path, text string) diag.Diagnostic {
		i := strings.Index(text, "障害")
		return diag.Diagnostic{
			Rule: "r", Message: diag.Say("here", "ここ"), File: source.New(path, []byte(text)), Span: source.Span{Start: i, End: i + 6},
		}
	}
	before := []diag.Diagnostic{at("a.md", "# T\n障害 x\n"), at("b.md", "障害 y\n")}
	b := reread(t, lint.NewBaseline(before, diag.Fingerprints(before, nil)))
	after := []diag.Diagnostic{at("a.md", "# T\r\n\r\nnew\r\n障害 x\r\n"), at("c.md", "障害 z\n")}
	fresh, hidden, stale := b.Filter(after, diag.Fingerprints(after, nil))
	if diff := cmp.Diff([][]string{{"c.md r"}, {"a.md r"}}, [][]string{describe(fresh), describe(hidden)}); diff != "" || stale.Len() != 1 {
		t.Errorf("%d stale; -want +got\n%s", stale.Len(), diff)
	}
}

// TestReadHostileBaseline holds a baseline to linear time: as many entries as
// fit, on long lines, with keys that are nothing but escapes.
func TestReadHostileBaseline(t *testing.T) {
	var b strings.Builder
	b.WriteString("{\"debrief_baseline\": 1, \"findings\": {\n")
	for i := range 50_000 {
		if i > 0 {
			b.WriteString(",")
		}
		if i%700 == 699 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, `"障害%d.md": {"r": {"%s": 1}}`, i, strings.Repeat(`\\`, 12))
	}
	fmt.Fprintf(&b, ",\n\"%s\": {\"r\": {\"1\": 1}}}}\n", strings.Repeat(`\\`, 30_000))
	start := time.Now()
	base, err := lint.ReadBaseline(source.New("b.json", []byte(b.String())))
	if err != nil {
		t.Fatal(err)
	}
	stale := base.Stale(everything)
	for _, d := range stale {
		d.File.Position(d.Span.Start)
	}
	diag.Fingerprints(stale, nil)
	if took := time.Since(start); len(stale) != 50_001 || took > 20*time.Second {
		t.Errorf("%d stale in %v", len(stale), took)
	}
}
