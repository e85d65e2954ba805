package leak

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/search"
)

const (
	leastLetters = 6  // of a word that can tell a document
	leastSigns   = 4  // kanji or katakana of one that can; shorter runs meet by chance
	leastStem    = 5  // letters of a stem, as the index of the search holds it
	mostBytes    = 80 // of a word: longer ones are no words
)

// eachWord calls do for every word of a folded text that can tell a document:
// runs of letters and digits with a letter among them, of kanji, of katakana.
func eachWord(text []byte, do func(word []byte)) {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		c := classOf(r)
		if c == other || c == hiragana {
			i += n
			continue
		}
		start, signs, letters := i, 0, false
		for i < len(text) {
			r, n := utf8.DecodeRune(text[i:])
			if classOf(r) != c {
				break
			}
			signs++
			letters = letters || r >= utf8.RuneSelf || r > '9'
			i += n
		}
		least := leastSigns
		if c == latin {
			least = leastLetters
		}
		if signs >= least && letters && i-start <= mostBytes {
			do(text[start:i])
		}
	}
}

// distinctive gives the words of hidden documents that neither public documents
// nor the site itself use, each with the first document that has it.
func (in *Input) distinctive(allowed map[string]bool) map[string]string {
	words := map[string]string{}
	var t search.Tokenizer
	for _, text := range in.Hidden {
		eachWord(fold(text.Data, nil), func(word []byte) {
			w := string(word)
			if _, known := words[w]; known {
				return
			}
			words[w] = text.Path
			t.Tokens(w, func(stem string) {
				if classLead(stem) == latin && len(stem) >= leastStem && words[stem] == "" {
					words[stem] = text.Path
				}
			})
		})
	}
	if len(words) == 0 {
		return nil
	}
	for _, text := range in.Public {
		without(words, &t, text.Data)
		without(words, &t, []byte(text.Path))
	}
	for _, name := range slices.Concat(in.Names, in.Allow) {
		without(words, &t, []byte(name))
	}
	for _, text := range in.Known {
		without(words, &t, text)
	}
	without(words, &t, []byte(programWords))
	for name := range allowed {
		delete(words, name)
	}
	return words
}

// without takes the words of a text out, and what the index of the search
// makes of them.
func without(words map[string]string, t *search.Tokenizer, text []byte) {
	plain := unescaped(text)
	eachWord(fold(plain, nil), func(word []byte) { delete(words, string(word)) })
	if !norm.NFKC.IsNormal(plain) {
		plain = norm.NFKC.Bytes(plain)
	}
	for field := range bytes.FieldsFuncSeq(plain, func(r rune) bool { return classOf(r) != latin && r != '_' }) {
		if len(field) < leastStem || len(field) > mostBytes {
			continue
		}
		t.Tokens(string(field), func(token string) {
			token = strings.TrimPrefix(token, "=")
			delete(words, token)
		})
	}
}

func classLead(s string) class {
	r, _ := utf8.DecodeRuneInString(s)
	return classOf(r)
}

// longEnough tells whether a folded name is worth looking for.
func longEnough(name string) bool {
	n := 0
	for _, r := range name {
		switch classOf(r) {
		case latin:
			n++
		case kanji, katakana, hiragana:
			n += 2
		}
	}
	return n >= window
}

// unmistakable tells whether a name means the document wherever it stands: an
// id of several parts or with a number, a title of three words or more. Others
// are words that people use, and are secret only as long as no public document
// says them. So are the names of people: who is named in a public document is
// no secret.
func (s Secret) unmistakable() bool {
	parts, digits, signs := shape(folded(s.Text))
	switch s.Kind {
	case Redacted:
		return true
	case Path:
		return digits || parts >= 2 // a file's name alone may be a word: README
	case Person:
		return false
	case ID, Alias:
		return digits || parts >= 2
	}
	return parts >= 3 || parts >= 2 && digits || signs >= 8
}

// shape counts the words of a folded name, those of Chinese and Japanese by
// their scripts, and the characters of these; digits tells whether it has any.
func shape(name string) (words int, digits bool, signs int) {
	last := other
	for _, r := range name {
		c := classOf(r)
		if c != last && c != other {
			words++
		}
		if c != latin && c != other {
			signs++
		}
		digits = digits || unicode.IsDigit(r)
		last = c
	}
	return words, digits, signs
}
