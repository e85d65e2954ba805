package schema

import (
	"encoding/json"

	"github.com/debrief-dev/debrief/internal/diag"
)

// meta is the x-debrief of a property or definition. What the keyword may
// hold is described in x-debrief.schema.json.
type meta struct {
	Label    diag.Text
	Expects  diag.Text
	Aliases  []string
	Keys     []string
	Columns  []string
	From     []string
	Words    map[string][]string
	Patterns []struct{ Value, Match string }
	Ref      *reference
	Strict   []string
}

type reference struct {
	Kinds []string
	Free  bool
}

// rootMeta is the x-debrief of a kind or of a fragment.
type rootMeta struct {
	Label, Plural diag.Text
	Segment       string
	Numbered      bool
	Order         int
	Folders       []string
	Yields        []string
	ToldBy        []telling `json:"told_by"`
	Sections      map[string]sectionMeta
	Stated        map[string][]string
	Vocabulary    map[string]map[string][]string
	Beside        []string
	Unless        []string
}

// telling is a way to know a kind: every group of sections has one that the
// document has, all keys are among its own, all values are as given.
type telling struct {
	Sections [][]string
	Keys     []string
	Values   map[string]string
}

type sectionMeta struct {
	Label    diag.Text
	Headings []string
	Exact    []string
}

// read decodes the x-debrief of an object into to; without one, nothing.
func readMeta(o *object, to any) error {
	x := o.get(extension)
	if x == nil {
		return nil
	}
	text, err := marshal(x)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, to)
}

// over lays m over what it refers to: what m says goes first.
func (m meta) over(under meta) meta {
	if m.Label == (diag.Text{}) {
		m.Label = under.Label
	}
	if m.Expects == (diag.Text{}) {
		m.Expects = under.Expects
	}
	if m.Words == nil {
		m.Words = under.Words
	}
	if m.Patterns == nil {
		m.Patterns = under.Patterns
	}
	if m.Ref == nil {
		m.Ref = under.Ref
	}
	return m
}
