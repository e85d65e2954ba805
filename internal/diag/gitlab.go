package diag

import (
	"io"
	"slices"
)

// gitlabFinding is one issue of a GitLab Code Quality report, which keeps only
// the first of those with the same fingerprint.
type gitlabFinding struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

// WriteGitLab prints findings as a GitLab Code Quality report, by path and
// position.
func WriteGitLab(w io.Writer, o Report) error {
	list := slices.Clone(o.Findings)
	Sort(list)
	security := map[string]bool{}
	for _, r := range o.Rules {
		security[r.ID] = r.Security
	}
	prints := Fingerprints(list, nil)
	report := make([]gitlabFinding, 0, len(list))
	for i, d := range list {
		span := extent(d.File, d.Span)
		report = append(report, gitlabFinding{
			Description: visible(d.Message.In(o.Lang)),
			CheckName:   d.Rule,
			Fingerprint: prints[i],
			Severity:    gitlabSeverity(d.Severity, security[d.Rule]),
			Location: gitlabLocation{relative(d.File.Path), gitlabLines{
				d.File.Position(span.Start).Line, d.File.Position(span.End).Line,
			}},
		})
	}
	return writeJSON(w, report)
}

// gitlabSeverity is one of GitLab's five words. "blocker" is left out: what
// blocks a merge is the exit code.
func gitlabSeverity(s Severity, security bool) string {
	switch {
	case s == Error && security:
		return "critical"
	case s == Error:
		return "major"
	case s == Warning:
		return "minor"
	}
	return "info"
}
