package diag

import "io"

// Report is what a run of the linter found, for the formats that print it.
type Report struct {
	Findings  []Diagnostic // in any order
	Documents []string     // paths of all documents that were looked at, in order
	Rules     []RuleInfo   // every rule that can report, by ID
	Version   string       // of debrief

	Lang  string // of messages and titles: en or ja
	Color bool   // severities in the colours of a terminal; text alone heeds it

	// Hidden counts the findings that are not in the list.
	Hidden Hidden
	// Token is an unguessable word between whose appearances a CI runner obeys
	// nothing. Empty: no such brackets are printed.
	Token string
}

// Hidden counts findings that exist and are not printed.
type Hidden struct {
	Ignored  int // by a comment in the document
	Baseline int // by the baseline file
	Old      int // that the base revision has too
}

// RuleInfo is what a format tells about a rule.
type RuleInfo struct {
	ID       string
	Severity Severity // by default
	Summary  Text     // one sentence
	Page     Text     // Markdown, the whole page
	Prose    bool     // judges wording: right most of the time
	Security bool     // finds what endangers the repository, not its readers
}

// Format is a way to print findings.
type Format struct {
	Name  string
	Write func(io.Writer, Report) error
}

// Formats lists the print formats by name.
func Formats() []Format {
	return []Format{
		{"github", WriteGitHub},
		{"gitlab", WriteGitLab},
		{"json", WriteJSON},
		{"junit", WriteJUnit},
		{"rdjson", WriteRDJSON},
		{"sarif", WriteSARIF},
		{"summary", WriteSummary},
		{"text", WriteText},
	}
}
