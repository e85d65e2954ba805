package render

import (
	"strings"
	"testing"
)

func TestDiagrams(t *testing.T) {
	s := newTestSite(t, nil)
	const code = `<div class="code" data-language="mermaid">`
	tests := []struct {
		name, in string
		drawn    bool
		want     []string // in the page
	}{
		{"flowchart", "```mermaid\ngraph TD\nA[\"1 < 2\"] --> B\n```", true, []string{"<title>Flowchart</title>", "<desc>Boxes: 2, links: 1.", ">1 &lt; 2</text>", "<summary>Source of the diagram</summary>" + code}},
		{"japanese sequence", "```mermaid\nsequenceDiagram\ntitle 二重計上\n決済->>カード会社: 売上確定\n```", true, []string{"<figcaption>二重計上</figcaption>", "<title>二重計上</title>", ">売上確定</text>"}},
		{"timeline", "```mermaid\ntimeline\naccTitle: N\naccDescr: D\n14:02 : 開始\n```", true, []string{"<title>N</title><desc>D</desc>", ">14:02</text>"}},
		{"hostile", "```mermaid\ngraph TD\nA[\"</svg><script>alert(1)</script>\"]\nclick A \"javascript:alert(1)\"\n```", true, []string{"&lt;/svg&gt;&lt;script&gt;"}},
		{"another kind", "```mermaid\npie\n\"a\" : 1\n```", false, []string{code}},
		{"half a diagram", "```mermaid\ngraph TD\nA -->\n```", false, []string{code}},
		{"another language", "```text\ngraph TD\nA --> B\n```", false, nil},
	}
	for _, tt := range tests {
		got := printed(t, s, tt.in)
		if strings.Contains(got, "<svg") != tt.drawn {
			t.Errorf("%s: drawn %v, want %v: %s", tt.name, !tt.drawn, tt.drawn, got)
		}
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in %s", tt.name, want, got)
			}
		}
		for _, bad := range []string{"<script", "href=", " style=", " id="} {
			if strings.Contains(got, bad) {
				t.Errorf("%s: %q in %s", tt.name, bad, got)
			}
		}
	}
	many := printed(t, s, strings.Repeat("```mermaid\ngraph TD\nA\n```\n\n", mostDiagrams+1))
	if got := strings.Count(many, "<svg"); got != mostDiagrams {
		t.Errorf("%d diagrams of a page are drawn, want %d", got, mostDiagrams)
	}
}
