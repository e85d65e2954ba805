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

// check gives the findings of some rules.
func check(c *corpus.Corpus, rules []lint.Rule, o lint.Options) []diag.Diagnostic {
	return lint.Check(c, &insight.Results{}, nil, rules, o).Found
}

// lines prints findings as "path severity rule".
func lines(found []diag.Diagnostic) []string {
	out := []string{}
	for _, d := range found {
		out = append(out, fmt.Sprintf("%s %s %s", d.File.Path, d.Severity, d.Rule))
	}
	return out
}

func TestCheck(t *testing.T) {
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
	standard := every("p", lint.Rule{Severity: diag.Info, Profile: lint.Standard})
	scheduled := every("t", lint.Rule{Severity: diag.Info, Scheduled: true})
	prose := every("v", lint.Rule{Severity: diag.Warning, Prose: true, Strict: true})
	levels := func(rule string, level diag.Severity) map[string]diag.Severity {
		return map[string]diag.Severity{rule: level}
	}
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
		{"not in the profile", []lint.Rule{standard}, lint.Options{}, []string{}},
		{"in the profile", []lint.Rule{standard}, lint.Options{Profile: lint.Standard, Only: []string{"a.md"}}, []string{"a.md info p"}},
		{"in a larger profile", []lint.Rule{standard}, lint.Options{Profile: lint.Full, Only: []string{"a.md"}}, []string{"a.md info p"}},
		{"the settings go before the profile", []lint.Rule{standard}, lint.Options{Levels: levels("p", diag.Error), Only: []string{"a.md"}},
			[]string{"a.md error p"}},
		{"scheduled only", []lint.Rule{scheduled}, lint.Options{}, []string{}},
		{"scheduled only, whatever the settings", []lint.Rule{scheduled}, lint.Options{Levels: levels("t", diag.Error)}, []string{}},
		{"scheduled", []lint.Rule{scheduled}, lint.Options{Scheduled: true, Only: []string{"a.md"}}, []string{"a.md info t"}},
		{"wording is a warning at most", []lint.Rule{prose}, lint.Options{},
			[]string{"a.md warning v", "b/c.md warning v", "b/障害.md warning v"}},
		{"also where the settings say error", []lint.Rule{prose}, lint.Options{Levels: levels("v", diag.Error), Only: []string{"a.md"}},
			[]string{"a.md warning v"}},
		{"off in a folder", []lint.Rule{warning}, lint.Options{Overrides: []lint.Override{{Paths: []string{"b/**"}, Levels: levels("w", diag.Off)}}},
			[]string{"a.md warning w"}},
		{"on in a folder", []lint.Rule{off}, lint.Options{Overrides: []lint.Override{{Paths: []string{"x", "b/障害.md"}, Levels: levels("o", diag.Info)}}},
			[]string{"b/障害.md info o"}},
		{"the last override counts", []lint.Rule{warning}, lint.Options{
			Levels: levels("w", diag.Off),
			Overrides: []lint.Override{
				{Paths: []string{"*.md"}, Levels: levels("w", diag.Error)},
				{Paths: []string{"b"}, Levels: levels("w", diag.Info)},
				{Paths: []string{"b/c.md"}, Levels: levels("other", diag.Error)},
			},
		}, []string{"a.md error w", "b/c.md info w", "b/障害.md info w"}},
		{"only a folder", []lint.Rule{warning, runbook}, lint.Options{Only: []string{"./b/"}},
			[]string{"b/c.md warning w", "b/障害.md info r", "b/障害.md warning w"}},
		{"only the root", []lint.Rule{runbook}, lint.Options{Only: []string{"."}}, []string{"b/障害.md info r"}},
		{"only what is not there", []lint.Rule{warning}, lint.Options{Only: []string{"b/c"}}, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := lines(check(c, tt.rules, tt.o))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestCheckPassesOverRefusedDocuments(t *testing.T) {
	e := entry("a.md", "postmortem", "", "# A\n")
	e.Doc.Refused = true
	got := check(&corpus.Corpus{Entries: []*corpus.Entry{e}}, []lint.Rule{every("w", lint.Rule{Severity: diag.Error})}, lint.Options{})
	if len(got) != 0 {
		t.Errorf("got %v, want nothing", lines(got))
	}
}

func TestCheckIsInOrderWhateverTheWorkers(t *testing.T) {
	c := &corpus.Corpus{}
	var want []string
	for i := range 200 {
		path := fmt.Sprintf("%03d.md", i)
		c.Entries = append(c.Entries, entry(path, "page", "", ""))
		want = append(want, path+" warning a", path+" info b")
	}
	rules := []lint.Rule{every("b", lint.Rule{Severity: diag.Info}), every("a", lint.Rule{Severity: diag.Warning})}
	for range 5 {
		if diff := cmp.Diff(want, lines(check(c, rules, lint.Options{}))); diff != "" {
			t.Fatalf("-want +got\n%s", diff)
		}
	}
}

// TestMadeFindings settles findings that were made before the rules ran.
func TestMadeFindings(t *testing.T) {
	at := func(path, rule string, s diag.Severity) diag.Diagnostic {
		return diag.Diagnostic{Rule: rule, Severity: s, File: source.New(path, nil)}
	}
	found := []diag.Diagnostic{at("b.md", "bad-format", diag.Error), at("a.md", "yaml-alias", diag.Warning), at("障害.md", "bad-format", diag.Error)}
	rules := []lint.Rule{{ID: "bad-format", Severity: diag.Error}, {ID: "yaml-alias", Severity: diag.Info, Profile: lint.Standard}}
	tests := []struct {
		name string
		o    lint.Options
		want []string
	}{
		{"as they are, sorted", lint.Options{Profile: lint.Full}, []string{"a.md warning yaml-alias", "b.md error bad-format", "障害.md error bad-format"}},
		{"not in the profile", lint.Options{}, []string{"b.md error bad-format", "障害.md error bad-format"}},
		{"off", lint.Options{Profile: lint.Full, Levels: map[string]diag.Severity{"bad-format": diag.Off}}, []string{"a.md warning yaml-alias"}},
		{"raised", lint.Options{Levels: map[string]diag.Severity{"yaml-alias": diag.Error}, Only: []string{"a.md"}}, []string{"a.md error yaml-alias"}},
		{"only one file", lint.Options{Only: []string{"障害.md"}}, []string{"障害.md error bad-format"}},
		{"in one file", lint.Options{Overrides: []lint.Override{{Paths: []string{"b.md"}, Levels: map[string]diag.Severity{"bad-format": diag.Info}}}},
			[]string{"b.md info bad-format", "障害.md error bad-format"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := lint.Check(&corpus.Corpus{}, &insight.Results{}, found, rules, tt.o).Found
			if diff := cmp.Diff(tt.want, lines(got)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
	if diff := cmp.Diff([]string{"b.md error bad-format", "a.md warning yaml-alias", "障害.md error bad-format"}, lines(found)); diff != "" {
		t.Errorf("the list that was given changed: -want +got\n%s", diff)
	}
}

func TestCheckAll(t *testing.T) {
	c := &corpus.Corpus{Entries: []*corpus.Entry{entry("a.md", "page", "", ""), entry("b.md", "page", "final", "")}}
	runs := 0
	rule := lint.Rule{ID: "r", Severity: diag.Warning, Strict: true, CheckAll: func(p *lint.Pass) {
		runs++
		for _, e := range p.Corpus.Entries {
			p.Report(diag.Diagnostic{File: e.Doc.File})
		}
		p.Report(diag.Diagnostic{File: source.New("rules/警報.yaml", nil)})
	}}
	off := func(paths ...string) lint.Override {
		return lint.Override{Paths: paths, Levels: map[string]diag.Severity{"r": diag.Off}}
	}
	tests := []struct {
		name string
		o    lint.Options
		runs int
		want []string
	}{
		{"once", lint.Options{}, 1, []string{"a.md warning r", "b.md error r", "rules/警報.yaml warning r"}},
		{"only a folder", lint.Options{Only: []string{"rules"}}, 1, []string{"rules/警報.yaml warning r"}},
		{"off", lint.Options{Levels: map[string]diag.Severity{"r": diag.Off}}, 0, []string{}},
		{"off in some files", lint.Options{Overrides: []lint.Override{off("*.md")}}, 1, []string{"rules/警報.yaml warning r"}},
		{"on in some files", lint.Options{Levels: map[string]diag.Severity{"r": diag.Off}, Overrides: []lint.Override{
			{Paths: []string{"a.md"}, Levels: map[string]diag.Severity{"r": diag.Info}},
		}}, 1, []string{"a.md info r"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			runs = 0
			if diff := cmp.Diff(tt.want, lines(check(c, []lint.Rule{rule}, tt.o))); diff != "" || runs != tt.runs {
				t.Errorf("%d runs, want %d; -want +got\n%s", runs, tt.runs, diff)
			}
		})
	}
}

func TestProfiles(t *testing.T) {
	for i, name := range lint.Profiles() {
		if p, ok := lint.ParseProfile(name); !ok || int(p) != i || p.String() != name {
			t.Errorf("%s is %v, %t", name, p, ok)
		}
	}
	for _, name := range []string{"", "Full", "全部"} {
		if p, ok := lint.ParseProfile(name); ok || p != lint.Starter {
			t.Errorf("%q is %v, %t", name, p, ok)
		}
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
			check(c, []lint.Rule{rule}, lint.Options{Section: sections})
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
		check(c, []lint.Rule{rule}, lint.Options{Files: files})
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
	check(c, []lint.Rule{rule}, lint.Options{})
	if allowed != 100 {
		t.Errorf("may suggest %d times, want 100", allowed)
	}
}
