package doc

import (
	"bytes"
	"errors"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// yamlResult is what a piece of YAML gave.
type yamlResult struct {
	value   Value // Absent where there is nothing, or nothing could be read
	found   []diag.Diagnostic
	broken  bool // a syntax error stopped the reading
	refused bool // a limit stopped the reading
}

// readYAML reads a document that is YAML as a whole.
func (d *Document) readYAML(l DataLimits) []diag.Diagnostic {
	d.MetaSpan = d.File.Whole()
	span := source.Span{Start: bomLength(d.File.Data), End: len(d.File.Data)}
	r := parseYAML(d.File, span, l, ruleYAMLTooLarge)
	d.Refused = r.refused || r.broken
	switch r.value.Type() {
	case Map:
		d.Meta = r.value
	case List, Scalar:
		first := source.Span{Start: r.value.Span().Start, End: r.value.Span().Start + 1}
		r.found = append(r.found, diag.Diagnostic{
			Rule: ruleNotMap, Severity: diag.Warning, File: d.File, Span: first,
			Message: diag.Say("YAML document is not a map of keys and values",
				"YAML文書がキーと値のマップではありません"),
		})
	}
	return r.found
}

// yamlReader turns one piece of YAML into a Value. The library gives nodes
// with the line and column at which they start; what a node covers is found
// in the text.
type yamlReader struct {
	file   *source.File
	text   []byte // of the file, with "?" for each byte that the library refuses
	start  int    // where the YAML starts in text
	end    int    // where it ends
	lines  []int  // where its lines start in text, by YAML's line breaks
	limits DataLimits
	result yamlResult

	nodes    int                      // keys and values so far
	anchored map[*yaml.Node]expansion // finished values that aliases can refer to
	aliases  map[*yaml.Node]int       // how many refer to each of them
	last     mark                     // where offset was last asked for
}

// mark is a place by line and column, both from 0, with its offset.
type mark struct{ line, column, offset int }

// expansion is a value with its size, so that an alias to it is counted
// without walking it again. Values are immutable and can be shared.
type expansion struct {
	value Value
	nodes int
	depth int // 1 for a scalar
	start int // where its anchor stands
}

// parseYAML reads the first YAML document in a span of a file. tooLarge is
// the rule for a span that exceeds the limit of bytes.
func parseYAML(f *source.File, span source.Span, l DataLimits, tooLarge string) yamlResult {
	r := &yamlReader{file: f, text: f.Data, start: span.Start, end: span.End, limits: l, anchored: map[*yaml.Node]expansion{}}
	if span.Len() > l.Bytes {
		r.refuse(tooLarge, source.Span{Start: span.Start, End: span.Start}, diag.Say(
			"YAML of %d bytes is larger than the limit of %d bytes",
			"YAMLが%dバイトあり、上限の%dバイトを超えています", span.Len(), l.Bytes))
		return r.result
	}
	if !acceptable(f.Data[r.start:r.end]) {
		r.text = cleaned(f.Data)
	}
	return r.read()
}

// read reads the first document between start and end.
func (r *yamlReader) read() yamlResult {
	r.splitLines()
	if !r.scanDocument() || !r.scanSize() {
		return r.result
	}
	root := r.load()
	if root == nil || len(root.Content) == 0 {
		return r.result
	}
	r.aliases = map[*yaml.Node]int{}
	countAliases(root, r.aliases)
	if v, _ := r.value(root.Content[0], r.start, 1); !r.result.refused {
		if v.Type() != Null || v.Span().Len() > 0 {
			r.result.value = v
		}
	}
	return r.result
}

// countAliases counts the aliases under a node by what they refer to.
func countAliases(n *yaml.Node, counts map[*yaml.Node]int) {
	if n.Kind == yaml.AliasNode {
		counts[n.Alias]++
	}
	for _, c := range n.Content {
		countAliases(c, counts)
	}
}

// load runs the library. It stops at the depth limit by itself.
func (r *yamlReader) load() *yaml.Node {
	depth := &depthLimit{max: r.limits.Depth}
	loader, err := yaml.NewLoader(bytes.NewReader(r.text[r.start:r.end]), yaml.WithPlugin(depth))
	if err != nil {
		panic(err) // only a wrong option
	}
	var root yaml.Node
	err = loader.Load(&root)
	var failed *yaml.LoadError
	switch {
	case err == nil:
		return &root
	case depth.passed && errors.As(err, &failed):
		r.tooDeep(r.place(failed.Mark.Line, failed.Mark.Column))
	case errors.As(err, &failed):
		r.syntax(failed)
	}
	return nil // also at the end of the text: there is no document
}

// depthLimit stops the library from nesting too deep. It counts block and
// flow collections apart; the reader counts them together.
type depthLimit struct {
	max    int
	passed bool
}

var errDepth = errors.New("nested too deep")

// CheckDepth implements yaml.LoaderLimitsPlugin.
func (d *depthLimit) CheckDepth(depth int, _ *yaml.DepthContext) error {
	// The library counts the document as one level of block collections.
	if depth > d.max+1 {
		d.passed = true
		return errDepth
	}
	return nil
}

// CheckAlias implements yaml.LoaderLimitsPlugin. The library expands no alias
// in a tree of nodes.
func (*depthLimit) CheckAlias(int, int) error { return nil }

func (r *yamlReader) tooDeep(at source.Span) {
	r.refuse(ruleYAMLTooDeep, at, diag.Say(
		"lists and maps are nested deeper than %d levels",
		"リストやマップの入れ子が%d段を超えています", r.limits.Depth))
}

func (r *yamlReader) tooManyNodes(at source.Span) {
	r.refuse(ruleYAMLNodes, at, diag.Say(
		"more than %d keys and values", "キーと値が%d個を超えています", r.limits.Nodes))
}

// refuse notes that a limit is passed. Only the first one counts, and what
// else was found is of no interest any more.
func (r *yamlReader) refuse(rule string, span source.Span, message diag.Text) {
	if !r.result.refused {
		r.result = yamlResult{refused: true}
		r.report(rule, diag.Error, span, message)
	}
}

// report adds a finding and gives it for more to be added to it.
func (r *yamlReader) report(rule string, severity diag.Severity, span source.Span, message diag.Text) *diag.Diagnostic {
	r.result.found = append(r.result.found, diag.Diagnostic{
		Rule: rule, Severity: severity, Message: message, File: r.file, Span: span,
	})
	return &r.result.found[len(r.result.found)-1]
}

// splitLines finds the lines as the library counts them: YAML 1.1 also breaks
// them at a lone carriage return and at Unicode's line separators.
func (r *yamlReader) splitLines() {
	r.lines, r.last = append(r.lines, r.start), mark{offset: r.start}
	for i := r.start; i < r.end; {
		n := lineBreak(r.text[i:r.end])
		if n > 0 {
			r.lines = append(r.lines, i+n)
		}
		i += max(n, 1)
	}
}

// lineBreak is the length of the line break with which s begins, 0 if there
// is none.
func lineBreak(s []byte) int {
	switch s[0] {
	case '\n':
		return 1
	case '\r':
		if len(s) > 1 && s[1] == '\n' {
			return 2
		}
		return 1
	case 0xc2:
		if len(s) > 1 && s[1] == 0x85 {
			return 2
		}
	case 0xe2:
		if len(s) > 2 && s[1] == 0x80 && (s[2] == 0xa8 || s[2] == 0xa9) {
			return 3
		}
	}
	return 0
}

// line is a line of the YAML by its number from 0, without its line break.
func (r *yamlReader) line(i int) source.Span {
	end := r.end
	if i+1 < len(r.lines) {
		end = r.lines[i+1]
	}
	text := r.text[r.lines[i]:end]
	text = bytes.TrimRight(text, "\r\n")
	text = bytes.TrimSuffix(bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\u0085")), []byte("\u2028")), []byte("\u2029"))
	return source.Span{Start: r.lines[i], End: r.lines[i] + len(text)}
}

// scanDocument cuts what follows the first document, reports it, and refuses
// directives, of which the library's handling takes quadratic time. It tells
// whether there is something to read.
func (r *yamlReader) scanDocument() bool {
	begun, ended := false, false // by content or "---"; by "..."
	for i := range r.lines {
		span := r.line(i)
		line := r.text[span.Start:span.End]
		empty := len(bytes.TrimSpace(line)) == 0 || line[0] == '#'
		switch {
		case isMarker(line, "..."):
			ended = ended || begun
		case isMarker(line, "---") && begun, ended && !empty:
			r.end = span.Start
			r.report(ruleDocuments, diag.Error, span, diag.Say(
				"second YAML document in one file is not read", "1つのファイルに2つ目のYAML文書があり、読まれません"))
			return true
		case isMarker(line, "---"):
			begun = true
		case !begun && bytes.HasPrefix(line, []byte("%TAG")):
			r.report(ruleTag, diag.Error, span, diag.Say("%TAG directive is refused", "%TAG指令は使えません"))
			r.result.broken = true
			return false
		case !begun && bytes.HasPrefix(line, []byte("%")):
		default:
			begun = begun || !empty
		}
	}
	return true
}

// isMarker tells whether a line is, or begins with, a document marker.
func isMarker(line []byte, marker string) bool {
	return bytes.HasPrefix(line, []byte(marker)) &&
		(len(line) == len(marker) || line[len(marker)] == ' ' || line[len(marker)] == '\t')
}

// scanSize refuses a text that has far more values than the limit, before the
// library makes nodes of them. Each value but the first follows an indicator,
// at most two values the same one; commas in prose count, too, hence the
// factor.
func (r *yamlReader) scanSize() bool {
	marks := 0
	for i := r.start; i < r.end; i++ {
		switch r.text[i] {
		case ',', '[', '{':
			marks++
		case '-', ':', '?':
			if i+1 == r.end || r.text[i+1] <= ' ' {
				marks++
			}
		}
		if marks > 2*r.limits.Nodes {
			r.tooManyNodes(source.Span{Start: i, End: i + 1})
			return false
		}
	}
	return true
}

// place is the word at a line and column of the library, both from 1.
func (r *yamlReader) place(line, column int) source.Span {
	start := r.offset(line, column)
	end := start
	for end < r.end && r.text[end] > ' ' {
		end++
	}
	return source.Span{Start: start, End: end}
}

// offset is the byte offset of a line and column of the library, both from 1;
// columns count characters. Asking in the order of the text costs time in
// proportion to the text.
func (r *yamlReader) offset(line, column int) int {
	line, column = min(max(line-1, 0), len(r.lines)-1), max(column-1, 0)
	at := mark{line: line, offset: r.lines[line]}
	if r.last.line == line && r.last.column <= column {
		at = r.last
	}
	for at.column < column && at.offset < r.end {
		_, size := utf8.DecodeRune(r.text[at.offset:r.end])
		at.column, at.offset = at.column+1, at.offset+size
	}
	r.last = at
	return min(at.offset, r.end)
}

// acceptable tells whether the library accepts every byte.
func acceptable(text []byte) bool {
	for i := 0; i < len(text); {
		size := accepted(text[i:])
		if size == 0 {
			return false
		}
		i += size
	}
	return true
}

// accepted is the size of the character with which s begins, 0 if YAML does
// not allow it. NUL also ends a text for the library.
func accepted(s []byte) int {
	if c := s[0]; c < utf8.RuneSelf {
		if c >= ' ' || c == '\t' || c == '\n' || c == '\r' {
			return 1
		}
		return 0
	}
	r, size := utf8.DecodeRune(s)
	if r == utf8.RuneError && size == 1 || r == 0xfffe || r == 0xffff {
		return 0
	}
	return size
}

// cleaned gives text with "?" for each byte that YAML does not allow, of the
// same length. The findings of hiddenText name those bytes.
func cleaned(text []byte) []byte {
	out := bytes.Clone(text)
	for i := 0; i < len(out); {
		size := accepted(out[i:])
		if size == 0 {
			out[i] = '?'
		}
		i += max(size, 1)
	}
	return out
}
