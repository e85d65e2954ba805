package facet

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// token is a piece of metadata in the line of an action item: text[start:end]
// says that prop is value.
type token struct {
	prop       string // a property of actions; "" for a separator word
	value      line
	word       string // the value in the words of the schema, "" to take value as it stands
	start, end int
	sure       bool // metadata wherever it stands; else only at an end of the line or in brackets
}

// Shapes of metadata that are no words of a language.
var (
	explicitID  = lazyregexp.New(`\{#([\p{L}\p{N}][\p{L}\p{N}_.-]{0,79})\}|(?:^|\s)\^([\p{L}\p{N}][\p{L}\p{N}_.-]{0,79})\s*$`)
	datedSign   = lazyregexp.New(`(📅|🗓️?|✅|➕|❌)\s*`)
	priority    = lazyregexp.New(`(?i)\bP([0-4])\b`)
	ticketShape = lazyregexp.New(`https?://[^\s<>()（）、。]+|(?:[\w.-]+/[\w.-]+)?#[0-9]+\b|\b[A-Z][A-Z0-9]{1,9}-[0-9]+\b`)
	issueURL    = lazyregexp.New(`/(?:issues?|pull|pulls|merge_requests|browse|tickets?|work_items)/[\w-]*[0-9]`)
	colon       = lazyregexp.New(`[:：=]`)
)

// standards look like tickets and are none.
var standards = lazyregexp.New(`^(?:UTF|SHA|ISO|CVE|RFC|HTTP|TLS|SSL|AES|MD|IPV|COVID|EC|GPT|IEC|JIS|PM)-?[0-9]`)

// signs are the marks of to-do lists and what the date behind them is.
var signs = map[string]string{"📅": "due", "🗓": "due", "✅": "closed", "➕": "created", "❌": "closed"}

// separators may stand between metadata and are no part of it.
const separators = " \t,、，;；|｜/／・·.。-–—―:：→⇒*_"

const (
	openers = "([（【［〔"
	closers = ")]）】］〕"
)

// maxAction is the length, in bytes, over which a line is no action item of an
// author: what follows looks at every pair of tokens.
const maxAction = 4096

// tokens finds all metadata of a line, in order and without overlaps.
func (r *reader) tokens(l line) []token {
	if len(l.text) > maxAction {
		return nil
	}
	var found []token
	for _, m := range explicitIDs(l.text) {
		i, j := m[2], m[3]
		if i < 0 {
			i, j = m[4], m[5]
		}
		found = append(found, token{prop: "id", value: l.cut(i, j), start: m[0], end: m[1], sure: true})
	}
	found = append(found, r.signTokens(l)...)
	found = append(found, r.shapeTokens(l)...)
	found = append(found, r.statusTokens(l)...)
	found = append(found, r.spacedTokens(l)...)
	return r.addKeyed(l, disjoint(found))
}

// disjoint sorts tokens and drops those that overlap one before them in the
// list, which is in the order of trust.
func disjoint(list []token) []token {
	var out []token
	for _, t := range list {
		if !slices.ContainsFunc(out, func(o token) bool { return t.start < o.end && o.start < t.end }) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b token) int { return a.start - b.start })
	return out
}

// findAll finds all matches of an expression in a text. What matches holds one
// of the marks: most lines have none, and to look for them costs little.
func findAll(re *lazyregexp.Regexp, text string, marks ...string) [][]int {
	if !holds(text, marks) {
		return nil
	}
	return re.FindAllStringSubmatchIndex(text, -1)
}

// find finds the first match as findAll does.
func find(re *lazyregexp.Regexp, text string, marks ...string) []int {
	if !holds(text, marks) {
		return nil
	}
	return re.FindStringSubmatchIndex(text)
}

func holds(text string, marks []string) bool {
	return slices.ContainsFunc(marks, func(m string) bool { return strings.Contains(text, m) })
}

func (r *reader) signTokens(l line) []token {
	var out []token
	for _, m := range findAll(datedSign, l.text, "📅", "🗓", "✅", "➕", "❌") {
		sign := strings.TrimSuffix(l.text[m[2]:m[3]], "\ufe0f")
		i, j, ok := dateAt(l.text, m[1])
		if ok {
			out = append(out, token{prop: signs[sign], value: l.cut(i, j), start: m[0], end: j, sure: true})
		}
		switch {
		case sign == "❌":
			out = append(out, token{prop: "status", word: string(WontDo), value: l.cut(m[2], m[3]), start: m[0], end: m[1]})
		case sign == "✅" && !ok:
			out = append(out, token{prop: "status", word: string(Done), value: l.cut(m[2], m[3]), start: m[0], end: m[1]})
		}
	}
	return out
}

