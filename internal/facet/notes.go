package facet

import (
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// verbatim is a note that quotes the document: the same in both languages.
func verbatim(text string) diag.Text { return diag.Text{En: text, Ja: text} }

// joined puts a sign between two notes; an empty one goes with its sign.
func joined(a diag.Text, sign string, b diag.Text) diag.Text {
	switch {
	case a.En == "":
		return b
	case b.En == "":
		return a
	}
	return diag.Text{En: a.En + sign + b.En, Ja: a.Ja + sign + b.Ja}
}

// rowNote is the note of what the nth row of a timeline says, from 1.
func rowNote(n int) diag.Text {
	number := strconv.Itoa(n)
	return diag.Text{En: "timeline row " + number, Ja: "タイムラインの行 " + number}
}

// zoneNotStated is the note of a time that neither states a zone nor has one
// from its document.
var zoneNotStated = diag.Say("zone not stated", "タイムゾーンの記載なし")

// assumed is the provenance of a time with a zone as written: with a note if
// neither it nor its document states one.
func (r *reader) assumed(z zone, from doc.Provenance) doc.Provenance {
	if z.kind == noZone && r.written.kind == noZone {
		from.Note = joined(from.Note, ", ", zoneNotStated)
	}
	return from
}

// ZoneAssumed tells that neither the time nor its document states a zone, so
// that the site's was taken.
func (i Instant) ZoneAssumed() bool {
	return i.Known && strings.Contains(i.From.Note.En, zoneNotStated.En)
}

// leftOpen is the reason for an unknown time of which a place was kept.
var leftOpen = diag.Say("the time is left open", "時刻が空欄のままです")

// The reasons for an unknown time where nothing is written that could be read.
var (
	noTime   = diag.Say("no time is given", "時刻が書かれていません")
	dayAlone = diag.Say("only the day is given", "日付だけで時刻がありません")
)

// Unwritten tells that the document does not give the value, as opposed to
// giving one that cannot be read.
func (d Doubt) Unwritten() bool { return d.Reason == noTime || d.Reason == dayAlone }
