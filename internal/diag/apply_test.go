package diag

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/source"
)

// TestApplyTakesWhatFits compares with the plain way: each fix against all
// that were taken before it.
func TestApplyTakesWhatFits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const text = "0123456789"
	for range 20_000 {
		var fixes []Fix
		for range r.IntN(6) {
			var f Fix
			for range 1 + r.IntN(2) {
				start := r.IntN(len(text) + 1)
				end := min(start+r.IntN(4), len(text))
				f.Edits = append(f.Edits, Edit{Span: source.Span{Start: start, End: end}, New: string(rune('a' + r.IntN(26)))})
			}
			fixes = append(fixes, f)
		}
		var taken []Edit
		for _, f := range fixes {
			alone := !slices.ContainsFunc(f.Edits, func(e Edit) bool {
				return slices.ContainsFunc(taken, func(o Edit) bool { return touches(e.Span, o.Span) })
			})
			if alone && (len(f.Edits) < 2 || !touches(f.Edits[0].Span, f.Edits[1].Span)) {
				taken = append(taken, f.Edits...)
			}
		}
		slices.SortStableFunc(taken, func(a, b Edit) int { return a.Span.Start - b.Span.Start + a.Span.End - b.Span.End })
		want := Apply([]byte(text), []Fix{{Edits: taken}})
		if got := Apply([]byte(text), fixes); string(got) != string(want) {
			t.Fatalf("%v: got %s, want %s", fixes, got, want)
		}
	}
}

func TestApplyManyFixes(t *testing.T) {
	const n = 30_000
	var fixes []Fix
	for i := range n {
		at := (i*7919 + 3) % n * 2 // in no order
		fixes = append(fixes, Fix{Edits: []Edit{{Span: source.Span{Start: at, End: at + 1}, New: "障"}}})
	}
	start := time.Now()
	got := string(Apply([]byte(strings.Repeat("a\n", n)), fixes))
	if took := time.Since(start); got != strings.Repeat("障\n", n) || took > time.Minute {
		t.Errorf("%d bytes in %v", len(got), took)
	}
}
