package lint

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// Pass is one rule's look at one document, or at the whole repository.
type Pass struct {
	Corpus  *corpus.Corpus
	Entry   *corpus.Entry // nil for the whole repository
	Results *insight.Results

	run         *run
	rule        *Rule
	level       diag.Severity // of the rule in the entry's file
	shared      *shared
	ignores     *ignoringFile // nil unless the rule is about comments that hide findings
	suggestions int
	found       []diag.Diagnostic
}

// shared is what the rules that look at one document work out once.
type shared struct {
	outlined bool
	parts    []Part
	linked   bool
	links    []Link
	prose    *prose
}

// Report adds a finding. Rule and severity are filled in, and the file of the
// entry; a finding about the whole repository must name its file, and is left
// out where the rule is off there or the file is not asked for. A finding that
// comes with a severity weighs no more than that.
func (p *Pass) Report(d diag.Diagnostic) {
	level := p.level
	if p.Entry != nil {
		d.File = p.Entry.Doc.File
	} else if level = p.levelIn(d.File.Path); level == diag.Off {
		return
	}
	if d.Severity == diag.Off || d.Severity > level {
		d.Severity = level
	}
	d.Rule = p.rule.ID
	p.found = append(p.found, d)
}

// ReportWhole adds a finding about the document as a whole, at its title.
func (p *Pass) ReportWhole(message diag.Text) {
	p.Report(diag.Diagnostic{Span: p.Title(), Whole: true, Message: message})
}

// levelIn is the level of a rule about the whole repository in one file.
func (p *Pass) levelIn(path string) diag.Severity {
	o := p.run.options
	if !o.Reports(path) {
		return diag.Off
	}
	return o.severity(*p.rule, p.rule.Severity, o.levels(path), p.run.final(path))
}

// Title is where a finding about the document as a whole stands: its title,
// or its first character if the title is not written in it.
func (p *Pass) Title() source.Span {
	title := p.Entry.Value().Field("title")
	if title.Exists() && title.From().Origin < doc.FromPath {
		return title.Span()
	}
	return source.Span{}
}

// Text is the text of the document in a span, as written.
func (p *Pass) Text(s source.Span) string { return p.Entry.Doc.File.Text(s) }

// Unfilled tells whether a placeholder stands in a span. What is not filled in
// yet is said once, by the rule about placeholders; no rule reports it as
// missing as well.
// What comments ask for is not in the document.
func (p *Pass) Unfilled(s source.Span) bool {
	text := p.Text(s)
	if strings.Contains(text, "<!--") {
		text = comment.ReplaceAllLiteralString(text, "")
	}
	return len(Placeholders(text)) > 0
}

var comment = lazyregexp.New(`(?s)<!--.*?-->`)

// HasFile tells whether a path of the repository leads to a file or folder,
// by its exact letters whatever the file system. Without a repository every
// path does.
func (p *Pass) HasFile(path string) bool { return p.run.tree.has(path) }

// Files gives the names in a folder of the repository, in order; none if the
// folder does not exist or the repository is not at hand.
func (p *Pass) Files(folder string) []string { return p.run.tree.names(folder) }

// maxSuggestions bounds the search for likely names in a document that is full
// of faults: each costs time that grows with the repository.
const maxSuggestions = 100

// MaySuggest tells whether the rule may look for what was meant instead. The
// first hundred times in a document it may.
func (p *Pass) MaySuggest() bool {
	p.suggestions++
	return p.suggestions <= maxSuggestions
}

// Quote shortens a text to a length that a message can bear, on one line.
func Quote(text string) string {
	const most = 60 // characters; with path and message about one line of a wide terminal
	r := []rune(strings.Join(strings.Fields(text), " "))
	if len(r) <= most {
		return string(r)
	}
	return strings.TrimRight(string(r[:most-1]), " ") + "…"
}
