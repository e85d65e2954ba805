package gitlog

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestRepair(t *testing.T) {
	for name, tt := range map[string]struct {
		dates []int // days
		now   int
		want  []int
		bad   int
	}{
		"empty":               {nil, 0, []int{}, 0},
		"one":                 {[]int{5}, 0, []int{5}, 0},
		"in order":            {[]int{1, 2, 2, 3}, 0, []int{1, 2, 2, 3}, 0},
		"one from the future": {[]int{1, 400, 2, 3, 4}, 0, []int{1, 1, 2, 3, 4}, 1},
		"one from the past":   {[]int{10, 11, 1, 12}, 0, []int{10, 11, 11, 12}, 1},
		"first is wrong":      {[]int{99, 1, 2, 3}, 0, []int{1, 1, 2, 3}, 1},
		"several":             {[]int{1, 2, 90, 91, 3, 4, 5, 0, 6}, 0, []int{1, 2, 2, 2, 3, 4, 5, 5, 6}, 3},
		"after now":           {[]int{1, 2, 30, 40}, 3, []int{1, 2, 3, 3}, 2},
		"all backwards":       {[]int{3, 2, 1}, 0, []int{1, 1, 1}, 2},
	} {
		at := func(day int) time.Time { return time.Unix(epoch+int64(day)*86400, 0).UTC() }
		var dates []time.Time
		for _, d := range tt.dates {
			dates = append(dates, at(d))
		}
		now := time.Time{}
		if tt.now != 0 {
			now = at(tt.now)
		}
		repaired, bad := repair(dates, now)
		got := []int{}
		for _, r := range repaired {
			got = append(got, int(r.Unix()-epoch)/86400)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || bad != tt.bad {
			t.Errorf("%s: %d changed, want %d\n%s", name, bad, tt.bad, diff)
		}
	}
}
