package insight

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// upkeep is a task of maintenance of a service.
func upkeep(s *corpus.Entry, schedule, duration string, history ...facet.Execution) *corpus.Entry {
	e := entry("maintenance", "upkeep")
	d, known := facet.ParseDuration(duration)
	e.Maintenance = &facet.Maintenance{
		Schedule: facet.Schedule{Text: schedule, Zone: "Asia/Tokyo"}, Duration: facet.Duration{D: d, Known: known}, History: history,
	}
	if schedule == "" {
		e.Maintenance.Schedule = facet.Schedule{}
	}
	e.Refs = []corpus.Reference{{From: e, To: s, Field: "services", Text: s.ID}}
	return e
}

// execution is one of the history: "2023-01-16", or a time of that day.
func execution(when, status, seconds string) facet.Execution {
	x := facet.Execution{Status: status, Seconds: n(seconds)}
	if len(when) > len(time.DateOnly) {
		x.At = at(when)
	}
	d := at(when[:10] + " 00:00").Time
	x.On = facet.Date{Year: d.Year(), Month: d.Month(), Day: d.Day(), Known: true}
	return x
}

func TestMaintenanceIsCountedApart(t *testing.T) {
	log := func(t *testing.T) []facet.AlertEvent {
		return alertLog(t, `before,2023-01-16T01:59:59+09:00,cw,a,web,h1,5
first,2023-01-16T02:00:00+09:00,cw,b,web,h1,5
last,2023-01-16T02:59:59+09:00,cw,c,ウェブ,h2,5
after,2023-01-16T03:00:00+09:00,cw,d,web,h1,5
host,2023-01-16T02:30:00+09:00,cw,e,,web-1,5
other,2023-01-16T02:30:00+09:00,cw,f,db,h1,5
nowhere,2023-01-16T02:30:00+09:00,cw,g,,h1,5
next,2023-01-17T02:10:00+09:00,cw,h,web,h1,5
`)
	}
	service := web()
	service.Service.Hosts = []string{"WEB-1"}
	tests := []struct {
		name string
		task *corpus.Entry
		want string
	}{
		{"no task", nil, ""},
		{"the schedule and the duration", upkeep(service, "every 1d at 02:00", "1h"), "first last host next"},
		{"no duration", upkeep(service, "every 1d at 02:00", ""), ""},
		{"no time of the day", upkeep(service, "every 1d", "1h"), ""},
		{"a schedule that cannot be read", upkeep(service, "now and then", "1h"), ""},
		{"an execution with its seconds", upkeep(service, "", "", execution("2023-01-16 02:30", "success", "600")), "host"},
		{"one that failed took time, too", upkeep(service, "", "30m", execution("2023-01-16 02:45", "failed", "")), "last after"},
		{"a day without a time", upkeep(service, "", "1h", execution("2023-01-16", "success", "")), ""},
		{"skipped on one day", upkeep(service, "every 1d at 02:00", "1h", execution("2023-01-16", "skipped", "")), "next"},
		{"done at another time of the day", upkeep(service, "every 1d at 02:00", "1h", execution("2023-01-16 01:59", "success", "60")), "before next"},
		{"done on the day", upkeep(service, "every 1d at 02:00", "1h", execution("2023-01-16", "success", "")), "first last host next"},
		{"longer than the step", upkeep(service, "every 1d at 02:00", "30h"), "before first last after host next"},
		{"seconds without end", upkeep(service, "", "", execution("2023-01-16 02:30", "success", "1e300")), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			entries := []*corpus.Entry{service}
			if tt.task != nil {
				entries = append(entries, tt.task)
			}
			n := noiseOf(t, AlertsReplay{}, log(t), entries...)
			got := map[string]bool{}
			alerts := 0
			for _, f := range n.all {
				got[f.event.ID] = f.window != none
			}
			for _, w := range n.Windows {
				alerts += w.Alerts
			}
			wanted := strings.Fields(tt.want)
			for _, e := range log(t) {
				if want := strings.Contains(" "+tt.want+" ", " "+e.ID+" "); got[e.ID] != want {
					t.Errorf("alert %s: in maintenance %t, want %t", e.ID, got[e.ID], want)
				}
			}
			if n.Maintained != len(wanted) || n.Alerts != 8-len(wanted) || alerts != n.Maintained {
				t.Errorf("%d of %d alerts are apart, %d in windows, want %d", n.Maintained, n.Firings, alerts, len(wanted))
			}
		})
	}
}

