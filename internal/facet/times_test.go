package facet

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

func parsed(path, text string) *doc.Document {
	d, _ := doc.Parse(source.New(path, []byte(text)), doc.DefaultLimits())
	return d
}

// timesOf writes the milestones as a test wants to see them: the first letter
// of each and its time, without date where that is 2023-01-15 and without zone.
func timesOf(v doc.Value) string {
	var out []string
	for _, field := range timeFields {
		if at := v.Field(field); at.Exists() {
			text := strings.TrimPrefix(at.Text(), "2023-01-15T")
			if len(text) > 5 && text[2] == ':' {
				text = text[:5]
			}
			out = append(out, field[:1]+" "+text)
		}
	}
	return strings.Join(out, ", ")
}

func TestTimesOfPairs(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "# 2023-01-15\n", ""},
		{"lines", "# 2023-01-15\n\nStart: 14:30 UTC\nDetected: 2:35 pm UTC\nEnd: 16:45 UTC\n", "s 14:30, d 14:35, r 16:45"},
		{"range", "# a\n\n影響期間：2023年1月15日 14:30 〜 16:45（JST）\n", "s 14:30, r 16:45"},
		{"range over midnight", "# a\n\nPeriod: 2023-01-15 23:30 – 01:00 UTC\n", "s 23:30, r 2023-01-16T01:00:00Z"},
		{"end after midnight", "# a\n\nStart: 2023-01-15 23:30 UTC\nEnd: 01:00\n", "s 23:30, r 2023-01-16T01:00:00Z"},
		{"duration", "# a\n\nStart: 2023-01-15 14:30 UTC\nDuration: 2h15m\n", "s 14:30, r 16:45"},
		{"a day is no time", "# a\n\nStart: 2023-01-15\n", ""},
		{"about two hours is no end", "# a\n\nStart: 2023-01-15 14:30 UTC\nDuration: about 2 hours\n", "s 14:30"},
		{"days that differ", "# 2023-01-16\n\nDate: 2023-01-15\nStart: 14:30 UTC\n", ""},
		{"front matter without offset", "---\ntimezone: Asia/Tokyo\nstarted_at: 2023-01-15 14:30\n---\n# a\n", "s 14:30"},
		{"front matter that is no time", "---\nstarted_at: soon\nresolved_at: 2023-01-15T16:45:00Z\n---\n# a\n", "s soon, r 16:45"},
	}
	for _, tt := range tests {
		for name, text := range map[string]string{tt.name: tt.text, tt.name + ", CRLF": crlf(tt.text)} {
			if got := timesOf(merged(t, "postmortems/a.md", text).Value); got != tt.want {
				t.Errorf("%s: %q, want %q", name, got, tt.want)
			}
		}
	}
}

