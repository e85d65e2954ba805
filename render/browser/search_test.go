//go:build browser

package browser

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/debrief-dev/debrief/internal/bundle"
	"github.com/debrief-dev/debrief/internal/search"
	"github.com/debrief-dev/debrief/theme"
)

// harness hands the parts of the page's search to the tests.
const harness = `
import { tokens } from './search/tokens'
import { stem } from './search/stem'
import { literal, telling } from './search/literal'
import { parseQuery } from './search/query'
import { Files } from './search/files'
import { search } from './search/rank'

const files = new Map<string, Uint8Array>()
let index: Files | undefined
Object.assign(window, {
  tokensOf: (texts: string[]) => texts.map((t) => tokens(t).join(' ')),
  stemsOf: (words: string[]) => words.map(stem),
  literalsOf: (texts: string[]) => texts.map((t) => literal(t) + (telling(literal(t)) ? '+' : '-')),
  give: (name: string, data: string) => void files.set(name, Uint8Array.from(atob(data), (c) => c.charCodeAt(0))),
  found: async (queries: { text: string; open: boolean }[]) => {
    index ??= await Files.open(async (name) => files.get(name)!)
    return Promise.all(queries.map((q) => search(index!, parseQuery(q.text, index!.keys, q.open), 10, async () => false)))
  },
})
`

// withHarness is the theme's scripts and the harness.
type withHarness struct{ harness fstest.MapFS }

func (f withHarness) Open(name string) (fs.File, error) {
	if file, err := f.harness.Open(name); err == nil {
		return file, nil
	}
	return theme.FS.Open(name)
}

// loadHarness puts the parts of the search into a page.
func loadHarness(t *testing.T) context.Context {
	t.Helper()
	fsys := withHarness{fstest.MapFS{"ts/harness.ts": {Data: []byte(harness)}}}
	files, err := bundle.Bundle(fsys, "ts/harness.ts")
	if err != nil {
		t.Fatal(err)
	}
	ctx := newBrowser(t)
	evaluate[any](t, ctx, string(files[0].Data)+";null")
	return ctx
}

// evaluate gives the value of an expression, awaited, in the page.
func evaluate[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, func(p *runtime.EvaluateParams) { p.AwaitPromise = new(true) }))
	if err != nil {
		t.Fatalf("%.200s: %v", expression, err)
	}
	return v
}

func call[T any](t *testing.T, ctx context.Context, function string, args ...any) T {
	t.Helper()
	var list []string
	for _, a := range args {
		data, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(data))
	}
	return evaluate[T](t, ctx, function+"("+strings.Join(list, ",")+")")
}

// own are texts that are cut in every way that there is.
var own = []string{
	"", "The pods were restarting.", "KubePodCrashLooping HTTPServer OOMKilled http_5xx_total __x__ aB1c2D",
	"ＣＰＵ　１００％ ｻｰﾊﾞｰ サーバー サーバ", "再起動 が落ちた DBの接続数が上限 錠 です", "Ошибка диска İSTANBUL ΟΔΟΣ Straße ﬁle Ⅳ ① ㍿",
	"🔥 fire \u0301x e\u0301 가나다 ไทย עברית العربية", "node's isn't ‘quoted’ “quoted”", "x\u0000y\ufeffz\u200bw", "𠮷野家 𝒳 \U0010ffff",
	strings.Repeat("a", 10000), strings.Repeat("漢", 3000), "々〆ヶ ー ゛゜ ヽヾ ・",
}

