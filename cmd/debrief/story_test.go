package main

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// story are the pages that tell of one incident of the examples.
var story = []string{
	"incidents/2025-014", "rca/rca-2025-014", "issues/ki-pricing-cache-growth", "runbooks/CheckoutMemoryGrowth", "experiments/checkout-memory-pressure",
	"maintenance/checkout-heap-baseline", "health/hc-checkout", "learning/jvm-reading-histograms", "monitoring/mon-checkout",
}

// storyData are its files, by the host of the repository.
var storyData = []string{"data/alerts-2025-04.csv", "data/checkout-memory-2025-04.csv"}

// linksOf gives where the content of a page leads: pages of the site by their
// folder, files of the repository by their path.
func linksOf(t *testing.T, out, page string) map[string]bool {
	t.Helper()
	file, err := os.Open(filepath.Join(out, filepath.FromSlash(page), "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	root, err := html.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	links := map[string]bool{}
	for n := range root.Descendants() {
		if n.Data != "main" {
			continue
		}
		for c := range n.Descendants() {
			for _, a := range c.Attr {
				if a.Key != "href" {
					continue
				}
				if _, repository, ok := strings.Cut(a.Val, "/blob/HEAD/"); ok {
					links[repository] = true
				} else if target, _, _ := strings.Cut(a.Val, "#"); target != "" && !strings.Contains(target, "://") {
					links[path.Join(page, target)] = true
				}
			}
		}
	}
	return links
}

// From each document about the incident, links lead to every other one and to
// its alerts and values within two steps, and from what these become, the
// figures, back to the incident.
func TestExamplesTellOneStory(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	if err := buildSite(exampleCopy(t), out); err != nil {
		t.Fatal(err)
	}
	leads := map[string]map[string]bool{}
	for _, page := range story {
		leads[page] = linksOf(t, out, page)
	}
	for _, from := range story {
		for _, to := range append(story, storyData...) {
			found := from == to || leads[from][to]
			for _, over := range story {
				found = found || leads[from][over] && leads[over][to]
			}
			if !found {
				t.Errorf("from %s no link leads to %s within two steps", from, to)
			}
		}
	}
	for _, name := range storyData {
		if _, err := os.Stat(filepath.Join("..", "..", "examples", filepath.FromSlash(name))); err != nil {
			t.Error(err)
		}
	}
	for _, sheet := range []string{"insights/thresholds", "insights/alerts"} {
		if !linksOf(t, out, sheet)["incidents/2025-014"] {
			t.Errorf("%s does not lead to the incident", sheet)
		}
	}
}
