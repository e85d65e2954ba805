package insight_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/schema"
)

// compute loads documents by path and gives their figures.
func compute(t *testing.T, files map[string]string) (*corpus.Corpus, *insight.Results) {
	t.Helper()
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	settings := config.Default()
	c, _, err := corpus.Load(context.Background(), fsys, set, settings.Corpus)
	if err != nil {
		t.Fatal(err)
	}
	return c, insight.Compute(c, insight.History{}, settings.Policy, time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC))
}

const complete = `---
started_at: 2026-03-01T10:00:00+09:00
detected_at: 2026-03-01T10:03:00+09:00
resolved_at: 2026-03-01T11:00:00+09:00
impact: {users: 100}
causes:
  - {text: pool too small, layer: technical}
  - {text: no load test, layer: process}
  - {text: nobody owns the pool, layer: organizational}
actions:
  - {text: size the pool, owner: web, due: 2026-04-01}
---
# Checkout failed

| Time | Event |
|---|---|
| 10:00 | Impact starts |
| 10:03 | Alert fires |
| 11:00 | Resolved |
`

func TestReadiness(t *testing.T) {
	tests := []struct {
		name, from, to string // what of the complete document is replaced
		want           string
	}{
		{"complete", "", "", "timeline met, impact met, causes met, actions met, detection not_applicable (no gap)"},
		{"CRLF", "\n", "\r\n", "timeline met, impact met, causes met, actions met, detection not_applicable (no gap)"},
		{"a stated time without a row", "detected_at:", "acknowledged_at: 2026-03-01T10:04:00+09:00\ndetected_at:",
			"timeline missing (no row for the acknowledgement), impact met, causes met, actions met, detection not_applicable (no gap)"},
		{"no impact", "impact: {users: 100}\n", "",
			"timeline met, impact missing (neither users, transactions nor revenue, nor a word that there was none), causes met, actions met, detection not_applicable (no gap)"},
		{"explicitly none", "users: 100", "users: 0", "timeline met, impact met, causes met, actions met, detection not_applicable (no gap)"},
		{"a layer", "layer: process", "layer: technical",
			"timeline met, impact met, causes missing (no cause in the process), actions met, detection not_applicable (no gap)"},
		{"no owner, no term", "owner: web, due: 2026-04-01", "priority: p1",
			"timeline met, impact met, causes met, actions missing (1 of 1 without an owner, 1 of 1 without a term or due date), detection not_applicable (no gap)"},
		{"closed needs neither", "owner: web, due: 2026-04-01", "status: done",
			"timeline met, impact met, causes met, actions met, detection not_applicable (no gap)"},
		{"exactly at the threshold", "10:03", "10:05", "timeline met, impact met, causes met, actions met, detection not_applicable (no gap)"},
		{"late", "10:03", "10:06",
			"timeline met, impact met, causes met, actions met, detection missing (detected after 6 min, and no action improves the detection)"},
		{"found by a customer, answered", "impact:", "detection: {source: customer}\nx_note: 1\nimpact:",
			"timeline met, impact met, causes met, actions met, detection missing (found by a customer or partner, and no action improves the detection)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := complete
			if tt.from != "" {
				text = strings.ReplaceAll(complete, tt.from, tt.to)
			}
			_, r := compute(t, map[string]string{"postmortems/a.md": text})
			if got := readiness(r.List()[0], r.Policy, "en"); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestReadinessOfEmptyDocuments(t *testing.T) {
	_, r := compute(t, map[string]string{"postmortems/a.md": "", "postmortems/障害.md": "# 障害\n"})
	want := "timeline missing (タイムラインがない), impact missing (ユーザー数、取引数、売上のいずれも、影響なしとの記載もない), " +
		"causes missing (技術的原因がない、プロセスの原因がない、組織的原因がない), actions missing (アクションがない), detection missing (検知時刻が不明。検知を改善するアクションがない)"
	for _, in := range r.List() {
		if got := readiness(in, r.Policy, "ja"); got != want {
			t.Errorf("%s: got  %s\nwant %s", in.Entry.Path(), got, want)
		}
	}
}

func readiness(in *insight.Incident, p insight.Policy, lang string) string {
	var out []string
	for _, i := range in.Readiness(p) {
		text := i.ID + " " + i.Check.String()
		if why := i.Why.In(lang); why != "" {
			text += " (" + why + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// pm is a postmortem of one hour that begins on a day of 2026.
func pm(day, more string) string {
	return fmt.Sprintf("---\nstarted_at: 2026-%[1]sT10:00:00Z\nresolved_at: 2026-%[1]sT11:00:00Z\n%[2]s---\n# 障害\n", day, more)
}

func TestRepeats(t *testing.T) {
	pool := "services: [web]\nroot_causes: [connection_exhaustion]\n"
	files := map[string]string{
		"services/web.yaml":           "id: web\ntitle: Web\nowner: a\n",
		"known-issues/ki.md":          "---\nrunbooks: [pool]\n---\n# Pool\n",
		"runbooks/pool.md":            "# Pool\n",
		"runbooks/other.md":           "# Other\n",
		"postmortems/2026-001.md":     pm("01-01", pool+"known_issues: [ki]\nactions:\n  - {text: widen, status: open}\n  - {text: done, status: done}\n"),
		"postmortems/2026-002.md":     pm("02-01", pool+"not_related: [2026-003]\n"),
		"postmortems/2026-003.md":     pm("03-01", pool),
		"postmortems/2026-004.md":     pm("04-01", "recurrence_of: [2026-002]\nrunbooks: [other]\n"),
		"postmortems/2026-005.md":     pm("05-01", "known_issues: [ki]\n"),
		"postmortems/2026-006.md":     pm("06-01", "services: [web]\nroot_causes: [dns]\n"),
		"postmortems/2026-020.md":     pm("12-30", pool), // 304 days after the last like it
		"postmortems/2026-undated.md": "---\nservices: [web]\nroot_causes: [connection_exhaustion]\n---\n# 障害\n",
	}
	want := map[string]string{
		"2026-002": "2026-001 probable: 同じサービス web、同じ原因 connection_exhaustion; 1 open",
		"2026-003": "2026-001 probable: 同じサービス web、同じ原因 connection_exhaustion; 1 open",
		"2026-004": "2026-002 stated: 文書に明記; 0 open",
		"2026-005": "2026-001 probable: 同じ既知の問題 ki; 1 open",
	}
	runbooks := map[string]string{
		"2026-001": "pool unlinked 既知の問題 ki から",
		"2026-004": "other linked リンク済み",
		"2026-005": "pool unlinked 既知の問題 ki から",
	}
	_, r := compute(t, files)
	gotRepeats, gotRunbooks := map[string]string{}, map[string]string{}
	for _, in := range r.List() {
		for _, x := range r.Repeats(in) {
			how := "probable"
			if x.Stated {
				how = "stated"
			}
			gotRepeats[in.Entry.ID] += fmt.Sprintf("%s %s: %s; %d open", x.Earlier.ID, how, x.Why().Ja, len(x.Open))
		}
		for _, x := range r.Runbooks(in) {
			how := "unlinked"
			if x.Linked {
				how = "linked"
			}
			gotRunbooks[in.Entry.ID] += fmt.Sprintf("%s %s %s", x.Runbook.ID, how, x.Why().Ja)
		}
	}
	if diff := cmp.Diff(want, gotRepeats); diff != "" {
		t.Errorf("repeats: -want +got\n%s", diff)
	}
	if diff := cmp.Diff(runbooks, gotRunbooks); diff != "" {
		t.Errorf("runbooks: -want +got\n%s", diff)
	}
}
