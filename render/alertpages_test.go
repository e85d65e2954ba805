package render

import (
	"strings"
	"testing"
)

func TestAlertPages(t *testing.T) {
	in := load(t, repository(map[string]string{
		"runbooks/r.md":     "---\nid: r\nalerts: [DiskFull]\nservices: [web]\n---\n# R\n",
		"runbooks/q.md":     "---\nid: q\n---\n# Lists no alert\n",
		"monitoring/m.yaml": "kind: monitoring\nid: m\ntitle: M\nservices: [web]\nalerts:\n  - {name: QueueDeep, metric: queue_depth, threshold: 150, severity: page, service: web}\n  - {name: " + yamlText(hostileName) + ", metric: x, threshold: 1}\n",
		"postmortems/a.md":  "---\nid: a\nstarted_at: 2026-10-01T10:00:00Z\ndetection: {source: monitoring, alert: NobodyKnows}\n---\n# 滞留\n\nQueueDeep fired.\n",
		"services/web.yaml": "kind: service\nid: web\ntitle: Web\n",
	}))
	site := build(t, in, Options{Lang: "en", Languages: []string{"en", "ja"}})
	for name, page := range site {
		if strings.HasPrefix(name, "alerts/") {
			checkSafe(t, name, page)
		}
	}
	checkLinks(t, site, false)
	list := mainText(t, site["alerts/index.html"])
	for _, want := range []string{"4 alerts", "1 of them have a runbook", "DiskFull r Web", "QueueDeep none yet Web a", "NobodyKnows none yet – a"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %q: %s", want, list)
		}
	}
	bare := mainText(t, site["alerts/QueueDeep/index.html"])
	for _, want := range []string{"No runbook has been written", "queue_depth > 150", "page", "滞留", "debrief new runbook QueueDeep", "of the service Web"} {
		if !strings.Contains(bare, want) {
			t.Errorf("the page lacks %q: %s", want, bare)
		}
	}
	if text := mainText(t, site["ja/alerts/NobodyKnows/index.html"]); !strings.Contains(text, "ルールファイルにも監視一覧にもありません") {
		t.Errorf("Japanese: %s", text)
	}
	if !strings.Contains(site["alerts/DiskFull/index.html"], "http-equiv=\"refresh\"") {
		t.Error("an alert with a runbook does not lead to it")
	}
	attack := mainText(t, site["alerts/"+folder(hostileName)+"/index.html"])
	if !strings.Contains(attack, `debrief new runbook '<img src=x onerror=alert(1)>' \' '; ../../$(rm -rf)'`) {
		t.Errorf("hostile: %s", attack)
	}
}
