package parallel

import (
	"sync/atomic"
	"testing"
)

func TestEach(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000} {
		calls := make([]atomic.Int64, n)
		Each(n, func(i int) { calls[i].Add(1) })
		for i := range calls {
			if got := calls[i].Load(); got != 1 {
				t.Errorf("of %d, %d is done %d times", n, i, got)
			}
		}
	}
}

func TestEachWith(t *testing.T) {
	var started, done atomic.Int64
	EachWith(100, func() func(int) {
		started.Add(1)
		return func(int) { done.Add(1) }
	})
	if started.Load() < 1 || started.Load() > 100 || done.Load() != 100 {
		t.Errorf("started %d times, done %d times", started.Load(), done.Load())
	}
}

func TestPanicReachesTheCaller(t *testing.T) {
	defer func() {
		if got := recover(); got != "壊れた文書" {
			t.Errorf("got %v", got)
		}
	}()
	Each(1000, func(i int) {
		if i == 500 {
			panic("壊れた文書")
		}
	})
	t.Error("no panic")
}
