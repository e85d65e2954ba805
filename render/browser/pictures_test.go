//go:build browser

package browser

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// picturePages lists the pages of the built site that hold a picture.
func picturePages(t *testing.T) []string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", "..", "public"))
	if err != nil {
		t.Fatal(err)
	}
	var pages []string
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".html") {
			return err
		}
		text, err := os.ReadFile(name)
		if strings.Contains(string(text), `<svg class="figure`) {
			pages = append(pages, name)
		}
		return err
	})
	if err != nil || len(pages) < 5 {
		t.Fatalf("%d pages with pictures in %s: %v (run \"make site\" first)", len(pages), root, err)
	}
	return pages
}

// pictureFaults tells of each picture that is shown which of its texts meet or
// leave it, and what it lacks for those who cannot see it. Boxes of texts are as
// high as their fonts, which of Japanese is more than the distance of two lines
// of a label: less than a third of it counts as none.
const pictureFaults = `(() => {
	const faults = []
	for (const svg of document.querySelectorAll('svg.figure')) {
		if (!svg.getClientRects().length) continue
		const name = svg.getAttribute('class')
		const say = (...words) => faults.push(name + ': ' + words.join(' '))
		const named = svg.getAttribute('aria-labelledby')
		const labels = named ? named.split(' ').map(id => document.getElementById(id)) : ['title', 'desc'].map(tag => svg.querySelector(':scope > ' + tag))
		if (!svg.getAttribute('role') || labels.length !== 2 || labels.some(l => !l || !l.textContent)) say('no role, title or description')
		const box = svg.viewBox.baseVal
		const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => [t.textContent, t.getBBox()])
		texts.forEach(([text, a], i) => {
			if (a.x < -1 || a.y < -3 || a.x + a.width > box.width + 1 || a.y + a.height > box.height + 3) say(JSON.stringify(text), 'leaves it', a.x, a.y, a.width, a.height)
			for (const [other, b] of texts.slice(0, i)) {
				const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
				const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
				if (across > 1 && down > Math.min(a.height, b.height) / 3) say(JSON.stringify(text), 'and', JSON.stringify(other), 'meet')
			}
		})
	}
	return faults
})()`

// No text of a picture meets another one or is cut, at any width.
func TestTextsOfPictures(t *testing.T) {
	ctx := newBrowser(t)
	for _, page := range picturePages(t) {
		if err := chromedp.Do(ctx, chromedp.Navigate("file://"+page)); err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		for _, width := range []int64{360, 768, 1440} {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
				t.Fatalf("%s: %v", page, err)
			}
			faults, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](pictureFaults))
			if err != nil {
				t.Fatalf("%s: %v", page, err)
			}
			for _, f := range faults {
				t.Errorf("%s at %d px: %s", page, width, f)
			}
		}
	}
}

// graphState is what the graph of knowledge shows.
type graphState struct {
	Isolated, Hint   bool
	Boxes, OnPath    int
	Href, ActiveHref string
}

const graphNow = `(() => {
	const svg = document.querySelector('.knowledge svg')
	const active = document.activeElement
	return {Isolated: svg.classList.contains('isolated'), Hint: !document.querySelector('.graph-hint').hidden,
		Boxes: svg.querySelectorAll('.node').length, OnPath: svg.querySelectorAll('.node.on-path').length,
		Href: location.href, ActiveHref: active && active.getAttribute('href') || ''}
})()`

// The graph of knowledge shows the paths of a box on focus and when it is
// chosen, and all of it again after Escape.
func TestPathsOfKnowledgeGraph(t *testing.T) {
	ctx := newBrowser(t)
	page, err := filepath.Abs(filepath.Join("..", "..", "public", "graph", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate("file://"+page)); err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		name, script string
		isolated     bool
	}{
		{"at first", `0`, false},
		{"on focus", `document.querySelector('.knowledge .symptom').closest('a').focus({focusVisible: true})`, true},
		{"without focus", `document.activeElement.blur()`, false},
		{"when a box is chosen", `document.querySelector('.knowledge .cause').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, detail: 1}))`, true},
		{"after Escape", `document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))`, false},
	}
	for _, step := range steps {
		got, err := chromedp.Run(ctx, chromedp.Evaluate[graphState](`(() => { `+step.script+`; return `+graphNow+` })()`))
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if got.Isolated != step.isolated || !got.Hint || !strings.HasSuffix(got.Href, "/graph/index.html") {
			t.Errorf("%s: %+v, want isolated %v", step.name, got, step.isolated)
		}
		if step.isolated && (got.OnPath < 2 || got.OnPath >= got.Boxes) {
			t.Errorf("%s: %d of %d boxes are on the path", step.name, got.OnPath, got.Boxes)
		}
	}
}
