package doc

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/source"
)

func TestCovers(t *testing.T) {
	const c = "<!-- c -->"
	tests := []struct {
		name, path, text string
		want             []string // for each comment its lines, "2-3"
	}{
		{"empty", "a.md", "", nil},
		{"paragraph", "a.md", "障害\nb " + c + "\nc\n\nd\n", []string{"1-3"}},
		{"paragraph in a quotation", "a.md", "> a\n> b " + c + "\n\nd\n", []string{"1-2"}},
		{"alone", "a.md", "a\n\n" + c + "\n\nb\n", []string{""}},
		{"heading", "a.md", "# a " + c + "\n\nb\n", []string{"1-1"}},
		{"heading of two lines", "a.md", "a " + c + "\nb\n===\n", []string{"1-2"}},
		{"item", "a.md", "- a\n- b\n  c " + c + "\n- d\n", []string{"2-3"}},
		{"item without the items in it", "a.md", "- a " + c + "\n  - b\n  - c " + c + "\n\n  d\n- e\n", []string{"1-1 5-5", "3-3"}},
		{"alone in an item", "a.md", "- 障害\n  " + c + "\n  - b\n- c\n", []string{"1-1 2-2"}},
		{"item with code", "a.md", "1. a " + c + "\n\n   ```sh\n   rm\n   x\n   ```\n2. b\n", []string{"1-1 4-5"}},
		{"row", "a.md", "| a |\n|---|\n| b " + c + " |\n| c |\n", []string{"3-3"}},
		{"row in an item", "a.md", "- x " + c + "\n\n  | a |\n  |---|\n  | b " + c + " |\n", []string{"1-1 3-3 5-5", "5-5"}},
		{"two in one item", "a.md", "- a " + c + "\n  b " + c + "\n", []string{"1-2", "1-2"}},
		{"front matter", "a.md", "---\nid: x # c\nimpact: # c\n  users: 1\n  tickets: 2 # c\n---\n# T\n", []string{"2-2", "3-5", "5-5"}},
		{"items of YAML", "a.yaml", "timeline:\n  - at: 10:00 # c\n    event: 障害\n\n  - at: 11:00\n    event: >\n      a\n      b\n    actor: c # c\n", []string{"2-3", "5-9"}},
		{"a list of YAML", "a.yaml", "timeline: # c\n  - at: 10:00\n    x: y\n  - z # c\nid: x\n", []string{"1-4", "4-4"}},
		{"a flow over lines", "a.yaml", "a: [b, # c\n  c,\n  d] # c\ne: f\n", []string{"1-3", "3-3"}},
		{"the end of a flow", "a.yaml", "a: {b: c,\n  d: e\n  } # c\n", []string{"1-3"}},
		{"alone between keys", "a.yaml", "a: b\n# c\nc:\n  # c\n  - d\n  # c\n  - e\n", []string{"", "", ""}},
		{"alone in an item", "a.yaml", "- a: b\n  # c\n  c: d\n- e\n", []string{"1-3"}},
		{"an item in an item", "a.yaml", "- a:\n  - b: c\n    d: e # c\n  f: g # c\n", []string{"2-3", "1-4"}},
		{"two documents", "a.yaml", "a: b # c\n---\nb:\n- c # c\n", []string{"1-1", "4-4"}},
		{"aliases", "a.yaml", "a: &x\n  b: c # c\nd: *x # c\ne:\n  - *x # c\n", []string{"2-2", "3-3", "5-5"}},
		{"no value", "a.yaml", "a: # c\nb: c\n", []string{"1-1"}},
	}
	for _, tt := range tests {
		for _, text := range []string{tt.text, strings.ReplaceAll(tt.text, "\n", "\r\n")} {
			f := source.New(tt.path, []byte(text))
			d, _ := Parse(f, DefaultLimits())
			d.Pack()
			var got []string
			for _, spans := range d.Covers(d.Comments()) {
				var lines []string
				for _, s := range spans {
					lines = append(lines, fmt.Sprintf("%d-%d", f.Position(s.Start).Line, f.Position(s.End-1).Line))
				}
				got = append(got, strings.Join(lines, " "))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s: -want +got\n%s", tt.name, diff)
			}
		}
	}
}

// TestCoversOfMany holds comments by the thousand to linear time.
func TestCoversOfMany(t *testing.T) {
	for name, text := range map[string]string{
		"a.md":   "- a\n" + strings.Repeat("\n  b <!-- c -->\n", 20_000),
		"b.md":   "- a <!-- c -->\n" + strings.Repeat("- b <!-- c -->\n", 20_000),
		"a.yaml": "a: # c\n" + strings.Repeat("  - b # c\n", 20_000),
		"b.yaml": "a: [\n" + strings.Repeat("  b, # c\n", 20_000) + "]\n",
	} {
		d, _ := Parse(source.New(name, []byte(text)), DefaultLimits())
		comments := d.Comments()
		start := time.Now()
		d.Covers(comments)
		if took := time.Since(start); len(comments) < 20_000 || took > 10*time.Second {
			t.Errorf("%s: %d comments in %v", name, len(comments), took)
		}
	}
}