// texts gives the texts on which both sides must agree.
func texts(t *testing.T) []string {
	t.Helper()
	list := slices.Clone(own)
	err := filepath.WalkDir(filepath.Join("..", "..", "examples"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		list = append(list, strings.ToValidUTF8(string(data), "\ufffd"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	shared := os.Getenv("DEBRIEF_SHARED")
	if shared == "" {
		t.Log("DEBRIEF_SHARED is not set: only the examples and the texts of the test are compared")
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
	list = append(list, strange...)
	for _, name := range []string{"docs.jsonl", "queries.jsonl"} {
		data, err := os.ReadFile(filepath.Join(shared, "eval", name))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, strings.Split(string(data), "\n")...)
	}
	return list
}

// The page cuts texts into the same tokens as the index.
func TestTokensInChromium(t *testing.T) {
	ctx := loadHarness(t)
	var tokenizer search.Tokenizer
	wrong := 0
	for part := range slices.Chunk(texts(t), 200) {
		got := call[[]string](t, ctx, "tokensOf", part)
		for i, text := range part {
			var want []string
			tokenizer.Tokens(text, func(token string) { want = append(want, token) })
			if strings.Join(want, " ") == got[i] {
				continue
			}
			if wrong++; wrong <= 10 {
				t.Errorf("%.80q: %s", text, firstDifference(want, strings.Split(got[i], " ")))
			}
		}
	}
	if wrong > 10 {
		t.Errorf("%d texts in all", wrong)
	}
}

func firstDifference(want, got []string) string {
	for i := range want {
		if i >= len(got) || want[i] != got[i] {
			return fmt.Sprintf("token %d is %q, want %q", i, slices.Concat(got, []string{"", ""})[min(i, len(got))], want[i])
		}
	}
	return fmt.Sprintf("%d tokens, want %d", len(got), len(want))
}

// The page finds the same documents with the same scores.
func TestSearchInChromium(t *testing.T) {
	ctx := loadHarness(t)
	var analyser search.Analyser
	var bags []search.Bag
	all := texts(t)
	for _, text := range all[:min(len(all), 2000)] {
		var d search.Document
		title, body, _ := strings.Cut(text, "\n")
		d.Add(search.Title, title)
		d.Add(search.Body, body)
		d.Facets = []string{search.Facet("kind", []string{"runbook", "postmortem"}[len(text)%2])}
		bags = append(bags, analyser.Bag(&d))
	}
	index := search.NewIndex(bags)
	give := func(name string, data []byte) {
		call[any](t, ctx, "give", name, base64.StdEncoding.EncodeToString(data))
	}
	give("", index.Root("ab/"))
	for _, f := range index.Files(search.Contents{}) {
		give("ab/"+f.Name, f.Data(new(search.Compressor)))
	}
	type query struct {
		Text string `json:"text"`
		Open bool   `json:"open"`
	}
	var queries []query
	for i, text := range append(slices.Clone(own), all[len(all)-min(len(all), 300):]...) {
		words := strings.Fields(text)
		queries = append(queries, query{text, false}, query{strings.Join(words[:min(3, len(words))], " "), i%2 == 0}, query{"kind:runbook " + text, true})
	}
	queries = append(queries, query{"certifcate conection", false}, query{"restar", true}, query{"kind:postmortem -kind:runbook", false}, query{"?!", false})
	got := call[[][]struct {
		Doc   int    `json:"doc"`
		Score uint64 `json:"score"`
	}](t, ctx, "found", queries)
	for i, q := range queries {
		parsed := search.ParseQuery(q.Text, index.Keys())
		parsed.Open = q.Open
		want, err := search.Search(index, parsed, 10, func(int, string) bool { return false })
		if err != nil {
			t.Fatal(err)
		}
		if len(want) != len(got[i]) {
			t.Errorf("%.60q: %d results, want %d", q.Text, len(got[i]), len(want))
			continue
		}
		for n, r := range want {
			if g := got[i][n]; g.Doc != r.Doc || g.Score != r.Score {
				t.Errorf("%.60q: result %d is %v, want %v", q.Text, n, g, r)
				break
			}
		}
	}
}

// A search page answers from disk, and what is asked runs nowhere.
func TestSearchPageInChromium(t *testing.T) {
	ctx := newBrowser(t)
	complaints := watch(t, ctx)
	open := opener(t, ctx)
	open("search/index.html")
	const answer = `(async (query) => {
		const input = document.querySelector('#search-page input[type=search]')
		const status = document.querySelector('#search-page .outcome')
		status.textContent = '…'
		input.value = query
		input.form.requestSubmit()
		for (let i = 0; i < 400 && (status.textContent === '…' || document.querySelector('.hit .snippet:empty')); i++) await new Promise((r) => setTimeout(r, 10))
		await new Promise((r) => setTimeout(r, 30))
		return {
			Status: status.textContent,
			Titles: Array.from(document.querySelectorAll('.hit > .title'), (a) => a.textContent),
			First: document.querySelector('.hit > .title')?.href ?? '',
			Marks: document.querySelectorAll('.hit mark').length,
			Wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
		}
	})`
	type answered struct {
		Status, First string
		Titles        []string
		Marks         int
		Wide          bool
	}
	for _, tt := range []struct{ query, first string }{
		{"connection pool exhausted", "pool"},
		{"Redis切り替え後の検索遅延", "redis-failover"},
		{"kind:runbook redis", "runbooks/redis-failover"},
		{"certifcate expired", "certificate"},
	} {
		got := call[answered](t, ctx, answer, tt.query)
		if !strings.Contains(got.First, tt.first) || got.Marks == 0 || got.Wide {
			t.Errorf("%q: %+v", tt.query, got)
		}
	}
	hostile := append(slices.Clone(own), `<img src=x onerror=alert(1)>`, `"><script>alert(1)</script>`, "kind:<b>", strings.Repeat("データベースの接続数が上限に達した。", 120))
	for _, query := range hostile {
		if got := call[answered](t, ctx, answer, query); got.Wide {
			t.Errorf("%.40q makes the page wider than the screen", query)
		}
	}
	for _, c := range complaints() {
		t.Error(c)
	}

	// The field of every page answers while somebody types.
	open("index.html")
	got := evaluate[[]string](t, ctx, `(async () => {
		const input = document.querySelector('form.search input')
		input.focus()
		input.value = 'connection po'
		input.dispatchEvent(new Event('input'))
		for (let i = 0; i < 400 && !document.querySelector('.hits a'); i++) await new Promise((r) => setTimeout(r, 10))
		input.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
		return [document.querySelector('.hits a[aria-selected]')?.href ?? '', input.getAttribute('aria-activedescendant') ?? '', input.ariaExpanded ?? '']
	})()`)
	if !strings.Contains(got[0], "pool") || got[1] == "" || got[2] != "true" {
		t.Errorf("typing chooses %q", got)
	}
	for _, c := range complaints() {
		t.Error(c)
	}
}
