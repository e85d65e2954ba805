package insight_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

// replayed loads documents with the logs that their settings name, and replays
// these.
func replayed(t *testing.T, files map[string]string) *insight.Noise {
	t.Helper()
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	settings, found := config.Read(source.New(config.Name, fsys[config.Name].Data), set, nil)
	if len(found) > 0 {
		t.Fatal(found[0].Message.En)
	}
	c, _, err := corpus.Load(context.Background(), fsys, set, settings.Corpus)
	if err != nil {
		t.Fatal(err)
	}
	r := insight.Compute(c, insight.History{}, settings.Policy, c.AlertLog[0].At)
	return r.Noise(insight.Period{}).V
}

func incident(id, service, start, end, more string) string {
	return fmt.Sprintf("---\nid: %q\nservices: [%s]\nstarted_at: %s\nresolved_at: %s\n%s\n---\n# 障害 %s\n", id, service, start, end, more, id)
}

// shareText writes a share: "1/2".
func shareText(s insight.Share) string {
	if !s.Value.Known {
		return "[" + s.Value.Why.En + "]"
	}
	return fmt.Sprintf("%d/%d", s.Part, s.Of)
}

// Of three incidents that began while the log was kept, people told of one
// after its alert, of another before it, and of the third there was no alert.
func TestPaging(t *testing.T) {
	n := replayed(t, map[string]string{
		"debrief.yaml":            "timezone: Asia/Tokyo\nalert_log: alerts/*.csv\n",
		"services/web.yaml":       "kind: service\nid: web\ntitle: Web\nowner: team\n",
		"postmortems/2023-001.md": incident("2023-001", "web", "2023-01-15T14:30:00+09:00", "2023-01-15T16:45:00+09:00", "detected_at: 2023-01-15T14:35:00+09:00\nreported_at: 2023-01-15T14:40:00+09:00"),
		"postmortems/2023-002.md": incident("2023-002", "web", "2023-01-16T10:00:00+09:00", "2023-01-16T11:00:00+09:00", "detected_at: 2023-01-16T10:05:00+09:00\ndetection: {source: customer}"),
		"postmortems/2023-003.md": incident("2023-003", "billing", "2023-01-17T10:00:00+09:00", "2023-01-17T11:00:00+09:00", ""),
		"postmortems/2024-001.md": incident("2024-001", "web", "2024-01-17T10:00:00+09:00", "2024-01-17T11:00:00+09:00", ""),
		"alerts/january.csv": `id,timestamp,source,metric,service,host,severity,incident
a,2023-01-15T14:35:00+09:00,cw,cpu,web,h1,5,2023-001
b,2023-01-15T14:36:00+09:00,cw,cpu,web,h1,5,#2023-001
c,2023-01-15T20:00:00+09:00,cw,cpu,web,h1,5,
d,2023-01-16T10:06:00+09:00,cw,errs,web,h1,5,2023-002
e,2023-01-18T10:00:00+09:00,cw,disk,web,h1,5,2099-001
`})
	if got := shareText(n.Before.Precision) + " " + shareText(n.After.Precision); got != "3/5 2/4" {
		t.Errorf("precision: got %s, want 3/5 2/4", got)
	}
	if got := shareText(n.Before.Recall) + " " + shareText(n.After.Recall); got != "1/3 1/3" {
		t.Errorf("recall: got %s, want 1/3 1/3", got)
	}
	if low := n.Before.Recall.Low.V; low < 0.0614 || low > 0.0615 {
		t.Errorf("Wilson's lower bound of 1 in 3: got %f, want 0.0615", low)
	}
	var got []string
	for _, a := range n.Incidents {
		lead := "[" + a.Lead.Why.En + "]"
		if a.Lead.Known {
			lead = a.Lead.V.RatString()
		}
		got = append(got, fmt.Sprintf("%s %d %d %d %s %t %t", a.Incident.Entry.ID, a.Alerts, a.Duplicates, a.Pages, lead, a.Caught, a.Kept))
	}
	want := []string{"2023-001 2 1 1 0 true true", "2023-002 1 0 1 -60 false false", "2023-003 0 0 0 [no alert belongs to it] false false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("incidents (-want +got):\n%s", diff)
	}
	var rules []string
	for _, r := range n.Rules {
		rules = append(rules, strings.Join([]string{r.Metric, fmt.Sprint(r.Alerts, r.Duplicates, r.Pages, r.Night), shareText(r.Share), shareText(r.Actionable), shareText(r.Recall)}, " "))
	}
	if diff := cmp.Diff([]string{"cpu 3 1 2 3 3/5 2/3 1/3", "disk 1 0 1 0 1/5 0/1 0/3", "errs 1 0 1 0 1/5 1/1 0/3"}, rules); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if n.Before.Night != 3 || n.After.Night != 2 { // the Sunday
		t.Errorf("night pages: %d before, %d after, want 3 and 2", n.Before.Night, n.After.Night)
	}
}

// Logs of different kinds are read together, whatever their names.
func TestAlertLogsOfManyForms(t *testing.T) {
	n := replayed(t, map[string]string{
		"debrief.yaml":          "alert_log: [alerts/**]\n",
		"alerts/cw.csv":         "\ufefftimestamp,source,metric\r\n2023-01-15T14:30:00+09:00,cw,cpu\r\n",
		"alerts/am/api.json":    `[{"fingerprint": "f", "startsAt": "2023-01-15T05:31:00Z", "labels": {"alertname": "A"}}]`,
		"alerts/am/hook.ndjson": `{"alerts": [{"fingerprint": "f", "status": "resolved", "startsAt": "2023-01-15T05:31:00Z", "endsAt": "2023-01-15T05:32:00Z", "labels": {"alertname": "A"}}]}`,
		"alerts/README.md":      "# アラートログ\n",
		"alerts/.hidden.csv":    "timestamp,source,metric\n2023-01-15T14:30:00+09:00,cw,cpu\n",
	})
	if n.Firings != 2 || len(n.Rules) != 2 {
		t.Errorf("got %d firings of %d rules, want 2 of 2", n.Firings, len(n.Rules))
	}
}
