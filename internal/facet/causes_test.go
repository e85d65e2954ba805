package facet

import "testing"

func TestCauses(t *testing.T) {
	tests := []struct{ name, kind, body, want string }{
		{"layers and groups", "postmortem", "## 技術的原因\n\n### 直接原因\n\n- A\n\n## プロセス原因\n\n### 開発プロセス\n\n- B\n\n## 組織的原因\n\n- C\n",
			"[{text: A, layer: technical, group: 直接原因}, {text: B, layer: process, group: 開発プロセス}, {text: C, layer: organizational}]"},
		{"layers below", "postmortem", "## Root causes\n\n### Technical\n\n- A\n\n### Process\n\n- B\n\n### Organizational\n\n- C\n",
			"[{text: A, layer: technical}, {text: B, layer: process}, {text: C, layer: organizational}]"},
		{"numbered headings", "postmortem", "## 1. 技術的原因\n\n- A\n\n## 2. 運用上の原因\n\n- B\n", "[{text: A, layer: technical}, {text: B, layer: process}]"},
		{"bold labels", "postmortem", "## Root cause\n\n**Technical**\n\n- A\n\n**Process:**\n\n- B\n", "[{text: A, layer: technical}, {text: B, layer: process}]"},
		{"label items", "postmortem", "## 原因\n\n- 技術\n  - A\n- 組織:\n  - B\n", "[{text: A, layer: technical}, {text: B, layer: organizational}]"},
		{"layer before the text", "postmortem", "## 原因\n\n- 技術: A\n- Process: B\n", "[{text: A, layer: technical}, {text: B, layer: process}]"},
		{"table", "postmortem", "## Causes\n\n| Layer | Cause | Group |\n|---|---|---|\n| 技術 | A | core |\n| Organizational | B | |\n",
			"[{text: A, layer: technical, group: core}, {text: B, layer: organizational}]"},
		{"prose", "postmortem", "## Root cause\n\nA disk was full.\n\nNobody looked.\n", "[{text: A disk was full.}, {text: Nobody looked.}]"},
		{"prose that points elsewhere", "postmortem", "## Root cause\n\nSee the [analysis](../rca/a.md).\n", ""},
		{"label with the text behind", "postmortem", "**Root cause:** A disk was full.\n", "[{text: A disk was full.}]"},
		{"introduction to a list", "postmortem", "## Contributing factors\n\nThree things:\n\n- A\n- B\n", "[{text: A}, {text: B}]"},
		{"details below", "postmortem", "## Causes\n\n- A\n  - more of A\n", "[{text: A}]"},
		{"explicit id", "postmortem", "## Causes\n\n- A {#full}\n", "[{id: full, text: A}]"},
		{"bare layer under nothing", "postmortem", "## Process\n\n- A\n", ""},
		{"bare layer in an analysis", "rca", "## Technical\n\n- A\n\n## 組織\n\n- B\n", "[{text: A, layer: technical}, {text: B, layer: organizational}]"},
		{"actions below are none", "postmortem", "## Root cause analysis\n\n- A\n\n### Action items\n\n- B\n", "[{text: A}]"},
		{"known issue", "known-issue", "## Cause\n\n- A\n", "[{text: A}]"},
		{"lettered headings under a title", "postmortem", "## Section A: Event\n\n**Patient harm:** none\n\n## Section D: Root causes\n\n**Technical**\n\n- A\n", "[{text: A, layer: technical}]"},
		{"headings of an agenda", "postmortem", "## 議題3　原因\n\n### 技術的原因\n\n- A\n", "[{text: A, layer: technical}]"},
		{"what leads up to a cause", "postmortem", "## Leadup\n\nA.\n\n## Fault\n\nB.\n\n## Root cause\n\nC.\n", "[{text: C.}]"},
		{"leadup and fault alone", "postmortem", "## Leadup\n\nA.\n\n## Fault\n\nB.\n", "[{text: A.}, {text: B.}]"},
		{"paragraph with the word for it", "postmortem", "Root cause: the disk was full,\nand nobody was paged.\n\nMore words.\n", "[{text: the disk was full, and nobody was paged.}]"},
		{"paragraph with the word for it, Japanese", "postmortem", "直接原因：ディスクが満杯で書けなかった。\n\n対応は翌日。\n", "[{text: ディスクが満杯で書けなかった。}]"},
		{"pairs, no paragraph", "postmortem", "Root cause: disk and more of it\nImpact: mail\n", ""},
		{"lines with signs of items", "postmortem", "## 真因\n\n・満杯\n・監視の\n不足\n", "[{text: 満杯}, {text: 監視の不足}]"},
		{"five whys", "postmortem", "## Five whys\n\n1. Why was mail late? The queue was full.\n2. Why was it full? The worker had died.\n", "[{id: why-1, text: The queue was full.}, {id: why-2, text: The worker had died.}]"},
		{"five whys, answers below", "postmortem", "## 5 whys\n\n- Why was mail late?\n  - The queue was full.\n- Why was it full?\n  - The worker had died.\n", "[{id: why-1, text: The queue was full.}, {id: why-2, text: The worker had died.}]"},
		{"five whys, Japanese", "postmortem", "## なぜなぜ分析\n\n1. なぜ遅れたか → 満杯だった\n2. なぜ満杯だったか → 停止していた\n", "[{id: why-1, text: 満杯だった}, {id: why-2, text: 停止していた}]"},
		{"lines that begin with layers", "postmortem", "## Cause\n\nTechnical: no bound\nand no alert\nProcess: short test\n", "[{text: no bound and no alert, layer: technical}, {text: short test, layer: process}]"},
		{"lines that begin with layers, Japanese", "postmortem", "## 原因\n\n技術: 上限なし\n運用：試験が短い\n", "[{text: 上限なし, layer: technical}, {text: 試験が短い, layer: process}]"},
		{"word for the cause is no group", "postmortem", "## 原因\n\n### 直接原因\n\n- A\n\n### 組織\n\n- B\n", "[{text: A}, {text: B, layer: organizational}]"},
		{"placeholder", "postmortem", "## Root cause\n\n-\n", ""},
		{"empty", "postmortem", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, body := range []string{tt.body, crlf(tt.body)} {
				m := merged(t, "a.md", "---\nkind: "+tt.kind+"\n---\n# T\n\n"+body)
				if got := sketch(m.Value.Field("causes"), "id", "text", "layer", "group"); got != tt.want {
					t.Errorf("got  %s\nwant %s", got, tt.want)
				}
			}
		})
	}
}

