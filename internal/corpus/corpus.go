// Package corpus holds every document of a repository, decoded and linked:
// the waist of debrief. Front ends make it, back ends read it.
//
// A Corpus is read-only once loaded, so that back ends run in parallel.
package corpus

import (
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// Entry is one document with its meaning.
type Entry struct {
	Doc   *doc.Document
	Value doc.Value // the merged model, in the shape of the kind's schema

	Kind       string // postmortem, rca, runbook … or page
	ID         string // unique within its kind
	Title      string
	Summary    string
	Lang       string // en or ja
	Status     string
	Severity   string // sev1–sev5, or a known issue's critical … low
	Owner      string
	Category   string
	Tags       []string
	Aliases    []string
	Draft      bool
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

	Refs  []Reference // to other documents, in the order of the document
	Backs []Reference // from other documents, by path and position
}

// Path is the path of the entry's file in the repository.
func (e *Entry) Path() string { return e.Doc.File.Path }

// Reference is a link from one entry to another.
type Reference struct {
	From  *Entry
	To    *Entry      // nil if it leads nowhere
	Field string      // the field that holds it: "runbooks", "incidents"; "text" for [[…]] in prose, "link" for a Markdown link
	Text  string      // as written
	Span  source.Span // in the file of From
}

// Corpus is all entries of a repository, by path.
type Corpus struct {
	Entries []*Entry

	byID   map[string]map[string]*Entry // kind, folded id or alias
	byPath map[string]*Entry
}
