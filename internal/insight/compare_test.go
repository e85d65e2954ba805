package insight

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/facet"
)

func TestCompared(t *testing.T) {
	cases := []struct {
		name   string
		report func(i *facet.Impact)
		en, ja []string
	}{
		{"nothing reported", func(*facet.Impact) {}, nil, nil},
		{"alike", func(i *facet.Impact) { i.StatedDuration = facet.Duration{D: 135 * time.Minute, Known: true} },
			[]string{"reported 2 h 15 min, computed 2 h 15 min: no difference"}, []string{"報告値 2時間15分、計算値 2時間15分：差なし"}},
		{"a duration", func(i *facet.Impact) { i.StatedDuration = facet.Duration{D: 2 * time.Hour, Known: true} },
			[]string{"reported 2 h, computed 2 h 15 min: difference −15 min (−11.1 %)"}, []string{"報告値 2時間、計算値 2時間15分：差 −15分（−11.1%）"}},
		{"requests, on which the revenue rests", func(i *facet.Impact) {
			i.RequestsFailed, i.RevenueLoss = n("400000"), facet.Money{Amount: rat("4100000"), Currency: "USD"}
		},
			[]string{
				"reported 400,000, computed 405,000 (50 tx/s × 8,100 s × 100 % lost): difference −5,000 (−1.2 %)",
				"reported $4,100,000, computed $4,000,000 (400,000 failed requests (measured) × $10): difference +$100,000 (+2.5 %)",
			},
			[]string{
				"報告値 400,000、計算値 405,000（50 件/秒 × 8,100 秒 × 損失率 100%）：差 −5,000（−1.2%）",
				"報告値 4,100,000ドル、計算値 4,000,000ドル（失敗リクエスト 400,000 件（実測値） × 10ドル）：差 +100,000ドル（+2.5%）",
			}},
		{"another currency", func(i *facet.Impact) { i.RevenueLoss = facet.Money{Amount: rat("5000000"), Currency: "JPY"} },
			[]string{"reported ¥5,000,000; not computed: it is computed in another currency than JPY"}, []string{"報告値 5,000,000円。計算不可：JPY以外の通貨で計算されている"}},
		{"no rate", func(i *facet.Impact) { i.NormalTPS, i.RequestsFailed = n(""), n("7") },
			[]string{"reported 7; not computed: neither the incident nor its service states normal_tps"}, []string{"報告値 7。計算不可：通常時のTPS（normal_tps）が障害にもサービスにもない"}},
		{"negative", func(i *facet.Impact) { i.RequestsFailed, i.RevenueLoss = n("-1"), facet.Money{Amount: rat("-1")} }, nil, nil},
	}
	for _, c := range cases {
		e := handbook(nil)
		c.report(&e.Impact)
		var en, ja []string
		for _, x := range figures(e).Compared() {
			en, ja = append(en, x.Sentence().En), append(ja, x.Sentence().Ja)
		}
		if !slices.Equal(en, c.en) || !slices.Equal(ja, c.ja) {
			t.Errorf("%s: got\n%q\n%q", c.name, en, ja)
		}
	}
}

func TestReportedStandsInJSON(t *testing.T) {
	e := handbook(nil)
	e.Severity = "sev2"
	e.Impact.RevenueLoss = facet.Money{Amount: rat("5000000"), Currency: "JPY"}
	e.Impact.StatedDuration = facet.Duration{D: 2 * time.Hour, Known: true}
	got := encode(t, figures(e).JSON("en")).(map[string]any)
	want := []any{
		map[string]any{"figure": "duration_seconds", "reported": "number 7200", "computed": "number 8100", "difference": "number -900", "difference_pct": "number -11111111/1000000"},
		map[string]any{"figure": "revenue_loss", "currency": "JPY", "reported": "number 5000000", "computed": nil, "difference": nil, "difference_pct": nil},
	}
	if diff := cmp.Diff(want, got["reported"]); diff != "" {
		t.Errorf("reported (-want +got):\n%s", diff)
	}
	if why := got["why"].(map[string]any)["reported.revenue_loss.computed"]; why != "it is computed in another currency than JPY" {
		t.Errorf("why: got %v", why)
	}
	severity := map[string]any{"stated": "sev2", "suggested": "sev3", "because": "users were affected", "month_budget_pct": nil}
	if diff := cmp.Diff(severity, got["severity"]); diff != "" {
		t.Errorf("severity (-want +got):\n%s", diff)
	}
	assumed := map[string]any{
		"lost_transactions": "50 tx/s × 8,100 s × 100 % lost", "revenue_loss": "reported", "user_minutes": "10,000 users × 135 min",
	}
	if diff := cmp.Diff(assumed, got["assumptions"]); diff != "" {
		t.Errorf("assumptions (-want +got):\n%s", diff)
	}
}
