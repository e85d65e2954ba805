package lint

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
)

// Pass is one rule's look at one document.
type Pass struct {
	Corpus  *corpus.Corpus
	Entry   *corpus.Entry
	Results *insight.Results

	run         *run
	rule        *Rule
	shared      *shared
	suggestions int
	found       []diag.Diagnostic
}

// shared is what the rules that look at one document work out once.
type shared struct {
	outlined bool
	parts    []Part
}

// Report adds a finding. Rule, severity and file are filled in.
func (p *Pass) Report(d diag.Diagnostic) {
	d.Rule, d.File, d.Severity = p.rule.ID, p.Entry.Doc.File, p.rule.Severity
	if p.rule.Strict && p.Entry.Final() {
		d.Severity = diag.Error
	}
	p.found = append(p.found, d)
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
func (p *Pass) Unfilled(s source.Span) bool { return len(Placeholders(p.Text(s))) > 0 }

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
