package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Literal gives the words of a message as it was logged, in lower case, with a
// space around each, so that one message holds another if its Literal holds
// that of the other. What changes from time to time is left out: numbers, ids
// in hexadecimal, times, addresses, names of hosts and pods. Characters of
// Chinese and Japanese are words each.
func Literal(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, chunk := range strings.Fields(Fold(text)) {
		if isHost(chunk) {
			continue
		}
		words, hashed := literalWords(chunk)
		if hashed && isName(chunk) {
			continue // of a pod, a container, a UUID
		}
		for _, w := range words {
			b.WriteString(w)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// literalWords cuts a text without spaces into words. It is hashed if one of
// its pieces mixes digits and letters as ids do.
func literalWords(chunk string) (words []string, hashed bool) {
	for _, piece := range strings.FieldsFunc(chunk, func(r rune) bool { return classOf(r) == other || r == '_' }) {
		if isMixed(piece) {
			hashed = true
			continue
		}
		start := 0
		for i, r := range piece {
			if c := classOf(r); c == word && !unicode.IsDigit(r) {
				continue
			} else if words = lettersOnly(words, piece, start, i); c != word {
				words = append(words, string(r))
			}
			start = i + utf8.RuneLen(r)
		}
		words = lettersOnly(words, piece, start, len(piece))
	}
	return words, hashed
}

// lettersOnly adds the letters of a piece from start to end. Next to digits,
// fewer than three of them are a unit or a mark, which changes with the number.
func lettersOnly(words []string, piece string, start, end int) []string {
	if start == end || (start > 0 || end < len(piece)) && isASCII(piece) && end-start < 3 {
		return words
	}
	return append(words, piece[start:end])
}

// isMixed tells whether a piece goes from digits to letters and back as no word
// does, or says that it is hexadecimal.
func isMixed(piece string) bool {
	if !isASCII(piece) {
		return false
	}
	turns := 0
	for i := 1; i < len(piece); i++ {
		if isDigit(piece[i]) != isDigit(piece[i-1]) {
			turns++
		}
	}
	return turns >= 2 || strings.HasPrefix(piece, "0x") && len(piece) > 2
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isName tells whether a text, punctuation around it left out, is of letters,
// digits and hyphens.
func isName(chunk string) bool {
	return !strings.ContainsFunc(bare(chunk), func(r rune) bool {
		return r != '-' && !('a' <= r && r <= 'z') && !('0' <= r && r <= '9')
	})
}

// bare is a text without the punctuation around it.
func bare(chunk string) string { return strings.Trim(chunk, "\"'`“”‘’()[]{}<>,;:.!?=/") }

// hostEndings are the last labels of names of hosts that are common in logs.
// Names of classes and settings have dots as well, and other endings.
var hostEndings = []string{
	"app", "arpa", "cloud", "cluster", "co", "com", "corp", "de", "dev", "edu", "eu", "example", "gov", "info", "internal", "invalid", "io", "jp", "lan", "local",
	"localhost", "net", "org", "svc", "test", "uk", "us",
}

// isHost tells whether a text is the name of a host, perhaps with a scheme
// before it, a port and a path behind it.
func isHost(chunk string) bool {
	name := bare(chunk)
	if _, rest, ok := strings.Cut(name, "://"); ok {
		name = rest
	}
	if end := strings.IndexAny(name, ":/?#"); end >= 0 {
		name = name[:end]
	}
	dot := strings.LastIndexByte(name, '.')
	return dot > 0 && slices.Contains(hostEndings, name[dot+1:]) && isName(strings.ReplaceAll(name, ".", "-"))
}

// Telling tells whether a Literal says enough to be looked for as a whole: it
// has three words, or twelve letters; two characters of Chinese or Japanese
// are as much as a word.
func Telling(literal string) bool {
	words, letters, chars := 0, 0, 0
	for _, w := range strings.Fields(literal) {
		if r, _ := utf8.DecodeRuneInString(w); classOf(r) != word {
			chars++
			continue
		}
		words++
		letters += utf8.RuneCountInString(w)
	}
	return words+chars/2 >= 3 || letters >= 12
}
