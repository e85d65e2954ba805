package rules

import (
	"bytes"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var rcaLayerMissing = lint.Rule{
	ID:       "rca-layer-missing",
	Severity: diag.Warning,
	Profile:  lint.Starter,
	Kinds:    []string{"postmortem", "rca"},
	Check: func(p *lint.Pass) {
		// While an incident lasts nobody knows its causes.
		if p.Entry.Status == "ongoing" {
			return
		}
		causes := slices.Clone(p.Entry.Causes)
		for _, rca := range p.Analyses() {
			causes = append(causes, rca.Causes...)
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
		d := diag.Diagnostic{Span: causesPlace(p), Whole: true, Message: message}
		if len(causes) == 0 || len(missing) < len(layers) {
			d.Fixes = stubs(p, missing)
		}
		p.Report(d)
	},
}

// layer is one of the three with its names.
type layer struct {
	id     facet.Layer
	en, ja string
	title  diag.Text // of a section for it
}

var layers = []layer{
	{facet.Technical, "technical", "技術", diag.Text{En: "Technical causes", Ja: "技術的原因"}},
	{facet.Process, "process", "プロセス", diag.Text{En: "Process causes", Ja: "プロセス原因"}},
	{facet.Organizational, "organizational", "組織", diag.Text{En: "Organizational causes", Ja: "組織的原因"}},
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

// stubs offers a heading for each missing layer, to be filled in, at the end
// of the section about causes, if the causes of the document stand under
// headings.
func stubs(p *lint.Pass, missing []layer) []diag.Fix {
	elsewhere := func(c facet.Cause) bool {
		return c.From.Origin == doc.FromFrontMatter || c.From.Origin == doc.FromTable
	}
	section, end := causesSection(p)
	// The section of a title is the whole document, of which the end may be
	// about anything.
	if section == nil || section.Level == 1 || section.Level == 6 || slices.ContainsFunc(p.Entry.Causes, elsewhere) {
		return nil
	}
	level, newline, todo := section.Level+1, "\n", "TBD"
	if len(section.Children) > 0 {
		level = section.Children[0].Level
	}
	if bytes.Contains(p.Entry.Doc.Text, []byte("\r\n")) {
		newline = "\r\n"
	}
	if p.Entry.Lang == "ja" {
		todo = "未記入"
	}
	text := ""
	for _, l := range missing {
		text += newline + newline + strings.Repeat("#", level) + " " + l.title.In(p.Entry.Lang) + newline + newline + "- " + todo
	}
	return []diag.Fix{{
		Title:  diag.Say("add a heading for what is missing", "足りない層の見出しを追加する"),
		Edits:  []diag.Edit{{Span: source.Span{Start: end, End: end}, New: text}},
		Unsafe: true,
	}}
}

// causesSection gives the first section about causes and where its text ends,
// nil if its title is no heading.
func causesSection(p *lint.Pass) (section *doc.Section, end int) {
	parts := p.Parts("causes")
	if len(parts) == 0 {
		return nil, 0
	}
	d := p.Entry.Doc
	end = len(d.Text)
	d.Sections().Walk(func(s *doc.Section) bool {
		switch {
		case s.Level > 0 && s.Span == parts[0].Title:
			section = s
		case section != nil && s.Level <= section.Level:
			end = bytes.LastIndexByte(d.Text[:s.Span.Start], '\n') + 1
			return false
		}
		return true
	})
	return section, len(bytes.TrimRight(d.Text[:end], " \t\r\n"))
}

func unfilledCauses(p *lint.Pass) bool {
	parts := slices.Concat(p.Parts("causes"), p.Parts("layers"))
	return slices.ContainsFunc(parts, func(part lint.Part) bool { return p.Unfilled(part.Span) })
}

// causesPlace is where the causes begin, else the document as a whole.
func causesPlace(p *lint.Pass) source.Span {
	if parts := p.Parts("causes"); len(parts) > 0 {
		return parts[0].Title
	}
	return p.Title()
}
