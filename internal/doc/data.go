package doc

import (
	"bytes"

	yaml "go.yaml.in/yaml/v4"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// ParseData reads a file of data in YAML, or in JSON, which is YAML. Other
// than a document it may hold several YAML documents, divided by "---". Their
// values come back in the order of the file, empty ones left out. A syntax
// error spoils the one in which it stands; the limits are those of the whole
// file, and nothing is read behind the place where one is passed.
func ParseData(f *source.File, limits Limits) ([]Value, []diag.Diagnostic) {
	if refused := limits.checkText(f); len(refused) > 0 {
		return nil, refused
	}
	found := hiddenText(f)
	if len(f.Data) > limits.Data.Bytes {
		return nil, append(found, tooMuch(f, ruleYAMLTooLarge, source.Span{}, diag.Say(
			"YAML of %d bytes is larger than the limit of %d bytes",
			"YAMLが%dバイトあり、上限の%dバイトを超えています", len(f.Data), limits.Data.Bytes)))
	}
	text := f.Data
	if !acceptable(text) {
		text = cleaned(text)
	}
	var values []Value
	nodes := 0
	for _, span := range documents(text) {
		r := &yamlReader{
			file: f, text: text, start: span.Start, end: span.End,
			limits: limits.Data, nodes: nodes, anchored: map[*yaml.Node]expansion{},
		}
		read := r.read()
		if nodes = max(r.nodes, nodes+1); nodes > limits.Data.Nodes && !read.refused {
			r.tooManyNodes(source.Span{Start: span.Start, End: span.Start})
			read = r.result
		}
		found = append(found, read.found...)
		if read.refused {
			break
		}
		if read.value.Type() != Absent {
			values = append(values, read.value)
		}
	}
	return values, found
}

// documents gives where the documents of a YAML text stand, each with the
// directives and the "---" before it. Those of white space and comments alone
// are left out: each would cost a start of the library.
func documents(text []byte) []source.Span {
	r := yamlReader{text: text, start: bomLength(text), end: len(text)}
	r.splitLines()
	var spans []source.Span
	current := r.start
	begun, filled := false, false // by "---" or content; by content
	cut := func(at int) {
		if filled {
			spans = append(spans, source.Span{Start: current, End: at})
		}
		current, begun, filled = at, false, false
	}
	for i := range r.lines {
		span := r.line(i)
		line := text[span.Start:span.End]
		switch {
		case isMarker(line, "---"):
			if begun {
				cut(span.Start)
			}
			begun, filled = true, hasContent(line[len("---"):])
		case isMarker(line, "..."):
			cut(span.Start)
			current = span.End
		case hasContent(line):
			filled = true
			begun = begun || line[0] != '%'
		}
	}
	cut(r.end)
	return spans
}

// hasContent tells whether there is more than white space and a comment.
func hasContent(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) > 0 && line[0] != '#'
}
