package diag

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/source"
)

// repeated has two findings that differ in nothing but their place.
func repeated() Report {
	twice := source.New("./手順/監視.md", []byte("# 障害 🔥 の記録\r\n\r\n- 担当: 未記入\r\n\r\n- 担当: 未記入\r\n"))
	var list []Diagnostic
	for at := range 2 {
		start := strings.Index(string(twice.Data), "未記入")
		if at == 1 {
			start = strings.LastIndex(string(twice.Data), "未記入")
		}
		list = append(list, finding("placeholder-left", Warning, twice, source.Span{Start: start, End: start + 9}))
	}
	list = append(list, finding("secret", Error, twice, source.Span{Start: 14, End: len("# 障害 🔥 の記録\r\n")}))
	return Report{Findings: list, Documents: []string{"./手順/監視.md", "b.md"}, Rules: []RuleInfo{{ID: "secret", Severity: Error, Security: true}}}
}

func TestWriteGitLab(t *testing.T) {
	var got []gitlabFinding
	if err := json.Unmarshal([]byte(printed(t, Format{"gitlab", WriteGitLab}, repeated())), &got); err != nil {
		t.Fatal(err)
	}
	prints := map[string]bool{}
	for i := range got {
		if len(got[i].Fingerprint) != 64 || prints[got[i].Fingerprint] {
			t.Errorf("fingerprint %q is no sum or not the only one", got[i].Fingerprint)
		}
		prints[got[i].Fingerprint] = true
		got[i].Fingerprint = ""
	}
	want := []gitlabFinding{
		{`value "x" is wrong`, "secret", "", "critical", gitlabLocation{"手順/監視.md", gitlabLines{1, 1}}},
		{`value "x" is wrong`, "placeholder-left", "", "minor", gitlabLocation{"手順/監視.md", gitlabLines{3, 3}}},
		{`value "x" is wrong`, "placeholder-left", "", "minor", gitlabLocation{"手順/監視.md", gitlabLines{5, 5}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got := printed(t, Format{"gitlab", WriteGitLab}, Report{}); got != "[]\n" {
		t.Errorf("no findings print as %q", got)
	}
}

func TestWriteRDJSON(t *testing.T) {
	f := source.New("手順/監視.md", []byte("# 障害🔥\r\n- 担当: 未記入\r\n"))
	d := finding("placeholder-left", Warning, f, source.Span{Start: 24, End: 35})
	d.Fixes = []Fix{
		{Title: Say("ask", "聞く")},
		{Unsafe: true, Edits: []Edit{{Span: source.Span{Start: 14, End: 35}}}},
		{Edits: []Edit{{Span: source.Span{Start: 24, End: 33}, New: "@team\n"}, {Span: source.Span{Start: 16, End: 22}, New: "所有者"}}},
		{Edits: []Edit{{Span: source.Span{Start: 0, End: 99}, New: "x"}}},
		{Edits: []Edit{{Span: source.Span{Start: 0, End: 1}, New: "\xff"}}},
	}
	d.Related = []Related{{Message: Say("here", "ここ"), File: f, Span: source.Span{Start: 8, End: 12}}}
	var got rdReport
	if err := json.Unmarshal([]byte(printed(t, Format{"rdjson", WriteRDJSON}, Report{Findings: []Diagnostic{d}, Lang: "ja"})), &got); err != nil {
		t.Fatal(err)
	}
	between := func(a, b, c, d int) rdRange { return rdRange{rdPosition{a, b}, rdPosition{c, d}} }
	want := rdReport{rdSource{"debrief"}, []rdFinding{{
		Message:  `値 "x" が正しくありません`,
		Location: rdLocation{"手順/監視.md", between(2, 11, 2, 20)},
		Severity: "WARNING",
		Code:     rdCode{"placeholder-left"},
		Suggestions: []rdSuggestion{
			{between(2, 3, 2, 20), "所有者: @team\n"},
			{between(2, 1, 3, 1), ""},
		},
		Related: []rdRelated{{"ここ", rdLocation{"手順/監視.md", between(1, 9, 1, 13)}}},
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got := printed(t, Format{"rdjson", WriteRDJSON}, Report{}); !strings.Contains(got, `"diagnostics": []`) {
		t.Errorf("no findings print as %s", got)
	}
}

func TestWriteJUnit(t *testing.T) {
	got := printed(t, Format{"junit", WriteJUnit}, repeated())
	want := `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="debrief" tests="4" failures="3" errors="0">
  <testsuite name="手順/監視.md" tests="3" failures="3" errors="0">
    <testcase name="secret: value &#34;x&#34; is wrong" classname="手順/監視.md" file="手順/監視.md" line="1">
      <failure type="error" message="value &#34;x&#34; is wrong">./手順/監視.md:1:8: error: value &#34;x&#34; is wrong [secret]</failure>
    </testcase>
    <testcase name="placeholder-left: value &#34;x&#34; is wrong" classname="手順/監視.md" file="手順/監視.md" line="3">
      <failure type="warning" message="value &#34;x&#34; is wrong">./手順/監視.md:3:7: warning: value &#34;x&#34; is wrong [placeholder-left]</failure>
    </testcase>
    <testcase name="placeholder-left: value &#34;x&#34; is wrong (2)" classname="手順/監視.md" file="手順/監視.md" line="5">
      <failure type="warning" message="value &#34;x&#34; is wrong">./手順/監視.md:5:7: warning: value &#34;x&#34; is wrong [placeholder-left]</failure>
    </testcase>
  </testsuite>
  <testsuite name="b.md" tests="1" failures="0" errors="0">
    <testcase name="no findings" classname="b.md" file="b.md"></testcase>
  </testsuite>
</testsuites>
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, text := range []string{"", "a\x00\uffff]]>\x1b\xff\u000b", "障害\r\n"} {
		var back junitReport
		if err := xml.Unmarshal([]byte(printed(t, Format{"junit", WriteJUnit}, everywhere(text))), &back); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if strings.Contains(printed(t, Format{"junit", WriteJUnit}, everywhere(text)), "\ufffd") {
			t.Errorf("%q: a character was lost", text)
		}
	}
	empty := printed(t, Format{"junit", WriteJUnit}, Report{})
	if want := `<testsuites name="debrief" tests="0" failures="0" errors="0"></testsuites>`; !strings.Contains(empty, want) {
		t.Errorf("no documents print as %s", empty)
	}
}
