package rules

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var rcaLayerMissing = lint.Rule{
	ID:       "rca-layer-missing",
	Severity: diag.Warning,
	Kinds:    []string{"postmortem", "rca"},
	Check: func(p *lint.Pass) {
		// While an incident lasts nobody knows its causes.
		if p.Entry.Status == "ongoing" {
			return
		}
		causes := slices.Clone(p.Entry.Causes)
		if p.Entry.Kind == "postmortem" {
			for _, rca := range analyses(p.Entry) {
				causes = append(causes, rca.Causes...)
			}
		}
		missing := missingLayers(causes)
		if len(missing) == 0 || unfilledCauses(p) {
			return
		}
		message := diag.Say("the root cause analysis names no cause of the %[1]s", "根本原因分析に%[2]sの原因がありません",
			english(missing), japanese(missing))
		switch {
		case len(causes) == 0:
			message = diag.Say("the document names no cause", "文書に原因が書かれていません")
		case len(missing) == len(layers):
			message = diag.Say("no cause is assigned to a layer: technical, process or organizational",
				"原因が技術・プロセス・組織のどの層にも分類されていません")
		}
		p.Report(diag.Diagnostic{Span: causesPlace(p), Message: message})
	},
}

// layer is one of the three with its names.
type layer struct {
	id     facet.Layer
	en, ja string
}

var layers = []layer{
	{facet.Technical, "technical", "技術"},
	{facet.Process, "process", "プロセス"},
	{facet.Organizational, "organizational", "組織"},
}

// analyses are the root cause analyses that stand in documents of their own:
// those that the postmortem refers to and those that refer to it.
func analyses(e *corpus.Entry) []*corpus.Entry {
	var out []*corpus.Entry
	for _, r := range e.Refs {
		if r.To != nil && r.To.Kind == "rca" {
			out = append(out, r.To)
		}
	}
	for _, r := range e.Backs {
		if r.From.Kind == "rca" && r.Field == "incidents" {
			out = append(out, r.From)
		}
	}
	return out
}

func missingLayers(causes []facet.Cause) []layer {
	var missing []layer
	for _, l := range layers {
		if !slices.ContainsFunc(causes, func(c facet.Cause) bool { return c.Layer == l.id }) {
			missing = append(missing, l)
		}
	}
	return missing
}

func english(missing []layer) string {
	names := make([]string, len(missing))
	for i, l := range missing {
		names[i] = l.en
	}
	if len(names) == 1 {
		return names[0] + " layer"
	}
	return strings.Join(names, " and ") + " layers"
}

func japanese(missing []layer) string {
	names := make([]string, len(missing))
	for i, l := range missing {
		names[i] = l.ja
	}
	return strings.Join(names, "・") + "層"
}

func unfilledCauses(p *lint.Pass) bool {
	return slices.ContainsFunc(p.Parts("causes"), func(part lint.Part) bool { return p.Unfilled(part.Span) })
}

// causesPlace is where the causes begin, else the document as a whole.
func causesPlace(p *lint.Pass) source.Span {
	if parts := p.Parts("causes"); len(parts) > 0 {
		return parts[0].Title
	}
	return p.Title()
}
