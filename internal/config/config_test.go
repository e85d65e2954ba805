package config

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
	"github.com/debrief-dev/debrief/schema"
)

func read(t *testing.T, text string) (Config, []string) {
	t.Helper()
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	f := source.New(Name, []byte(text))
	c, found := Read(f, set, []lint.Rule{{ID: "hindsight", Prose: true}, {ID: "impact-missing"}, {ID: "timeline-missing"}})
	var out []string
	for _, d := range found {
		p := f.Position(d.Span.Start)
		out = append(out, fmt.Sprintf("%d:%d %s %q", p.Line, p.Column, d.Rule, f.Text(d.Span)))
		if d.Message.En == "" || d.Message.Ja == "" {
			t.Errorf("%s has no text in one language: %+v", d.Rule, d.Message)
		}
	}
	return c, out
}

func TestReadSettings(t *testing.T) {
	c, found := read(t, `title: たぬきマーケット
language: ja
languages: [ja, en]
timezone: Asia/Tokyo
currency: JPY
base_url: https://example.com/kb/
fail_on: warning
visibility_default: public
paths: {runbook: [ops/**]}
rules: {impact-missing: off, timeline-missing: error}
profile: full
overrides:
  - paths: [docs/**, 手順/*.md]
    rules: {impact-missing: off, hindsight: info}
  - {paths: old, rules: {timeline-missing: info}}
alerts: [rules/*.yaml]
baseline: ./ops/baseline.json
ignore: [drafts]
x-note: anything
policy:
  slo_defaults: {target: 99.95, window: 30d}
`)
	if len(found) > 0 {
		t.Fatalf("findings: %v", found)
	}
	if c.Title != "たぬきマーケット" || c.Language != "ja" || !slices.Equal(c.Languages, []string{"ja", "en"}) || c.BaseURL != "https://example.com/kb/" {
		t.Errorf("site: %+v", c)
	}
	if c.Corpus.Facet.Zone.String() != "Asia/Tokyo" || c.Policy.Zone.String() != "Asia/Tokyo" || c.Policy.Currency != "JPY" {
		t.Errorf("zone and currency: %+v", c.Policy)
	}
	if c.FailOn != diag.Warning || c.Levels["impact-missing"] != diag.Off || c.Levels["timeline-missing"] != diag.Error {
		t.Errorf("levels: %v %v", c.FailOn, c.Levels)
	}
	overrides := []lint.Override{
		{Paths: []string{"docs/**", "手順/*.md"}, Levels: map[string]diag.Severity{"impact-missing": diag.Off, "hindsight": diag.Info}},
		{Paths: []string{"old"}, Levels: map[string]diag.Severity{"timeline-missing": diag.Info}},
	}
	if diff := cmp.Diff(overrides, c.Overrides); diff != "" {
		t.Errorf("overrides: -want +got\n%s", diff)
	}
	if c.Profile != lint.Full || !slices.Equal(c.Alerts, []string{"rules/*.yaml"}) || c.Baseline != "ops/baseline.json" {
		t.Errorf("linter: %v %v %q", c.Profile, c.Alerts, c.Baseline)
	}
	if c.Corpus.Visibility != "public" || c.Corpus.Facet.Paths["runbook"][0] != "ops/**" || c.Corpus.Ignore[0] != "drafts" {
		t.Errorf("corpus: %+v", c.Corpus)
	}
	if c.Policy.SLODefaults.Target.Cmp(big.NewRat(9995, 100)) != 0 || c.Policy.SLODefaults.Window != "30d" {
		t.Errorf("objective: %+v", c.Policy.SLODefaults)
	}
}

