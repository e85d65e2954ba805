package schema

import (
	"cmp"
	"fmt"
	"iter"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// Labels are the words by which sections, fields, columns and values are
// known in documents, in English and Japanese. They come from the x-debrief
// keyword of the schemas. Lookups ignore case, width (NFKC), numbering
// ("1.", "①"), emphasis marks and trailing punctuation.
//
// Labels are read-only and safe for use by many goroutines.
type Labels struct {
	sections map[string]string            // folded heading: section
	partial  []sectionLabel               // headings that may be part of a longer one, the longest first
	beside   map[string]bool              // folded words that may follow a label
	follow   []string                     // those of them in Japanese, the longest first
	unless   []sectionLabel               // words that make a heading speak of something else
	fields   map[string]map[string]string // kind: folded key: pointer
	columns  map[string]map[string]string // list: folded header: property
	keys     map[string]map[string]string // list: folded key: property
	words    map[string]map[string]string // field: squeezed word: value
	patterns map[string][]pattern         // by field
}

type sectionLabel struct {
	text, section string
	cjk           bool
	pairs         pairSet // of text
}

func newSectionLabel(text, section string) sectionLabel {
	return sectionLabel{text, section, cjk(text), pairsOf(text)}
}

// Bare tells whether a heading is the name of a section and says nothing more:
// "Solution", not "Solution for full disks".
func (l *Labels) Bare(heading string) bool {
	text := fold(heading)
	_, whole := l.sections[text]
	_, stripped := l.sections[bare(text)]
	return whole || stripped
}

// Section names what a heading opens, "" if no label fits. A heading fits a
// label that it equals; else one that it holds as whole words (English) or as
// a part (Japanese), the longest first, if the rest of the heading is short
// and does not speak of something else.
//
// The names are the keys under "sections" in the fragments: summary, basic,
// timeline, impact, detection, causes, layers, response, actions, terms,
// lessons, review, references, attendees, stats, communication; meaning,
// diagnosis, mitigation, steps, rollback, escalation, decision_tree,
// prerequisites; symptom, errors, solution, workaround, prevention,
// practices; and those that a repository's own schemas add.
func (l *Labels) Section(heading string) string {
	text := fold(heading)
	if s, ok := l.sections[text]; ok {
		return s
	}
	text = bare(text)
	if s, ok := l.sections[text]; ok {
		return s
	}
	// Longer headings are sentences or titles.
	if text == "" || utf8.RuneCountInString(text) > 48 {
		return ""
	}
	has := pairsOf(text)
	for _, label := range l.partial {
		if !label.pairs.within(has) {
			continue
		}
		if i := label.in(text); i >= 0 && l.fits(text[:i], text[i+len(label.text):]) {
			return label.section
		}
	}
	return ""
}

// Field gives the JSON Pointer of the field of a kind that a key names, in
// front matter or in a "Key: value" line: "発生日時" is "/started_at",
// "Users affected" is "/impact/users". Names without a slash are what
// documents state beside their fields: date, period, time_to_detect,
// time_to_acknowledge, time_to_mitigate, time_to_resolve. "" if no label fits.
func (l *Labels) Field(kind, key string) string { return find(l.fields[kind], key) }

// Column gives the property of a list's items that a table column holds:
// Column("timeline", "Time (UTC)") is "at". "" if no label fits.
func (l *Labels) Column(list, header string) string { return find(l.columns[list], header) }

// Key gives the property of a list's items that a word before a colon names:
// Key("actions", "担当") is "owner". "" if no label fits.
func (l *Labels) Key(list, word string) string { return find(l.keys[list], word) }

// Word gives the value of an enumeration that a word stands for:
// Word("severity", "重大") is "sev1". A field is named by its name
// ("severity"), by its list or object and its name ("actions.status",
// "detection.source"), or, where kinds differ, by kind and name
// ("known-issue.severity", "runbook.status"); the bare name is then that of
// the first kind. Word("none", "n/a") tells what only says that there is
// nothing to say. A value stands for itself. "" if no label fits.
func (l *Labels) Word(field, word string) string {
	if v := l.words[field][squeeze(word)]; v != "" {
		return v
	}
	return l.words[field][squeeze(bare(fold(word)))]
}

// pattern is a value and the expression that tells it in running text.
type pattern struct {
	value string
	match *regexp.Regexp
	need  *need // of match
}

func newPattern(value, match string) (pattern, error) {
	match = "(?i)" + match
	tree, err := syntax.Parse(match, syntax.Perl)
	if err != nil {
		return pattern{}, err
	}
	re, err := regexp.Compile(match)
	return pattern{value, re, needOf(tree)}, err
}

// Told gives the values of a field whose patterns match a text, in the order
// in which they count: Told("timeline.type", …), Told("layer", …),
// Told("term", …), Told("actions.status", …).
func (l *Labels) Told(field, text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		lower := strings.ToLower(text)
		pairs := pairsOf(lower)
		for _, p := range l.patterns[field] {
			if p.need.in(lower, pairs) && p.match.MatchString(text) && !yield(p.value) {
				return
			}
		}
	}
}

