package insight

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// poolShop is a small knowledge base about one problem.
func poolShop() map[string]string {
	incident := func(id, day, more string) string {
		return fmt.Sprintf("---\nid: %s\ntitle: Incident %[1]s\nstarted_at: %s\nservices: [web]\n%s\n---\n# Incident\n", id, day, more)
	}
	return map[string]string{
		"services/web.yaml": "kind: service\nid: web\ntitle: Web\nowner: ops\n",
		"known-issues/ki.yaml": `id: ki
title: 注文が 503 になる
lang: ja
symptom: [orders fail with 503]
error_messages: ["FATAL: remaining connection slots are reserved", "$ psql"]
category: capacity
subcategory: database
causes:
  - {id: batch, text: a batch holds the connections, likelihood: 0.5, taxonomy: Connection Exhaustion}
  - {id: pods, text: too many pods, likelihood: 0.25, taxonomy: connection_exhaustion}
  - {id: slow, text: the acquirer is slow, taxonomy: dependency_failure}
solutions:
  - {id: stop, title: バッチを一時停止, for_causes: [batch], runbook: pool, time: PT10M, risk: low, outcomes: [{on: 2026-01-15, success: true, incident: inc-1}]}
  - {id: fewer, title: Cap the number of pods, for_causes: [pods], time: PT20M, outcomes: [{on: 2026-02-01, success: false}]}
`,
		"runbooks/pool.md":     "---\nid: pool\nalerts: [PoolExhausted]\nsymptoms: [ki, '支払いが 終わらない']\nservices: [web]\nestimated_time: 15m-30m\n---\n# Free the pool\n",
		"runbooks/back.md":     "---\nid: back\n---\n# Roll back the release\n",
		"postmortems/inc-1.md": incident("inc-1", "2026-01-15T14:30:00+09:00", "symptoms: [ki]\nroot_causes: [connection_exhaustion]\nenvironment: production"),
		"postmortems/inc-2.md": incident("inc-2", "2026-02-15T14:30:00+09:00", "known_issues: [ki]\nroot_causes: [disk_full]\ndetection: {source: monitoring, alert: poolexhausted}"),
		"postmortems/inc-3.md": incident("inc-3", "2026-03-15T14:30:00+09:00", "symptoms: [ORDERS FAIL  with 503]\nsolutions_tried: [{runbook: back, success: true}]"),
		"postmortems/inc-4.md": incident("inc-4", "2026-04-15T14:30:00+09:00", "not_related: [ki]") + "\nNot [[ki]].\n",
		"postmortems/inc-5.md": incident("inc-5", "2026-05-15T14:30:00+09:00", "symptoms: [支払いが終わらない]") + "\nSuspected [[ki]].\n",
	}
}

func reasonsOf(list []Evidence) []string {
	var out []string
	for _, x := range list {
		mark := ""
		if !x.Counts {
			mark = " (mentioned)"
		}
		out = append(out, x.Entry.ID+": "+x.Why.En+mark)
	}
	return out
}

