package main

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

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
