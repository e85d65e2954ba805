package rules

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var statedDurationDiffers = lint.Rule{
	ID:       "stated-duration-differs",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Kinds:    []string{"postmortem"},
	Check: func(p *lint.Pass) {
		d := p.Entry.Impact.StatedDuration
		in := p.Results.Incidents[p.Entry]
		if !d.Known || in == nil || in.Live || !in.Duration.Known {
			return
		}
		text := p.Text(d.Span)
		slack := slackOf(text, d)
		if within(in.Duration, d.D, slack) || within(in.FromStart.Resolve, d.D, slack) {
			return
		}
		computed := wholeSeconds(in.Duration.V)
		f := diag.Diagnostic{
			Span: d.Span,
			Message: diag.Say("the duration is stated as %[1]q but is %[2]s from start to resolution",
				"影響時間が %[1]q と書かれていますが、開始から解決までは%[3]sです",
				lint.Quote(text), inUnits(computed, englishUnits), inUnits(computed, japaneseUnits)),
			Related: milestones(p),
		}
		if fix, ok := restate(text, d.Span, computed); ok {
			f.Fixes = []diag.Fix{fix}
		}
		p.Report(f)
	},
}

// milestones are the times that the duration is computed from.
func milestones(p *lint.Pass) []diag.Related {
	var out []diag.Related
	for _, m := range []struct {
		name diag.Text
		at   facet.Instant
	}{
		{diag.Text{En: "the start", Ja: "開始"}, p.Entry.Times.Started},
		{diag.Text{En: "the resolution", Ja: "解決"}, p.Entry.Times.Resolved},
	} {
		if m.at.Known && m.at.Span.Len() > 0 {
			out = append(out, diag.Related{Message: m.name, File: p.Entry.Doc.File, Span: m.at.Span})
		}
	}
	return out
}

var (
	approximate = lazyregexp.New(`(?i)約|およそ|ほぼ|程度|ほど|以上|以内|[~〜～≈<>]|\b(?:about|around|approx|approximately|roughly|circa|ca|nearly|almost|over|under|more|less|at least)\b`)
	finest      = lazyregexp.New(`(?i)秒|[0-9]\s*s(?:ec(?:ond)?s?)?\b|:[0-9]{2}:[0-9]{2}`)
	minutes     = lazyregexp.New(`(?i)分|[0-9]\s*m(?:in(?:ute)?s?)?\b|[0-9]:[0-9]{2}`)
	hours       = lazyregexp.New(`(?i)時間|[0-9]\s*h(?:(?:ou)?rs?)?\b`)
)

// slackOf is how far a duration may be off: less than the smallest unit that
// is written, or a tenth where the text says that it is not exact.
func slackOf(text string, d facet.Duration) time.Duration {
	slack := 24 * time.Hour
	switch {
	case finest.MatchString(text):
		slack = time.Second
	case minutes.MatchString(text):
		slack = time.Minute
	case hours.MatchString(text):
		slack = time.Hour
	}
	if approximate.MatchString(text) {
		slack = max(slack, d.D/10)
	}
	return slack
}

// within tells whether a computed length differs by less than slack.
func within(computed insight.Quantity, d, slack time.Duration) bool {
	return computed.Known && (wholeSeconds(computed.V)-d).Abs() < slack
}

func wholeSeconds(seconds *big.Rat) time.Duration {
	s, _ := seconds.Float64()
	return time.Duration(s) * time.Second
}

// units are the words for days, hours, minutes and seconds.
type units struct {
	day, hour, minute, second string
	between                   string // a number and its unit, and two of them
}

var (
	englishUnits  = units{"d", "h", "min", "s", " "}
	japaneseUnits = units{"日", "時間", "分", "秒", ""}
)

// inUnits writes a length with its largest units, as pages do. Hours go up to
// 47: people say 36 h rather than 1 d 12 h.
func inUnits(d time.Duration, u units) string {
	var parts []string
	add := func(n int64, unit string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d%s%s", n, u.between, unit))
		}
	}
	s := int64(d / time.Second)
	if s >= 48*3600 {
		add(s/86400, u.day)
		s %= 86400
	}
	add(s/3600, u.hour)
	add(s/60%60, u.minute)
	add(s%60, u.second)
	if len(parts) == 0 {
		return "0" + u.between + u.minute
	}
	return strings.Join(parts, u.between)
}

// plainLength is a length in hours and minutes and nothing else: "2時間15分",
// "2 h 15 min", "2 hours 15 minutes", "135 minutes".
var plainLength = lazyregexp.New(`^(?:([0-9]+)(\s*)(時間|h|hrs?|hours?)(\s*))?(?:([0-9]+)(\s*)(分|m|mins?|minutes?))?$`)

// restate offers the computed length in the words of the text. Lengths in
// other words, and those that would need another unit, are left to people.
func restate(text string, at source.Span, computed time.Duration) (diag.Fix, bool) {
	m := plainLength.FindStringSubmatch(text)
	if m == nil || text == "" || computed%time.Minute != 0 {
		return diag.Fix{}, false
	}
	total := int64(computed / time.Minute)
	var now string
	switch hour, minute := m[3], m[7]; {
	case hour != "" && minute != "":
		now = worded(total/60, m[2], hour) + m[4] + worded(total%60, m[6], minute)
	case minute != "":
		now = worded(total, m[6], minute)
	case total%60 == 0:
		now = worded(total/60, m[2], hour)
	default:
		return diag.Fix{}, false
	}
	return diag.Fix{
		Title: diag.Say("write %q", "%q と書く", now),
		Edits: []diag.Edit{{Span: at, New: now}},
	}, true
}

// worded is a number with its unit, in the number that English wants.
func worded(n int64, between, unit string) string {
	if len(unit) > 2 && unit[0] < 0x80 && unit != "min" {
		unit = strings.TrimSuffix(unit, "s")
		if n != 1 {
			unit += "s"
		}
	}
	return strconv.FormatInt(n, 10) + between + unit
}
