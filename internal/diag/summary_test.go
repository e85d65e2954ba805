package diag

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/source"
)

func TestWriteSummary(t *testing.T) {
	mended := finding("bad-format", Error, japanese, source.Span{Start: 2, End: 8})
	mended.Fixes = []Fix{{Title: Say("x", "x"), Edits: []Edit{{Span: source.Span{Start: 2, End: 8}, New: "y"}}}}
	warning := finding("title", Warning, english, source.Span{Start: 15, End: 16})
	tests := []struct {
		name string
		o    Report
		want string
	}{
		{"empty", Report{Documents: make([]string, 34)}, "### debrief: nothing to mend in 34 documents\n\n"},
		{"empty, Japanese, with a baseline", Report{Documents: make([]string, 34), Lang: "ja", Hidden: Hidden{Baseline: 120}},
			"### debrief: 直すところはありません（文書34件）\n\n表示していない指摘: ベースライン120件。\n\n"},
		{"the heaviest first", Report{Findings: []Diagnostic{warning, mended}, Hidden: Hidden{Ignored: 4, Old: 7}},
			`### debrief: 1 error, 1 warning in 2 files

<table>
<tr><th>Severity</th><th>Place</th><th>Finding</th><th>Rule</th></tr>
<tr><td>error</td><td><code>手順/監視.md:1:3</code></td><td><code>value &#34;x&#34; is wrong</code></td><td><code>bad-format</code></td></tr>
<tr><td>warning</td><td><code>postmortems/a.md:4:1</code></td><td><code>value &#34;x&#34; is wrong</code></td><td><code>title</code></td></tr>
</table>

Not shown: 4 ignored by comments, 7 not of this change.

` + "`debrief lint --fix` mends 1 of them. `debrief explain RULE` tells why and what to do.\n"},
		{"Japanese, nothing to fix", Report{Findings: []Diagnostic{warning}, Lang: "ja"},
			`### debrief: 警告1件（1ファイル）

<table>
<tr><th>重大度</th><th>場所</th><th>指摘</th><th>ルール</th></tr>
<tr><td>warning</td><td><code>postmortems/a.md:4:1</code></td><td><code>値 &#34;x&#34; が正しくありません</code></td><td><code>title</code></td></tr>
</table>

` + "`debrief explain ルール名` で理由と直し方を表示します。\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, printed(t, Format{"summary", WriteSummary}, tt.o)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// ours is all that may stand in a summary outside of <code>.
var ours = regexp.MustCompile(`^### debrief: [^<&@#]*\n\n<table>\n(<tr>(<t[hd]>[A-Za-z]*</t[hd]>)*</tr>\n)*</table>\n\n[^<&@#]*$`)

func TestSummaryHoldsDocumentTextInCode(t *testing.T) {
	code := regexp.MustCompile(`<code>[^<>\n]*</code>`)
	for _, text := range hostile(t) {
		got := printed(t, Format{"summary", WriteSummary}, everywhere(text))
		if rest := code.ReplaceAllString(got, ""); !ours.MatchString(rest) {
			t.Errorf("%q makes\n%s", clip(text, 100), clip(rest, 1000))
		}
		table, _, _ := strings.Cut(got[strings.Index(got, "<table>"):], "</table>")
		if strings.Contains(table, "\n\n") {
			t.Errorf("%q ends the table by an empty line", clip(text, 100))
		}
	}
}
