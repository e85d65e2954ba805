package rules

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestDefect21TermsCountFromPublication is about action items under "within a
// month": the handbook does not say from when, and its template asks for no
// owner and no due date though its checklist does. Terms count from the
// publication, else from the end of the incident; lint asks for what is missing.
func TestDefect21TermsCountFromPublication(t *testing.T) {
	const published, resolved = "published_at: 2026-01-31\n", "started_at: 2026-01-10T09:00:00+09:00\nresolved_at: 2026-01-10T10:00:00+09:00\n"
	tests := []struct {
		name, front, actions string
		due                  string // of the first action; empty for none
		asked                []string
	}{
		{"from publication", published + resolved, "### Short-term (within 1 month)\n\n- [ ] Limit the pool @web\n", "2026-02-28", nil},
		{"from publication, Japanese", published + resolved, "### 短期（1ヶ月以内）\n\n- [ ] プールの上限を設定（担当: 基盤チーム）\n", "2026-02-28", nil},
		{"not published: from the end", resolved, "### 中期（3ヶ月以内）\n\n- [ ] プールの上限を設定（担当: 基盤チーム）\n", "2026-04-10", nil},
		{"no day to count from", "", "### 短期（1ヶ月以内）\n\n- [ ] プールの上限を設定（担当: 基盤チーム）\n", "", []string{"action-without-due-date"}},
		{"no owner", published, "### 短期（1ヶ月以内）\n\n- [ ] プールの上限を設定\n", "2026-02-28", []string{"action-without-owner"}},
		{"neither", published, "- [ ] Limit the pool\n", "", []string{"action-without-due-date", "action-without-owner"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := "---\ntimezone: Asia/Tokyo\n" + tt.front + "---\n# 停止\n\n## Action items\n\n" + tt.actions
			c, found := findings(t, fstest.MapFS{"postmortems/2026-001.md": {Data: []byte(text)}})
			if len(c.Entries) != 1 || len(c.Entries[0].Actions) != 1 {
				t.Fatalf("%d documents, want one with one action", len(c.Entries))
			}
			due := ""
			if d := c.Entries[0].Actions[0].Due; d.Known {
				due = fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
			}
			if due != tt.due {
				t.Errorf("due %q, want %q", due, tt.due)
			}
			var asked []string
			for _, d := range found {
				if d.Rule == "action-without-owner" || d.Rule == "action-without-due-date" {
					asked = append(asked, d.Rule)
				}
			}
			slices.Sort(asked)
			if diff := cmp.Diff(tt.asked, asked); diff != "" {
				t.Errorf("-want +asked:\n%s", diff)
			}
		})
	}
}

// asked gives those of some rules that find something in documents, each once.
func asked(t *testing.T, files fstest.MapFS, rules ...string) []string {
	t.Helper()
	_, found := findings(t, files)
	out := []string{}
	for _, d := range found {
		if slices.Contains(rules, d.Rule) && !slices.Contains(out, d.Rule) {
			out = append(out, d.Rule)
		}
	}
	slices.Sort(out)
	return out
}

// defectCase is a document in which some of the rules of a defect find
// something.
type defectCase struct {
	name, path, text string
	want             []string
}

func checkDefect(t *testing.T, rules []string, tests []defectCase) {
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(append([]string{}, tt.want...), asked(t, fstest.MapFS{tt.path: {Data: []byte(tt.text)}}, rules...)); diff != "" {
				t.Errorf("-want +asked:\n%s", diff)
			}
		})
	}
}

