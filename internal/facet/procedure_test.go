package facet

import (
	"testing"
	"time"
)

func runbook(t *testing.T, body string) Merged {
	t.Helper()
	return merged(t, "runbooks/a.md", "# Disks are full\n\n"+body)
}

func TestSteps(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"numbered headings", "## 1. Look\n\nSee the graph.\n\n## 2. Act\n\nDelete logs.\n",
			"[{id: s1, title: Look, description: See the graph., x-section: steps}, {id: s2, title: Act, description: Delete logs., x-section: steps}]"},
		{"Japanese numbered headings", "## 手順\n\n### 手順1 見る\n\nグラフを見る。\n\n### 手順2：消す\n\nログを消す。\n",
			"[{id: s1, title: 見る, description: グラフを見る。, x-section: steps}, {id: s2, title: 消す, description: ログを消す。, x-section: steps}]"},
		{"ordered list", "## Steps\n\n1. Look\n2. **Act.** Delete logs.\n",
			"[{id: s1, title: Look, description: Look, x-section: steps}, {id: s2, title: Act., description: Delete logs., x-section: steps}]"},
		{"four headings", "## Meaning\n\nFull.\n\n## Impact\n\nBad.\n\n## Diagnosis\n\nLook at it.\n\n## Mitigation\n\n### Logs\n\nDelete.\n",
			"[{id: s1, title: Diagnosis, description: Look at it., x-section: diagnosis}, {id: s2, title: Logs, description: Delete., x-section: mitigation}]"},
		{"labels", "## Steps\n\n1. Look\n\n   Expected: less than 80 %\n\n   成功条件: 余裕がある\n",
			"[{id: s1, title: Look, description: Look, expected_output: less than 80 %, success_criteria: 余裕がある, x-section: steps}]"},
		{"commands", "## Steps\n\n1. Look\n\n   ```sh\n   $ df -h /\n   Filesystem Use%\n   ```\n",
			"[{id: s1, title: Look, description: Look, commands: [{run: df -h /, shell: sh, expect: Filesystem Use%}], x-section: steps}]"},
		{"output after the commands", "## Diagnosis\n\n```bash\ndf -h /\n```\n\n```text\nUse%\n```\n",
			"[{id: s1, title: Diagnosis, description: Diagnosis, commands: [{run: df -h /, shell: bash}], expected_output: Use%, x-section: diagnosis}]"},
		{"without sections", "Look at it:\n\n```sh\n$ df\n```\n",
			"[{id: s1, title: Disks are full, description: Look at it:, commands: [{run: df, shell: sh}], x-section: steps}]"},
		{"other sections are none", "## Escalation\n\n1. Call Ann\n", ""},
		{"empty", "", ""},
	}
	keys := []string{"id", "title", "description", "commands", "expected_output", "success_criteria", sectionKey}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, body := range []string{tt.body, crlf(tt.body)} {
				if got := sketch(runbook(t, body).Value.Field("steps"), keys...); got != tt.want {
					t.Errorf("got  %s\nwant %s", got, tt.want)
				}
			}
		})
	}
}

func TestCommands(t *testing.T) {
	tests := []struct{ name, block, want string }{
		{"prompt", "```sh\n$ a\n$ b\n```", "a|b"},
		{"output", "```sh\n$ a\nout 1\nout 2\n$ b\n```", "a>out 1\nout 2|b"},
		{"no prompt", "```bash\na --x\n\n# why\nb\n```", "a --x|b"},
		{"continued", "```bash\na \\\n  --x |\n  b\nc\n```", "a \\\n  --x |\n  b|c"},
		{"continued after a prompt", "```sh\n$ a \\\n> b\nout\n```", "a \\\nb>out"},
		{"here-document", "```sh\n$ cat <<EOF\nx\nEOF\n$ b\n```", "cat <<EOF\nx\nEOF|b"},
		{"script", "```bash\nfor x in 1 2; do\n  a $x\ndone\n```", "for x in 1 2; do\n  a $x\ndone"},
		{"query", "```sql\nSELECT 1\nFROM t;\n```", "SELECT 1\nFROM t;"},
		{"prompt of a database", "```sql\nmysql> SELECT 1;\n1\n```", "SELECT 1;>1"},
		{"host in the prompt", "```console\nann@web:~$ df\n```", "df"},
		{"root in a session", "```console\n# df\n```", "df"},
		{"comment in a shell", "```sh\n# TODO\n```", ""},
		{"no language, known program", "```\nkubectl get pods\n```", "kubectl get pods"},
		{"no language, output", "```\nNAME READY\n```", ""},
		{"other language", "```yaml\na: 1\n```", ""},
		{"Japanese in the output", "```sh\n$ a\n件数: 3\n```", "a>件数: 3"},
		{"empty", "```sh\n```", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, block := range []string{tt.block + "\n", crlf(tt.block + "\n")} {
				got := ""
				for _, s := range DecodeSteps(runbook(t, "## Steps\n\n"+block).Value) {
					for _, c := range s.Commands {
						if got != "" {
							got += "|"
						}
						got += c.Run
						if c.Expect != "" {
							got += ">" + c.Expect
						}
					}
				}
				if got != tt.want {
					t.Errorf("got  %q\nwant %q", got, tt.want)
				}
			}
		})
	}
}

