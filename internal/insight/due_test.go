package insight

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

func on(year int, month time.Month, day int) facet.Date {
	return facet.Date{Year: year, Month: month, Day: day, Known: true}
}

func TestDaysBeyondPolicy(t *testing.T) {
	resolved := facet.Instant{Time: time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC), Known: true}
	published := facet.Instant{Time: time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC), Known: true}
	tests := []struct {
		name     string
		severity string
		times    facet.Times
		action   facet.Action
		terms    map[string]int
		want     int // 0: in time
	}{
		{"on the last day", "sev1", facet.Times{Resolved: resolved}, facet.Action{Due: on(2026, 3, 16)}, nil, 0},
		{"a day later", "sev1", facet.Times{Resolved: resolved}, facet.Action{Due: on(2026, 3, 17)}, nil, 1},
		{"from the publication", "sev2", facet.Times{Resolved: resolved, Published: published}, facet.Action{Due: on(2026, 4, 10)}, nil, 1},
		{"from its creation", "sev2", facet.Times{Published: published}, facet.Action{Created: on(2026, 3, 20), Due: on(2026, 4, 19)}, nil, 0},
		{"no policy for the severity", "sev3", facet.Times{Resolved: resolved}, facet.Action{Due: on(2027, 1, 1)}, nil, 0},
		{"the site's policy", "sev3", facet.Times{Resolved: resolved}, facet.Action{Due: on(2026, 4, 1)}, map[string]int{"sev3": 30}, 1},
		{"no severity", "", facet.Times{Resolved: resolved}, facet.Action{Due: on(2027, 1, 1)}, nil, 0},
		{"no day to count from", "sev1", facet.Times{}, facet.Action{Due: on(2027, 1, 1)}, nil, 0},
		{"no due date", "sev1", facet.Times{Resolved: resolved}, facet.Action{}, nil, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &Results{Policy: Policy{ActionTerms: tt.terms}}
			days, ok := r.DaysBeyondPolicy(&corpus.Entry{Severity: tt.severity, Times: tt.times}, tt.action)
			if ok != (tt.want > 0) || ok && days != tt.want {
				t.Errorf("got %d, %t, want %d", days, ok, tt.want)
			}
		})
	}
}
