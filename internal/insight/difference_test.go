package insight

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

// versionOf reads a text as a document.
func versionOf(t testing.TB, set *schema.Set, path, text string) *corpus.Version {
	t.Helper()
	o := corpus.Options{Limits: doc.DefaultLimits(), Facet: facet.Options{Zone: time.UTC}}
	v := o.Version(source.New(path, []byte(text)), set)
	if v == nil {
		t.Fatalf("%s is no document", path)
	}
	return v
}

// brief writes facts in short.
func briefFacts(facts []Fact) string {
	var out []string
	for _, f := range facts {
		text := f.Field
		if f.Was != "" || f.Is != "" {
			text += fmt.Sprintf(" %q→%q", f.Was, f.Is)
		}
		if f.Added > 0 {
			text += fmt.Sprintf(" +%d%q", f.Added, f.New)
		}
		if f.Removed > 0 {
			text += fmt.Sprintf(" -%d%q", f.Removed, f.Gone)
		}
		if f.Changed > 0 {
			text += fmt.Sprintf(" ~%d", f.Changed)
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

const reportBefore = `---
severity: sev2
status: draft
runbooks: [restart]
impact: {users: 100}
---
# Checkout was down

Nobody could pay.

Timezone: UTC
Resolved: 2026-02-01 16:40

## Timeline

- 2026-02-01 16:00 the pool is exhausted
- 2026-02-01 16:40 all is well again

## Root causes

- The pool was too small for the traffic of a sale

## Lessons

Alerts were late.

## Action items

- [ ] Add an alert on the queue @web due:2026-03-01
`

const reportJapanese = `---
severity: sev2
status: draft
---
# 決済が停止した

## タイムライン(JST)

- 2026-02-01 16:00 コネクションプールが枯渇した
- 2026-02-01 16:40 復旧した

## 根本原因

- セール時のトラフィックに対してプールが小さすぎた

## 再発防止策

- [ ] キューの滞留を監視するアラートを追加する @web 期限: 2026-03-01
`

const runbookBefore = `# Restart checkout

Use it when checkout hangs.

## Steps

1. Look at the dashboard of checkout.
2. Restart the pods of checkout.
3. Tell the channel that it is done.
`

func TestDifference(t *testing.T) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	const pm, rb = "postmortems/a.md", "runbooks/restart.md"
	tests := []struct {
		name         string
		path, before string
		replace      []string // old, new, …
		want         string
	}{
		{"severity and status", pm, reportBefore, []string{"sev2", "sev1", "draft", "final"}, `/status "draft"→"final"; /severity "sev2"→"sev1"`},
		{"in Japanese", pm, reportJapanese, []string{"sev2", "sev1"}, `/severity "sev2"→"sev1"`},
		{"a time", pm, reportBefore, []string{"16:40\n\n##", "16:45\n\n##"}, `/resolved_at "2026-02-01T16:40:00Z"→"2026-02-01T16:45:00Z"`},
		{"a time that is new", pm, strings.Replace(reportBefore, "Resolved:", "Remark:", 1), []string{"Remark:", "Detected: 2026-02-01 16:05\nRemark:"}, `/detected_at ""→"2026-02-01T16:05:00Z"`},
		{"a number", pm, reportBefore, []string{"users: 100", "users: 250"}, `/impact/users "100"→"250"`},
		{"a field goes", pm, reportBefore, []string{"impact: {users: 100}\n", ""}, `/impact/users "100"→""`},
		{"causes", pm, reportBefore, []string{"of a sale\n", "of a sale\n- Nobody had asked for a limit\n- The test had no load\n"}, `/causes +2[]`},
		{"causes in Japanese", pm, reportJapanese, []string{"小さすぎた\n", "小さすぎた\n- 上限の見直しが手順になかった\n"}, `/causes +1[]`},
		{"a cause in other words", pm, reportBefore, []string{"too small for the traffic of a sale", "far too small for the traffic of the sale"}, `/causes ~1`},
		{"a cause in other words in Japanese", pm, reportJapanese, []string{"プールが小さすぎた", "コネクションプールの上限が小さすぎた"}, `/causes ~1`},
		{"the timeline", pm, reportBefore, []string{"the pool is exhausted", "the pool has no connection left", "- 2026-02-01 16:40 all", "- 2026-02-01 16:20 we restart\n- 2026-02-01 16:40 all"}, `/timeline +1[] ~1; /started_at "2026-02-01T16:00:00Z"→""`},
		{"a runbook", pm, reportBefore, []string{"[restart]", "[restart, 切り戻し]"}, `/runbooks +1["切り戻し"]`},
		{"another runbook", pm, reportBefore, []string{"[restart]", "[rollback]"}, `/runbooks +1["rollback"] -1["restart"]`},
		{"a link", pm, reportBefore, []string{"Alerts were late.", "Alerts were late: [runbook](../runbooks/restart.md), [[切り戻し]]."}, `links +2["切り戻し" "../runbooks/restart.md"]; sections ~1`},
		{"prose", pm, reportBefore, []string{"Alerts were late.", "Alerts were far too late."}, `sections ~1`},
		{"a section comes", pm, reportBefore, []string{"## Action items", "## 経緯\n\nLong ago.\n\n## Action items"}, `sections +1["経緯"]`},
		{"a section goes", pm, reportBefore, []string{"## Lessons\n\nAlerts were late.\n\n", ""}, `sections -1["Lessons"]`},
		{"the title", pm, reportBefore, []string{"# Checkout was down", "# Checkout was slow"}, `/title "Checkout was down"→"Checkout was slow"`},
		{"the summary, which is long", pm, strings.Replace(reportBefore, "Nobody could pay.", strings.Repeat("Nobody could pay. ", 9), 1), []string{"Nobody could pay. Timezone", "x", "Nobody could pay. Nobody", "Nobody could pay at all. Nobody"}, `/summary ~1`},
		{"a step", rb, runbookBefore, []string{"Restart the pods of checkout.", "Restart the pods of checkout one by one."}, `/steps ~1`},
		{"steps", rb, runbookBefore, []string{"2. Restart the pods of checkout.\n", "2. Ask the owner of the cluster whether a deploy runs.\n3. Wait for the deploy to end.\n4. Restart the pods of checkout.\n"}, `/steps +2[]`},
		{"an owner and a date of an action", pm, reportBefore, []string{"@web due:2026-03-01", "@data due:2026-04-01"}, `/actions/due "2026-03-01"→"2026-04-01" ~1; /actions/owner "web"→"data" ~1`},
		{"the date of an action in Japanese", pm, reportJapanese, []string{"2026-03-01", "2026-03-31"}, `/actions/due "2026-03-01"→"2026-03-31" ~1`},
		{"an action is ticked", pm, reportBefore, []string{"- [ ] Add", "- [x] Add"}, `form ~1`},
		{"line endings", pm, reportBefore, []string{"\n", "\r\n"}, `form ~1`},
		{"emptied", rb, runbookBefore, []string{runbookBefore, ""}, `/title "Restart checkout"→"restart"; /steps -3[]; /summary "Use it when checkout hangs."→""`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			after := strings.NewReplacer(tt.replace...).Replace(tt.before)
			if after == tt.before {
				t.Fatal("nothing was replaced")
			}
			got := briefFacts(Difference(versionOf(t, set, tt.path, tt.before), versionOf(t, set, tt.path, after)))
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// A table of thousands of rows that all change takes no time that anybody
// notices.
func TestDifferenceOfHugeDocuments(t *testing.T) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	rows := func(word string) string {
		var b strings.Builder
		b.WriteString("# 障害\n\n## Timeline\n\n| Time | Event |\n|---|---|\n")
		for i := range 20_000 {
			fmt.Fprintf(&b, "| 2026-02-%02d %02d:%02d | %s %d |\n", i/1440%28+1, i/60%24, i%60, word, i)
		}
		return b.String()
	}
	before, after := versionOf(t, set, "postmortems/a.md", rows("起動")), versionOf(t, set, "postmortems/a.md", rows("another"))
	start := time.Now()
	facts := Difference(before, after)
	if took := time.Since(start); took > 5*time.Second || len(facts) == 0 {
		t.Errorf("%d facts after %v", len(facts), took)
	}
}
