//go:build browser

package browser

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/debrief-dev/debrief/internal/search"
)

// TestSearchOfASite builds a site, serves it, and asks its search in Chromium:
// the first ten results are those of "debrief search", the first query costs
// few bytes and round trips, answers are quick, and nothing that is asked for
// breaks anything.
//
// The site is that of DEBRIEF_REPO, else of the queries with known answers
// below DEBRIEF_SHARED, else of the examples; the queries are those of
// DEBRIEF_QUERIES, as "debrief search --batch" reads them, else titles and
// passages of documents. "make bench-search" runs it.
func TestSearchOfASite(t *testing.T) {
	repo, queries := repository(t)
	site := filepath.Join(t.TempDir(), "site")
	built := time.Now()
	debrief(t, "", "-C", repo, "build", "--out", site)
	t.Logf("%s: built in %.1f s", filepath.Base(repo), time.Since(built).Seconds())
	server := serve(t, site)
	t.Run("index", func(t *testing.T) { checkIndex(t, site) })
	t.Run("answers", func(t *testing.T) { sameAnswers(t, server, site, repo, queries) })
	t.Run("first query", func(t *testing.T) { firstQueries(t, server, queries) })
	t.Run("time", func(t *testing.T) { timesOfAnswers(t, server, site, queries) })
}

// sampled is how many queries are asked.
func sampled() int {
	if full() {
		return 200
	}
	return 30
}

// siteQuery is a line of a file of queries.
type siteQuery struct {
	ID    string `json:"id"`
	Query string `json:"query"`
}

// repository gives the documents to build a site of, and what to ask it.
func repository(t *testing.T) (folder string, queries []siteQuery) {
	t.Helper()
	shared := os.Getenv("DEBRIEF_SHARED")
	switch folder = os.Getenv("DEBRIEF_REPO"); {
	case folder != "":
		queries = ownQueries(t, folder)
	case shared != "":
		folder = filepath.Join(t.TempDir(), "known-answers")
		run(t, exec.Command("python3", filepath.Join(shared, "eval", "mkrepo.py"), folder))
		queries = readQueries(t, filepath.Join(shared, "eval", "queries.jsonl"), "text")
	default:
		folder = filepath.Join("..", "..", "examples")
		queries = ownQueries(t, folder)
	}
	if name := os.Getenv("DEBRIEF_QUERIES"); name != "" {
		queries = readQueries(t, name, "query")
	}
	if len(queries) == 0 {
		t.Fatalf("there are no queries for %s", folder)
	}
	var out []siteQuery
	for i := range sampled() { // spread evenly
		if n := i * len(queries) / sampled(); n == 0 || n != (i-1)*len(queries)/sampled() {
			out = append(out, queries[n])
		}
	}
	return folder, out
}

// readQueries reads a file of queries, one JSON object a line.
func readQueries(t *testing.T, name, key string) (list []siteQuery) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(data) {
		var fields map[string]any
		if err := json.Unmarshal(line, &fields); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		text, _ := fields[key].(string)
		// As a field of one line has it.
		list = append(list, siteQuery{Query: strings.Join(strings.Fields(text), " ")})
	}
	return list
}

// ownQueries makes queries of the headings and of the beginnings of paragraphs
// of documents.
func ownQueries(t *testing.T, folder string) (list []siteQuery) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".md" {
			return err
		}
		data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		for i, line := range strings.Split(string(data), "\n") {
			words := strings.Fields(strings.Trim(line, "#-*> \r"))
			if len(words) < 2 || strings.HasSuffix(words[0], ":") || i%7 > 0 && !strings.HasPrefix(line, "# ") {
				continue
			}
			list = append(list, siteQuery{Query: strings.Join(words[:min(8, len(words))], " ")})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// debrief runs the command, and gives what it prints.
func debrief(t *testing.T, stdin string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(commandName(), args...)
	cmd.Stdin = strings.NewReader(stdin)
	return run(t, cmd)
}

func run(t *testing.T, cmd *exec.Cmd) []byte {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v (run \"make build\" first)\n%s", cmd, err, stderr.Bytes())
	}
	return out
}