// TestTimesOfRows holds what the rows of a timeline tell, and what they leave
// open. Each row is a clock and an event.
func TestTimesOfRows(t *testing.T) {
	tests := []struct {
		name  string
		rows  string
		stats string
		want  string
	}{
		{"all milestones", "14:30 問題発生\n14:35 アラート\n14:37 初期対応\n16:00 根本原因特定\n16:30 ロールバック実行\n16:45 復旧確認", "", "s 14:30, d 14:35, a 14:37, i 16:00, m 16:30, r 16:45"},
		{"news after the end", "14:30 障害発生\n14:35 検知\n16:45 復旧を確認\n18:00 お客様へ復旧を告知", "", "s 14:30, d 14:35, r 16:45"},
		{"partial recovery is no end", "14:30 障害発生\n15:00 一部復旧\n16:45 全面復旧", "", "s 14:30, r 16:45"},
		{"recovery work is no end", "14:30 障害発生\n15:00 復旧作業を開始", "", "s 14:30"},
		{"lasting work after the end", "14:30 outage begins\n15:00 service restored\n17:00 permanent fix deployed, issue resolved", "", "s 14:30, r 15:00"},
		{"deploy is no beginning where one is told", "14:20 デプロイ開始\n14:30 エラー発生\n14:35 検知", "", "s 14:30, d 14:35"},
		{"begins with the alert", "14:35 alert fires\n14:40 investigation started\n15:00 recovered", "", "d 14:35, r 15:00"},
		{"one row before the report", "14:00 new version deployed\n14:35 users report 500s\n15:00 recovered", "", "s 14:00, d 14:35, r 15:00"},
		{"trouble twice before the report", "13:00 pipeline failed\n13:30 nothing to see\n14:00 errors\n14:35 users report it\n15:00 recovered", "", "d 14:35, r 15:00"},
		{"stated lengths tie rows", "11:00 maintenance\n12:20 change applied\n12:25 alert\n12:35 mitigated by hand\n13:13 issue resolved and permanently fixed", "Time to detection: 5 minutes\nTime to recovery: 15 minutes", "s 12:20, d 12:25, m 12:35, r 12:35"},
		{"length of recovery counted from detection", "10:46 nodes killed\n10:48 no nodes\n11:01 service restored", "Time to detection: 2 minutes\nTime to recovery: 13 minutes", "s 10:46, d 10:48, r 11:01"},
		{"beginning before the first report", "11:27 user reported it\n12:41 planned a fix\n13:10 all components were back", "Time to detection: 30 minutes\nTime to recovery: 133 minutes", "s 10:57, d 11:27, r 13:10"},
		{"lengths that fit nothing", "10:00 change\n11:00 alert\n12:00 other\n13:00 recovered", "Time to detection: 17 minutes\nTime to recovery: 23 minutes", "r 13:00"},
		{"rollback begun is not done", "14:30 outage begins\n15:00 rollback started\n15:10 rollback completed\n15:20 resolved", "", "s 14:30, m 15:10, r 15:20"},
		{"vain repair", "14:30 outage begins\n15:00 rollback attempted, no effect\n15:20 resolved", "", "s 14:30, r 15:20"},
		{"cause found later", "14:30 outage begins\n15:00 recovered\n15:10 investigation, root cause was found later", "", "s 14:30, r 15:00"},
		{"acknowledged late by others", "14:30 outage begins\n14:35 alert\n14:40 restarted the server, rollback\n15:30 vendor acknowledged the problem\n16:00 recovered", "", "s 14:30, d 14:35, m 14:40, r 16:00"},
		{"marked by the author", "14:30 latency [start]\n15:00 all fine again [resolve]\n16:00 recovered for good", "", "s 14:30, r 15:00"},
		{"ends with a repair", "14:30 disk starts failing\n16:00 removed the disk", "", "s 14:30, r 16:00"},
		{"labels count whatever begins", "14:30 outage begins\n15:00 Mitigation: replica promoted, errors start to fall\n15:20 resolved", "", "s 14:30, m 15:00, r 15:20"},
		{"words of mitigation before repairs", "14:30 outage begins\n14:40 rollback of the web tier, this has no effect\n15:00 cache moved, mitigated\n15:20 resolved", "", "s 14:30, m 15:00, r 15:20"},
		{"limits that are eased", "14:30 障害発生、調査を開始\n14:40 上限緩和を申請\n15:00 対策実施、バッチを停止\n15:20 復旧", "", "s 14:30, m 15:00, r 15:20"},
		{"start of the incident", "14:00 pump 1 stops\n14:30 pump 2 stops as well; start of the incident\n14:35 alarm", "", "s 14:30, d 14:35"},
		{"routine is no beginning", "14:00 nightly job starts as usual\n14:35 alert\n14:40 Kim acknowledges\n15:00 resolved", "", "d 14:35, a 14:40, r 15:00"},
		{"taken on without a beginning", "14:35 取引先から指摘があり検知\n14:40 林が初期対応を開始\n15:00 原因を突き止めた\n15:20 解決", "", "d 14:35, a 14:40, i 15:00, r 15:20"},
		{"taken on and declared", "14:30 outage begins\n14:35 alert\n14:40 on-call acknowledged, incident declared\n15:00 resolved", "", "s 14:30, d 14:35, a 14:40, d 14:40, r 15:00"},
		{"others acknowledge", "14:30 outage begins\n14:35 alert\n14:40 the provider acknowledges the fault\n15:00 resolved", "", "s 14:30, d 14:35, r 15:00"},
		{"ways to find the cause", "14:30 outage begins\n14:40 no cause found yet\n14:50 Jia identifies the root cause, a bad route\n15:00 resolved", "", "s 14:30, i 14:50, r 15:00"},
		{"potential cause", "14:30 障害発生\n14:40 原因の可能性がある設定を調査\n14:50 原因判明\n15:00 復旧", "", "s 14:30, i 14:50, r 15:00"},
		{"the fault is found", "14:30 outage begins\n14:35 alert\n14:50 Issue identified, work on a fix\n15:00 resolved", "", "s 14:30, d 14:35, i 14:50, r 15:00"},
		{"work resumes after the end", "14:30 outage begins\n15:00 service restored\n16:00 upgrade resumed", "", "s 14:30, r 15:00"},
		{"nobody notices", "14:30 outage begins\n14:35 alert did not fire, the rule was muted\n14:50 support detects it\n15:00 resolved", "", "s 14:30, d 14:50, r 15:00"},
		{"closed, then told", "9:00 障害発生\n9:15 アラート\n9:17 当番が呼び出しに応答\n10:05 監視が正常に戻りクローズ\n11:00 関係者へ復旧を連絡", "", "s 09:00, d 09:15, a 09:17, r 10:05"},
		{"ends twice", "8:10 outage begins\n8:40 service restored\n8:50 errors again\n9:20 service restored for good", "", "s 08:10, r 09:20"},
		{"ends open", "14:30 outage begins\n16:00 meeting", "", "s 14:30"},
	}
	for _, tt := range tests {
		text := "# 2023-01-15\n\n## Timeline (UTC)\n\n- " + strings.ReplaceAll(tt.rows, "\n", "\n- ") + "\n"
		if tt.stats != "" {
			text += "\n## Stats\n\n- " + strings.ReplaceAll(tt.stats, "\n", "\n- ") + "\n"
		}
		m := merged(t, "postmortems/a.md", text)
		if got := timesOf(m.Value); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		for _, field := range []string{"started_at", "resolved_at"} {
			doubted := strings.Contains(doubtedFields(m), "/"+field+" ")
			if known := m.Value.Field(field).Exists(); known == doubted {
				t.Errorf("%s: %s known %v, doubted %v", tt.name, field, known, doubted)
			}
		}
	}
}

