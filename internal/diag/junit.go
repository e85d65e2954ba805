package diag

import (
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

type junitReport struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr"`
	Line    int           `xml:"line,attr,omitempty"`
	Failure *junitFailure `xml:"failure"`
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// WriteJUnit prints findings as JUnit XML: a suite for each document, by path,
// in which every finding is a failed test and a document without findings one
// that passed. Names of tests hold no line, so that a test keeps its history
// when lines move. All text goes through visible, which leaves no character
// that XML 1.0 forbids.
func WriteJUnit(w io.Writer, o Report) error {
	list := slices.Clone(o.Findings)
	Sort(list)
	byPath := map[string][]Diagnostic{}
	for _, path := range o.Documents {
		byPath[path] = nil
	}
	for _, d := range list {
		byPath[d.File.Path] = append(byPath[d.File.Path], d)
	}
	report := junitReport{Name: "debrief", Failures: len(list)}
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		suite := o.junitSuite(path, byPath[path])
		report.Tests += suite.Tests
		report.Suites = append(report.Suites, suite)
	}
	data, err := xml.MarshalIndent(report, "", "  ")
	if err != nil {
		return fmt.Errorf("encoding findings: %w", err)
	}
	if _, err := fmt.Fprintf(w, "%s%s\n", xml.Header, data); err != nil {
		return fmt.Errorf("writing findings: %w", err)
	}
	return nil
}

func (o Report) junitSuite(path string, list []Diagnostic) junitSuite {
	name := visible(relative(path))
	s := junitSuite{Name: name, Tests: max(1, len(list)), Failures: len(list)}
	seen := map[string]int{}
	for _, d := range list {
		message := visible(d.Message.In(o.Lang))
		test := visible(d.Rule) + ": " + message
		if seen[test]++; seen[test] > 1 {
			test = fmt.Sprintf("%s (%d)", test, seen[test])
		}
		s.Cases = append(s.Cases, junitCase{
			Name: test, Class: name, File: name, Line: d.File.Position(extent(d.File, d.Span).Start).Line,
			Failure: &junitFailure{d.Severity.String(), message, o.plainFinding(d)},
		})
	}
	if len(list) == 0 {
		s.Cases = []junitCase{{Name: Say("no findings", "指摘なし").In(o.Lang), Class: name, File: name}}
	}
	return s
}

// plainFinding is a finding as WriteText prints it, without colours.
func (o Report) plainFinding(d Diagnostic) string {
	o.Color = false
	var b strings.Builder
	o.writeFinding(&b, d)
	return strings.TrimSuffix(b.String(), "\n")
}
