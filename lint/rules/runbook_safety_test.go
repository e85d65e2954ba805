package rules

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
)

// ruleSays gives what one rule says about a document, in English.
func ruleSays(t *testing.T, rule, name, text string) []string {
	t.Helper()
	set, err := loadSchemas()
	if err != nil {
		t.Fatal(err)
	}
	settings := config.Default()
	c, found, err := corpus.Load(context.Background(), fstest.MapFS{name: {Data: []byte(text)}}, set, settings.Corpus)
	if err != nil {
		t.Fatal(err)
	}
	o := lint.Options{Profile: lint.Full, Scheduled: true, Section: set.Labels().Section}
	now := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	var out []string
	for _, d := range lint.Check(c, insight.Compute(c, insight.History{}, settings.Policy, now), found, All(), o).Found {
		if d.Rule == rule {
			out = append(out, d.Severity.String()+": "+d.File.Text(d.Span))
			if d.Message.En == "" || d.Message.Ja == "" {
				t.Errorf("%s has no text in one language: %+v", rule, d.Message)
			}
		}
	}
	return out
}

// sh is a block of a shell.
func sh(lines ...string) string { return "~~~sh\n" + strings.Join(lines, "\n") + "\n~~~\n" }

func TestDestructiveCommandUnwarned(t *testing.T) {
	far := strings.Repeat("The shop has many parts, and this is one of them. ", 10)
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", nil},
		{"no warning", "# T\n\n## Steps\n\n" + sh("rm -rf /var/lib/x"), []string{"warning: rm -rf /var/lib/x"}},
		{"CRLF", "# T\r\n\r\n## Steps\r\n\r\n~~~sh\r\nls\r\nrm -rf /var/lib/x\r\n~~~\r\n", []string{"warning: rm -rf /var/lib/x"}},
		{"Japanese", "# 手順\n\n## 手順\n\n削除します。\n\n" + sh("kubectl delete ns shop"), []string{"warning: kubectl delete ns"}},
		{"a warning above", "# T\n\n## Steps\n\n**Warning:** all orders are lost.\n\n" + sh("rm -rf /var/lib/x"), nil},
		{"a warning above in Japanese", "# 手順\n\n## 手順\n\n注意: 受注データが失われます。\n\n" + sh("rm -rf /var/lib/x"), nil},
		{"a warning in the block", "# T\n\n## Steps\n\n" + sh("# only after the second person agreed, cannot be undone", "rm -rf /var/lib/x"), nil},
		{"a warning at the top of the section", "# T\n\n## Steps\n\nThis is dangerous.\n\n" + far + "\n\n" + sh("rm -rf /var/lib/x"), nil},
		{"a warning in another section", "# T\n\n## Impact\n\nThis is dangerous.\n\n## Steps\n\n" + far + "\n\n" + sh("rm -rf /var/lib/x"), []string{"warning: rm -rf /var/lib/x"}},
		{"a warning below", "# T\n\n## Steps\n\n" + sh("rm -rf /var/lib/x") + "\n**Warning:** that was dangerous.\n", []string{"warning: rm -rf /var/lib/x"}},
		{"a warning shown as an alert", "# T\n\n## Steps\n\n> [!CAUTION]\n> x\n\n" + sh("rm -rf /x"), nil},
		{"a restart", "# T\n\n## Steps\n\n" + sh("sudo systemctl restart web"), []string{"info: systemctl restart web"}},
		{"in a list, with a prompt", "# T\n\n## Steps\n\n1. Empty it:\n\n   ~~~console\n   $ redis-cli FLUSHALL\n   OK\n   ~~~\n", []string{"warning: FLUSHALL"}},
		{"in an indented block", "# T\n\n## Steps\n\n1. x\n\n        terraform destroy\n", []string{"warning: terraform destroy"}},
		{"in a sentence", "# T\n\n## Steps\n\n1. Run `kubectl delete pvc data-0` on the bastion.\n", []string{"warning: kubectl delete pvc"}},
		{"in a sentence, spoken of", "# T\n\n## Steps\n\n1. `systemctl restart` takes long, as does `rm -rf`.\n", nil},
		{"two of one block", "# T\n\n## Steps\n\n" + sh("systemctl stop web", "rm -rf /srv/web"), []string{"info: systemctl stop web", "warning: rm -rf /srv/web"}},
		{"not to be run", "# T\n\n## Steps\n\n~~~yaml\nrun: rm -rf /x\n~~~\n\n~~~json\n{\"a\": \"rm -rf /x\"}\n~~~\n", nil},
		{"a try", "# T\n\n## Steps\n\n" + sh("kubectl delete ns shop --dry-run=server"), nil},
		{"data", "---\nsteps:\n  - {title: Empty it, commands: [redis-cli FLUSHALL]}\n---\n# T\n\n## Steps\n", []string{"warning: redis-cli FLUSHALL"}},
		{"data with a risk", "---\nsteps:\n  - {title: Empty it, commands: [redis-cli FLUSHALL], risk: high}\n---\n# T\n\n## Steps\n", nil},
		{"data with a warning", "---\nsteps:\n  - {title: 空にする, description: 注意。全員がログアウトされる, commands: [redis-cli FLUSHALL]}\n---\n# T\n\n## Steps\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, ruleSays(t, "destructive-command-unwarned", "runbooks/x.md", tt.text)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
	if got := ruleSays(t, "destructive-command-unwarned", "postmortems/x.md", "# T\n\n"+sh("rm -rf /x")); got != nil {
		t.Errorf("in a postmortem: %q", got)
	}
}

func TestRollbackMissing(t *testing.T) {
	steps := "# T\n\n## Steps\n\n1. Do it:\n\n   ~~~sh\n   %s\n   ~~~\n"
	do := func(command string) string { return strings.Replace(steps, "%s", command, 1) }
	tests := []struct {
		name, text string
		want       bool
	}{
		{"empty", "", false},
		{"no command", "# T\n\n## Steps\n\n1. Look.\n", false},
		{"reads", do("kubectl get pods"), false},
		{"restarts", do("systemctl restart web"), false},
		{"changes", do("kubectl scale deploy/web --replicas=9"), true},
		{"changes a file", do("sudo sed -i s/a/b/ /etc/web.conf"), true},
		{"changes data", do("psql -c 'UPDATE orders SET a = 1 WHERE id = 2'"), true},
		{"destroys", do("rm -rf /srv/x"), true},
		{"tries", do("kubectl apply --dry-run=client -f x.yaml"), false},
		{"a section", do("helm upgrade web .") + "\n## Rollback\n\nInstall the old one.\n", false},
		{"a Japanese section, CRLF", strings.ReplaceAll(do("helm upgrade web .")+"\n## 切り戻し\n\n前の版にする。\n", "\n", "\r\n"), false},
		{"a sentence", do("helm upgrade web .") + "\nIf it gets worse, go back to the previous release.\n", false},
		{"a Japanese sentence", do("helm upgrade web .") + "\n悪化したら元に戻す。\n", false},
		{"no way back", do("rm -rf /srv/x") + "\nThis is irreversible.\n", false},
		{"a command", do("kubectl apply -f x.yaml\n   kubectl rollout undo deploy/web"), false},
		{"of a step", "---\nsteps:\n  - {title: a, commands: [helm upgrade web .], rollback: helm rollback web}\n---\n# T\n", false},
		{"no longer in use", "---\nstatus: deprecated\n---\n" + do("helm upgrade web ."), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ruleSays(t, "rollback-missing", "runbooks/x.md", tt.text); (len(got) == 1) != tt.want {
				t.Errorf("got %q, want %t", got, tt.want)
			}
		})
	}
}

