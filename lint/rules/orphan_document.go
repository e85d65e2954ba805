package rules

import (
	"path"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

var orphanDocument = lint.Rule{
	ID:       "orphan-document",
	Severity: diag.Info,
	Profile:  lint.Full,
	Check: func(p *lint.Pass) {
		// Documents of the other kinds stand in the list of their kind, where
		// people look for them. Plain pages are found by following links.
		if p.Entry.Kind != "page" || isEntrance(p.Entry.Path()) || len(p.Entry.Backs) > 0 || leadsOn(p.Entry) {
			return
		}
		p.ReportWhole(diag.Say("no document links to the page, and it links to none", "このページはどの文書ともリンクでつながっていません"))
	},
}

// isEntrance tells whether a page is where people begin: the first of its
// folder, or one at the root of the repository, where code hosts look for
// CONTRIBUTING and the like.
func isEntrance(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(path.Base(name)), ".")
	return !strings.Contains(name, "/") || slices.Contains([]string{"readme", "index", "_index", "home", "summary"}, stem)
}

// leadsOn tells whether a page refers to another document.
func leadsOn(e *corpus.Entry) bool {
	return slices.ContainsFunc(e.Refs, func(r corpus.Reference) bool { return r.To != nil && r.To != e })
}
