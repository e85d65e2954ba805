//go:build browser

package browser

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// A key that tests press.
type key struct {
	name      string
	code      int64 // of Windows
	text      string
	modifiers int64
}

var (
	tab       = key{name: "Tab", code: 9}
	enter     = key{name: "Enter", code: 13, text: "\r"}
	escape    = key{name: "Escape", code: 27}
	arrowDown = key{name: "ArrowDown", code: 40}
	slash     = key{name: "/", code: 191, text: "/"}
	ctrlK     = key{name: "k", code: 75, modifiers: 2}
)

// press presses a key and lets it go.
func press(ctx context.Context, k key) error {
	event := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: k.name, WindowsVirtualKeyCode: k.code, Text: k.text, Modifiers: k.modifiers}
	if k.text != "" {
		event.Type = input.DispatchKeyEventTypeKeyDown
	}
	_, down := chromedp.Call(ctx, input.DispatchKeyEvent, event)
	event.Type, event.Text = input.DispatchKeyEventTypeKeyUp, ""
	_, up := chromedp.Call(ctx, input.DispatchKeyEvent, event)
	return errors.Join(down, up)
}

// listStops notes what the keyboard must reach, in order, and how it looks
// without the focus.
const listStops = `(() => {
	// As from the address bar, wherever the page itself puts the focus.
	const start = document.createElement('span')
	start.tabIndex = -1
	document.body.prepend(start)
	start.focus()
	start.remove()
	const look = (e) => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecoration, s.stroke, s.strokeWidth, s.fill].join() }
	const looks = (e) => [e, ...e.querySelectorAll('rect, circle, path')].map(look).join(' ')
	const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
		.filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }))
	const before = stops.map(looks)
	globalThis.stop = async () => {
		await new Promise((r) => requestAnimationFrame(() => setTimeout(r))) // what the focus scrolls has moved
		const e = document.activeElement
		if (!e || e === document.body || e === document.documentElement) return { N: -2, What: '' }
		const n = stops.indexOf(e)
		const what = e.outerHTML.slice(0, 120)
		const s = getComputedStyle(e)
		const ring = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1
		const boxes = [...e.getClientRects()].filter((b) => b.width > 0 && b.height > 0)
		let over = ''
		// Somewhere in it a pointer meets it, so nothing lies over it.
		const seen = boxes.some((b) => [0.5, 0.1, 0.9].some((x) => [0.5, 0.15, 0.85].some((y) => {
			const at = document.elementFromPoint(b.left + b.width * x, b.top + b.height * y)
			over = at?.outerHTML.slice(0, 120) ?? 'the edge of the window'
			return at && (e.contains(at) || at.contains(e) && at !== document.body && at !== document.documentElement && !at.matches('main'))
		})))
		return {
			N: n, What: what, Seen: seen, Over: over, Ring: n < 0 ? ring : looks(e) !== before[n],
			Scrolls: e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight || e.localName === 'svg', // Chromium stops at some drawings, too
		}
	}
	return stops.length
})()`

// stop is where the focus is.
type stop struct {
	N                   int // place among those that must be reached; -1 another, -2 none
	What, Over          string
	Seen, Ring, Scrolls bool
}

// TestKeyboardReachesEverything goes through pages with the key Tab alone, at
// the width of a telephone or of a desk: links, fields, buttons and what opens
// are reached in their order, each shows that it has the focus, and nothing
// lies over it.
func TestKeyboardReachesEverything(t *testing.T) {
	r := chance(t)
	pages := sample(t, r)
	if !full() {
		pages = pages[:min(len(pages), 10)]
	}
	widths := map[string]int64{}
	for _, p := range pages {
		widths[p.path] = []int64{360, 768, 1440}[r.IntN(3)]
	}
	inTabs(t, pages, func(ctx context.Context, complaints func() []string, p sitePage) {
		for _, problem := range walk(ctx, p, widths[p.path]) {
			t.Errorf("%s at %d px: %s", p.path, widths[p.path], problem)
		}
		for _, c := range complaints() {
			t.Errorf("%s: %s", p.path, c)
		}
	})
}

// walk presses Tab until the page ends.
func walk(ctx context.Context, p sitePage, width int64) (problems []string) {
	report := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if err := focusable(ctx, p.file, width); err != nil {
		return []string{err.Error()}
	}
	stops, err := chromedp.Run(ctx, chromedp.Evaluate[int](listStops))
	if err != nil {
		return []string{err.Error()}
	}
	next := 0
	for range 2*stops + 50 {
		if err := press(ctx, tab); err != nil {
			return append(problems, err.Error())
		}
		at, err := chromedp.Run(ctx, chromedp.Evaluate[stop](`stop()`, chromedp.EvalAwaitPromise))
		if err != nil {
			return append(problems, err.Error())
		}
		if at.N == -2 || at.N == 0 && next > 0 { // the end of the page
			break
		}
		switch {
		case at.N == -1 && !at.Scrolls:
			report("the focus is on %s", at.What)
		case at.N >= 0 && at.N != next:
			report("after %d things the focus is on the one numbered %d, %s", next, at.N, at.What)
		}
		if !at.Ring {
			report("one does not see that the focus is on %s", at.What)
		}
		if !at.Seen {
			report("%s lies over %s, which has the focus", at.Over, at.What)
		}
		next = max(next, at.N+1)
	}
	if next != stops {
		report("the keyboard reaches %d of %d things", next, stops)
	}
	return problems
}