func TestReadOnly(t *testing.T) {
	tests := map[string]bool{
		"kubectl -n web get pods":                true,
		"kubectl delete pod x":                   false,
		"df -h | grep /var":                      true,
		"df -h > /tmp/x":                         false,
		"cat x; rm y":                            false,
		"curl -s http://web/health":              true,
		"curl -X POST http://web":                false,
		"mysql -u app -p -e 'SHOW PROCESSLIST;'": true,
		"mysql -e 'DROP TABLE t'":                false,
		"SELECT * FROM t":                        true,
		"SELECT 1 INTO OUTFILE '/x'":             false,
		"ls | xargs rm":                          false,
		"systemctl restart web":                  false,
		"systemctl status web":                   true,
		"echo $(rm x)":                           false,
		"再起動":                                    false,
		"":                                       false,
	}
	for run, want := range tests {
		if got := ReadOnly(run); got != want {
			t.Errorf("ReadOnly(%q) = %t", run, got)
		}
	}
}

func TestBranches(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"arrows", "- CPU > 80% -> restart it\n- 応答なし → 担当を呼ぶ\n- full => [clean up](clean.md)\n",
			"[{condition: CPU > 80%, action: restart it}, {condition: 応答なし, action: 担当を呼ぶ}, {condition: full, action: clean up, goto: clean.md}]"},
		{"sentences", "- If the disk is full, delete logs.\n- ディスクが満杯の場合はログを消す\n",
			"[{condition: the disk is full, action: delete logs.}, {condition: ディスクが満杯, action: ログを消す}]"},
		{"nested", "- web is slow\n  - CPU high -> [[cpu]]\n", "[{condition: web is slow}, {condition: CPU high, action: cpu, goto: cpu, x-depth: 1}]"},
		{"yes and no", "- Is it full?\n  - Yes: delete logs\n  - No: go to step 2\n", "[{condition: Is it full?, action: delete logs, else: s2}]"},
		{"table", "| Condition | Action |\n|---|---|\n| full | step 1 |\n| | x |\n", "[{condition: full, action: step 1, goto: s1}]"},
		{"Japanese table", "| 条件 | 対応 |\n|---|---|\n| 満杯 | 手順1 |\n", "[{condition: 満杯, action: 手順1, goto: s1}]"},
		{"anchor of a step", "- full → [act](#2-act)\n", "[{condition: full, action: act, goto: s2}]"},
		{"anchor of no step", "- full → [more](#more)\n", "[{condition: full, action: more, x-goto: #more}]"},
		{"no decision", "- look around\n", ""},
		{"empty", "", ""},
	}
	keys := []string{"condition", "action", "goto", "else", "x-goto", depthKey}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := "## 1. Look\n\nL.\n\n## 2. Act\n\nA.\n\n## Decision tree\n\n" + tt.body
			for _, body := range []string{body, crlf(body)} {
				if got := sketch(runbook(t, body).Value.Field("decision_tree"), keys...); got != tt.want {
					t.Errorf("got  %s\nwant %s", got, tt.want)
				}
			}
		})
	}
}

func TestDecodeBranches(t *testing.T) {
	got := DecodeBranches(runbook(t, "## 判断フロー\n\n- 遅い\n  - CPU → [続き](#more)\n").Value)
	if len(got) != 2 || got[0].Depth != 0 || got[1].Depth != 1 || got[1].Goto != "#more" || got[1].ID != "b2" {
		t.Errorf("branches = %+v", got)
	}
}

func TestEscalation(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"arrow", "- No cause after 30 min -> @dba in #incident-web\n", "[{condition: No cause after 30 min, after: 30 min, action: @dba in #incident-web, to: dba, channel: #incident-web}]"},
		{"Japanese", "- 30分以内に特定できない → @基盤 を呼ぶ\n", "[{condition: 30分以内に特定できない, after: 30分, action: @基盤 を呼ぶ, to: 基盤}]"},
		{"sentence", "If a SEV1 lasts, page the manager.\n", "[{condition: a SEV1 lasts, action: page the manager., severity: sev1}]"},
		{"contact", "- Primary: database team\n", "[{condition: Primary, action: database team}]"},
		{"table", "| When | After | Contact |\n|---|---|---|\n| no cause | 30 min | @dba |\n", "[{condition: no cause, after: 30 min, to: dba}]"},
		{"Japanese table", "| 条件 | 連絡先 | 連絡手段 |\n|---|---|---|\n| 全停止 | 部長 | 電話 |\n", "[{condition: 全停止, to: 部長, channel: 電話}]"},
		{"introduction", "Call in this order:\n\n- down: Ann\n", "[{condition: down, action: Ann}]"},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, body := range []string{tt.body, crlf(tt.body)} {
				if got := sketch(runbook(t, "## Escalation\n\n"+body).Value.Field("escalation")); got != tt.want {
					t.Errorf("got  %s\nwant %s", got, tt.want)
				}
			}
		})
	}
	got := DecodeEscalations(runbook(t, "## エスカレーション\n\n- 1時間経っても戻らない → 部長\n").Value)
	if len(got) != 1 || got[0].After.D != time.Hour {
		t.Errorf("escalations = %+v", got)
	}
}

func TestAlertOfARunbook(t *testing.T) {
	if got := sketch(merged(t, "runbooks/DiskFull.md", "# DiskFull\n").Value.Field("alerts")); got != "[DiskFull]" {
		t.Errorf("alerts = %s", got)
	}
	if got := merged(t, "runbooks/disk.md", "# DiskFull\n").Value.Field("alerts"); got.Exists() {
		t.Errorf("alerts = %s, want none", sketch(got))
	}
}
