package diag

import (
	"cmp"
	"strings"
)

type sarifRule struct {
	ID      string          `json:"id"`
	Short   sarifText       `json:"shortDescription"`
	Full    sarifText       `json:"fullDescription"`
	Help    sarifHelp       `json:"help"`
	Default sarifDefault    `json:"defaultConfiguration"`
	More    sarifProperties `json:"properties"`
}

type sarifHelp struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown"`
}

type sarifDefault struct {
	Level string `json:"level"`
}

// sarifProperties are the ones that GitHub reads.
type sarifProperties struct {
	Precision        string   `json:"precision"`
	Severity         string   `json:"problem.severity"`
	SecuritySeverity string   `json:"security-severity,omitempty"`
	Tags             []string `json:"tags"`
}

// sarifRules describes the rules of the report, and those that only a result
// knows.
func (o Report) sarifRules(results []sarifResult) []sarifRule {
	rules := []sarifRule{}
	known := map[string]bool{}
	for _, r := range o.Rules {
		known[r.ID] = true
		rules = append(rules, o.sarifRule(r))
	}
	for _, r := range results {
		if !known[r.RuleID] {
			known[r.RuleID] = true
			rules = append(rules, o.sarifRule(RuleInfo{ID: r.RuleID, Severity: Warning}))
		}
	}
	return rules
}

func (o Report) sarifRule(r RuleInfo) sarifRule {
	summary := cmp.Or(r.Summary.In(o.Lang), r.ID)
	page := cmp.Or(r.Page.In(o.Lang), summary)
	return sarifRule{
		ID:      r.ID,
		Short:   sarifText{clip(summary, sarifRuleText)},
		Full:    sarifText{clip(cmp.Or(firstSection(page), summary), sarifRuleText)},
		Help:    sarifHelp{page, page},
		Default: sarifDefault{sarifLevel(r.Severity)},
		More:    sarifRuleProperties(r),
	}
}

func sarifRuleProperties(r RuleInfo) sarifProperties {
	p := sarifProperties{Precision: "high", Severity: "recommendation", Tags: []string{"documentation"}}
	if r.Prose {
		p.Precision = "medium"
	}
	if r.Severity >= Warning {
		p.Severity = r.Severity.String()
	}
	if r.Security {
		// Of GitHub's four steps "high", 7.0 to 8.9: what is found has to be
		// withdrawn, but may be withdrawn already.
		p.SecuritySeverity, p.Tags = "8.0", []string{"security"}
	}
	return p
}

// firstSection is the text under the first second-level heading of a page:
// why the rule exists.
func firstSection(page string) string {
	_, rest, found := strings.Cut(page, "\n## ")
	if !found {
		return ""
	}
	_, text, _ := strings.Cut(rest, "\n")
	text, _, _ = strings.Cut(text, "\n## ")
	return strings.TrimSpace(text)
}
