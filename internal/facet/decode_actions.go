package facet

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/doc"
)

// DecodeActions reads the action items of a document, in its order, then those
// of the runs of an experiment. Those without a text are left out; those without
// an id get one made of the document's id and the text.
func DecodeActions(v doc.Value) []Action {
	var out []Action
	used := idsOf{map[string]bool{}, map[string]int{}}
	values := ActionValues(v)
	for _, a := range values {
		if id := a.Field("id").Text(); id != "" {
			used.taken[id] = true
		}
	}
	for _, a := range values {
		action := decodeAction(a)
		if action.Text == "" {
			continue
		}
		if action.ID == "" {
			action.ID = actionID(v.Field("id").Text(), action.Text, used)
		}
		out = append(out, action)
	}
	return out
}

// ActionValues gives the values of action items: those of the document, then
// those of its runs, which are created on the day of the run unless they say
// otherwise.
func ActionValues(v doc.Value) []doc.Value {
	out := slices.Clip(entries(v.Field("actions")))
	for _, run := range v.Field("runs").Items() {
		for _, a := range entries(run.Field("actions")) {
			if !a.Field("created").Exists() && run.Field("on").Type() == doc.Scalar && a.Type() == doc.Map {
				a = a.With("created", run.Field("on"))
			}
			out = append(out, a)
		}
	}
	return out
}

func decodeAction(a doc.Value) Action {
	action := Action{
		ID:       a.Field("id").Text(),
		Text:     textOf(a, "text"),
		Owner:    a.Field("owner").Text(),
		Priority: known(a.Field("priority").Text(), "p0", "p1", "p2", "p3", "p4"),
		Type:     a.Field("type").Text(),
		Term:     known(a.Field("term").Text(), "short", "mid", "long"),
		Created:  DecodeDate(a.Field("created")),
		Due:      DecodeDate(a.Field("due")),
		Closed:   DecodeDate(a.Field("closed")),
		Ticket:   a.Field("ticket").Text(),
		Cause:    a.Field("cause").Text(),
		Evidence: a.Field("evidence").Text(),
		Reason:   a.Field("reason").Text(),
		Place:    placeOf(a),
	}
	status := a.Field("status")
	action.Status = Status(known(status.Text(), Open, InProgress, Blocked, Done, WontDo))
	if action.Status == "" {
		action.Status = Unknown
	}
	if status.From().Note == boxNote {
		box := status.Span()
		action.Box = &box
	}
	if action.Due.Known && action.Due.From.Origin == doc.FromOther {
		action.DueFrom = "term"
	}
	return action
}

// actionID makes an id that stays while the text stays: the document's id and
// eight digits of the text's hash. Equal texts are numbered in order.
func actionID(document, text string, used idsOf) string {
	sum := sha256.Sum256([]byte(normalText(text)))
	base := strings.TrimPrefix(document+"-"+hex.EncodeToString(sum[:4]), "-")
	id := base
	for used.taken[id] {
		used.last[base] = max(used.last[base], 1) + 1
		id = base + "-" + strconv.Itoa(used.last[base])
	}
	used.taken[id] = true
	return id
}

// idsOf is the ids of a document that are taken, and the last number that was
// put behind each.
type idsOf struct {
	taken map[string]bool
	last  map[string]int
}

// normalText is the form in which texts of action items are compared.
func normalText(text string) string {
	return collapse(cases.Fold().String(norm.NFKC.String(text)))
}
