package diag

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/debrief-dev/debrief/internal/source"
)

// WriteText prints findings for people: a line for each, by path and position,
// with the places and remedies that belong to it indented below, and a last
// line that counts. Text of documents is printed so that neither a terminal
// nor a CI runner obeys it.
func WriteText(w io.Writer, o Report) error {
	list := slices.Clone(o.Findings)
	Sort(list)
	out := bufio.NewWriter(w)
	for _, d := range list {
		o.writeFinding(out, d)
	}
	fmt.Fprintln(out, o.summary(Count(list)))
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing findings: %w", err)
	}
	return nil
}

func (o Report) writeFinding(w io.Writer, d Diagnostic) {
	fmt.Fprintf(w, "%s: %s: %s [%s]\n", place(d.File, d.Span), o.severity(d.Severity), visible(d.Message.In(o.Lang)), visible(d.Rule))
	for _, r := range d.Related {
		fmt.Fprintf(w, "  %s: %s: %s\n", noteLabel.In(o.Lang), place(r.File, r.Span), visible(r.Message.In(o.Lang)))
	}
	for _, f := range d.Fixes {
		fmt.Fprintf(w, "  %s\n", o.fixLine(f))
	}
}

var (
	noteLabel   = Text{En: "see", Ja: "参照"}
	hintLabel   = Text{En: "hint", Ja: "ヒント"}
	fixLabel    = Text{En: "fix", Ja: "修正"}
	unsafeLabel = Text{En: "fix (unsafe)", Ja: "修正（要確認）"}
)

// fixLine tells what mends a finding, and whether "lint --fix" does it.
func (o Report) fixLine(f Fix) string {
	label := fixLabel
	switch {
	case len(f.Edits) == 0:
		label = hintLabel
	case f.Unsafe:
		label = unsafeLabel
	}
	return label.In(o.Lang) + ": " + visible(f.Title.In(o.Lang))
}

func place(f *source.File, s source.Span) string {
	p := f.Position(s.Start)
	return fmt.Sprintf("%s:%d:%d", visiblePath(f.Path), p.Line, p.Column)
}

// sgr are the terminal attributes of the severities (ECMA-48 SGR): bold red,
// bold yellow, bold cyan.
var sgr = map[Severity]string{Error: "1;31", Warning: "1;33", Info: "1;36"}

// severity is never translated: editors and CI match the word.
func (o Report) severity(s Severity) string {
	if code := sgr[s]; o.Color && code != "" {
		return "\x1b[" + code + "m" + s.String() + "\x1b[0m"
	}
	return s.String()
}

// Counts is how many findings there are of each severity.
type Counts struct {
	Errors, Warnings, Infos int
	Files                   int // that have a finding
}

// Count counts findings.
func Count(list []Diagnostic) Counts {
	var c Counts
	files := map[string]bool{}
	for _, d := range list {
		files[d.File.Path] = true
		switch d.Severity {
		case Error:
			c.Errors++
		case Warning:
			c.Warnings++
		case Info:
			c.Infos++
		}
	}
	c.Files = len(files)
	return c
}

// Amounts counts in words: "3 errors, 2 warnings". Both texts are empty if there
// is nothing to count.
func (c Counts) Amounts() Text {
	var parts Text
	add := func(n int, singular, plural, ja string) {
		if n == 0 {
			return
		}
		if parts.En != "" {
			parts.En, parts.Ja = parts.En+", ", parts.Ja+"、"
		}
		parts.En += count(n, singular, plural)
		parts.Ja += fmt.Sprintf("%s%d件", ja, n)
	}
	add(c.Errors, "error", "errors", "エラー")
	add(c.Warnings, "warning", "warnings", "警告")
	add(c.Infos, "note", "notes", "情報")
	return parts
}

// Text counts in words: "3 errors, 2 warnings in 2 files". Both texts are
// empty if there is nothing to count.
func (c Counts) Text() Text {
	parts := c.Amounts()
	if parts.En == "" {
		return Text{}
	}
	return Say("%[1]s in %[2]s", "%[1]s（%[3]dファイル）", parts, count(c.Files, "file", "files"), c.Files)
}

// Text tells in words how many findings are not printed: "4 ignored by
// comments, 120 in the baseline". Both texts are empty if there are none.
func (h Hidden) Text() Text {
	var parts Text
	add := func(n int, en, ja string) {
		if n == 0 {
			return
		}
		if parts.En != "" {
			parts.En, parts.Ja = parts.En+", ", parts.Ja+"、"
		}
		parts.En += fmt.Sprintf("%d %s", n, en)
		parts.Ja += fmt.Sprintf("%s%d件", ja, n)
	}
	add(h.Ignored, "ignored by comments", "コメントによる除外")
	add(h.Baseline, "in the baseline", "ベースライン")
	add(h.Old, "not of this change", "この変更によらないもの")
	return parts
}

// summary is the last line.
func (o Report) summary(c Counts) string {
	text := c.Text()
	if text.En == "" {
		text = Say("no findings in %[1]s", "指摘はありません（文書%[2]d件）", count(len(o.Documents), "document", "documents"), len(o.Documents))
	}
	if hidden := o.Hidden.Text(); hidden.En != "" {
		text = Say("%s; %s", "%s。ほかに%s", text, hidden)
	}
	return text.In(o.Lang)
}

// Amount counts things in words: "1 alert", "2 alerts"; in Japanese the number
// stands before the counter, as in 2件.
func Amount(n int, singular, plural, counter string) Text {
	return Text{En: count(n, singular, plural), Ja: strconv.Itoa(n) + counter}
}

func count(n int, singular, plural string) string {
	if n == 1 {
		return "1 " + singular
	}
	return fmt.Sprintf("%d %s", n, plural)
}
