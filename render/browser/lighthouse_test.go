//go:build browser

package browser

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// wantedScores are the least scores, of 100.
var wantedScores = map[string]float64{"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 99}

// TestLighthouse measures the pages that matter most as Lighthouse does: on a
// slow telephone. The best of three counts, as the machine may be busy.
func TestLighthouse(t *testing.T) {
	if !full() {
		t.Skip(`the scores of Lighthouse are not checked, which takes minutes: "make test-full" does`)
	}
	program, err := filepath.Abs(filepath.Join("..", "..", ".ci", "checkers", "full", "node_modules", ".bin", "lighthouse"))
	if err == nil {
		_, err = os.Stat(program)
	}
	if err != nil {
		t.Fatalf("%v (run .ci/setup full first)", err)
	}
	server := hostExamples(t)
	for _, page := range []string{"", "incidents/2026-021/", "runbooks/redis-failover/", "insights/", "ja/"} {
		best := map[string]float64{}
		low := map[string]string{}
		for range 3 {
			for name, score := range lighthouse(t, program, server+page, low) {
				best[name] = max(best[name], score)
			}
			if good(best) {
				break
			}
		}
		t.Logf("/%s: %v", page, best)
		for name, wanted := range wantedScores {
			if best[name] < wanted {
				t.Errorf("/%s: %s is %.0f, want at least %.0f: %s", page, name, best[name], wanted, low[name])
			}
		}
	}
}

func good(scores map[string]float64) bool {
	for name, wanted := range wantedScores {
		if scores[name] < wanted {
			return false
		}
	}
	return true
}

// hostExamples serves the site of the examples under the address that it
// knows of itself.
func hostExamples(t *testing.T) string {
	t.Helper()
	examplePages(t)
	dir, err := scratch()
	if err != nil {
		t.Fatal(err)
	}
	site := filepath.Join(dir, "served")
	server := httptest.NewServer(compressed(site))
	t.Cleanup(server.Close)
	settings := filepath.Join(dir, "examples", "debrief.yaml")
	text, err := os.ReadFile(settings)
	if err == nil {
		text = append(regexp.MustCompile(`(?m)^base_url:.*\n`).ReplaceAll(text, nil), "\nbase_url: "+server.URL+"/\n"...)
		err = os.WriteFile(settings, text, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	debrief(t, "", "-C", filepath.Join(dir, "examples"), "build", "--out", site)
	return server.URL + "/"
}

// lighthouse gives the scores of a page, and notes what was low.
func lighthouse(t *testing.T, program, address string, low map[string]string) map[string]float64 {
	t.Helper()
	cmd := exec.Command(program, address, "--output=json", "--quiet", "--no-enable-error-reporting", "--chrome-flags=--headless --no-sandbox --disable-gpu")
	if chrome, err := exec.LookPath("chromium"); err == nil {
		cmd.Env = append(os.Environ(), "CHROME_PATH="+chrome)
	}
	var report struct {
		Categories map[string]struct {
			Score     float64
			AuditRefs []struct {
				ID     string
				Weight float64
			}
		}
		Audits map[string]struct{ Score *float64 }
	}
	if err := json.Unmarshal(run(t, cmd), &report); err != nil {
		t.Fatal(err)
	}
	scores := map[string]float64{}
	for name, c := range report.Categories {
		scores[name] = c.Score * 100
		var list []string
		for _, ref := range c.AuditRefs {
			if a := report.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < 1 {
				list = append(list, ref.ID)
			}
		}
		low[name] = strings.Join(list, ", ")
	}
	return scores
}
