package rules

import (
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var stepWithoutExpectedOutput = lint.Rule{
	ID:       "step-without-expected-output",
	Severity: diag.Info,
	Profile:  lint.Standard,
	Kinds:    []string{"runbook"},
	Check: func(p *lint.Pass) {
		for _, s := range p.Entry.Steps {
			if len(s.Commands) == 0 || saysWhatToExpect(s) {
				continue
			}
			name := s.Title // the command itself may hold a secret
			if name == "" {
				name = s.ID
			}
			p.Report(diag.Diagnostic{
				Span:    s.Commands[0].Span,
				Message: diag.Say("step %q has a command and does not say what to expect", "手順 %q のコマンドに、期待する結果が書かれていません", lint.Quote(name)),
			})
		}
	},
}

// saysWhatToExpect tells whether a step says how to know that its commands
// worked, or what their output means.
func saysWhatToExpect(s facet.Step) bool {
	return s.ExpectedOutput+s.SuccessCriteria+s.OnSuccess+s.OnFailure != "" ||
		slices.ContainsFunc(s.Commands, func(c facet.Command) bool { return c.Expect != "" }) ||
		expectation.MatchString(s.Description)
}

// expectation is how prose tells what to look for. "Check the logs" tells
// nothing; "check that the log has no error" does.
var expectation = lazyregexp.New(`(?i)\b(?:expect\w*|should|shall|must|ought|returns|shows|prints|outputs|displays|lists|reports|indicates|means|until|if|whether|unless|otherwise|` +
	`look(?:ing)? for|(?:verify|confirm|ensure|make sure|check|see) (?:that|no|there)\b|you(?: will|'ll| would) (?:see|get|find)|` +
	`healthy|normal(?:ly)?|succe\w+|fails|similar to|looks like|rule out|at least|at most|more than|less than|greater than|to know)\b|[<>≥≤]=? ?\d` +
	`|はず|期待|表示され|出力され|返(?:る|り|って|され)|こと(?:を|が|も)|であれば|であること|になる|となる|になり|なければ|あれば|いれば|なら|とき|場合|まで(?:待|続|繰)|正常|異常|以上|以下|未満|超え|成功|失敗|完了|どう?か`)
