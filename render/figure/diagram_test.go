package figure

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func randomFlow(r *rand.Rand, c Chart, label func() string) Flow {
	f := Flow{Chart: c, Way: Way(r.IntN(4))}
	for range r.IntN(4) {
		f.Frames = append(f.Frames, label())
	}
	for range 1 + r.IntN(30) {
		f.Boxes = append(f.Boxes, FlowBox{label() + strings.Repeat("\n"+label(), r.IntN(3)), Shape(r.IntN(int(Slanted) + 1)), r.IntN(len(f.Frames) + 1)})
	}
	looped := map[int]bool{}
	for range r.IntN(50) {
		l := FlowLink{From: r.IntN(len(f.Boxes)), To: r.IntN(len(f.Boxes)), Class: "dotted", Tail: Tip(r.IntN(4)), Head: Tip(r.IntN(4)), Long: r.IntN(4)}
		if r.IntN(2) > 0 {
			l.Label = label()
		}
		if l.From != l.To || !looped[l.From] {
			f.Links = append(f.Links, l)
		}
		looped[l.From] = looped[l.From] || l.From == l.To
	}
	return f
}

func randomSequence(r *rand.Rand, c Chart, label func() string) Sequence {
	s := Sequence{Chart: c}
	for range 1 + r.IntN(7) {
		s.Actors = append(s.Actors, Actor{label(), r.IntN(2) > 0})
	}
	deep := 0
	for range r.IntN(40) {
		step := Step{Kind: StepKind(r.IntN(int(FrameCloses) + 1)), From: r.IntN(len(s.Actors)), To: r.IntN(len(s.Actors)), Label: label(), Word: "alt", Dotted: true, Tail: Tip(r.IntN(4)), Head: Tip(r.IntN(4))}
		switch {
		case step.Kind == FrameOpens && deep < 4:
			deep++
		case step.Kind == FrameCloses && deep > 0:
			deep--
		case step.Kind == FrameOpens, step.Kind == FrameCloses, step.Kind == FrameElse && deep == 0:
			continue
		}
		s.Steps = append(s.Steps, step)
	}
	for range deep {
		s.Steps = append(s.Steps, Step{Kind: FrameCloses})
	}
	return s
}

func randomChronicle(r *rand.Rand, c Chart, label func() string) Chronicle {
	k := Chronicle{Chart: c}
	for range 1 + r.IntN(9) {
		p := Period{Section: label(), Time: label()}
		for range r.IntN(5) {
			p.Events = append(p.Events, label())
		}
		k.Periods = append(k.Periods, p)
	}
	return k
}

// rectangle is where a box of a flow stands, in the picture.
type rectangle struct{ left, top, right, bottom float64 }

func (a rectangle) meets(b rectangle) bool {
	const slack = 0.6
	return a.left+slack < b.right && b.left+slack < a.right && a.top+slack < b.bottom && b.top+slack < a.bottom
}

// laidOut gives the places of a flow that was drawn, in the picture; nil if it
// is not drawn.
func laidOut(f Flow) (g *flowGraph, places []rectangle) {
	if g = newFlowGraph(f); g == nil {
		return nil, nil
	}
	g.order()
	if !g.place() {
		return nil, nil
	}
	g.normal()
	for _, v := range g.all {
		x1, y1 := g.at(v.x-v.breadth/2, v.d-v.depth/2)
		x2, y2 := g.at(v.x+v.breadth/2, v.d+v.depth/2)
		places = append(places, rectangle{min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)})
	}
	return g, places
}

// No box stands on another one or on the label of a link, and a frame holds
// what is in it and nothing else.
func TestBoxesOfFlowsKeepApart(t *testing.T) {
	drawn := 0
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 3))
		f := randomFlow(r, Chart{}, func() string { return labels[r.IntN(len(labels))] })
		g, places := laidOut(f)
		if g == nil {
			continue
		}
		drawn++
		var frames []rectangle
		for _, fr := range g.frames {
			x1, y1 := g.at(fr.low, fr.from)
			x2, y2 := g.at(fr.high, fr.to)
			frames = append(frames, rectangle{min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)})
		}
		for i, a := range places {
			for j, b := range places[:i] {
				if a.meets(b) {
					t.Fatalf("seed %d: places %d and %d meet: %v, %v", seed, i, j, a, b)
				}
			}
			for n, fr := range frames {
				own := g.all[i].frame == n+1
				if !g.frames[n].empty() && own != a.meets(fr) && a.right > a.left && a.bottom > a.top {
					t.Fatalf("seed %d: place %d of frame %d, %v, and frame %d, %v", seed, i, g.all[i].frame, a, n+1, fr)
				}
			}
		}
		for i, a := range frames {
			for j, b := range frames[:i] {
				if !g.frames[i].empty() && !g.frames[j].empty() && a.meets(b) {
					t.Fatalf("seed %d: frames %d and %d meet", seed, i, j)
				}
			}
		}
	}
	if drawn < 140 {
		t.Errorf("%d of 150 flows are drawn", drawn)
	}
}

