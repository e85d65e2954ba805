package main

import (
	"sync"

	"github.com/debrief-dev/debrief/internal/diag"
)

// checks lets the rules look at one document at a time, each once, when its
// findings are asked for.
type checks struct {
	run   linting
	state state

	mu    sync.Mutex
	known map[string][]diag.Diagnostic // by path of the document
	read  map[string][]diag.Diagnostic // what reading them found, by path
}

// newChecks judges the documents of a workspace. A baseline that cannot be read
// hides nothing; "debrief lint" says what is wrong with it.
func newChecks(a *app, w *workspace) *checks {
	c := &checks{run: linting{app: a, w: w}, state: w.judged(), known: map[string][]diag.Diagnostic{}, read: map[string][]diag.Diagnostic{}}
	c.run.baseline, _ = w.readBaseline(false)
	for _, d := range c.state.found {
		c.read[d.File.Path] = append(c.read[d.File.Path], d)
	}
	return c
}

// of gives the findings of a document, in order; none for "". A rule that
// breaks down finds nothing.
func (c *checks) of(document string) (found []diag.Diagnostic) {
	if document == "" {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if found, ok := c.known[document]; ok {
		return found
	}
	defer func() {
		if recover() != nil {
			found = nil
		}
		c.known[document] = found
	}()
	run, s := c.run, c.state
	run.only, s.found = []string{document}, c.read[document]
	return run.judge(s).found
}
