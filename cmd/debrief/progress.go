package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
)

// progress shows on a terminal what takes a while, with a count if there is
// one, and takes it away when the returned function is called. In a pipe it
// says nothing.
func (a *app) progress(what diag.Text, count *atomic.Int64) (done func()) {
	if !a.live {
		return func() {}
	}
	stop := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		// Short work shows nothing: a line that flashes by only disturbs.
		wait := time.NewTimer(300 * time.Millisecond)
		defer wait.Stop()
		for {
			select {
			case <-stop:
				fmt.Fprint(a.stderr, "\r\x1b[K")
				return
			case <-wait.C:
				line := what.In(a.lang)
				if count != nil {
					line += fmt.Sprintf(" %d", count.Load())
				}
				fmt.Fprintf(a.stderr, "\r\x1b[K%s", line)
				wait.Reset(100 * time.Millisecond)
			}
		}
	})
	return sync.OnceFunc(func() {
		close(stop)
		group.Wait()
	})
}
