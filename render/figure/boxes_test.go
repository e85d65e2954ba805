package figure

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"
)

// textBox is where a text of a picture stands, by the width model.
type textBox struct {
	text                     string
	left, right, top, bottom float64
}

// textBoxes reads the texts of a picture, and its size. Those in bold are as
// wide as bold letters are.
func textBoxes(t *testing.T, svg []byte) (list []textBox, wide, tall float64) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	number := func(s string) float64 {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatalf("number %q in %s", s, svg)
		}
		return f
	}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return list, wide, tall
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		has := map[string]string{}
		for _, a := range e.Attr {
			has[a.Name.Local] = a.Value
		}
		switch e.Name.Local {
		case "svg":
			size := strings.Fields(has["viewBox"])
			wide, tall = number(size[2]), number(size[3])
		case "text":
			var content struct {
				Text string `xml:",chardata"`
			}
			if err := d.DecodeElement(&content, &e); err != nil {
				t.Fatal(err)
			}
			w, x, y := textWidth(content.Text), number(has["x"]), number(has["y"])
			if has["class"] == "value" {
				w *= boldFactor
			}
			switch has["text-anchor"] {
			case "middle":
				x -= w / 2
			case "end":
				x -= w
			}
			list = append(list, textBox{content.Text, x, x + w, y - 0.76*fontPx, y + 0.24*fontPx})
		}
	}
}

// checkBoxes tells which texts of a picture leave it or meet.
func checkBoxes(t *testing.T, name string, svg []byte) {
	t.Helper()
	if svg == nil {
		return
	}
	const slack = 0.6 // numbers are rounded
	list, wide, tall := textBoxes(t, svg)
	for i, a := range list {
		if a.left < -slack || a.right > wide+slack || a.top < -slack || a.bottom > tall+slack {
			t.Errorf("%s: %q at %.0f–%.0f, %.0f–%.0f leaves the picture of %.0f × %.0f", name, a.text, a.left, a.right, a.top, a.bottom, wide, tall)
		}
		for _, b := range list[:i] {
			if a.text != "" && b.text != "" && a.left+slack < b.right && b.left+slack < a.right && a.top+slack < b.bottom && b.top+slack < a.bottom {
				t.Errorf("%s: %q and %q meet at %.0f, %.0f", name, a.text, b.text, a.left, a.top)
			}
		}
	}
}

// labels are what documents call things, some of them badly.
var labels = []string{
	"", "a", "14:30 started", "SEV 1", "2026-02", "Connection pool of the primary database exhausted by a nightly batch job",
	"接続枯渇", "決済サービスの主系データベースで接続プールが枯渇し、注文の確定処理が断続的に失敗した件について（第2報）", "ﾃﾞｰﾀﾍﾞｰｽ接続ｴﾗｰ",
	"WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", strings.Repeat("長", 400), strings.Repeat("supercalifragilistic", 30),
	`"><script>alert(1)</script>'&` + "\x00\x1b\u202e", "🔥🔥🔥 down 🔥🔥🔥", "Z̷̢̛a̸̧͝l̶̨̕g̵̡̛o̷̢͝", "مشكلة في قاعدة البيانات", "Ошибка подключения к базе данных", "\ufeff\u200b",
}

