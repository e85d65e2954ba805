package mermaid

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/render/figure"
)

// The forms of links. A text within the line splits it in two: -- text -->.
var (
	wholeLink = lazyregexp.New(`^(<?)(?:(--+)([->])|(==+)([=>])|-(\.+)-(>?))`)
	tipped    = lazyregexp.New(`^--+([xo])(\s|$)`)
	openLink  = lazyregexp.New(`^(<?)(--|==|-\.)(?:\s|[^xo\s])`)
)

// ends are what closes a link with a text within.
var ends = map[string]*lazyregexp.Regexp{
	"--": lazyregexp.New(`(--+)([->])`),
	"==": lazyregexp.New(`(==+)([=>])`),
	"-.": lazyregexp.New(`(\.+)-(>?)`),
}

// link reads a link with its label.
func (f *flowReader) link() (l figure.FlowLink, ok bool) {
	f.spaces()
	if m := tipped.FindStringSubmatch(f.rest); m != nil {
		l.Head, l.Long = figure.CircleTip, len(strings.TrimRight(m[0], " \t\nxo"))-1
		if m[1] == "x" {
			l.Head = figure.CrossTip
		}
		f.rest = f.rest[len(strings.TrimSpace(m[0])):]
		return l, f.says(&l)
	}
	m := wholeLink.FindStringSubmatch(f.rest)
	if m == nil {
		return f.spoken()
	}
	f.rest = f.rest[len(m[0]):]
	switch {
	case m[2] != "":
		l = lineOf("--", m[2], m[3])
	case m[4] != "":
		l = lineOf("==", m[4], m[5])
	default:
		l = lineOf("-.", m[6], m[7])
	}
	if m[1] != "" {
		l.Tail = figure.ArrowTip
	}
	return l, f.says(&l)
}

// lineOf makes a link from its line and what that ends in. Each mark more than
// needed makes it a rank longer.
func lineOf(kind, line, end string) figure.FlowLink {
	l := figure.FlowLink{Long: len(line)}
	if kind != "-." {
		l.Long--
	}
	switch kind {
	case "==":
		l.Class = "thick"
	case "-.":
		l.Class = "dotted"
	}
	if end == ">" {
		l.Head = figure.ArrowTip
	}
	return l
}

// spoken reads a link with a text within its line.
func (f *flowReader) spoken() (l figure.FlowLink, ok bool) {
	m := openLink.FindStringSubmatch(f.rest)
	if m == nil {
		return l, false
	}
	opened := len(m[1]) + len(m[2])
	line, _, _ := strings.Cut(f.rest[opened:], "\n")
	at := ends[m[2]].FindStringSubmatchIndex(line)
	if at == nil {
		return l, false
	}
	text := strings.TrimSpace(line[:at[0]])
	inner, quoted := unquoted(text)
	if text == "" || !quoted && strings.ContainsAny(text, `[](){}|"`) {
		return l, false
	}
	l = lineOf(m[2], line[at[2]:at[3]], line[at[4]:at[5]])
	l.Label = label(inner)
	if m[1] != "" {
		l.Tail = figure.ArrowTip
	}
	f.rest = f.rest[opened+at[1]:]
	return l, true
}

// says reads the label behind a link: |text|.
func (f *flowReader) says(l *figure.FlowLink) bool {
	before := f.rest
	f.spaces()
	inner, found := strings.CutPrefix(f.rest, "|")
	if !found {
		f.rest = before
		return true
	}
	text, rest, found := strings.Cut(inner, "|")
	if !found || strings.Contains(text, "\n") {
		return false
	}
	text, _ = unquoted(strings.TrimSpace(text))
	l.Label, f.rest = label(text), rest
	return true
}
