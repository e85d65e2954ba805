package insight

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
)

// repositoryOf loads documents, given by path, and computes as of a time.
func repositoryOf(t testing.TB, now string, p Policy, files map[string]string) *Results {
	t.Helper()
	set, err := loadSchema()
	if err != nil {
		t.Fatal(err)
	}
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, found, err := corpus.Load(context.Background(), tree, set, corpus.Options{
		Limits: doc.DefaultLimits(), Facet: facet.Options{Zone: time.UTC}, Visibility: "internal",
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		t.Errorf("%s: %s", d.File.Path, d.Message.En)
	}
	return Compute(c, History{}, p, at(now).Time)
}

// module writes a learning module.
func module(id, path, level string, rest ...string) string {
	return fmt.Sprintf("kind: learning\nid: %s\ntitle: %s\npath: %s\nlevel: %s\n%s\n", id, id, path, level, strings.Join(rest, "\n"))
}

// incident writes a postmortem that missed skills.
func incidentWith(id, started string, rest ...string) string {
	return fmt.Sprintf("---\nid: %q\nstarted_at: %s\n%s\n---\n# %s\n", id, started, strings.Join(rest, "\n"), id)
}

func titles(list []*Module) []string {
	out := []string{}
	for _, m := range list {
		out = append(out, m.Entry.ID)
	}
	return out
}

// goldenPaths are the modules of the handbook's example, in its order.
var goldenPaths = map[string]string{
	"learning/n21.yaml": module("advanced_routing", "network_troubleshooting", "intermediate", "duration: 8h"),
	"learning/n22.yaml": module("load_balancer_config", "network_troubleshooting", "intermediate", "duration: 4h"),
	"learning/n23.yaml": module("vpn_troubleshooting", "network_troubleshooting", "intermediate"),
	"learning/n31.yaml": module("network_automation", "network_troubleshooting", "advanced"),
	"learning/n32.yaml": module("sdn_concepts", "network_troubleshooting", "advanced"),
	"learning/n33.yaml": module("performance_optimization", "network_troubleshooting", "advanced"),
	"learning/s21.yaml": module("performance_tuning", "system_administration", "intermediate", "duration: 6h"),
	"learning/s22.yaml": module("security_hardening", "system_administration", "intermediate"),
	"learning/s23.yaml": module("backup_strategies", "system_administration", "intermediate"),
	"postmortems/2023-001.md": incidentWith("2023-001", "2023-01-15T14:30:00+09:00", "skills:",
		"  - {category: system_administration, severity: high}", "  - {category: network_troubleshooting, severity: critical}"),
	"skills/matrix.yaml": "kind: skills\nid: matrix\npeople:\n  - {name: エンジニアA, team: 基盤, skills: {network_troubleshooting: beginner, system_administration: beginner}}\n",
}

func TestLearningPlanGolden(t *testing.T) {
	got := repositoryOf(t, "2023-02-01 00:00", Policy{}, goldenPaths).Learning().Plans[0]
	now := []string{"advanced_routing", "performance_tuning", "load_balancer_config"}
	later := []string{"security_hardening", "vpn_troubleshooting", "backup_strategies", "network_automation", "sdn_concepts", "performance_optimization"}
	if shared := os.Getenv("DEBRIEF_SHARED"); shared != "" {
		data, err := os.ReadFile(filepath.Join(shared, "design", "golden", "golden.json"))
		if err != nil {
			t.Fatal(err)
		}
		var golden struct {
			Plan struct{ Plan, Later []string } `json:"learning_plan"`
		}
		if err := json.Unmarshal(data, &golden); err != nil {
			t.Fatal(err)
		}
		now, later = golden.Plan.Plan, golden.Plan.Later
	}
	if diff := cmp.Diff(now, titles(got.Now)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(later, titles(got.Later)); diff != "" {
		t.Error(diff)
	}
	if got.Who != "エンジニアA" || got.Team {
		t.Errorf("the plan is for %q", got.Who)
	}
	// 8 + 6 + 4 hours at 2 hours a week.
	checkSeconds(t, "weeks", got.Weeks, "9")
	if got.All.Known || got.All.Why.En != "6 of 9 modules state no duration" {
		t.Errorf("all: %+v", got.All)
	}
}

func TestLearningPlan(t *testing.T) {
	incident := func(skills ...string) string {
		return incidentWith("1", "2023-01-15T14:30:00Z", "skills:\n  - "+strings.Join(skills, "\n  - "))
	}
	matrix := func(people ...string) string {
		return "kind: skills\nid: m\npeople:\n  - " + strings.Join(people, "\n  - ") + "\n"
	}
	tests := []struct {
		name  string
		files map[string]string
		now   string
		later string
	}{
		{"without a matrix from the first level", map[string]string{
			"postmortems/1.md": incident("{category: dns, severity: high}"),
			"learning/a.yaml":  module("a", "dns", "beginner"), "learning/b.yaml": module("b", "dns", "intermediate"), "learning/c.yaml": module("c", "dns", "advanced"),
		}, "a b", ""},
		{"low and medium ask for a beginner", map[string]string{
			"postmortems/1.md": incident("{category: dns, severity: medium}", "{category: sql, severity: low}"),
			"learning/a.yaml":  module("a", "dns", "beginner"), "learning/b.yaml": module("b", "dns", "intermediate"), "learning/c.yaml": module("c", "sql", "beginner"),
		}, "a c", ""},
		{"what is known is left out", map[string]string{
			"postmortems/1.md": incident("{category: dns, severity: critical}"), "skills/m.yaml": matrix("{name: A, skills: {DNS: intermediate}}"),
			"learning/a.yaml": module("a", "dns", "beginner"), "learning/b.yaml": module("b", "dns", "intermediate"), "learning/c.yaml": module("c", "dns", "advanced"),
		}, "c", ""},
		{"prerequisites are pulled in, and theirs", map[string]string{
			"postmortems/1.md": incident("{category: dns, severity: low}"),
			"learning/a.yaml":  module("a", "dns", "beginner", "prerequisites: [z]"), "learning/y.yaml": module("y", "shell", "beginner"), "learning/z.yaml": module("z", "net", "beginner", "prerequisites: [y]"),
		}, "y z a", ""},
		{"prerequisites that are known are not", map[string]string{
			"postmortems/1.md": incident("{category: dns, severity: low}"), "skills/m.yaml": matrix("{name: A, skills: {net: beginner}}"),
			"learning/a.yaml": module("a", "dns", "beginner", "prerequisites: [z]"), "learning/z.yaml": module("z", "net", "beginner"),
		}, "a", ""},
		{"a circle is gone through once", map[string]string{
			"postmortems/1.md": incident("{category: dns, severity: low}"),
			"learning/a.yaml":  module("a", "dns", "beginner", "prerequisites: [c]"), "learning/b.yaml": module("b", "dns", "beginner", "prerequisites: [a]"), "learning/c.yaml": module("c", "dns", "beginner", "prerequisites: [b]"),
		}, "a b c", ""},
		{"a module that requires itself", map[string]string{
			"postmortems/1.md": incident("{category: dns, severity: low}"), "learning/a.yaml": module("a", "dns", "beginner", "prerequisites: [a]"),
		}, "a", ""},
		{"a shared prerequisite stands once", map[string]string{
			"postmortems/1.md": incident("{category: dns, severity: low}", "{category: sql, severity: low}"),
			"learning/a.yaml":  module("a", "dns", "beginner", "prerequisites: [z]"), "learning/b.yaml": module("b", "sql", "beginner", "prerequisites: [z]"), "learning/z.yaml": module("z", "shell", "beginner"),
		}, "z b a", ""},
		{"Japanese", map[string]string{
			"postmortems/1.md": incident("{category: 障害対応, severity: high}"), "skills/m.yaml": matrix("{name: 山田, skills: {障害対応: 初級}}"),
			"learning/a.yaml": module("切り分け", "障害対応", "中級"),
		}, "切り分け", ""},
		{"an area that nothing teaches", map[string]string{
			"postmortems/1.md": incident("{category: astrology, severity: high}"), "learning/a.yaml": module("a", "dns", "beginner"),
		}, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := repositoryOf(t, "2023-02-01 00:00", Policy{}, tt.files).Learning().Plans[0]
			if now := strings.Join(titles(got.Now), " "); now != tt.now {
				t.Errorf("now %q, want %q", now, tt.now)
			}
			if later := strings.Join(titles(got.Later), " "); later != tt.later {
				t.Errorf("later %q, want %q", later, tt.later)
			}
		})
	}
}

func TestOrderOfCircles(t *testing.T) {
	tests := []struct {
		name, order, circular string
		modules               map[string]string
	}{
		{"none", "b a", "", map[string]string{"learning/a.yaml": module("a", "dns", "beginner", "prerequisites: [b]"), "learning/b.yaml": module("b", "dns", "beginner")}},
		{"two", "一 二", "一 二", map[string]string{"learning/a.yaml": module("一", "dns", "beginner", "prerequisites: [二]"), "learning/b.yaml": module("二", "dns", "beginner", "prerequisites: [一]")}},
		{"itself", "a", "a", map[string]string{"learning/a.yaml": module("a", "dns", "beginner", "prerequisites: [a]")}},
		{"what needs a circle comes behind it", "b c a", "b c", map[string]string{
			"learning/a.yaml": module("a", "dns", "beginner", "prerequisites: [c]"), "learning/b.yaml": module("b", "dns", "advanced", "prerequisites: [c]"), "learning/c.yaml": module("c", "dns", "advanced", "prerequisites: [b]"),
		}},
		{"a circle that needs a circle", "c d a b", "c d a b", map[string]string{
			"learning/a.yaml": module("a", "dns", "beginner", "prerequisites: [b]"), "learning/b.yaml": module("b", "dns", "beginner", "prerequisites: [a, c]"),
			"learning/c.yaml": module("c", "dns", "beginner", "prerequisites: [d]"), "learning/d.yaml": module("d", "dns", "beginner", "prerequisites: [c]"),
		}},
	}
	for _, tt := range tests {
		l := repositoryOf(t, "2023-02-01 00:00", Policy{}, tt.modules).Learning()
		if order, circular := strings.Join(titles(l.Modules), " "), strings.Join(titles(l.Circular), " "); order != tt.order || circular != tt.circular {
			t.Errorf("%s: got %q, in a circle %q", tt.name, order, circular)
		}
	}
}

// TestDefect17NoGapStarves: in the handbook's plan the first gap takes all
// three places, medium and low gaps are left out, advanced modules come without
// what they build on, an unknown area stops the program, and the time is the
// same for all.
func TestDefect17NoGapStarves(t *testing.T) {
	files := map[string]string{
		"postmortems/1.md": incidentWith("1", "2023-01-15T14:30:00Z", "skills:", "  - {category: a, severity: critical}", "  - {category: b, severity: medium}", "  - {category: c, severity: low}", "  - {category: unheard_of, severity: high}"),
		"learning/a1.yaml": module("a1", "a", "beginner", "duration: 3h"), "learning/a2.yaml": module("a2", "a", "intermediate"), "learning/a3.yaml": module("a3", "a", "advanced"),
		"learning/b1.yaml": module("b1", "b", "beginner", "duration: 1h"), "learning/c1.yaml": module("c1", "c", "beginner", "duration: 30m"),
	}
	l := repositoryOf(t, "2023-02-01 00:00", Policy{}, files).Learning()
	got := l.Plans[0]
	if diff := cmp.Diff([]string{"a1", "b1", "c1"}, titles(got.Now)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a2", "a3"}, titles(got.Later)); diff != "" {
		t.Error(diff)
	}
	checkSeconds(t, "weeks", got.Weeks, "2.25")
	var untaught []string
	for _, n := range l.Needs {
		if n.Untaught {
			untaught = append(untaught, n.Area)
		}
	}
	if diff := cmp.Diff([]string{"unheard_of"}, untaught); diff != "" {
		t.Error(diff)
	}
	p := Policy{Curriculum: Curriculum{Modules: 1, WeeklyHours: num(6)}}
	got = repositoryOf(t, "2023-02-01 00:00", p, files).Learning().Plans[0]
	if len(got.Now) != 1 {
		t.Errorf("now %v", titles(got.Now))
	}
	checkSeconds(t, "weeks", got.Weeks, "0.5")
}

// A count that cannot be read is no target of one.
func TestUnclearTarget(t *testing.T) {
	for _, tt := range []struct {
		target        facet.SkillTarget
		wanted, short string
	}{
		{facet.SkillTarget{Category: "dns", Level: "beginner"}, "1", "1"},
		{facet.SkillTarget{Category: "網", Level: "beginner", Count: facet.Number{V: num(3)}}, "3", "3"},
		{facet.SkillTarget{Category: "網", Level: "beginner", Unclear: true}, "–", "0"},
	} {
		row := newStaff(&corpus.Entry{Skills: &facet.Skills{Targets: []facet.SkillTarget{tt.target}}}, true).teamSkills(nil)[0]
		wanted := "–"
		if row.Wanted.Known {
			wanted = row.Wanted.V.RatString()
		}
		if wanted != tt.wanted || fmt.Sprint(row.Short) != tt.short || !row.Wanted.Known && (row.Wanted.Why.En == "" || row.Wanted.Why.Ja == "") {
			t.Errorf("%+v: wanted %s, short %d", tt.target, wanted, row.Short)
		}
	}
}

func TestBusFactor(t *testing.T) {
	matrix := `kind: skills
id: m
visibility: %s
people:
  - {name: A, team: web, skills: {dns: advanced, sql: beginner}}
  - {name: B, team: web, skills: {dns: beginner}}
  - {name: C, team: db, skills: {sql: advanced}}
targets:
  - {team: web, category: dns, level: intermediate, count: 2}
  - {category: sql, level: beginner, count: 2}
`
	files := map[string]string{
		"postmortems/1.md": incidentWith("1", "2023-01-15T14:30:00Z", "skills: [{category: dns, severity: high}, {category: linux, severity: low}]"),
		"learning/a.yaml":  module("a", "dns", "beginner"), "learning/b.yaml": module("b", "dns", "intermediate"), "learning/c.yaml": module("c", "linux", "beginner"),
	}
	rows := func(visibility string, p Policy) (teams, plans []string) {
		files["skills/m.yaml"] = fmt.Sprintf(matrix, visibility)
		l := repositoryOf(t, "2023-02-01 00:00", p, files).Learning()
		for _, s := range l.Teams {
			wanted := "–"
			if s.Wanted.Known {
				wanted = s.Wanted.V.RatString()
			}
			teams = append(teams, fmt.Sprintf("%s %s %s: %d of %s, short %d %v", s.Team, s.Area, s.Level, s.People, wanted, s.Short, s.Names))
		}
		for _, p := range l.Plans {
			plans = append(plans, p.Who+": "+strings.Join(titles(p.Now), " "))
		}
		return teams, plans
	}
	teams, plans := rows("internal", Policy{})
	if diff := cmp.Diff([]string{"web dns intermediate: 1 of 2, short 1 [A]", " sql beginner: 2 of 2, short 0 [A C]", " linux beginner: 0 of –, short 0 []"}, teams); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"A: c", "B: b c", "C: a c b"}, plans); diff != "" {
		t.Error(diff)
	}
	// Nobody is named where the matrix or the results are public, nor where the
	// matrix is for a few.
	for _, tt := range []struct {
		visibility string
		policy     Policy
	}{{"public", Policy{}}, {"restricted", Policy{}}, {"internal", Policy{Public: true}}} {
		teams, plans := rows(tt.visibility, tt.policy)
		if diff := cmp.Diff([]string{"web dns intermediate: 1 of 2, short 1 []", " sql beginner: 2 of 2, short 0 []", " linux beginner: 0 of –, short 0 []"}, teams); diff != "" {
			t.Errorf("%s: %s", tt.visibility, diff)
		}
		// Two people of the team web are at least beginners in dns.
		if diff := cmp.Diff([]string{"web: b c", "db: a c b"}, plans); diff != "" {
			t.Errorf("%s: %s", tt.visibility, diff)
		}
	}
}

func TestLearningOfNothing(t *testing.T) {
	if got := repositoryOf(t, "2023-02-01 00:00", Policy{}, map[string]string{}).Learning(); len(got.Plans)+len(got.Needs)+len(got.Teams)+len(got.Modules) != 0 {
		t.Errorf("got %+v", got)
	}
}

// TestManyModules takes a long chain of modules, a circle of as many, and a
// matrix of many people.
func TestManyModules(t *testing.T) {
	const n = 20_000
	c := &corpus.Corpus{}
	for i := range n {
		e := entry("learning", fmt.Sprint("m", i))
		e.Learning = &facet.Learning{Path: "dns", Level: "beginner"}
		c.Entries = append(c.Entries, e)
	}
	for i, e := range c.Entries {
		e.Refs = []corpus.Reference{{From: e, To: c.Entries[(i+1)%n], Field: "prerequisites"}}
	}
	begin := time.Now()
	if got := takeable(modules(c)); len(got) != n {
		t.Errorf("%d of %d", len(got), n)
	}
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("it took %s", took)
	}
}
