//go:build browser

package browser

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/chromedp/cdproto/network"

	"github.com/debrief-dev/debrief/internal/bundle"
)

// traffic is what a page asks of the server for its search.
type traffic struct {
	bytes    int // with headers
	requests int
	trips    int // how often requests wait for others; the root of the index is the first
}

// requests listens to what a page asks of the search's folder.
type requests struct {
	mu     sync.Mutex
	trip   map[network.RequestID]int
	last   int // trip of which some request has ended
	counts traffic
}

func (r *requests) see(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err == nil && strings.HasPrefix(u.Path, "/search/") {
			if r.trip == nil {
				r.trip = map[network.RequestID]int{}
			}
			r.trip[e.RequestID] = r.last + 1
			r.counts.requests++
		}
	case *network.EventLoadingFinished:
		if trip, ok := r.trip[e.RequestID]; ok {
			r.last = max(r.last, trip)
			r.counts.bytes += int(e.EncodedDataLength)
			r.counts.trips = max(r.counts.trips, trip)
		}
	}
}

// forget begins to count anew.
func (r *requests) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.trip, r.last, r.counts = nil, 0, traffic{}
}

func (r *requests) cost() traffic {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counts
}

// timer measures answers from files that are there.
const timer = `
import { parseQuery } from './search/query'
import { Files } from './search/files'
import { search } from './search/rank'

const kept = new Map<string, Promise<ArrayBuffer>>()
const get = (name: string) => {
  let data = kept.get(name)
  if (!data) kept.set(name, (data = fetch('/search/' + (name || 'root') + '.bin').then((r) => r.arrayBuffer())))
  return data
}
Object.assign(window, {
  timeOf: async (texts: string[]) => {
    const times: number[] = []
    for (const text of texts) {
      let best = Infinity
      for (let i = 0; i < 4; i++) {
        const files = await Files.open(get)
        const start = performance.now()
        await search(files, parseQuery(text, files.keys, false), 10, async () => false)
        if (i > 0) best = Math.min(best, performance.now() - start)
      }
      times.push(best)
    }
    return times
  },
})
`

// loadTimer puts timer into a page, and gives the name of its function.
func loadTimer(t *testing.T, ctx context.Context) string {
	t.Helper()
	fsys := withHarness{fstest.MapFS{"ts/timer.ts": {Data: []byte(timer)}}}
	files, err := bundle.Bundle(fsys, "ts/timer.ts")
	if err != nil {
		t.Fatal(err)
	}
	evaluate[any](t, ctx, string(files[0].Data)+";null")
	return "timeOf"
}
