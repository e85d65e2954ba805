package render

import (
	"strings"
	"testing"
	"time"
)

func TestIncidentsOfUnknownExtentAreNotSimplyMet(t *testing.T) {
	open := strings.Replace(hour("2026-11-15", "status: final\n"), "resolved_at: 2026-11-15T11:00:00Z\n", "", 1)
	site := build(t, load(t, repository(map[string]string{"services/web.yaml": webService, "postmortems/2026-001.md": open})),
		Options{Title: "x", Lang: "en", Languages: []string{"en", "ja"}})
	wants := map[string][]string{
		"insights/slo/":             {"For 2 of them incidents are not counted", "≤ 100 %", "≥ 0 %", "1 incident is not counted: its extent is not known"},
		"ja/insights/slo/":          {"範囲が不明なインシデントを含めていない目標が2件あります。", "1件のインシデントは範囲が不明なため含まない"},
		"services/web/":             {"met, 1 not counted", "1 incident is not counted: its extent is not known"},
		"ja/services/web/":          {"達成（未算入1件）"},
		"services/web/sla/":         {"≤ 100 %"},
		"services/web/sla/2026-11/": {"Met as far as is known: 1 incident is not counted", "met, 1 not counted", "Downtime is not known: 1 incident"},
		"ja/services/web/sla/2026-11/": {
			"判定：判明している範囲では目標達成（1件のインシデントは範囲が不明なため含まない）", "停止時間は不明です（1件のインシデント",
		},
	}
	for target, list := range wants {
		text := mainText(t, site[target+"index.html"])
		for _, want := range list {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%s", target, want, text)
			}
		}
		for _, wrong := range []string{"All objectives are met", "No downtime.", "停止はありません"} {
			if strings.Contains(text, wrong) {
				t.Errorf("%s says %q", target, wrong)
			}
		}
	}
}

func TestAsOfIsADayOfTheSite(t *testing.T) {
	for _, c := range []struct{ name, lang, zone, now, want string }{
		{"the next day in Tokyo", "en", "Asia/Tokyo", "2026-11-15T15:30:00Z", `datetime="2026-11-16"`},
		{"the next day, Japanese", "ja", "Asia/Tokyo", "2026-11-15T15:30:00Z", "2026年11月16日(月)"},
		{"the day before in Los Angeles", "en", "America/Los_Angeles", "2026-11-15T03:00:00Z", "14 Nov 2026"},
		{"UTC by default", "en", "", "2026-11-16T08:30:00+09:00", "15 Nov 2026"},
	} {
		in := load(t, repository(map[string]string{"services/web.yaml": webService}))
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		in.Results.Now = now
		if c.zone != "" {
			if in.Results.Policy.Zone, err = time.LoadLocation(c.zone); err != nil {
				t.Fatal(err)
			}
		}
		if page := build(t, in, Options{Title: "x", Lang: c.lang, Languages: []string{c.lang}})["services/web/index.html"]; !strings.Contains(page, c.want) {
			t.Errorf("%s: the page lacks %s", c.name, c.want)
		}
	}
}
