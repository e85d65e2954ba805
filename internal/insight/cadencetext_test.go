package insight

import (
	"testing"

	"github.com/debrief-dev/debrief/internal/facet"
)

func TestSchedulesInWords(t *testing.T) {
	day := func(y, m, d int) facet.Date { return facet.Date{Year: y, Month: 1, Day: d, Known: true} }
	tests := []struct {
		in     facet.Schedule
		en, ja string // empty: no sentence
	}{
		{facet.Schedule{}, "", ""},
		{facet.Schedule{Text: "every 1mo"}, "every month", "毎月"},
		{facet.Schedule{Text: "毎月15日 9時"}, "every month on day 15 at 09:00", "毎月15日 9:00"},
		{facet.Schedule{Every: "1mo", On: "31", At: "02:00"}, "every month on day 31 (the last day of shorter months) at 02:00", "毎月31日（ない月は末日） 2:00"},
		{facet.Schedule{Every: "3mo", From: day(2026, 1, 31)}, "every 3 months on day 31 (the last day of shorter months)", "3か月ごとの31日（ない月は末日）"},
		{facet.Schedule{Every: "2w", On: "mon"}, "every 2 weeks on Monday", "2週間ごとの月曜日"},
		{facet.Schedule{Every: "1w", On: "sun"}, "every Sunday", "毎週日曜日"},
		{facet.Schedule{Every: "P1Y"}, "every year", "毎年"},
		{facet.Schedule{Text: "every 6h"}, "every 6 h", "6時間ごと"},
		{facet.Schedule{Cron: "30 2 * * *"}, "every day at 02:30", "毎日 2:30"},
		{facet.Schedule{Cron: "0 3 * * 0"}, "every Sunday at 03:00", "毎週日曜日 3:00"},
		{facet.Schedule{Cron: "0 3 * * fri"}, "every Friday at 03:00", "毎週金曜日 3:00"},
		{facet.Schedule{Cron: "0 3 1 * *"}, "every month on day 1 at 03:00", "毎月1日 3:00"},
		{facet.Schedule{Cron: "0 3 1 4 *"}, "every year on 1 April at 03:00", "毎年4月1日 3:00"},
		{facet.Schedule{Cron: "0 3 31 * *"}, "", ""},
		{facet.Schedule{Cron: "0 */4 * * *"}, "", ""},
		{facet.Schedule{Cron: "0 3 * * 1-5"}, "", ""},
		{facet.Schedule{RRule: "FREQ=MONTHLY;BYDAY=1MO"}, "on the first Monday of every month", "毎月第1月曜日"},
		{facet.Schedule{RRule: "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1SU;BYHOUR=1;BYMINUTE=30"}, "on the last Sunday of every 3 months at 01:30", "3か月ごとの最終日曜日 1:30"},
		{facet.Schedule{RRule: "FREQ=WEEKLY;BYDAY=TU,TH"}, "", ""},
		{facet.Schedule{RRule: "FREQ=DAILY;COUNT=3"}, "", ""},
	}
	for _, test := range tests {
		cadence, fault := ReadSchedule(test.in)
		if fault.is() && test.en != "" {
			t.Errorf("%+v: %v", test.in, fault.Why)
			continue
		}
		got, ok := cadence.Text()
		if ok != (test.en != "") || got.En != test.en || got.Ja != test.ja {
			t.Errorf("%+v: %q, %q, %v, want %q, %q", test.in, got.En, got.Ja, ok, test.en, test.ja)
		}
	}
}
