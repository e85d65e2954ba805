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
	list = append(list, r.falsely())
	if p.Series.Unit == "" {
		list = append(list, noUnit)
	}
	return list
}

var noUnit = diag.Text{En: "no unit is stated for the values: write unit at the series of the inventory", Ja: "値の単位の記載がありません。監視一覧の series に unit を書いてください"}

// Amount writes a value of the series with its unit, if one is stated.
func (p *SeriesReplay) Amount(v float64) string { return withUnit(FormatMetric(v), p.Series.Unit) }

// withUnit puts a unit behind a number, if there is one.
func withUnit(number, unit string) string {
	if unit = shortText(unit); unit != "" {
		return number + " " + unit
	}
	return number
}

// zonedMinute is how sentences write times.
const zonedMinute = "2006-01-02 15:04 MST"

func (r RuleReplay) inIncident(a FirstAlert) diag.Text {
	id := a.Window.Incident.Entry.ID
	if !a.First.Known {
		return diag.Say("%s never fires in %s", "%sは %s で一度も発報しません", r.Name, id)
	}
	first := a.First.V.Format(zonedMinute)
	if !a.Lead.Known {
		return diag.Say("%s would have fired at %s in %s (%s)", "%sは %[3]s で %[2]s に発報したはずです（%[4]s）", r.Name, first, id, a.Lead.Why)
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
	weeks, rate := FormatNumber(r.Weeks.V, 1), FormatNumber(r.PerWeek.V, 2)
	length := diag.Say("%s weeks", "%s週間", weeks)
	if weeks == "1" {
		length.En = "1 week"
	}
	return diag.Say("outside incidents it would have fired %s in %s, %s a week", "障害の時間帯以外では%[2]sに%[1]s（週あたり%[3]s回）発報したはずです",
		diag.Amount(r.FalseAlerts, "time", "times", "回"), length, rate)
}

// Words says where the metric goes, seen from the end of its series.
func (t Trend) Words() diag.Text {
	slope, limit := withUnit(FormatMetric(t.Slope), t.Unit), withUnit(exact(t.Limit), t.Unit)
	window, end := durationText(t.Window), t.At.Format(zonedMinute)
	if !t.ToLimit.Known {
		return diag.Say("in the last %s of the series, until %s, it moves by %s an hour, not towards its limit of %s",
			"系列の末尾（%[2]s）までの%[1]sの傾きは1時間あたり %[3]s で、限度 %[4]s には近づいていません", window, end, slope, limit)
	}
	if t.ToLimit.V.Sign() == 0 {
		return diag.Say("at the end of the series, %s, it has reached its limit of %s", "系列の末尾（%s）の時点で限度 %s に達しています", end, limit)
	}
	between := diag.Say("%s or later", "%s以降", roughly(t.Soonest.V))
	if t.Latest.Known {
		between = diag.Say("%s to %s", "%s～%s", roughly(t.Soonest.V), roughly(t.Latest.V))
	}
	return diag.Say("in the last %s of the series, until %s, it moves by %s an hour and would reach its limit of %s %s after that time (95 %%: %s)",
		"系列の末尾（%[2]s）までの%[1]sの傾きは1時間あたり %[3]s で、その時刻から%[5]s後に限度 %[4]s に達する見込みです（95%%区間: %[6]s）",
		window, end, slope, limit, roughly(t.ToLimit.V), between)
}

// roughly is a length of time in whole minutes, for forecasts.
func roughly(seconds *big.Rat) diag.Text {
	whole, _ := new(big.Rat).Quo(seconds, sixty).Float64()
	d := time.Duration(whole+0.5) * time.Minute
	return durationText(d)
}
