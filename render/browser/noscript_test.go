//go:build browser

package browser

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// scripted are the parts of pages that only a script makes: what answers a
// search, filters, copy buttons, boxes to tick, paths through a graph, the choice
// of colours, and ages that count on.
const scripted = `.hits, .found, .outcome, .answers, [role=status], .copy, .theme-slot, .age[data-since], #search-page .facets, .tick, .reset, .graph-hint`

// words gives the words that a reader can find on the open page: all that is
// folded away is opened before.
const words = `(() => {
	for (const d of document.querySelectorAll('details')) d.open = true
	for (const e of document.querySelectorAll('` + scripted + `')) e.remove()
	return [...new Set(document.body.innerText.split(/\s+/))]
})()`

// TestPagesAreCompleteWithoutScript compares what pages say with scripts and
// without.
func TestPagesAreCompleteWithoutScript(t *testing.T) {
	pages := sample(t, chance(t))
	if !full() {
		pages = pages[:min(len(pages), 15)]
	}
	inTabs(t, pages, func(ctx context.Context, complaints func() []string, p sitePage) {
		said := func(off bool) []string {
			_, disabled := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
			opened := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate("file://"+p.file))
			list, read := chromedp.Run(ctx, chromedp.Evaluate[[]string](words))
			if err := errors.Join(disabled, opened, read); err != nil {
				t.Errorf("%s: %v", p.path, err)
			}
			return list
		}
		with, without := said(false), said(true)
		if len(without) < 5 {
			t.Errorf("%s says only %q without scripts", p.path, without)
		}
		for _, word := range with {
			if !slices.Contains(without, word) {
				t.Errorf("%s says %q with scripts only", p.path, word)
			}
		}
		for _, c := range complaints() {
			t.Errorf("%s: %s", p.path, c)
		}
	})
}
