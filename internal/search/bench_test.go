package search

import (
	"fmt"
	"strings"
	"testing"
)

// benchDocuments are a hundred documents of about 8 KB, every fifth Japanese.
func benchDocuments() []*Document {
	list := make([]*Document, 100)
	for i := range list {
		d := &Document{}
		d.Add(Title, fmt.Sprintf("Incident %d of the web service", i))
		text := fmt.Sprintf("The pool of connections was exhausted because retries of client-%d had no limit; see KubePodCrashLooping and http_5xx. ", i)
		if i%5 == 0 {
			text = fmt.Sprintf("再試行に上限がなかったため接続プールが枯渇し、クライアント%dの応答が遅延しました。", i)
		}
		for p := range 10 {
			d.Add(Body, strings.Repeat(text, 6)+fmt.Sprintf("paragraph%d of %d", p, i*p))
		}
		list[i] = d
	}
	return list
}

// BenchmarkBag is the time of one document.
func BenchmarkBag(b *testing.B) {
	docs := benchDocuments()
	var a Analyser
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a.Bag(docs[i%len(docs)])
	}
}

// BenchmarkIndex is the time of the index of a hundred documents, and of its
// files.
func BenchmarkIndex(b *testing.B) {
	var a Analyser
	var bags []Bag
	for _, d := range benchDocuments() {
		bags = append(bags, a.Bag(d))
	}
	b.Run("make", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			NewIndex(bags)
		}
	})
	x := NewIndex(bags)
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		var c Compressor
		for b.Loop() {
			for _, f := range x.Files(Contents{}) {
				f.Data(&c)
			}
		}
	})
}
