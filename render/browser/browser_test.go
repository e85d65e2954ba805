//go:build browser

// Package browser looks at the built site in a real browser: what only a
// browser can tell. It needs Chromium and a site in public/ ("make site").
package browser

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
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

// newBrowser starts Chromium with no way to the network.
func newBrowser(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, done := context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(done)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("starting Chromium: %v", err)
	}
	return ctx
}

// sitePages lists one page of each folder of the built site, and the pages at
// its top.
func sitePages(t *testing.T) []string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", "..", "public"))
	if err != nil {
		t.Fatal(err)
	}
	perFolder := map[string]int{}
	var pages []string
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".html") {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil || strings.Contains(string(text), `http-equiv="refresh"`) {
			return err // a page that only leads on
		}
		folder := filepath.Dir(filepath.Dir(name))
		if perFolder[folder]++; perFolder[folder] <= 3 {
			pages = append(pages, name)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%v (run \"make site\" first)", err)
	}
	if len(pages) < 10 {
		t.Fatalf("only %d pages in %s", len(pages), root)
	}
	return pages
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

// layout is what the browser makes of a page.
type layout struct {
	Scroll, Client int // widths in pixels: of the content, of the window
	Font, Title    string
}

// TestPagesInChromium opens pages from disk at three widths: nothing is
// refused by the policy, nothing throws, nothing is asked from elsewhere, no
// page is wider than the screen, and the styles apply.
func TestPagesInChromium(t *testing.T) {
	ctx := newBrowser(t)
	complaints := watch(t, ctx)
	for _, page := range sitePages(t) {
		for _, width := range []int64{320, 360, 1280} {
			err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+page))
			if err != nil {
				t.Fatalf("%s: %v", page, err)
			}
			got, err := chromedp.Run(ctx, chromedp.Evaluate[layout](`({Scroll: document.documentElement.scrollWidth,
				Client: document.documentElement.clientWidth,
				Font: getComputedStyle(document.body).fontFamily, Title: document.title})`))
			if err != nil {
				t.Fatalf("%s: %v", page, err)
			}
			if got.Scroll > got.Client {
				t.Errorf("%s at %d px is %d px wide", page, width, got.Scroll)
			}
			if !strings.Contains(got.Font, "system-ui") {
				t.Errorf("%s: the stylesheet does not apply (font %q)", page, got.Font)
			}
			if got.Title == "" {
				t.Errorf("%s has no title", page)
			}
			for _, c := range complaints() {
				t.Errorf("%s at %d px: %s", page, width, c)
			}
		}
	}
}

// TestSiteIsThere keeps the browser tests from passing on nothing.
func TestSiteIsThere(t *testing.T) {
	if _, err := os.Stat(filepath.Join("..", "..", "public", "index.html")); err != nil {
		t.Fatalf("%v (run \"make site\" first)", err)
	}
}
