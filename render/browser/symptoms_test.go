//go:build browser

package browser

import (
	"slices"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/search"
)

// The page reduces messages to the same words as the command.
func TestLiteralsInChromium(t *testing.T) {
	ctx := loadHarness(t)
	wrong := 0
	for part := range slices.Chunk(texts(t), 200) {
		got := call[[]string](t, ctx, "literalsOf", part)
		for i, text := range part {
			want := search.Literal(text)
			if search.Telling(want) {
				want += "+"
			} else {
				want += "-"
			}
			if got[i] == want {
				continue
			}
			if wrong++; wrong <= 10 {
				t.Errorf("%.80q: %s", text, firstDifference(strings.Fields(want), strings.Fields(got[i])))
			}
		}
	}
	if wrong > 10 {
		t.Errorf("%d texts in all", wrong)
	}
}

// The page of symptoms answers from disk: the message itself first, then what
// fits; nothing of what is asked runs, and nothing is wider than a telephone.
func TestSymptomPageInChromium(t *testing.T) {
	ctx := newBrowser(t)
	complaints := watch(t, ctx)
	open := opener(t, ctx)
	open("symptoms/index.html")
	const answer = `(async (query) => {
		const input = document.querySelector('#seen')
		const status = document.querySelector('.ask + .outcome')
		const answers = document.querySelector('.answers')
		status.textContent = '…'
		input.value = query
		input.form.requestSubmit()
		for (let i = 0; i < 400 && status.textContent === '…' && query.trim(); i++) await new Promise((r) => setTimeout(r, 10))
		await new Promise((r) => setTimeout(r, 30))
		return {
			Status: status.textContent,
			Known: answers.querySelector('.fit > code')?.textContent ?? '',
			First: answers.querySelector('.fit > .title')?.href ?? '',
			Try: answers.querySelector('.fit .try a')?.href ?? '',
			Lists: [...document.querySelectorAll('#symptom-page > section')].some((s) => !s.hidden),
			Wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
		}
	})`
	type answered struct {
		Status, Known, First, Try string
		Lists, Wide               bool
	}
	for _, tt := range []struct{ query, known, first, try string }{
		{"2026-10-06T18:33:01Z HikariPool-7 - Connection is not available, request timed out after 30000ms.", "HikariPool-1", "symptoms/ki-pool-exhausted/", "runbooks/checkout-db-pool/"},
		{"boot\nLOADING Redis is loading the dataset in memory\nat 17", "LOADING", "symptoms/ki-redis-loading/", "runbooks/redis-failover/"},
		{"検索が時間切れ", "", "symptoms/", "runbooks/"},
		{"SearchLatencyHigh", "", "symptoms/SearchLatencyHigh/", "runbooks/"},
	} {
		got := call[answered](t, ctx, answer, tt.query)
		if !strings.Contains(got.Known, tt.known) || !strings.Contains(got.First, tt.first) || !strings.Contains(got.Try, tt.try) || got.Lists || got.Wide {
			t.Errorf("%q: %+v", tt.query, got)
		}
	}
	if got := call[answered](t, ctx, answer, ""); !got.Lists {
		t.Errorf("without a question the lists are gone: %+v", got)
	}
	hostile := append(slices.Clone(own), `<img src=x onerror=alert(1)>`, `"><script>alert(1)</script>`, strings.Repeat("データベースの接続数が上限に達した。", 120))
	for _, query := range hostile {
		if got := call[answered](t, ctx, answer, query); got.Wide {
			t.Errorf("%.40q makes the page wider than the screen", query)
		}
	}
	for _, page := range []string{"index.html", "symptoms/ki-pool-exhausted/index.html", "symptoms/ki-index-read-only/index.html", "causes/index.html", "causes/connection-exhaustion/index.html", "solutions/index.html", "solutions/rollback/index.html"} {
		open(page)
		if evaluate[bool](t, ctx, `document.documentElement.scrollWidth > document.documentElement.clientWidth`) {
			t.Errorf("%s is wider than the screen", page)
		}
	}
	for _, c := range complaints() {
		t.Error(c)
	}
}
