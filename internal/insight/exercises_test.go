package insight

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// experiment writes an experiment that lists causes and had runs, given as
// "2023-02-20 violated".
func experiment(id, causes string, runs ...string) string {
	text := fmt.Sprintf("kind: experiment\nid: %s\ntitle: %s\nhypothesis: it stays up\ncauses: [%s]\n", id, id, causes)
	if len(runs) > 0 {
		text += "runs:\n"
		for _, run := range runs {
			on, result, _ := strings.Cut(run, " ")
			text += fmt.Sprintf("  - {on: %s, result: %s}\n", on, result)
		}
	}
	return text
}

// outageFor writes an incident of an hour with causes.
func outageFor(id, started, ended, causes string) string {
	return incidentWith(id, started, "resolved_at: "+ended, "root_causes: ["+causes+"]")
}

func TestExercises(t *testing.T) {
	leak := outageFor("1", "2023-01-15T10:00:00Z", "2023-01-15T11:30:00Z", "memory_leak, infinite_loop")
	tests := []struct {
		name     string
		files    map[string]string
		want     string // word:minutes:state of its experiments
		share    string
		weighted string
	}{
		{"the example", map[string]string{"postmortems/1.md": leak, "experiments/a.yaml": experiment("a", "infinite_loop", "2023-02-20 violated")},
			"infinite_loop:90:current memory_leak:90:", "1/2", "1/2"},
		{"no run yet", map[string]string{"postmortems/1.md": leak, "experiments/a.yaml": experiment("a", "infinite_loop")},
			"infinite_loop:90:untried memory_leak:90:", "0", "0"},
		{"aborted and inconclusive runs tell nothing", map[string]string{"postmortems/1.md": leak, "experiments/a.yaml": experiment("a", "infinite_loop", "2023-02-20 aborted", "2023-02-21 inconclusive")},
			"infinite_loop:90:untried memory_leak:90:", "0", "0"},
		{"a run of more than a year ago", map[string]string{"postmortems/1.md": leak, "experiments/a.yaml": experiment("a", "infinite_loop", "2022-02-28 held")},
			"infinite_loop:90:outdated memory_leak:90:", "0", "0"},
		{"a run of a year ago", map[string]string{"postmortems/1.md": leak, "experiments/a.yaml": experiment("a", "infinite_loop", "2022-03-01 held")},
			"infinite_loop:90:current memory_leak:90:", "1/2", "1/2"},
		{"its schedule is longer", map[string]string{"postmortems/1.md": leak, "experiments/a.yaml": experiment("a", "infinite_loop", "2021-09-01 held") + "schedule: every 2y\n"},
			"infinite_loop:90:current memory_leak:90:", "1/2", "1/2"},
		{"a run that is yet to come", map[string]string{"postmortems/1.md": leak, "experiments/a.yaml": experiment("a", "infinite_loop", "2023-03-02 held")},
			"infinite_loop:90:untried memory_leak:90:", "0", "0"},
		{"words are compared whole, in any writing", map[string]string{"postmortems/1.md": leak, "experiments/a.yaml": experiment("a", "Memory Leak, loop", "2023-02-20 held")},
			"infinite_loop:90: memory_leak:90:current", "1/2", "1/2"},
		{"weighted by bad minutes", map[string]string{
			"postmortems/1.md": outageFor("1", "2023-01-15T10:00:00Z", "2023-01-15T11:00:00Z", "dns"), "postmortems/2.md": outageFor("2", "2023-01-16T10:00:00Z", "2023-01-16T13:00:00Z", "data_corruption"),
			"experiments/a.yaml": experiment("a", "ｄａｔａ＿corruption", "2023-02-20 held")},
			"data_corruption:180:current dns:60:", "1/2", "3/4"},
		{"of the last 24 months", map[string]string{
			"postmortems/1.md": outageFor("1", "2021-02-28T10:00:00Z", "2021-02-28T11:00:00Z", "dns"), "postmortems/2.md": outageFor("2", "2021-03-01T10:00:00Z", "2021-03-01T11:00:00Z", "disk_full")},
			"disk_full:60:", "0", "0"},
		{"no causes", map[string]string{"postmortems/1.md": outageFor("1", "2023-01-15T10:00:00Z", "2023-01-15T11:00:00Z", "unknown, other")}, "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := repositoryOf(t, "2023-03-01T00:00:00Z", Policy{}, tt.files).Exercises()
			var causes []string
			for _, c := range got.Causes {
				var states []string
				for _, x := range c.Exercises {
					states = append(states, x.State.String())
				}
				causes = append(causes, fmt.Sprintf("%s:%s:%s", c.Word, c.Minutes.RatString(), strings.Join(states, ",")))
			}
			if diff := cmp.Diff(tt.want, strings.Join(causes, " ")); diff != "" {
				t.Error(diff)
			}
			checkSeconds(t, "share", got.Share, tt.share)
			checkSeconds(t, "weighted", got.Weighted, tt.weighted)
		})
	}
}

func TestExercisesGolden(t *testing.T) {
	shared := os.Getenv("DEBRIEF_SHARED")
	if shared == "" {
		t.Skip("DEBRIEF_SHARED is not set: the golden values are not there")
	}
	data, err := os.ReadFile(filepath.Join(shared, "design", "golden", "golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Coverage struct {
			Causes, Covered []string
			Ratio           float64
		} `json:"chaos_coverage"`
	}
	if err := json.Unmarshal(data, &golden); err != nil {
		t.Fatal(err)
	}
	got := repositoryOf(t, "2023-03-01T00:00:00Z", Policy{}, map[string]string{
		"postmortems/1.md":   outageFor("1", "2023-01-15T10:00:00Z", "2023-01-15T11:00:00Z", strings.Join(golden.Coverage.Causes, ", ")),
		"experiments/a.yaml": experiment("a", strings.Join(golden.Coverage.Covered, ", "), "2023-02-20 violated"),
	}).Exercises()
	if share, _ := got.Share.V.Float64(); share != golden.Coverage.Ratio {
		t.Errorf("got %v, want %v", share, golden.Coverage.Ratio)
	}
}