// pictures draws one of each kind from random values.
func pictures(r *rand.Rand) map[string][]byte {
	label := func() string { return labels[r.IntN(len(labels))] }
	c := Chart{ID: "c", Title: label(), Desc: label(), X: label(), Y: label()}
	start := time.Date(2026, 1, 15, 14, 30, 0, 0, tokyo)
	out := map[string][]byte{}

	span := time.Duration(1 + r.Int64N(1<<(20+r.IntN(40)))) // up to 36 years
	strip := Strip{ID: "s", Title: label(), Zone: tokyo, From: start, To: start.Add(span)}
	for range r.IntN(9) {
		at := start.Add(time.Duration(r.Int64N(int64(span) + 1)))
		strip.Marks = append(strip.Marks, Mark{"note", label(), at})
		strip.Phases = append(strip.Phases, Phase{"investigating", label(), at, at.Add(span / 3)})
	}
	if len(strip.Phases) > 1 {
		strip.Phases = strip.Phases[:1]
	}
	out["strip"] = Timeline(strip)
	replay := Replay{Chart: c, Zone: tokyo, From: strip.From, To: strip.To, Marks: strip.Marks, Values: []Sample{{start, r.NormFloat64() * 1e9}, {strip.To, r.Float64()}}}
	out["replay"] = Recorded(replay)

	h, w, k := Histogram{Chart: c}, Waterfall{Chart: c}, Stack{Chart: c}
	heat, dots := Heat{Chart: c}, Dots{Chart: c, Tick: func(s int64) string { return fmt.Sprintf("%d 時間 %d 分", s/3600, s/60%60) }}
	for range r.IntN(8) {
		k.Parts = append(k.Parts, StackPart{"sev1", label()})
	}
	for range 1 + r.IntN(24) {
		n := r.IntN(1 << r.IntN(30))
		h.Bars = append(h.Bars, Bar{"b0", label(), r.IntN(2000)})
		w.Bars = append(w.Bars, Drop{"x", label(), 0, n})
		column := StackColumn{Label: label()}
		for range k.Parts {
			column.Counts = append(column.Counts, r.IntN(4))
		}
		k.Columns = append(k.Columns, column)
		heat.Columns = append(heat.Columns, label())
	}
	for range 1 + r.IntN(5) {
		row := HeatRow{Label: label()}
		for range heat.Columns {
			row.Cells = append(row.Cells, HeatCell{"low", label(), label()})
		}
		heat.Rows = append(heat.Rows, row)
		dot := DotRow{Label: label(), Median: 60}
		for range r.IntN(6) {
			dot.Dots = append(dot.Dots, Dot{Seconds: float64(r.IntN(1 << r.IntN(31)))})
		}
		dots.Rows = append(dots.Rows, dot)
	}
	out["bars"], out["waterfall"], out["columns"], out["heat"], out["dots"] = Bars(h), Drops(w), Columns(k), Heatmap(heat), Strips(dots)
	out["burn"] = Burn(BurnUp{c, label(), label(), []BurnPoint{{day(0), 1, 0}, {day(1 + r.IntN(3000)), 1 + r.IntN(1e6), 5}}})
	out["curve"] = Curve(Survival{c, nil, 1 + r.IntN(5000), 1 + r.IntN(5000), label()})
	rank, tree := Ranking{Chart: c, Limit: float64(r.IntN(3)) * 50}, Tree{Chart: c, Start: label(), Otherwise: label(), Branches: branches(r, label, 3)}
	for range 1 + r.IntN(9) {
		rank.Rows = append(rank.Rows, Rank{label(), label(), label(), float64(r.IntN(1 << r.IntN(12))), label()})
	}
	out["ranking"], out["tree"] = Ranked(rank), Decided(tree)
	cal := Calendar{Chart: c, To: start.AddDate(0, 0, r.IntN(999)), Weeks: 1 + r.IntN(60), First: time.Weekday(r.IntN(2)), Month: func(time.Time) string { return label() }, Week: func(time.Weekday) string { return label() }}
	for range r.IntN(9) {
		cal.Days = append(cal.Days, CalendarDay{cal.To.AddDate(0, 0, -r.IntN(500)), label(), label(), label(), r.IntN(2) > 0})
	}
	out["calendar"] = Days(cal)
	out["network"] = Linked(randomNetwork(r, c, label))
	out["flow"] = Flowed(randomFlow(r, c, label))
	out["sequence"] = Exchanged(randomSequence(r, c, label))
	out["chronicle"] = Told(randomChronicle(r, c, label))
	return out
}

func branches(r *rand.Rand, label func() string, deep int) (list []Branch) {
	for range r.IntN(5) {
		b := Branch{Condition: label(), Href: label(), Then: Leaf{label(), label()}, Else: Leaf{label(), ""}}
		if deep > 0 && r.IntN(2) > 0 {
			b.Under = branches(r, label, deep-1)
		}
		list = append(list, b)
	}
	return list
}

func randomNetwork(r *rand.Rand, c Chart, label func() string) Network {
	n := Network{Chart: c, Legend: []ArcKind{{"because", label()}, {"together", label()}, {"incident", label()}}}
	for range 1 + r.IntN(6) {
		n.Columns = append(n.Columns, label())
	}
	for i := range 1 + r.IntN(40) {
		n.Nodes = append(n.Nodes, Node{Class: "x", Label: label(), Column: r.IntN(len(n.Columns)), Href: "../"})
		n.Arcs = append(n.Arcs, Arc{"because", r.IntN(i + 1), r.IntN(i + 1), true})
	}
	return n
}

// No text of a picture meets another one or leaves the picture, whatever the
// documents say.
func TestTextsOfPicturesKeepApart(t *testing.T) {
	for seed := range uint64(300) {
		for name, svg := range pictures(rand.New(rand.NewPCG(seed, 7))) {
			checkBoxes(t, fmt.Sprintf("%s of seed %d", name, seed), svg)
			if t.Failed() {
				return
			}
		}
	}
}

func TestTextWidth(t *testing.T) {
	tests := []struct {
		text string
		want float64 // in em
	}{
		{"", 0}, {"i", 0.278}, {"W", 0.989}, {"接続枯渇", 4}, {"ｱｲｳ", 1.5}, {"が", 1}, {"か\u3099", 1}, {"é", 0.72}, {"e\u0301", 0.616}, {"🔥", 1.4}, {"\u200b", 0}, {"\x00", 0},
	}
	for _, tt := range tests {
		if got := textWidth(tt.text) / fontPx; got < tt.want-1e-9 || got > tt.want+1e-9 {
			t.Errorf("textWidth(%q) = %.3f em, want %.3f", tt.text, got, tt.want)
		}
	}
}

func TestWrapped(t *testing.T) {
	tests := []struct {
		label string
		em    float64
		most  int
		want  string
	}{
		{"", 9, 2, ""},
		{"memory leak", 9, 2, "memory leak"},
		{"connection pool exhausted", 7, 2, "connection|pool exhau…"},
		{"接続枯渇と監視", 4, 2, "接続枯渇|と監視"},
		{"注文が、止まる", 3, 3, "注文|が、止|まる"},
		{"データベースの", 3, 2, "データ|ベー…"},
		{strings.Repeat("。", 9), 3, 2, "。。。|。。…"},
	}
	for _, tt := range tests {
		if got := strings.Join(wrapped(tt.label, tt.em*fontPx, tt.most), "|"); got != tt.want {
			t.Errorf("wrapped(%q, %v em) = %q, want %q", tt.label, tt.em, got, tt.want)
		}
	}
}
