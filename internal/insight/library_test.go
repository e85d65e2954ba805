package insight

import (
	"math"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLibrary(t *testing.T) {
	const rules = "groups: [{rules: [{alert: Busy, annotations: {runbook_url: runbooks/disk.md, summary: Inodes, description: 'Only {{ $value | humanize }} sectors remain'}}]}]\n"
	c := alertCorpus(t, rules, map[string]string{
		"services/web.yaml":           "kind: service\nid: web\ntitle: Web\nowner: web\n",
		"runbooks/pool.md":            "---\nestimated_time: 20m\n---\n# Pool exhausted\n\n## Steps\n\n1. Look at the pool.\n\n```sh\npsql -c 'select 1'\n```\n",
		"runbooks/disk.md":            "# Disk full\n\nFree some space.\n",
		"known-issues/slow.md":        "---\nid: slow\nsymptom: Requests hang for 30 seconds\nerror_messages: [\"timeout exceeded\"]\nrunbooks: [pool]\n---\n# Slow shop\n",
		"postmortems/2026-001.md":     "---\nservices: [web]\nstarted_at: 2026-01-15T14:30:00Z\nresolved_at: 2026-01-15T15:00:00Z\nrunbooks: [pool]\nsymptoms: [店舗が応答しない]\n---\n# Outage of the shop\n",
		"postmortems/2026-002-web.md": "---\nservices: [web]\nstarted_at: 2026-02-15T14:30:00Z\nstatus: ongoing\n---\n# Shop down again\n",
	})
	l := NewLibrary(c, Compute(c, History{}, Policy{}, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)))
	tests := []struct {
		name, query string
		want        []string
	}{
		{"a title", "pool exhausted", []string{"runbooks/pool.md"}},
		{"what leads to it", "requests hang", []string{"runbooks/pool.md", "known-issues/slow.md"}},
		{"what leads to it, in Japanese", "応答しない", []string{"runbooks/pool.md", "postmortems/2026-001.md"}},
		{"what an alert says", "sectors", []string{"runbooks/disk.md"}},
		{"what an alert fills in", "humanize", nil},
		{"a message", "timeout exceeded", []string{"known-issues/slow.md"}},
		{"a command", "psql", []string{"runbooks/pool.md"}},
		{"an id", "2026-001", []string{"postmortems/2026-001.md"}},
		{"a kind and a year", "kind:postmortem year:2026 service:web", []string{"postmortems/2026-001.md", "postmortems/2026-002-web.md"}},
		{"what goes on", "is:ongoing", []string{"postmortems/2026-002-web.md"}},
		{"how long it takes", "kind:runbook time:1h", []string{"runbooks/pool.md"}},
		{"nothing", "", nil},
	}
	for _, tt := range tests {
		var got []string
		for _, f := range l.Search(tt.query, 10) {
			got = append(got, f.Entry.Path())
		}
		if len(tt.want) == 1 && len(got) > 1 {
			got = got[:1] // the first is what matters
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q finds %v, want %v", tt.name, tt.query, got, tt.want)
		}
	}
}

// TestDefect16SearchHasNoThreshold is about the search for symptoms: the
// handbook's program drops what is less alike than 0.7 of a likeness that it
// does not define, and joins words by deleting spaces, which finds no Japanese.
func TestDefect16SearchHasNoThreshold(t *testing.T) {
	c := alertCorpus(t, "", map[string]string{
		"known-issues/leak.md": "---\nsymptom: Memory of the checkout grows for hours until pods are killed\n---\n# Memory leak in checkout\n",
		"known-issues/pool.md": "---\nsymptom: Requests of the checkout wait for a connection\n---\n# Pool exhausted\n",
		"known-issues/遅延.md":   "---\nsymptom: 決済画面の応答がしだいに遅くなり、メモリ使用量が増え続ける\n---\n# 決済の遅延\n",
		"known-issues/証明書.md":  "---\nsymptom: 証明書の期限が切れて接続できない\n---\n# 証明書の期限切れ\n",
	})
	l := NewLibrary(c, nil)
	tests := []struct {
		name, query string
		want        []string // in this order
	}{
		{"the likest first, the others behind it", "checkout memory", []string{"leak", "pool"}},
		{"one word of many", "since the deployment of yesterday evening nobody can reach the connection broker", []string{"pool"}},
		{"Japanese without spaces", "メモリが増え続けて決済が遅い", []string{"遅延"}},
		{"Japanese with spaces", "決済 遅く なる", []string{"遅延"}},
		{"Japanese, a part of a word", "期限切れ", []string{"証明書"}},
		{"nothing in common", "zebra", nil},
	}
	for _, tt := range tests {
		var got []string
		score := math.Inf(1)
		for _, f := range l.Search(tt.query, 10) {
			got = append(got, strings.TrimSuffix(path.Base(f.Entry.Path()), ".md"))
			if f.Score > score {
				t.Errorf("%s: %v is not ranked", tt.name, got)
			}
			score = f.Score
		}
		if !slices.Equal(got[:min(len(got), len(tt.want))], tt.want) || tt.want == nil && len(got) > 0 {
			t.Errorf("%s: %q finds %v, want %v first", tt.name, tt.query, got, tt.want)
		}
	}
}

func TestWithoutTemplates(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"disk full", "disk full"},
		{"disk of {{ $labels.instance }} is {{$value}}% full", "disk of   is  % full"},
		{"{{ $labels.job }}が停止", " が停止"},
		{"a {{ nobody closes", "a  nobody closes"},
		{"}} {{}} {{", "}}   "},
	}
	for _, tt := range tests {
		if got := withoutTemplates(tt.text); got != tt.want {
			t.Errorf("withoutTemplates(%q) is %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestWhyFound(t *testing.T) {
	c := alertCorpus(t, "", map[string]string{"runbooks/disk.md": "# Disk full\n\nFree some space on the disk.\n"})
	l := NewLibrary(c, nil)
	why := l.Why("the disk has no space", c.Entries[0], 5)
	if len(why) != 2 || why[0].Term != "disk" || why[0].Field.String() != "title" || why[0].Share <= why[1].Share {
		t.Errorf("found by %+v", why)
	}
}
