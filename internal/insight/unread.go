package insight

import (
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
)

// AlertLogRead is what became of the alert logs.
func (r *Results) AlertLogRead() corpus.Reading {
	if r.corpus == nil {
		return corpus.Reading{}
	}
	return r.corpus.AlertLogRead
}

// SeriesRead is what became of the files of series.
func (r *Results) SeriesRead() corpus.Reading {
	if r.corpus == nil {
		return corpus.Reading{}
	}
	return r.corpus.SeriesRead
}

// UnreadAlerts says that records of the alert logs are left out, so that the
// replay lacks them; it is empty if none is.
func (r *Results) UnreadAlerts() diag.Text {
	if n := r.AlertLogRead().Unread; n > 0 {
		return diag.Say("records of the alert log that could not be read and are left out: %d; debrief lint shows them",
			"アラートログの%d件のレコードを読み取れず、集計から除外しました。debrief lint で確認できます", n)
	}
	return diag.Text{}
}

// UnreadSeries says that rows of the series are left out; it is empty if none is.
func (r *Results) UnreadSeries() diag.Text {
	if n := r.SeriesRead().Unread; n > 0 {
		return diag.Say("rows of the recorded series that could not be read and are left out: %d; debrief lint shows them",
			"記録した系列の%d行を読み取れず、除外しました。debrief lint で確認できます", n)
	}
	return diag.Text{}
}

// NoSeries says why there is no series to replay.
func (r *Results) NoSeries() diag.Text {
	if r.SeriesRead().Named {
		return diag.Text{
			En: "series are named, but no value of them could be read: debrief lint says what is wrong",
			Ja: "系列は指定されていますが、読み取れる値がありません。原因は debrief lint で確認できます",
		}
	}
	return diag.Text{
		En: "no series is recorded: name its CSV under series: of a monitoring document, or under series: of debrief.yaml",
		Ja: "記録された系列がありません。監視一覧の series:、または debrief.yaml の series: に CSV を書いてください",
	}
}

// whyNoLog says why there is no alert to replay.
func (r *Results) whyNoLog() diag.Text {
	switch read := r.AlertLogRead(); {
	case !read.Named:
		return noAlertLog
	case read.Files == 0:
		return noLogFile
	}
	return emptyLog
}
