package search

import (
	"fmt"
	"hash/fnv"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Tokens rest on the tables of characters of Go, of golang.org/x/text and of
// the reader's browser. What is assigned once keeps its category, its form
// NFKC and its lower case (Unicode Character Encoding Stability Policies), so
// newer tables only add characters, which are found once both sides know them.
// Where this test fails, tables have moved: run the tests in Chromium, which
// compare all characters, then write the new figures here.
func TestTablesOfCharacters(t *testing.T) {
	const wantVersions, want = "Go 15.0.0, x/text 15.0.0", "eaa7156fe4af5f7b"
	var tokenizer Tokenizer
	hash := fnv.New64a()
	for r := rune(0); r < 0xe1000; r++ {
		if r == 0x40000 {
			r = 0xe0000 // planes 4 to 13 are empty, 15 and 16 private
		}
		tokenizer.Tokens("A"+string(r)+"b", func(token string) { fmt.Fprintln(hash, token) })
	}
	versions, got := "Go "+unicode.Version+", x/text "+norm.Version, fmt.Sprintf("%x", hash.Sum64())
	if versions != wantVersions || got != want {
		t.Errorf("tables of %s give %s, want %s and %s", versions, got, wantVersions, want)
	}
}
