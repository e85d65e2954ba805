package insight

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

var loadSchema = sync.OnceValues(func() (*schema.Set, error) { return schema.Load() })

// alertCorpus loads documents, given by path, with one rule file.
func alertCorpus(t testing.TB, rules string, documents map[string]string) *corpus.Corpus {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range documents {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := loadSchema()
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := corpus.Load(context.Background(), files, set, corpus.Options{
		Limits: doc.DefaultLimits(), Facet: facet.Options{Zone: time.UTC}, Visibility: "internal",
		AlertFiles: []*source.File{source.New("rules/alerts.yaml", []byte(rules))},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// ruleFile writes alerts, given as name and address, as a rule file.
func ruleFile(alerts ...[2]string) string {
	var b strings.Builder
	b.WriteString("groups:\n- name: test\n  rules:\n")
	for _, a := range alerts {
		fmt.Fprintf(&b, "  - alert: %q\n    expr: up == 0\n", a[0])
		if a[1] != "" {
			fmt.Fprintf(&b, "    annotations: {runbook_url: %q}\n", a[1])
		}
	}
	return b.String()
}

func TestCover(t *testing.T) {
	runbook := func(title string) string { return "# " + title + "\n\n## Meaning\n\nm\n\n## Diagnosis\n\nd\n" }
	documents := map[string]string{
		"runbooks/node/NodeDiskFull.md":        runbook("NodeDiskFull"),
		"runbooks/db/overview.md":              runbook("Database overview"),
		"runbooks/web/overview.md":             runbook("Web overview") + "\n## WebErrors\n\n1. x\n",
		"runbooks/HighLatency/README.md":       "---\nkind: runbook\n---\n" + runbook("What to do when it is slow"),
		"runbooks/cpu.md":                      "---\nid: rb-7\ntitle: CPU Throttling High\naliases: [runbooks/old-cpu]\nalerts: [CPUThrottlingHigh, CPUThrottled]\n---\n" + runbook("CPU"),
		"runbooks/決済エラー率上昇.md":                 "# 決済エラー率上昇\n\n## 意味\n\n## 診断\n",
		"runbooks/RemoteWriteBehind.md":        runbook("RemoteStorageFailures"),
		"known-issues/ki-redis-loading.md":     "# Redis is loading\n\n## Symptom\n\n## Solution\n",
		"postmortems/2026-001-nodediskfull.md": "# NodeDiskFullOfLogs\n",
	}
	const home = "https://runbooks.example.com"
	tests := []struct{ name, alert, url, want string }{
		{"file name in lower case", "NodeDiskFull", home + "/runbooks/node/nodediskfull", "covered runbooks/node/NodeDiskFull.md"},
		{"page of the alert", "NodeDiskFull", home + "/alerts/NodeDiskFull/", "covered runbooks/node/NodeDiskFull.md"},
		{"source on a code host", "NodeDiskFull", "https://git.example.com/o/r/blob/main/runbooks/node/NodeDiskFull.md", "covered runbooks/node/NodeDiskFull.md"},
		{"page with extension", "NodeDiskFull", home + "/node-disk-full.html?lang=en", "covered runbooks/node/NodeDiskFull.md"},
		{"path alone", "NodeDiskFull", "runbooks/node/NodeDiskFull.md", "covered runbooks/node/NodeDiskFull.md"},
		{"site of one page", "NodeDiskFull", home + "/#/node/NodeDiskFull?id=x", "covered runbooks/node/NodeDiskFull.md"},
		{"folders choose", "WebErrors", home + "/runbooks/web/overview/", "covered runbooks/web/overview.md"},
		{"folders choose the other", "DBErrors", home + "/runbooks/db/overview", "covered runbooks/db/overview.md"},
		{"no folder fits: the first", "DBErrors", home + "/overview", "covered runbooks/db/overview.md"},
		{"folder with a README", "HighLatency", home + "/HighLatency/", "covered runbooks/HighLatency/README.md"},
		{"id", "CPUThrottlingHigh", home + "/runbooks/rb-7/", "covered runbooks/cpu.md"},
		{"former id", "CPUThrottlingHigh", home + "/runbooks/old-cpu/", "covered runbooks/cpu.md"},
		{"title", "CPUThrottlingHigh", home + "/cpu-throttling-high", "covered runbooks/cpu.md"},
		{"listed alert", "CPUThrottled", home + "/alerts/cputhrottled", "covered runbooks/cpu.md"},
		{"heading", "WebErrors", home + "/weberrors", "covered runbooks/web/overview.md"},
		{"anchor", "WebErrors", home + "/web/overview#weberrors", "covered runbooks/web/overview.md"},
		{"anchor that leads nowhere", "DBErrors", home + "/web/overview#dberrors", "missing"},
		{"lines are no anchor", "NodeDiskFull", home + "/NodeDiskFull.md#L10-L12", "covered runbooks/node/NodeDiskFull.md"},
		{"file name before title", "RemoteStorageFailures", home + "/RemoteStorageFailures", "covered runbooks/RemoteWriteBehind.md"},
		{"known issue", "RedisLoading", home + "/known-issues/ki-redis-loading", "covered known-issues/ki-redis-loading.md"},
		{"Japanese", "決済エラー率上昇", home + "/alerts/決済エラー率上昇/", "covered runbooks/決済エラー率上昇.md"},
		{"Japanese, escaped", "決済エラー率上昇", home + "/%E6%B1%BA%E6%B8%88%E3%82%A8%E3%83%A9%E3%83%BC%E7%8E%87%E4%B8%8A%E6%98%87", "covered runbooks/決済エラー率上昇.md"},
		{"nowhere", "NodeBondingDegraded", home + "/runbooks/node/nodebondingdegraded", "missing"},
		{"nowhere, but the name is known", "NodeDiskFull", home + "/wiki/4711", "missing runbooks/node/NodeDiskFull.md"},
		{"no postmortem", "NodeDiskFullOfLogs", home + "/postmortems/2026-001-nodediskfull", "missing"},
		{"no page", "A", home, "missing"},
		{"no address", "A", "https://[::1/x", "missing"},
		{"none", "A", "", "no_runbook_url"},
		{"none, but the name is known", "CPUThrottled", "", "no_runbook_url runbooks/cpu.md"},
		{"template", "A", home + "/{{ $labels.x }}", "templated"},
		{"template and name", "NodeDiskFull", home + "/{{ $labels.x }}", "templated runbooks/node/NodeDiskFull.md"},
		{"template before the page", "A", "{{ .Values.runbooks }}/node/nodediskfull", "covered runbooks/node/NodeDiskFull.md"},
		{"template of Jsonnet", "A", "%(runbookURL)s/nodediskfull#%(anchor)s", "covered runbooks/node/NodeDiskFull.md"},
	}
	var alerts [][2]string
	for _, tt := range tests {
		alerts = append(alerts, [2]string{tt.alert, tt.url})
	}
	v := Cover(alertCorpus(t, ruleFile(alerts...), documents))
	if len(v.Rules) != len(tests) {
		t.Fatalf("got %d rules, want %d", len(v.Rules), len(tests))
	}
	for i, tt := range tests {
		r := v.Rules[i]
		got := r.Lead.String()
		if r.Runbook != nil {
			got += " " + r.Runbook.Path()
		}
		if got != tt.want || (r.Why == diag.Text{}) != (r.Runbook == nil) || (r.Fault == diag.Text{}) != (r.Lead == LeadsHome) {
			t.Errorf("%s: got %q (%q, %q), want %q", tt.name, got, r.Why.En, r.Fault.En, tt.want)
		}
	}
}

func TestCoverNames(t *testing.T) {
	body := "\n\n## Meaning\n\nm\n\n## Diagnosis\n\nd\n"
	documents := map[string]string{
		"runbooks/DiskFull.md":    "# DiskFull" + body,
		"runbooks/nodedown.md":    "# nodedown" + body,
		"runbooks/NodesDown.md":   "# NodesDown" + body,
		"runbooks/p.md":           "---\nalerts: [PaymentErrors, PaymentLatency]\n---\n# Payments" + body,
		"runbooks/slow-api.md":    "# Slow API" + body,
		"runbooks/api-errors.md":  "# ApiErrors" + body,
		"runbooks/Behind.md":      "# RemoteStorage" + body,
		"runbooks/決済エラー率上昇.md":    "# 決済エラー率上昇" + body,
		"runbooks/QueueGrowth.md": "---\ntitle: Queue Growth\n---\n# QueueGrowth" + body,
	}
	tests := []struct{ name, alert, page, want string }{
		{"same", "DiskFull", "diskfull", "covered"},
		{"case", "Diskfull", "diskfull", "name_differs DiskFull"},
		{"one letter", "DiskFul", "diskfull", "name_differs DiskFull"},
		{"number", "DiskFull4", "diskfull", "covered"},
		{"another alert altogether", "VolumeFilling", "diskfull", "covered"},
		{"title in lower case", "NodeDown", "nodedown", "covered"},
		{"title in words", "SlowAPI", "slow-api", "covered"},
		{"case of the title", "APIErrors", "api-errors", "name_differs ApiErrors"},
		{"file of the name", "Behind", "behind", "covered"},
		{"title in words, heading in one", "QueueGrowth", "queuegrowth", "covered"},
		{"listed", "PaymentErrors", "p", "covered"},
		{"listed in other letters", "PaymentError", "p", "name_differs PaymentErrors"},
		{"not listed", "Refunds", "p", "name_differs"},
		{"Japanese", "決済エラー率上昇", "決済エラー率上昇", "covered"},
		{"Japanese, one letter", "決済エラー率の上昇", "決済エラー率上昇", "name_differs 決済エラー率上昇"},
	}
	for _, tt := range tests {
		v := Cover(alertCorpus(t, ruleFile([2]string{tt.alert, "https://r/" + tt.page}), documents))
		got := strings.TrimSpace(v.Rules[0].Lead.String() + " " + v.Rules[0].Calls)
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	// The title of a runbook that two alerts share is right for one of them.
	v := Cover(alertCorpus(t, ruleFile([2]string{"NodeDown", "/NodesDown"}, [2]string{"NodesDown", "/NodesDown"}), documents))
	if got := v.Rules[0].Lead; got != LeadsHome {
		t.Errorf("shared runbook: got %s, want covered", got)
	}
}

func TestCoverageByName(t *testing.T) {
	rules := ruleFile([2]string{"B", "/a"}, [2]string{"A", ""}, [2]string{"B", "/nothing"})
	c := alertCorpus(t, rules, map[string]string{
		"runbooks/a.md":           "# A\n\n## Meaning\n\n## Diagnosis\n",
		"runbooks/idle.md":        "# Idle\n\n## Meaning\n\n## Diagnosis\n",
		"postmortems/2026-001.md": "# One\n\nB fired.\n",
		"postmortems/2026-002.md": "# Two\n\nAB fired; [page](https://r/alerts/b/).\n",
		"postmortems/2026-003.md": "# Three\n\nBB fired.\n",
	})
	v := Cover(c)
	var got []string
	for _, a := range v.ByName(c) {
		line := a.Name
		for _, r := range a.Rules {
			line += " " + r.Lead.String()
		}
		for _, m := range a.Postmortems {
			line += " " + m.Postmortem.Path() + " " + m.Why.En
		}
		got = append(got, line)
	}
	for _, e := range v.Idle {
		got = append(got, "idle "+e.Path())
	}
	want := []string{
		"A no_runbook_url",
		"B covered missing postmortems/2026-001.md named in line 3 postmortems/2026-002.md named in line 3",
		"idle runbooks/idle.md",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("coverage differs (-want +got):\n%s", diff)
	}
	if v := Cover(alertCorpus(t, "", map[string]string{"runbooks/idle.md": "# Idle\n"})); len(v.Rules)+len(v.Idle) != 0 {
		t.Errorf("without alerts: got %+v, want nothing", v)
	}
}

// TestCoverInventories is about alerts of inventories, alone and beside a rule
// of their name.
func TestCoverInventories(t *testing.T) {
	documents := map[string]string{
		"runbooks/pool.md":  "# Pool\n\n## Diagnosis\n\n1. Look\n",
		"runbooks/disk.md":  "---\nalerts: [DiskFull]\n---\n# Disk\n\n## Diagnosis\n\n1. Look\n",
		"runbooks/Named.md": "# Named\n\n## Diagnosis\n\n1. Look\n",
		"runbooks/idle.md":  "# Idle\n\n## Diagnosis\n\n1. Look\n",
		"monitoring/shop.md": "---\nkind: monitoring\nalerts:\n- {name: Ruled, runbook: pool, severity: page}\n- {name: PoolFull, runbook: pool}\n- {name: 決済エラー率上昇, runbook: pool}\n" +
			"- {name: Gone, runbook: nowhere}\n- {name: Bare}\n- {name: Named}\n- {name: DiskSlow, runbook: disk}\n- {name: Linked, runbook: 'https://r.example.com/runbooks/pool/'}\n- {id: pool}\n---\n# Shop\n",
		"postmortems/2026-001.md": "# Outage\n\nThe pool was full: PoolFull and 決済エラー率上昇 fired.\n",
	}
	v := Cover(alertCorpus(t, ruleFile([2]string{"Ruled", ""}), documents))
	want := []string{
		"Ruled no_runbook_url pool", "PoolFull covered pool", "決済エラー率上昇 covered pool", "Gone missing", "Bare no_runbook_url", "Named no_runbook_url Named",
		"DiskSlow name_differs disk", "Linked covered pool", "pool no_runbook_url pool",
	}
	var got []string
	for _, r := range v.Rules {
		text := r.Alert.Name + " " + r.Lead.String()
		if r.Runbook != nil {
			text += " " + r.Runbook.ID
		}
		got = append(got, text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if len(v.OfRules()) != 1 || len(v.Idle) != 1 || v.Idle[0].ID != "idle" {
		t.Errorf("%d rules, idle: %v", len(v.OfRules()), v.Idle)
	}
	c := alertCorpus(t, "", documents)
	if m := Mentions(c); len(m["PoolFull"]) != 1 || len(m["決済エラー率上昇"]) != 1 || len(m["pool"]) != 0 {
		t.Errorf("mentions: %v", m) // an id alone is a word like others
	}
}

func TestMentions(t *testing.T) {
	tests := []struct{ name, alert, text, want string }{
		{"empty", "A", "", ""},
		{"word", "HighErrors", "At 10:00 HighErrors fired.", "9-19"},
		{"part of a word", "HighErrors", "HighErrorsSlow NotHighErrors", ""},
		{"code", "HighErrors", "`ALERTS{alertname=\"HighErrors\"}`", "19-29"},
		{"other letters", "Watchdog", "the watchdog", ""},
		{"several words", "High error rate", "a High error rate of 3 %", "2-17"},
		{"other spaces", "High error rate", "a High  error rate", ""},
		{"punctuation", "api:errors-high", "the api:errors-high alert", "4-19"},
		{"brackets", "[P1] errors", "got [P1] errors", "5-15"},
		{"Japanese", "決済エラー率上昇", "10時に決済エラー率上昇が発火", "8-32"},
		{"Latin in Japanese", "HighErrors", "アラートHighErrorsが発火", "12-22"},
		{"page", "HighErrors", "see <https://r/ja/alerts/higherrors/>", "25-35"},
		{"page in Japanese", "決済", "https://r/alerts/%E6%B1%BA%E6%B8%88#x", "17-35"},
		{"over lines with CRLF", "High errors", "High\r\nerrors, High errors\r\n", "14-25"},
		{"no words", "!!", "!!", ""},
		{"bad bytes", "A", "\xff\xfe A\xff", "3-4"},
	}
	for _, tt := range tests {
		p := newPhrases(&corpus.Corpus{Alerts: []facet.Alert{{Name: tt.alert}}})
		got := ""
		if span, there := p.in([]byte(tt.text))[tt.alert]; there {
			got = fmt.Sprintf("%d-%d", span.Start, span.End)
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// The mixins that kube-prometheus ships have alerts whose runbooks nobody has
// written: counted by hand, 26 names of 125, 27 rules of 139.
func TestCoverKubePrometheus(t *testing.T) {
	shared := os.Getenv("DEBRIEF_SHARED")
	if shared == "" {
		t.Skip("DEBRIEF_SHARED does not say where the corpora are")
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(shared, "corpora/kube-prometheus-alerts/manifests/*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	o := corpus.Options{Limits: doc.DefaultLimits(), Facet: facet.Options{Zone: time.UTC}, Visibility: "internal"}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		o.AlertFiles = append(o.AlertFiles, source.New(filepath.Base(name), data))
	}
	c, found, err := corpus.Load(context.Background(), os.DirFS(filepath.Join(shared, "corpora/prometheus-operator-runbooks")), set, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		if strings.HasSuffix(d.File.Path, "prometheusRule.yaml") {
			t.Errorf("%s: %s", d.File.Path, d.Message.En)
		}
	}
	v := Cover(c)
	missing, rules := map[string]bool{}, 0
	for _, r := range v.Rules {
		if r.Lead != LeadsHome {
			missing[r.Alert.Name] = true
			rules++
		}
		if r.Lead != LeadsHome && (r.Lead != LeadsAway || r.Runbook != nil) {
			t.Errorf("%s: %s, %s", r.Alert.Name, r.Lead, r.Fault.En)
		}
	}
	got := []int{len(v.Rules), len(v.ByName(c)), rules, len(missing), len(v.Idle)}
	if diff := cmp.Diff([]int{139, 125, 27, 26, 10}, got); diff != "" {
		t.Errorf("rules, names, rules and names without a runbook, idle runbooks differ (-want +got):\n%s", diff)
	}
}
