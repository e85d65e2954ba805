//go:build browser

package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// look is one way to look at a page.
type look struct {
	width  int64 // pixels
	scheme string
	forced bool // forced colours, as in the contrast themes of Windows
}

func (l look) String() string {
	if l.forced {
		return fmt.Sprintf("%d px, %s, forced colours", l.width, l.scheme)
	}
	return fmt.Sprintf("%d px, %s", l.width, l.scheme)
}

// looks are those in which every page is looked at; fewLooks those in which
// some are.
func looks() (list []look) {
	for _, width := range []int64{360, 768, 1440} {
		for _, scheme := range []string{"light", "dark"} {
			list = append(list, look{width: width, scheme: scheme})
		}
	}
	return list
}

var fewLooks = []look{{320, "light", false}, {360, "dark", true}, {1440, "light", true}}

// view is a page in some looks.
type view struct {
	sitePage
	looks []look
}

// TestPagesAreAccessible opens pages from disk in all widths and colours:
// axe-core finds nothing against WCAG 2.2 A and AA or its own good practice,
// no page is wider than the screen, no text of a picture is cut or lies on
// another, nothing throws, nothing is refused by the policy, and nothing is
// asked from elsewhere. A sample meets every kind of page and element, each
// page in one look.
func TestPagesAreAccessible(t *testing.T) {
	axe := checker(t, "axe-core", "axe.min.js")
	r := chance(t)
	var views []view
	for _, p := range sample(t, r) {
		v := view{p, looks()}
		if few := fewLooks[r.IntN(len(fewLooks))]; r.IntN(4) == 0 {
			v.looks = append(v.looks, few)
		}
		if !full() {
			n := r.IntN(len(v.looks))
			v.looks = v.looks[n : n+1]
		}
		views = append(views, v)
	}
	var seen atomic.Int64
	inTabs(t, views, func(ctx context.Context, complaints func() []string, v view) {
		for i, l := range v.looks {
			seen.Add(1)
			problems, err := check(ctx, axe, v.file, l, i == 0)
			if err != nil {
				t.Errorf("%s at %s: %v", v.path, l, err)
				continue
			}
			for _, problem := range append(problems, complaints()...) {
				t.Errorf("%s at %s: %s", v.path, l, problem)
			}
		}
	})
	t.Logf("%d pages in %d looks", len(views), seen.Load())
}

// checker reads a file of a module that ".ci/setup" installs.
func checker(t *testing.T, module, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", ".ci", "checkers", "node_modules", module, name))
	if err != nil {
		t.Fatalf("%v (run .ci/setup first)", err)
	}
	return string(data)
}

// check opens a page, unless it is open, and lists what is wrong with it.
func check(ctx context.Context, axe, file string, l look, open bool) ([]string, error) {
	if err := wear(ctx, l); err != nil {
		return nil, err
	}
	if open {
		if err := chromedp.Do(ctx, chromedp.Navigate("file://"+file)); err != nil {
			return nil, err
		}
	}
	// A world of its own is not held by the policy of the page.
	world, err := newWorld(ctx)
	if err != nil {
		return nil, err
	}
	return inWorld[[]string](ctx, world, axe+";("+problems+")()")
}

// wear makes the window as a look says.
func wear(ctx context.Context, l look) error {
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}
	if l.forced {
		features = append(features, &emulation.MediaFeature{Name: "forced-colors", Value: "active"})
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		return err
	}
	return chromedp.Do(ctx, chromedp.EmulateViewport(l.width, 900))
}

// newWorld makes a world for scripts beside that of the open page.
func newWorld(ctx context.Context) (runtime.ExecutionContextID, error) {
	tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return 0, err
	}
	world, err := chromedp.Call(ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: tree.FrameTree.Frame.ID, WorldName: "checks"})
	return world.ExecutionContextID, err
}

// inWorld gives the value of an expression, awaited, in a world.
func inWorld[T any](ctx context.Context, world runtime.ExecutionContextID, expression string) (T, error) {
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, func(p *runtime.EvaluateParams) {
		p.AwaitPromise, p.ContextID = new(true), world
	}))
}

// problems lists what is wrong with the open page.
const problems = `async () => {
	const list = []
	const root = document.documentElement
	if (root.scrollWidth > root.clientWidth) {
		const clipped = (e) => e && e !== document.body && (getComputedStyle(e).overflowX !== 'visible' || clipped(e.parentElement))
		const wide = [...document.querySelectorAll('body *')].find((e) => e.getBoundingClientRect().right > root.clientWidth && e.checkVisibility() && !clipped(e.parentElement))
		list.push('the page is ' + root.scrollWidth + ' pixels wide, perhaps for ' + (wide?.outerHTML.slice(0, 120) ?? '?'))
	}
	if (!getComputedStyle(document.body).fontFamily.includes('system-ui')) list.push('the stylesheet does not apply')
	if (!document.title) list.push('no title')
	for (const svg of document.querySelectorAll('main svg')) {
		const frame = svg.getBoundingClientRect()
		// Letters fill about this part of the height of their box.
		const boxes = [...svg.querySelectorAll('text')].filter((e) => e.checkVisibility() && e.textContent.trim()).map((e) => {
			const b = e.getBoundingClientRect()
			return { text: e.textContent.trim(), left: b.left + 1, right: b.right - 1, top: b.top + b.height * 0.2, bottom: b.bottom - b.height * 0.2 }
		}).filter((b) => b.right > b.left && b.bottom > b.top)
		boxes.forEach((a, i) => {
			if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1 || a.bottom > frame.bottom + 1) list.push('a picture cuts "' + a.text + '"')
			for (const b of boxes.slice(i + 1)) {
				if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) list.push('in a picture "' + a.text + '" and "' + b.text + '" overlap')
			}
		})
	}
	const found = await axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
		resultTypes: ['violations'],
		preload: false, // of style sheets by requests of its own
	})
	for (const v of found.violations) {
		for (const n of v.nodes.slice(0, 3)) {
			list.push('axe ' + v.id + ': ' + n.target.join(' ') + ': ' + [...n.any, ...n.all, ...n.none].map((c) => c.message).join('; ') + ' ' + n.html.slice(0, 120))
		}
	}
	return list
}`