func TestEscalationMissing(t *testing.T) {
	tests := []struct {
		name, text string
		want       bool
	}{
		{"nothing", "# T\n\n## Steps\n\n1. Look at the load.\n", true},
		{"Japanese, nothing", "# 手順\r\n\r\n## 手順\r\n\r\n1. 負荷を見る。\r\n", true},
		{"calls an API", "# T\n\n## Steps\n\n1. Call the API. Contact is made over TLS.\n", true},
		{"a section", "# T\n\n## Steps\n\n1. Look.\n\n## Escalation\n\nAsk Ann.\n", false},
		{"a Japanese section", "# 手順\n\n## 手順\n\n1. 見る。\n\n## 連絡先\n\n当番\n", false},
		{"a sentence", "# T\n\n## Steps\n\n1. Look. If nothing helps, call the database team.\n", false},
		{"a Japanese sentence", "# 手順\n\n## 手順\n\n1. 見る。分からなければDBチームに連絡する。\n", false},
		{"a ticket", "# T\n\n## Steps\n\n1. Look, then open a support case with the vendor.\n", false},
		{"front matter", "---\nescalation:\n  - {condition: 30 minutes, to: dba}\n---\n# T\n\n## Steps\n\n1. Look.\n", false},
		{"no longer in use", "---\nstatus: deprecated\n---\n# T\n\n## Steps\n\n1. Look.\n", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ruleSays(t, "escalation-missing", "runbooks/x.md", tt.text); (len(got) == 1) != tt.want {
				t.Errorf("got %q, want %t", got, tt.want)
			}
		})
	}
}

