package config

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/lint"
)

// DefaultBaseline is where the baseline of the linter is kept unless the
// settings say otherwise.
const DefaultBaseline = ".debrief/baseline.json"

// lintSettings are the keys about the linter.
var lintSettings = []setting{
	{"profile", func(r *reader, v doc.Value) {
		r.config.Profile, _ = lint.ParseProfile(r.word(v, r.config.Profile.String(), lint.Profiles()...))
	}},
	{"rules", func(r *reader, v doc.Value) { r.config.Levels = r.levels(v) }},
	{"overrides", (*reader).overrides},
	{"alerts", func(r *reader, v doc.Value) { r.config.Alerts = r.globs(v) }},
	{"baseline", func(r *reader, v doc.Value) { r.config.Baseline = r.pathOf(v, r.config.Baseline) }},
}

// levels reads rule: level.
func (r *reader) levels(v doc.Value) map[string]diag.Severity {
	out := map[string]diag.Severity{}
	if v.Type() != doc.Map {
		r.report("wrong-type", v, diag.Text{En: "expected rules with levels", Ja: "ルールと重大度の組が必要です"})
	}
	for _, e := range v.Entries() {
		i := slices.IndexFunc(r.rules, func(rule lint.Rule) bool { return rule.ID == e.Key })
		if i < 0 {
			r.unknownKey(e, diag.Say("unknown rule %q", "ルール %q はありません", e.Key), r.ruleIDs())
			continue
		}
		level, _ := diag.ParseSeverity(r.word(e.Value, "error", "off", "info", "warning", "error"))
		if r.rules[i].Prose && e.Value.Text() == diag.Error.String() {
			r.report("unfit-value", e.Value, diag.Say("%q judges wording and can be a warning at most",
				"%q は表現を判断するルールのため、warning までしか指定できません", e.Key))
		}
		out[e.Key] = level
	}
	return out
}

func (r *reader) ruleIDs() []string {
	ids := make([]string, len(r.rules))
	for i, rule := range r.rules {
		ids[i] = rule.ID
	}
	return ids
}

// overrides reads a list of paths with rules.
func (r *reader) overrides(v doc.Value) {
	if v.Type() != doc.List {
		r.report("wrong-type", v, diag.Text{En: "expected a list of paths with rules", Ja: "パスとルールの組のリストが必要です"})
	}
	for _, item := range v.Items() {
		var o lint.Override
		r.fields(item, []setting{
			{"paths", func(r *reader, v doc.Value) { o.Paths = r.globs(v) }},
			{"rules", func(r *reader, v doc.Value) { o.Levels = r.levels(v) }},
		})
		for _, key := range []string{"paths", "rules"} {
			if item.Type() == doc.Map && !item.Field(key).Exists() {
				r.report("missing-field", item, diag.Say("%q is missing", "%q がありません", key))
			}
		}
		r.config.Overrides = append(r.config.Overrides, o)
	}
}

// pathOf reads the path of a file in the repository.
func (r *reader) pathOf(v doc.Value, fallback string) string {
	path := strings.TrimPrefix(v.Text(), "./")
	if v.Type() == doc.Scalar && fs.ValidPath(path) && path != "." && !strings.Contains(path, `\`) {
		return path
	}
	r.report("bad-format", v, diag.Say("%q is not the path of a file in the repository", "%q はリポジトリ内のファイルのパスではありません", r.file.Text(v.Span())))
	return fallback
}
