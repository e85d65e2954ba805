package rules

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var personNamed = lint.Rule{
	ID:       "person-named",
	Severity: diag.Off, // teams that trust each other name people
	Profile:  lint.Full,
	Prose:    true,
	Kinds:    []string{"postmortem", "rca"},
	Check: func(p *lint.Pass) {
		names := roster(p)
		for _, s := range p.Sentences() {
			if s.Place != lint.InCauses || s.Heading {
				continue
			}
			for _, at := range namesIn(s.Text, names) {
				span := s.Span(at.Start, at.End)
				role := "the engineer"
				if honorific.MatchString(s.Text[at.Start:at.End]) || p.Entry.Lang == "ja" {
					role = "担当者"
				}
				p.Report(diag.Diagnostic{
					Span:    span,
					Message: diag.Say("the causes name a person: %q", "原因に人の名前が書かれています: %q", lint.Quote(p.Text(span))),
					Fixes: []diag.Fix{{
						Title: diag.Say("write the role: %q", "役割を書く: %q", role), Unsafe: true,
						Edits: []diag.Edit{{Span: span, New: role}},
					}},
				})
			}
		}
	},
}

// honorific is a name with what Japanese puts behind it. お客さん and the like
// are no names.
var honorific = lazyregexp.New(`(?:[\p{Han}\x{3005}]{1,4}|\p{Katakana}[\p{Katakana}ー]{1,10})(?:さん|氏)`)

// noName are words before さん and 氏 that name no person.
var noName = lazyregexp.New(`(?:客|皆|業者|摂|華|取引先|担当者|患者)(?:さん|氏)$`)

// fullName is what a person's name looks like among owners, actors and
// attendees: two words or more, each with a capital.
var fullName = lazyregexp.New(`^@?\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]*){1,3}$`)

// teamWord tells a team or a role from a person.
var teamWord = lazyregexp.New(`(?i)\b(?:team|on-?call|engineer\w*|support|platform|lead|manager|ops|sre|service|operations|customer|incident|commander|network|database|security|monitoring)\b`)

// roster gives the names of the people that the document mentions as owners,
// actors and attendees, in lower case.
func roster(p *lint.Pass) []string {
	all := []string{p.Entry.Owner}
	for _, a := range p.Entry.Actions {
		all = append(all, a.Owner)
	}
	for _, r := range p.Entry.Timeline {
		all = append(all, r.Actor)
	}
	for _, list := range []string{"/authors", "/review/attendees"} {
		for _, item := range p.Entry.Value().Get(list).Items() {
			all = append(all, item.Text())
		}
	}
	var names []string
	for _, name := range all {
		if fullName.MatchString(name) && !teamWord.MatchString(name) {
			names = append(names, strings.ToLower(strings.TrimPrefix(name, "@")))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// namesIn finds names in a sentence, in order.
func namesIn(sentence string, names []string) []source.Span {
	var out []source.Span
	for _, m := range honorific.FindAllStringIndex(sentence, -1) {
		if !noName.MatchString(sentence[m[0]:m[1]]) {
			out = append(out, source.Span{Start: m[0], End: m[1]})
		}
	}
	for _, name := range names {
		if i := strings.Index(sentence, name); i >= 0 {
			out = append(out, source.Span{Start: i, End: i + len(name)})
		}
	}
	slices.SortFunc(out, func(a, b source.Span) int { return a.Start - b.Start })
	return out
}
