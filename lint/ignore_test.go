package lint_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

// bad finds each "bad" that ends a line, bads a document that has one, unused
// comments that hide nothing.
var (
	bad = lint.Rule{ID: "bad", Severity: diag.Warning, Check: func(p *lint.Pass) {
		eachBad(p.Entry.Doc.File, p.Report)
	}}
	bads = lint.Rule{ID: "bads", Severity: diag.Warning, Check: func(p *lint.Pass) {
		if f := p.Entry.Doc.File; endsBad.Match(f.Data) {
			p.Report(diag.Diagnostic{Span: f.Whole()})
		}
	}}
	unused = lint.Rule{ID: "unused", Severity: diag.Info, CheckIgnores: func(p *lint.Pass) {
		for _, i := range p.Ignores() {
			for _, n := range p.Unused(i) {
				p.Report(diag.Diagnostic{Span: n.Span})
			}
		}
	}}
)

func eachBad(f *source.File, report func(diag.Diagnostic)) {
	for _, m := range endsBad.FindAllSubmatchIndex(f.Data, -1) {
		report(diag.Diagnostic{File: f, Span: source.Span{Start: m[2], End: m[3]}})
	}
}

var endsBad = regexp.MustCompile(`(?m)(bad)\r?$`)

// outcome lints one document and writes the findings as "line rule".
func outcome(path, text string, o lint.Options) (found, ignored []string) {
	c := &corpus.Corpus{Entries: []*corpus.Entry{entry(path, "page", "", text)}}
	r := &insight.Results{Now: time.Date(2026, 6, 30, 20, 0, 0, 0, time.UTC)}
	out := lint.Check(c, r, nil, []lint.Rule{bad, bads, unused}, o)
	return byLine(out.Found), byLine(out.Ignored)
}

func byLine(list []diag.Diagnostic) []string {
	out := []string{}
	for _, d := range list {
		out = append(out, fmt.Sprintf("%d %s", d.File.Position(d.Span.Start).Line, d.Rule))
	}
	return out
}

func TestIgnores(t *testing.T) {
	const fence = "```"
	only := map[string]diag.Severity{"bads": diag.Off}
	tests := []struct {
		name, path, text string
		found, ignored   []string
	}{
		{"empty", "a.md", "", []string{}, []string{}},
		{"none", "a.md", "bad\n", []string{"1 bad"}, []string{}},
		{"the same line", "a.md", "x <!-- debrief-ignore bad: 理由 --> bad\n\nbad\n", []string{"3 bad"}, []string{"1 bad"}},
		{"the next line", "a.md", "<!-- debrief-ignore-next bad: x -->\n\n  \nbad\nbad\n", []string{"5 bad"}, []string{"4 bad"}},
		{"the next line in a quotation", "a.md", "> <!-- debrief-ignore-next bad: x -->\n>\n> bad\n", []string{}, []string{"3 bad"}},
		{"two about the next line", "a.md", "<!-- debrief-ignore-next bad: x -->\n<!-- debrief-ignore-next bads: x -->\nbad\n",
			[]string{}, []string{"3 bad"}},
		{"no next line", "a.md", "bad\n\n<!-- debrief-ignore-next bad: x -->\n", []string{"1 bad", "3 unused"}, []string{}},
		{"the file", "a.md", "bad\n\nbad\n\n<!-- debrief-ignore-file bad: x -->\n", []string{}, []string{"1 bad", "3 bad"}},
		{"several rules", "a.md", "<!-- debrief-ignore-file other, bad、bads：x -->\n\nbad\n", []string{}, []string{"3 bad"}},
		{"another rule", "a.md", "x <!-- debrief-ignore other: x --> bad\n", []string{"1 bad"}, []string{}},
		{"unused", "a.md", "x <!-- debrief-ignore bad: x -->\n", []string{"1 unused"}, []string{}},
		{"the second of two is unused", "a.md", "x <!-- debrief-ignore bad: x --> <!-- debrief-ignore bad: x --> bad\n", []string{"1 unused"}, []string{"1 bad"}},
		{"no known form", "a.md", "x <!-- debrief-ignore-line bad: x --> bad\n", []string{"1 bad"}, []string{}},
		{"another comment", "a.md", "x <!-- see debrief-ignore bad: x --> bad\n", []string{"1 bad"}, []string{}},
		{"in code", "a.md", "`<!-- debrief-ignore bad: x -->` bad\n\n" + fence + "\n<!-- debrief-ignore-file bad: x -->\n" + fence + "\n", []string{"1 bad"}, []string{}},
		{"the finding starts on a later line", "a.md", "<!-- debrief-ignore bad: x -->\nbad\n", []string{"1 unused", "2 bad"}, []string{}},
		{"front matter", "a.md", "---\nid: x # debrief-ignore-file bad: x\n---\nbad\n", []string{}, []string{"4 bad"}},
		{"YAML", "a.yaml", "id: 'x # debrief-ignore bad: x' # bad\n# debrief-ignore-next bad: x\nb: bad\n", []string{"1 bad"}, []string{"3 bad"}},
		{"YAML, the same line", "a.yaml", "b: # debrief-ignore bad: bad\n  - x # debrief-ignore bad: 障害bad\n", []string{}, []string{"1 bad", "2 bad"}},
		{"no reason", "a.md", "x <!-- debrief-ignore bad --> bad\n", []string{}, []string{"1 bad"}},
		{"anywhere in the paragraph", "a.md", "bad\n障害 <!-- debrief-ignore bad: x -->\nbad\n\nbad\n", []string{"5 bad"}, []string{"1 bad", "3 bad"}},
		{"anywhere in the item", "a.md", "- a bad\n  b <!-- debrief-ignore bad: x -->\n  - bad\n\n  bad\n- bad\n", []string{"3 bad", "6 bad"}, []string{"1 bad", "5 bad"}},
		{"the sub-item alone", "a.md", "- a bad\n  - b <!-- debrief-ignore bad: x -->\n    bad\n- bad\n", []string{"1 bad", "4 bad"}, []string{"3 bad"}},
		{"two in one paragraph", "a.md", "a <!-- debrief-ignore bad: x -->\nb <!-- debrief-ignore bad: x -->\nbad\n", []string{"2 unused"}, []string{"3 bad"}},
		{"one for the paragraph, one for its line", "a.md", "a <!-- debrief-ignore bad: x -->\nbad\nb <!-- debrief-ignore bad: x --> bad\n", []string{}, []string{"2 bad", "3 bad"}},
		{"an item of YAML", "a.yaml", "a:\n  - b: bad\n    c: d # debrief-ignore bad: x\n  - b: bad\n", []string{"4 bad"}, []string{"2 bad"}},
		{"a value of front matter", "a.md", "---\na: # debrief-ignore bad: x\n  - bad\n  - b: bad\nc: bad\n---\n", []string{"5 bad"}, []string{"3 bad", "4 bad"}},
		{"names with blanks between them", "a.md", "x <!-- debrief-ignore other bad: x --> bad\n", []string{}, []string{"1 bad"}},
		{"words behind a name", "a.md", "x <!-- debrief-ignore bad since it is so --> bad\n", []string{}, []string{"1 bad"}},
	}
	for _, tt := range tests {
		for _, text := range []string{tt.text, strings.ReplaceAll(tt.text, "\n", "\r\n")} {
			found, ignored := outcome(tt.path, text, lint.Options{Levels: only})
			if diff := cmp.Diff(tt.found, found); diff != "" {
				t.Errorf("%s: found -want +got\n%s", tt.name, diff)
			}
			if diff := cmp.Diff(tt.ignored, ignored); diff != "" {
				t.Errorf("%s: ignored -want +got\n%s", tt.name, diff)
			}
		}
	}
}

