// Package corpus holds every document of a repository, decoded and linked:
// the waist of debrief. Front ends make it, back ends read it.
//
// A Corpus is read-only once loaded, so that back ends run in parallel.
package corpus

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// Entry is one document with its meaning.
type Entry struct {
	Doc    *doc.Document
	Merged facet.Merged // the merged model, in the shape of the kind's schema

	Kind       string // postmortem, rca, runbook … or page
	ID         string // unique within its kind
	Title      string // never empty
	Summary    string
	Lang       string // en or ja
	Status     string
	Severity   string // sev1–sev5, or a known issue's critical … low
	Owner      string
	Category   string
	Tags       []string
	Aliases    []string
	Visibility string // public, internal or restricted; never empty

	Times       facet.Times
	Timeline    []facet.TimelineRow
	Impact      facet.Impact
	Causes      []facet.Cause
	Actions     []facet.Action
	Symptoms    []string
	Steps       []facet.Step
	Branches    []facet.Branch
	Escalations []facet.Escalation
	Solutions   []facet.Solution
	Service     facet.Service

	// Of postmortems.
	Detection  facet.Detection
	Precursors []string
	RootCauses []string // words of the taxonomy
	SkillGaps  []facet.SkillGap
	Attempts   []facet.Attempt
	Report     facet.Report // the form in which it is told to others

	// Each nil, or empty, for documents of other kinds.
	Monitoring  *facet.Monitoring
	Experiment  *facet.Experiment
	Maintenance *facet.Maintenance
	HealthCheck *facet.HealthCheck
	Learning    *facet.Learning
	Skills      *facet.Skills
	Terms       []facet.Term

	Refs  []Reference // to other documents, in the order of the document
	Backs []Reference // from other documents, by their path and position
}

// Path is the path of the entry's file in the repository.
func (e *Entry) Path() string { return e.Doc.File.Path }

// Value is the merged model of the document.
func (e *Entry) Value() doc.Value { return e.Merged.Value }

// Final tells whether the document claims to be complete: it is in review or
// final, so that what is missing is wrong and not just unwritten.
func (e *Entry) Final() bool { return e.Status == "in_review" || e.Status == "final" }

// Targets gives the entries that a field refers to, without repetition.
func (e *Entry) Targets(field string) []*Entry {
	var out []*Entry
	seen := map[*Entry]bool{}
	for _, r := range e.Refs {
		if r.Field == field && r.To != nil && !seen[r.To] {
			seen[r.To] = true
			out = append(out, r.To)
		}
	}
	return out
}

// Reference is a link from one entry to another.
type Reference struct {
	From  *Entry
	To    *Entry // nil if it leads nowhere
	Field string // first step of the field that holds it ("runbooks"), "text" for [[…]] in prose, "link" for a Markdown link
	Text  string // as written
	Span  source.Span
}

// Corpus is all entries of a repository, by path.
type Corpus struct {
	Entries  []*Entry
	Alerts   []facet.Alert      // of the rule files, by path and position
	Tickets  []facet.Ticket     // of the snapshots, by path and position
	AlertLog []facet.AlertEvent // of the alert logs, by path and position
	Series   []facet.Series     // those that inventories name, by their order, then those of the settings, by path

	AlertLogRead, SeriesRead Reading

	byID   map[key]*Entry
	byName map[string]*Entry // of any kind: by id, else by alias; the first of the entries counts
	byPath map[string]*Entry

	nearby nearby
}

// key is a kind and a folded id or alias.
type key struct{ kind, id string }

// Fold gives the form in which ids are compared: NFKC, case-folded.
func Fold(id string) string {
	id = strings.TrimSpace(id)
	if !strings.ContainsFunc(id, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return strings.ToLower(id) // the same, for less
	}
	return cases.Fold().String(norm.NFKC.String(id))
}

// ByPath gives the entry of a file, nil if there is none.
func (c *Corpus) ByPath(path string) *Entry { return c.byPath[path] }

// ByID gives the entry of a kind with an id or alias, nil if there is none.
func (c *Corpus) ByID(kind, id string) *Entry { return c.byID[key{kind, Fold(id)}] }

// Kind gives the entries of a kind, by path.
func (c *Corpus) Kind(kind string) []*Entry {
	var out []*Entry
	for _, e := range c.Entries {
		if e.Kind == kind {
			out = append(out, e)
		}
	}
	return out
}

// Find resolves a reference as people write it: an id, kind:id or the path of
// a file. Kinds says which kinds an id without kind may mean, in order of
// preference; none means all, in the order of the entries. A leading "#" is
// decoration; behind any other one stands a part of the document, as in
// issue#solution.
func (c *Corpus) Find(text string, kinds ...string) *Entry {
	text = strings.TrimPrefix(strings.TrimSpace(text), "#")
	if whole, _, ok := strings.Cut(text, "#"); ok {
		if e := c.byPath[strings.TrimPrefix(text, "/")]; e != nil {
			return e
		}
		text = whole
	}
	if kind, id, ok := strings.Cut(text, ":"); ok {
		if e := c.ByID(strings.TrimSpace(kind), id); e != nil {
			return e
		}
	}
	if e := c.byPath[strings.TrimPrefix(text, "/")]; e != nil {
		return e
	}
	for _, kind := range kinds {
		if e := c.ByID(kind, text); e != nil {
			return e
		}
	}
	if len(kinds) > 0 {
		return nil
	}
	return c.byName[Fold(text)]
}
