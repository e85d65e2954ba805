package facet

import (
	"strconv"

	"github.com/debrief-dev/debrief/internal/diag"
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
