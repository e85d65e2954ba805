package lint_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

// entry parses a document without reading its meaning.
func entry(path, kind, status, text string) *corpus.Entry {
	d, _ := doc.Parse(source.New(path, []byte(text)), doc.DefaultLimits())
	return &corpus.Entry{Doc: d, Kind: kind, Status: status, ID: path}
}

// every reports each document once.
func every(id string, r lint.Rule) lint.Rule {
	r.ID = id
	r.Check = func(p *lint.Pass) {
		p.Report(diag.Diagnostic{Message: diag.Say("here", "ここ")})
	}
	return r
}

// lines prints findings as "path severity rule".
func lines(found []diag.Diagnostic) []string {
	out := []string{}
	for _, d := range found {
		out = append(out, fmt.Sprintf("%s %s %s", d.File.Path, d.Severity, d.Rule))
	}
	return out
}

func TestRun(t *testing.T) {
	c := &corpus.Corpus{Entries: []*corpus.Entry{
		entry("a.md", "postmortem", "", "# A\n"),
		entry("b/c.md", "postmortem", "final", "# C\r\n"),
		entry("b/障害.md", "runbook", "draft", "# 障害\n"),
	}}
	warning := every("w", lint.Rule{Severity: diag.Warning})
	strict := every("s", lint.Rule{Severity: diag.Warning, Strict: true})
	runbook := every("r", lint.Rule{Severity: diag.Info, Kinds: []string{"runbook"}})
	off := every("o", lint.Rule{Severity: diag.Off})
	silent := lint.Rule{ID: "made-elsewhere", Severity: diag.Error}
	tests := []struct {
		name  string
		rules []lint.Rule
		o     lint.Options
		want  []string
	}{
		{"no rules", nil, lint.Options{}, []string{}},
		{"a rule without a check", []lint.Rule{silent}, lint.Options{}, []string{}},
		{"every document", []lint.Rule{warning}, lint.Options{},
			[]string{"a.md warning w", "b/c.md warning w", "b/障害.md warning w"}},
		{"strict where a document is final", []lint.Rule{strict}, lint.Options{},
			[]string{"a.md warning s", "b/c.md error s", "b/障害.md warning s"}},
		{"the settings go before the status", []lint.Rule{strict}, lint.Options{Levels: map[string]diag.Severity{"s": diag.Info}},
			[]string{"a.md info s", "b/c.md info s", "b/障害.md info s"}},
		{"switched off", []lint.Rule{warning, runbook}, lint.Options{Levels: map[string]diag.Severity{"w": diag.Off}},
			[]string{"b/障害.md info r"}},
		{"off unless switched on", []lint.Rule{off}, lint.Options{}, []string{}},
		{"switched on", []lint.Rule{off}, lint.Options{Levels: map[string]diag.Severity{"o": diag.Error}, Only: []string{"a.md"}},
			[]string{"a.md error o"}},
		{"only a folder", []lint.Rule{warning, runbook}, lint.Options{Only: []string{"./b/"}},
			[]string{"b/c.md warning w", "b/障害.md info r", "b/障害.md warning w"}},
		{"only the root", []lint.Rule{runbook}, lint.Options{Only: []string{"."}}, []string{"b/障害.md info r"}},
		{"only what is not there", []lint.Rule{warning}, lint.Options{Only: []string{"b/c"}}, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := lines(lint.Run(c, &insight.Results{}, tt.rules, tt.o))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestRunPassesOverRefusedDocuments(t *testing.T) {
	e := entry("a.md", "postmortem", "", "# A\n")
	e.Doc.Refused = true
	got := lint.Run(&corpus.Corpus{Entries: []*corpus.Entry{e}}, &insight.Results{}, []lint.Rule{every("w", lint.Rule{Severity: diag.Error})}, lint.Options{})
	if len(got) != 0 {
		t.Errorf("got %v, want nothing", lines(got))
	}
}

func TestRunIsInOrderWhateverTheWorkers(t *testing.T) {
	c := &corpus.Corpus{}
	var want []string
	for i := range 200 {
		path := fmt.Sprintf("%03d.md", i)
		c.Entries = append(c.Entries, entry(path, "page", "", ""))
		want = append(want, path+" warning a", path+" info b")
	}
	rules := []lint.Rule{every("b", lint.Rule{Severity: diag.Info}), every("a", lint.Rule{Severity: diag.Warning})}
	for range 5 {
		if diff := cmp.Diff(want, lines(lint.Run(c, &insight.Results{}, rules, lint.Options{}))); diff != "" {
			t.Fatalf("-want +got\n%s", diff)
		}
	}
}

func TestApply(t *testing.T) {
	at := func(path, rule string, s diag.Severity) diag.Diagnostic {
		return diag.Diagnostic{Rule: rule, Severity: s, File: source.New(path, nil)}
	}
	found := []diag.Diagnostic{at("b.md", "bad-format", diag.Error), at("a.md", "yaml-alias", diag.Warning), at("障害.md", "bad-format", diag.Error)}
	tests := []struct {
		name string
		o    lint.Options
		want []string
	}{
		{"as they are, sorted", lint.Options{}, []string{"a.md warning yaml-alias", "b.md error bad-format", "障害.md error bad-format"}},
		{"off", lint.Options{Levels: map[string]diag.Severity{"bad-format": diag.Off}}, []string{"a.md warning yaml-alias"}},
		{"raised", lint.Options{Levels: map[string]diag.Severity{"yaml-alias": diag.Error}, Only: []string{"a.md"}}, []string{"a.md error yaml-alias"}},
		{"only one file", lint.Options{Only: []string{"障害.md"}}, []string{"障害.md error bad-format"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, lines(lint.Apply(found, tt.o))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
	if diff := cmp.Diff([]string{"b.md error bad-format", "a.md warning yaml-alias", "障害.md error bad-format"}, lines(found)); diff != "" {
		t.Errorf("the list that was given changed: -want +got\n%s", diff)
	}
}

// sections knows two headings, as the labels of the schemas know many.
func sections(heading string) string {
	return map[string]string{"Timeline": "timeline", "影響": "impact", "Impact": "impact"}[heading]
}

func TestParts(t *testing.T) {
	tests := []struct {
		name, text, part string
		want             []string
	}{
		{"empty", "", "impact", nil},
		{"heading with what is under it", "# T\n## Impact\na\n### More\nb\n## End\nc\n", "impact", []string{"\na\n### More\nb\n## "}},
		{"CRLF, Japanese", "# 記録\r\n## 影響\r\nなし\r\n", "impact", []string{"\r\nなし\r\n"}},
		{"bold label", "# T\n**Impact:** all users\n\n**Cause**\nx\n", "impact", []string{":** all users\n\n**"}},
		{"item with a bold label", "# T\n- **Impact**: none\n", "impact", []string{"**: none\n"}},
		{"none of the name", "# T\n## Timeline\n", "impact", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			rule := lint.Rule{ID: "r", Severity: diag.Info, Check: func(p *lint.Pass) {
				for _, part := range p.Parts(tt.part) {
					got = append(got, p.Text(part.Span))
				}
			}}
			c := &corpus.Corpus{Entries: []*corpus.Entry{entry("a.md", "page", "", tt.text)}}
			lint.Run(c, &insight.Results{}, []lint.Rule{rule}, lint.Options{Section: sections})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestHasFile(t *testing.T) {
	files := fstest.MapFS{"images/load.png": {}, "手順/再起動.md": {}}
	tests := []struct {
		path string
		want bool
	}{
		{"images/load.png", true}, {"images", true}, {".", true}, {"手順/再起動.md", true},
		{"images/Load.png", false}, {"Images/load.png", false}, {"images/load", false}, {"", false}, {"../x", false},
	}
	for _, tt := range tests {
		rule := lint.Rule{ID: "r", Severity: diag.Info, Check: func(p *lint.Pass) {
			if got := p.HasFile(tt.path); got != tt.want {
				t.Errorf("HasFile(%q) = %t", tt.path, got)
			}
		}}
		c := &corpus.Corpus{Entries: []*corpus.Entry{entry("a.md", "page", "", "")}}
		lint.Run(c, &insight.Results{}, []lint.Rule{rule}, lint.Options{Files: files})
	}
}

func TestQuote(t *testing.T) {
	long := "監視を追加する。監視を追加する。監視を追加する。監視を追加する。監視を追加する。監視を追加する。監視を追加する。監視を追加する。"
	tests := []struct{ name, text, want string }{
		{"empty", "", ""},
		{"short", "Add a canary", "Add a canary"},
		{"lines", "Add\r\n  a　canary", "Add a canary"},
		{"long", long, string([]rune(long)[:59]) + "…"},
	}
	for _, tt := range tests {
		if got := lint.Quote(tt.text); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestMaySuggestEnds(t *testing.T) {
	allowed := 0
	rule := lint.Rule{ID: "r", Severity: diag.Info, Check: func(p *lint.Pass) {
		for range 1000 {
			if p.MaySuggest() {
				allowed++
			}
		}
	}}
	c := &corpus.Corpus{Entries: []*corpus.Entry{entry("a.md", "page", "", "")}}
	lint.Run(c, &insight.Results{}, []lint.Rule{rule}, lint.Options{})
	if allowed != 100 {
		t.Errorf("may suggest %d times, want 100", allowed)
	}
}