// TestDefect02TimesAreAsked is about times without an offset and out of order:
// lint asks for them where they stand.
func TestDefect02TimesAreAsked(t *testing.T) {
	doc := func(from, to string) string {
		return "---\nstarted_at: " + from + "\nresolved_at: " + to + "\n---\n# 障害\n"
	}
	checkDefect(t, []string{"timezone-missing", "impossible-times"}, []defectCase{
		{"offsets", "postmortems/a.md", doc("2023-01-15T14:30:00+09:00", "2023-01-15T16:45:00+09:00"), nil},
		{"none", "postmortems/a.md", doc("2023-01-15 14:30", "2023-01-15 16:45"), []string{"timezone-missing"}},
		{"the end before the start", "postmortems/a.md", doc("2023-01-15T16:45:00+09:00", "2023-01-15T14:30:00+09:00"), []string{"impossible-times"}},
	})
}

// TestDefect14StepsAreAListAndDecisionsLeadSomewhere is about runbooks: the
// handbook's has numbers for keys of a map, whose order YAML does not keep,
// decisions that name nothing and have no other way out, a time as text, and
// placeholders that nothing explains. That thresholds agree is a test of its
// own.
func TestDefect14StepsAreAListAndDecisionsLeadSomewhere(t *testing.T) {
	c, found := findings(t, fstest.MapFS{"runbooks/slow.yaml": {Data: []byte(`diagnostic_procedure:
  metadata:
    title: 応答遅延
    estimated_time: 30-60 minutes
  step_by_step:
    1: {description: 負荷を見る}
    2: {description: 接続数を見る}
    10: {description: ログを見る, commands: ["tail -n 50 /var/log/<系統名>.log"]}
  decision_tree:
    high_cpu: {condition: "CPU使用率 > 80%", action: go_to_cpu_analysis_procedure}
    slow_query: {condition: "クエリが5秒を超える", action: go to step 2, else: go to step 4}
    otherwise: {condition: それ以外, action: go to step 10}
`)}})
	e := c.ByPath("runbooks/slow.yaml")
	var steps []string
	for _, s := range e.Steps {
		steps = append(steps, s.ID+" "+s.Description)
	}
	if diff := cmp.Diff([]string{"s1 負荷を見る", "s2 接続数を見る", "s10 ログを見る"}, steps); diff != "" {
		t.Error(diff)
	}
	if b := e.Branches; len(b) != 3 || b[0].ID != "high_cpu" || b[1].Else != "go to step 4" || b[2].ID != "otherwise" {
		t.Errorf("decisions: %+v", b)
	}
	var told []string
	for _, d := range found {
		if d.Rule == "dangling-decision" || d.Rule == "unexplained-placeholder" {
			told = append(told, d.Rule+" "+d.Message.Ja)
		}
	}
	slices.Sort(told)
	if diff := cmp.Diff([]string{
		`dangling-decision 判断の行き先 "go to step 4" がありません`,
		`dangling-decision 判断の行き先 "go_to_cpu_analysis_procedure" がありません`,
		`unexplained-placeholder "<系統名>" に何を書くかが説明されていません`,
	}, told); diff != "" {
		t.Errorf("-want +told:\n%s", diff)
	}
}

