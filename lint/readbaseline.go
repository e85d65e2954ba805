package lint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/debrief-dev/debrief/internal/source"
)

// maxCount bounds the count of one entry of a baseline.
const maxCount = 1_000_000

// Bounds of a baseline, in bytes: its findings would fill a book, and its lines
// are names and sums. It comes from strangers like the documents.
const (
	maxBaseline = 16 << 20
	maxLine     = 64 << 10
)

// ReadBaseline reads the file of a baseline. The error names the line and
// column of what is wrong.
func ReadBaseline(f *source.File) (Baseline, error) {
	if err := checkSize(f); err != nil {
		return Baseline{}, err
	}
	r := &baselineReader{file: f, json: json.NewDecoder(bytes.NewReader(f.Data))}
	r.json.UseNumber()
	r.out = Baseline{counts: map[entry]int{}, spans: map[entry]source.Span{}, file: f}
	err := r.read()
	if err != nil {
		p := f.Position(r.at())
		return Baseline{}, fmt.Errorf("reading the baseline %s:%d:%d: %w", f.Path, p.Line, p.Column, err)
	}
	return r.out, nil
}

// checkSize refuses what is too large for a baseline.
func checkSize(f *source.File) error {
	if len(f.Data) > maxBaseline {
		return fmt.Errorf("reading the baseline %s: it is larger than %d bytes", f.Path, maxBaseline)
	}
	line := 0
	for text := range bytes.Lines(f.Data) {
		if line++; len(text) > maxLine {
			return fmt.Errorf("reading the baseline %s:%d:1: the line is longer than %d bytes", f.Path, line, maxLine)
		}
	}
	return nil
}

// baselineReader reads a baseline token by token, which keeps positions and
// refuses any other form.
type baselineReader struct {
	file *source.File
	json *json.Decoder
	out  Baseline
	bad  int // behind the first byte of a syntax error, 0 if there is none
}

// at is the offset of the token that was read last, or of the fault.
func (r *baselineReader) at() int {
	if r.bad > 0 {
		return r.bad - 1
	}
	return r.tokenSpan().Start
}

// tokenSpan is where the token stands that was read last.
func (r *baselineReader) tokenSpan() source.Span {
	data, end := r.file.Data, int(r.json.InputOffset())
	start := max(end-1, 0)
	switch {
	case start >= len(data):
	case data[start] == '"':
		for start--; start > 0 && !r.opens(start); start-- {
		}
	default: // a number or a word
		for start > 0 && strings.IndexByte(" \t\r\n:,[]{}", data[start]) < 0 && strings.IndexByte(" \t\r\n:,[{", data[start-1]) < 0 {
			start--
		}
	}
	return source.Span{Start: max(start, 0), End: end}
}

// opens tells whether a quote stands at an offset that is not escaped.
func (r *baselineReader) opens(at int) bool {
	if r.file.Data[at] != '"' {
		return false
	}
	slashes := 0
	for at-1-slashes >= 0 && r.file.Data[at-1-slashes] == '\\' {
		slashes++
	}
	return slashes%2 == 0
}

// next reads a token.
func (r *baselineReader) next() (json.Token, error) {
	t, err := r.json.Token()
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		// The decoder counts the bad byte in a value, but not between values.
		if r.bad = int(syntax.Offset); syntax.Offset == r.json.InputOffset() {
			r.bad++
		}
		return nil, err
	case errors.Is(err, io.EOF):
		r.bad = len(r.file.Data) + 1
		return nil, errors.New("it ends too early")
	}
	return t, err
}

// expect reads a mark.
func (r *baselineReader) expect(mark json.Delim) error {
	t, err := r.next()
	if err == nil && t != mark {
		err = fmt.Errorf("found %q instead of %q", fmt.Sprint(t), mark.String())
	}
	return err
}

// object reads an object; each is called with the key, behind it.
func (r *baselineReader) object(each func(key string) error) error {
	if err := r.expect('{'); err != nil {
		return err
	}
	seen := map[string]bool{}
	for {
		t, err := r.next()
		if err != nil || t == json.Delim('}') {
			return err
		}
		key := fmt.Sprint(t) // the decoder lets only a string be a key
		if seen[key] {
			return fmt.Errorf("%q is there twice", key)
		}
		seen[key] = true
		if err := each(key); err != nil {
			return err
		}
	}
}

// number reads a whole number from 1 on.
func (r *baselineReader) number() (int, error) {
	t, err := r.next()
	if err != nil {
		return 0, err
	}
	if n, ok := t.(json.Number); ok {
		if i, err := n.Int64(); err == nil && i >= 1 && i <= maxCount {
			return int(i), nil
		}
	}
	return 0, fmt.Errorf("found %q instead of a count", fmt.Sprint(t))
}

func (r *baselineReader) read() error {
	version := 0
	err := r.object(func(key string) (err error) {
		switch key {
		case "debrief_baseline":
			if version, err = r.number(); err == nil && version != baselineVersion {
				err = fmt.Errorf("version %d is not known here: use a newer debrief", version)
			}
			return err
		case "findings":
			return r.object(r.path)
		}
		return fmt.Errorf("%q is no part of a baseline", key)
	})
	if err != nil {
		return err
	}
	if version == 0 {
		return errors.New(`"debrief_baseline" is missing: is this a baseline?`)
	}
	if _, err := r.json.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something stands behind the end")
	}
	return nil
}

func (r *baselineReader) path(path string) error {
	return r.object(func(rule string) error {
		return r.object(func(print string) error {
			e := entry{path, rule, print}
			r.out.spans[e] = r.tokenSpan()
			n, err := r.number()
			r.out.counts[e] = n
			return err
		})
	})
}
