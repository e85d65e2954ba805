package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

const (
	// annotationsPerStep is how many annotations of each severity a runner
	// keeps of one step (actions/runner: ExecutionContext.cs,
	// _maxCountPerIssueType).
	annotationsPerStep = 10
	// annotationLength is the length of a message, in UTF-16 units, behind
	// which a runner cuts it (the same file, _maxIssueMessageLength).
	annotationLength = 4096
)

// WriteGitHub prints findings for the log of a GitHub Actions step: first as
// text, between brackets in which the runner obeys nothing if the report has a
// token, then the heaviest of each severity as workflow commands, and how many
// more there are.
func WriteGitHub(w io.Writer, o Report) error {
	o.Color = false
	out := bufio.NewWriter(w)
	if o.Token != "" {
		fmt.Fprintf(out, "::stop-commands::%s\n", o.Token)
	}
	if err := WriteText(out, o); err != nil {
		return err
	}
	if o.Token != "" {
		fmt.Fprintf(out, "::%s::\n", o.Token)
	}
	kept, rest := annotated(ranked(o.Findings))
	for _, d := range kept {
		fmt.Fprintln(out, o.annotation(d))
	}
	for _, line := range rest.more() {
		fmt.Fprintln(out, line.In(o.Lang))
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing findings: %w", err)
	}
	return nil
}

// annotated divides ranked findings into those that a runner keeps and the
// number of others.
func annotated(list []Diagnostic) (kept []Diagnostic, rest Counts) {
	var left []Diagnostic
	used := map[string]int{}
	for _, d := range list {
		command := annotationCommand(d.Severity)
		if used[command]++; used[command] <= annotationsPerStep {
			kept = append(kept, d)
		} else {
			left = append(left, d)
		}
	}
	return kept, Count(left)
}

// more says for each severity how many findings have no annotation.
func (c Counts) more() []Text {
	var lines []Text
	add := func(n int, singular, plural, ja string) {
		if n > 0 {
			lines = append(lines, Say("%[1]s in the summary", "ほかに%[2]s%[3]d件（サマリーに記載）", count(n, singular, plural), ja, n))
		}
	}
	add(c.Errors, "more error", "more errors", "エラー")
	add(c.Warnings, "more warning", "more warnings", "警告")
	add(c.Infos, "more note", "more notes", "情報")
	return lines
}

func annotationCommand(s Severity) string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return "notice"
}

// annotation is the workflow command of a finding. The runner drops columns
// of a range over several lines, so they are given for one line only.
func (o Report) annotation(d Diagnostic) string {
	span := extent(d.File, d.Span)
	start, end := d.File.Position(span.Start), d.File.Position(span.End)
	var b strings.Builder
	fmt.Fprintf(&b, "::%s file=%s,line=%d,endLine=%d", annotationCommand(d.Severity), commandProperty(relative(d.File.Path)), start.Line, end.Line)
	if start.Line == end.Line {
		fmt.Fprintf(&b, ",col=%d,endColumn=%d", start.Column, end.Column)
	}
	fmt.Fprintf(&b, ",title=%s::%s", commandProperty(d.Rule), commandData(clip(o.annotationText(d), annotationLength)))
	return b.String()
}

// annotationText is the message, and what to do about it on lines of its own.
func (o Report) annotationText(d Diagnostic) string {
	text := visible(d.Message.In(o.Lang))
	for _, f := range d.Fixes {
		text += "\n" + o.fixLine(f)
	}
	return text
}

// The runner takes the escapes back in the opposite order (actions/toolkit:
// packages/core/src/command.ts).
var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func commandData(text string) string { return dataEscapes.Replace(text) }

func commandProperty(text string) string { return propertyEscapes.Replace(visible(text)) }
