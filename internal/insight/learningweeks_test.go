package insight

import (
	"testing"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// A duration that cannot be read is stated, and is told apart from none.
func TestWeeksSayWhatIsUnread(t *testing.T) {
	tests := []struct {
		name   string
		texts  []string
		en, ja string
	}{
		{"none stated", []string{"", ""}, "2 of 2 modules state no duration", "2件のうち2件のモジュールに所要時間の記載がない"},
		{"unread", []string{"99999999999999999999h", "長め"}, "2 of 2 modules state a duration that cannot be read", "2件のうち2件のモジュールの所要時間を読み取れない"},
		{"both", []string{"", "soon", "5m"}, "of 3 modules, 1 state no duration and 1 one that cannot be read", "3件のうち1件のモジュールに所要時間の記載がなく、1件は所要時間を読み取れない"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var list []*Module
			for _, text := range tt.texts {
				d := facet.Duration{Text: text}
				d.D, d.Known = facet.ParseDuration(text)
				list = append(list, &Module{Entry: &corpus.Entry{Learning: &facet.Learning{Duration: d}}})
			}
			if got := (planner{}).weeks(list); got.Known || got.Why.En != tt.en || got.Why.Ja != tt.ja {
				t.Errorf("got %+v", got)
			}
		})
	}
}
