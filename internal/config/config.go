// Package config reads debrief.yaml, the settings of a repository. Its Config
// is made of the Options of the stages; no stage sees the whole.
//
// Every setting has a default, and a repository without the file has all of
// them. What is wrong in the file comes back as findings with positions; the
// caller stops on them, since half-understood settings give half-right sites.
package config

import (
	"math/big"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
	"github.com/debrief-dev/debrief/schema"
)

// Name is the file's name, at the root of the repository.
const Name = "debrief.yaml"

// Config is the settings of a repository.
type Config struct {
	Title     string   // of the site; empty: the folder's name
	Language  string   // of the site and of messages: en or ja
	Languages []string // that the site is built in; empty is Language alone
	BaseURL   string   // where the site is published; empty: anywhere, all links are relative
	RepoURL   string   // where the sources can be seen; empty: nowhere
	EditURL   string   // where a source can be edited, {path} stands for its path

	FailOn diag.Severity            // of lint
	Levels map[string]diag.Severity // rule: level

	Profile    lint.Profile    // which rules are on
	Overrides  []lint.Override // levels of some paths, in the order of the file
	Alerts     []string        // globs of Prometheus rule files
	Tickets    []string        // globs of snapshots of trackers
	Holidays   []string        // globs of lists of days on which nobody works
	Dictionary []string        // globs of dictionaries of the search
	Shallow    Shallow         // what becomes of a clone without the whole history
	Baseline   string          // path of the findings that the repository lives with

	Allow []string // names and words of internal documents that a public edition may say

	// Severities are the team's own words for severities, with sev1 … sev5.
	Severities map[string]string

	Outputs Outputs

	Corpus corpus.Options
	Policy insight.Policy
}

// Default gives the settings of a repository without debrief.yaml.
func Default() Config {
	return Config{
		Language: "en",
		FailOn:   diag.Error,
		Levels:   map[string]diag.Severity{},
		Profile:  lint.Standard,
		Baseline: DefaultBaseline,
		Shallow:  ShallowBounds,
		Corpus: corpus.Options{
			Limits:     doc.DefaultLimits(),
			Facet:      facet.Options{Zone: time.UTC},
			Visibility: "internal",
		},
		// Without a zone: rules tell by it that the settings state none.
		Policy: insight.Policy{Currency: "USD"},
	}
}

// Read reads the settings file. The kinds that `paths:` may name are those of
// set, the rules that `rules:` may name are rules.
func Read(f *source.File, set *schema.Set, rules []lint.Rule) (Config, []diag.Diagnostic) {
	r := reader{file: f, config: Default(), set: set, rules: rules}
	d, found := doc.Parse(f, doc.DefaultLimits())
	// "off" is one of our own levels, whatever other YAML readers make of it.
	r.found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Rule == "ambiguous-scalar" })
	r.fields(d.Meta, slices.Concat(settings, lintSettings, ticketSettings, calendarSettings, publicSettings))
	return r.config, r.found
}

// reader reads one file into a Config.
type reader struct {
	file   *source.File
	config Config
	set    *schema.Set
	rules  []lint.Rule
	found  []diag.Diagnostic
}

// setting is a key with the function that reads its value.
type setting struct {
	key  string
	read func(*reader, doc.Value)
}

// settings are the keys of the file.
var settings = []setting{
	{"title", func(r *reader, v doc.Value) { r.config.Title = r.text(v) }},
	{"language", func(r *reader, v doc.Value) { r.config.Language = r.word(v, r.config.Language, "en", "ja") }},
	{"languages", func(r *reader, v doc.Value) {
		r.config.Languages = r.words(v, "en", "ja")
	}},
	{"timezone", func(r *reader, v doc.Value) {
		if z := r.zone(v); z != nil {
			r.config.Corpus.Facet.Zone, r.config.Policy.Zone = z, z
		}
	}},
	{"currency", func(r *reader, v doc.Value) {
		r.config.Policy.Currency = r.pattern(v, currency, "an ISO 4217 code such as USD or JPY", "USD や JPY などの ISO 4217 コード")
	}},
	{"base_url", func(r *reader, v doc.Value) { r.config.BaseURL = r.url(v) }},
	{"repo_url", func(r *reader, v doc.Value) { r.config.RepoURL = r.url(v) }},
	{"edit_url", func(r *reader, v doc.Value) { r.config.EditURL = r.url(v) }},
	{"fail_on", func(r *reader, v doc.Value) {
		s, _ := diag.ParseSeverity(r.word(v, "error", "info", "warning", "error"))
		r.config.FailOn = s
	}},
	{"visibility_default", func(r *reader, v doc.Value) {
		r.config.Corpus.Visibility = r.word(v, "internal", "public", "internal", "restricted")
	}},
	{"paths", (*reader).paths},
	{"ignore", func(r *reader, v doc.Value) { r.config.Corpus.Ignore = r.globs(v) }},
	{"alert_log", func(r *reader, v doc.Value) { r.config.Corpus.AlertLogs = r.dataGlobs(v) }},
	{"series", func(r *reader, v doc.Value) { r.config.Corpus.Series = r.dataGlobs(v) }},
	{"history", (*reader).history},
	{"severity_map", (*reader).severityMap},
	{"search", (*reader).search},
	{"outputs", (*reader).outputs},
	{"policy", func(r *reader, v doc.Value) { r.fields(v, policies) }},
	// The groups of the policy are also read at the top level.
	{"slo_defaults", (*reader).sloDefaults},
	{"practices", (*reader).practices},
}

