package insight

import (
	"math/big"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
)

// maxSentences is of how many incidents, the latest, sentences tell.
const maxSentences = 3

// Words says in sentences what the policy's rule would have done: one for each
// of the latest incidents, then how often it would have fired falsely.
func (p *SeriesReplay) Words() []diag.Text {
	r := p.Proposed()
	var list []diag.Text
	switch {
	case !p.Windows.Known:
		list = append(list, diag.Say("no incident is compared: %s", "障害と比べられません: %s", p.Windows.Why))
	case len(p.Windows.V) == 0:
		list = append(list, diag.Say("no incident of %s lies in the series", "系列の期間に %s の障害はありません", p.Service))
	}
	for _, a := range r.Alerts[max(len(r.Alerts)-maxSentences, 0):] {
		list = append(list, r.inIncident(a))
	}
	return append(list, r.falsely())
}

func (r RuleReplay) inIncident(a FirstAlert) diag.Text {
	id := a.Window.Incident.Entry.ID
	if !a.First.Known {
		return diag.Say("%s never fires in %s", "%sは %s で一度も発報しません", r.Name, id)
	}
	first := a.First.V.Format("2006-01-02 15:04")
	if !a.Lead.Known {
		return diag.Say("%s would have fired at %s in %s (%s)", "%sは %[3]s で %[2]s に発報したはずです(%[4]s)", r.Name, first, id, a.Lead.Why)
	}
	lead := new(big.Rat).Abs(a.Lead.V)
	length := diag.Text{En: FormatDuration(lead, "en"), Ja: FormatDuration(lead, "ja")}
	switch a.Lead.V.Sign() {
	case 1:
		return diag.Say("%s would have fired at %s, %s before %s was detected", "%sは %s、%[4]s の検知より%[3]s早く発報したはずです", r.Name, first, length, id)
	case -1:
		return diag.Say("%s would have fired at %s, %s after %s was detected", "%sは %s、%[4]s の検知より%[3]s遅く発報したはずです", r.Name, first, length, id)
	}
	return diag.Say("%s would have fired at %s, when %s was detected", "%sは %s、%s の検知と同時に発報したはずです", r.Name, first, id)
}

func (r RuleReplay) falsely() diag.Text {
	if !r.PerWeek.Known {
		return diag.Say("how often it fires falsely is not known: %s", "誤報の頻度は不明です: %s", r.PerWeek.Why)
	}
	return diag.Say("outside incidents it would have fired %d times in %s weeks, %s a week", "障害の時間帯以外では%[2]s週間に%[1]d回(週あたり%[3]s回)発報したはずです",
		r.FalseAlerts, FormatNumber(r.Weeks.V, 1), FormatNumber(r.PerWeek.V, 2))
}

// Words says where the metric goes.
func (t Trend) Words() diag.Text {
	slope := FormatMetric(t.Slope)
	window, limit := durationText(t.Window), exact(t.Limit)
	if !t.ToLimit.Known {
		return diag.Say("over the last %s it moves by %s an hour, not towards its limit of %s", "直近%sの傾きは1時間あたり%sで、限度 %s には近づいていません", window, slope, limit)
	}
	if t.ToLimit.V.Sign() == 0 {
		return diag.Say("it has reached its limit of %s", "限度 %s に達しています", limit)
	}
	latest := diag.Text{En: "open", Ja: "上限なし"}
	if t.Latest.Known {
		latest = roughly(t.Latest.V)
	}
	return diag.Say("over the last %s it moves by %s an hour and reaches its limit of %s in %s (95 %%: %s to %s)",
		"直近%sの傾きは1時間あたり%sで、限度 %s まで%s(95%%区間: %s〜%s)", window, slope, limit, roughly(t.ToLimit.V), roughly(t.Soonest.V), latest)
}

// roughly is a length of time in whole minutes, for forecasts.
func roughly(seconds *big.Rat) diag.Text {
	whole, _ := new(big.Rat).Quo(seconds, num(60)).Float64()
	d := time.Duration(whole+0.5) * time.Minute
	return durationText(d)
}