func doubtedFields(m Merged) string {
	var out strings.Builder
	for _, d := range m.Doubts {
		out.WriteString(d.Field + " ")
	}
	return out.String()
}

func TestZoneThatContradictsTheDay(t *testing.T) {
	text := "# 2021-07-04\n\n## Timeline\n\n| Time (PST) | Event |\n|---|---|\n| 9:00 am | outage begins |\n| 9:30 am | outage ends |\n"
	m := merged(t, "postmortems/a.md", text)
	if got := m.Value.Field("started_at").Text(); got != "2021-07-04T09:00:00-07:00" {
		t.Errorf("started_at = %q", got)
	}
	if len(m.Found) != 1 || m.Found[0].Rule != "zone-contradicts-date" || !strings.Contains(text[m.Found[0].Span.Start:m.Found[0].Span.End], "PST") {
		t.Errorf("found %+v, want one zone-contradicts-date at the zone", m.Found)
	}
}

func TestDecodeTimes(t *testing.T) {
	v := merged(t, "postmortems/a.md", "---\ntimezone: JST\nstarted_at: 2023-01-15T14:30:00+09:00\ndetected_at: soon\nresolved_at: 2023-01-15T07:45:00Z\n---\n# a\n\n## Timeline\n\n- 15:30 エスカレーション\n").Value
	got := DecodeTimes(v, nil)
	if got.Zone == nil || got.Zone.String() != "Asia/Tokyo" || got.Started.Time.Location() != got.Zone {
		t.Errorf("zone %v, beginning in %v", got.Zone, got.Started.Time.Location())
	}
	if got.Detected.Known || !got.Detected.Time.IsZero() {
		t.Errorf("%q is no time: %v", "soon", got.Detected)
	}
	if d := got.Resolved.Time.Sub(got.Started.Time); d.Minutes() != 135 {
		t.Errorf("duration = %v", d)
	}
	if !got.Escalated.Known || got.Escalated.Time.Hour() != 15 {
		t.Errorf("escalated = %v", got.Escalated)
	}
	if empty := DecodeTimes(doc.Value{}, nil); empty.Started.Known || empty.Zone != nil {
		t.Errorf("times of nothing: %+v", empty)
	}
}

// TestTimesOfRealPostmortems runs over postmortems of others: of those whose
// timeline has times, nearly all give beginning and end.
func TestTimesOfRealPostmortems(t *testing.T) {
	shared := os.Getenv("DEBRIEF_SHARED")
	if shared == "" {
		t.Skip("DEBRIEF_SHARED is not set: no real documents to read")
	}
	files, err := filepath.Glob(filepath.Join(shared, "corpora/dfds-postmortems/PM2*"))
	if err != nil || len(files) == 0 {
		t.Skip("no postmortems in " + shared)
	}
	dated, both := 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".md") + ".md"
		m := merged(t, "postmortems/"+name, string(data))
		times := DecodeTimes(m.Value, nil)
		for _, row := range DecodeTimeline(m.Value, nil) {
			if row.At.Known {
				dated++
				break
			}
		}
		if times.Started.Known && times.Resolved.Known {
			both++
			if !times.Started.Time.Before(times.Resolved.Time) {
				t.Errorf("%s: ends %v before it begins %v", name, times.Resolved.Time, times.Started.Time)
			}
		}
	}
	if dated < 38 || both < 36 {
		t.Errorf("%d of %d have times, %d beginning and end; want 38 and 36", dated, len(files), both)
	}
}

func FuzzTimeline(f *testing.F) {
	for _, s := range []string{
		"- 14:30 a\n- 00:10 b\n", "| Time | Event |\n|---|---|\n| 14:30 | a |\n", "### 14:30\n\ntext\n", "14時30分、発生。15時、復旧。\n",
		"- T+5 a\n- \n  - 14:30\n", "|||\n|-|-|\n|14:30||\n", "**14:30**\n\n: x\n", "- 2023-02-30 14:30 PST (UTC-7) a\r\n",
	} {
		f.Add(s, "Time to detection: 5 minutes")
	}
	f.Fuzz(func(t *testing.T, body, stats string) {
		m := merged(t, "postmortems/2023-01-15.md", "# a\n\n## Timeline\n\n"+body+"\n\n## Stats\n\n- "+stats+"\n")
		for _, row := range DecodeTimeline(m.Value, nil) {
			if s := row.At.Span; s.Start < 0 || s.End < s.Start {
				t.Errorf("span %v", s)
			}
		}
		DecodeTimes(m.Value, nil)
	})
}
