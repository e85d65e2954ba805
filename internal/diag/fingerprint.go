package diag

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/debrief-dev/debrief/internal/source"
)

// Fingerprints gives for each finding of a list, in its order, what stays the
// same when lines move: a SHA-256 sum in hex over the rule, whether it is an
// error, the document, the English message with every number made 0, and the
// text of the line at which the finding starts, blanks evened out. Findings
// about the document as a whole, and those with the zero Span, have no line: a
// new title is no new fault. Findings that are alike in all of these are told
// apart by their order in the document.
//
// A finding that becomes an error is another one: a document that calls itself
// final must not keep its old gaps unseen. So it is, too, where the settings
// make errors of a rule's findings: a baseline then has to be written anew.
//
// identity names the document of a path, so that a renamed one stays what it
// is; nil takes the path.
func Fingerprints(list []Diagnostic, identity func(path string) string) []string {
	if identity == nil {
		identity = func(path string) string { return path }
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := list[i], list[j]
		return cmp.Or(cmp.Compare(a.File.Path, b.File.Path), cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	out := make([]string, len(list))
	lines, seen := lineSums{}, map[[sha256.Size]byte]int{}
	for _, i := range order {
		d := list[i]
		h := sha256.New()
		put(h, d.Rule)
		put(h, identity(d.File.Path))
		put(h, zeroNumbers(d.Message.En))
		put(h, strconv.FormatBool(d.Severity == Error))
		if !d.Whole && d.Span != (source.Span{}) {
			line := lines.at(d.File, d.Span.Start)
			h.Write(line[:])
		}
		kind := [sha256.Size]byte(h.Sum(nil))
		seen[kind]++
		fmt.Fprint(h, seen[kind])
		out[i] = hex.EncodeToString(h.Sum(nil))
	}
	return out
}

// put adds a text with its length before it, so that no two lists of texts
// are the same bytes.
func put(h hash.Hash, text string) { fmt.Fprintf(h, "%d:%s", len(text), text) }

// zeroNumbers makes every run of digits one 0: ages, counts and line numbers
// change without the fault.
func zeroNumbers(text string) string {
	var b strings.Builder
	inside := false
	for _, r := range text {
		digit := unicode.IsDigit(r)
		switch {
		case !digit:
			b.WriteRune(r)
		case !inside:
			b.WriteByte('0')
		}
		inside = digit
	}
	return b.String()
}

// lineSums keeps the sums of lines, because a long line may have many findings.
type lineSums map[linePlace][sha256.Size]byte

type linePlace struct {
	file *source.File
	line int
}

// at gives the sum of the line in which a byte stands.
func (l lineSums) at(f *source.File, offset int) [sha256.Size]byte {
	place := linePlace{f, f.Position(offset).Line}
	sum, known := l[place]
	if !known {
		text := strings.TrimPrefix(f.Text(f.LineSpan(place.line)), "\ufeff")
		sum = sha256.Sum256([]byte(strings.Join(strings.Fields(text), " ")))
		l[place] = sum
	}
	return sum
}