func TestFlowRanks(t *testing.T) {
	chain := func(links ...[2]int) Flow {
		f := Flow{Boxes: make([]FlowBox, 5)}
		for _, l := range links {
			f.Links = append(f.Links, FlowLink{From: l[0], To: l[1]})
		}
		return f
	}
	tests := []struct {
		name string
		flow Flow
		want [5]int
	}{
		{"no links", chain(), [5]int{}},
		{"a way", chain([2]int{0, 1}, [2]int{1, 2}, [2]int{2, 3}, [2]int{3, 4}), [5]int{0, 1, 2, 3, 4}},
		{"the longest way counts", chain([2]int{0, 1}, [2]int{1, 2}, [2]int{0, 2}), [5]int{0, 1, 2, 0, 0}},
		{"a circle", chain([2]int{0, 1}, [2]int{1, 2}, [2]int{2, 0}), [5]int{0, 1, 2, 0, 0}},
		{"a second link takes a rank", chain([2]int{0, 1}, [2]int{1, 0}), [5]int{0, 2, 0, 0, 0}},
		{"beginnings stand next to what they lead to", chain([2]int{0, 1}, [2]int{1, 2}, [2]int{3, 2}), [5]int{0, 1, 2, 1, 0}},
		{"to itself", chain([2]int{0, 0}), [5]int{}},
	}
	for _, tt := range tests {
		g := newFlowGraph(tt.flow)
		var got [5]int
		for i, b := range g.boxes {
			got[i] = b.rank
		}
		if got != tt.want {
			t.Errorf("%s: ranks %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestDiagramsThatAreNotDrawn(t *testing.T) {
	long := Flow{Boxes: make([]FlowBox, 200)}
	for i := 1; i < 200; i++ {
		long.Links = append(long.Links, FlowLink{From: i - 1, To: i, Long: 6}, FlowLink{From: 0, To: i})
	}
	one := []Actor{{Label: "a"}}
	tests := []struct {
		name string
		svg  []byte
	}{
		{"a flow of nothing", Flowed(Flow{})},
		{"a link to nothing", Flowed(Flow{Boxes: make([]FlowBox, 1), Links: []FlowLink{{To: 1}}})},
		{"a frame that there is not", Flowed(Flow{Boxes: []FlowBox{{Frame: 1}}})},
		{"two links to itself", Flowed(Flow{Boxes: make([]FlowBox, 1), Links: make([]FlowLink, 2)})},
		{"too many boxes", Flowed(Flow{Boxes: make([]FlowBox, 201)})},
		{"too many places", Flowed(long)},
		{"a sequence of nobody", Exchanged(Sequence{})},
		{"an open frame", Exchanged(Sequence{Actors: one, Steps: []Step{{Kind: FrameOpens}}})},
		{"a frame closed twice", Exchanged(Sequence{Actors: one, Steps: []Step{{Kind: FrameCloses}}})},
		{"else of nothing", Exchanged(Sequence{Actors: one, Steps: []Step{{Kind: FrameElse}}})},
		{"a message to nobody", Exchanged(Sequence{Actors: one, Steps: []Step{{To: 1}}})},
		{"a chronicle of nothing", Told(Chronicle{})},
		{"too many periods", Told(Chronicle{Periods: make([]Period, 101)})},
	}
	for _, tt := range tests {
		if tt.svg != nil {
			t.Errorf("%s is drawn: %.200s", tt.name, tt.svg)
		}
	}
}

func TestDiagramsAreDeterministic(t *testing.T) {
	for seed := range uint64(20) {
		draw := func() string {
			r := rand.New(rand.NewPCG(seed, 5))
			label := func() string { return labels[r.IntN(len(labels))] }
			return string(Flowed(randomFlow(r, Chart{}, label))) + string(Exchanged(randomSequence(r, Chart{}, label)))
		}
		if a, b := draw(), draw(); a != b {
			t.Errorf("seed %d is drawn in two ways", seed)
		}
	}
}

// BenchmarkFlowed draws about the largest flow that is drawn.
func BenchmarkFlowed(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	f := Flow{}
	for i := range 200 {
		f.Boxes = append(f.Boxes, FlowBox{Label: "接続プール"})
		for range 2 {
			f.Links = append(f.Links, FlowLink{From: r.IntN(i + 1), To: min(i+1+r.IntN(3), 199), Long: 1})
		}
	}
	b.ReportMetric(float64(len(Flowed(f))), "bytes")
	for b.Loop() {
		Flowed(f)
	}
}
