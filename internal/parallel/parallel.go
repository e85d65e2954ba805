// Package parallel does the same to many things on all processors.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls do for 0 … n-1, in any order, on as many goroutines as there are
// processors, and waits for all.
func Each(n int, do func(i int)) {
	EachWith(n, func() func(int) { return do })
}

// EachWith is Each for work that needs something of its own on every
// goroutine: start is called once on each and gives what does the work there.
// A panic there ends the goroutine's work and goes on in the caller, who can
// recover from it.
func EachWith(n int, start func() func(i int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	var broken atomic.Pointer[any]
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					broken.CompareAndSwap(nil, &p)
				}
			}()
			do := start()
			for i := int(next.Add(1)) - 1; i < n && broken.Load() == nil; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	workers.Wait()
	if p := broken.Load(); p != nil {
		panic(*p)
	}
}