func TestSymptoms(t *testing.T) {
	s := resultsOf(t, poolShop()).Symptoms()
	var names []string
	for _, x := range s.List {
		names = append(names, x.Name)
	}
	if diff := cmp.Diff([]string{"ki", "PoolExhausted", "支払いが終わらない", "支払いが-終わらない"}, names); diff != "" {
		t.Fatalf("-want +got:\n%s", diff)
	}
	ki := s.Find("KI")
	if diff := cmp.Diff([]string{
		"inc-5: mentions it (mentioned)", "inc-3: lists it as a symptom", "inc-2: names the known issue", "inc-1: lists it as a symptom",
	}, reasonsOf(ki.Incidents)); diff != "" {
		t.Errorf("incidents, -want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{`pool: its solution "バッチを一時停止" follows it`, "back: it helped in inc-3"}, reasonsOf(ki.Runbooks)); diff != "" {
		t.Errorf("runbooks, -want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"FATAL: remaining connection slots are reserved"}, ki.Messages); diff != "" {
		t.Errorf("messages, -want +got:\n%s", diff)
	}
	if ki.Category != "capacity" || ki.Subcategory != "database" || len(ki.Services) != 1 {
		t.Errorf("got %q, %q, %d services", ki.Category, ki.Subcategory, len(ki.Services))
	}
	alert := s.Find("poolexhausted")
	if diff := cmp.Diff([]string{"ki: named by the runbook pool"}, reasonsOf(alert.Issues)); diff != "" {
		t.Errorf("issues of the alert, -want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"inc-2: was noticed by the alert"}, reasonsOf(alert.Incidents)); diff != "" {
		t.Errorf("incidents of the alert, -want +got:\n%s", diff)
	}
	var back []string
	for _, l := range s.Of(ki.Runbooks[0].Entry) {
		back = append(back, l.Symptom.Name+": "+l.Why.En)
	}
	if diff := cmp.Diff([]string{`ki: its solution "バッチを一時停止" follows it`, `PoolExhausted: its solution "バッチを一時停止" follows it`, `支払いが-終わらない: its solution "バッチを一時停止" follows it`}, back); diff != "" {
		t.Errorf("back, -want +got:\n%s", diff)
	}
}

// TestLikelyCauses is worked by hand: inc-1 had the batch, for whose solution
// helped in it; inc-2 had a cause that the known issue does not list; of inc-3
// none is known. The share is (n + 3·stated) / (2 + 3); what is not stated of
// the known issue's causes shares the rest, 1 − 0.5 − 0.25.
func TestLikelyCauses(t *testing.T) {
	s := resultsOf(t, poolShop()).Symptoms().Find("ki")
	var got []string
	for _, c := range s.Causes {
		got = append(got, fmt.Sprintf("%s %s %d/%d %.2f: %s", c.Word, c.ID, len(c.In), c.Of, c.Share, c.Odds().En))
	}
	want := []string{
		"connection_exhaustion batch 1/2 0.50: in 1 of 2 incidents with this symptom; the author expects 50 %",
		"disk_full  1/2 0.20: in 1 of 2 incidents with this symptom",
		"connection_exhaustion pods 0/2 0.15: in 0 of 2 incidents with this symptom; the author expects 25 %",
		"dependency_failure slow 0/2 0.15: in 0 of 2 incidents with this symptom",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if odds := s.Causes[0].Odds().Ja; odds != "この症状の2件中1件、記載の可能性 50%" {
		t.Errorf("got %s", odds)
	}
	var advice []string
	for _, a := range s.Advice {
		advice = append(advice, fmt.Sprintf("%s %v", a.Remedy.Solution.ID, a.For))
	}
	if diff := cmp.Diff([]string{"stop [0]", "fewer [2]"}, advice); diff != "" {
		t.Errorf("advice, -want +got:\n%s", diff)
	}
}

func TestKnownCauses(t *testing.T) {
	s := resultsOf(t, poolShop()).Symptoms()
	c := s.Cause("connection exhaustion")
	if c == nil || len(c.Incidents) != 1 || len(c.Symptoms) != 4-1 || len(c.Remedies) != 2 || c.Symptoms[0].Symptom.Name != "ki" {
		t.Fatalf("got %+v", c)
	}
	if diff := cmp.Diff([]string{`pool: the solution "バッチを一時停止" follows it`}, reasonsOf(c.Runbooks)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if list := s.CausesOf(c.Issues[0]); len(list) != 2 || list[0] != c {
		t.Errorf("%d causes of the known issue", len(list))
	}
	if s.Cause("nothing") != nil {
		t.Error("a cause that nobody names")
	}
}

func TestPatterns(t *testing.T) {
	p := resultsOf(t, poolShop()).Patterns()
	var got []string
	for _, x := range p.List {
		var solved []string
		for _, s := range x.Solved {
			solved = append(solved, fmt.Sprint(s.Incident.ID, s.Helped))
		}
		got = append(got, fmt.Sprintf("%s %d remedies, %d of %d %v", x.Word, len(x.Remedies), x.Record.Helped, len(x.Record.Tries), solved))
	}
	want := []string{"rollback 1 remedies, 1 of 1 [inc-3true]", "scale-in 1 remedies, 0 of 1 []", "throttle 1 remedies, 1 of 1 [inc-1true]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if x := p.Find("Scale in"); x == nil || !x.Time.Known || x.Time.V.FloatString(0) != "1200" || x.Name.Ja != "縮小" {
		t.Errorf("got %+v", x)
	}
	solved := map[string][]string{}
	for e, words := range p.solved {
		solved[e.ID] = words
	}
	if diff := cmp.Diff(map[string][]string{"ki": {"throttle"}, "back": {"rollback"}, "inc-1": {"throttle"}, "inc-3": {"rollback"}}, solved); diff != "" {
		t.Errorf("solved, -want +got:\n%s", diff)
	}
}

func TestRemedyWords(t *testing.T) {
	words := Policy{SolutionWords: map[string][]string{"Feature Flag": {"toggle", "フラグを切"}, "restart": {"kick"}, "failover": nil}}.vocabulary()
	usual := Policy{}.vocabulary()
	tests := []struct {
		name, text string
		of         *vocabulary
		want       []string
	}{
		{"a word", "Rollback", usual, []string{"rollback"}},
		{"its forms", "Rolling back to the previous release", usual, []string{"rollback"}},
		{"part of an identifier", "checkout-rollback", usual, []string{"rollback"}},
		{"Japanese", "前の版への切り戻し", usual, []string{"rollback"}},
		{"no part of a word", "Trollbacking and prestart", usual, nil},
		{"two kinds", "Fail over and restart", usual, []string{"failover", "restart"}},
		{"nothing", "", usual, nil},
		{"one of the settings", "Toggled it", words, []string{"feature-flag"}},
		{"one of the settings, in Japanese", "機能フラグを切った", words, []string{"feature-flag"}},
		{"in place of the built-in one", "restart", words, nil},
		{"taken away", "fail over", words, nil},
		{"far behind", strings.Repeat("x ", 2000) + "rollback", usual, nil},
	}
	for _, tt := range tests {
		if got := tt.of.in(tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %.40q gives %v, want %v", tt.name, tt.text, got, tt.want)
		}
	}
	for word := range SolutionWords() {
		if RemedyName(word).Ja == strings.ReplaceAll(word, "-", " ") {
			t.Errorf("%s has no name", word)
		}
	}
}

// answers shows what a text is answered with.
func answers(a Answer) (out []string) {
	for _, x := range a.Exact {
		out = append(out, "exact "+x.Entry.ID)
	}
	for _, x := range a.Symptoms {
		line := x.Symptom.Name
		if x.Message != "" {
			line += " by its message"
		}
		out = append(out, line)
	}
	return out
}

func TestAnswer(t *testing.T) {
	files := poolShop()
	files["runbooks/disk.md"] = "---\nid: disk\n---\n# Disk\n\n```\nNo space left on device: /var/lib/17\n```\n"
	r := resultsOf(t, files)
	f := NewFinder(NewLibrary(r.corpus, r), r)
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a pasted message", "2026-02-01 12:00:00 [77] FATAL:  remaining connection slots are reserved (SQLSTATE 53300)", []string{"exact ki", "ki by its message"}},
		{"a part of it", "remaining connection slots reserved", []string{"ki"}},
		{"a part of it as it stands", "connection slots are reserved", []string{"exact ki", "ki by its message"}},
		{"among other lines", "starting\nFATAL: remaining connection slots are reserved\nat main.go:12\n", []string{"exact ki", "ki by its message"}},
		{"a message in a text", "No space left on device: /var/lib/99", []string{"exact disk"}},
		{"words", "orders 503", []string{"ki"}},
		{"an alert", "PoolExhausted", []string{"PoolExhausted by its message", "exact pool"}},
		{"Japanese", "注文が503", []string{"ki"}},
		{"nothing", "", nil},
		{"only an operator", "kind:runbook", nil},
		{"an operator that rules it out", "orders 503 service:elsewhere", nil},
		{"punctuation", "?! …", nil},
		{"nothing alike", "zebra", nil},
		{"one letter", strings.Repeat("a", 20000), nil},
	}
	for _, tt := range tests {
		got, want := answers(f.Answer(tt.text, Situation{}, 1)), tt.want
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tt.name, diff)
		}
	}
}

// TestSituation is about what is known besides the text: it changes the order
// and rules nothing out.
func TestSituation(t *testing.T) {
	files := map[string]string{"services/web.yaml": "kind: service\nid: web\ntitle: Web\nowner: ops\n", "services/db.yaml": "kind: service\nid: db\ntitle: DB\nowner: ops\n"}
	for i, service := range []string{"web", "db", "db", "db"} {
		files[fmt.Sprintf("known-issues/k%d.yaml", i)] = fmt.Sprintf("id: k%d\ntitle: requests time out\nsymptom: slow\nservices: [%s]\ncategory: c%[1]d\n", i, service)
	}
	r := resultsOf(t, files)
	f := NewFinder(NewLibrary(r.corpus, r), r)
	tests := []struct {
		name  string
		at    Situation
		first string
	}{
		{"nothing", Situation{}, "k0"},
		{"a service", Situation{Service: "DB"}, "k1"},
		{"a category", Situation{Category: "c2"}, "k2"},
		{"both", Situation{Service: "web", Category: "c3"}, "k0"}, // the rarer service tells more
		{"an environment that nobody names", Situation{Environment: "production"}, "k0"},
		{"a service that there is not", Situation{Service: "x"}, "k0"},
	}
	for _, tt := range tests {
		a := f.Answer("requests time out", tt.at, 10)
		if len(a.Symptoms) != 4 || a.Symptoms[0].Symptom.Name != tt.first {
			t.Errorf("%s: got %v, want %s first of 4", tt.name, answers(a), tt.first)
		}
	}
	// By hand: 1 of 4 is of web, 0.9 / (2/6); for the others 0.1 / (1 − 2/6).
	a := f.Answer("requests time out", Situation{Service: "web"}, 10)
	if got := fmt.Sprintf("%.3f %.3f", a.Symptoms[0].Context, a.Symptoms[1].Context); got != "0.993 -1.897" {
		t.Errorf("got %s", got)
	}
}

func TestSymptomsOfStrangeDocuments(t *testing.T) {
	many := strings.Repeat("  - x\n", 5000)
	files := map[string]string{
		"known-issues/many.yaml":  "id: many\ntitle: many\nsymptom:\n" + many + "error_messages:\n" + many,
		"known-issues/empty.yaml": "id: empty\ntitle: ''\nsymptom: []\ncauses: [{likelihood: 7}, {}, null]\nsolutions: [{for_causes: [nobody]}, null]\n",
		"runbooks/long.md":        "---\nsymptoms: ['" + strings.Repeat("長い", 500) + "', '///', '', '\u202e', empty]\nalerts: ['', {name: x}, [y]]\n---\n# Long\n",
		"postmortems/a.md":        "---\nid: a\nsymptoms: [many, 'MANY', 'kind:nothing', '///']\r\nstarted_at: 9999-12-31T00:00:00Z\r\n---\r\n# A\r\n",
	}
	s := resultsOf(t, files).Symptoms()
	seen := map[string]bool{}
	for _, x := range s.List {
		if key := corpus.Fold(x.Name); seen[key] || key == "" {
			t.Errorf("the name %q is there twice, or empty", x.Name)
		} else {
			seen[key] = true
		}
		if share := mostLikely(x); share > 1 {
			t.Errorf("%s: a share of %v", x.Name, share)
		}
	}
	if len(resultsOf(t, nil).Symptoms().List) != 0 {
		t.Error("symptoms of nothing")
	}
}

// mostLikely is the share of the likeliest cause.
func mostLikely(s *Symptom) float64 {
	most := 0.0
	for _, c := range s.Causes {
		most = max(most, c.Share)
	}
	return most
}
