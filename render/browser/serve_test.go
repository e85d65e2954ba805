//go:build browser

package browser

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// serveExamples starts "debrief serve" on a copy of the examples.
func serveExamples(t *testing.T) (dir, address string) {
	t.Helper()
	dir = t.TempDir()
	program := filepath.Join(dir, "debrief")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/debrief").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	dir = filepath.Join(dir, "kb")
	if err := os.CopyFS(dir, os.DirFS("../../examples")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-C", dir, "serve", "--addr", "127.0.0.1:0", "--no-git")
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		if cmd.Wait(); cmd.ProcessState.ExitCode() != 130 {
			t.Errorf("it ended with %d", cmd.ProcessState.ExitCode())
		}
	})
	url := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if address = url.FindString(lines.Text()); address != "" {
			go func() {
				for lines.Scan() { // or else it waits for a reader
				}
			}()
			return dir, address
		}
	}
	t.Fatal("it says no address")
	return "", ""
}

// preview is what an open page shows.
type preview struct {
	Text    string  // of the document
	Top     float64 // of what is being read, from the top of the window
	Open    bool    // the first thing that unfolds
	Hidden  bool    // the overlay
	Title   string
	Notes   string
	Trouble string
	Style   string // colour of the title of the site
}

const previewNow = `(() => {
	const box = document.querySelector('.debrief-preview')
	const at = document.querySelectorAll('main h2[id]')[3]
	return {
		Text: document.querySelector('main').innerText, Top: at ? at.getBoundingClientRect().top : 0,
		Open: !!document.querySelector('main details')?.open, Hidden: box.hidden,
		Title: box.querySelector('summary')?.innerText ?? '', Notes: box.querySelector('ul')?.textContent ?? '',
		Trouble: box.querySelector('.preview-trouble')?.innerText ?? '',
		Style: getComputedStyle(document.querySelector('.brand')).color,
	}
})()`

// An open page follows its file: the edit appears where the reader was, the
// findings of the document are laid over it, and a style sheet changes in place.
func TestAnOpenPageFollowsItsFile(t *testing.T) {
	dir, address := serveExamples(t)
	ctx := newBrowser(t)
	// Else Chromium takes a window in the background for hidden.
	if _, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	run := func(script string) preview {
		t.Helper()
		got, err := chromedp.Run(ctx, chromedp.Evaluate[preview](`(() => { `+script+`; return `+previewNow+` })()`))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	until := func(what string, ok func(preview) bool) (got preview) {
		t.Helper()
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
			got, err := chromedp.Run(ctx, chromedp.Evaluate[preview](previewNow))
			if err == nil && ok(got) { // an error while the page is loaded
				return got
			}
			if time.Now().After(deadline) {
				t.Fatalf("waited in vain for %s: %+v", what, got)
			}
		}
	}
	file := filepath.Join(dir, "postmortems", "2025-014-checkout-5xx.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1000, 600), chromedp.Navigate(address+"incidents/2025-014/")); err != nil {
		t.Fatal(err)
	}
	complaints := watch(t, ctx)
	before := run(`
		const first = document.querySelector('main details')
		if (first) first.open = true
		document.querySelectorAll('main h2[id]')[3].scrollIntoView({behavior: 'instant'})
		scrollBy({top: -120, behavior: 'instant'})`)

	// New paragraphs above the place do not move it.
	head, body, _ := strings.Cut(string(text), "\n## ")
	write(file, head+"\n\n"+strings.Repeat("決済が停止した。\n\n", 20)+"## "+body)
	after := until("the edit", func(p preview) bool { return strings.Contains(p.Text, "決済が停止した。") && p.Top < 600 })
	if d := after.Top - before.Top; d < -3 || d > 3 {
		t.Errorf("the place moved from %.0f to %.0f", before.Top, after.Top)
	}
	if before.Open != after.Open {
		t.Errorf("what was open: %v, then: %v", before.Open, after.Open)
	}

	write(file, strings.Replace(string(text), "severity: sev", "severity: <b>x</b>", 1))
	noted := until("the finding", func(p preview) bool { return strings.Contains(p.Notes, "2025-014-checkout-5xx.md:") })
	if noted.Hidden || !strings.Contains(noted.Title, "1 error") || !strings.Contains(noted.Notes, "<b>x</b>") {
		t.Errorf("the overlay shows %+v", noted)
	}
	if got := run(`document.querySelector('.preview-close').click()`); !got.Hidden {
		t.Error("the overlay cannot be dismissed")
	}
	write(filepath.Join(dir, ".debrief", "theme", "css", "print.css"), ".brand { color: rgb(1, 2, 3) }\n")
	until("the style sheet", func(p preview) bool { return p.Style == "rgb(1, 2, 3)" })

	settings := filepath.Join(dir, "debrief.yaml")
	good, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	write(settings, "title: [\n")
	until("the trouble", func(p preview) bool { return !p.Hidden && strings.Contains(p.Trouble, "debrief.yaml:") })
	write(settings, string(good))
	until("the end of the trouble", func(p preview) bool { return p.Trouble == "" })
	for _, c := range complaints() {
		if !strings.HasPrefix(c, "request to "+address) {
			t.Error(c)
		}
	}
}
