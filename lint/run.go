package lint

import (
	"runtime"
	"slices"
	"sync"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/parallel"
)

// run is what all passes of one Check share.
type run struct {
	corpus  *corpus.Corpus
	results *insight.Results
	options Options
	rules   []Rule
	byID    map[string]*Rule
	byPath  map[string]*corpus.Entry
	tree    *tree
	lexicon func() *lexicon
	files   []*ignoringFile // those with comments that hide findings, by path
}

func newRun(c *corpus.Corpus, results *insight.Results, rules []Rule, o Options) *run {
	r := &run{
		corpus: c, results: results, options: o, rules: rules, tree: &tree{fsys: o.Files},
		byID:    make(map[string]*Rule, len(rules)),
		byPath:  make(map[string]*corpus.Entry, len(c.Entries)),
		lexicon: sync.OnceValue(func() *lexicon { return newLexicon(rules) }),
	}
	for i := range rules {
		r.byID[rules[i].ID] = &rules[i]
	}
	for _, e := range c.Entries {
		r.byPath[e.Path()] = e
	}
	return r
}

// final tells whether a file is a document that claims to be complete.
func (r *run) final(path string) bool {
	e := r.byPath[path]
	return e != nil && e.Final()
}

// settle gives findings that were made elsewhere their levels, and leaves out
// those that are not asked for.
func (r *run) settle(made []diag.Diagnostic) []diag.Diagnostic {
	var out []diag.Diagnostic
	levels := map[string]map[string]diag.Severity{}
	for _, d := range made {
		path := d.File.Path
		if !r.options.Reports(path) {
			continue
		}
		set, known := levels[path]
		if !known {
			set = r.options.levels(path)
			levels[path] = set
		}
		rule := Rule{ID: d.Rule}
		if listed := r.byID[d.Rule]; listed != nil {
			rule = *listed
		}
		if d.Severity = r.options.severity(rule, d.Severity, set, r.final(path)); d.Severity != diag.Off {
			out = append(out, d)
		}
	}
	return out
}

// check runs the rules: each document is a job, and each rule that looks at
// the whole repository is one.
func (r *run) check() []diag.Diagnostic {
	var whole []*Rule
	for i := range r.rules {
		if r.rules[i].CheckAll != nil {
			whole = append(whole, &r.rules[i])
		}
	}
	// The jobs over everything come first: they take the longest.
	found := make([][]diag.Diagnostic, len(whole)+len(r.corpus.Entries))
	parallel.Each(len(found), func(i int) {
		if i < len(whole) {
			found[i] = r.checkAll(whole[i])
		} else {
			found[i] = r.checkEntry(r.corpus.Entries[i-len(whole)])
		}
	})
	return slices.Concat(found...)
}

// checkEntry lets all rules look at one document.
func (r *run) checkEntry(e *corpus.Entry) []diag.Diagnostic {
	if e.Doc.Refused || !r.options.Reports(e.Path()) {
		return nil
	}
	tree := e.Doc.Tree() // held, so that the rules need not make it again
	defer runtime.KeepAlive(tree)
	var found []diag.Diagnostic
	set, shared := r.options.levels(e.Path()), &shared{}
	for i := range r.rules {
		rule := &r.rules[i]
		if rule.Check == nil || !rule.isFor(e.Kind) {
			continue
		}
		level := r.options.severity(*rule, rule.Severity, set, e.Final())
		if level == diag.Off {
			continue
		}
		p := r.pass(rule, e)
		p.level, p.shared = level, shared
		rule.Check(p)
		found = append(found, p.found...)
	}
	return found
}

func (r *Rule) isFor(kind string) bool { return len(r.Kinds) == 0 || slices.Contains(r.Kinds, kind) }

// checkAll lets one rule look at everything, unless it is off everywhere.
func (r *run) checkAll(rule *Rule) []diag.Diagnostic {
	if !r.mayReport(rule) {
		return nil
	}
	p := r.pass(rule, nil)
	rule.CheckAll(p)
	return p.found
}

// mayReport tells whether there can be a file in which a rule is on.
func (r *run) mayReport(rule *Rule) bool {
	on := func(set map[string]diag.Severity) bool {
		return r.options.severity(*rule, rule.Severity, set, true) != diag.Off
	}
	return on(r.options.Levels) || slices.ContainsFunc(r.options.Overrides, func(o Override) bool {
		_, set := o.Levels[rule.ID]
		return set && on(o.Levels)
	})
}

func (r *run) pass(rule *Rule, e *corpus.Entry) *Pass {
	return &Pass{Corpus: r.corpus, Entry: e, Results: r.results, run: r, rule: rule, shared: &shared{}}
}
