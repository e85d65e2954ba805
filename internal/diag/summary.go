package diag

import (
	"fmt"
	"html"
	"io"
	"strings"
)

const (
	// summaryBytes is where the job summary stops: a runner refuses a whole
	// one of more than 1 MiB (actions/runner: FileCommandManager.cs,
	// AttachmentSizeLimit), and a step may write more than this report.
	summaryBytes = 900 << 10
	// summaryCell is the length of a text in the table, in UTF-16 units.
	summaryCell = 1000
)

// WriteSummary prints findings as Markdown for a job summary, the heaviest
// first, as many as fit.
//
// The table is HTML because nothing is Markdown between its lines, and what
// comes from documents stands in <code>, where GitHub makes no links of
// addresses, @names, numbers and hashes.
func WriteSummary(w io.Writer, o Report) error {
	var b strings.Builder
	list := ranked(o.Findings)
	fmt.Fprintf(&b, "### debrief: %s\n\n", o.heading(list))
	if len(list) > 0 {
		o.summaryTable(&b, list)
	}
	if hidden := o.Hidden.Text().In(o.Lang); hidden != "" {
		fmt.Fprintf(&b, "%s\n\n", Say("Not shown: %s.", "表示していない指摘: %s。", hidden).In(o.Lang))
	}
	if len(list) > 0 {
		fmt.Fprintf(&b, "%s\n", o.advice(list))
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing findings: %w", err)
	}
	return nil
}

func (o Report) heading(list []Diagnostic) string {
	if len(list) > 0 {
		return Count(list).Text().In(o.Lang)
	}
	n := len(o.Documents)
	return Say("nothing to mend in %[1]s", "直すところはありません（文書%[2]d件）", count(n, "document", "documents"), n).In(o.Lang)
}

// summaryTable writes the rows that fit, and how many more there are.
func (o Report) summaryTable(b *strings.Builder, list []Diagnostic) {
	b.WriteString("<table>\n<tr>")
	for _, title := range []Text{{"Severity", "重大度"}, {"Place", "場所"}, {"Finding", "指摘"}, {"Rule", "ルール"}} {
		fmt.Fprintf(b, "<th>%s</th>", title.In(o.Lang))
	}
	b.WriteString("</tr>\n")
	shown := 0
	for _, d := range list {
		row := o.summaryRow(d)
		if b.Len()+len(row) > summaryBytes {
			break
		}
		b.WriteString(row)
		shown++
	}
	b.WriteString("</table>\n\n")
	if more := len(list) - shown; more > 0 {
		fmt.Fprintf(b, "**%s**\n\n", Say("%d more do not fit here.", "ほかに%d件あります（ここには収まりません）。", more).In(o.Lang))
	}
}

func (o Report) summaryRow(d Diagnostic) string {
	return fmt.Sprintf("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n", d.Severity,
		codeCell(place(d.File, d.Span)), codeCell(visible(d.Message.In(o.Lang))), codeCell(visible(d.Rule)))
}

// codeCell is visible text in a cell.
func codeCell(text string) string {
	return "<code>" + html.EscapeString(clip(text, summaryCell)) + "</code>"
}

// advice tells how to go on from here.
func (o Report) advice(list []Diagnostic) string {
	mendable := 0
	for _, d := range list {
		if fixes := d.offers(); len(fixes) > 0 && !fixes[0].Unsafe {
			mendable++
		}
	}
	explain := Say("`debrief explain RULE` tells why and what to do.", "`debrief explain ルール名` で理由と直し方を表示します。")
	if mendable == 0 {
		return explain.In(o.Lang)
	}
	return Say("`debrief lint --fix` mends %[1]d of them. %[2]s", "うち%[1]d件は `debrief lint --fix` で直せます。%[2]s", mendable, explain).In(o.Lang)
}
