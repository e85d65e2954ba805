package doc

import (
	"bytes"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// Limits bound the work that one document can cause. Documents come from
// strangers, and goldmark needs time and memory that grow with the square of
// some of these numbers: 16 KiB of nested lists cost it 5 GiB. Each limit has
// a rule of its own; a document that breaks one is refused.
type Limits struct {
	File         int // bytes of a file
	Line         int // bytes of a line
	Nesting      int // block quotes, lists, footnotes and definitions inside each other
	BlankLines   int // blank lines in a row
	Blanks       int // blank lines of a document, each times the depth of the lists that it stands in
	Footnotes    int // footnotes of a document
	TableColumns int // columns of a table
	TableCells   int // cells of a table, those included that short rows lack
	Delimiters   int // delimiter runs and brackets of a paragraph, heading or cell
	FrontMatter  DataLimits
	Data         DataLimits // of YAML documents
}

// DataLimits bound one piece of YAML.
type DataLimits struct {
	Bytes int
	Depth int // of lists and maps inside each other; the root counts
	Nodes int // keys and values after aliases are expanded
}

// DefaultLimits are far above what people write and keep the work for a
// document at about a second.
func DefaultLimits() Limits {
	return Limits{
		File:         1 << 20,
		Line:         64 << 10,
		Nesting:      32,
		BlankLines:   1_000,
		Blanks:       250_000,
		Footnotes:    1_000,
		TableColumns: 100,
		TableCells:   100_000,
		Delimiters:   10_000,
		FrontMatter:  DataLimits{Bytes: 64 << 10, Depth: 32, Nodes: 2_000},
		Data:         DataLimits{Bytes: 1 << 20, Depth: 32, Nodes: 50_000},
	}
}

// checkText checks what every format has: that the text is there, its size,
// encoding and lines. It gives at most one finding.
func (l Limits) checkText(f *source.File) []diag.Diagnostic {
	if len(f.Data) > l.File {
		return []diag.Diagnostic{l.tooLarge(f)}
	}
	if _, ok := source.ReadPointer(f.Data); ok {
		return []diag.Diagnostic{tooMuch(f, rulePointer, source.Span{}, diag.Text{
			En: "Git LFS keeps this document and has not fetched it: run git lfs pull",
			Ja: "この文書は Git LFS の管理下にあり、まだ取得されていません。git lfs pull を実行してください",
		})}
	}
	if isUTF16(f.Data) {
		return []diag.Diagnostic{tooMuch(f, ruleInvalidUTF8, source.Span{}, diag.Say(
			"the file looks like UTF-16, not UTF-8", "ファイルがUTF-8ではなくUTF-16のようです"))}
	}
	for pos := 0; pos < len(f.Data); {
		line := lineAt(f.Data, pos)
		if len(line) > l.Line {
			return []diag.Diagnostic{tooMuch(f, ruleLineTooLong, source.Span{Start: pos, End: pos + len(line)}, diag.Say(
				"line of %d bytes is longer than the limit of %d bytes",
				"行が%dバイトあり、上限の%dバイトを超えています", len(line), l.Line))}
		}
		pos += len(line) + 1
	}
	return nil
}

// tooLarge is the finding of a file that is too large. How large it is, is not
// known: nobody reads it to its end.
func (l Limits) tooLarge(f *source.File) diag.Diagnostic {
	return tooMuch(f, ruleFileTooLarge, source.Span{}, diag.Say(
		"the file is larger than %d bytes", "ファイルが%dバイトを超えています", l.File))
}

// checkMarkdown checks the block structure of the text from byte body on, in
// one pass before it is parsed: what goldmark's block phase cannot bear. What
// a paragraph holds is checked by guard, while parsing. It gives at most one
// finding.
func (l Limits) checkMarkdown(f *source.File, body int) []diag.Diagnostic {
	s := blockScan{limits: l}
	for pos := body; pos < len(f.Data); {
		line := lineAt(f.Data, pos)
		if rule, message := s.line(line); rule != "" {
			return []diag.Diagnostic{tooMuch(f, rule, source.Span{Start: pos, End: pos + len(line)}, message)}
		}
		pos += len(line) + 1
	}
	return nil
}

// blockScan counts what the lines of a text make.
type blockScan struct {
	limits    Limits
	open      containers
	blank     int // blank lines since the last other one
	blanks    int // all blank lines, each times the items that it may stand in
	footnotes int
}

// line takes the next line. It gives a rule once a limit is passed.
func (s *blockScan) line(line []byte) (rule string, message diag.Text) {
	depth := s.open.enter(line, s.blank > 0, s.limits.Nesting)
	if isBlank(line) {
		s.blank++
		s.blanks += len(s.open.items)
	} else {
		s.blank = 0
	}
	if isFootnote(line) {
		s.footnotes++
	}
	switch {
	case depth > s.limits.Nesting:
		return ruleNesting, diag.Say("quotes and lists are nested deeper than %d levels",
			"引用やリストの入れ子が%d段を超えています", s.limits.Nesting)
	case s.blank > s.limits.BlankLines:
		return ruleBlankLines, diag.Say("more than %d blank lines in a row", "空行が%d行を超えて続いています", s.limits.BlankLines)
	case s.blanks > s.limits.Blanks:
		return ruleBlankLines, diag.Say("too many blank lines in nested lists", "入れ子のリストの中に空行が多すぎます")
	case s.footnotes > s.limits.Footnotes:
		return ruleFootnotes, diag.Say("more than %d footnotes", "脚注が%d個を超えています", s.limits.Footnotes)
	}
	return "", diag.Text{}
}

// isBlank tells whether a line holds nothing, perhaps inside block quotes.
func isBlank(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\t' && c != '\r' && c != '>' {
			return false
		}
	}
	return true
}

// isFootnote tells whether a line may define a footnote, perhaps inside quotes
// and lists.
func isFootnote(line []byte) bool {
	label := bytes.Index(line, []byte("[^"))
	return label >= 0 && bytes.Contains(line[label:], []byte("]:"))
}

// tooMuch is the finding of a limit.
func tooMuch(f *source.File, rule string, span source.Span, message diag.Text) diag.Diagnostic {
	return diag.Diagnostic{Rule: rule, Severity: diag.Error, Message: message, File: f, Span: span}
}

// lineAt is the line that starts at pos, without its newline.
func lineAt(data []byte, pos int) []byte {
	if end := bytes.IndexByte(data[pos:], '\n'); end >= 0 {
		return data[pos : pos+end]
	}
	return data[pos:]
}
