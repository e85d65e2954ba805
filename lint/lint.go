// Package lint runs rules over a corpus and settles how weighty each finding
// is, which of them the authors chose to ignore, and which a baseline hides.
// It knows no rule; lint/rules holds them.
//
// A rule reads the corpus and the results of insight, which are read-only,
// and reports. Rules run in parallel, one document at a time; what comes back
// is in order whatever the number of processors.
package lint

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

// Rule is one thing that can be wrong with a document.
type Rule struct {
	ID       string        // names the fault, in kebab-case: action-without-owner
	Severity diag.Severity // unless the settings say otherwise
	Strict   bool          // error where the document claims to be complete (corpus.Entry.Final)
	Kinds    []string      // of documents that it looks at; none means every kind, plain pages too

	Profile   Profile // the first profile that the rule is on in
	Scheduled bool    // what it finds depends on today: it runs only in scheduled runs
	Prose     bool    // it judges wording: never above a warning
	Security  bool    // it finds what endangers the repository
	History   bool    // it finds what only the history of the documents tells

	// Wordings are what Pass.Said, Pass.Says and Pass.Holds look for. The words
	// of all rules are looked for at once.
	Wordings []Wording

	// Check looks at one document. It must bear documents that fail their
	// schema.
	Check func(*Pass)
	// CheckAll looks once at the whole repository, with Pass.Entry nil and
	// every finding naming its file. Kinds is not heeded.
	CheckAll func(*Pass)
	// CheckIgnores looks at the comments of one file by which authors hide
	// findings (Pass.Ignores), after all other findings were made. What it
	// finds cannot be hidden by a comment. Kinds is not heeded; for a rule
	// file, which is no document, Pass.Entry has a Doc and nothing else.
	CheckIgnores func(*Pass)
}

// Made tells whether the rule has no check of its own: it stands for findings
// that are made while documents are parsed, checked and linked, so that
// levels, comments and pages treat all rules alike.
func (r Rule) Made() bool { return r.Check == nil && r.CheckAll == nil && r.CheckIgnores == nil }

// Rules are the ids of the rules that this package itself reports, in
// alphabetical order.
func Rules() []string { return []string{ruleBadFormat, ruleStale} }

const (
	ruleBadFormat = "bad-format"
	ruleStale     = "baseline-stale"
)

// Options are what the settings and the command line decide.
type Options struct {
	Profile   Profile
	Scheduled bool                     // rules that depend on today run too
	Levels    map[string]diag.Severity // by rule; what is not there keeps the rule's own
	Overrides []Override               // levels of some paths, before Levels; the last that matches counts
	Only      []string                 // report on these files and folders; none means all

	// Files is the repository, to tell whether links lead to a file. Nil:
	// links to anything but documents are not judged.
	Files fs.FS
	// Section names what a heading opens ("timeline", "impact"), "" if
	// nothing known: schema.Labels.Section. Nil: no section is known.
	Section func(heading string) string
	// Fetch asks an address of the web whether something is there; the error
	// says what is wrong, in words for the reader. It is called from several
	// goroutines, once for each address. Nil: no rule asks the web.
	Fetch func(url string) error
}

// Reports tells whether findings of a file are asked for.
func (o Options) Reports(path string) bool {
	return len(o.Only) == 0 || slices.ContainsFunc(o.Only, func(only string) bool {
		only = strings.TrimSuffix(strings.TrimPrefix(only, "./"), "/")
		return only == "" || only == "." || path == only || strings.HasPrefix(path, only+"/")
	})
}

// Outcome is what one run found. Both lists are sorted.
type Outcome struct {
	Found   []diag.Diagnostic
	Ignored []diag.Diagnostic // hidden by comments in the documents
}

// Check lets the rules look at every document that they are for, and brings
// the findings that were made while documents were parsed, checked and linked
// under the same settings. Each finding has the severity of its rule, of the
// settings, or of its document's status. Documents that a limit refused are
// passed over: what is missing from them was never read. The list of parsed
// findings itself stays as it is.
func Check(c *corpus.Corpus, r *insight.Results, parsed []diag.Diagnostic, rules []Rule, o Options) Outcome {
	run := newRun(c, r, rules, o)
	made := slices.Concat(parsed, run.readIgnores())
	found := append(run.settle(made), run.check()...)
	out := run.hide(found)
	out.Found = append(out.Found, run.checkIgnores()...)
	diag.Sort(out.Found)
	diag.Sort(out.Ignored)
	return out
}
