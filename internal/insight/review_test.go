package insight

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

func TestReview(t *testing.T) {
	none := facet.Date{}
	tests := []struct {
		name, by, tested, every string
		want                    facet.Date
		late                    int
	}{
		{"empty", "", "", "", none, 0},
		{"a day", "2026-03-01", "", "", on(2026, 3, 1), 4},
		{"today", "2026-03-05", "", "", on(2026, 3, 5), 0},
		{"the day goes before the interval", "2026-04-01", "2025-01-01", "P1M", on(2026, 4, 1), -27},
		{"an interval", "", "2025-08-31", "P6M", on(2026, 2, 28), 5},
		{"an interval in Japanese", "", "2025-09-04", "6か月", on(2026, 3, 4), 1},
		{"tried, without interval", "", "2020-01-01", "", none, 0},
		{"an interval, never tried", "", "", "P6M", none, 0},
		{"a day that is none", "soon", "2025-09-04", "P6M", on(2026, 3, 4), 1},
		{"an interval that is none", "", "2025-09-04", "often", none, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := doc.NewMap(nil, source.Span{}, doc.Provenance{})
			for key, text := range map[string]string{"review_by": tt.by, "tested_on": tt.tested, "review_every": tt.every} {
				if text != "" {
					v = v.With(key, doc.NewPlain(text, source.Span{}, doc.Provenance{}))
				}
			}
			r := &Results{Now: time.Date(2026, 3, 4, 22, 0, 0, 0, time.UTC), Policy: Policy{Zone: tokyo}}
			got, ok := r.Review(&corpus.Entry{Merged: facet.Merged{Value: v}})
			if ok != tt.want.Known || got.Late != tt.late || got.Due.Year != tt.want.Year || got.Due.Month != tt.want.Month || got.Due.Day != tt.want.Day {
				t.Errorf("got %+v, %t", got, ok)
			}
		})
	}
}