// TestDefect14CommandsRunAsTheyStand is about the commands of the handbook's
// runbook: one waits for a password, one reads a file that nobody has, one
// calls a server that is none.
func TestDefect14CommandsRunAsTheyStand(t *testing.T) {
	tests := []struct{ command, want string }{
		{"mysql -u root -p -e 'SHOW PROCESSLIST;'", "-p"},
		{"mysql -h db -p", "-p"},
		{"mysqldump --password shop > shop.sql", "--password"},
		{"echo ok | /usr/bin/mysql -p", "-p"},
		{"psql -W shop", "-W"},
		{"mysql -P 3306 -e 'SELECT 1'", ""},
		{"mysql --password-file=x", ""},
		{"mysql -e 'SELECT 1'; mkdir -p /tmp/a", ""},
		{"curl -w '@curl-format.txt' -o /dev/null https://shop.example.com/", "@curl-format.txt"},
		{"curl -w @- https://shop.example.com/", ""},
		{"curl -s http://server/", "http://server"},
		{"curl -s http://server:8080/health", "http://server"},
		{"curl -s https://server.internal/", ""},
		{"curl -s http://サーバー/", ""},
		{"apt-get upgrade --security", ""}, // at a terminal, a question is fine
	}
	for _, tt := range tests {
		text := "kind: runbook\nid: r\ntitle: 応答遅延\nsteps:\n  - {id: s1, description: 確認, commands: [\"" + tt.command + "\"]}\n"
		var want []string
		if tt.want != "" {
			want = []string{"info: " + tt.want}
		}
		if diff := cmp.Diff(want, ruleSays(t, "unready-command", "runbooks/r.yaml", text)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tt.command, diff)
		}
	}
	checkDefect(t, []string{"unready-command"}, []defectCase{
		{"a health check", "health/h.yaml", "kind: healthcheck\nid: h\ntitle: 確認\nchecks: [{title: 接続, command: mysqladmin -p status}]\n", []string{"unready-command"}},
		{"maintenance", "maintenance/m.yaml", "kind: maintenance\nid: m\ntitle: 更新\ncommands: [apt-get upgrade]\n", []string{"unready-command"}},
		{"that answers itself", "maintenance/m.yaml", "kind: maintenance\nid: m\ntitle: 更新\ncommands: [apt-get upgrade -y]\n", nil},
	})
}

// TestDefect18WhatDestroysIsWarnedOf is about the commands of maintenance: the
// handbook's task deletes logs that may be evidence, without a word. What is
// overdue is found from the documents, however often a program was started.
func TestDefect18WhatDestroysIsWarnedOf(t *testing.T) {
	const task = "---\nkind: maintenance\nid: m\nschedule: {every: 1mo, from: 2026-10-01}\n%s---\n# 古いログの整理\n\n## 手順\n\n%s~~~sh\nfind /var/log -name '*.log' -mtime +30 -delete\n~~~\n"
	checkDefect(t, []string{"destructive-command-unwarned"}, []defectCase{
		{"nothing said", "maintenance/m.md", fmt.Sprintf(task, "", ""), []string{"destructive-command-unwarned"}},
		{"warned", "maintenance/m.md", fmt.Sprintf(task, "", "**注意:** 調査中のログは消さない。\n\n"), nil},
		{"as data", "maintenance/m.yaml", "kind: maintenance\nid: m\ntitle: 整理\ncommands: [\"find /var/log -mtime +30 -delete\"]\n", []string{"destructive-command-unwarned"}},
		{"as data, of a known risk", "maintenance/m.yaml", "kind: maintenance\nid: m\ntitle: 整理\nrisk: high\ncommands: [\"find /var/log -mtime +30 -delete\"]\n", nil},
	})
}

// TestDefect20FaultsHaveAWayOut is about experiments: the handbook's scripts
// leave their fault behind when they are killed, know no rule to abort, and
// only print a warning in production.
func TestDefect20FaultsHaveAWayOut(t *testing.T) {
	doc := func(more string) string {
		return "kind: experiment\nid: x\ntitle: ネットワーク遅延\nhypothesis: 応答は2秒以内\ntype: network_latency\n" + more
	}
	const safe = "abort_conditions: [p99が2秒を1分超える]\nrollback: iptables の規則を消す\n"
	checkDefect(t, []string{"experiment-without-abort-condition", "experiment-without-rollback", "production-experiment-unapproved"}, []defectCase{
		{"safe", "experiments/x.yaml", doc(safe), nil},
		{"neither", "experiments/x.yaml", doc(""), []string{"experiment-without-abort-condition", "experiment-without-rollback"}},
		{"production", "experiments/x.yaml", doc(safe + "environment: production\nruns: [{on: 2026-05-01, result: held}]\n"), []string{"production-experiment-unapproved"}},
		{"production, approved", "experiments/x.yaml", doc(safe + "environment: production\napproved_by: SRE\nruns: [{on: 2026-05-01, result: held}]\n"), nil},
	})
}
