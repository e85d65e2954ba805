package doc

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// ParseRecords reads a file of records: JSON, of which there may be several
// values one after the other, as in JSON lines, or CSV with a line of headings,
// whose rows become maps of texts. What cannot be read is a finding: in JSON it
// spoils the rest of the file, in JSON lines a line, in CSV a row.
//
// Lines may be as long as the file, for programs write JSON without line
// breaks.
func ParseRecords(f *source.File, limits Limits) ([]Value, []diag.Diagnostic) {
	var values []Value
	found, _ := readRecords(f, limits, func(r *jsonReader) error {
		v, err := r.value(1)
		if err == nil {
			values = append(values, v)
		}
		return err
	}, func(row Value) { values = append(values, row) })
	return values, found
}

// EachRecord reads a file as ParseRecords does, but hands over one record after
// the other and keeps none, for files of which there are too many to hold. The
// items of a list at the top of JSON are records of their own. Lost is how many
// records could not be read, those without a finding of their own included; the
// rest of a file that cannot be read on counts as one.
func EachRecord(f *source.File, limits Limits, do func(Value)) (found []diag.Diagnostic, lost int) {
	return readRecords(f, limits, func(r *jsonReader) error { return r.each(do) }, do)
}

// readRecords reads JSON with one function, called until the file ends, and
// rows of CSV with another.
func readRecords(f *source.File, limits Limits, next func(*jsonReader) error, row func(Value)) (found []diag.Diagnostic, lost int) {
	limits.Line = limits.File
	if refused := limits.checkText(f); len(refused) > 0 {
		return refused, 1
	}
	found = hiddenText(f)
	if strings.EqualFold(path.Ext(f.Path), ".csv") {
		more, lost := readCSV(f, limits, row)
		return append(found, more...), lost
	}
	r := &jsonReader{file: f, data: f.Data, limits: limits.Data}
	r.begin(bomLength(f.Data))
	for {
		top := r.ahead(r.offset())
		switch err := next(r); {
		case errors.Is(err, io.EOF):
			return append(found, r.findings()...), r.lost
		case err != nil && !r.nextLine(top, err):
			return append(append(found, r.findings()...), r.trouble(err)), r.lost + 1
		}
	}
}

// jsonReader reads the tokens of JSON with the places where they stand.
type jsonReader struct {
	decoder *json.Decoder
	file    *source.File
	data    []byte // of the file; lines that are left out are spaces
	start   int    // where the decoder began
	limits  DataLimits
	nodes   int

	byLine bool // the file is JSON lines, of which one was left out
	found  []diag.Diagnostic
	lost   int // lines that are left out
	after  int // the first of them without a finding of its own
}

// begin reads on from an offset.
func (r *jsonReader) begin(at int) {
	r.start = at
	r.decoder = json.NewDecoder(bytes.NewReader(r.data[at:]))
	r.decoder.UseNumber()
}

// ahead is where the next token begins, seen from an offset.
func (r *jsonReader) ahead(at int) int {
	for at < len(r.data) && strings.IndexByte(" \t\r\n,:", r.data[at]) >= 0 {
		at++
	}
	return at
}

var (
	errJSONNodes = errors.New("too many values")
	errJSONDepth = errors.New("too deep")
)

// each hands over the next value, or the items of the next list.
func (r *jsonReader) each(do func(Value)) error {
	token, span, err := r.next()
	if err != nil {
		return err
	}
	if token != json.Delim('[') {
		v, err := r.finish(token, span, 1)
		if err == nil {
			do(v)
		}
		return err
	}
	for {
		token, span, err := r.inside()
		if err != nil || token == json.Delim(']') {
			return err
		}
		v, err := r.finish(token, span, 2)
		if err != nil {
			return err
		}
		do(v)
	}
}

