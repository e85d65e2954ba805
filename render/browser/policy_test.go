//go:build browser

package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// contexts are the places in a page where a text without any care would stand.
var contexts = []string{"<p>TEXT</p>", `<p title="TEXT">x</p>`, "<p title='TEXT'>x</p>", "<p title=TEXT>x</p>", `<a href="TEXT">x</a>`, `<img src="TEXT" alt="">`}

var (
	policyLine = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>\n`)
	content    = regexp.MustCompile(`(?s)(<main[^>]*>).*(</main>)`)
)

// TestPolicyAloneStopsAttacks puts attacks into a page as they are, without
// the care of the printer: with the policy nothing runs and nothing is asked
// from elsewhere. Without the policy much does, so the trap works.
func TestPolicyAloneStopsAttacks(t *testing.T) {
	site := siteFolder(t)
	text, err := os.ReadFile(filepath.Join(site, "runbooks", "redis-failover", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	type attempt struct{ text, context string }
	var all []attempt
	v := readVectors(t)
	for _, context := range contexts {
		for _, text := range v.texts() {
			all = append(all, attempt{text, context})
		}
	}
	// Half of the sample are attacks within the content, of which most run.
	attempts := append(pick(t, all, 30), pick(t, all[:len(v.attacks)], 30)...)
	files := http.FileServer(http.Dir(site))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		parts := strings.Split(r.URL.Path, "/") // "/raw/open/17/"
		if len(parts) != 5 || parts[1] != "raw" {
			files.ServeHTTP(w, r)
			return
		}
		n, err := strconv.Atoi(parts[3])
		if err != nil || n >= len(attempts) {
			http.NotFound(w, r)
			return
		}
		raw := content.ReplaceAllString(string(text), "${1}MAIN${2}")
		raw = strings.Replace(raw, "MAIN", strings.ReplaceAll(attempts[n].context, "TEXT", attempts[n].text), 1)
		if raw = strings.ReplaceAll(raw, `"../../assets/`, `"/assets/`); parts[2] == "open" {
			raw = policyLine.ReplaceAllString(raw, "")
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, raw)
	}))
	defer server.Close()

	ctx := newBrowser(t)
	tr := setTrap(t, ctx, server.URL+"/")
	running, asking := 0, 0
	for i, a := range attempts {
		for _, policy := range []string{"open", "held"} {
			_, err := visitHostile(ctx, fmt.Sprintf("%s/raw/%s/%d/", server.URL, policy, i))
			ran, asked, _ := tr.take()
			if policy == "open" { // whatever happens there
				if len(ran) > 0 {
					running++
				}
				if len(asked) > 0 {
					asking++
				}
				continue
			}
			if err != nil {
				t.Errorf("%.80q in %s: %v", a.text, a.context, err)
			}
			for _, problem := range append(ran, asked...) {
				t.Errorf("%.80q in %s %s", a.text, a.context, problem)
			}
		}
	}
	t.Logf("of %d attempts %d run something without the policy and %d ask elsewhere", len(attempts), running, asking)
	if running < len(attempts)/20 || asking == 0 {
		t.Errorf("without the policy only %d of %d attempts run, and %d ask elsewhere: the trap does not work", running, len(attempts), asking)
	}
}

// TestPicturesDoNotRun opens pictures that attack: as a site holds them, and
// as they are, where some do run.
func TestPicturesDoNotRun(t *testing.T) {
	v := readVectors(t)
	var body strings.Builder
	files := map[string]string{}
	for _, name := range v.pictures() {
		fmt.Fprintf(&body, "![picture](%s)\n\n", name)
		files["notes/"+name] = v.svg[name]
	}
	files["notes/pictures.md"] = "# Pictures\n\n" + body.String()
	files["raw/plain.md"] = "# Plain\n"
	site := siteOf(t, files)
	for name, data := range v.svg {
		if err := os.WriteFile(filepath.Join(site, "raw-"+name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	server := serve(t, site)
	ctx := newBrowser(t)
	tr := setTrap(t, ctx, server)
	running := 0
	for _, name := range pagesOf(t, site) {
		if filepath.Ext(name) != ".svg" && !strings.Contains(name, "pictures") {
			continue
		}
		wrong, err := visitHostile(ctx, server+name)
		ran, asked, _ := tr.take()
		if strings.HasPrefix(name, "raw-") {
			if len(ran) > 0 {
				running++
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, problem := range append(append(wrong, ran...), asked...) {
			t.Errorf("%s %s", name, problem)
		}
	}
	if running == 0 {
		t.Error("no picture runs as it is: the trap does not work")
	}
	t.Logf("%d of %d pictures run as they are", running, len(v.svg))
}
