package config

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// severityMap reads words for severities: P1: sev1.
func (r *reader) severityMap(v doc.Value) {
	if v.Type() != doc.Map {
		r.report("wrong-type", v, diag.Text{En: "expected words with sev1 to sev5, such as P1: sev1", Ja: "P1: sev1 のような、語と sev1～sev5 の組が必要です"})
		return
	}
	r.config.Severities = map[string]string{}
	for _, e := range v.Entries() {
		if value := r.word(e.Value, "", "sev1", "sev2", "sev3", "sev4", "sev5"); value != "" && strings.TrimSpace(e.Key) != "" {
			r.config.Severities[e.Key] = value
		}
	}
}