// trouble is the finding of JSON that cannot be read on.
func (r *jsonReader) trouble(err error) diag.Diagnostic {
	at := r.ahead(r.offset())
	span := source.Span{Start: at, End: at}
	switch {
	case errors.Is(err, errJSONNodes):
		return tooMuch(r.file, ruleYAMLNodes, span, diag.Say("JSON of more than %d values", "JSONの値が%d個を超えています", r.limits.Nodes))
	case errors.Is(err, errJSONDepth):
		return tooMuch(r.file, ruleYAMLTooDeep, span, diag.Say("JSON deeper than %d levels", "JSONの入れ子が%d段を超えています", r.limits.Depth))
	}
	return diag.Diagnostic{
		Rule: ruleRecord, Severity: diag.Error, File: r.file, Span: span,
		Message: diag.Text{
			En: "the file is no JSON from here on: write it again with the program that made it, or mend this place",
			Ja: "ここから先をJSONとして読み取れません。作成したプログラムで書き出し直すか、この箇所を直してください",
		},
	}
}

func (r *jsonReader) offset() int { return min(r.start+int(r.decoder.InputOffset()), len(r.data)) }

// next reads a token. The decoder tells where it ends; it begins behind the
// spaces, commas and colons after the one before.
func (r *jsonReader) next() (token json.Token, span source.Span, err error) {
	from := r.offset()
	token, err = r.decoder.Token()
	if err != nil {
		if errors.Is(err, io.EOF) && len(bytes.TrimSpace(r.data[from:])) > 0 {
			err = io.ErrUnexpectedEOF
		}
		return nil, span, err
	}
	end := r.offset()
	return token, source.Span{Start: min(r.ahead(from), end), End: end}, nil
}

func (r *jsonReader) value(depth int) (Value, error) {
	token, span, err := r.next()
	if err != nil {
		return Value{}, err
	}
	return r.finish(token, span, depth)
}

func (r *jsonReader) finish(token json.Token, span source.Span, depth int) (Value, error) {
	if r.nodes++; r.nodes > r.limits.Nodes {
		return Value{}, errJSONNodes
	}
	if depth > r.limits.Depth {
		return Value{}, errJSONDepth
	}
	from := Provenance{Origin: FromFrontMatter}
	switch token := token.(type) {
	case json.Delim:
		if token == '[' {
			return r.list(span, depth)
		}
		return r.object(span, depth)
	case string:
		return NewScalar(token, span, from), nil
	case json.Number:
		return NewPlain(token.String(), span, from), nil
	case bool:
		return NewPlain(r.file.Text(span), span, from), nil
	}
	return NewNull(span, from), nil
}

func (r *jsonReader) list(span source.Span, depth int) (Value, error) {
	var items []Value
	for {
		token, at, err := r.inside()
		if err != nil {
			return Value{}, err
		}
		if token == json.Delim(']') {
			return NewList(items, span.Join(at), Provenance{}), nil
		}
		v, err := r.finish(token, at, depth+1)
		if err != nil {
			return Value{}, err
		}
		items = append(items, v)
	}
}

// inside is next where the end of the file is too early.
func (r *jsonReader) inside() (json.Token, source.Span, error) {
	token, span, err := r.next()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return token, span, err
}

func (r *jsonReader) object(span source.Span, depth int) (Value, error) {
	var entries []Entry
	seen := map[string]bool{}
	for {
		token, at, err := r.inside()
		if err != nil {
			return Value{}, err
		}
		if token == json.Delim('}') {
			return NewMap(entries, span.Join(at), Provenance{}), nil
		}
		key, _ := token.(string) // the decoder lets nothing else through
		inner, where, err := r.inside()
		if err != nil {
			return Value{}, err
		}
		v, err := r.finish(inner, where, depth+1)
		if err != nil {
			return Value{}, err
		}
		if !seen[key] { // of two values the first counts
			seen[key] = true
			entries = append(entries, Entry{Key: key, Value: v.Keyed(at)})
		}
	}
}