// TestIgnoreInside hides what reaches over the comment.
func TestIgnoreInside(t *testing.T) {
	found, ignored := outcome("a.md", "a\nb <!-- debrief-ignore bads: x -->\nbad\n", lint.Options{Levels: map[string]diag.Severity{"bad": diag.Off}})
	if len(found) != 0 || len(ignored) != 1 {
		t.Errorf("found %v, ignored %v", found, ignored)
	}
}

func TestIgnoresEnd(t *testing.T) {
	const until = "x <!-- debrief-ignore bad: 理由 until=%s --> bad\n"
	tests := []struct {
		name, until    string
		scheduled      bool
		zone           string
		found, ignored []string
	}{
		{"behind the day, unscheduled", "2020-01-01", false, "", []string{}, []string{"1 bad"}},
		{"behind the day", "2026-06-29", true, "", []string{"1 bad"}, []string{}},
		{"on the day", "2026-06-30", true, "", []string{}, []string{"1 bad"}},
		{"behind it where it is morning already", "2026-06-30", true, "Asia/Tokyo", []string{"1 bad"}, []string{}},
		{"no date", "2026-13-01", true, "", []string{"1 bad-format"}, []string{"1 bad"}},
		{"no date at all", "soon", true, "", []string{"1 bad-format"}, []string{"1 bad"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := &corpus.Corpus{Entries: []*corpus.Entry{entry("a.md", "page", "", fmt.Sprintf(until, tt.until))}}
			r := &insight.Results{Now: time.Date(2026, 6, 30, 20, 0, 0, 0, time.UTC)}
			if tt.zone != "" {
				r.Policy.Zone, _ = time.LoadLocation(tt.zone)
			}
			out := lint.Check(c, r, nil, []lint.Rule{bad, unused}, lint.Options{Scheduled: tt.scheduled})
			if diff := cmp.Diff([][]string{tt.found, tt.ignored}, [][]string{byLine(out.Found), byLine(out.Ignored)}); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestUnusedOnlyWhereTheRuleRan(t *testing.T) {
	const text = "<!-- debrief-ignore-file bad: x -->\n"
	tests := []struct {
		name string
		rule lint.Rule
		o    lint.Options
		want []string
	}{
		{"on", bad, lint.Options{}, []string{"1 unused"}},
		{"off", bad, lint.Options{Levels: map[string]diag.Severity{"bad": diag.Off}}, []string{}},
		{"not in the profile", lint.Rule{ID: "bad", Severity: diag.Info, Profile: lint.Full}, lint.Options{}, []string{}},
		{"not scheduled", lint.Rule{ID: "bad", Severity: diag.Info, Scheduled: true}, lint.Options{}, []string{}},
		{"scheduled", lint.Rule{ID: "bad", Severity: diag.Info, Scheduled: true}, lint.Options{Scheduled: true}, []string{"1 unused"}},
		{"no rule", lint.Rule{ID: "good"}, lint.Options{}, []string{}},
		{"not asked for", bad, lint.Options{Only: []string{"b"}}, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := &corpus.Corpus{Entries: []*corpus.Entry{entry("a.md", "page", "", text)}}
			out := lint.Check(c, &insight.Results{}, nil, []lint.Rule{tt.rule, unused}, tt.o)
			if diff := cmp.Diff(tt.want, byLine(out.Found)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestCommentsCannotHideFindingsAboutThem holds also for the whole file.
func TestCommentsCannotHideFindingsAboutThem(t *testing.T) {
	found, ignored := outcome("a.md", "<!-- debrief-ignore-file unused: x -->\n\nx <!-- debrief-ignore bad: x -->\n", lint.Options{})
	if diff := cmp.Diff([]string{"1 unused", "3 unused"}, found); diff != "" || len(ignored) > 0 {
		t.Errorf("ignored %v; found -want +got\n%s", ignored, diff)
	}
}

func TestIgnoresInRuleFiles(t *testing.T) {
	f := source.New("rules/a.yaml", []byte("a: bad\n--- # debrief-ignore-next bad: x\nb: bad\n"))
	c := &corpus.Corpus{Alerts: []facet.Alert{{File: f}, {File: f}}}
	rule := lint.Rule{ID: "bad", Severity: diag.Error, CheckAll: func(p *lint.Pass) { eachBad(f, p.Report) }}
	out := lint.Check(c, &insight.Results{}, nil, []lint.Rule{rule, unused}, lint.Options{})
	if diff := cmp.Diff([][]string{{"1 bad"}, {"3 bad"}}, [][]string{byLine(out.Found), byLine(out.Ignored)}); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestIgnoreParts(t *testing.T) {
	tests := []struct{ comment, want string }{
		{"debrief-ignore", `debrief-ignore [] "" ""`},
		{"  debrief-ignore-next dead-link : why  ", `debrief-ignore-next ["dead-link"] "why" ""`},
		{"debrief-ignore a,b ,\nc: why: 9:00\nsee #12", `debrief-ignore ["a" "b" "c"] "why: 9:00\nsee #12" ""`},
		{"debrief-ignore-file 障害、b： 理由 until=2026-06-30 です", `debrief-ignore-file ["障害" "b"] "理由 です" "2026-06-30"`},
		{"debrief-ignore a: until=2026-06-30", `debrief-ignore ["a"] "" "2026-06-30"`},
		{"debrief-ignore a: until=", `debrief-ignore ["a"] "" ""`},
		{"debrief-ignore: a", `debrief-ignore [] "a" ""`},
		{"debrief-ignore ,, a ,: b", `debrief-ignore ["a"] "b" ""`},
		{"debrief-ignore a r: b", `debrief-ignore ["a" "r"] "b" ""`},
		{"debrief-ignore-next 障害 x, r\ny： b", `debrief-ignore-next ["障害" "x" "r" "y"] "b" ""`},
		{"debrief-ignore a for now: b", `debrief-ignore ["a"] "b" ""`},
		{"debrief-ignore a r", `debrief-ignore ["a"] "" ""`},
		{"debrief-ignored a: b", `debrief-ignored ["a"] "b" ""`},
	}
	for _, tt := range tests {
		got := "nothing"
		rule := lint.Rule{ID: "r", Severity: diag.Info, CheckIgnores: func(p *lint.Pass) {
			for _, i := range p.Ignores() {
				var names []string
				for _, n := range i.Names {
					names = append(names, p.Text(n.Span))
				}
				got = fmt.Sprintf("%s %q %q %q", p.Text(i.Word.Span), names, i.Reason, i.Until)
			}
		}}
		c := &corpus.Corpus{Entries: []*corpus.Entry{entry("a.md", "page", "", "<!--"+tt.comment+"-->\n")}}
		check(c, []lint.Rule{rule}, lint.Options{})
		if got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.comment, got, tt.want)
		}
	}
}

// TestManyIgnores holds comments and findings by the thousand to linear time.
func TestManyIgnores(t *testing.T) {
	text := strings.Repeat("x <!-- debrief-ignore bad: x -->\n<!-- debrief-ignore-next bad: x -->\nbad\n\n", 12_000)
	start := time.Now()
	_, ignored := outcome("a.md", text, lint.Options{Levels: map[string]diag.Severity{"bads": diag.Off}})
	if took := time.Since(start); len(ignored) != 12_000 || took > time.Minute {
		t.Errorf("%d ignored in %v", len(ignored), took)
	}
}