func TestSuggestedExperiments(t *testing.T) {
	files := map[string]string{
		"postmortems/1.md":   outageFor("1", "2023-01-15T10:00:00Z", "2023-01-15T11:00:00Z", "memory_leak, dns, bad_deploy, gremlins"),
		"experiments/a.yaml": experiment("a", "dns", "2023-02-20 held"),
	}
	suggested := func(p Policy) string {
		var out []string
		for _, c := range repositoryOf(t, "2023-03-01T00:00:00Z", p, files).Exercises().Causes {
			out = append(out, c.Word+":"+strings.Join(c.Suggested, "+"))
		}
		return strings.Join(out, " ")
	}
	if got, want := suggested(Policy{}), "bad_deploy:service_failure+process dns: gremlins: memory_leak:memory_pressure"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	own := Policy{CauseExperiments: map[string][]string{"Gremlins": {"other"}, "memory-leak": {}}}
	if got, want := suggested(own), "bad_deploy:service_failure+process dns: gremlins:other memory_leak:"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDefect20ExperimentsAreDocuments: the handbook's experiments are scripts
// without a hypothesis, a rule to abort or a record; here the record is what
// counts, and nothing is run.
func TestDefect20ExperimentsAreDocuments(t *testing.T) {
	r := repositoryOf(t, "2023-03-01T00:00:00Z", Policy{}, map[string]string{
		"postmortems/1.md": outageFor("1", "2023-01-15T10:00:00Z", "2023-01-15T11:00:00Z", "cpu"),
		"experiments/a.yaml": experiment("a", "cpu", "2023-02-20 violated") +
			"environment: production\nabort_conditions: [p99 over 2 s for a minute]\nrollback: stop stress-ng\nparameters: {cpu_percentage: 80}\n",
	})
	x := r.Exercises().Experiments[0].Experiment
	if x.Hypothesis == "" || len(x.AbortConditions) != 1 || x.Rollback == "" || len(x.Parameters) != 1 || x.Parameters[0].Value != "80" {
		t.Errorf("got %+v", x)
	}
	if !r.Exercises().Causes[0].Covered {
		t.Error("a violated run does not count")
	}
}

func TestDrills(t *testing.T) {
	service := func(id, rest string) string {
		return fmt.Sprintf("kind: service\nid: %s\ntitle: %s\nowner: x\n%s\n", id, id, rest)
	}
	drill := func(id, services, kind string, runs ...string) string {
		return fmt.Sprintf("kind: experiment\nid: %s\ntitle: %s\nhypothesis: it comes back\ntype: %s\nservices: [%s]\nruns:\n  - %s\n", id, id, kind, services, strings.Join(runs, "\n  - "))
	}
	got := repositoryOf(t, "2023-03-01T00:00:00Z", Policy{}, map[string]string{
		"services/a.yaml":    service("a", "rto: 1h\nrpo: 15m"),
		"services/b.yaml":    service("b", "rto: 1h"),
		"services/c.yaml":    service("c", ""),
		"services/d.yaml":    service("d", ""),
		"services/e.yaml":    service("e", "rto: 4h\nrpo: 1h"),
		"experiments/x.yaml": drill("x", "a", "data_restore", "{on: 2022-06-01, result: held, recovered_in: 30m, data_lost: 5m}", "{on: 2023-01-10, result: violated, recovered_in: 61m, data_lost: 15m}", "{on: 2023-02-10, result: inconclusive}"),
		"experiments/y.yaml": drill("y", "b, c", "zone_failure", "{on: 2021-06-01, result: held, recovered_in: 1h}"),
		"experiments/z.yaml": drill("z", "d", "cpu_stress", "{on: 2023-01-01, result: held, recovered_in: 1h}"),
	}).Exercises().Drills
	judged := func(f Figure[bool]) string {
		if !f.Known {
			return f.Why.En
		}
		return map[bool]string{true: "met", false: "missed"}[f.V]
	}
	var rows []string
	for _, d := range got {
		rows = append(rows, fmt.Sprintf("%s: rto %s; rpo %s; outdated %t", d.Service.ID, judged(d.RTOMet), judged(d.RPOMet), d.Outdated))
	}
	want := []string{
		"a: rto missed; rpo met; outdated false",
		"b: rto met; rpo the service has no rpo; outdated true",
		"c: rto the service has no rto; rpo the service has no rpo; outdated true",
		"e: rto no data_restore or zone_failure run; rpo no data_restore or zone_failure run; outdated false",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}

// Every built-in word for a cause has a suggestion, of types that experiments
// have.
func TestEveryCauseHasAnExperiment(t *testing.T) {
	types := []string{"cpu_stress", "memory_pressure", "network_partition", "network_latency", "service_failure", "dependency_failure", "disk_full", "zone_failure", "data_restore", "process"}
	table := CauseExperiments()
	words := []string{"memory_leak", "config_change", "capacity", "dependency", "expired_certificate", "retry_storm", "cache_stampede", "schema_change"} // of the schemas and the names in Japanese
	for word := range CauseMetrics() {
		words = append(words, word)
	}
	for _, word := range words {
		if len(table[word]) == 0 {
			t.Errorf("%s: no experiment is suggested", word)
		}
	}
	for word, list := range table {
		for _, typ := range list {
			if taxon(word) != word || !slices.Contains(types, typ) {
				t.Errorf("%s: %s", word, typ)
			}
		}
	}
}