// serve serves a site as most hosts do: pages and scripts compressed.
func serve(t *testing.T, site string) (address string) {
	t.Helper()
	server := httptest.NewServer(compressed(site))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// compressed hands out the files of a site as most hosts do.
func compressed(site string) http.Handler {
	files := http.FileServer(http.Dir(site))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch ext := path.Ext(r.URL.Path); ext {
		case ".bin", ".svg", ".png", ".ico":
			files.ServeHTTP(w, r)
		default:
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			defer z.Close()
			files.ServeHTTP(zipped{w, z}, r)
		}
	})
}

// zipped writes a response through a compressor.
type zipped struct {
	http.ResponseWriter
	z *gzip.Writer
}

func (w zipped) WriteHeader(status int) {
	w.Header().Del("Content-Length")
	w.ResponseWriter.WriteHeader(status)
}

func (w zipped) Write(p []byte) (int, error) { return w.z.Write(p) }

// checkIndex counts the files and bytes of the index.
func checkIndex(t *testing.T, site string) {
	files, total := map[string]int{}, map[string]int64{}
	root := os.DirFS(filepath.Join(site, "search"))
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".bin" {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		for _, part := range []string{"all", path.Base(path.Dir(name))} {
			files[part]++
			total[part] += info.Size()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	docs := openIndex(t, site).Docs()
	t.Logf("%d documents, index of %d files (documents/%.1f) and %.1f MB: terms %d, %.2f MB; results %d, %.2f MB; texts %d, %.2f MB; vocabulary %d, %.2f MB", docs,
		files["all"], float64(docs)/float64(files["all"]), mb(total["all"]), files["t"], mb(total["t"]), files["d"], mb(total["d"]), files["x"], mb(total["x"]), files["v"], mb(total["v"]))
	if docs >= 10_000 && files["all"] > docs/6 {
		t.Errorf("%d documents have an index of %d files, want at most %d", docs, files["all"], docs/6)
	}
}

func mb(n int64) float64 { return float64(n) / 1e6 }

// openIndex opens the files of the index.
func openIndex(t *testing.T, site string) *search.Reader {
	t.Helper()
	read := func(name string) ([]byte, error) {
		return os.ReadFile(filepath.Join(site, "search", filepath.FromSlash(name)+".bin"))
	}
	root, err := read("root")
	if err != nil {
		t.Fatal(err)
	}
	index, err := search.NewReader(root, read)
	if err != nil {
		t.Fatal(err)
	}
	return index
}

// firstTen gives the paths of the results, without extensions, that a page
// shows first.
const firstTen = `(async (query) => {
	const input = document.querySelector('#search-page input[type=search]')
	const status = document.querySelector('#search-page .outcome')
	status.textContent = '…'
	input.value = query
	input.form.requestSubmit()
	const late = performance.now() + 20000
	while (status.textContent === '…' && performance.now() < late) await new Promise((r) => setTimeout(r, 2))
	return Array.from(document.querySelectorAll('.found > .hit > .title'), (a) => new URL(a.href).pathname)
})`

// sameAnswers compares the first ten results with those of the command.
func sameAnswers(t *testing.T, server, site, repo string, queries []siteQuery) {
	type answer struct {
		Results []struct {
			Path string `json:"path"`
		} `json:"results"`
	}
	var lines strings.Builder
	enc := json.NewEncoder(&lines)
	for _, q := range queries {
		if err := enc.Encode(q); err != nil {
			t.Fatal(err)
		}
	}
	ctx := newBrowser(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(server+"search/")); err != nil {
		t.Fatal(err)
	}
	targets := targetsOf(t, repo, site)
	dec := json.NewDecoder(bytes.NewReader(debrief(t, lines.String(), "-C", repo, "search", "--batch", "-")))
	wrong, found := 0, 0
	for _, q := range queries {
		var want answer
		if err := dec.Decode(&want); err != nil {
			t.Fatal(err)
		}
		got := call[[]string](t, ctx, firstTen, q.Query)
		var paths []string
		for _, r := range want.Results {
			paths = append(paths, targets[r.Path])
		}
		found += len(paths)
		if !slices.Equal(got, paths) {
			if wrong++; wrong <= 5 {
				t.Errorf("%.60q: the page finds\n%q, the command\n%q", q.Query, got, paths)
			}
		}
	}
	if wrong > 5 {
		t.Errorf("%d of %d queries differ", wrong, len(queries))
	}
	t.Logf("%d queries with %d results are answered as by the command", len(queries)-wrong, found)
}

// targetsOf gives the address on the site of each document, by its path in the
// repository.
func targetsOf(t *testing.T, repo, site string) map[string]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(debrief(t, "", "-C", repo, "export", "--format", "csv", "--table", "documents"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	addresses := map[[2]string]string{}
	names, err := filepath.Glob(filepath.Join(site, "search", "*", "d", "*.bin"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		packed, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var results []struct{ U, K, I string }
		if err := json.NewDecoder(flate.NewReader(bytes.NewReader(packed))).Decode(&results); err != nil {
			t.Fatal(err)
		}
		for _, r := range results {
			addresses[[2]string{r.K, r.I}] = "/" + strings.TrimSuffix(r.U, "index.html")
		}
	}
	out := map[string]string{}
	for _, row := range rows {
		out[row[2]] = addresses[[2]string{row[0], row[1]}]
	}
	return out
}

// firstQueries measures what the first query of a visit costs: from the focus
// on the field to the results.
func firstQueries(t *testing.T, server string, queries []siteQuery) {
	visits := 20
	if !full() {
		visits = 8
	}
	forms := []struct {
		name string
		text func(q string) string
		most int // round trips after the focus
	}{
		{"three words", func(q string) string { return threeWords(q) + " " }, 2},
		{"three words, the last half typed", func(q string) string { w := []rune(threeWords(q)); return string(w[:len(w)-min(2, len(w)/4)]) }, 3},
		{"the whole query", func(q string) string { return q + " " }, 3},
	}
	ctx := newBrowser(t)
	var log requests
	if err := chromedp.Listen(ctx, log.see); err != nil {
		t.Fatal(err)
	}
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	_, off := chromedp.Call(ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	if err := errors.Join(err, off); err != nil {
		t.Fatal(err)
	}
	for _, form := range forms {
		var cost []traffic
		for i := range min(visits, len(queries)) {
			query := form.text(queries[i*len(queries)/min(visits, len(queries))].Query)
			log.forget()
			visit(t, ctx, server, query)
			cost = append(cost, log.cost())
		}
		of := func(part func(traffic) int) (p50, p95 int) {
			var list []int
			for _, c := range cost {
				list = append(list, part(c))
			}
			slices.Sort(list)
			return list[len(list)/2], list[len(list)*95/100]
		}
		b50, b95 := of(func(c traffic) int { return c.bytes })
		r50, r95 := of(func(c traffic) int { return c.requests })
		w50, w95 := of(func(c traffic) int { return c.trips - 1 })
		t.Logf("%s, %d visits: %.1f KB (p95 %.1f), %d requests (%d), %d round trips after the focus (%d)", form.name, len(cost), float64(b50)/1e3, float64(b95)/1e3, r50, r95, w50, w95)
		if w50 > form.most {
			t.Errorf("%s: %d round trips after the focus, want at most %d", form.name, w50, form.most)
		}
		if form.name == "three words" && b50 > 45_000 {
			t.Errorf("the first query takes %d bytes, want at most 45,000", b50)
		}
	}
}

// threeWords gives the first three words of a query, as people type them: of
// Japanese twelve characters.
func threeWords(text string) string {
	words := strings.Fields(text)
	text = strings.Join(words[:min(3, len(words))], " ")
	most := 40
	if strings.ContainsFunc(text, func(r rune) bool { return r > 0x3000 }) {
		most = 12
	}
	letters := []rune(text)
	return string(letters[:min(most, len(letters))])
}

// visit opens a page with an empty cache, goes to the field and types a query.
func visit(t *testing.T, ctx context.Context, server, query string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(server)); err != nil {
		t.Fatal(err)
	}
	call[any](t, ctx, `(async (query) => {
		const input = document.querySelector('form.search input')
		input.dispatchEvent(new Event('focus'))
		const settled = async (done) => {
			const late = performance.now() + 20000
			while (!done() && performance.now() < late) await new Promise((r) => setTimeout(r, 5))
		}
		const index = () => performance.getEntriesByType('resource').filter((e) => e.name.includes('/search/')).length
		await settled(() => index() >= 2)
		input.value = query
		input.dispatchEvent(new Event('input'))
		await settled(() => document.querySelector('.hits > *'))
	})`, query)
}
