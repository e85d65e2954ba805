package insight

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

func TestSLAReport(t *testing.T) {
	s := web()
	s.Service.Objectives = append(s.Service.Objectives, facet.Objective{ID: "contract", Target: rat("99.5"), Kind: "sla"})
	planned := outage("planned", "2023-01-20 02:00", "2023-01-20 04:00", s)
	planned.Impact.SLAExcluded = true
	half := outage("half", "2023-01-25 10:00", "2023-01-25 11:00", s)
	half.Impact.ErrorRatio = n("0.5")
	over := outage("over", "2023-01-31 23:00", "2023-02-01 01:30", s)
	task := entry("maintenance", "vacuum")
	task.Refs = []corpus.Reference{{From: task, To: s, Field: "services", Text: s.ID}}
	task.Maintenance = &facet.Maintenance{History: []facet.Execution{
		{On: facet.Date{Year: 2023, Month: 1, Day: 31, Known: true}, Status: "success"},
		{On: facet.Date{Year: 2023, Month: 2, Day: 1, Known: true}, Status: "success"},
	}}
	entries := []*corpus.Entry{
		handbook(s), planned, half, over, task, s,
		outage("elsewhere", "2023-01-03 10:00", "2023-01-03 11:00", nil),
		outage("calm", "2022-12-03 10:00", "2022-12-03 11:00", s),
		outage("no end", "2023-01-04 10:00", "", s),
	}
	// The period is named in another zone; it is read in that of the service.
	abroad := Policy{Zone: zone("America/New_York"), Currency: "USD"}
	r := Compute(&corpus.Corpus{Entries: entries}, History{}, abroad, now)
	january, err := abroad.ParsePeriod("2023-01")
	if err != nil {
		t.Fatal(err)
	}
	report := r.SLA(s, january)
	var got []string
	for _, b := range report.Budgets {
		got = append(got, fmt.Sprintf("%s %s %s: %s %% in %s min, met %v, %d uncounted", b.Kind, b.Window, b.Period.Label, decimal(b.Availability), decimal(b.Minutes), b.Met, b.Uncounted))
	}
	line := func(d Downtime) string {
		return fmt.Sprintf("%s: %s–%s %s min, %s bad", d.Incident.Entry.ID, d.From.In(tokyo).Format("01-02 15:04"), d.To.In(tokyo).Format("01-02 15:04"),
			decimal(quo(d.Seconds, num(60))), decimal(quo(d.Bad, num(60))))
	}
	for _, d := range report.Downtime {
		got = append(got, line(d))
	}
	for _, d := range report.Excluded {
		got = append(got, "excluded "+line(d))
	}
	for _, in := range report.Uncounted {
		got = append(got, "uncounted "+in.Entry.ID)
	}
	for _, w := range report.Maintenance {
		got = append(got, fmt.Sprintf("%s on %d", w.Task.ID, w.Execution.On.Day))
	}
	want := []string{
		"slo calendar_month 2023-01: 99.227151 % in 44640 min, met false, 1 uncounted", // 345 min
		"sla calendar_month 2023-01: 99.495968 % in 44640 min, met false, 1 uncounted", // without 120 of them
		"2023-001: 01-15 14:30–01-15 16:45 135 min, 135 bad",
		"half: 01-25 10:00–01-25 11:00 60 min, 30 bad",
		"over: 01-31 23:00–02-01 00:00 60 min, 60 bad",
		"excluded planned: 01-20 02:00–01-20 04:00 120 min, 120 bad",
		"uncounted no end",
		"vacuum on 31",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if report.Running || report.Zone != tokyo {
		t.Errorf("got running %v, zone %s", report.Running, report.Zone)
	}
}

func TestSLAReportOfARunningMonthAndOfAQuietOne(t *testing.T) {
	s := web()
	live := outage("live", "2023-02-28 22:00", "", s)
	live.Status = "ongoing"
	r := Compute(&corpus.Corpus{Entries: []*corpus.Entry{live, s}}, History{}, policy, now)
	for label, want := range map[string]string{"2023-03": "0 down, running true", "2023-02": "1 down, live true, running false", "2023-01": "0 down, running false"} {
		p, err := policy.ParsePeriod(label)
		if err != nil {
			t.Fatal(err)
		}
		report := r.SLA(s, p)
		got := fmt.Sprintf("%d down", len(report.Downtime))
		for _, d := range report.Downtime {
			got += fmt.Sprintf(", live %v", d.Live)
		}
		if got += fmt.Sprintf(", running %v", report.Running); got != want {
			t.Errorf("%s: got %s, want %s", label, got, want)
		}
	}
}