func TestStepWithoutExpectedOutput(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", nil},
		{"nothing", "# T\n\n## Steps\n\n### 1. Look\n\nCheck the logs:\n\n" + sh("tail x.log"), []string{"info: tail x.log"}},
		{"Japanese, CRLF", "# 手順\r\n\r\n## 手順\r\n\r\n### 1. 見る\r\n\r\nログを調べる。\r\n\r\n~~~sh\r\ntail x.log\r\n~~~\r\n", []string{"info: tail x.log"}},
		{"each step", "# T\n\n## Steps\n\n### 1. Look\n\n" + sh("tail x.log") + "\n### 2. See\n\n" + sh("top"), []string{"info: tail x.log", "info: top"}},
		{"no command", "# T\n\n## Steps\n\n### 1. Look\n\nCheck the logs.\n", nil},
		{"a label", "# T\n\n## Steps\n\n### 1. Look\n\n" + sh("tail x.log") + "\nExpected: no error.\n", nil},
		{"a Japanese label", "# 手順\n\n## 手順\n\n### 1. 見る\n\n" + sh("tail x.log") + "\n期待する結果: エラーなし\n", nil},
		{"output", "# T\n\n## Steps\n\n### 1. Look\n\n~~~console\n$ uptime\n load average: 0.1\n~~~\n", nil},
		{"a sentence", "# T\n\n## Steps\n\n### 1. Look\n\nThere should be no error:\n\n" + sh("tail x.log"), nil},
		{"a Japanese sentence", "# 手順\n\n## 手順\n\n### 1. 見る\n\nエラーがないことを確認する。\n\n" + sh("tail x.log"), nil},
		{"a decision", "# T\n\n## Steps\n\n### 1. Look\n\n" + sh("tail x.log") + "\nIf it has errors, restart.\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, ruleSays(t, "step-without-expected-output", "runbooks/x.md", tt.text)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestUnexplainedPlaceholder(t *testing.T) {
	tests := []struct {
		name, text, command string
		want                []string
	}{
		{"empty", "", "", nil},
		{"nothing explains it", "Run this:", "queuectl depth <shard>", []string{"info: <shard>"}},
		{"of two words", "Run this:", "queuectl depth <SHARD_NAME>", []string{"info: <SHARD_NAME>"}},
		{"once", "Run this:", "a <shard>\nb <shard> <lane>", []string{"info: <shard>", "info: <lane>"}},
		{"the text explains it", "Take the shard of the alert:", "queuectl depth <shard>", nil},
		{"in the plural", "List the shards first:", "queuectl depth <shard-id>", nil},
		{"a command explains it", "Run this:", "queuectl list shards\nqueuectl depth <shard>", nil},
		{"a comment explains it", "Run this:", "# <shard>: the shard of the alert\nqueuectl depth <shard>", nil},
		{"only other placeholders name it", "Run this:", "a <shard>\nb <shard-id>", []string{"info: <shard>", "info: <shard-id>"}},
		{"the word before it", "Run this:", "kubectl describe pod <name>", nil},
		{"the flag before it", "Run this:", "queuectl depth --partition=<name>", nil},
		{"a verb before it", "Run this:", "queuectl describe <name>", []string{"info: <name>"}},
		{"everybody knows it", "Run this:", "kubectl -n <your-namespace> get pods --context <context> --since <date>", nil},
		{"Japanese", "次を実行する。", "queuectl depth <系統名>", []string{"info: <系統名>"}},
		{"Japanese, explained", "アラートの系統を調べる。", "queuectl depth <系統名>", nil},
		{"Japanese, everybody knows it", "次を実行する。", "kubectl -n <名前空間> get pods", nil},
		{"no placeholders", "Run this:", "a <in.txt >out.txt\nb << EOF\nx\nEOF\nmap<string>\na < b and c > d\nmail <a@example.com>", nil},
		{"a sentence of its own", "Run this:", "NODE='<value of the instance label of the alert>'", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := "# T\n\n## Steps\n\n### 1. Do it\n\n" + tt.text + "\n\n" + sh(tt.command)
			for _, text := range []string{text, strings.ReplaceAll(text, "\n", "\r\n")} {
				if diff := cmp.Diff(tt.want, ruleSays(t, "unexplained-placeholder", "runbooks/x.md", text)); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			}
		})
	}
}

func TestReviewOverdue(t *testing.T) {
	tests := []struct {
		name, matter string
		want         []string
	}{
		{"nothing", "title: T", nil},
		{"a day", "review_by: 2026-12-31", []string{"warning: 2026-12-31"}},
		{"a day to come", "review_by: 2027-01-02", nil},
		{"today", "review_by: 2027-01-01", nil},
		{"an interval", "tested_on: 2026-06-30\r\nreview_every: P6M", []string{"warning: 2026-06-30"}},
		{"a Japanese interval", "tested_on: 2026-06-30\nreview_every: 半年", []string{"warning: 2026-06-30"}},
		{"an interval to come", "tested_on: 2026-06-30\nreview_every: P1Y", nil},
		{"a tried one", "tested_on: 2001-01-01", nil},
		{"no longer in use", "review_by: 2026-12-31\nstatus: deprecated", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := "---\n" + tt.matter + "\n---\n# T\n\n## Steps\n\n1. x\n"
			if diff := cmp.Diff(tt.want, ruleSays(t, "review-overdue", "runbooks/x.md", text)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
