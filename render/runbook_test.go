package render

import (
	"regexp"
	"strings"
	"testing"
)

const runbookText = "---\nid: pods\nlang: ja\n---\n# Pods\n\n## Steps\n\n1. 見る\n\n   ```sh\n   $ kubectl -n web get pods\n   ```\n2. 消す\n\n   ```sh\n   $ kubectl -n web get pods\n   $ kubectl -n web delete pvc data-<pod>\n   ```\n3. Restart\n\n   ```sh\n   kubectl -n web rollout restart deploy/web\n   ```\n4. Change\n\n   ```sh\n   kubectl -n web annotate deploy/web a=b\n   ```\n\n```yaml\nkind: Pod\n```\n\n## Rollback\n\n1. 戻す\n\n## Escalation\n\n- 30 minutes without a cause -> page dba\n"

func TestRunbookHelpsWhileItIsFollowed(t *testing.T) {
	site := build(t, load(t, repository(map[string]string{
		"debrief.yaml":        "languages: [en, ja]\n",
		"runbooks/pods.md":    runbookText,
		"runbooks/list.yaml":  "kind: runbook\nid: list\ntitle: Data\nsteps:\n  - {description: look, commands: [\"kubectl delete ns web\"]}\nescalation:\n  - {condition: always, after: 30m, to: dba}\n",
		"runbooks/nothing.md": "---\nid: nothing\n---\n# Nothing\n\n## Steps\n\n1. Look\n",
		"postmortems/pm.md":   "---\nid: pm\n---\n# PM\n\n```sh\n$ kubectl -n web delete pvc data\n```\n",
	})), Options{Languages: []string{"en", "ja"}})
	effects := func(page string) string {
		var out []string
		for _, m := range regexp.MustCompile(`<p class="effect (\w+)">([^<]*)</p>`).FindAllStringSubmatch(site[page], -1) {
			out = append(out, m[1]+" "+m[2])
		}
		return strings.Join(out, "|")
	}
	for page, want := range map[string]string{
		"runbooks/pods/index.html":    "reads Only reads|destroys Cannot be undone|interrupts Interrupts what is running",
		"ja/runbooks/pods/index.html": "reads 読み取りのみ|destroys 元に戻せません|interrupts 稼働中の処理が止まります",
		"runbooks/list/index.html":    "destroys Cannot be undone",
		"incidents/pm/index.html":     "",
	} {
		if got := effects(page); got != want {
			t.Errorf("%s: effects %q, want %q", page, got, want)
		}
	}
	if n := strings.Count(site["runbooks/pods/index.html"], `<li class="step" id="`); n != 4 {
		t.Errorf("%d steps to tick, want 4: the way back is none of them", n)
	}
	for page, want := range map[string]string{
		"runbooks/pods/index.html":    `<a class="escalate" href="#h-escalation">Escalate</a>`,
		"ja/runbooks/list/index.html": `<a class="escalate" href="#escalation">エスカレーション</a>`,
	} {
		if !strings.Contains(site[page], want) {
			t.Errorf("%s has no %s", page, want)
		}
	}
	if strings.Contains(site["runbooks/nothing/index.html"], `class="escalate"`) {
		t.Error("a runbook without escalation links to it")
	}
}
