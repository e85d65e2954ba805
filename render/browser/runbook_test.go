//go:build browser

package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// What a runbook asks for is filled into all its commands, what is ticked is
// counted, and both last as long as the tab.
func TestFollowingARunbook(t *testing.T) {
	ctx := newBrowser(t)
	open := opener(t, ctx)
	open("runbooks/redis-failover/index.html")
	commands := func() string {
		return evaluate[string](t, ctx, `[...document.querySelectorAll('pre.copy')].map((p) => p.textContent).join('\n')`)
	}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	blanks := strings.Count(commands(), "<primary>")
	if blanks < 5 {
		t.Fatalf("%d blanks in the commands, want the example's", blanks)
	}
	check(chromedp.Do(ctx, chromedp.SendKeys(`.values input`, `redis-1 "書込"`)))
	if text := commands(); strings.Count(text, `redis-cli -h redis-1 "書込" `) != blanks || strings.Contains(text, "<primary>") {
		t.Errorf("the commands are\n%s", text)
	}
	check(chromedp.Do(ctx, chromedp.Click(`.tick`)))
	state := func() string {
		return evaluate[string](t, ctx, `document.querySelector('.sticky .progress').textContent + ' ' + document.querySelectorAll('.ticked').length + ' ' + document.querySelector('.sticky .reset').hidden`)
	}
	if got, want := state(), "1 of 5 steps done 1 false"; got != want {
		t.Errorf("after ticking: %q, want %q", got, want)
	}

	open("runbooks/redis-failover/index.html")
	if got, want := state(), "1 of 5 steps done 1 false"; got != want {
		t.Errorf("after reloading: %q, want %q", got, want)
	}
	if text := commands(); strings.Contains(text, "<primary>") {
		t.Errorf("after reloading the commands are\n%s", text)
	}
	check(chromedp.Do(ctx, chromedp.Click(`.sticky .reset`)))
	if got, want := state(), "0 of 5 steps done 0 true"; got != want {
		t.Errorf("after starting over: %q, want %q", got, want)
	}
	evaluate[bool](t, ctx, `(() => { const field = document.querySelector('.values input'); field.value = ''; return field.dispatchEvent(new Event('input')) })()`)
	if got := strings.Count(commands(), "<primary>"); got != blanks {
		t.Errorf("an empty field leaves %d blanks, want %d", got, blanks)
	}

	open("runbooks/postgres-failover/index.html")
	if n := evaluate[int](t, ctx, `document.querySelectorAll('.values').length`); n != 0 {
		t.Error("a runbook without blanks asks for values")
	}
}
