package config

import (
	"slices"
	"strconv"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// severities are those of incidents.
var severities = []string{"sev1", "sev2", "sev3", "sev4", "sev5"}

// actions reads the policy about action items.
func (r *reader) actions(v doc.Value) {
	r.fields(v, []setting{{"terms", (*reader).actionTerms}})
}

// actionTerms reads the days within which actions are to be done, by severity.
func (r *reader) actionTerms(v doc.Value) {
	if v.Type() != doc.Map {
		r.report("wrong-type", v, diag.Text{En: "expected severities with numbers of days", Ja: "重大度と日数の組が必要です"})
		return
	}
	terms := map[string]int{}
	for _, e := range v.Entries() {
		if !slices.Contains(severities, e.Key) {
			r.unknownKey(e, diag.Say("unknown severity %q", "重大度 %q はありません", e.Key), severities)
			continue
		}
		const most = 3650 // ten years: what is further away is a slip
		days, err := strconv.Atoi(e.Value.Text())
		if err != nil || days < 1 || days > most {
			r.report("out-of-range", e.Value, diag.Say("%q is not a number of days from 1 to %d", "%q は 1 から %d までの日数ではありません", r.file.Text(e.Value.Span()), most))
			continue
		}
		terms[e.Key] = days
	}
	r.config.Policy.ActionTerms = terms
}
