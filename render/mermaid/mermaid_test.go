package mermaid

import (
	"fmt"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/render/figure"
)

// told writes a diagram in one line: boxes with their shapes and frames, links,
// rows or periods.
func told(d Diagram) string {
	var out []string
	if d.Title+d.Name+d.Desc != "" {
		out = append(out, fmt.Sprintf("%q %q %q", d.Title, d.Name, d.Desc))
	}
	switch {
	case d.Flow != nil:
		out = append(out, fmt.Sprintf("way %d", d.Flow.Way))
		for _, b := range d.Flow.Boxes {
			out = append(out, fmt.Sprintf("%q %d %d", b.Label, b.Shape, b.Frame))
		}
		for _, l := range d.Flow.Links {
			out = append(out, fmt.Sprintf("%d>%d %q %s %d%d %d", l.From, l.To, l.Label, l.Class, l.Tail, l.Head, l.Long))
		}
		for _, f := range d.Flow.Frames {
			out = append(out, fmt.Sprintf("frame %q", f))
		}
	case d.Sequence != nil:
		for _, a := range d.Sequence.Actors {
			out = append(out, fmt.Sprintf("%q %v", a.Label, a.Person))
		}
		for _, s := range d.Sequence.Steps {
			out = append(out, fmt.Sprintf("%d %d>%d %q%s %v %d%d", s.Kind, s.From, s.To, s.Label, s.Word, s.Dotted, s.Tail, s.Head))
		}
	case d.Chronicle != nil:
		for _, p := range d.Chronicle.Periods {
			out = append(out, fmt.Sprintf("%q %q %q", p.Section, p.Time, p.Events))
		}
	}
	return strings.Join(out, "; ")
}