func TestWrongSettingsAreFoundInPlace(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"unknown key", "tilte: x\n", `1:1 unknown-field "tilte"`},
		{"CRLF", "title: x\r\nlangauge: ja\r\n", `2:1 unknown-field "langauge"`},
		{"Japanese key", "題名: x\n", `1:1 unknown-field "題名"`},
		{"language", "language: fr\n", `1:11 unknown-value "fr"`},
		{"languages", "languages: [en, fr]\n", `1:17 unknown-value "fr"`},
		{"zone", "timezone: Tokyo\n", `1:11 bad-format "Tokyo"`},
		{"the machine's zone", "timezone: Local\n", `1:11 bad-format "Local"`},
		{"currency", "currency: yen\n", `1:11 bad-format "yen"`},
		{"address", "base_url: javascript:alert(1)\n", `1:11 bad-format "javascript:alert(1)"`},
		{"level", "rules: {impact-missing: loud}\n", `1:25 unknown-value "loud"`},
		{"rule", "rules: {impact-mising: off}\n", `1:9 unknown-field "impact-mising"`},
		{"a rule about wording as an error", "rules:\r\n  hindsight: error\r\n", `2:14 unfit-value "error"`},
		{"profile", "profile: ful\n", `1:10 unknown-value "ful"`},
		{"override that is no list", "overrides: {paths: [a]}\n", `1:12 wrong-type "{paths: [a]}"`},
		{"override without rules", "overrides:\n  - paths: [a]\n", `2:5 missing-field "paths: [a]"`},
		{"override without paths", "overrides: [{rules: {}}]\n", `1:13 missing-field "{rules: {}}"`},
		{"unknown key of an override", "overrides: [{paths: a, rules: {}, rule: x}]\n", `1:35 unknown-field "rule"`},
		{"unknown rule of an override", "overrides: [{paths: 手順, rules: {hindsigt: off}}]\n", `1:33 unknown-field "hindsigt"`},
		{"wording as an error in an override", "overrides: [{paths: a, rules: {hindsight: error}}]\n", `1:43 unfit-value "error"`},
		{"alerts", "alerts: {a: b}\n", `1:9 wrong-type "{a: b}"`},
		{"glob of alerts", "alerts: ['rules/*.yaml', 'ops/[a-']\n", `1:26 bad-format "'ops/[a-'"`},
		{"alerts outside", "alerts:\r\n  - ../rules/*.yaml\r\n", `2:5 bad-format "../rules/*.yaml"`},
		{"glob of an override", "overrides: [{paths: ['手順[z'], rules: {}}]\n", `1:22 bad-format "'手順[z'"`},
		{"glob of ignore", "ignore: a{b\n", `1:9 bad-format "a{b"`},
		{"glob of a kind", "paths: {runbook: ['*.{md,markdown}']}\n", `1:19 bad-format "'*.{md,markdown}'"`},
		{"empty glob", "tickets: ['']\n", `1:11 bad-format "''"`},
		{"baseline outside", "baseline: ../b.json\n", `1:11 bad-format "../b.json"`},
		{"baseline of Windows", "baseline: .debrief\\b.json\n", `1:11 bad-format ".debrief\\b.json"`},
		{"no baseline", "baseline: []\n", `1:11 bad-format "[]"`},
		{"kind", "paths: {runbok: [a]}\n", `1:9 unknown-field "runbok"`},
		{"type", "rules: [a]\n", `1:8 wrong-type "[a]"`},
		{"target", "policy: {slo_defaults: {target: 120}}\n", `1:33 out-of-range "120"`},
		{"target of nothing", "slo_defaults: {target: 0}\n", `1:24 out-of-range "0"`},
		{"window", "slo_defaults: {window: sometimes}\n", `1:24 bad-format "sometimes"`},
		{"group of the policy", "policy: {slo: {}}\n", `1:10 unknown-field "slo"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, found := read(t, tt.text); len(found) != 1 || found[0] != tt.want {
				t.Errorf("got %v, want %s", found, tt.want)
			}
		})
	}
}

func TestNoSettingsAreDefaults(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "title:\n"} {
		c, found := read(t, text)
		if len(found) > 0 || c.Language != "en" || c.FailOn != diag.Error || c.Policy.Currency != "USD" || c.Policy.SLODefaults.Target != nil ||
			c.Profile != lint.Standard || c.Baseline != DefaultBaseline || len(c.Overrides)+len(c.Alerts)+len(c.Levels) > 0 {
			t.Errorf("%q: %v %+v", text, found, c)
		}
	}
}

func TestUnreadableSettings(t *testing.T) {
	_, found := read(t, "title: [\n")
	if len(found) == 0 || !strings.Contains(found[0], "yaml-syntax") {
		t.Errorf("broken YAML: %v", found)
	}
}
