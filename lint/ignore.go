package lint

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// ignoreWord begins every comment that hides findings.
const ignoreWord = "debrief-ignore"

// The words with which comments hide findings: those that start on the
// comment's line or in the item, paragraph, row or value that it stands in, or
// reach over it, those that start on the next line with text, and those of the
// whole file.
const (
	IgnoreLine = ignoreWord
	IgnoreNext = ignoreWord + "-next"
	IgnoreFile = ignoreWord + "-file"
)

// Ignore is a comment by which an author hides what some rules find:
// "debrief-ignore RULE, RULE: reason until=2026-06-30".
type Ignore struct {
	Word    Name   // one of the three, or what is written in its place
	Names   []Name // of the rules, as written
	Reason  string // without the date; may be empty
	Until   string // the last day on which it hides, as 2026-06-30; empty: for good
	Comment doc.Comment

	until source.Span // of what stands behind "until="
	used  []bool      // by name: the comment hid a finding of it
}

// Name is a word of a comment.
type Name struct {
	Text string
	Span source.Span
}

// Known tells whether the comment is of a form that hides something.
func (i *Ignore) Known() bool {
	return i.Word.Text == IgnoreLine || i.Word.Text == IgnoreNext || i.Word.Text == IgnoreFile
}

// expired tells whether the comment's last day is behind a day.
func (i *Ignore) expired(today string) bool { return i.Until != "" && i.Until < today }

// until is the end date of a comment, anywhere among the words of its reason.
var until = regexp.MustCompile(`(?:^|\s)until=(\S*)`)

// readComments reads the comments of a document that hide findings, in order,
// and gives a finding for each end date that is no date: the comment hides for
// good.
func (r *run) readComments(f *source.File, comments []doc.Comment) (ignores []*Ignore, found []diag.Diagnostic) {
	isRule := func(name Name) bool { return r.byID[name.Text] != nil }
	for _, c := range comments {
		i := readIgnore(f, c, isRule)
		if i == nil {
			continue
		}
		if _, err := time.Parse(time.DateOnly, i.Until); err != nil && i.until.Len() > 0 {
			found = append(found, diag.Diagnostic{
				Rule: ruleBadFormat, Severity: diag.Error, File: f, Span: i.until,
				Message: diag.Say("%q is not a date such as 2026-06-30", "%q は 2026-06-30 のような日付ではありません", i.Until),
			})
			i.Until = ""
		}
		ignores = append(ignores, i)
	}
	return ignores, found
}

// readIgnore reads one comment, nil if it is about something else. Where a rule
// is among the words before the colon, all of them are names: commas are easily
// forgotten, and a word that is no rule then has a finding.
func readIgnore(f *source.File, c doc.Comment, isRule func(Name) bool) *Ignore {
	w := wordReader{text: f.Data[:c.Inner.End], at: c.Inner.Start}
	word := w.next(" \t\r\n:,")
	if !strings.HasPrefix(word.Text, ignoreWord) {
		return nil
	}
	i := &Ignore{Word: word, Comment: c, Names: w.names()}
	more, colon := w.wordsToColon()
	if colon && slices.ContainsFunc(more, isRule) {
		i.Names = append(i.Names, more...)
	}
	i.used = make([]bool, len(i.Names))
	if !colon {
		return i
	}
	reason := string(w.text[w.at:])
	if m := until.FindStringSubmatchIndex(reason); m != nil {
		i.until = source.Span{Start: w.at + m[2], End: w.at + m[3]}
		i.Until = reason[m[2]:m[3]]
		reason = reason[:m[0]] + reason[m[1]:]
	}
	i.Reason = strings.TrimSpace(reason)
	return i
}

// wordReader reads a text word by word.
type wordReader struct {
	text []byte
	at   int
}

const blanks = " \t\r\n"

// next is the word up to one of some characters, or to a full-width colon or
// comma. White space before it is skipped.
func (w *wordReader) next(stops string) Name {
	w.skip()
	start := w.at
	for w.at < len(w.text) && strings.IndexByte(stops, w.text[w.at]) < 0 && w.mark("：", "，", "、") == 0 {
		w.at++
	}
	span := source.Span{Start: start, End: w.at}
	return Name{string(w.text[start:w.at]), span}
}

func (w *wordReader) skip() {
	for w.at < len(w.text) && strings.IndexByte(blanks, w.text[w.at]) >= 0 {
		w.at++
	}
}

// mark is the length of the one of some marks that comes next, 0 if none does.
func (w *wordReader) mark(marks ...string) int {
	for _, m := range marks {
		if bytes.HasPrefix(w.text[w.at:], []byte(m)) {
			return len(m)
		}
	}
	return 0
}

// names reads words with commas between them.
func (w *wordReader) names() []Name {
	var out []Name
	for {
		if n := w.next(blanks + ":,"); n.Text != "" {
			out = append(out, n)
		}
		w.skip()
		comma := w.mark(",", "，", "、")
		if comma == 0 {
			return out
		}
		w.at += comma
	}
}

// wordsToColon goes behind the next colon, and gives the words before it and
// whether there is one.
func (w *wordReader) wordsToColon() (words []Name, colon bool) {
	for {
		words = append(words, w.names()...)
		if n := w.mark(":", "："); n > 0 || w.at == len(w.text) {
			w.at += n
			return words, n > 0
		}
	}
}