// focusable opens a page as in a window that has the focus.
func focusable(ctx context.Context, file string, width int64) error {
	_, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	if err != nil {
		return err
	}
	if err := wear(ctx, look{width: width, scheme: "light"}); err != nil {
		return err
	}
	return chromedp.Do(ctx, chromedp.Navigate("about:blank"), chromedp.Navigate("file://"+file))
}

// focused tells what has the focus, and where the page leads.
const focused = `(() => {
	const e = document.activeElement
	return [e.tagName.toLowerCase() + (e.type ? '.' + e.type : ''), e.value ?? '', e.ariaExpanded ?? '', document.querySelector('.hits a[aria-selected]')?.href ?? '', location.href]
})()`

// TestSearchByKeyboard opens the search, chooses a result and goes to it
// without a pointer, in both languages.
func TestSearchByKeyboard(t *testing.T) {
	ctx := newBrowser(t)
	pages := examplePages(t)
	for _, tt := range []struct{ page, query, wanted string }{
		{"index.html", "connection pool", "pool"},
		{"ja/index.html", "接続プール", "pool"},
		{"incidents/2025-003/index.html", "redis", "redis"},
		{"ja/runbooks/redis-failover/index.html", "証明書", "certificate"},
	} {
		i := slices.IndexFunc(pages, func(p sitePage) bool { return p.path == tt.page })
		if i < 0 {
			t.Fatalf("there is no page %s", tt.page)
		}
		for _, opens := range []key{slash, ctrlK} {
			if err := focusable(ctx, pages[i].file, 1440); err != nil {
				t.Fatal(err)
			}
			do := func(k key) []string {
				if err := press(ctx, k); err != nil {
					t.Fatal(err)
				}
				return evaluate[[]string](t, ctx, focused)
			}
			before := do(tab)
			if got := do(opens); got[0] != "input.search" || got[1] != "" {
				t.Errorf("%s: %q leads to %q", tt.page, opens.name, got)
			}
			if _, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: tt.query}); err != nil {
				t.Fatal(err)
			}
			evaluate[bool](t, ctx, `(async () => {
				for (let i = 0; i < 500 && !document.querySelector('.hits a'); i++) await new Promise((r) => setTimeout(r, 10))
				return true
			})()`)
			if got := do(escape); got[2] != "false" {
				t.Errorf("%s: Escape leaves the answers open: %q", tt.page, got)
			}
			if opens == ctrlK {
				if got := do(escape); got[0] != before[0] {
					t.Errorf("%s: after Escape the focus is on %q, not back on %q", tt.page, got, before)
				}
				continue
			}
			evaluate[any](t, ctx, `void document.activeElement.dispatchEvent(new Event('input')), null`)
			evaluate[bool](t, ctx, `(async () => {
				for (let i = 0; i < 500 && document.activeElement.ariaExpanded !== 'true'; i++) await new Promise((r) => setTimeout(r, 10))
				return true
			})()`)
			chosen := do(arrowDown)
			if chosen[3] == "" {
				t.Errorf("%s: the arrow chooses nothing: %q", tt.page, chosen)
				continue
			}
			if err := press(ctx, enter); err != nil {
				t.Fatal(err)
			}
			evaluate[bool](t, ctx, `(async () => { for (let i = 0; i < 300 && document.readyState !== 'complete'; i++) await new Promise((r) => setTimeout(r, 10)); return true })()`)
			if got := evaluate[string](t, ctx, `location.href`); got != chosen[3] {
				t.Errorf("%s: Enter leads to %s, not to %s", tt.page, got, chosen[3])
			}
		}
	}
}

// TestSkipLink goes past the head of a page: the first Tab shows the link, and
// the Tab after Enter lands in the content.
func TestSkipLink(t *testing.T) {
	ctx := newBrowser(t)
	for _, p := range examplePages(t)[:5] {
		if err := focusable(ctx, p.file, 360); err != nil {
			t.Fatal(err)
		}
		if err := press(ctx, tab); err != nil {
			t.Fatal(err)
		}
		shown := evaluate[bool](t, ctx, `document.activeElement.matches('.skip') && document.activeElement.getBoundingClientRect().top >= 0`)
		if err := errors.Join(press(ctx, enter), press(ctx, tab)); err != nil {
			t.Fatal(err)
		}
		if inside := evaluate[bool](t, ctx, `document.querySelector('main').contains(document.activeElement)`); !shown || !inside {
			t.Errorf("%s: the link past the head is shown: %v, leads into the content: %v", p.path, shown, inside)
		}
	}
}
