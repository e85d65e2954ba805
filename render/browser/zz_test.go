//go:build browser

package browser

import "testing"

func TestZZ(t *testing.T) {
	ctx := newBrowser(t)
	for _, p := range examplePages(t) {
		if p.path != "rca/index.html" {
			continue
		}
		if err := focusable(ctx, p.file, 768); err != nil {
			t.Fatal(err)
		}
		for range 10 {
			press(ctx, tab)
			t.Log(evaluate[string](t, ctx, `(async () => { await new Promise((r) => requestAnimationFrame(() => setTimeout(r))); const r = (e) => { const b = e.getBoundingClientRect(); return [b.left, b.right].map(Math.round).join('-') }; const ul = document.querySelector('.bar nav > ul'); return [document.activeElement.textContent, r(document.activeElement), 'ul', r(ul), ul.scrollLeft, ul.scrollWidth, getComputedStyle(ul).overflowX, 'more', r(document.querySelector('.more'))].join(' ') })()`))
		}
	}
}
