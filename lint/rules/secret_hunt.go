package rules

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/zricethezav/gitleaks/v8/config"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// secretHunt looks for secrets in the text of one file.
type secretHunt struct {
	path     string
	data     []byte
	patterns *patternSet

	searched int // bytes that patterns were shown, or were to be shown
}

// foundSecret is a secret of a kind.
type foundSecret struct {
	kind string
	span source.Span
}

// mostSearched bounds the bytes that patterns are shown of one file, counted
// once for each pattern: about a second of work. Honest documents need a
// hundredth.
const mostSearched = 4 << 20

// mostSecrets is how many matches of one pattern are looked at in a piece of
// text. A dump of a vault has more, and they are revoked together.
const mostSecrets = 1000

// Patterns that are treated apart.
const (
	anyKey           = "generic-api-key" // keys of no known make
	curlHeader       = "curl-auth-header"
	curlUser         = "curl-auth-user"
	urlPassword      = "url-password"
	japanesePassword = "japanese-password"
)

// all gives the secrets of the text in order. Where two kinds fit one place,
// the one that says more counts.
func (h *secretHunt) all() []foundSecret {
	var found []foundSecret
	for i, windows := range h.windows() {
		for _, w := range windows {
			found = h.search(h.patterns.patterns[i], w, found)
		}
	}
	slices.SortFunc(found, func(a, b foundSecret) int {
		return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(rank(a), rank(b)), cmp.Compare(a.kind, b.kind))
	})
	var out []foundSecret
	for _, f := range found {
		switch last := len(out) - 1; {
		case last < 0 || !out[last].span.Overlaps(f.span):
			out = append(out, f)
		case rank(f) < rank(out[last]):
			out[last] = f
		}
	}
	return out
}

// rank is higher for a kind that says less.
func rank(f foundSecret) int {
	if f.kind == anyKey {
		return 1
	}
	return 0
}

// windows gives for each pattern the pieces of the text that have one of its
// words, in order and apart.
func (h *secretHunt) windows() [][]source.Span {
	out := make([][]source.Span, len(h.patterns.patterns))
	var words []word
	for at := range max(len(h.data)-2, 0) {
		if !h.patterns.begins[trace(h.data[at], h.data[at+1], h.data[at+2])] {
			continue
		}
		words = h.patterns.at(h.data[at:], words[:0])
		for _, w := range words {
			for _, i := range w.patterns {
				if !h.worth(h.patterns.patterns[i], at, at+len(w.text)) {
					continue
				}
				s := h.window(at, h.patterns.patterns[i].reach)
				if last := len(out[i]) - 1; last >= 0 && s.Start <= out[i][last].End {
					out[i][last] = out[i][last].Join(s)
				} else {
					out[i] = append(out[i], s)
				}
			}
		}
	}
	return out
}

// worth tells at a glance whether a pattern can find something at one of its
// words. The expressions cost a thousand times as much, and the words are
// common ones: key, access, "sk" for task.
func (h *secretHunt) worth(p pattern, at, end int) bool {
	switch {
	case p.kind == urlPassword:
		return bytes.IndexByte(h.run(at), '@') > 0
	case p.kind == anyKey:
		return isGiven(h.data[end:])
	case p.kind == curlHeader:
		return h.says(end, p.reach, "-H", "--header")
	case p.kind == curlUser:
		return h.says(end, p.reach, "-u", "--user")
	case p.reach != shortReach || p.kind == japanesePassword:
		return true
	case p.given && isGiven(h.data[end:]):
		return true
	}
	run := h.run(at)
	return len(run) >= shortestToken && (hasDigit(run) || humps(run) > 1)
}

// humps counts the capital letters behind small ones.
func humps(text []byte) int {
	n := 0
	for i := 1; i < len(text); i++ {
		if 'A' <= text[i] && text[i] <= 'Z' && 'a' <= text[i-1] && text[i-1] <= 'z' {
			n++
		}
	}
	return n
}

// says tells whether the text holds one of some words from a byte on, as far
// as a pattern reaches.
func (h *secretHunt) says(from, reach int, words ...string) bool {
	text := h.data[from:min(from+reach, len(h.data))]
	return slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(text, []byte(w)) })
}

// shortestToken is the length of the shortest secret with a prefix of its own,
// prefix included.
const shortestToken = 16

// run is the word of a token that a byte stands in, up to some bytes before
// and after it.
func (h *secretHunt) run(at int) []byte {
	const far = 64
	start, end := at, at
	for start > max(at-far, 0) && inToken[h.data[start-1]] {
		start--
	}
	for end < min(at+far, len(h.data)) && inToken[h.data[end]] {
		end++
	}
	return h.data[start:end]
}

// isGiven tells whether a text goes on with "= value" or the like, the value
// being of ten characters or more with a digit among them. A name may go on
// for twenty characters first.
func isGiven(text []byte) bool {
	const name, least = 23, 10
	i := 0
	for i < len(text) && i < name && (inToken[text[i]] && !isSign(text[i]) || strings.IndexByte(" \t\r\n'\"", text[i]) >= 0) {
		i++
	}
	if i == len(text) || !isSign(text[i]) {
		return false
	}
	for most := i + 9; i < len(text) && i < most && (isSign(text[i]) || strings.IndexByte(" \t\r\n'\"`", text[i]) >= 0); {
		i++
	}
	begin := i
	for i < len(text) && i-begin < 160 && inToken[text[i]] {
		i++
	}
	return i-begin >= least && hasDigit(text[begin:i])
}