// A table says which cause is behind which.
func TestCausesBehindCauses(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"a table", "## Root causes\n\n| ID | Layer | Cause | Taxonomy | Because of |\n|---|---|---|---|---|\n| a | Technical | A | leak | b, 2026-001#c |\n| b | Process | B | | |\n",
			"[{id: a, layer: technical, taxonomy: leak, because: [b, 2026-001#c]}, {id: b, layer: process}]"},
		{"a Japanese table", "## 原因\n\n| 番号 | 層 | 原因 | 背景 |\n|---|---|---|---|\n| 一 | 技術 | 満杯 | 二、三 |\n| 二 | 組織 | 兼務 | - |\n",
			"[{id: 一, layer: technical, because: [二, 三]}, {id: 二, layer: organizational}]"},
		{"nothing", "## 原因\n\n| 原因 | 背景 |\n|---|---|\n", ""},
	}
	for _, tt := range tests {
		for _, body := range []string{tt.body, crlf(tt.body)} {
			m := merged(t, "a.md", "---\nkind: rca\n---\n# T\n\n"+body)
			if got := sketch(m.Value.Field("causes"), "id", "layer", "taxonomy", "because"); got != tt.want {
				t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
			}
		}
	}
}

// The title of a document may be the name of one of its sections.
func TestCausesUnderTitle(t *testing.T) {
	tests := []struct{ body, want string }{
		{"# Root cause analysis form\n\n## Event\n\n**Event:** A\n\n## Root causes\n\n- B\n", "[{text: B}]"},
		{"# 根本原因分析\n\n経緯は別紙。\n\n## 根本原因\n\n- 満杯\n", "[{text: 満杯}]"},
		{"# Root cause\n\n- A\n\n## Impact\n\n- B\n", "[{text: A}]"},
		{"", ""},
	}
	for _, tt := range tests {
		for _, body := range []string{tt.body, crlf(tt.body)} {
			m := merged(t, "a.md", "---\nkind: postmortem\n---\n"+body)
			if got := sketch(m.Value.Field("causes"), "text", "layer", "group"); got != tt.want {
				t.Errorf("%q: got %s, want %s", body, got, tt.want)
			}
		}
	}
}

func TestDecodeCauses(t *testing.T) {
	m := merged(t, "a.md", "---\nkind: known-issue\ncauses: [plain words, {text: A, likelihood: 50%}, {likelihood: 2}, {text: B, likelihood: 3}]\n---\n")
	got := DecodeCauses(m.Value)
	if len(got) != 3 || got[0].Text != "plain words" || got[1].Likelihood.V.RatString() != "1/2" || got[2].Likelihood.V != nil {
		t.Errorf("causes = %+v", got)
	}
}

// Each answer is a cause because of the next; the last is the root cause.
func TestWhys(t *testing.T) {
	m := merged(t, "a.md", "---\nkind: postmortem\n---\n# T\n\n## Five whys\n\n1. Why? Full.\n2. Why? Dead.\n3. Why? No memory.\n")
	got := DecodeCauses(m.Value)
	if len(got) != 3 || got[0].Because[0] != "why-2" || got[1].Because[0] != "why-3" || got[2].Because != nil || got[2].Role != "root" || got[0].Role != "" {
		t.Errorf("causes = %+v", got)
	}
}
