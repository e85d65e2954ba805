package rules

import (
	"maps"
	"slices"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var unknownSkillCategory = lint.Rule{
	ID:       "unknown-skill-category",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	CheckAll: func(p *lint.Pass) {
		paths := map[string]string{}
		for _, e := range p.Corpus.Kind("learning") {
			if e.Learning.Path != "" {
				paths[corpus.Fold(e.Learning.Path)] = e.Learning.Path
			}
		}
		if len(paths) == 0 {
			return // there is no learning path at all
		}
		names := slices.Sorted(maps.Values(paths))
		for _, e := range p.Corpus.Kind("postmortem") {
			for _, gap := range e.SkillGaps {
				if paths[corpus.Fold(gap.Category)] != "" {
					continue
				}
				message := diag.Say("no learning path has the area %q", "分野 %q の学習パスがありません", lint.Quote(gap.Category))
				if near := diag.Nearest(gap.Category, names); near != "" && p.MaySuggest() {
					message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", message, near)
				}
				p.Report(diag.Diagnostic{File: e.Doc.File, Span: gap.Span, Message: message})
			}
		}
	},
}
