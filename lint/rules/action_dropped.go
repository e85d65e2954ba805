package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var actionDropped = lint.Rule{
	ID:        "action-dropped",
	Severity:  diag.Info,
	Profile:   lint.Standard,
	Scheduled: true,
	History:   true,
	Kinds:     []string{"postmortem", "rca"},
	Check: func(p *lint.Pass) {
		for _, a := range p.Results.RemovedFrom(p.Entry) {
			p.Report(diag.Diagnostic{
				Span:    heading(p),
				Message: diag.Say("action %q was removed%s without being done", "アクション %q は%s完了しないまま削除されました", lint.Quote(a.Item.Text), removal(a)),
			})
		}
	},
}

// heading is where findings about what is no longer there stand: the first
// line of the document with its title.
func heading(p *lint.Pass) source.Span {
	if at := p.Entry.Value().Field("title").Span(); at.Len() > 0 {
		return at
	}
	return p.Entry.Doc.File.LineSpan(1)
}

// removal tells when an item was removed, and by which commit.
func removal(a *insight.Action) diag.Text {
	if a.Ended.At.IsZero() {
		return diag.Text{}
	}
	day := a.Ended.At.Format("2006-01-02")
	if len(a.Ended.Commit) < 8 {
		return diag.Say(" on %s", "%s に", day)
	}
	return diag.Say(" on %s in %s", "%s に(%s)", day, a.Ended.Commit[:8])
}