func TestSilencedAlertsAreCountedApart(t *testing.T) {
	n := noiseOf(t, AlertsReplay{}, alertLog(t, "id,timestamp,source,metric,status\na,2023-01-16T10:00:00Z,am,x,silenced\nb,2023-01-16T10:00:10Z,am,x,firing\n"))
	if n.Silenced != 1 || n.Alerts != 1 || n.Duplicates != 0 || n.Before.Pages != 1 {
		t.Errorf("got %d silenced, %d alerts, %d duplicates, %d pages", n.Silenced, n.Alerts, n.Duplicates, n.Before.Pages)
	}
	all := noiseOf(t, AlertsReplay{}, alertLog(t, "id,timestamp,source,metric,status\na,2023-01-16T10:00:00Z,am,x,silenced\n"))
	if all.Reduction.Known || all.Before.Precision.Value.Known {
		t.Errorf("nothing is replayed, but there is a reduction %s", show(all.Reduction))
	}
}

// Repeated notifications and overlapping exports hold one firing many times.
func TestRecordsOfOneFiringAreOne(t *testing.T) {
	n := noiseOf(t, AlertsReplay{}, alertLog(t, `id,timestamp,ends_at,source,metric
f1,2023-01-16T10:00:00Z,,am,x
f1,2023-01-16T10:00:00Z,2023-01-16T10:20:00Z,am,x
f1,2023-01-16T10:00:00Z,2023-01-16T10:10:00Z,am,x
f1,2023-01-16T11:00:00Z,,am,x
,2023-01-16T11:00:00Z,,am,x
,2023-01-16T11:00:00Z,,am,x
`))
	if n.Firings != 4 || n.all[0].end != time.Date(2023, 1, 16, 10, 10, 0, 0, time.UTC).UnixNano() {
		t.Errorf("got %d firings, the first of which ends at %d", n.Firings, n.all[0].end)
	}
}

