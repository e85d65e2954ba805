//go:build browser

package browser

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// shot is a picture of a page for the manual: the same kind of page in both
// languages.
type shot struct {
	name          string
	en, ja        string // the page, with what is asked
	width, height int64  // pixels
	scheme        string
	answers       bool // the page is complete once it has found something
}

// shots are the pictures that README and manual show.
var shots = []shot{
	{"home", "index.html", "index.html", 1280, 900, "light", false},
	{"incident", "incidents/2025-014/index.html", "incidents/2026-015/index.html", 1280, 900, "light", false},
	{"report", "incidents/2025-014/report/index.html", "incidents/2025-035/report/index.html", 1280, 900, "light", false},
	{"runbook", "runbooks/checkout-db-pool/index.html", "runbooks/dispatch-queue-backlog/index.html", 1280, 900, "light", false},
	{"runbook-phone", "runbooks/checkout-db-pool/index.html", "runbooks/dispatch-queue-backlog/index.html", 390, 844, "dark", false},
	{"symptoms", "symptoms/index.html?q=remaining+connection+slots+are+reserved", "symptoms/index.html?q=検索が時間切れになる", 1280, 900, "light", true},
	{"known-issue", "issues/ki-pool-exhausted/index.html", "issues/ki-redis-loading/index.html", 1280, 900, "light", false},
	{"actions", "actions/index.html", "actions/index.html", 1280, 900, "light", false},
	{"insights", "insights/times/index.html", "insights/times/index.html", 1280, 900, "light", false},
	{"graph", "graph/index.html", "graph/index.html", 1280, 900, "dark", false},
	{"search", "search/index.html?q=connection+pool+timeout", "search/index.html?q=Redis+切り替え+時間切れ", 1280, 900, "light", true},
}

// shotDay is the day on which the pictures are taken.
const shotDay = "2026-11-22"

// mostBytes is what one picture may weigh: a repository keeps each version.
const mostBytes = 150_000

// answered waits for what the open page finds, with the passages beside it.
const answered = `(async () => {
	while (!document.querySelector('.hit .snippet')) await new Promise((r) => setTimeout(r, 50))
	await new Promise((r) => setTimeout(r, 500))
	return true
})()`

// TestScreenshots writes the pictures of the manual into the folder that
// DEBRIEF_SCREENSHOTS names ("make screenshots"). The day is fixed and the
// history is left out, so that pictures of the same examples show the same.
func TestScreenshots(t *testing.T) {
	out := os.Getenv("DEBRIEF_SCREENSHOTS")
	if out == "" {
		t.Skip(`no pictures of the manual are taken: DEBRIEF_SCREENSHOTS names no folder for them ("make screenshots" does)`)
	}
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	if err := buildInBothLanguages(dir, site, "--no-git", "--as-of", shotDay); err != nil {
		t.Fatal(err)
	}
	ctx := newBrowser(t)
	// Pages count the days up to that of their reader.
	clock := fmt.Sprintf("Date.now = () => Date.parse(%q)", shotDay)
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: clock}); err != nil {
		t.Fatal(err)
	}
	complaints := watch(t, ctx)
	for _, s := range shots {
		for lang, path := range map[string]string{"en": s.en, "ja": "ja/" + s.ja} {
			data, err := s.take(ctx, "file://"+filepath.ToSlash(site)+"/"+path)
			name := fmt.Sprintf("%s.%s.png", s.name, lang)
			if err == nil {
				err = os.WriteFile(filepath.Join(out, name), data, 0o644)
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if len(data) > mostBytes {
				t.Errorf("%s has %d bytes: at most %d", name, len(data), mostBytes)
			}
		}
	}
	for _, c := range complaints() {
		t.Error(c)
	}
}

// take gives the picture of a page as PNG.
func (s shot) take(ctx context.Context, address string) ([]byte, error) {
	if err := wear(ctx, look{width: s.width, scheme: s.scheme}); err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(s.width, s.height), chromedp.Navigate(address)); err != nil {
		return nil, err
	}
	if s.answers {
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](answered, chromedp.EvalAwaitPromise)); err != nil {
			return nil, err
		}
	}
	data, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return nil, err
	}
	return withPalette(data)
}

// withPalette writes a PNG anew with the 256 colours that it has most of, each
// other one as the nearest of these. It has a third of the size then: pages are
// of few colours, and the rest are the edges of letters.
func withPalette(data []byte) ([]byte, error) {
	from, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	count := map[color.Color]int{}
	b := from.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			count[from.At(x, y)]++
		}
	}
	nearest := map[color.Color]uint8{}
	palette := mostUsed(count, 256)
	for c := range count {
		nearest[c] = uint8(palette.Index(c))
	}
	to := image.NewPaletted(b, palette)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			to.SetColorIndex(x, y, nearest[from.At(x, y)])
		}
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err = encoder.Encode(&out, to)
	return out.Bytes(), err
}

// mostUsed gives the n colours with the highest counts, the highest first; of
// those with the same count the darker ones.
func mostUsed(count map[color.Color]int, n int) color.Palette {
	var list color.Palette
	for c := range count {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b color.Color) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(number(a), number(b)))
	})
	return list[:min(n, len(list))]
}

// number orders colours.
func number(c color.Color) uint64 {
	r, g, b, a := c.RGBA()
	return uint64(r)<<48 | uint64(g)<<32 | uint64(b)<<16 | uint64(a)
}
