package facet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// settle decides which tokens are metadata: those that are sure, those that
// make up a whole bracket, and those at the ends of the line with nothing but
// separators and other metadata outside of them.
func settle(text string, all []token) []token {
	taken := make([]bool, len(all))
	for i, t := range all {
		taken[i] = t.sure
	}
	for open, end := range brackets(text) {
		if inside, ok := covered(text, open, end, all); ok {
			for _, i := range inside {
				taken[i] = true
			}
		}
	}
	at := len(text)
	for i := len(all) - 1; i >= 0 && idle(text[all[i].end:at]); i-- {
		if !taken[i] && isRemark(text, all[i], all) {
			break
		}
		taken[i], at = true, all[i].start
	}
	at = 0
	for i := 0; i < len(all) && all[i].start >= at && idle(text[at:all[i].start]); i++ {
		if all[i].prop == "ticket" && isSubject(text, all[i]) {
			break
		}
		taken[i], at = true, all[i].end
	}
	var out []token
	for i, t := range all {
		if taken[i] {
			out = append(out, t)
		}
	}
	return out
}

// isSubject tells whether a ticket at the beginning of a line belongs to the
// sentence: "ABC-123 is merged", "ABC-123の修正". A sentence that begins behind
// it, with a capital letter, does not.
func isSubject(text string, t token) bool {
	if inBrackets(text, t) {
		return false
	}
	next := text[t.end:]
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, " "))
	if strings.HasPrefix(next, " ") {
		return unicode.IsLower(first)
	}
	return !idle(string(first))
}

// isRemark tells whether an issue ends a remark in brackets, where it stays:
// "(the vacancy is #12)".
func isRemark(text string, t token, all []token) bool {
	open := strings.LastIndexAny(text[:t.start], openers)
	after, _ := utf8.DecodeRuneInString(text[t.end:])
	if t.prop != "ticket" || !strings.Contains(t.value.text, "#") || open < 0 || !strings.ContainsRune(closers, after) || strings.ContainsAny(text[open:t.start], closers) {
		return false
	}
	_, n := utf8.DecodeRuneInString(text[open:])
	return !idleLess(text, open+n, t.start, all)
}

func inBrackets(text string, t token) bool { return bracketed(text, t.start, t.end) }

// idle tells whether text is only separators and brackets.
func idle(text string) bool { return strings.Trim(text, separators+openers+closers+"　") == "" }

// brackets yields the offsets of opening and closing brackets that pair up
// without others between them.
func brackets(text string) func(yield func(open, end int) bool) {
	return func(yield func(open, end int) bool) {
		open := -1
		for i, c := range text {
			switch {
			case strings.ContainsRune(openers, c):
				open = i
			case open >= 0 && strings.ContainsRune(closers, c):
				if !yield(open, i+utf8.RuneLen(c)) {
					return
				}
				open = -1
			}
		}
	}
}

// covered gives the tokens inside text[open:end], and whether nothing but
// separators stands between them.
func covered(text string, open, end int, all []token) (inside []int, ok bool) {
	at := open
	for i, t := range all {
		if t.start < open || t.end > end {
			continue
		}
		if !idle(text[at:t.start]) {
			return nil, false
		}
		inside, at = append(inside, i), t.end
	}
	return inside, len(inside) > 0 && idle(text[at:end])
}

// without gives the text of a line less its metadata and the brackets and
// separators that only held it.
func without(text string, meta []token) string {
	var b strings.Builder
	at := 0
	for _, t := range meta {
		start, end := t.start, t.end
		b.WriteString(text[at:max(at, start)])
		at = max(at, end)
	}
	b.WriteString(text[at:])
	out := b.String()
	if len(meta) > 0 {
		out = emptied.ReplaceAllString(out, " ")
		out = strings.TrimRight(out, " \t　,、，;；|｜-–—―:：→⇒*/／・·")
		out = loosePauses.ReplaceAllString(out, "$1")
		out = looseStops.ReplaceAllString(out, "$1")
		out = strings.TrimLeft(out, " \t　,、，;；|｜-–—―:：→⇒*・·")
	}
	return collapse(out)
}

// loosePauses are commas with nothing left between them.
var loosePauses = lazyregexp.New(`([,、;；])(?:\s*[,、;；])+`)

// looseStops are full stops of sentences that were metadata.
var looseStops = lazyregexp.New(`(?:\s+[.。])+$|([.。])(?:\s*[.。])+$`)

// emptied are brackets with nothing but separators left in them.
var emptied = lazyregexp.New(`[(\[（【［〔][\s　,、，;；|/／・.:：&–—―〜~→⇒-]*[)\]）】］〕]`)

// values keeps of each property the first token. More owners are one list.
func values(meta []token, from doc.Provenance) map[string]doc.Value {
	out := map[string]doc.Value{}
	for _, t := range meta {
		v := t.value.value(from)
		if t.word != "" {
			v = doc.NewScalar(t.word, t.value.span(), from)
		}
		if v.Text() == "" {
			continue
		}
		if old, ok := out[t.prop]; ok {
			if t.prop == "owner" {
				out[t.prop] = doc.NewScalar(old.Text()+", "+v.Text(), old.Span().Join(v.Span()), from)
			}
			continue
		}
		out[t.prop] = v
	}
	return out
}
