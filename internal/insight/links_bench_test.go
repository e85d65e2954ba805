package insight

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// tenThousand gives 10,000 documents whose words are as common as those of a
// language (Zipf's law): incidents, known issues and runbooks.
func tenThousand(b *testing.B) *corpus.Corpus {
	random := rand.New(rand.NewPCG(1, 2))
	common := rand.NewZipf(random, 1.1, 5, 20_000)
	text := func(n int) string {
		words := make([]string, n)
		for i := range words {
			words[i] = fmt.Sprintf("w%dx", common.Uint64())
		}
		return strings.Join(words, " ")
	}
	documents := map[string]string{}
	for i := range 10_000 {
		switch {
		case i%10 < 6:
			documents[fmt.Sprintf("postmortems/%05d.md", i)] = fmt.Sprintf("---\nid: p%d\nstarted_at: %s\nsymptoms: [%s, %s]\n---\n# %s\n\n%s\n", i,
				time.Date(2020, 1, 1, i%24, 0, 0, 0, time.UTC).AddDate(0, 0, i/5).Format(time.RFC3339), text(10), text(8), text(7), text(300))
		case i%10 < 7:
			documents[fmt.Sprintf("known-issues/%05d.md", i)] = fmt.Sprintf("---\nid: k%d\nsymptom: %s\n---\n# %s\n\n%s\n", i, text(12), text(6), text(150))
		default:
			documents[fmt.Sprintf("runbooks/%05d.md", i)] = fmt.Sprintf("---\nid: r%d\nsymptoms: [%s]\n---\n# %s\n\n%s\n", i, text(9), text(5), text(250))
		}
	}
	return alertCorpus(b, "", documents)
}

// BenchmarkLinks finds the links of 10,000 documents, beside the index that
// the site has anyway.
func BenchmarkLinks(b *testing.B) {
	c := tenThousand(b)
	b.Run("index", func(b *testing.B) {
		for b.Loop() {
			NewLibrary(c, nil)
		}
	})
	b.Run("links", func(b *testing.B) {
		r := Compute(c, History{}, Policy{}, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		r.Library()
		for b.Loop() {
			r.findLinks()
		}
	})
	b.Run("why", func(b *testing.B) {
		r := Compute(c, History{}, Policy{}, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		links := r.Links()
		k, _ := links.Between(c.ByID("postmortem", "p0"), c.ByID("runbook", "r7"))
		for b.Loop() {
			links.Why(k)
		}
	})
}
