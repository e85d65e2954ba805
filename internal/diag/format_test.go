package diag

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/source"
)

var (
	english  = source.New("postmortems/a.md", []byte("---\nid: x\n---\r\n# Title\n"))
	japanese = source.New("手順/監視.md", []byte("# 障害の記録\n\n- 担当: 未記入\n"))
)

func finding(rule string, s Severity, f *source.File, span source.Span) Diagnostic {
	return Diagnostic{Rule: rule, Severity: s, File: f, Span: span, Message: Say("value %q is wrong", "値 %q が正しくありません", "x")}
}

func TestWriteText(t *testing.T) {
	id := finding("bad-format", Error, english, source.Span{Start: 8, End: 9})
	id.Related = []Related{{Message: Say("the other", "もう一方"), File: japanese, Span: source.Span{Start: 2, End: 8}}}
	id.Fixes = []Fix{{Title: Say("replace it with %q", "%q に置き換える", "y")}}
	owner := finding("placeholder-left", Warning, japanese, source.Span{Start: 29, End: 38})
	title := finding("title", Info, english, source.Span{Start: 15, End: 16})
	edits := []Edit{{Span: source.Span{Start: 8, End: 9}, New: "y"}}
	mended := finding("bad-format", Error, english, source.Span{Start: 8, End: 9})
	mended.Fixes = []Fix{{Title: Say("set it", "設定する"), Edits: edits}, {Title: Say("drop it", "消す"), Edits: edits, Unsafe: true}, {Title: Say("ask", "聞く"), Unsafe: true}}
	hidden := Hidden{Ignored: 4, Baseline: 120, Old: 7}
	tests := []struct {
		name string
		list []Diagnostic
		o    Report
		want string
	}{
		{"empty", nil, Report{Documents: make([]string, 34)}, "no findings in 34 documents\n"},
		{"empty, one document", nil, Report{Documents: make([]string, 1)}, "no findings in 1 document\n"},
		{"empty, Japanese", nil, Report{Documents: make([]string, 34), Lang: "ja"}, "指摘はありません（文書34件）\n"},
		{"sorted, with places and remedies, after CRLF", []Diagnostic{owner, title, id}, Report{}, `postmortems/a.md:2:5: error: value "x" is wrong [bad-format]
  see: 手順/監視.md:1:3: the other
  hint: replace it with "y"
postmortems/a.md:4:1: info: value "x" is wrong [title]
手順/監視.md:3:7: warning: value "x" is wrong [placeholder-left]
1 error, 1 warning, 1 note in 2 files
`},
		{"Japanese", []Diagnostic{id, owner, owner}, Report{Lang: "ja"}, `postmortems/a.md:2:5: error: 値 "x" が正しくありません [bad-format]
  参照: 手順/監視.md:1:3: もう一方
  ヒント: "y" に置き換える
手順/監視.md:3:7: warning: 値 "x" が正しくありません [placeholder-left]
手順/監視.md:3:7: warning: 値 "x" が正しくありません [placeholder-left]
エラー1件、警告2件（2ファイル）
`},
		{"fixes by what makes them", []Diagnostic{mended}, Report{}, `postmortems/a.md:2:5: error: value "x" is wrong [bad-format]
  fix: set it
  fix (unsafe): drop it
  hint: ask
1 error in 1 file
`},
		{"fixes by what makes them, Japanese", []Diagnostic{mended}, Report{Lang: "ja"}, `postmortems/a.md:2:5: error: 値 "x" が正しくありません [bad-format]
  修正: 設定する
  修正（要確認）: 消す
  ヒント: 聞く
エラー1件（1ファイル）
`},
		{"hidden", []Diagnostic{owner}, Report{Hidden: hidden}, `手順/監視.md:3:7: warning: value "x" is wrong [placeholder-left]
1 warning in 1 file; 4 ignored by comments, 120 in the baseline, 7 not of this change
`},
		{"hidden, Japanese", nil, Report{Hidden: hidden, Lang: "ja"}, "指摘はありません（文書0件）。ほかにコメントによる除外4件、ベースライン120件、この変更によらないもの7件\n"},
		{"some hidden", nil, Report{Hidden: Hidden{Baseline: 1}}, "no findings in 0 documents; 1 in the baseline\n"},
		{"colour", []Diagnostic{owner, title}, Report{Color: true},
			"postmortems/a.md:4:1: \x1b[1;36minfo\x1b[0m: value \"x\" is wrong [title]\n" +
				"手順/監視.md:3:7: \x1b[1;33mwarning\x1b[0m: value \"x\" is wrong [placeholder-left]\n" +
				"1 warning, 1 note in 2 files\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			tt.o.Findings = tt.list
			if err := WriteText(&b, tt.o); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, b.String()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestVisible(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", ""},
		{"Japanese", "障害　対応「復旧」", "障害　対応「復旧」"},
		{"line ends", "a\r\nb\tc", `a\r\nb\tc`},
		{"terminal escape", "\x1b[2J\u009b1m", `\u001b[2J\u009b1m`},
		{"reversed text", "a\u202egnp", `a\u202egnp`},
		{"family emoji keeps its joiner", "👩\u200d🚒", "👩\u200d🚒"},
		{"tag character", "\U000e0041", `\U000e0041`},
		{"no UTF-8", "\xffa\xc3", `\xffa\xc3`},
		{"old command", "a ##[error]b ###[x", `a ##\[error]b ###\[x`},
		{"no character", "\uffff\U0001fffe\ufdd0", `\uffff\U0001fffe\ufdd0`},
		{"replacement character itself", "\ufffd", "\ufffd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := visible(tt.text); got != tt.want {
				t.Errorf("visible(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestWriteJSON(t *testing.T) {
	d := finding("bad-format", Error, japanese, source.Span{Start: 29, End: 38})
	d.Related = []Related{{Message: Say("the other", "もう一方"), File: english, Span: source.Span{Start: 8, End: 9}}}
	d.Fixes = []Fix{{Title: Say("remove it", "削除する"), Edits: []Edit{{Span: source.Span{Start: 29, End: 38}, New: "y"}}}}
	var b strings.Builder
	if err := WriteJSON(&b, Report{Findings: []Diagnostic{d}, Lang: "ja", Documents: []string{"a.md", "b.md"}, Hidden: Hidden{Baseline: 3}}); err != nil {
		t.Fatal(err)
	}
	want := `{
  "schema": {
    "name": "debrief-findings",
    "version": 1
  },
  "findings": [
    {
      "path": "手順/監視.md",
      "line": 3,
      "column": 7,
      "end_line": 3,
      "end_column": 10,
      "severity": "error",
      "rule": "bad-format",
      "message": "値 \"x\" が正しくありません",
      "related": [
        {
          "path": "postmortems/a.md",
          "line": 2,
          "column": 5,
          "end_line": 2,
          "end_column": 6,
          "message": "もう一方"
        }
      ],
      "fixes": [
        {
          "title": "削除する",
          "safe": true,
          "edits": [
            {
              "line": 3,
              "column": 7,
              "end_line": 3,
              "end_column": 10,
              "new": "y"
            }
          ]
        }
      ]
    }
  ],
  "counts": {
    "errors": 1,
    "warnings": 0,
    "infos": 0,
    "files": 1,
    "documents": 2
  },
  "hidden": {
    "ignored": 0,
    "baseline": 3,
    "old": 0
  }
}
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	b.Reset()
	if err := WriteJSON(&b, Report{}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"findings": []`) {
		t.Errorf("no findings print as %s", b.String())
	}
}

func TestApply(t *testing.T) {
	edit := func(start, end int, text string) Fix {
		return Fix{Edits: []Edit{{Span: source.Span{Start: start, End: end}, New: text}}}
	}
	tests := []struct {
		name, text string
		fixes      []Fix
		want       string
	}{
		{"empty", "", nil, ""},
		{"none", "a\r\nb", nil, "a\r\nb"},
		{"from the end of the list", "abc", []Fix{edit(2, 3, "C"), edit(0, 1, "A")}, "AbC"},
		{"Japanese", "期限: 未定", []Fix{edit(8, 14, "2026-01-31")}, "期限: 2026-01-31"},
		{"the later of two that overlap waits", "abcd", []Fix{edit(0, 3, "x"), edit(2, 4, "y")}, "xd"},
		{"neighbours", "abcd", []Fix{edit(0, 2, "x"), edit(2, 4, "y")}, "xy"},
		{"insertion behind a replacement", "ab", []Fix{edit(0, 1, "x"), edit(1, 1, "+")}, "x+b"},
		{"two insertions at one place", "ab", []Fix{edit(1, 1, "x"), edit(1, 1, "y")}, "axb"},
		{"outside the text", "ab", []Fix{edit(1, 9, "x"), edit(-1, 1, "y")}, "ab"},
		{"a fix is made whole or not at all", "abcd", []Fix{edit(0, 1, "A"), {Edits: []Edit{
			{Span: source.Span{Start: 3, End: 4}, New: "D"}, {Span: source.Span{Start: 0, End: 2}, New: "-"}}}}, "Abcd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(Apply([]byte(tt.text), tt.fixes)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzApply(f *testing.F) {
	f.Add("障害の記録\r\n", 0, 3, "x", 6, 9, "")
	f.Add("", 0, 0, "a", 0, 0, "b")
	f.Fuzz(func(t *testing.T, text string, a, b int, x string, c, d int, y string) {
		got := Apply([]byte(text), []Fix{
			{Edits: []Edit{{Span: source.Span{Start: a, End: b}, New: x}}},
			{Edits: []Edit{{Span: source.Span{Start: c, End: d}, New: y}}},
		})
		if len(got) > len(text)+len(x)+len(y) {
			t.Errorf("%q became %q", text, got)
		}
	})
}
