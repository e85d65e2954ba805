package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// served is a preview of a folder of its own.
type served struct {
	t              *testing.T
	dir, url, host string
	stdout, stderr *sharedText
	cancel         context.CancelCauseFunc
	ended          chan error
}

// sharedText is a buffer that several goroutines write to and read from.
type sharedText struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *sharedText) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *sharedText) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

const (
	incidentPath = "postmortems/2026-001-checkout.md"
	incidentPage = "/incidents/2026-001/"
)

// serveFiles starts a preview of some files, by path and text.
func serveFiles(t *testing.T, lang string, files map[string]string) *served {
	t.Helper()
	s := &served{t: t, dir: t.TempDir(), stdout: &sharedText{}, stderr: &sharedText{}, ended: make(chan error, 1)}
	for name, text := range files {
		s.write(name, text)
	}
	a := &app{
		dir: s.dir, stdout: s.stdout, stderr: s.stderr, clock: time.Now, lang: lang, langKnown: true, noGit: true,
		getenv: func(string) string { return "" },
	}
	var ctx context.Context
	ctx, s.cancel = context.WithCancelCause(context.Background())
	go func() { s.ended <- a.serve(ctx, "127.0.0.1:0", false) }()
	address := regexp.MustCompile(`http://([0-9.:]+)/`)
	s.until("the address", func() bool {
		m := address.FindStringSubmatch(s.stderr.String())
		if m != nil {
			s.url, s.host = "http://"+m[1], m[1]
		}
		return m != nil
	})
	t.Cleanup(func() {
		s.cancel(interrupted{syscall.SIGINT})
		if err := <-s.ended; !errors.As(err, new(interrupted)) {
			t.Errorf("it ended with %v", err)
		}
	})
	return s
}

func (s *served) write(name, text string) {
	s.t.Helper()
	name = filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// until waits for something.
func (s *served) until(what string, ok func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("waited in vain for %s; said:\n%s%s", what, s.stderr, s.stdout)
		}
	}
}

func (s *served) get(page string) (status int, body string) {
	s.t.Helper()
	r, err := http.Get(s.url + page)
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return r.StatusCode, string(data)
}

// shows waits until a page has a text.
func (s *served) shows(page, text string) {
	s.t.Helper()
	s.until(text+" on "+page, func() bool {
		_, body := s.get(page)
		return strings.Contains(body, text)
	})
}

var bodyOf = regexp.MustCompile(`data-body="([0-9a-f]+)"`)

// events listens as an open page does, and gives the lines that it is told.
func (s *served) events(page string) <-chan string {
	s.t.Helper()
	_, body := s.get(page)
	m := bodyOf.FindStringSubmatch(body)
	if m == nil {
		s.t.Fatalf("%s has no script of the preview", page)
	}
	query := url.Values{"page": {page}, "body": {m[1]}}
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+"/@debrief/events?"+query.Encode(), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	lines := make(chan string, 100)
	go func() {
		defer r.Body.Close()
		defer close(lines)
		for scan := bufio.NewScanner(r.Body); scan.Scan(); {
			lines <- scan.Text()
		}
	}()
	return lines
}

// told waits for a line that holds a text.
func (s *served) told(lines <-chan string, text string) {
	s.t.Helper()
	limit := time.After(30 * time.Second)
	for {
		select {
		case line := <-lines:
			if strings.Contains(line, text) {
				return
			}
		case <-limit:
			s.t.Fatalf("the page was not told %q; said:\n%s", text, s.stderr)
		}
	}
}

func checkoutIncident(text string) string {
	return "---\nid: 2026-001\ntitle: Checkout down\nlang: en\nstatus: draft\nseverity: sev2\nstarted_at: 2026-03-01T10:00:00Z\nresolved_at: 2026-03-01T11:00:00Z\n---\n# Checkout down\n\n## Summary\n\n" + text + "\n"
}

func TestAnEditIsShownAtOnce(t *testing.T) {
	s := serveFiles(t, "en", map[string]string{incidentPath: checkoutIncident("The first words."), "runbooks/restart.md": "# Restart the service\n\nDo it.\n"})
	lines := s.events(incidentPage)
	list := s.events("/incidents/")
	s.write(incidentPath, checkoutIncident("決済が停止した。"))
	s.told(lines, "event: reload")
	if _, body := s.get(incidentPage); !strings.Contains(body, "決済が停止した。") {
		t.Error("the page is told to load again, but does not have the edit")
	}
	s.write(incidentPath, strings.ReplaceAll(checkoutIncident("決済が停止した。"), "Checkout down", "Checkout was down"))
	s.told(list, "event: reload")
	s.shows("/incidents/", "Checkout was down")
	s.until("a word in the terminal", func() bool { return strings.Contains(s.stderr.String(), incidentPath+": shown after ") })
}

func TestFilesComeAndGo(t *testing.T) {
	s := serveFiles(t, "en", map[string]string{incidentPath: checkoutIncident("Words.")})
	missing := s.events("/runbooks/restart/")
	if status, _ := s.get("/runbooks/restart/"); status != http.StatusNotFound {
		t.Errorf("status %d", status)
	}
	s.write("runbooks/restart.md", "# Restart the service\n\nDo it.\n")
	s.told(missing, "event: reload")
	s.shows("/runbooks/restart/", "Restart the service")
	s.shows("/runbooks/", "Restart the service")
	if err := os.Rename(filepath.Join(s.dir, "runbooks", "restart.md"), filepath.Join(s.dir, "runbooks", "再起動.md")); err != nil {
		t.Fatal(err)
	}
	s.shows("/runbooks/再起動/", "Restart the service")
	s.until("the old page to be gone", func() bool { status, _ := s.get("/runbooks/restart/"); return status == http.StatusNotFound })
	if err := os.RemoveAll(filepath.Join(s.dir, "runbooks")); err != nil {
		t.Fatal(err)
	}
	s.until("the last page to be gone", func() bool { status, _ := s.get("/runbooks/再起動/"); return status == http.StatusNotFound })
}

