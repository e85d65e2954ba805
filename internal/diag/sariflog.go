package diag

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// The objects of SARIF 2.1.0 that are used, in the order of the standard.
// A text that may be empty is left out: code scanning refuses empty ones.

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool         `json:"tool"`
	Invocations []sarifInvocation `json:"invocations,omitempty"`
	Language    string            `json:"language"`
	Automation  sarifAutomation   `json:"automationDetails"`
	ColumnKind  string            `json:"columnKind"`
	Results     []sarifResult     `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifInvocation struct {
	Successful    bool                `json:"executionSuccessful"`
	Notifications []sarifNotification `json:"toolExecutionNotifications"`
}

type sarifNotification struct {
	Level   string    `json:"level"`
	Message sarifText `json:"message"`
}

type sarifAutomation struct {
	ID string `json:"id"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    string            `json:"ruleId"`
	RuleIndex int               `json:"ruleIndex"`
	Level     string            `json:"level"`
	Message   sarifText         `json:"message"`
	Locations []sarifLocation   `json:"locations"`
	Related   []sarifLocation   `json:"relatedLocations,omitempty"`
	Prints    map[string]string `json:"partialFingerprints,omitempty"`
	Fixes     []sarifFix        `json:"fixes,omitempty"`

	more int // findings of the rule on the line beside the first
}

type sarifLocation struct {
	ID       int           `json:"id,omitempty"` // from 1, of what messages link to
	Physical sarifPhysical `json:"physicalLocation"`
	Message  *sarifText    `json:"message,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

// sarifRegion counts lines and columns from 1, columns in UTF-16 units; the
// end is the place behind the last unit.
type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndLine     int `json:"endLine"`
	EndColumn   int `json:"endColumn"`
}

type sarifFix struct {
	Description *sarifText    `json:"description,omitempty"`
	Changes     []sarifChange `json:"artifactChanges"`
}

type sarifChange struct {
	Artifact     sarifArtifact      `json:"artifactLocation"`
	Replacements []sarifReplacement `json:"replacements"`
}

type sarifReplacement struct {
	Deleted  sarifRegion `json:"deletedRegion"`
	Inserted *sarifText  `json:"insertedContent,omitempty"`
}

// sarifLinks is how many of its other places a message links to, and how many
// ways to mend it a result has.
const sarifLinks = 10

// relate adds another place to a result.
func (r *sarifResult) relate(message string, at sarifPhysical) {
	if len(r.Related) < sarifRelated {
		r.Related = append(r.Related, sarifLocation{ID: len(r.Related) + 1, Physical: at, Message: textOrNone(visible(message))})
	}
}

// mend adds the fixes of a finding to a result.
func (r *sarifResult) mend(d Diagnostic, lang string) {
	for _, f := range d.offers() {
		if len(r.Fixes) == sarifLinks {
			return
		}
		change := sarifChange{Artifact: sarifArtifact{sarifURI(relative(d.File.Path))}}
		for _, e := range f.Edits {
			change.Replacements = append(change.Replacements, sarifReplacement{sarifRegionOf(d.File, e.Span), textOrNone(e.New)})
		}
		fix := sarifFix{textOrNone(visible(f.Title.In(lang))), []sarifChange{change}}
		if !slices.ContainsFunc(r.Fixes, func(x sarifFix) bool { return reflect.DeepEqual(x, fix) }) { // 3.27.30 asks for distinct ones
			r.Fixes = append(r.Fixes, fix)
		}
	}
}

func textOrNone(text string) *sarifText {
	if text == "" {
		return nil
	}
	return &sarifText{text}
}

// A message may hold links, "[text](number or address)" (SARIF 3.11.6), which
// a document must not make. In the text of a link brackets are escaped.
var (
	linkless = strings.NewReplacer("](", "] (")
	linkText = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)
)

// sarifURI is a path as a relative reference: all but the unreserved
// characters of RFC 3986 and the slash are percent-encoded, so that no first
// folder is taken for a scheme.
func sarifURI(path string) string {
	var b strings.Builder
	for _, c := range []byte(path) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~/", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