// ticketTokens finds references to issues.
func (r *reader) ticketTokens(l line) []token {
	var out []token
	for _, k := range l.links {
		word := l.text[k.start:k.end]
		if issueURL.MatchString(k.dest) || word != "" && ticketShape.FindString(word) == word && isTicket(word) {
			t := token{prop: "ticket", value: l.cut(k.start, k.end), start: k.start, end: k.end}
			if ticketShape.FindString(t.value.text) != t.value.text {
				t.word = k.dest
			}
			out = append(out, t)
		}
	}
	for _, m := range tickets(l.text) {
		if word := l.text[m[0]:m[1]]; !standards.MatchString(word) && isTicket(word) && bounded(l.text, m[0], m[1]) {
			out = append(out, token{prop: "ticket", value: l.cut(m[0], m[1]), start: m[0], end: m[1]})
		}
	}
	return out
}

// isTicket tells whether what looks like a ticket is one: of addresses only
// those of an issue, for the others are what the item speaks of.
func isTicket(word string) bool { return !strings.Contains(word, "://") || issueURL.MatchString(word) }

func (r *reader) shapeTokens(l line) []token {
	out := r.ticketTokens(l)
	for _, m := range mentions(l.text) {
		if bounded(l.text, m[0], m[1]) {
			out = append(out, token{prop: "owner", value: l.cut(m[2], m[3]), start: r.ownerWord(l.text, m[0]), end: m[1]})
		}
	}
	for _, m := range priorityMarks(l.text) {
		if bounded(l.text, m[0], m[1]) {
			out = append(out, token{prop: "priority", value: l.cut(m[0], m[1]), word: "p" + l.text[m[2]:m[3]], start: m[0], end: m[1]})
		}
	}
	return out
}

// ownerWord is where the metadata of a mention at byte at begins: at the word
// that names the owner, if one stands before it and behind a separator.
func (r *reader) ownerWord(text string, at int) int {
	start, prop := r.keyBefore(text, at)
	if prop != "owner" {
		return at
	}
	start += len(text[start:at]) - len(strings.TrimLeft(text[start:at], separators)) // the key may be read with a dash
	before := strings.TrimRight(text[:start], " \t　")
	last, _ := utf8.DecodeLastRuneInString(before)
	if before != "" && !strings.ContainsRune(separators+openers+closers, last) {
		return at
	}
	return start
}

// explicitIDs finds the ids that a line gives itself: {#ai-6}, ^ai-6. Each
// match is that of explicitID.
func explicitIDs(text string) [][]int {
	from := 0
	if !strings.Contains(text, "^") {
		if from = strings.Index(text, "{#"); from < 0 {
			return nil
		}
	}
	found := explicitID.FindAllStringSubmatchIndex(text[from:], -1)
	for _, m := range found {
		for i, at := range m {
			if at >= 0 {
				m[i] = from + at
			}
		}
	}
	return found
}

// mentions finds @name: from the sign to the end, and the name alone.
func mentions(text string) [][4]int {
	var out [][4]int
	for i := 0; i < len(text); i++ {
		sign := 0
		if text[i] == '@' {
			sign = 1
		} else if strings.HasPrefix(text[i:], "＠") {
			sign = len("＠")
		}
		if sign == 0 {
			continue
		}
		name := text[i+sign:]
		end := strings.IndexFunc(name, func(c rune) bool {
			return !unicode.IsLetter(c) && !unicode.IsNumber(c) && !strings.ContainsRune("_./-", c)
		})
		if end < 0 {
			end = len(name)
		}
		if first, _ := utf8.DecodeRuneInString(name); end > 0 && (unicode.IsLetter(first) || unicode.IsNumber(first)) {
			out = append(out, [4]int{i, i + sign + end, i + sign, i + sign + end})
			i += sign + end - 1
		}
	}
	return out
}

// priorityMarks finds P0 to P4 as whole words: from the letter to the end,
// and the digit alone.
func priorityMarks(text string) [][4]int {
	var out [][4]int
	for i := 0; i+1 < len(text); i++ {
		if text[i]|0x20 != 'p' || text[i+1] < '0' || text[i+1] > '4' {
			continue
		}
		behind := scan{text, i + 2}
		if behind.wordEnd() && (i == 0 || !wordByte(text[i-1])) {
			out = append(out, [4]int{i, i + 2, i + 1, i + 2})
		}
	}
	return out
}

func wordByte(b byte) bool { return isLatin(b) || isDigit(b) || b == '_' }

// tickets finds what has the shape of a ticket. Most lines have no sign that
// one has.
func tickets(text string) [][]int {
	for i := range len(text) {
		switch text[i] {
		case '#':
			if i+1 == len(text) || !isDigit(text[i+1]) {
				continue
			}
		case ':':
			if !strings.HasPrefix(text[i:], "://") {
				continue
			}
		case '-':
			if i == 0 || i+1 == len(text) || !isDigit(text[i+1]) || !isDigit(text[i-1]) && !isCapital(text[i-1]) {
				continue
			}
			if strings.IndexFunc(text[max(0, i-10):i], func(c rune) bool { return c < utf8.RuneSelf && isCapital(byte(c)) }) < 0 {
				continue // a date
			}
		default:
			continue
		}
		return ticketShape.FindAllStringIndex(text, -1)
	}
	return nil
}