// policies are the groups under policy.
var policies = []setting{
	{"actions", (*reader).actions},
	{"ageing", (*reader).ageing},
	{"slo_defaults", (*reader).sloDefaults},
	{"detection", (*reader).detection},
	{"recurrence", (*reader).recurrence},
	{"links", (*reader).links},
	{"alerts_replay", (*reader).alertsReplay},
	{"cause_metrics", (*reader).causeMetrics},
	{"category_metrics", (*reader).categoryMetrics},
	{"cause_experiments", (*reader).causeExperiments},
	{"solution_words", (*reader).solutionWords},
	{"learning", (*reader).learning},
	{"practices", (*reader).practices},
	{"readiness", (*reader).readiness},
	{"loop", (*reader).loop},
	{"dynamic_threshold", (*reader).dynamicThreshold},
	{"trend", (*reader).trend},
	{"roster_domains", (*reader).rosterDomains},
}

var currency = lazyregexp.New(`^[A-Z]{3}$`)

// fields reads the keys of a map; an unknown one is a finding.
func (r *reader) fields(v doc.Value, known []setting) {
	if v.Type() != doc.Map {
		if v.Exists() {
			r.report("wrong-type", v, diag.Text{En: "expected keys with values", Ja: "キーと値の組が必要です"})
		}
		return
	}
	for _, e := range v.Entries() {
		if strings.HasPrefix(e.Key, "x-") || strings.HasPrefix(e.Key, "x_") {
			continue
		}
		i := slices.IndexFunc(known, func(s setting) bool { return s.key == e.Key })
		if i < 0 {
			r.unknown(e, known)
			continue
		}
		if e.Value.Exists() {
			known[i].read(r, e.Value)
		}
	}
}

func (r *reader) unknown(e doc.Entry, known []setting) {
	keys := make([]string, len(known))
	for i, s := range known {
		keys[i] = s.key
	}
	r.unknownKey(e, diag.Say("unknown setting %q", "設定 %q はありません", e.Key), keys)
}

func (r *reader) unknownKey(e doc.Entry, message diag.Text, known []string) {
	r.found = append(r.found, diag.Diagnostic{
		Rule: "unknown-field", Severity: diag.Error, File: r.file, Span: e.Value.KeySpan(),
		Message: suggest(message, e.Key, known),
	})
}

func (r *reader) kinds() []string {
	var names []string
	for _, k := range r.set.Kinds() {
		names = append(names, k.Name)
	}
	return names
}

// suggest adds the candidate that is most like text, if one is like it.
func suggest(message diag.Text, text string, candidates []string) diag.Text {
	if near := diag.Nearest(text, candidates); near != "" {
		return diag.Say("%s; did you mean %q?", "%s。%q のことですか?", message, near)
	}
	return message
}

func (r *reader) report(rule string, v doc.Value, message diag.Text) {
	r.found = append(r.found, diag.Diagnostic{
		Rule: rule, Severity: diag.Error, File: r.file, Span: v.Span(), Message: message,
	})
}

func (r *reader) text(v doc.Value) string {
	if v.Type() != doc.Scalar {
		r.report("wrong-type", v, diag.Text{En: "expected a text", Ja: "文字列が必要です"})
	}
	return v.Text()
}

