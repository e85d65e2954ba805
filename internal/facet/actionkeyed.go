package facet

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// spacedTokens finds dates behind the word that names them, without a colon:
// "due 2023-02-15", "期限 2023-02-15".
func (r *reader) spacedTokens(l line) []token {
	var out []token
	before := [2]int{}
	for i, j := range words(l.text) {
		prop := ""
		if before[1] <= i && mayBeDay(l.text[i:]) && idleSpace(l.text[before[1]:i]) {
			prop = r.labels.Key("actions", l.text[before[0]:before[1]])
		}
		if isDateProp(prop) {
			if from, to, ok := dateAt(l.text, i); ok && from == i {
				out = append(out, token{prop: prop, value: l.cut(i, to), start: before[0], end: to})
			}
		} else if to := r.spacedOwner(l.text, before, i); to > 0 {
			out = append(out, token{prop: "owner", value: l.cut(i, to), start: before[0], end: to})
		}
		if i > before[1] && before[1] > 0 && l.text[before[0]:before[1]] == "assigned" && l.text[i:j] == "to" {
			before[1] = j
			continue
		}
		before = [2]int{i, j}
	}
	return out
}

// spacedOwner is the end of a name at byte i that stands behind a word for the
// owner, set off from the words before it: "…, owner Fatima"; 0 if none does.
func (r *reader) spacedOwner(text string, key [2]int, i int) int {
	if key[1] == 0 || key[1] > i || !idleSpace(text[key[1]:i]) || r.labels.Key("actions", text[key[0]:key[1]]) != "owner" {
		return 0
	}
	before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text[:key[0]], " \t"))
	if !strings.ContainsRune(",、，;；|｜/→-–—。.　([（【［〔", before) {
		return 0
	}
	to := i + len(text[i:])
	if n := strings.IndexAny(text[i:], ",、，;；|｜/→。.　)]）】］〕"); n >= 0 {
		to = i + n
	}
	if !r.isName(strings.TrimSpace(text[i:to])) {
		return 0
	}
	return i + len(strings.TrimRight(text[i:to], " \t　"))
}

// idleSpace tells whether text is space and nothing else.
func idleSpace(text string) bool { return text != "" && strings.Trim(text, " \t　") == "" }

// addKeyed adds the tokens of the form "key: value". A value reaches to the
// next token, separator or bracket.
func (r *reader) addKeyed(l line, found []token) []token {
	var keyed []token
	for _, m := range findAll(colon, l.text, ":", "：", "=") {
		key, prop := r.keyBefore(l.text, m[0])
		if prop == "" || prop == "text" || strings.HasPrefix(l.text[m[1]:], "//") {
			continue
		}
		keyed = append(keyed, token{prop: prop, start: key, end: m[1]})
	}
	for open, end := range labelBrackets(l.text) { // 【担当】基盤
		_, first := utf8.DecodeRuneInString(l.text[open:])
		_, last := utf8.DecodeLastRuneInString(l.text[:end])
		if word := l.text[open+first : end-last]; length(word) <= maxKey && open > 0 {
			if prop := r.labels.Key("actions", word); prop != "" && prop != "text" && !(prop == "closed" && !isDateText(l.text[end:])) {
				keyed = append(keyed, token{prop: prop, start: open, end: end})
			}
		}
	}
	all := append(slices.Clone(found), keyed...)
	for i := range keyed {
		keyed[i] = r.keyValue(l, keyed[i], all)
	}
	keyed = slices.DeleteFunc(keyed, func(t token) bool { return t.prop == "" })
	return disjoint(append(keyed, found...))
}

// labelBrackets yields the brackets behind which something stands that they
// may name.
func labelBrackets(text string) func(yield func(open, end int) bool) {
	return func(yield func(open, end int) bool) {
		if !strings.ContainsAny(text, "【［〔[") {
			return
		}
		for open, end := range brackets(text) {
			if end < len(text) && !yield(open, end) {
				return
			}
		}
	}
}

// maxKey is the length of the longest key, in characters.
const maxKey = 20

// keyBefore finds the key that ends at the colon and gives its start and the
// property that it names. Of several words the longest key counts.
func (r *reader) keyBefore(text string, at int) (start int, prop string) {
	head := strings.TrimRightFunc(text[:at], unicode.IsSpace)
	start = max(0, strings.LastIndexAny(head, ",、，;；|｜。*/／"+openers+closers))
	for from := len(head); from > start && length(head[from:]) < maxKey; {
		_, n := utf8.DecodeLastRuneInString(head[:from])
		from -= n
		if first, _ := utf8.DecodeRuneInString(head[from:]); from == start || unicode.IsSpace(first) {
			word := strings.TrimLeft(head[from:], " \t,;|*/([")
			word = strings.TrimLeft(word, "　、，；｜。／"+openers+closers)
			if p := r.labels.Key("actions", word); p != "" {
				at, prop = len(head)-len(word), p
			}
		}
	}
	return at, prop
}

// keyValue completes a keyed token with its value; its prop is "" if what
// follows cannot be the value of such a key.
func (r *reader) keyValue(l line, t token, all []token) token {
	from := t.end + len(l.text[t.end:]) - len(strings.TrimLeft(l.text[t.end:], " \t　*"))
	if isDateProp(t.prop) {
		if i, j, ok := dateAt(l.text, from); ok {
			t.value, t.end, t.sure = l.cut(i, j), j, true
			return t
		}
	}
	if t.prop == "closed" { // "DONE: Add a canary": a state, not a date
		return token{prop: "status", word: string(Done), value: l.cut(t.start, t.end), start: t.start, end: t.end}
	}
	to := len(l.text)
	if i := strings.IndexAny(l.text[from:], ",、，;；|｜。"+openers+closers); i >= 0 {
		to = from + i
	}
	for _, o := range all {
		if o.start > from && o.start < to {
			to = o.start
		}
		if o.start == from && o.end <= to && o.prop == t.prop && o.word != "" {
			t.word, to = o.word, o.end
		}
	}
	for _, dash := range []string{" - ", " – ", " — ", " / ", "／", " · ", "→", "〜"} {
		if i := strings.Index(l.text[from:to], dash); i >= 0 {
			to = from + i
		}
	}
	t.value = l.cut(from, to)
	t.end = max(from, to)
	return r.checkValue(t)
}

func isDateProp(prop string) bool { return prop == "due" || prop == "closed" || prop == "created" }

// checkValue turns a token's value into the words of the schema. A token
// whose value cannot be one is none, so that prose with a colon stays prose.
func (r *reader) checkValue(t token) token {
	text := t.value.text
	switch {
	case r.nothing(text):
		t.value = line{end: t.value.end}
	case t.word != "":
	case t.prop == "owner":
		t.value = owner(t.value)
	case t.prop == "status" || t.prop == "type" || t.prop == "term" || t.prop == "priority":
		if t.word = r.labels.Word("actions."+t.prop, text); t.word == "" {
			return token{}
		}
	case t.prop == "ticket":
		if !ticketShape.MatchString(text) {
			return token{}
		}
	}
	return t
}

// owner drops the sign of a mention and the stop of its sentence.
func owner(l line) line {
	i := len(l.text) - len(strings.TrimLeft(l.text, "@＠"))
	return l.cut(i, max(i, len(strings.TrimRight(l.text, ".。 　"))))
}

// nothing tells whether a text only says that there is nothing to say.
func (r *reader) nothing(text string) bool {
	return strings.Trim(text, "-–—－.… /") == "" || length(text) <= maxKey && r.labels.Word("none", text) != ""
}