func isCapital(b byte) bool { return 'A' <= b && b <= 'Z' }

// bounded tells whether text[i:j] stands alone: no letter or digit touches
// it, and no sign that makes it part of a longer token.
func bounded(text string, i, j int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[j:])
	return (i == 0 || !joins(before)) && (j == len(text) || !joins(after) || after == '.' && !strings.ContainsAny(text[j+1:min(j+2, len(text))], "0123456789"))
}

func joins(r rune) bool {
	return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("_-/#@&=+$.", r)
}

// statusTokens finds words of state that stand as such: in brackets, in
// capitals, behind an arrow or before a colon. "Get it done" is none.
func (r *reader) statusTokens(l line) []token {
	out := r.reasonedTokens(l)
	open := strings.ContainsAny(l.text, openers)
	for i, j := range words(l.text) {
		w := l.text[i:j]
		if length(w) > 12 {
			continue
		}
		stands := shouted(w) || open && (bracketed(l.text, i, j) || listed(l.text, i, j)) || cjk(w) && (i == 0 || spaceBefore(l.text, i) || closed(l.text[:i])) || i == 0 && colon.MatchString(firstRune(l.text[j:]))
		if !stands {
			continue
		}
		if status := r.labels.Word("actions.status", w); status != "" {
			out = append(out, token{prop: "status", value: l.cut(i, j), word: status, start: i, end: j})
		}
	}
	return out
}

// reasonedTokens finds brackets that give a state and why: "(wont_do: nobody
// needs it)".
func (r *reader) reasonedTokens(l line) []token {
	var out []token
	for open, end := range brackets(l.text) {
		inner := l.text[open:end]
		first, _ := utf8.DecodeRuneInString(inner)
		_, last := utf8.DecodeLastRuneInString(inner)
		i, j := open+utf8.RuneLen(first), end-last
		m := colon.FindStringIndex(l.text[i:j])
		if m == nil || m[0] > 20 {
			continue
		}
		if status := r.labels.Word("actions.status", l.text[i:i+m[0]]); status != "" && !isDateText(l.text[i+m[1]:j]) {
			out = append(out,
				token{prop: "status", value: l.cut(i, i+m[0]), word: status, start: i, end: i + m[1], sure: true},
				token{prop: "reason", value: l.cut(i+m[1], j), start: i + m[1], end: j, sure: true})
		}
	}
	return out
}

// isDateText tells whether a text begins with a date: "done: 2023-01-15".
func isDateText(text string) bool {
	_, _, ok := dateAt(text, 0)
	return ok
}

// words yields the start and end of each run of text between separators,
// brackets and spaces; "in progress" and "wont_do" count in one piece when
// they stand alone in brackets.
func words(text string) func(yield func(i, j int) bool) {
	return func(yield func(i, j int) bool) {
		start := -1
		for i, c := range text + " " {
			if c != '_' && (unicode.IsSpace(c) || strings.ContainsRune(separators+openers+closers, c)) {
				if start >= 0 && !yield(start, i) {
					return
				}
				start = -1
			} else if start < 0 {
				start = i
			}
		}
		for i, c := range text {
			if strings.ContainsRune(openers, c) {
				if n := strings.IndexAny(text[i:], closers); n > 0 && n < 30 && !yield(i+utf8.RuneLen(c), i+n) {
					return
				}
			}
		}
	}
}

func shouted(w string) bool {
	lower := func(c rune) bool { return 'a' <= c && c <= 'z' } // at a glance
	return !strings.ContainsFunc(w, lower) && w == strings.ToUpper(w) && w != strings.ToLower(w)
}

func bracketed(text string, i, j int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[j:])
	return i > 0 && j < len(text) && strings.ContainsRune(openers, before) && strings.ContainsRune(closers, after)
}

// listed tells whether text[i:j] is an item of a list in brackets: set off by
// a comma or the opening bracket before it, and one or the closing after.
func listed(text string, i, j int) bool {
	head, tail := strings.TrimRight(text[:i], " 　"), strings.TrimLeft(text[j:], " 　")
	open, shut := strings.LastIndexAny(head, openers), strings.IndexAny(tail, closers)
	if open < 0 || shut < 0 || strings.ContainsAny(head[open:], closers) || strings.ContainsAny(tail[:shut], openers) {
		return false
	}
	const edges = ",、，;；/|｜"
	before, _ := utf8.DecodeLastRuneInString(head)
	after, _ := utf8.DecodeRuneInString(tail)
	return strings.ContainsRune(edges+openers, before) && strings.ContainsRune(edges+closers, after)
}

// closed tells whether a text ends with a closing bracket.
func closed(text string) bool {
	c, _ := utf8.DecodeLastRuneInString(text)
	return text != "" && strings.ContainsRune(closers, c)
}

func spaceBefore(text string, i int) bool {
	c, _ := utf8.DecodeLastRuneInString(text[:i])
	return unicode.IsSpace(c) || c == '→'
}

// cjk tells whether s begins with a character of Japanese.
func cjk(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana)
}
