package lint

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/debrief-dev/debrief/internal/diag"
)

// maxFetches is how many addresses are asked at once.
const maxFetches = 8

// MayFetch tells whether the run may ask the web.
func (p *Pass) MayFetch() bool { return p.run.options.Fetch != nil }

// ReportsIn tells whether the rule is on in a file and the file is asked for,
// so that a rule about the whole repository can spare itself work.
func (p *Pass) ReportsIn(path string) bool { return p.levelIn(path) != diag.Off }

// Fetch asks addresses of the web, each once, and gives what is wrong with
// those at which nothing is; nil where the run may not ask.
func (p *Pass) Fetch(addresses []string) map[string]error {
	fetch := p.run.options.Fetch
	if fetch == nil {
		return nil
	}
	addresses = slices.Compact(slices.Sorted(slices.Values(addresses)))
	failed := make([]error, len(addresses))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(len(addresses), maxFetches) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(addresses); i = int(next.Add(1)) - 1 {
				failed[i] = fetch(addresses[i])
			}
		})
	}
	workers.Wait()
	dead := map[string]error{}
	for i, err := range failed {
		if err != nil {
			dead[addresses[i]] = err
		}
	}
	return dead
}
