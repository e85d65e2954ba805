package facet

import (
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// logLimits are those of alert logs.
func logLimits() doc.Limits {
	limits := doc.DefaultLimits()
	limits.File, limits.Data.Nodes = 1<<28, 1<<26
	return limits
}

// showEvent writes what an event holds: id at end source/metric service@host
// severity impact incident status labels.
func showEvent(e AlertEvent) string {
	end := "-"
	if !e.End.IsZero() {
		end = e.End.Format(time.RFC3339)
	}
	number := func(n *big.Rat) string {
		if n == nil {
			return "-"
		}
		return n.RatString()
	}
	text := fmt.Sprintf("%s %s %s %s/%s %s@%s %s %s %s %s", e.ID, e.At.Format(time.RFC3339), end, e.Source, e.Metric, e.Service, e.Host,
		number(e.Severity), number(e.BusinessImpact), e.Incident, [...]string{"firing", "resolved", "silenced"}[e.Status])
	for _, l := range e.Labels {
		text += " " + l.Name + "=" + l.Value
	}
	return text
}

func TestDecodeAlertLog(t *testing.T) {
	tests := []struct {
		name, path, text string
		want             []string // showEvent
		found            []string // line:column rule
	}{
		{"empty", "a.csv", "", nil, []string{"1:1 alert-unreadable"}},
		{"an empty list", "アラート.json", "[]\n", nil, []string{"1:1 alert-unreadable"}},
		{"headings alone", "a.csv", "timestamp,source,metric\n", nil, []string{"1:1 alert-unreadable"}},
		{"a torn line", "a.jsonl", `{"timestamp": "2023-01-15T00:00:00Z", "source": "監視盤", "metric": "CPU` + "\n" + `{"timestamp": "2023-01-15T00:00:01Z", "source": "監視盤", "metric": "CPU 使用率"}` + "\n",
			[]string{"2023-01-15T00:00:01Z - 監視盤/CPU 使用率 @ - -  firing"}, []string{"1:1 record-unreadable"}},
		{"Alertmanager without a time", "a.json", `[{"fingerprint": "f1", "annotations": {}, "labels": {"alertname": "障害"}}]`, nil, []string{"1:2 alert-unreadable"}},
		{"CSV", "a.csv", "id,timestamp,source,metric,service,host,severity,status,business_impact,incident\na1,2023-01-15T14:30:00+09:00,cw,cpu,web,h1,5,,8,2023-001\na2,2023-01-15T14:31:00Z,cw,cpu,,,critical,resolved,,\n",
			[]string{"a1 2023-01-15T05:30:00Z - cw/cpu web@h1 5 8 2023-001 firing", "a2 2023-01-15T14:31:00Z - cw/cpu @ 9 -  resolved"}, nil},
		{"CSV in Japanese, with semicolons", "a.csv", "\ufeff発生日時;監視元;アラート名;サービス;ホスト;重大度;状態;復旧日時\n2023-01-15T14:30:00+09:00;監視盤;CPU 使用率;受注;h1;警告;発報;2023-01-15T14:40:00+09:00\n",
			[]string{" 2023-01-15T05:30:00Z 2023-01-15T05:40:00Z 監視盤/CPU 使用率 受注@h1 5 -  firing"}, nil},
		{"words", "a.csv", "timestamp,source,alertname,severity,status\n2023-01-15T00:00:00Z,p,A,Error,alerting\n2023-01-15T00:00:00Z,p,A,warning,OK\n2023-01-15T00:00:00Z,p,A,INFO,suppressed\n2023-01-15T00:00:00Z,p,A,none,\n2023-01-15T00:00:00Z,p,A,2.5,acknowledged\n",
			[]string{" 2023-01-15T00:00:00Z - p/A @ 7 -  firing", " 2023-01-15T00:00:00Z - p/A @ 5 -  resolved", " 2023-01-15T00:00:00Z - p/A @ 2 -  silenced", " 2023-01-15T00:00:00Z - p/A @ - -  firing"}, nil},
		{"a record of both ends", "a.csv", "timestamp,ends_at,source,metric,status\n2023-01-15T00:00:00Z,2023-01-15T00:10:00Z,p,A,resolved\n",
			[]string{" 2023-01-15T00:00:00Z 2023-01-15T00:10:00Z p/A @ - -  firing"}, nil},
		{"JSON lines with labels", "a.jsonl", `{"timestamp": "2023-01-15T00:00:00.5Z", "source": "prom", "alertname": "DiskFull", "severity": 7, "business_impact": 0, "labels": {"zone": "東京", "cluster": "a"}}` + "\n" + `{"time": "2023-01-15T00:00:01Z", "source": "prom", "metric": "x", "label_cluster": "b"}`,
			[]string{" 2023-01-15T00:00:00Z - prom/DiskFull @ 7 0  firing cluster=a zone=東京", " 2023-01-15T00:00:01Z - prom/x @ - -  firing cluster=b"}, nil},
		{"Alertmanager's API", "a.json", `[{"annotations": {"incident": "2023-001"}, "endsAt": "2023-01-15T09:00:00Z", "fingerprint": "f1", "startsAt": "2023-01-15T08:00:00.123Z", "status": {"state": "active", "silencedBy": []}, "labels": {"alertname": "HighLatency", "job": "api", "service": "web", "instance": "10.0.0.1:9090", "severity": "critical"}},
{"fingerprint": "f2", "startsAt": "2023-01-15T08:00:00Z", "status": {"state": "suppressed"}, "labels": {"alertname": "X", "job": "api", "instance": "[::1]:80"}}]`,
			[]string{
				"f1 2023-01-15T08:00:00Z - alertmanager/HighLatency web@10.0.0.1 9 - 2023-001 firing alertname=HighLatency instance=10.0.0.1:9090 job=api service=web severity=critical",
				"f2 2023-01-15T08:00:00Z - alertmanager/X api@[::1] - -  silenced alertname=X instance=[::1]:80 job=api",
			}, nil},
		{"a webhook of Alertmanager", "a.jsonl", `{"version": "4", "status": "firing", "receiver": "log", "alerts": [{"status": "firing", "labels": {"alertname": "A"}, "startsAt": "2023-01-15T08:00:00Z", "endsAt": "0001-01-01T00:00:00Z", "fingerprint": "f"}, {"status": "resolved", "labels": {"alertname": "B", "instance": "fe80::1"}, "startsAt": "2023-01-15T08:00:00Z", "endsAt": "2023-01-15T08:05:00Z", "fingerprint": "g"}]}`,
			[]string{"f 2023-01-15T08:00:00Z - alertmanager/A @ - -  firing alertname=A", "g 2023-01-15T08:00:00Z 2023-01-15T08:05:00Z alertmanager/B @fe80::1 - -  firing alertname=B instance=fe80::1"}, nil},
		{"PagerDuty, in the zone of the site where it states none", "a.csv", "id,incident_number,description,service_id,service_name,escalation_policy_name,created_on,resolved_on,urgency,status\nPX1,41,CPU high,S1,web,Default,2023-01-15T14:30:00+09:00,2023-01-15T15:00:00+09:00,high,resolved\nPX2,42,\"Disk, full\",S1,web,Default,2023-01-15 14:30:00,,low,acknowledged\n",
			[]string{"41 2023-01-15T05:30:00Z 2023-01-15T06:00:00Z pagerduty/CPU high web@ - -  firing", "42 2023-01-15T05:30:00Z - pagerduty/Disk, full web@ - -  firing"}, nil},
		{"bad rows between good ones", "a.csv", "timestamp,source,metric,severity,business_impact,status,ends_at\n2023-01-15T00:00:00Z,p,A,5,,,\nyesterday,p,A,5,,,\n2023-01-15 00:00:00,p,A,5,,,\n9999-01-15T00:00:00Z,p,A,5,,,\n,p,A,5,,,\n2023-01-15T00:00:00Z,,A,5,,,\n2023-01-15T00:00:00Z,p,,5,,,\n2023-01-15T00:00:00Z,p,A,11,-1,,2023-01-14T00:00:00Z\n2023-01-15T00:00:00Z,p,A,5,,seltsam,\n2023-01-15T00:00:00Z,p,A,5,,,,too many\n2023-01-15T00:00:01Z,p,A,1e1,10,,\n",
			[]string{"2023-01-15T00:00:00Z - p/A @ 5 -  firing", "2023-01-15T00:00:00Z - p/A @ - -  firing", "2023-01-15T00:00:01Z - p/A @ 10 10  firing"},
			[]string{"11:1 record-unreadable", "3:1 alert-unreadable", "4:1 alert-unreadable", "5:1 alert-unreadable", "6:1 alert-unreadable", "7:1 alert-unreadable", "8:1 alert-unreadable", "9:26 alert-unreadable", "9:29 alert-unreadable", "9:33 alert-unreadable", "10:29 alert-unreadable"}},
		{"no records", "a.jsonl", "5\n[]\n{\"alerts\": [null]}\n{\"labels\": {}, \"startsAt\": null}\n", nil,
			[]string{"1:1 alert-unreadable", "3:13 alert-unreadable", "4:1 alert-unreadable"}},
	}
	zone := time.FixedZone("JST", 9*3600)
	for _, tt := range tests {
		for _, ending := range []string{"\n", "\r\n"} {
			t.Run(fmt.Sprintf("%s %q", tt.name, ending), func(t *testing.T) {
				f := source.New(tt.path, []byte(strings.ReplaceAll(tt.text, "\n", ending)))
				events, found, _ := DecodeAlertLog(f, logLimits(), zone, MaxAlertEvents)
				var got, rules []string
				for _, e := range events {
					got = append(got, strings.TrimSpace(showEvent(e)))
					if e.File != f || !strings.Contains(f.Text(e.Span), strings.Fields(e.Metric)[0]) {
						t.Errorf("%s stands at %q", e.Metric, f.Text(e.Span))
					}
				}
				for _, d := range found {
					p := f.Position(d.Span.Start)
					rules = append(rules, fmt.Sprintf("%d:%d %s", p.Line, p.Column, d.Rule))
				}
				var want []string
				for _, w := range tt.want {
					want = append(want, strings.TrimSpace(w))
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("events (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(tt.found, rules); diff != "" {
					t.Errorf("findings (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestDecodeSharedAlertLog(t *testing.T) {
	root := os.Getenv("DEBRIEF_SHARED")
	if root == "" {
		t.Skip("DEBRIEF_SHARED is not set: the shared material is not there")
	}
	data, err := os.ReadFile(filepath.Join(root, "design/golden/alerts.csv"))
	if err != nil {
		t.Fatal(err)
	}
	events, found, _ := DecodeAlertLog(source.New("alerts.csv", data), logLimits(), nil, MaxAlertEvents)
	if len(events) != 10 || len(found) != 0 {
		t.Errorf("got %d events and the findings %v, want 10 and none", len(events), found)
	}
}

// A log of any size has few findings, and no more events than are wanted.
func TestAlertLogIsBounded(t *testing.T) {
	text := "timestamp,source,metric\n" + strings.Repeat("never,p,A\n", 500) + strings.Repeat("2023-01-15T00:00:00Z,p,A\n", 20)
	events, found, lost := DecodeAlertLog(source.New("a.csv", []byte(text)), logLimits(), nil, 5)
	if len(events) != 5 || len(found) != maxAlertFindings+1 || lost != 515 {
		t.Fatalf("got %d events, %d findings and %d records lost, want 5, %d and 515", len(events), len(found), lost, maxAlertFindings+1)
	}
	if got, want := found[maxAlertFindings-1].Message.En, "400 records or values behind it"; !strings.Contains(got, want) {
		t.Errorf("the last finding is %q, want it to contain %q", got, want)
	}
	if got, want := found[maxAlertFindings].Message.En, "15 records from here on"; !strings.Contains(got, want) {
		t.Errorf("got %q, want it to contain %q", got, want)
	}
}

func FuzzDecodeAlertLog(f *testing.F) {
	for _, text := range []string{"", "timestamp,source,metric\n2023-01-15T00:00:00Z,p,A\n", `{"alerts":[{"startsAt":"2023-01-15T00:00:00Z","labels":{"alertname":"障害","instance":":1"}}]}`, `[{"timestamp":"2262-01-01T00:00:00Z","labels":[1]}]`} {
		f.Add(text, true)
		f.Add(text, false)
	}
	f.Fuzz(func(t *testing.T, text string, csv bool) {
		name := "a.json"
		if csv {
			name = "a.csv"
		}
		file := source.New(name, []byte(text))
		events, _, _ := DecodeAlertLog(file, logLimits(), nil, MaxAlertEvents)
		for _, e := range events {
			if e.Source == "" || e.Metric == "" || e.At.Year() < firstYear || e.At.Year() > lastYear || e.End.Before(e.At) && !e.End.IsZero() {
				t.Errorf("bad event %s of %q", showEvent(e), text)
			}
		}
	})
}
