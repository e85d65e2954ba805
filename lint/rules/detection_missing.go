package rules

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var detectionMissing = lint.Rule{
	ID:       "detection-missing",
	Severity: diag.Warning,
	Profile:  lint.Full,
	Prose:    true,
	Kinds:    []string{"postmortem"},
	Check: func(p *lint.Pass) {
		known := func(r facet.TimelineRow) bool { return r.Type == facet.Detect || r.Type == facet.Page }
		if p.Entry.Status == "ongoing" || p.Entry.Value().Field("detection").Exists() || p.Entry.Times.Detected.Known ||
			slices.ContainsFunc(p.Entry.Timeline, known) || p.Written("detection") {
			return
		}
		told := func(s lint.Sentence) bool {
			text := s.Text
			if strings.Contains(text, "detect") || strings.Contains(text, "検知") {
				text = detectionTime.ReplaceAllString(text, "")
			}
			return !s.Heading && s.Place != lint.InActions && detection.MatchString(text)
		}
		if slices.ContainsFunc(p.Sentences(), told) {
			return
		}
		p.ReportWhole(diag.Say("the postmortem does not say how the incident was detected, or which signal was missed", "どのように検知したか、またはどの兆候を見逃したかが書かれていません"))
	},
}

// detection is a word for how something came to light.
var detection = lazyregexp.New(`\b(?:detect\w*|alert\w*|alarm\w*|monitor\w*|notic\w+|discover\w*|paged|pager\w*|report(?:s|ed|ing)?|spotted|found|observ\w+|became aware|made aware|informed|complain\w*|tickets?|canary|probe)\b|検知|検出|発覚|アラート|警報|監視|気[づ付]|通報|報告|発見|問い合わせ|問合せ|申告|連絡|苦情|観測|判明`)

// detectionTime is the name of a figure, which templates carry.
var detectionTime = lazyregexp.New(`\b(?:mean )?time to detect(?:ion)?\b|\bdetection time\b|検知(?:時間|時刻|まで)`)
