package figure

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// causes is a network in one of two languages.
func causes(lang string) Network {
	heads, labels := []string{"Organizational", "Process", "Technical", "Incidents"},
		[]string{"Priorities of the quarter and of the year", "Reviews", "connection exhaustion in the pool of the primary database", "memory leak", "2025-014"}
	legend := []ArcKind{{"because", "lies behind"}, {"together", "in the same incident"}, {"incident", "led to"}}
	if lang == "ja" {
		heads, labels = []string{"組織", "プロセス", "技術", "インシデント"},
			[]string{"四半期と年間の優先順位づけの進め方についての合意形成の不足", "レビュー", "接続枯渇(主系データベースのコネクションプールと監視)", "メモリリーク", "2025-014"}
		legend = []ArcKind{{"because", "背後にある原因"}, {"together", "同じインシデントの原因"}, {"incident", "引き起こしたもの"}}
	}
	n := Network{Chart: Chart{ID: "causes", Title: heads[0], Desc: labels[0]}, Columns: heads, Legend: legend}
	for i, column := range []int{0, 1, 2, 2, 3} {
		n.Nodes = append(n.Nodes, Node{Class: "layer", Label: labels[i], Column: column})
	}
	n.Arcs = []Arc{{"because", 0, 1, true}, {"because", 1, 2, true}, {"because", 2, 3, true}, {"because", 3, 0, true}, {"because", 2, 2, true}, {"together", 0, 2, false}, {"incident", 2, 4, true}, {"incident", 4, 4, true}}
	return n
}

// crowd is many causes that are joined with many others.
func crowd(columns, nodes int) Network {
	n := Network{Chart: Chart{ID: "c", Title: "多数", Desc: "many"}}
	for i := range columns {
		n.Columns = append(n.Columns, strings.Repeat("列", i+1))
	}
	for i := range nodes {
		n.Nodes = append(n.Nodes, Node{Class: "x", Label: fmt.Sprintf("原因 %d %s", i, strings.Repeat("w", i%60)), Column: i % columns})
		n.Arcs = append(n.Arcs, Arc{"because", i, (i * 7) % nodes, true}, Arc{"together", i, (i*i + 1) % nodes, false})
	}
	return n
}

// No box covers another one, no text leaves its box or column, and entries of
// the legend keep apart.
func TestNetworkLabelsDoNotMeet(t *testing.T) {
	for name, n := range map[string]Network{"en": causes("en"), "ja": causes("ja"), "one column": crowd(1, 9), "crowd": crowd(4, 80), "six columns": crowd(6, 50)} {
		l := n.layout()
		if len(l.order) != len(n.Nodes) {
			t.Errorf("%s: %d boxes of %d nodes", name, len(l.order), len(n.Nodes))
		}
		for i, a := range l.order {
			if left := l.left(a.Column); left < 0 || left+l.wide > networkWide || a.y < networkHead || a.y+boxTall > l.tall {
				t.Errorf("%s: %q stands at %.0f, %.0f", name, a.Label, left, a.y)
			}
			if len(a.lines) == 0 || len(a.lines) > boxLines {
				t.Errorf("%s: %q has %d lines", name, a.Label, len(a.lines))
			}
			for _, line := range a.lines {
				if textWidth(line) > l.wide-2*boxPad {
					t.Errorf("%s: %q leaves its box", name, line)
				}
			}
			for _, b := range l.order[:i] {
				if a.Column == b.Column && a.y < b.y+boxTall && b.y < a.y+boxTall {
					t.Errorf("%s: %q and %q meet", name, a.Label, b.Label)
				}
			}
		}
		if l.gap < 2*arcBulge/3 && len(n.Columns) > 1 {
			t.Errorf("%s: columns are %.0f apart", name, l.gap)
		}
		kinds, _ := legendOf(n.Legend, l.tall)
		for i, k := range kinds {
			if right := k.x + 28 + textWidth(k.Label); right > networkWide || i > 0 && kinds[i-1].y == k.y && kinds[i-1].x+28+textWidth(kinds[i-1].Label) > k.x {
				t.Errorf("%s: the legend's %q reaches to %.0f", name, k.Label, right)
			}
		}
	}
}

func TestNetworkIsSoundAndSaysWhatItShows(t *testing.T) {
	for _, lang := range []string{"en", "ja"} {
		svg := Linked(causes(lang))
		count, texts := elements(t, svg)
		if count["desc"] != 1 || count["rect"] != 5 || count["title"] != 6 {
			t.Errorf("%s: %v", lang, count)
		}
		all := strings.Join(texts, "|")
		for _, node := range causes(lang).Nodes { // in full in its title
			if !strings.Contains(all, node.Label) {
				t.Errorf("%s: no %q in %s", lang, node.Label, all)
			}
		}
		if !bytes.Equal(svg, Linked(causes(lang))) {
			t.Errorf("%s: it differs from time to time", lang)
		}
	}
	hostile := `"><script>alert(1)</script>'&` + "\x00\x1b"
	n := causes("en")
	n.Chart, n.Columns[0], n.Nodes[0], n.Legend[0] = Chart{ID: hostile, Title: hostile, Desc: hostile}, hostile, Node{Class: hostile, Label: hostile, Href: hostile, Lang: hostile}, ArcKind{hostile, hostile}
	n.Arcs[0].Class = hostile
	if count, _ := elements(t, Linked(n)); count["script"] != 0 {
		t.Error("a label became an element")
	}
}

func TestNetworksOfAnySize(t *testing.T) {
	tests := []struct {
		name string
		n    Network
		rect int
	}{
		{"nothing", Network{}, 0},
		{"no nodes", Network{Columns: []string{"a"}}, 0},
		{"no columns", Network{Nodes: []Node{{Class: "x", Label: "a"}}}, 0},
		{"nodes of no column", Network{Columns: []string{"a"}, Nodes: []Node{{Class: "x", Label: "a", Column: -1}, {Class: "x", Label: "b", Column: 1}, {Class: "x"}}, Arcs: []Arc{{"because", 0, 2, true}, {"because", 2, 99, true}}}, 1},
		{"a long word", Network{Columns: []string{strings.Repeat("列", 999)}, Nodes: []Node{{Class: "x", Label: strings.Repeat("長", 99999)}}}, 1},
		{"a thousand", crowd(4, 1000), 1000},
	}
	for _, tt := range tests {
		svg := Linked(tt.n)
		if tt.rect == 0 {
			if svg != nil {
				t.Errorf("%s: got %s", tt.name, svg)
			}
			continue
		}
		if count, _ := elements(t, svg); count["rect"] != tt.rect || bytes.Contains(svg, []byte("NaN")) {
			t.Errorf("%s: %v", tt.name, count)
		}
	}
}

// Boxes that are joined come to stand beside each other.
func TestNetworkOrderFollowsTheArcs(t *testing.T) {
	n := Network{Columns: []string{"a", "b"}}
	for i := range 4 {
		n.Nodes = append(n.Nodes, Node{Class: "x", Label: fmt.Sprint(i)})
	}
	for i := range 4 {
		n.Nodes = append(n.Nodes, Node{Class: "x", Label: fmt.Sprint(i), Column: 1})
		n.Arcs = append(n.Arcs, Arc{"because", 3 - i, 4 + i, true})
	}
	l := n.layout()
	for i := range 4 {
		if a, b := l.boxes[3-i], l.boxes[4+i]; a.row != b.row {
			t.Errorf("%s and %s stand in rows %d and %d", a.Label, b.Label, a.row, b.row)
		}
	}
}
