package main

import (
	"io"
	"os"
	"testing"
	"time"
)

func BenchmarkProf(b *testing.B) {
	dir := os.Getenv("PROF_DOCS")
	if dir == "" {
		b.Skip()
	}
	for b.Loop() {
		run([]string{"-C", dir, os.Getenv("PROF_CMD"), "--out", "/tmp/gc/out-prof"}[:3+2*len(os.Getenv("PROF_OUT"))], &app{stdout: io.Discard, stderr: io.Discard, getenv: os.Getenv, clock: time.Now})
	}
}