// find looks a text up as it is, then without remarks in brackets.
func find(m map[string]string, text string) string {
	text = fold(text)
	if v, ok := m[text]; ok {
		return v
	}
	return m[bare(text)]
}

// in gives the place of the label in a folded heading, or -1.
func (s sectionLabel) in(text string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], s.text)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(s.text)
		if s.cjk || boundary(text, i) && boundary(text, end) {
			return i
		}
		from = end
	}
}

// boundary tells whether no word runs across an offset. Letters of scripts
// without spaces end a word.
func boundary(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	return !latin(before) || !latin(after)
}

func latin(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '\''
}

// The longest rests beside a label, in words and characters, measured on the
// headings of public incident reports: longer ones are titles.
const (
	maxWords = 4
	maxRunes = 22
)

// fits tells whether a heading still speaks of its label with this text
// before and after it.
func (l *Labels) fits(before, after string) bool {
	before, after = strings.TrimFunc(before, aside), strings.TrimFunc(after, aside)
	if long(before) || long(after) || l.turns(before) || l.turns(after) {
		return false
	}
	if rest, ok := joined(before, false); ok && !l.labelled(rest) {
		return false
	}
	if after == "" {
		return true
	}
	if rest, ok := joined(after, true); ok {
		return !cjk(rest) || l.labelled(rest)
	}
	if cjk(after) {
		return l.follows(after)
	}
	first, _, _ := strings.Cut(after, " ")
	return l.beside[first] || l.beside[after]
}

func long(s string) bool {
	return len(strings.Fields(s)) > maxWords || utf8.RuneCountInString(s) > maxRunes
}

// turns tells whether a rest makes the heading speak of something else: "how
// to write a timeline", 影響の文書化.
func (l *Labels) turns(rest string) bool {
	return slices.ContainsFunc(l.unless, func(s sectionLabel) bool { return s.in(rest) >= 0 })
}

// joined tells whether a rest is tied to the label by "and" or the like, and
// gives it without that.
func joined(rest string, after bool) (string, bool) {
	for _, w := range []string{"and", "or", "と", "および", "及び", "、", "・", "/"} {
		if after {
			if s, ok := strings.CutPrefix(rest, w); ok && (cjk(w) || boundary(rest, len(w))) {
				return strings.TrimFunc(s, aside), true
			}
		} else if s, ok := strings.CutSuffix(rest, w); ok && (cjk(w) || boundary(rest, len(s))) {
			return strings.TrimFunc(s, aside), true
		}
	}
	return rest, false
}

// labelled tells whether a text holds a label of any section.
func (l *Labels) labelled(text string) bool {
	if _, ok := l.sections[text]; ok {
		return true
	}
	has := pairsOf(text)
	return slices.ContainsFunc(l.partial, func(s sectionLabel) bool { return s.pairs.within(has) && s.in(text) >= 0 })
}

// follows tells whether a Japanese rest is made of nothing but words that may
// follow a label: 分析レポート, の詳細.
func (l *Labels) follows(rest string) bool {
	for rest != "" {
		i := slices.IndexFunc(l.follow, func(w string) bool { return strings.HasPrefix(rest, w) })
		if i < 0 {
			return false
		}
		rest = strings.TrimSpace(rest[len(l.follow[i]):])
	}
	return true
}

// newLabels collects the labels of fragments and kinds, which come in the
// order in which they count: where two say the same, the first goes.
func newLabels(roots []rootMeta, kinds []*Kind) (*Labels, error) {
	l := &Labels{
		sections: map[string]string{}, beside: map[string]bool{},
		fields: map[string]map[string]string{}, columns: map[string]map[string]string{},
		keys: map[string]map[string]string{}, words: map[string]map[string]string{},
		patterns: map[string][]pattern{},
	}
	for _, m := range roots {
		l.addRoot(m)
	}
	byLength := func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) }
	slices.SortStableFunc(l.partial, func(a, b sectionLabel) int { return byLength(a.text, b.text) })
	slices.SortFunc(l.follow, byLength)
	for _, k := range kinds {
		if err := l.addKind(k, roots); err != nil {
			return nil, fmt.Errorf("%s: %w", k.Name, err)
		}
	}
	return l, nil
}

func (l *Labels) addRoot(m rootMeta) {
	for _, name := range sortedKeys(m.Sections) {
		s := m.Sections[name]
		for _, h := range append([]string{s.Label.En, s.Label.Ja, name}, s.Exact...) {
			add(l.sections, fold(h), name)
		}
		for _, h := range s.Headings {
			text := fold(h)
			add(l.sections, text, name)
			l.partial = append(l.partial, newSectionLabel(text, name))
		}
	}
	for _, name := range sortedKeys(m.Vocabulary) {
		l.words[name] = (&node{meta: meta{Words: m.Vocabulary[name]}}).wordMap()
	}
	for _, w := range m.Beside {
		w = fold(w)
		l.beside[w] = true
		if cjk(w) {
			l.follow = append(l.follow, w)
		}
	}
	for _, w := range m.Unless {
		l.unless = append(l.unless, newSectionLabel(fold(w), ""))
	}
}

// add enters a name unless it is taken or empty.
func add(m map[string]string, key, value string) {
	if _, taken := m[key]; !taken && key != "" {
		m[key] = value
	}
}
