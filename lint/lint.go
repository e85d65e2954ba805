// Package lint runs rules over a corpus and settles how weighty each finding
// is. It knows no rule; lint/rules holds them.
//
// A rule reads the corpus and the results of insight, which are read-only,
// and reports. Rules run in parallel, one document at a time; what comes back
// is in order whatever the number of processors.
package lint

import (
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

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

	// Check looks at one document. It must bear documents that fail their
	// schema. A rule without Check and CheckAll stands for findings that are
	// made while a document is parsed, checked and linked; Apply treats those.
	Check func(*Pass)
	// CheckAll looks once at the whole repository, with Pass.Entry nil and
	// every finding naming its file. Kinds is not heeded.
	CheckAll func(*Pass)
}

// Profile is how much of the rules a repository wants. A larger one has all
// rules of the smaller ones: teams start with what every postmortem needs
// (timeline, impact, causes, actions) and go on to knowledge and monitoring.
type Profile uint8

// The profiles.
const (
	Starter Profile = iota
	Standard
	Full
)

// Options are what the settings and the command line decide.
type Options struct {
	Profile   Profile
	Scheduled bool                     // rules that depend on today run too
	Levels    map[string]diag.Severity // by rule; what is not there keeps the rule's own
	Only      []string                 // report on these files and folders; none means all

	// Files is the repository, to tell whether links lead to a file. Nil:
	// links to anything but documents are not judged.
	Files fs.FS
	// Section names what a heading opens ("timeline", "impact"), "" if
	// nothing known: schema.Labels.Section. Nil: no section is known.
	Section func(heading string) string
}

// Run lets the rules look at every document that they are for. The findings
// come back sorted, each with the severity of its rule, of the settings, or of
// its document's status. Documents that a limit refused are passed over: what
// is missing from them was never read.
func Run(c *corpus.Corpus, r *insight.Results, rules []Rule, o Options) []diag.Diagnostic {
	run := &run{corpus: c, results: r, options: o, rules: o.switchedOn(rules), tree: &tree{fsys: o.Files}}
	perEntry := make([][]diag.Diagnostic, len(c.Entries))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(len(c.Entries), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(c.Entries); i = int(next.Add(1)) - 1 {
				perEntry[i] = run.entry(c.Entries[i])
			}
		})
	}
	workers.Wait()
	found := slices.Concat(perEntry...)
	diag.Sort(found)
	return found
}

// Apply brings findings that were made while documents were parsed, checked
// and linked under the settings: their levels, and the paths that are asked
// for. The list itself stays as it is; the result is sorted.
func Apply(found []diag.Diagnostic, o Options) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, d := range found {
		if level, set := o.Levels[d.Rule]; set {
			d.Severity = level
		}
		if d.Severity != diag.Off && o.Reports(d.File.Path) {
			out = append(out, d)
		}
	}
	diag.Sort(out)
	return out
}

// switchedOn gives the rules that have something to check and may report.
func (o Options) switchedOn(rules []Rule) []Rule {
	var out []Rule
	for _, r := range rules {
		if level, set := o.Levels[r.ID]; set {
			r.Severity, r.Strict = level, false
		}
		if r.Check != nil && r.Severity != diag.Off {
			out = append(out, r)
		}
	}
	return out
}

// Reports tells whether findings of a file are asked for.
func (o Options) Reports(path string) bool {
	return len(o.Only) == 0 || slices.ContainsFunc(o.Only, func(only string) bool {
		only = strings.TrimSuffix(strings.TrimPrefix(only, "./"), "/")
		return only == "" || only == "." || path == only || strings.HasPrefix(path, only+"/")
	})
}

// run is what all passes of one Run share.
type run struct {
	corpus  *corpus.Corpus
	results *insight.Results
	options Options
	rules   []Rule
	tree    *tree
}

// entry lets all rules look at one document.
func (r *run) entry(e *corpus.Entry) []diag.Diagnostic {
	if e.Doc.Refused || !r.options.Reports(e.Path()) {
		return nil
	}
	var found []diag.Diagnostic
	shared := &shared{}
	for i := range r.rules {
		rule := &r.rules[i]
		if len(rule.Kinds) > 0 && !slices.Contains(rule.Kinds, e.Kind) {
			continue
		}
		p := &Pass{Corpus: r.corpus, Entry: e, Results: r.results, run: r, rule: rule, shared: shared}
		rule.Check(p)
		found = append(found, p.found...)
	}
	return found
}
