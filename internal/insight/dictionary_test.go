package insight

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/search"
	"github.com/debrief-dev/debrief/internal/source"
)

func TestReadDictionary(t *testing.T) {
	tests := []struct {
		name, text string
		want       map[string][]string
		bad        []int // lines
	}{
		{"empty", "", map[string][]string{}, nil},
		{"rows", "\ufeff# 用語\n\n証明書\tcertificate, cert\n障害\toutage", map[string][]string{"証明書": {"certificate", "cert"}, "障害": {"outage"}}, nil},
		{"a term twice", "障害\toutage\n障害\tfailure,\n", map[string][]string{"障害": {"outage", "failure"}}, nil},
		{"no tab", "障害\toutage\n証明書 certificate\n", map[string][]string{"障害": {"outage"}}, []int{2}},
		{"no words", "障害\t\n証明書\t , \n", map[string][]string{}, []int{1, 2}},
		{"no term", "\toutage\n…\toutage\n", map[string][]string{}, []int{1, 2}},
		{"common words", "それ\tthe\n", map[string][]string{}, []int{1}},
		{"too long", "障害\t" + strings.Repeat("x", 200) + "\n", map[string][]string{}, []int{1}},
		{"too many words", "障害\t" + strings.Repeat("x ", 20) + "\n", map[string][]string{}, []int{1}},
		{"not UTF-8", "障害\t\xff outage\n", map[string][]string{}, []int{1}},
		{"a file of something else", strings.Repeat("x\n", 1000), map[string][]string{}, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}},
	}
	for _, tt := range tests {
		for _, text := range []string{tt.text, strings.ReplaceAll(tt.text, "\n", "\r\n")} {
			words := map[string][]string{}
			var bad []int
			f := source.New("words.tsv", []byte(text))
			for _, d := range ReadDictionary(f, words) {
				bad = append(bad, f.Position(d.Span.Start).Line)
			}
			if diff := cmp.Diff(tt.want, words); diff != "" {
				t.Errorf("%s: %.60q (-want +got):\n%s", tt.name, text, diff)
			}
			if fmt.Sprint(bad) != fmt.Sprint(tt.bad) {
				t.Errorf("%s: %.60q has findings in the lines %v, want %v", tt.name, text, bad, tt.bad)
			}
		}
	}
}

// With a dictionary a page in English is found by words in Japanese, behind
// pages that have them.
func TestLibraryWithDictionary(t *testing.T) {
	c := alertCorpus(t, "", map[string]string{
		"runbooks/certificate.md": "# Certificate expired\n\nRenew the certificate.\n",
		"runbooks/証明書.md":         "# 証明書の更新\n\n証明書を更新する。\n",
		"runbooks/disk.md":        "# Disk full\n",
	})
	paths := func(p Policy) (out []string) {
		l := NewLibrary(c, Compute(c, History{}, p, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)))
		for _, f := range l.Search("証明書", 10) {
			out = append(out, f.Entry.Path())
		}
		return out
	}
	if diff := cmp.Diff([]string{"runbooks/証明書.md"}, paths(Policy{})); diff != "" {
		t.Errorf("without a dictionary (-want +got):\n%s", diff)
	}
	dictionary := search.NewDictionary(map[string][]string{"証明書": {"certificate"}})
	if diff := cmp.Diff([]string{"runbooks/証明書.md", "runbooks/certificate.md"}, paths(Policy{Dictionary: dictionary})); diff != "" {
		t.Errorf("with a dictionary (-want +got):\n%s", diff)
	}
}
