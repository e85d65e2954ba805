package diag

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/source"
)

// What GitHub code scanning accepts in one upload, and what it would cut
// (docs.github.com: "SARIF support for code scanning", limits). Over the
// first two it refuses the whole file.
const (
	sarifResults  = 25_000     // results of a run; the first 5,000 by weight are kept
	sarifGzip     = 10_000_000 // bytes of the compressed file
	sarifRelated  = 100        // locations of a result
	sarifRuleText = 1024       // UTF-16 units of a rule's descriptions
)

// WriteSARIF prints findings as SARIF 2.1.0 with all that GitHub code scanning
// asks for, the heaviest first. Findings of one rule on one line are one
// result, because code scanning knows a line by its text. If there are more
// than it accepts, the lightest are left out and a notification says so.
func WriteSARIF(w io.Writer, o Report) error {
	results := o.sarifResults(ranked(o.Findings))
	keep := min(len(results), sarifResults)
	for {
		data, err := encodeJSON(o.sarifLog(results[:keep], len(results)-keep))
		if err != nil {
			return err
		}
		size, err := gzipSize(data)
		if err != nil {
			return err
		}
		if size > sarifGzip && keep > 0 {
			keep /= 2
			continue
		}
		if _, err := w.Write(data); err != nil {
			return fmt.Errorf("writing findings: %w", err)
		}
		return nil
	}
}

// gzipSize is how long data is when compressed, or an upper bound that is
// small enough.
func gzipSize(data []byte) (int, error) {
	if len(data) < sarifGzip-sarifGzip/100 { // gzip adds far less than a hundredth to what it cannot compress
		return len(data), nil
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		return 0, fmt.Errorf("compressing findings: %w", err)
	}
	if err := z.Close(); err != nil {
		return 0, fmt.Errorf("compressing findings: %w", err)
	}
	return b.Len(), nil
}

func (o Report) sarifLog(results []sarifResult, cut int) sarifLog {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "debrief", Version: o.Version, Rules: o.sarifRules(results)}},
		Automation: sarifAutomation{"debrief/"},
		ColumnKind: "utf16CodeUnits",
		Language:   "en",
		Results:    results,
	}
	if o.Lang == "ja" {
		run.Language = "ja"
	}
	index := map[string]int{}
	for i, r := range run.Tool.Driver.Rules {
		index[r.ID] = i
	}
	for i := range results {
		results[i].RuleIndex = index[results[i].RuleID]
	}
	if cut > 0 {
		text := Say("%d results more than code scanning accepts are left out, the lightest", "code scanning の上限を超えるため、重大度の低い%d件を省きました", cut)
		run.Invocations = []sarifInvocation{{
			Successful:    true,
			Notifications: []sarifNotification{{"warning", sarifText{text.In(o.Lang)}}},
		}}
	}
	return sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	}
}

// sarifResults makes results of ranked findings, in their order.
func (o Report) sarifResults(list []Diagnostic) []sarifResult {
	type line struct {
		rule, path string
		number     int
	}
	results := []sarifResult{}
	at := map[line]int{}
	prints := sarifPrints{}
	for _, d := range list {
		l := line{d.Rule, d.File.Path, d.File.Position(d.Span.Start).Line}
		if i, found := at[l]; found {
			o.addTo(&results[i], d)
			continue
		}
		at[l] = len(results)
		results = append(results, o.sarifResult(d, prints))
	}
	for i := range results {
		results[i].Message.Text = o.sarifMessage(results[i])
	}
	return results
}

func (o Report) sarifResult(d Diagnostic, prints sarifPrints) sarifResult {
	r := sarifResult{
		RuleID:    d.Rule,
		Level:     sarifLevel(d.Severity),
		Message:   sarifText{visible(d.Message.In(o.Lang))},
		Locations: []sarifLocation{{Physical: sarifPlace(d.File, d.Span)}},
	}
	if p := prints.of(d.File, d.Span.Start); p != "" {
		r.Prints = map[string]string{"primaryLocationLineHash": p}
	}
	for _, related := range d.Related {
		r.relate(related.Message.In(o.Lang), sarifPlace(related.File, related.Span))
	}
	r.mend(d, o.Lang)
	return r
}

// addTo adds a finding of the same rule on the same line to a result.
func (o Report) addTo(r *sarifResult, d Diagnostic) {
	r.more++
	r.relate(d.Message.In(o.Lang), sarifPlace(d.File, d.Span))
	r.mend(d, o.Lang)
}

// sarifMessage is the message of a result with links to its other places,
// which code scanning shows only if the message mentions them.
func (o Report) sarifMessage(r sarifResult) string {
	text := linkless.Replace(r.Message.Text)
	if r.more > 0 {
		text += Say(" (and %d more on this line)", "（この行にほか%d件）", r.more).In(o.Lang)
	}
	for _, l := range r.Related[:min(len(r.Related), sarifLinks)] {
		if l.Message != nil {
			link := linkText.Replace(linkless.Replace(l.Message.Text))
			text += Say("; see [%s](%d)", "。参照: [%s](%d)", link, l.ID).In(o.Lang)
		}
	}
	return text
}

func sarifLevel(s Severity) string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return "note"
}

// sarifPlace is where a span is, without line ends behind it.
func sarifPlace(f *source.File, s source.Span) sarifPhysical {
	return sarifPhysical{sarifArtifact{sarifURI(relative(f.Path))}, sarifRegionOf(f, extent(f, s))}
}

func sarifRegionOf(f *source.File, s source.Span) sarifRegion {
	return sarifRegion{
		f.Position(s.Start).Line, f.UTF16Column(s.Start),
		f.Position(s.End).Line, f.UTF16Column(s.End),
	}
}

// sarifPrints keeps the line hashes of files.
type sarifPrints map[*source.File][]string

// of gives the hash of the line in which a byte stands, "" if it cannot be
// told: decoders differ in what they make of bytes that are not UTF-8, and a
// hash that is left out is computed on upload.
func (p sarifPrints) of(f *source.File, offset int) string {
	hashes, known := p[f]
	if !known && utf8.Valid(f.Data) {
		hashes = lineHashes(string(f.Data))
	}
	p[f] = hashes
	line := f.Position(offset).Line
	if line > len(hashes) {
		return ""
	}
	return hashes[line-1]
}