func TestFlapping(t *testing.T) {
	head := "id,timestamp,ends_at,source,metric,host,status\n"
	row := func(from, to, host, status string) string {
		if to != "" {
			to = "2023-01-16T" + to + ":00Z"
		}
		return ",2023-01-16T" + from + ":00Z," + to + ",am,x," + host + "," + status + "\n"
	}
	tests := []struct {
		name, log string
		want      string
	}{
		{"no ends", row("10:00", "", "h", "") + row("10:10", "", "h", ""), "unknown"},
		{"three cycles in an hour", row("10:00", "10:05", "h", "") + row("10:20", "10:25", "h", "") + row("10:50", "11:00", "h", ""), "3 flaps"},
		{"a minute too long", row("10:00", "10:05", "h", "") + row("10:20", "10:25", "h", "") + row("10:50", "11:01", "h", ""), "2"},
		{"on different hosts", row("10:00", "10:05", "h1", "") + row("10:20", "10:25", "h2", "") + row("10:50", "10:55", "h3", ""), "1"},
		{"ends in records of their own", row("10:00", "", "h", "firing") + row("10:01", "", "h", "resolved") + row("10:02", "", "h", "firing") + row("10:03", "", "h", "resolved") + row("10:04", "", "h", "firing") + row("10:05", "", "h", "resolved"), "3 flaps"},
		{"an end that is told twice", row("10:00", "", "h", "firing") + row("10:01", "", "h", "ok") + row("10:02", "", "h", "ok"), "1"},
		{"an end of what never fired", row("10:00", "", "h", "") + row("10:01", "", "other", "ok"), "unknown"},
		{"longer than an hour", row("10:00", "12:00", "h", ""), "0"},
	}
	for _, tt := range tests {
		r := noiseOf(t, AlertsReplay{}, alertLog(t, head+tt.log)).Rules[0]
		got := "unknown"
		if r.Cycles.Known {
			got = fmt.Sprint(r.Cycles.V)
		}
		if r.Flaps() {
			got += " flaps"
		}
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

// share writes a share: "1/2".
func share(s Share) string {
	if !s.Value.Known {
		return "[" + s.Value.Why.En + "]"
	}
	return fmt.Sprintf("%d/%d", s.Part, s.Of)
}

func TestAlertsBelongToIncidentsByTime(t *testing.T) {
	service := web()
	first := outage("2023-001", "2023-01-15 14:00", "2023-01-15 16:00", service)
	second := outage("2023-002", "2023-01-15 15:00", "2023-01-15 15:30", service)
	named := outage("2023-003", "2023-01-15 14:00", "2023-01-15 18:00", nil)
	named.Detection.Alert = "請求エラー"
	open := outage("2023-004", "2023-01-15 17:00", "", service)
	log := alertLog(t, `early,2023-01-15T13:59:59+09:00,cw,x,web,,
one,2023-01-15T14:00:00+09:00,cw,x,ウェブ,,
both,2023-01-15T15:15:00+09:00,cw,x,web,,
end,2023-01-15T16:00:00+09:00,cw,x,web,,
late,2023-01-15T16:00:01+09:00,cw,x,web,,
none,2023-01-15T15:15:00+09:00,cw,x,,,
name,2023-01-15T15:15:00+09:00,cw,請求エラー,web,,
open,2023-01-15T17:30:00+09:00,cw,x,web,,
`)
	n := noiseOf(t, AlertsReplay{}, log, service, first, second, named, open)
	want := map[string]string{"one": "2023-001", "both": "2023-002", "end": "2023-001", "name": "2023-003"}
	for _, f := range n.all {
		got := ""
		if f.incident != nil {
			got = f.incident.Entry.ID
		}
		if got != want[f.event.ID] {
			t.Errorf("%s belongs to %q, want %q", f.event.ID, got, want[f.event.ID])
		}
	}
	if n.Linking != byTime {
		t.Errorf("linking: %q", n.Linking.En)
	}
}

func TestPageAtSeverity(t *testing.T) {
	rows := "a,2023-01-16T10:00:00+09:00,cw,x,web,h1,2\nb,2023-01-16T10:30:00+09:00,cw,y,web,h1,5\nc,2023-01-16T11:30:00+09:00,cw,z,web,h1,\n"
	n := noiseOf(t, AlertsReplay{PageAt: rat("6")}, alertLog(t, rows))
	if n.After.Pages != 2 || n.Groups[0].Paged || !n.Groups[1].Paged || !n.Groups[2].Paged {
		t.Errorf("got %d pages, want those of severity 6 and of an unknown one", n.After.Pages)
	}
}

func TestNoiseThatIsAbsent(t *testing.T) {
	r := Compute(&corpus.Corpus{}, History{}, policy, now)
	if got := r.Noise(Period{}); got.Known || got.Why != noAlertLog {
		t.Errorf("without a log: %+v", got)
	}
	r = Compute(&corpus.Corpus{AlertLog: alertLog(t, handbookAlerts)}, History{}, policy, now)
	april := Period{From: at("2023-04-01 00:00").Time, To: at("2023-05-01 00:00").Time}
	if got := r.Noise(april); got.Known || got.Why != noFirings {
		t.Errorf("in April: %+v", got)
	}
	january := Period{From: at("2023-01-15 14:35").Time, To: at("2023-02-01 00:00").Time}
	if got := r.Noise(january); !got.Known || got.V.Alerts != 5 {
		t.Errorf("from 14:35 on: %+v", got)
	}
	n := r.Noise(Period{}).V
	if got := share(n.Before.Precision); got != "[no incident began while the log was kept]" {
		t.Errorf("precision: %s", got)
	}
}

func TestNoiseAsJSON(t *testing.T) {
	n := noiseOf(t, AlertsReplay{}, alertLog(t, handbookAlerts), dependent("web", "db"))
	for _, lang := range []string{"en", "ja"} {
		text, err := json.Marshal(n.JSON(lang))
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Alerts     int
			Groups     []struct{ Alerts []string }
			Count      int     `json:"groups_count"`
			Reduction  float64 `json:"noise_reduction_pct"`
			Duplicates []string
			Why        map[string]string
		}
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		if got.Alerts != 10 || got.Count != 5 || len(got.Groups) != 5 || got.Reduction != 50 || len(got.Duplicates) != 3 {
			t.Errorf("got %s", text)
		}
		if got.Why["before.precision.share"] != noIncidents.In(lang) {
			t.Errorf("%s: the reason is %q", lang, got.Why["before.precision.share"])
		}
	}
	if got := EventName(&alertLog(t, "timestamp,source,metric\n2023-01-16T10:00:00Z,am,x\n")[0]); got != "alerts.csv:2" {
		t.Errorf("an event without an id is called %q", got)
	}
}
