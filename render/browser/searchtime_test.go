//go:build browser

package browser

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/debrief-dev/debrief/internal/search"
)

// timesOfAnswers measures how long it takes to unpack, decode and score what a
// query needs, once it is there, in Chromium and in Go: of ordinary queries and
// of hostile ones.
func timesOfAnswers(t *testing.T, server, site string, queries []siteQuery) {
	ctx := newBrowser(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(server)); err != nil {
		t.Fatal(err)
	}
	timeOf := loadTimer(t, ctx)
	complaints := watch(t, ctx)
	var short, whole []string
	for _, q := range queries {
		short, whole = append(short, threeWords(q.Query)), append(whole, q.Query)
	}
	for _, tt := range []struct {
		name  string
		texts []string
		most  float64 // milliseconds; 0 is told of only, as the machine may be busy
	}{{"three words", short, 0}, {"whole queries", whole, 0}, {"hostile queries", hostileQueries(t), 100}} {
		for _, side := range []struct {
			name  string
			times []float64
		}{{"Go", timesInGo(t, site, tt.texts)}, {"Chromium", call[[]float64](t, ctx, timeOf, tt.texts)}} {
			n, slowest := len(side.times), 0
			for i, ms := range side.times {
				if ms > side.times[slowest] {
					slowest = i
				}
			}
			sorted := slices.Sorted(slices.Values(side.times))
			t.Logf("%d %s in %s: p50 %.2f ms, p95 %.2f ms, most %.2f ms", n, tt.name, side.name, sorted[n/2], sorted[n*95/100], sorted[n-1])
			if tt.most > 0 && sorted[n-1] > tt.most {
				t.Errorf("%.60q takes %.0f ms in %s, want at most %.0f", tt.texts[slowest], sorted[n-1], side.name, tt.most)
			}
		}
	}
	for _, c := range complaints() {
		if !strings.HasPrefix(c, "request to "+server) {
			t.Error(c)
		}
	}
}

// timesInGo gives the milliseconds that each query takes, the least of three
// runs, each with an index that has read nothing yet.
func timesInGo(t *testing.T, site string, texts []string) (times []float64) {
	files := map[string][]byte{}
	read := func(name string) ([]byte, error) {
		data, ok := files[name]
		if ok {
			return data, nil
		}
		data, err := os.ReadFile(filepath.Join(site, "search", filepath.FromSlash(name)+".bin"))
		files[name] = data
		return data, err
	}
	root, err := read("root")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		best := time.Hour
		for range 4 { // the first reads the files
			index, err := search.NewReader(root, read)
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			if _, err := search.Search(index, search.ParseQuery(text, index.Keys()), 10, func(int, string) bool { return false }); err != nil {
				t.Fatal(err)
			}
			best = min(best, time.Since(start))
		}
		times = append(times, float64(best.Microseconds())/1000)
	}
	return times
}

// hostileQueries are what nobody asks for, and what people paste.
func hostileQueries(t *testing.T) []string {
	t.Helper()
	list := append(slices.Clone(own), "", "   ", "?!…。、・「」()[]{}", strings.Repeat("a", 10000), strings.Repeat("あ", 10000),
		strings.Repeat("データベースの接続数が上限に達したため応答が遅延。", 84)[:6000],
		strings.Repeat("kind:runbook ", 300), strings.Repeat(`"`, 4000), strings.Repeat("- ", 2000), `<img src=x onerror=alert(1)>`)
	// A paste in which every word is unknown and long.
	var unknown []string
	for i := range 400 {
		unknown = append(unknown, "s"+strings.Repeat(string(rune('a'+i%26))+string(rune('a'+i/26)), 4))
	}
	list = append(list, strings.Join(unknown, " "))
	shared := os.Getenv("DEBRIEF_SHARED")
	if shared == "" {
		return list
	}
	var strange []string
	data, err := os.ReadFile(filepath.Join(shared, "vectors", "strings", "blns.json"))
	if err == nil {
		err = json.Unmarshal(data, &strange)
	}
	if err != nil {
		t.Fatal(err)
	}
	return append(list, pick(t, strange, 100)...)
}
