package gitlog

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	// sameWords is the least likeness of two texts that are one item reworded,
	// by Dice's coefficient of their pairs of characters, which works for
	// Japanese as well. On generated histories 0.3 to 0.8 differ little.
	sameWords = 0.5
	// survivor is the least likeness where nothing else can have become of an
	// item: it stands alone between two that are known.
	survivor = 0.15
	// maxCompare bounds the characters of a text that are compared.
	maxCompare = 500
)

// wording is the text of an item and what is made of it to compare it.
type wording struct {
	text  string
	norm  string   // see normal
	pairs []uint64 // of characters, in order; made when first needed
}

// wordings keeps one wording for each text. It may be used by several
// goroutines at once.
type wordings struct {
	mu    sync.Mutex
	texts map[string]*wording
	names map[string]string // of sections and ids
}

func newWordings() *wordings {
	return &wordings{texts: map[string]*wording{}, names: map[string]string{}}
}

func (w *wordings) of(text string) *wording {
	w.mu.Lock()
	known := w.texts[text]
	w.mu.Unlock()
	if known != nil {
		return known
	}
	text = strings.Clone(text)
	made := &wording{text: text, norm: normal(text)}
	w.mu.Lock()
	defer w.mu.Unlock()
	if known = w.texts[text]; known != nil {
		return known
	}
	w.texts[text] = made
	return made
}

// name gives one string for all equal ones.
func (w *wordings) name(text string) string {
	if text == "" {
		return ""
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if known, ok := w.names[text]; ok {
		return known
	}
	text = strings.Clone(text)
	w.names[text] = text
	return text
}

// normal is the form in which texts are the same: NFKC, lower case, letters
// and digits only, without metadata in brackets at the end. A text without
// letters stands for itself.
func normal(text string) string {
	folded := strings.ToLower(norm.NFKC.String(text))
	kept := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, withoutRemark(folded))
	if kept == "" {
		return strings.TrimSpace(folded)
	}
	return kept
}

// withoutRemark drops a bracket at the end that says who, or by when:
// "(@ann, due: May)", "(期限 5月)".
func withoutRemark(text string) string {
	trimmed := strings.TrimRight(text, " \t。.")
	if !strings.HasSuffix(trimmed, ")") {
		return text
	}
	open := strings.LastIndexByte(trimmed, '(')
	if open <= 0 {
		return text
	}
	for _, mark := range []string{"@", ":", "due", "期限", "担当"} {
		if strings.Contains(trimmed[open:], mark) {
			return trimmed[:open]
		}
	}
	return text
}

// like is how alike two texts are: 0 for nothing in common, 1 for the same.
func like(a, b *wording) float64 {
	if a == b || a.norm == b.norm {
		return 1
	}
	p, q := a.bigrams(), b.bigrams()
	common, i, j := 0, 0, 0
	for i < len(p) && j < len(q) {
		switch {
		case p[i] == q[j]:
			common, i, j = common+1, i+1, j+1
		case p[i] < q[j]:
			i++
		default:
			j++
		}
	}
	return 2 * float64(common) / float64(max(len(p)+len(q), 1))
}

// Alike tells whether two texts are likely one and the same, reworded: by
// the measure by which the items of documents are followed.
func Alike(a, b string) bool {
	return like(&wording{norm: normal(a)}, &wording{norm: normal(b)}) >= sameWords
}

// bigrams gives the pairs of characters of the normal form, sorted.
func (w *wording) bigrams() []uint64 {
	if w.pairs != nil {
		return w.pairs
	}
	last := rune(0)
	n := 0
	for _, r := range w.norm {
		if n++; n > maxCompare {
			break
		}
		if last != 0 || len(w.norm) <= 4 { // one character is a pair of its own
			w.pairs = append(w.pairs, uint64(last)<<32|uint64(r))
		}
		last = r
	}
	slices.Sort(w.pairs)
	return w.pairs
}
