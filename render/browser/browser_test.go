//go:build browser

// Package browser looks at the built site in a real browser: what only a
// browser can tell. It needs Chromium and a site in public/ ("make site").
package browser

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// opener gives what opens a page of the built site of examples from disk, on a
// telephone.
func opener(t *testing.T, ctx context.Context) func(page string) {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", "..", "public"))
	if err != nil {
		t.Fatal(err)
	}
	return func(page string) {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(360, 800), chromedp.Navigate("file://"+filepath.Join(root, page))); err != nil {
			t.Fatal(err)
		}
	}
}

// chromium is the browser of all tests: it starts when the first asks for it,
// and has no way to the network.
var chromium, stopChromium = allocate()

func allocate() (context.Context, func()) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	return ctx, func() { cancel(); stop() }
}

var startChromium = sync.OnceValue(func() error { return chromedp.Do(chromium) })

// scratch is the folder of what tests share.
var scratch = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "debrief-browser-") })

func TestMain(m *testing.M) {
	fmt.Printf("DEBRIEF_SEED=%d\n", seed())
	code := m.Run()
	stopChromium()
	if dir, err := scratch(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// newBrowser opens an empty tab that shares nothing with those of other tests.
func newBrowser(t *testing.T) context.Context {
	t.Helper()
	if err := startChromium(); err != nil {
		t.Fatalf("starting Chromium: %v", err)
	}
	ctx, cancel := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("opening a tab: %v", err)
	}
	limit := 5 * time.Minute
	if full() {
		limit = time.Hour
	}
	ctx, done := context.WithTimeout(ctx, limit)
	t.Cleanup(done)
	return ctx
}

// watch collects what the browser complains about, and what it asks for
// outside the site.
func watch(t *testing.T, ctx context.Context) (complaints func() []string) {
	t.Helper()
	var mu sync.Mutex
	var list []string
	add := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		list = append(list, fmt.Sprintf(format, args...))
	}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			add("exception: %s", e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			if e.Type == "error" {
				add("console error")
			}
		case *log.EventEntryAdded:
			if e.Entry.Level == "error" || e.Entry.Source == "security" {
				add("%s: %s", e.Entry.Source, e.Entry.Text)
			}
		case *network.EventRequestWillBeSent:
			if u, err := url.Parse(e.Request.URL); err == nil && u.Scheme != "file" && u.Scheme != "data" {
				add("request to %s", e.Request.URL)
			}
		}
	})
	_, network := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	_, log := chromedp.Call(ctx, log.Enable, cdp.Empty{})
	_, runtime := chromedp.Call(ctx, runtime.Enable, cdp.Empty{})
	if err := errors.Join(err, network, log, runtime); err != nil {
		t.Fatal(err)
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		out := list
		list = nil
		return out
	}
}

// TestSiteIsThere keeps the browser tests from passing on nothing.
func TestSiteIsThere(t *testing.T) {
	if _, err := os.Stat(filepath.Join("..", "..", "public", "index.html")); err != nil {
		t.Fatalf("%v (run \"make site\" first)", err)
	}
}