func TestParse(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"a link", "graph TD\nA-->B", `way 0; "A" 0 0; "B" 0 0; 0>1 ""  01 1`},
		{"crlf and a byte order mark", "\ufeffgraph LR\r\n  A --> B\r\n", `way 2; "A" 0 0; "B" 0 0; 0>1 ""  01 1`},
		{"semicolons", "graph BT; A-->B; B-->C;", `way 1; "A" 0 0; "B" 0 0; "C" 0 0; 0>1 ""  01 1; 1>2 ""  01 1`},
		{"no way", "flowchart\nA", `way 0; "A" 0 0`},
		{"japanese", "flowchart RL\n検知[検知した] -->|はい| 復旧(復旧<br/>した)", `way 3; "検知した" 0 0; "復旧\nした" 1 0; 0>1 "はい"  01 1`},
		{"shapes", "graph TD\na([1]) & b((2)) & c[[3]] & d[(4)] & e{5} & f{{6}} & g>7] & h[/8/]", `way 0; "1" 2 0; "2" 3 0; "3" 7 0; "4" 8 0; "5" 4 0; "6" 5 0; "7" 6 0; "8" 9 0`},
		{"quotes hold marks", `graph TD` + "\n" + `A["f(x) [y] | {z} -->"] --> B["#quot;q#quot; #35;1 &lt;b&gt;"]`, `way 0; "f(x) [y] | {z} -->" 0 0; "\"q\" #1 <b>" 0 0; 0>1 ""  01 1`},
		{"markup stays text", `graph TD` + "\n" + `A["</svg><script>alert(1)</script>"]`, `way 0; "</svg><script>alert(1)</script>" 0 0`},
		{"lines", "graph TD\nA --- B -.-> C ==> D ----> E --x F --o G <--> H", `way 0; "A" 0 0; "B" 0 0; "C" 0 0; "D" 0 0; "E" 0 0; "F" 0 0; "G" 0 0; "H" 0 0; 0>1 ""  00 1; 1>2 "" dotted 01 1; 2>3 "" thick 01 1; 3>4 ""  01 3; 4>5 ""  03 1; 5>6 ""  02 1; 6>7 ""  11 1`},
		{"a line that could end in a cross", "graph TD\nA -- yes, so --> B -. いいえ .-> C == 3 ==> D--x-->E", ""},
		{"texts within links", "graph TD\nA -- yes, so --> B -. いいえ .-> C == 3 ==> D--no-->E", `way 0; "A" 0 0; "B" 0 0; "C" 0 0; "D" 0 0; "E" 0 0; 0>1 "yes, so"  01 1; 1>2 "いいえ" dotted 01 1; 2>3 "3" thick 01 1; 3>4 "no"  01 1`},
		{"each to each", "graph TD\nA & B --> C & D", `way 0; "A" 0 0; "B" 0 0; "C" 0 0; "D" 0 0; 0>2 ""  01 1; 0>3 ""  01 1; 1>2 ""  01 1; 1>3 ""  01 1`},
		{"ids with dashes", "graph TD\napi-gw.1-->db_2", `way 0; "api-gw.1" 0 0; "db_2" 0 0; 0>1 ""  01 1`},
		{"frames", "graph TD\nA\nsubgraph one [Tokyo & more]\nA --> B\nend\nsubgraph Osaka site\ndirection TB\nC:::hot\nend", `way 0; "A" 0 1; "B" 0 1; "C" 0 2; 0>1 ""  01 1; frame "Tokyo & more"; frame "Osaka site"`},
		{"looks and clicks do nothing", "graph TD\n%% note\nA\nclick A href \"javascript:alert(1)\"\nclick A call f()\nstyle A fill:#f9f\nclassDef x fill:red\nclass A x\nlinkStyle 0 stroke:red", `way 0; "A" 0 0`},
		{"settings do nothing", "%%{init: {\"securityLevel\": \"loose\"}}%%\ngraph TD\nA", `way 0; "A" 0 0`},
		{"header", "---\ntitle: \"Title: it\"\nconfig:\n  theme: forest\n---\ngraph TD\naccTitle: Name\naccDescr { one\n two }\nA", `"Title: it" "Name" "one two"; way 0; "A" 0 0`},

		{"empty", "", ""},
		{"only a head", "graph TD\n", ""},
		{"an unknown way", "graph XY\nA", ""},
		{"another kind", "pie title Pets\n\"Dogs\" : 386", ""},
		{"a kind that begins like one", "graphics TD\nA", ""},
		{"half a link", "graph TD\nA-->", ""},
		{"half a box", "graph TD\nA[x", ""},
		{"brackets without quotes", "graph TD\nA[f(x)]", ""},
		{"empty brackets", "graph TD\nA[]", ""},
		{"half a quotation", "graph TD\nA[\"x]", ""},
		{"an open frame", "graph TD\nsubgraph x\nA", ""},
		{"an empty frame", "graph TD\nA\nsubgraph x\nend", ""},
		{"a frame in a frame", "graph TD\nsubgraph x\nsubgraph y\nA\nend\nend", ""},
		{"a link to a frame", "graph TD\nsubgraph x\nA\nend\nB --> x", ""},
		{"another way within", "graph TD\nsubgraph x\ndirection LR\nA\nend", ""},
		{"end of nothing", "graph TD\nA\nend", ""},
		{"new shapes", "graph TD\nA@{ shape: cloud }", ""},
		{"a link that cannot be seen", "graph TD\nA ~~~ B", ""},
		{"not text", "graph TD\nA[\xff]", ""},

		{"messages", "sequenceDiagram\nA->>B: a\nB-->>A: b\nA->B: c\nA-->B: d\nA-xB: e\nA--)B: f\nA<<->>B: g", `"A" false; "B" false; 0 0>1 "a" false 01; 0 1>0 "b" true 01; 0 0>1 "c" false 00; 0 0>1 "d" true 00; 0 0>1 "e" false 03; 0 0>1 "f" true 02; 0 0>1 "g" false 11`},
		{"who takes part", "sequenceDiagram\nparticipant C as 注文<br>サービス\nactor 利用者\n利用者->>+C: 注文: 1件\nC-->>-利用者: #35;1; deactivate C", `"注文\nサービス" false; "利用者" true; 0 1>0 "注文: 1件" false 01; 0 0>1 "#1" true 01`},
		{"dashes in names", "sequenceDiagram\nparticipant a-x\na-x->>b-x: m", `"a-x" false; "b-x" false; 0 0>1 "m" false 01`},
		{"notes", "sequenceDiagram\nnote left of A: x\nNote over A,B: y<br/>z\nNote right of B: w", `"A" false; "B" false; 2 0>0 "x" false 00; 1 0>1 "y\nz" false 00; 3 1>1 "w" false 00`},
		{"frames of sequences", "sequenceDiagram\nautonumber\nloop 3回\nalt a\nA->>A: x\nelse\nA->>A: y\nend\nend", `"A" false; 4 0>0 "3回"loop false 00; 4 0>0 "a"alt false 00; 0 0>0 "1. x" false 01; 5 0>0 ""else false 00; 0 0>0 "2. y" false 01; 6 0>0 "" false 00; 6 0>0 "" false 00`},
		{"a title", "sequenceDiagram\ntitle: 経過\nA->>B: x\nlink A: evil @ javascript:alert(1)\nlinks A: {\"x\": \"javascript:alert(1)\"}", `"経過" "" ""; "A" false; "B" false; 0 0>1 "x" false 01`},
		{"a row that is none", "sequenceDiagram\nA->>B: x\nhello", ""},
		{"a message without text", "sequenceDiagram\nA->>B", ""},
		{"coloured boxes", "sequenceDiagram\nrect rgb(0,0,0)\nA->>B: x\nend", ""},
		{"else without alt", "sequenceDiagram\nloop x\nelse\nA->>B: x\nend", ""},
		{"an open loop", "sequenceDiagram\nloop x\nA->>B: x", ""},
		{"a note on three", "sequenceDiagram\nNote over A,B,C: x", ""},
		{"nobody", "sequenceDiagram\nparticipant A", ""},

		{"timeline", "timeline\ntitle 経過\nsection 検知まで\n14:02 : 影響開始 : エラー率 12%\n     : 三つ目\n14:09: alert", `"経過" "" ""; "検知まで" "14:02" ["影響開始" "エラー率 12%" "三つ目"]; "検知まで" "14:09" ["alert"]`},
		{"a time alone", "timeline\n2026", `"" "2026" []`},
		{"an event of no time", "timeline\n: x", ""},
		{"an empty event", "timeline\n2026 : ", ""},
		{"an empty timeline", "timeline\ntitle x", ""},
	}
	for _, tt := range tests {
		d, ok := Parse(tt.source)
		got := told(d)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s:\ngot  %v %s\nwant %s", tt.name, ok, got, tt.want)
		}
	}
}

