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

func TestRequestsFromElsewhereAreRefused(t *testing.T) {
	s := serveFiles(t, "en", map[string]string{incidentPath: checkoutIncident("Words."), ".env": "SECRET=5f1c99e0\n", "notes.txt": "SECRET=5f1c99e0\n"})
	get := func(path string) string { return "GET " + path + " HTTP/1.1\r\n" }
	host := "Host: " + s.host + "\r\n"
	_, port, _ := net.SplitHostPort(s.host)
	tests := []struct {
		name, request string
		want          int
	}{
		{"plain", get("/") + host, 200},
		{"head", "HEAD / HTTP/1.1\r\n" + host, 200},
		{"localhost", get("/") + "Host: localhost:" + port + "\r\n", 200},
		{"forwarded port", get("/") + "Host: localhost:8080\r\n", 200},
		{"IPv6 loopback", get("/") + "Host: [::1]:" + port + "\r\n", 200},
		{"upper case", get("/") + "Host: LOCALHOST:" + port + "\r\n", 200},
		{"page", get(incidentPage) + host, 200},
		{"page without slash", get(strings.TrimSuffix(incidentPage, "/")) + host, 302},
		{"Japanese name", get("/runbooks/%E5%86%8D%E8%B5%B7%E5%8B%95/") + host, 404},

		{"foreign host", get("/") + "Host: evil.example\r\n", 403},
		{"foreign host with our port", get("/") + "Host: evil.example:" + port + "\r\n", 403},
		{"our name as a prefix", get("/") + "Host: localhost.evil.example\r\n", 403},
		{"our address as a prefix", get("/") + "Host: 127.0.0.1.nip.io\r\n", 403},
		{"trailing dot", get("/") + "Host: localhost.\r\n", 403},
		{"another address", get("/") + "Host: 192.168.0.1\r\n", 403},
		{"unspecified address", get("/") + "Host: 0.0.0.0\r\n", 403},
		{"user before the host", get("/") + "Host: localhost@evil.example\r\n", 400},
		{"empty host", get("/") + "Host: \r\n", 403},
		{"no host", get("/"), 400},
		{"two hosts", get("/") + host + "Host: evil.example\r\n", 400},
		{"host of an absolute address", get("http://evil.example/") + host, 403},
		{"absolute address of ours", get("http://"+s.host+"/") + host, 200},
		{"port that is none", get("/") + "Host: localhost:x\r\n", 403},

		{"own origin", get("/") + host + "Origin: http://" + s.host + "\r\n", 200},
		{"foreign origin", get("/") + host + "Origin: http://evil.example\r\n", 403},
		{"origin of another port", get("/") + host + "Origin: http://127.0.0.1:1\r\n", 403},
		{"null origin", get("/") + host + "Origin: null\r\n", 403},
		{"events for a foreign origin", get("/@debrief/events?page=/") + host + "Origin: http://evil.example\r\n", 403},
		{"fetched by another site", get("/search/root.bin") + host + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n", 403},
		{"framed by another site", get("/") + host + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n", 403},
		{"fetched by another port", get("/") + host + "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n", 403},
		{"link of another site", get("/") + host + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n", 200},
		{"typed by the user", get("/") + host + "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n", 200},

		{"post", "POST / HTTP/1.1\r\n" + host + "Content-Length: 0\r\n", 405},
		{"put", "PUT /x HTTP/1.1\r\n" + host + "Content-Length: 0\r\n", 405},
		{"options", "OPTIONS * HTTP/1.1\r\n" + host, 405},
		{"trace", "TRACE / HTTP/1.1\r\n" + host, 405},
		{"connect", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n", 403},
		{"upgrade to a WebSocket", get("/") + host + "Connection: Upgrade\r\nUpgrade: websocket\r\nOrigin: http://evil.example\r\n", 403},

		{"up", get("/../notes.txt") + host, 404},
		{"up, encoded", get("/%2e%2e/notes.txt") + host, 404},
		{"up, encoded twice", get("/%252e%252e/notes.txt") + host, 404},
		{"up, slash encoded", get("/..%2fnotes.txt") + host, 404},
		{"up, backslash", get(`/..\notes.txt`) + host, 404},
		{"up, backslash encoded", get("/..%5cnotes.txt") + host, 404},
		{"up from an asset", get("/assets/../../notes.txt") + host, 404},
		{"file of the repository", get("/notes.txt") + host, 404},
		{"source of a document", get("/"+incidentPath) + host, 404},
		{"hidden file", get("/.env") + host, 404},
		{"settings", get("/debrief.yaml") + host, 404},
		{"absolute path", get("//etc/passwd") + host, 404},
		{"NUL", get("/index.html%00.png") + host, 404},
		{"overlong encoding", get("/%c0%ae%c0%ae/notes.txt") + host, 404},
		{"folder", get("/assets/") + host, 404},
		{"bad escape", get("/%zz") + host, 400},
		{"long path", get("/"+strings.Repeat("a", 20_000)) + host, 404},
		{"longer path", get("/"+strings.Repeat("a", 200_000)) + host, 431},
		{"line break in the path", get("/%0d%0aX-Evil:%20yes/") + host, 404},
		{"another site as the way back", get("//evil.example/incidents/2026-001") + host, 404},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := net.Dial("tcp", s.host)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			c.SetDeadline(time.Now().Add(20 * time.Second))
			io.WriteString(c, test.request+"Connection: close\r\n\r\n")
			r, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil {
				t.Fatal(err)
			}
			data, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
			if r.StatusCode != test.want {
				t.Errorf("status %d, want %d: %.200s", r.StatusCode, test.want, data)
			}
			if bytes.Contains(data, []byte("5f1c99e0")) || r.Header.Get("X-Evil") != "" || r.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("it gave away %.200s", data)
			}
			if to := r.Header.Get("Location"); strings.HasPrefix(to, "//") || strings.Contains(to, ":") {
				t.Errorf("it leads to %q", to)
			}
			if test.want != 400 && test.want != 431 && (r.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(r.Header.Get("Content-Security-Policy"), "script-src 'self'")) {
				t.Errorf("headers %v", r.Header)
			}
		})
	}
}

func TestHostsThatAreAllowed(t *testing.T) {
	tests := []struct {
		addr, host string
		want       bool
	}{
		{"127.0.0.1", "127.0.0.1", true},
		{"127.0.0.1", "[::1]", true},
		{"127.0.0.1", "[::1", false},
		{"127.0.0.1", "10.0.0.5:1313", false},
		{"", "10.0.0.5:1313", true},
		{"0.0.0.0", "10.0.0.5", true},
		{"::", "[fd00::1]:1313", true},
		{"0.0.0.0", "evil.example", false},
		{"0.0.0.0", "[fe80::1%25eth0]", false},
		{"devbox", "devbox:1313", true},
		{"devbox", "devbox.evil.example", false},
		{"192.168.0.7", "192.168.0.7:1313", true},
		{"192.168.0.7", "192.168.0.8", false},
		{"127.0.0.1", "ローカル", false},
		{"127.0.0.1", "", false},
	}
	for _, test := range tests {
		if got := newHostGuard(test.addr).allows(test.host); got != test.want {
			t.Errorf("listening at %q, host %q: %v", test.addr, test.host, got)
		}
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
