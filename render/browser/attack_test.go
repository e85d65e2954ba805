//go:build browser

package browser

import (
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// textsPerDocument and documentsPerSite keep documents and sites at a size
// that is quick to open.
const (
	textsPerDocument = 6
	documentsPerSite = 150
)

// A document that attacks.
type attacker struct{ path, text string }

// attackers writes the documents: each text in each position, in each part,
// and in each field of each kind. Texts that are only strange stand in the
// fields of one kind each.
func attackers(t *testing.T, v vectors) (list []attacker) {
	t.Helper()
	r := chance(t)
	forms := forms(t)
	kinds := sortedKeys(asAny(forms))
	add := func(folder, text string) {
		list = append(list, attacker{fmt.Sprintf("%s/%s-%04d.md", folder, folder, len(list)), text})
	}
	texts := pick(t, v.texts(), 72)
	for from := 0; from < len(texts); from += textsPerDocument {
		some := texts[from:min(from+textsPerDocument, len(texts))]
		add("page", "---\nkind: page\n---\n# Attack\n\n"+everywhere(some))
		for _, kind := range []string{"postmortem", "runbook", "known-issue"} {
			add(kind, "---\nkind: "+kind+"\n---\n# Attack\n\n"+inParts(some))
		}
	}
	field := func(kind, text string) {
		doc, err := frontMatter(forms[kind], kind, text, r, r.IntN(3) == 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(doc) < 60_000 { // the reader takes 64 KiB
			add(kind, doc)
		}
	}
	for i, text := range pick(t, v.attacks, 24) {
		if !full() {
			field(kinds[i%len(kinds)], text)
			continue
		}
		for _, kind := range kinds {
			field(kind, text)
		}
	}
	for i, text := range pick(t, v.strange, 12) {
		field(kinds[i%len(kinds)], text)
	}
	return list
}

func asAny[V any](m map[string]V) map[string]any {
	out := map[string]any{}
	for key := range m {
		out[key] = nil
	}
	return out
}

// TestAttacksStayText builds sites of documents that attack, and opens every
// page: nothing runs, whatever is done to the page, nothing is asked from
// elsewhere, and nothing is left for the policy to stop.
func TestAttacksStayText(t *testing.T) {
	v := readVectors(t)
	documents := attackers(t, v)
	var opened, built atomic.Int64
	for from := 0; from < len(documents); from += documentsPerSite {
		some := documents[from:min(from+documentsPerSite, len(documents))]
		files := map[string]string{"debrief.yaml": "title: \"<b>Attack\"\nlanguages: [en, ja]\n"}
		for _, d := range some {
			files[d.path] = d.text
		}
		for name, data := range v.svg {
			files["page/"+name] = data
		}
		site := siteOf(t, files)
		server := serve(t, site)
		pages := pagesOf(t, site)
		built.Add(int64(len(pages)))
		attack(t, site, server, pick(t, pages, 160), &opened)
	}
	t.Logf("%d texts in %d positions and parts and in the fields of all kinds: %d documents make %d pages, of which %d are opened",
		len(v.texts()), len(positions)+len(parts), len(documents), built.Load(), opened.Load())
}

// siteOf builds the site of a repository.
func siteOf(t *testing.T, files map[string]string) (site string) {
	t.Helper()
	repo := t.TempDir()
	for name, text := range files {
		file := filepath.Join(repo, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	site = filepath.Join(t.TempDir(), "site")
	run(t, exec.Command(commandName(), "-C", repo, "build", "--no-git", "--out", site))
	return site
}

// pagesOf lists the pages of a site, and the pictures that stand for
// themselves.
func pagesOf(t *testing.T, site string) (list []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(site), ".", func(name string, d fs.DirEntry, err error) error {
		if ext := path.Ext(name); err == nil && !d.IsDir() && (ext == ".html" || ext == ".svg") {
			list = append(list, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// attack opens pages in two tabs.
func attack(t *testing.T, site, server string, pages []string, opened *atomic.Int64) {
	t.Helper()
	work := make(chan string)
	var group sync.WaitGroup
	for range 2 {
		ctx := newBrowser(t)
		tr := setTrap(t, ctx, server)
		group.Go(func() {
			for name := range work {
				opened.Add(1)
				address := server + (&url.URL{Path: name}).EscapedPath()
				visit := visitHostile
				if leadsOn(site, name) {
					visit = follow
				}
				wrong, err := visit(ctx, address)
				if err != nil && strings.Contains(err.Error(), "ERR_ABORTED") {
					wrong, err = visit(ctx, address) // the page before was still on its way to another
				}
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				ran, asked, held := tr.take()
				for _, w := range [][]string{wrong, ran, asked, held} {
					for _, problem := range w[:min(3, len(w))] {
						t.Errorf("%s %s", name, problem)
					}
				}
			}
		})
	}
	for _, name := range pages {
		work <- name
	}
	close(work)
	group.Wait()
}

// leadsOn tells whether a page leads to another at once.
func leadsOn(site, name string) bool {
	text, err := os.ReadFile(filepath.Join(site, filepath.FromSlash(name)))
	return err == nil && strings.Contains(string(text), `http-equiv="refresh"`)
}

// follow opens a page and the one to which it leads.
func follow(ctx context.Context, address string) ([]string, error) {
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		return nil, err
	}
	for range 100 {
		chromedp.Do(ctx, chromedp.Sleep(10*time.Millisecond))
		at, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.readyState + location.href`))
		if err == nil && strings.HasPrefix(at, "complete") && !strings.HasSuffix(at, address) {
			return nil, nil
		}
	}
	return []string{"leads nowhere"}, nil
}

// visitHostile opens a page and does everything to it that a reader may.
func visitHostile(ctx context.Context, address string) (wrong []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		return nil, err
	}
	return chromedp.Run(ctx, chromedp.Evaluate[[]string](poke, func(p *runtime.EvaluateParams) { p.AwaitPromise = new(true) }))
}

// TestAddressesStayText opens the pages that read their address with every
// text as a question and as a place in the page.
func TestAddressesStayText(t *testing.T) {
	site := siteFolder(t)
	server := serve(t, site)
	ctx := newBrowser(t)
	tr := setTrap(t, ctx, server)
	texts := pick(t, readVectors(t).texts(), 15)
	for _, text := range texts {
		for _, address := range []string{"search/?q=" + url.QueryEscape(text), "symptoms/?q=" + url.QueryEscape(text) + "#" + url.PathEscape(text)} {
			err := chromedp.Do(ctx, chromedp.Navigate(server+address))
			if err == nil {
				_, err = chromedp.Run(ctx, chromedp.Evaluate[bool](settled, func(p *runtime.EvaluateParams) { p.AwaitPromise = new(true) }))
			}
			if err != nil {
				t.Errorf("%.80q: %v", text, err)
			}
			ran, asked, held := tr.take()
			for _, w := range [][]string{ran, asked, held} {
				for _, problem := range w[:min(3, len(w))] {
					t.Errorf("%.80q in %s %s", text, strings.SplitN(address, "?", 2)[0], problem)
				}
			}
		}
	}
	t.Logf("%d texts in two addresses", len(texts))
}

// settled waits until a page has answered.
const settled = `(async () => {
	const outcome = document.querySelector('.outcome')
	for (let i = 0; i < 100 && outcome && !outcome.textContent; i++) await new Promise((r) => setTimeout(r, 10))
	return true
})()` + ownScript