func (r *reader) texts(v doc.Value) []string {
	if v.Type() == doc.Scalar {
		return []string{v.Text()}
	}
	if v.Type() != doc.List {
		r.report("wrong-type", v, diag.Text{En: "expected a list of texts", Ja: "文字列のリストが必要です"})
	}
	var out []string
	for _, item := range v.Items() {
		out = append(out, r.text(item))
	}
	return out
}

// globs reads globs of paths in the repository; one that can match nothing is a
// finding.
func (r *reader) globs(v doc.Value) []string {
	items := v.Items()
	if v.Type() == doc.Scalar {
		items = []doc.Value{v}
	}
	for _, item := range items {
		if item.Type() == doc.Scalar && !source.ValidGlob(item.Text()) {
			r.report("bad-format", item, diag.Say("%q is not a glob of paths in the repository: write one for each alternative, with *, ?, [a-z] and **",
				"%q はリポジトリ内のパスのグロブではありません。*、?、[a-z]、** を使い、候補ごとに1つずつ書いてください", item.Text()))
		}
	}
	return r.texts(v)
}

// word reads one of some words; another is a finding, and the fallback counts.
func (r *reader) word(v doc.Value, fallback string, words ...string) string {
	if v.Type() == doc.Scalar && slices.Contains(words, v.Text()) {
		return v.Text()
	}
	list := strings.Join(words, ", ")
	message := diag.Say("%q is not one of %s", "%q は使えません。使える値: %s", r.file.Text(v.Span()), list)
	r.report("unknown-value", v, suggest(message, v.Text(), words))
	return fallback
}

func (r *reader) words(v doc.Value, words ...string) []string {
	items := v.Items()
	if v.Type() == doc.Scalar {
		items = []doc.Value{v}
	}
	var out []string
	for _, item := range items {
		if w := r.word(item, "", words...); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func (r *reader) pattern(v doc.Value, p *lazyregexp.Regexp, en, ja string) string {
	if !p.MatchString(v.Text()) {
		r.report("bad-format", v, diag.Say("%q is not %s", "%q は%sではありません", v.Text(), diag.Text{En: en, Ja: ja}))
		return ""
	}
	return v.Text()
}

func (r *reader) url(v doc.Value) string {
	u, err := url.Parse(v.Text())
	if v.Type() == doc.Scalar && v.Text() == "" {
		return ""
	}
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		r.report("bad-format", v, diag.Say("%q is not an http or https address", "%q は http または https のアドレスではありません", v.Text()))
		return ""
	}
	return v.Text()
}

func (r *reader) zone(v doc.Value) *time.Location {
	z, err := time.LoadLocation(v.Text())
	if err != nil || v.Text() == "" || v.Text() == "Local" {
		r.report("bad-format", v, diag.Say("%q is not an IANA time zone such as Asia/Tokyo", "%q は Asia/Tokyo などの IANA タイムゾーンではありません", v.Text()))
		return nil
	}
	return z
}

// paths reads kind: [globs].
func (r *reader) paths(v doc.Value) {
	if v.Type() != doc.Map {
		r.report("wrong-type", v, diag.Text{En: "expected kinds with lists of globs", Ja: "種別とグロブのリストが必要です"})
	}
	r.config.Corpus.Facet.Paths = map[string][]string{}
	for _, e := range v.Entries() {
		if r.set.Kind(e.Key) == nil {
			r.unknownKey(e, diag.Say("unknown kind %q", "種別 %q はありません", e.Key), r.kinds())
			continue
		}
		r.config.Corpus.Facet.Paths[e.Key] = r.globs(e.Value)
	}
}

func (r *reader) sloDefaults(v doc.Value) {
	r.fields(v, []setting{
		{"target", func(r *reader, v doc.Value) {
			target, ok := facet.ParsePercent(v)
			if !ok || target.Sign() <= 0 || target.Cmp(big.NewRat(100, 1)) > 0 {
				r.report("out-of-range", v, diag.Say("%q is not a percentage above 0 and up to 100", "%q は 0 より大きく 100 以下の百分率ではありません", v.Text()))
				return
			}
			r.config.Policy.SLODefaults.Target = target
		}},
		{"window", func(r *reader, v doc.Value) {
			r.config.Policy.SLODefaults.Window = r.pattern(v, window,
				"calendar_week, calendar_month, calendar_quarter, calendar_year or a number of days such as 30d",
				" calendar_week、calendar_month、calendar_quarter、calendar_year、または 30d のような日数")
		}},
	})
}

var window = lazyregexp.New(`^(calendar_(week|month|quarter|year)|[1-9][0-9]{0,3}d)$`)
