package diag

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/source"
)

func TestWriteGitHub(t *testing.T) {
	odd := source.New("a,b:c%\n.md", []byte("x"))
	fixed := finding("bad-format", Error, english, source.Span{Start: 8, End: 9})
	fixed.Fixes = []Fix{{Title: Say("write 50% or\nless", "50%以下にする")}}
	tests := []struct {
		name string
		o    Report
		want string
	}{
		{"empty", Report{Documents: []string{"a.md"}}, "no findings in 1 document\n"},
		{"the heaviest first, brackets", Report{Token: "k3y", Color: true, Findings: []Diagnostic{
			finding("title", Info, english, source.Span{Start: 15, End: 16}),
			finding("placeholder-left", Warning, japanese, source.Span{Start: 29, End: 38}),
			fixed,
		}}, `::stop-commands::k3y
postmortems/a.md:2:5: error: value "x" is wrong [bad-format]
  hint: write 50% or\nless
postmortems/a.md:4:1: info: value "x" is wrong [title]
手順/監視.md:3:7: warning: value "x" is wrong [placeholder-left]
1 error, 1 warning, 1 note in 2 files
::k3y::
::error file=postmortems/a.md,line=2,endLine=2,col=5,endColumn=6,title=bad-format::value "x" is wrong%0Ahint: write 50%25 or\nless
::warning file=手順/監視.md,line=3,endLine=3,col=7,endColumn=10,title=placeholder-left::value "x" is wrong
::notice file=postmortems/a.md,line=4,endLine=4,col=1,endColumn=2,title=title::value "x" is wrong
`},
		{"Japanese, a whole line with CRLF", Report{Lang: "ja", Findings: []Diagnostic{finding("r", Error, english, source.Span{Start: 10, End: 15})}},
			`postmortems/a.md:3:1: error: 値 "x" が正しくありません [r]
エラー1件（1ファイル）
::error file=postmortems/a.md,line=3,endLine=3,col=1,endColumn=4,title=r::値 "x" が正しくありません
`},
		{"no columns over several lines", Report{Findings: []Diagnostic{finding("r", Error, japanese, source.Span{Start: 2, End: 29})}},
			`手順/監視.md:1:3: error: value "x" is wrong [r]
1 error in 1 file
::error file=手順/監視.md,line=1,endLine=3,title=r::value "x" is wrong
`},
		{"properties", Report{Findings: []Diagnostic{finding("r", Error, odd, source.Span{})}},
			`a,b:c%\n.md:1:1: error: value "x" is wrong [r]
1 error in 1 file
::error file=a%2Cb%3Ac%25\n.md,line=1,endLine=1,col=1,endColumn=1,title=r::value "x" is wrong
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := printed(t, Format{"github", WriteGitHub}, tt.o)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			checkCommands(t, tt.o, got)
		})
	}
}

func TestAnnotationsStayInTheBudget(t *testing.T) {
	var list []Diagnostic
	for i := range 12 {
		list = append(list, finding("r", Warning, english, source.Span{Start: i, End: i + 1}))
	}
	list = append(list, finding("r", Error, japanese, source.Span{}))
	for _, tt := range []struct{ lang, want string }{
		{"en", "\n2 more warnings in the summary\n"},
		{"ja", "\nほかに警告2件（サマリーに記載）\n"},
	} {
		got := printed(t, Format{"github", WriteGitHub}, Report{Findings: list, Lang: tt.lang})
		if !strings.HasSuffix(got, tt.want) {
			t.Errorf("got %s\nwant it to end in %q", got, tt.want)
		}
		if errors, warnings := strings.Count(got, "::error "), strings.Count(got, "::warning "); errors != 1 || warnings != 10 {
			t.Errorf("%d errors and %d warnings annotate, want 1 and 10", errors, warnings)
		}
		if strings.Index(got, "::error ") > strings.Index(got, "::warning ") {
			t.Error("a warning stands before the error")
		}
	}
}

func TestClip(t *testing.T) {
	tests := []struct {
		text  string
		limit int
		want  string
	}{
		{"", 3, ""},
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"障害記", 3, "障害記"},
		{"障害記録", 3, "障害…"},
		{"😀😀", 4, "😀😀"},
		{"😀😀", 3, "😀…"},
		{"a😀😀", 3, "a…"},
		{"\xff\xff\xff\xff", 3, "\xff\xff…"},
	}
	for _, tt := range tests {
		if got := clip(tt.text, tt.limit); got != tt.want {
			t.Errorf("clip(%q, %d) = %q, want %q", tt.text, tt.limit, got, tt.want)
		}
	}
}
