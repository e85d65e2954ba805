package main

import (
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/gitlog"
)

// TestHistoryOfARepository reads the life of all items of the repository that
// DEBRIEF_HISTORY names, and tells what it takes: without a cache, from the
// cache, and 50 commits after it was made.
func TestHistoryOfARepository(t *testing.T) {
	dir := os.Getenv("DEBRIEF_HISTORY")
	if dir == "" {
		t.Skip("DEBRIEF_HISTORY, the folder of a repository with a long history to measure, is not set")
	}
	w := opened(t, dir)
	key, err := w.itemsDigest()
	if err != nil {
		t.Fatal(err)
	}
	query := gitlog.Query{Want: w.tracked, Extract: w.extractor(), Cache: gitlog.Cache{Dir: t.TempDir(), Key: key}}
	readHistory(t, w.root, "without a cache", "HEAD", query)
	readHistory(t, w.root, "from the cache", "HEAD", query)
	if os.Getenv("DEBRIEF_LONG") == "" {
		return
	}
	query.Cache.Dir = t.TempDir()
	readHistory(t, w.root, "50 commits before", "HEAD~50", query)
	readHistory(t, w.root, "50 commits later", "HEAD", query)
}

func readHistory(t *testing.T, root, when, rev string, q gitlog.Query) {
	t.Helper()
	start, cpu := time.Now(), processorTime()
	r, err := gitlog.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	head, err := r.Resolve(rev)
	if err != nil {
		t.Fatal(err)
	}
	h, err := r.History(head, q)
	if err != nil {
		t.Fatal(err)
	}
	lives := h.Lives(gitlog.Working{})
	events := 0
	for _, l := range lives.All {
		events += len(l.Events)
	}
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	t.Logf("%s: %d commits, %d versions, %d items, %d events: %v, CPU %v, at most %d MB so far", when,
		h.Commits, lives.Versions, len(lives.All), events, time.Since(start).Round(time.Millisecond), processorTime()-cpu, usage.Maxrss>>10)
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Round(time.Millisecond)
}
