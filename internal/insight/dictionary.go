package insight

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/search"
	"github.com/debrief-dev/debrief/internal/source"
)

const (
	// DictionaryBytes is the most that one file of a dictionary may have.
	DictionaryBytes = 4 << 20
	longestEntry    = 120 // bytes of a term and of each of its words
	mostBadRows     = 20  // a file with more is no dictionary
)

// ReadDictionary reads rows of a dictionary into words: a term, a tab, and the
// words for it that documents use, with commas between them. Empty lines and
// those that begin with "#" are comments. Any other line is a finding.
func ReadDictionary(f *source.File, words map[string][]string) []diag.Diagnostic {
	var found []diag.Diagnostic
	for start := 0; start < len(f.Data) && len(found) < mostBadRows; {
		end := start + bytes.IndexByte(f.Data[start:], '\n')
		if end < start {
			end = len(f.Data)
		}
		line := strings.TrimSpace(strings.TrimPrefix(string(f.Data[start:end]), "\ufeff"))
		if line != "" && line[0] != '#' {
			term, list, ok := dictionaryRow(line)
			if ok {
				words[term] = append(words[term], list...)
			} else {
				found = append(found, badRow(f, source.Span{Start: start, End: end}, line))
			}
		}
		start = end + 1
	}
	return found
}

// dictionaryRow reads one row.
func dictionaryRow(line string) (term string, words []string, ok bool) {
	term, rest, ok := strings.Cut(line, "\t")
	term = strings.TrimSpace(term)
	for word := range strings.SplitSeq(rest, ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	ok = ok && utf8.ValidString(line) && isEntry(term) && len(words) > 0
	for _, word := range words {
		ok = ok && isEntry(word)
	}
	return term, words, ok
}

func isEntry(text string) bool { return len(text) <= longestEntry && search.IsPhrase(text) }

func badRow(f *source.File, span source.Span, line string) diag.Diagnostic {
	if len(line) > longestEntry {
		line = line[:longestEntry] + "…"
	}
	line = strings.ToValidUTF8(line, "�")
	return diag.Diagnostic{
		Rule: "bad-format", Severity: diag.Error, File: f, Span: span,
		Message: diag.Say("%q is no row of a dictionary: write a term, a tab, and a few words with commas between them",
			"%q は辞書の行ではありません。用語、タブ、カンマ区切りの語の順に短く書いてください", line),
	}
}