// isSign tells whether a byte is of those that give a value to a name.
func isSign(b byte) bool { return strings.IndexByte("=>|:?,", b) >= 0 }

// inToken are the bytes of tokens, and of addresses that hold one.
var inToken = func() (set [256]bool) {
	for _, b := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.~+/=-:@") {
		set[b] = true
	}
	return set
}()

// window is the piece of the text around a word: from the beginning of its
// line, or some way before, to the end of the next line, or as far as a
// pattern of many lines reaches.
func (h *secretHunt) window(at, reach int) source.Span {
	const before = 256 // no pattern looks further back
	if reach == 0 {
		return source.Span{End: len(h.data)}
	}
	s := source.Span{Start: max(at-before, 0), End: min(at+reach, len(h.data))}
	if newline := bytes.LastIndexByte(h.data[s.Start:at], '\n'); newline >= 0 {
		s.Start += newline + 1
	}
	if reach == shortReach {
		rest := h.data[at:s.End]
		for lines := 0; lines < 2; lines++ {
			newline := bytes.IndexByte(rest, '\n')
			if newline < 0 {
				return s
			}
			rest = rest[newline+1:]
		}
		s.End -= len(rest)
	}
	return s
}

// search lets a pattern look at a piece of the text.
func (h *secretHunt) search(p pattern, w source.Span, found []foundSecret) []foundSecret {
	text := h.data[w.Start:w.End]
	if h.searched += len(text); h.searched > mostSearched {
		return found
	}
	rule := p.rule()
	if rule.Path != nil && !rule.Path.MatchString(h.path) {
		return found
	}
	for _, m := range rule.Regex.FindAllSubmatchIndex(text, mostSecrets) {
		i := 2 * secretGroup(rule, m)
		value := string(text[m[i]:m[i+1]])
		if rule.Entropy > 0 && entropy(value) <= rule.Entropy || p.kind == anyKey && !hasDigit([]byte(value)) || !h.counts(rule, text, m, value) {
			continue
		}
		found = append(found, foundSecret{p.kind, source.Span{Start: w.Start + m[i], End: w.Start + m[i+1]}})
	}
	return found
}

// secretGroup is the group of a match that holds the secret itself.
func secretGroup(r config.Rule, m []int) int {
	if r.SecretGroup > 0 {
		return r.SecretGroup
	}
	for g := 1; 2*g < len(m); g++ {
		if m[2*g] < m[2*g+1] {
			return g
		}
	}
	return 0
}

// counts tells whether a match is no example and not allowed.
func (h *secretHunt) counts(r config.Rule, text []byte, m []int, value string) bool {
	const far = 1000 // bytes of a line that count on either side
	start, end := max(m[0]-far, 0), min(m[1]+far, len(text))
	start += bytes.LastIndexByte(text[start:m[0]], '\n') + 1
	if n := bytes.IndexByte(text[m[1]:end], '\n'); n >= 0 {
		end = m[1] + n
	}
	line, match := string(text[start:end]), string(bytes.Trim(text[m[0]:m[1]], "\r\n"))
	if standIn.MatchString(value) || bytes.Contains(text[start:end], []byte("gitleaks:allow")) {
		return false
	}
	for _, list := range [][]*config.Allowlist{h.patterns.allowed, r.Allowlists} {
		if slices.ContainsFunc(list, func(a *config.Allowlist) bool { return h.allowed(a, value, match, line) }) {
			return false
		}
	}
	return true
}

// allowed tells whether an allow list of gitleaks lets a secret pass.
func (h *secretHunt) allowed(a *config.Allowlist, value, match, line string) bool {
	target := value
	switch a.RegexTarget {
	case "match":
		target = match
	case "line":
		target = line
	}
	stop, _ := a.ContainsStopWord(value)
	var checks []bool
	if len(a.Paths) > 0 {
		checks = append(checks, a.PathAllowed(h.path))
	}
	if len(a.Regexes) > 0 {
		checks = append(checks, a.RegexAllowed(target))
	}
	if len(a.StopWords) > 0 {
		checks = append(checks, stop)
	}
	if a.MatchCondition == config.AllowlistMatchAnd {
		return len(checks) > 0 && !slices.Contains(checks, false)
	}
	return slices.Contains(checks, true)
}

// standIn is what documents write in the place of a secret. AWS's own keys in
// its manuals end in EXAMPLE, and in copies in EXAMPL4.
var standIn = lazyregexp.New(`(?i)exampl|change-?_?me|your[-_ ]?|x{4}|\*{3}|\.{3}|…|redacted|placeholder|dummy|^<.*>$|^\$|\$\{|\{\{|0123456789|1234567890|^0+$`)

func hasDigit(text []byte) bool { return bytes.ContainsAny(text, "0123456789") }

// entropy is Shannon's, in bits for each byte: what gitleaks weighs secrets
// by.
func entropy(text string) float64 {
	counts := map[rune]int{}
	for _, r := range text {
		counts[r]++
	}
	sum := 0.0
	for _, n := range counts {
		share := float64(n) / float64(len(text))
		sum -= share * math.Log2(share)
	}
	return sum
}
