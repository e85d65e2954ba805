// Package diag holds findings: what is wrong in a user's document, where, and
// how to mend it. Each print format has a file of its own.
//
// A Diagnostic is data: it is collected, sorted and printed, never returned as
// an error. Its texts exist in English and Japanese; the language is chosen
// when printing.
package diag

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/debrief-dev/debrief/internal/source"
)

// Severity orders findings by weight.
type Severity uint8

// The severities, from the lightest.
const (
	Off Severity = iota // the rule does not report
	Info
	Warning
	Error
)

// severities names the severities in settings and machine formats.
var severities = [...]string{"off", "info", "warning", "error"}

func (s Severity) String() string { return severities[s] }

// ParseSeverity reads "off", "info", "warning" or "error".
func ParseSeverity(s string) (Severity, bool) {
	i := slices.Index(severities[:], s)
	return Severity(max(i, 0)), i >= 0
}

// Text is one text in the two languages of the interface.
type Text struct {
	En, Ja string
}

// Say formats a text in both languages with the same arguments; a language
// that wants another order writes %[2]s. Arguments of type Text are put in
// the language in which they appear.
func Say(en, ja string, args ...any) Text {
	return Text{En: format("en", en, args), Ja: format("ja", ja, args)}
}

func format(lang, layout string, args []any) string {
	if len(args) == 0 {
		return layout
	}
	own := args
	for i, a := range args {
		if t, ok := a.(Text); ok {
			if &own[0] == &args[0] {
				own = slices.Clone(args)
			}
			own[i] = t.In(lang)
		}
	}
	return fmt.Sprintf(layout, own...)
}

// In gives the text in a language: Japanese for "ja", else English.
func (t Text) In(lang string) string {
	if lang == "ja" {
		return t.Ja
	}
	return t.En
}

// Diagnostic is one finding. Message is a lower-case clause that quotes the
// value and says what is wrong, without a final period.
type Diagnostic struct {
	Rule     string
	Severity Severity
	Message  Text
	File     *source.File
	Span     source.Span
	Whole    bool      // it is about the document as a whole: the text at the span is not what is wrong
	Related  []Related // other places that explain the finding, in reading order
	Fixes    []Fix     // ways to mend it, the best first
}

// Related is another place that a finding speaks of.
type Related struct {
	Message Text
	File    *source.File
	Span    source.Span
}

// Fix is a way to mend a finding. Its edits are against the same text. A fix
// without edits is advice.
type Fix struct {
	Title  Text // what it does: "set the status to done"
	Edits  []Edit
	Unsafe bool // may change what the document says: made only when asked for by name
}

// Edit replaces a span of the finding's file.
type Edit struct {
	Span source.Span
	New  string
}

// Sort orders findings by path, position, rule and English message, so that
// the order does not depend on which worker found them first.
func Sort(list []Diagnostic) {
	slices.SortStableFunc(list, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.File.Path, b.File.Path),
			cmp.Compare(a.Span.Start, b.Span.Start),
			cmp.Compare(a.Span.End, b.Span.End),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Message.En, b.Message.En),
		)
	})
}