func TestBounds(t *testing.T) {
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	tests := []struct {
		name, source string
		want         bool
	}{
		{"200 boxes", "graph TD\n" + many(200, "n%d\n"), true},
		{"201 boxes", "graph TD\n" + many(201, "n%d\n"), false},
		{"400 links", "graph TD\n" + strings.Repeat("A-->B\n", 400), true},
		{"401 links", "graph TD\n" + strings.Repeat("A-->B\n", 401), false},
		{"each to each of many", "graph TD\n" + many(99, "a%d & ") + "z-->" + many(99, "b%d & ") + "z", false},
		{"100 messages", "sequenceDiagram\n" + many(100, "A->>B: %d\n"), true},
		{"101 messages", "sequenceDiagram\n" + many(101, "A->>B: %d\n"), false},
		{"100 times", "timeline\n" + many(100, "%d\n"), true},
		{"101 times", "timeline\n" + many(101, "%d\n"), false},
		{"a long text", "graph TD\nA[" + strings.Repeat("長", 9000) + "]", false},
	}
	for _, tt := range tests {
		if _, ok := Parse(tt.source); ok != tt.want {
			t.Errorf("%s: understood %v, want %v", tt.name, ok, tt.want)
		}
	}
	d, ok := Parse("graph TD\nA[" + strings.Repeat("長", 3000) + "]")
	if got := d.Flow.Boxes[0].Label; !ok || got != strings.Repeat("長", mostLabel/3)+"…" {
		t.Errorf("a label of 9,000 bytes: %d bytes are kept", len(got))
	}
}

// FuzzMermaid looks for diagrams that stop the parser or the drawing, or whose
// drawing runs what is in them.
func FuzzMermaid(f *testing.F) {
	for _, seed := range []string{
		"graph TD\nA[\"x\"] -->|y| B{z}\nsubgraph t\nC & D ==> A\nend\nclick A \"javascript:alert(1)\"",
		"flowchart LR\n検知([検知]) -. いいえ .-> 復旧((復旧))\n復旧 --> 復旧",
		"sequenceDiagram\nautonumber\nactor A as 利用者\nloop 3\nA-xB: x\nNote over A,B: </svg><script>\nend",
		"timeline\ntitle x\nsection y\n14:02 : a : b\n : c",
		"---\ntitle: x\n---\n%%{init: {}}%%\ngraph TD;A-->B;",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		d, ok := Parse(source)
		if !ok {
			return
		}
		var svg string
		switch {
		case d.Flow != nil:
			svg = string(figure.Flowed(*d.Flow))
		case d.Sequence != nil:
			svg = string(figure.Exchanged(*d.Sequence))
		default:
			svg = string(figure.Told(*d.Chronicle))
		}
		for _, bad := range []string{"<script", "<a ", "href", "style=", "<foreignObject", "NaN", "Inf"} {
			if strings.Contains(stripped(svg), bad) {
				t.Errorf("%q in the picture of %q", bad, source)
			}
		}
	})
}

// stripped leaves out what stands between the tags.
func stripped(svg string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(svg, "<") {
		tag, _, _ := strings.Cut(part, ">")
		b.WriteString("<" + tag + ">")
	}
	return b.String()
}
