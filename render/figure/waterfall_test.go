package figure

import (
	"bytes"
	"strings"
	"testing"
)

func TestDrops(t *testing.T) {
	chart := Chart{ID: "w", Title: "発報から呼び出しまで", Desc: `10 <alerts> & "pages"`}
	tests := []struct {
		name  string
		bars  []Drop
		rects int
	}{
		{"nothing", nil, 0},
		{"of nothing", []Drop{{"all", "fired", 0, 0}}, 0},
		{"one", []Drop{{"all", "fired", 0, 1}}, 1},
		{"steps", []Drop{{"all", "発報", 0, 10}, {"taken", "重複", 7, 10}, {"rest", "呼び出し", 0, 7}}, 3},
		{"a million, all taken", []Drop{{"all", "fired", 0, 1_000_000}, {"taken", "a", 0, 1_000_000}, {"rest", "b", 0, 0}}, 3},
		{"hostile", []Drop{{`x"><script>`, "<script>alert(1)</script>\x00", 0, 3}}, 1},
	}
	for _, tt := range tests {
		svg := Drops(Waterfall{chart, tt.bars})
		if tt.rects == 0 {
			if svg != nil {
				t.Errorf("%s: got %s, want nothing", tt.name, svg)
			}
			continue
		}
		count, texts := elements(t, svg)
		if count["rect"] != tt.rects || count["script"] != 0 || count["title"] != 1 || count["desc"] != 1 || bytes.Contains(svg, []byte("NaN")) {
			t.Errorf("%s: %v in %s", tt.name, count, svg)
		}
		if all := strings.Join(texts, "|"); !strings.Contains(all, "発報から呼び出しまで") || !strings.Contains(all, `10 <alerts> & "pages"`) {
			t.Errorf("%s: the texts are %q", tt.name, texts)
		}
	}
}
