//go:build browser

package browser

import (
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// note is what the browser shows of the first term's definition.
type note struct {
	Shown       bool
	Left, Right float64 // against the window, in pixels
	Width       float64 // of the window
}

const noteNow = `(() => {
	const box = document.querySelector('.term-note').getBoundingClientRect()
	return {Shown: box.width > 0, Left: box.left, Right: box.right, Width: document.documentElement.clientWidth}
})()`

// The definition of a term shows on focus, fits the screen, and goes away with
// Escape until the focus comes again.
func TestDefinitionsOfTerms(t *testing.T) {
	ctx := newBrowser(t)
	page, err := filepath.Abs(filepath.Join("..", "..", "public", "monitoring", "mon-checkout", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	// Else Chromium keeps events of focus from a window in the background.
	if _, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		name, script string
		shown        bool
	}{
		{"at first", `0`, false},
		{"on focus", `document.querySelector('a.term').focus()`, true},
		{"after Escape", `document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))`, false},
		{"without focus", `document.querySelector('a.term').blur()`, false},
		{"on focus again", `document.querySelector('a.term').focus()`, true},
	}
	for _, width := range []int64{320, 1280} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+page)); err != nil {
			t.Fatal(err)
		}
		for _, step := range steps {
			got, err := chromedp.Run(ctx, chromedp.Evaluate[note](`(() => { `+step.script+`; return `+noteNow+` })()`))
			if err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
			if got.Shown != step.shown {
				t.Errorf("%d px, %s: shown is %v", width, step.name, got.Shown)
			}
			if got.Shown && (got.Left < 0 || got.Right > got.Width) {
				t.Errorf("%d px, %s: the definition reaches from %v to %v", width, step.name, got.Left, got.Right)
			}
		}
	}
}

// menu is the state of what stands under "More".
type menu struct {
	Open, Focused bool
	Left, Right   float64
	Width         float64
}

// The menu of further pages fits the screen, and Escape closes it and leaves
// the focus on it.
func TestMenuOfFurtherPages(t *testing.T) {
	ctx := newBrowser(t)
	page, err := filepath.Abs(filepath.Join("..", "..", "public", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	const state = `(() => {
		const more = document.querySelector('details.more'), box = more.querySelector('ul').getBoundingClientRect()
		return {Open: more.open, Focused: document.activeElement === more.querySelector('summary'),
			Left: box.left, Right: box.right, Width: document.documentElement.clientWidth}
	})()`
	for _, width := range []int64{320, 390, 1280} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+page)); err != nil {
			t.Fatal(err)
		}
		got, err := chromedp.Run(ctx, chromedp.Evaluate[menu](`(() => { document.querySelector('.more > summary').click(); return `+state+` })()`))
		if err != nil {
			t.Fatal(err)
		}
		if !got.Open || got.Left < 0 || got.Right > got.Width {
			t.Errorf("%d px: opened is %+v", width, got)
		}
		got, err = chromedp.Run(ctx, chromedp.Evaluate[menu](`(() => {
			document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))
			return `+state+` })()`))
		if err != nil {
			t.Fatal(err)
		}
		if got.Open || !got.Focused {
			t.Errorf("%d px: after Escape it is %+v", width, got)
		}
	}
}