func TestBrokenSettingsLeaveTheLastGoodSite(t *testing.T) {
	s := serveFiles(t, "ja", map[string]string{incidentPath: checkoutIncident("Words."), "debrief.yaml": "title: 障害の記録\n"})
	lines := s.events("/")
	s.write("debrief.yaml", "title: [\n")
	s.told(lines, "直前の正常なサイト")
	s.shows("/", "障害の記録")
	s.until("the error in the terminal", func() bool {
		return strings.Contains(s.stderr.String(), "debrief.yaml:") && strings.Contains(s.stderr.String(), "直前の正常なサイトを表示し続けます")
	})
	s.write(incidentPath, checkoutIncident("Edited while the settings are broken."))
	s.shows(incidentPage, "Edited while the settings are broken.")
	s.write("debrief.yaml", "title: 決済基盤の障害記録\n")
	s.told(lines, "event: reload")
	s.shows("/", "決済基盤の障害記録")
	after := s.events("/")
	s.told(after, `"trouble":""`)
}

func TestAThemeIsShown(t *testing.T) {
	s := serveFiles(t, "en", map[string]string{incidentPath: checkoutIncident("Words."), ".debrief/theme/css/print.css": "/* nothing */\n"})
	_, page := s.get("/")
	style := regexp.MustCompile(`href="(assets/style-[^"]+)"`).FindStringSubmatch(page)[1]
	query := url.Values{"page": {"/"}, "body": {bodyOf.FindStringSubmatch(page)[1]}, "style": {"/" + style}}
	r, err := http.Get(s.url + "/@debrief/events?" + query.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	s.write(".debrief/theme/css/print.css", ".brand { color: red }\n")
	for scan := bufio.NewScanner(r.Body); scan.Scan(); {
		if strings.Contains(scan.Text(), "reload") {
			t.Error("the page is loaded again for its style sheet")
		}
		if href, ok := strings.CutPrefix(scan.Text(), "data: /assets/style-"); ok {
			if status, css := s.get("/assets/style-" + href); status != http.StatusOK || !strings.Contains(css, ".brand{color:red}") {
				t.Errorf("status %d of the new style sheet", status)
			}
			if status, _ := s.get("/" + style); status != http.StatusOK {
				t.Errorf("status %d of the old one, which another page may ask for", status)
			}
			break
		}
	}
	s.write(".debrief/theme/templates/home.html", "{{define")
	s.until("the template's error", func() bool { return strings.Contains(s.stderr.String(), "home.html:1") })
	if status, _ := s.get("/"); status != http.StatusOK {
		t.Errorf("status %d with a broken template", status)
	}
	s.write(".debrief/theme/templates/home.html", `{{define "main"}}{{.NoSuchThing}}{{end}}`)
	s.until("the error page", func() bool {
		status, body := s.get("/")
		return status == http.StatusInternalServerError && strings.Contains(body, "NoSuchThing") && strings.Contains(body, "/@debrief/preview-")
	})
	if status, _ := s.get(incidentPage); status != http.StatusOK {
		t.Errorf("status %d of another page", status)
	}
}

func TestFindingsOfThePage(t *testing.T) {
	s := serveFiles(t, "en", map[string]string{incidentPath: checkoutIncident("Words."), "debrief.yaml": "title: T\n"})
	s.write(incidentPath, strings.Replace(checkoutIncident("See [[no-such-thing]] <b>."), "sev2", "sev9", 1))
	s.until("the finding in the terminal", func() bool { return strings.Contains(s.stdout.String(), incidentPath+":6:11: error:") })
	lines := s.events(incidentPage)
	s.told(lines, `"place":"`+incidentPath+`:6:11","severity":"error"`)
	if other := <-s.events("/incidents/"); strings.Contains(other, "sev9") {
		t.Errorf("another page is told %q", other)
	}
}

// Writing what stands there already, thousands of times, is no reason to make
// anything.
func TestTouchesAreNoEdits(t *testing.T) {
	files := map[string]string{}
	for i := range 100 {
		files[fmt.Sprintf("runbooks/r%03d.md", i)] = fmt.Sprintf("# Runbook %d\n\nDo it.\n", i)
	}
	s := serveFiles(t, "en", files)
	for range 100 {
		for name, text := range files {
			s.write(name, text)
		}
	}
	s.write("runbooks/r000.md", "# Runbook 0\n\nDo it well.\n")
	s.shows("/runbooks/r000/", "Do it well.")
	if n := strings.Count(s.stderr.String(), "shown after"); n > 4 {
		t.Errorf("%d times something was shown:\n%s", n, s.stderr)
	}
}

func TestATakenPortIsExplained(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	a := &app{dir: t.TempDir(), stdout: io.Discard, stderr: io.Discard, getenv: func(string) string { return "" }, clock: time.Now, noGit: true}
	var usage *usageError
	if err := a.serve(t.Context(), l.Addr().String(), false); !errors.As(err, &usage) || !strings.Contains(usage.message.Ja, "使用中") || usage.hint.En == "" {
		t.Errorf("got %v", err)
	}
}
