package doc

import (
	"bytes"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

var fromYAML = Provenance{Origin: FromFrontMatter}

// quoted are the styles of scalars that are texts whatever they look like.
const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

// value turns a node at a depth into a Value. from is where the text before
// it ends. It also gives the depth of the value, 1 for a scalar.
func (r *yamlReader) value(n *yaml.Node, from, depth int) (v Value, height int) {
	if r.nodes++; r.nodes > r.limits.Nodes {
		r.tooManyNodes(r.place(n.Line, n.Column))
	}
	if r.result.refused {
		return Value{}, 1
	}
	if n.Kind == yaml.AliasNode {
		return r.alias(n, depth)
	}
	before, anchor := r.nodes-1, r.offset(n.Line, n.Column)
	start := r.content(n)
	switch n.Kind {
	case yaml.MappingNode:
		v, height = r.mapping(n, start, depth)
	case yaml.SequenceNode:
		v, height = r.sequence(n, start, depth)
	default:
		v, height = r.scalar(n, start, from), 1
	}
	if n.Anchor != "" {
		r.anchored[n] = expansion{value: v, nodes: r.nodes - before, depth: height, start: anchor}
	}
	return v, height
}

// content gives where the node itself starts, after its anchor and tag, and
// reports the tag.
func (r *yamlReader) content(n *yaml.Node) int {
	pos := r.offset(n.Line, n.Column)
	if n.Anchor == "" && n.Style&yaml.TaggedStyle == 0 && n.Tag != "!" {
		return pos
	}
	for pos < r.end && (r.text[pos] == '&' || r.text[pos] == '!') {
		end := pos
		for end < r.end && r.text[end] > ' ' && (r.text[pos] == '!' || !isFlowMark(r.text[end])) {
			end++
		}
		if r.text[pos] == '!' {
			span := source.Span{Start: pos, End: end}
			r.report(ruleTag, diag.Error, span, diag.Say("tag %q is refused", "タグ%qは使えません", r.file.Text(span)))
		}
		pos = skipSpace(r.text[:r.end], end)
	}
	return pos
}

// alias gives the value that an alias stands for, at the place of the alias.
func (r *yamlReader) alias(n *yaml.Node, depth int) (Value, int) {
	start := r.offset(n.Line, n.Column)
	span := source.Span{Start: start, End: min(start+1+len(n.Value), r.end)}
	target, finished := r.anchored[n.Alias]
	if !finished { // the anchor is on something around the alias
		r.refuse(ruleAliasBomb, span, diag.Say("alias %q contains itself", "エイリアス%qが自分自身を含んでいます", r.file.Text(span)))
		return Value{}, 1
	}
	r.nodes += target.nodes - 1
	if r.nodes > r.limits.Nodes {
		r.refuse(ruleAliasBomb, span, diag.Say(
			"alias %q expands to more than %d keys and values", "エイリアス%qを展開するとキーと値が%d個を超えます",
			r.file.Text(span), r.limits.Nodes))
		return Value{}, 1
	}
	if depth+target.depth-1 > r.limits.Depth {
		r.tooDeep(span)
		return Value{}, 1
	}
	v := target.value
	r.report(ruleAlias, diag.Warning, span, diag.Say(
		"alias %q is read as a copy of its anchor", "エイリアス%qはアンカーの写しとして読まれます", r.file.Text(span))).Fixes = r.expand(span, target, r.aliases[n.Alias] == 1)
	v.span, v.key = extentOf(span), extent{}
	return v, target.depth
}

// expand offers the text of what an alias stands for, if that is one word that
// reads alike wherever it stands: a quoted text, or a plain one without marks
// that mean something in lists and maps. The anchor goes with its only alias.
func (r *yamlReader) expand(alias source.Span, of expansion, only bool) []diag.Fix {
	target := of.value
	text := r.file.Text(target.Span())
	if target.Type() != Scalar || strings.ContainsAny(text, "\r\n") || strings.HasPrefix(text, "*") ||
		target.Plain() && strings.ContainsAny(text, ":#,[]{}?|>") || !target.Plain() && strings.IndexAny(text, "\"'") != 0 {
		return nil
	}
	edits := []diag.Edit{{Span: alias, New: text}}
	anchor := source.Span{Start: of.start, End: target.Span().Start}
	if mark := r.file.Text(anchor); only && strings.HasPrefix(mark, "&") && len(strings.Fields(mark)) == 1 && !strings.ContainsAny(mark, "\r\n") {
		edits = append([]diag.Edit{{Span: anchor}}, edits...)
	}
	return []diag.Fix{{
		Title:  diag.Say("write %s in its place", "%s と書く", text),
		Edits:  edits,
		Unsafe: true, // what was one value becomes two
	}}
}

func (r *yamlReader) sequence(n *yaml.Node, start, depth int) (Value, int) {
	if depth > r.limits.Depth {
		r.tooDeep(r.place(n.Line, n.Column))
		return Value{}, 1
	}
	items := make([]Value, 0, len(n.Content))
	height, end := 0, start
	for _, c := range n.Content {
		v, h := r.value(c, end, depth+1)
		items, height, end = append(items, v), max(height, h), max(end, v.Span().End)
	}
	if n.Style&yaml.FlowStyle != 0 {
		end = flowEnd(r.text[:r.end], max(end, start+1), ']')
	}
	return NewList(items, source.Span{Start: start, End: max(end, start)}, fromYAML), height + 1
}

func (r *yamlReader) mapping(n *yaml.Node, start, depth int) (Value, int) {
	if depth > r.limits.Depth {
		r.tooDeep(r.place(n.Line, n.Column))
		return Value{}, 1
	}
	m := mapReader{entries: make([]Entry, 0, len(n.Content)/2)}
	height, end := 0, start
	for i := 0; i+1 < len(n.Content) && !r.result.refused; i += 2 {
		key, keySpan := r.key(n.Content[i], end, depth+1)
		v, h := r.value(n.Content[i+1], keySpan.End, depth+1)
		height, end = max(height, h), max(end, keySpan.End, v.Span().End)
		if v.Type() == Null && v.Span().Len() == 0 {
			r.checkComment(keySpan, n.Content[i+1])
			v.span = extentOf(keySpan)
		}
		switch {
		case key.Type() != Scalar:
		case isMerge(n.Content[i]) && m.merge(v):
			r.reportMerge(keySpan, n.Content[i+1])
		default:
			r.add(&m, key.Text(), v.Keyed(keySpan))
		}
	}
	end = r.mapEnd(n, start, end)
	return NewMap(m.all(), source.Span{Start: start, End: end}, fromYAML), height + 1
}

// mapEnd is where a map ends whose last value ends at end.
func (r *yamlReader) mapEnd(n *yaml.Node, start, end int) int {
	if n.Style&yaml.FlowStyle == 0 || start >= r.end || r.text[start] != '{' {
		return end // in [a: b] the map has no braces
	}
	if len(n.Content) > 0 && n.Content[0].Style&yaml.FlowStyle != 0 && r.content(n.Content[0]) == start {
		return end // nor in [{a: b}: c]
	}
	return flowEnd(r.text[:r.end], max(end, start+1), '}')
}

// key reads a key. A list or map gives an absent value.
func (r *yamlReader) key(n *yaml.Node, from, depth int) (Value, source.Span) {
	found := len(r.result.found)
	v, _ := r.value(n, from, depth)
	span := v.Span()
	plain := v.Type() == Scalar && v.Plain()
	switch _, isBool := v.Bool(); {
	case v.Type() == List || v.Type() == Map || r.result.refused:
		if !r.result.refused {
			r.report(ruleKeyNotString, diag.Error, span, diag.Say("key is a list or a map", "キーがリストまたはマップです"))
		}
		return Value{}, span
	case v.Type() == Null:
		r.report(ruleKeyNotString, diag.Warning, span, diag.Say("key is null", "キーがnullです"))
		return NewScalar(r.file.Text(span), span, fromYAML), span
	case plain && oldBool.MatchString(v.Text()):
		// "on:" is a key that schemas use; only as a value is it ambiguous.
		r.result.found = r.result.found[:found]
	case plain && (isBool || v.IsNumber()):
		d := r.report(ruleKeyNotString, diag.Warning, span, diag.Say(
			"key %s is not a text for every YAML reader", "キー%sはYAMLの読み手によってはテキストになりません", v.Text()))
		d.Fixes = quote(span, v.Text())
	}
	return v, span
}

// add adds an entry, unless there is one of that key.
func (r *yamlReader) add(m *mapReader, key string, v Value) {
	first, ok := m.find(key)
	if !ok {
		m.put(key, v)
		return
	}
	d := r.report(ruleDuplicateKey, diag.Error, v.KeySpan(), diag.Say(
		"key %q is given twice; the first value counts", "キー%qが重複しています。最初の値を使います", key))
	d.Related = []diag.Related{{
		Message: diag.Say("first given here", "最初の定義はここです"), File: r.file, Span: m.entries[first].Value.KeySpan(),
	}}
}

// mapReader collects the entries of a map.
type mapReader struct {
	entries []Entry
	merged  []Entry
	index   map[string]int // of entries, once there are many
}

// indexFrom is the number of entries from which a map is quicker than looking.
const indexFrom = 16

func (m *mapReader) find(key string) (int, bool) {
	if m.index != nil {
		i, ok := m.index[key]
		return i, ok
	}
	for i, e := range m.entries {
		if e.Key == key {
			return i, true
		}
	}
	return 0, false
}

func (m *mapReader) put(key string, v Value) {
	m.entries = append(m.entries, Entry{Key: key, Value: v})
	if m.index != nil {
		m.index[key] = len(m.entries) - 1
	} else if len(m.entries) == indexFrom {
		m.index = make(map[string]int)
		for i, e := range m.entries {
			m.index[e.Key] = i
		}
	}
}

// merge notes what a merge key ("<<") adds: the entries of a map, or of each
// map of a list. It tells whether v is something to merge.
func (m *mapReader) merge(v Value) bool {
	switch v.Type() {
	case Map:
		m.merged = append(m.merged, v.Entries()...)
		return true
	case List:
		for _, item := range v.Items() {
			if item.Type() != Map {
				return false
			}
		}
		for _, item := range v.Items() {
			m.merged = append(m.merged, item.Entries()...)
		}
		return true
	}
	return false
}

// all gives the entries, and after them those merged ones whose keys the map
// has not.
func (m *mapReader) all() []Entry {
	for _, e := range m.merged {
		if _, ok := m.find(e.Key); !ok {
			m.put(e.Key, e.Value)
		}
	}
	return m.entries
}

func isMerge(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "<<" && n.Style&quoted == 0
}

// reportMerge reports a merge key, unless the alias behind it is reported.
func (r *yamlReader) reportMerge(key source.Span, value *yaml.Node) {
	if value.Kind == yaml.AliasNode {
		return
	}
	r.report(ruleAlias, diag.Warning, key, diag.Say("merge key \"<<\" is expanded", "マージキー「<<」は展開されます"))
}

func (r *yamlReader) scalar(n *yaml.Node, start, from int) Value {
	switch {
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		return NewScalar(n.Value, source.Span{Start: start, End: quotedEnd(r.text[:r.end], start)}, fromYAML)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return NewScalar(n.Value, source.Span{Start: start, End: blockEnd(r.text[:r.end], start, n.Value)}, fromYAML)
	case n.Value == "":
		return NewNull(r.emptyAt(start, from), fromYAML)
	}
	span := source.Span{Start: start, End: plainEnd(r.text[:r.end], start, n.Value)}
	switch n.Value {
	case "~", "null", "Null", "NULL":
		return NewNull(span, fromYAML)
	}
	if n.Style&yaml.TaggedStyle != 0 {
		return NewScalar(n.Value, span, fromYAML)
	}
	r.checkScalar(n.Value, span)
	return NewPlain(n.Value, span, fromYAML)
}

// emptyAt is the span of a value that is not there: the dash of an empty list
// item, else an empty span. The library puts it anywhere up to the next value.
func (r *yamlReader) emptyAt(start, from int) source.Span {
	if pos := skipSpace(r.text[:r.end], from); pos < r.end && r.text[pos] == '-' && pos < start {
		return source.Span{Start: pos, End: pos + 1}
	}
	at := min(max(from, r.start), r.end)
	return source.Span{Start: at, End: at}
}

var (
	notANumber = lazyregexp.New(`^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$`)
	// oldBool are the words that are booleans in YAML 1.1.
	oldBool = lazyregexp.New(`^(yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$`)
	// oldNumber are the spellings of integers in YAML 1.1 and 1.2 that JSON
	// does not have. Base 60 ("14:35") is left out: YAML 1.2 dropped it, and
	// the times of timelines look like it.
	oldNumber = lazyregexp.New(`^[-+]?(0[0-9_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|[0-9]+(_[0-9]+)+(\.[0-9_]*)?)$`)
)

// checkScalar reports plain scalars that YAML readers understand differently.
func (r *yamlReader) checkScalar(text string, span source.Span) {
	if strings.IndexByte("+-.0123456789yYnNoO", text[0]) < 0 {
		return // most texts, without asking the expressions
	}
	switch {
	case notANumber.MatchString(text):
		r.report(ruleNotANumber, diag.Error, span, diag.Say("%s is not a number", "%sは数値ではありません", text))
	case oldBool.MatchString(text):
		r.report(ruleAmbiguous, diag.Warning, span, diag.Say(
			"%s is a text here and a boolean for other tools", "%sはここではテキストですが、真偽値と解釈するツールがあります", text)).Fixes = quote(span, text)
	case oldNumber.MatchString(text):
		r.report(ruleAmbiguous, diag.Warning, span, diag.Say(
			"%s is a text here and another number for other tools", "%sはここではテキストですが、別の数値と解釈するツールがあります", text)).Fixes = quote(span, text)
	}
}

func quote(span source.Span, text string) []diag.Fix {
	return []diag.Fix{{
		Title: diag.Say("put it in quotes", "引用符で囲む"),
		Edits: []diag.Edit{{Span: span, New: `"` + text + `"`}},
	}}
}

// checkComment reports a value that was meant to begin with "#": "id: #2023-001"
// is an id without a value and a comment.
func (r *yamlReader) checkComment(key source.Span, n *yaml.Node) {
	if n.Value != "" || key.End >= r.end {
		return
	}
	rest := r.text[key.End:r.end]
	if end := bytes.IndexAny(rest, "\r\n"); end >= 0 {
		rest = rest[:end]
	}
	at := bytes.IndexByte(rest, '#')
	if at < 2 || at+1 == len(rest) || strings.IndexByte(" \t#", rest[at+1]) >= 0 || string(bytes.TrimSpace(rest[:at])) != ":" {
		return // "# like this" is a comment
	}
	span := source.Span{Start: key.End + at, End: key.End + len(bytes.TrimRight(rest, " \t"))}
	text := r.file.Text(span)
	d := r.report(ruleValueIsComment, diag.Warning, span, diag.Say(
		"%q is a comment: the value is empty", "%qはコメントとみなされ、値が空になります", text))
	if !strings.ContainsAny(text, `"\`) {
		d.Fixes = quote(span, text)
		d.Fixes[0].Unsafe = true // it may be a comment
	}
}
