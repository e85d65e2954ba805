//go:build browser

package browser

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/debrief-dev/debrief/internal/search"
)

// Chromium and Go agree on every character that both know: they may have the
// tables of different versions of Unicode.
func TestCharactersInChromium(t *testing.T) {
	ctx := loadHarness(t)
	var tokenizer search.Tokenizer
	compared, newer, wrong := 0, 0, 0
	// Planes 4 to 13 are empty, 15 and 16 private.
	for from := rune(0); from < 0xe1000; from += 0x1000 {
		if from == 0x40000 {
			from = 0xe0000
		}
		unassigned := evaluate[string](t, ctx, `Array.from({ length: 4096 }, (_, i) => /\p{Cn}|\p{Cs}/u.test(String.fromCodePoint(`+strconv.Itoa(int(from))+` + i)) ? '-' : 'x').join('')`)
		var runes []rune
		var texts []string
		for i := range rune(0x1000) {
			known := !unicode.In(from+i, unicode.Cn, unicode.Cs)
			switch {
			case unassigned[i] == 'x' && known:
				runes, texts = append(runes, from+i), append(texts, "A"+string(from+i)+"b")
			case unassigned[i] == 'x' || known:
				newer++
			}
		}
		for n, got := range call[[]string](t, ctx, "tokensOf", slices.Concat([]string{""}, texts))[1:] {
			var want []string
			tokenizer.Tokens(texts[n], func(token string) { want = append(want, token) })
			compared++
			if strings.Join(want, " ") != got {
				if wrong++; wrong <= 10 {
					t.Errorf("%U: %q has the tokens %q in Chromium, %q in Go", runes[n], texts[n], got, want)
				}
			}
		}
	}
	t.Logf("%d characters alike, %d known to one side only (Go: Unicode %s)", compared-wrong, newer, unicode.Version)
	if compared < 100_000 {
		t.Errorf("only %d characters are compared", compared)
	}
}
