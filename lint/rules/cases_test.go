package rules

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/lint"
)

// ofRule gives the findings of one rule on some documents.
func ofRule(t *testing.T, rule string, files fstest.MapFS) []diag.Diagnostic {
	t.Helper()
	_, found := findings(t, files)
	return slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Rule != rule })
}

// quoted gives what findings point at, with "*" behind it where there is a fix
// with edits.
func quoted(found []diag.Diagnostic) []string {
	out := []string{}
	for _, d := range found {
		text := d.File.Text(d.Span)
		if _, ok := lint.FixOf(d, true); ok {
			text += "*"
		}
		out = append(out, text)
	}
	return out
}

// checkQuoted runs a rule on one document and compares what it points at.
func checkQuoted(t *testing.T, rule, path, text string, more fstest.MapFS, want ...string) {
	t.Helper()
	for _, form := range []struct{ name, text string }{{"LF", text}, {"CRLF", strings.ReplaceAll(text, "\n", "\r\n")}} {
		files := fstest.MapFS{path: {Data: []byte(form.text)}}
		for name, f := range more {
			files[name] = f
		}
		if want == nil {
			want = []string{}
		}
		if diff := cmp.Diff(want, quoted(ofRule(t, rule, files))); diff != "" {
			t.Errorf("%s: -want +got\n%s", form.name, diff)
		}
	}
}

func TestStatedFigures(t *testing.T) {
	const meta = "---\nstarted_at: 2026-03-02T05:12:00Z\nresolved_at: 2026-03-02T07:27:00Z\nservices: [checkout]\n" +
		"impact: {users: 4900, error_ratio: 0.25, normal_tps: 0.8, revenue_per_transaction: {amount: 32, currency: USD}%s}\n---\n# T\n\n"
	service := fstest.MapFS{"services/checkout.yaml": {Data: []byte("kind: service\nid: checkout\ntitle: Checkout\nslo:\n  - {target: 99.9}\n")}}
	tests := []struct {
		name, fields, text string
		want               []string
	}{
		{"nothing", "", "", nil},
		{"right", "", "## Impact\n\n1,620 orders lost, $51,840 at $32 each.\n", nil},
		{"wrong", "", "## Impact\n\n1,260 orders lost, $41,840 at $32 each.\n", []string{"1,260*", "41,840*"}},
		{"wrong, Japanese", "", "## 影響\n\n失われた取引は1,260件です。\n", []string{"1,260*"}},
		{"full width", "", "## 影響\n\n失われた注文は１２６０件です。\n", []string{"１２６０"}},
		{"a table", "", "## Impact\n\n| Figure | Value |\n|---|---|\n| Lost transactions | 1260 |\n", []string{"1260*"}},
		{"a line", "", "- Lost transactions: 1,260\n", []string{"1,260*"}},
		{"counted, not estimated", "", "- Failed requests: 1,260\n", nil},
		{"about", "", "## Impact\n\nAbout 1,500 orders were lost.\n", nil},
		{"about, Japanese", "", "## 影響\n\n失われた取引は約1,500件です。\n", nil},
		{"rounded", "", "## Impact\n\n1.6k orders were lost.\n", nil},
		{"rounded and wrong", "", "## Impact\n\n1.2k orders were lost.\n", []string{"1.2k"}},
		{"a part beside the whole", "", "## Impact\n\n300 orders lost at first, 1,620 orders lost in all.\n", nil},
		{"elsewhere", "", "## Lessons\n\nA year ago 300 orders were lost.\n", nil},
		{"measured", ", requests_failed: 1600", "## Impact\n\n1,620 orders lost.\n", []string{"1,620*"}},
		{"reported", ", revenue_loss: {amount: 50000, currency: USD}", "## Impact\n\nWe lost revenue of $51,840.\n", []string{"51,840*"}},
		{"reported alone", ", revenue_loss: {amount: 50000, currency: USD}", "", nil},
		{"in the millions", "", "## Impact\n\nRevenue loss: $5 million.\n", []string{"5 million"}},
		{"users", "", "- Users affected: 5,200\n", []string{"5,200*"}},
		{"users, Japanese", "", "- 影響ユーザー数: 5200人\n", []string{"5200*"}},
		{"users, about", "", "- Users affected: about 5,000\n", nil},
		{"availability", "", "Availability in March was 99.50 %.\n", []string{"99.50"}},
		{"availability, Japanese", "", "3月の可用性は99.50%でした。\n", []string{"99.50"}},
		{"availability, right", "", "Availability in March was 99.92 %.\n", nil},
		{"a target", "", "The availability target is 99.95 %.\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(meta, "%s", tt.fields, 1) + tt.text
			checkQuoted(t, "stated-figure-differs", "postmortems/a.md", text, service, tt.want...)
		})
	}
}

func TestTimelineIsPutInOrder(t *testing.T) {
	const table = "# T\n\n## Timeline\n\n| Time (UTC) | Event |\n|---|---|\n"
	tests := []struct{ name, text, want string }{ // want is empty where there is no fix
		{"rows with days", table + "| 2026-03-02 05:22 | b |\n| 2026-03-02 05:12 | a |\n", table + "| 2026-03-02 05:12 | a |\n| 2026-03-02 05:22 | b |\n"},
		{"three rows", table + "| 2026-03-02 05:22 | c |\n| 2026-03-02 05:12 | b |\n| 2026-03-02 05:11 | a |\n| 2026-03-02 06:00 | d |\n",
			table + "| 2026-03-02 05:11 | a |\n| 2026-03-02 05:12 | b |\n| 2026-03-02 05:22 | c |\n| 2026-03-02 06:00 | d |\n"},
		{"the first row has the day", table + "| 2026-03-02 05:22 | b |\n| 05:12 | a |\n", ""},
		{"a row before has the day", table + "| 2026-03-02 05:00 | a |\n| 05:22 | c |\n| 05:12 | b |\n", table + "| 2026-03-02 05:00 | a |\n| 05:12 | b |\n| 05:22 | c |\n"},
		{"a list", "# 2026-03-02 T\n\n## Timeline\n\n- 05:22 b\n- 05:12 a\n", "# 2026-03-02 T\n\n## Timeline\n\n- 05:12 a\n- 05:22 b\n"},
		{"a list, Japanese", "# 2026年3月2日の障害\n\n## タイムライン\n\n- 14時30分 検知\n- 14時20分 発生\n", "# 2026年3月2日の障害\n\n## タイムライン\n\n- 14時20分 発生\n- 14時30分 検知\n"},
		{"a numbered list", "# 2026-03-02 T\n\n## Timeline\n\n1. 05:22 b\n2. 05:12 a\n", ""},
		{"an item of two lines", "# 2026-03-02 T\n\n## Timeline\n\n- 05:22 b\n  goes on\n- 05:12 a\n", ""},
		{"a row between", table + "| 2026-03-02 05:22 | b |\n| later | x |\n| 2026-03-02 05:12 | a |\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, newline := range []string{"\n", "\r\n"} {
				text := strings.ReplaceAll(tt.text, "\n", newline)
				found := ofRule(t, "timeline-out-of-order", fstest.MapFS{"postmortems/a.md": {Data: []byte(text)}})
				if len(found) == 0 {
					t.Fatal("no finding")
				}
				got := string(lint.Fix("postmortems/a.md", []byte(text), found, true))
				if tt.want == "" {
					tt.want = tt.text
				}
				if diff := cmp.Diff(strings.ReplaceAll(tt.want, "\n", newline), got); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			}
		})
	}
}

func TestLinksAreMended(t *testing.T) {
	files := fstest.MapFS{
		"runbooks/切り戻し (決済).md":   {Data: []byte("# T\n\n## 影響範囲\n\nx\n")},
		"runbooks/restart.md":     {Data: []byte("# T\n\n## Steps and checks\n\nx\n")},
		"runbooks/with space.md":  {Data: []byte("# T\n\nx\n")},
		"runbooks/images/load.md": {Data: []byte("# T\n\nx\n")},
	}
	tests := []struct{ name, link, want string }{
		{"a file", "[x](restrt.md)", "[x](restart.md)"},
		{"with a heading", "[x](restrt.md#step-and-checks)", "[x](restart.md#steps-and-checks)"},
		{"with a title", `[x](restrt.md "restrt.md")`, `[x](restart.md "restrt.md")`},
		{"in angle brackets", "[x](<with spce.md>)", "[x](<with%20space.md>)"},
		{"Japanese, in brackets", "[x](切り戻し(決済).md)", "[x](切り戻し%20%28決済%29.md)"},
		{"a heading, Japanese", "[x](切り戻し%20%28決済%29.md#影響範図)", "[x](切り戻し%20%28決済%29.md#影響範囲)"},
		{"a link around an image", "[![a](restart.md)](restrt.md)", "[![a](restart.md)](restrt.md)"},
		{"a reference", "[x][r]\n\n[r]: restrt.md", "[x][r]\n\n[r]: restrt.md"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			const path = "runbooks/a.md"
			text := func(link string) string { return "# A\r\n\r\n" + link + "\r\n" }
			all := maps.Clone(files)
			all[path] = &fstest.MapFile{Data: []byte(text(tt.link))}
			fixed := fixAll(t, all, true)
			got := string(all[path].Data)
			if data, changed := fixed.Files[path]; changed {
				got = string(data)
			}
			if diff := cmp.Diff(text(tt.want), got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestEmptySections(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"no document", "", nil},
		{"the title alone", "# T\n", nil},
		{"text", "# T\n\n## A\n\nx\n", nil},
		{"nothing", "# T\n\n## A\n\n## 教訓\n", []string{"A", "教訓"}},
		{"a part inside", "# T\n\n## A\n\n### B\n\nx\n", nil},
		{"a comment", "# T\n\n## A\n\n<!-- x\ny -->\n", []string{"A"}},
		{"HTML", "# T\n\n## A\n\n<!-- x --><img src=\"x.png\">\n", nil},
		{"an empty item", "# T\n\n## A\n\n- \n- [ ]\n", []string{"A"}},
		{"a header alone", "# T\n\n## A\n\n| a | b |\n|---|---|\n", []string{"A"}},
		{"an empty row", "# T\n\n## A\n\n| a | b |\n|---|---|\n| | |\n", []string{"A"}},
		{"a row", "# T\n\n## A\n\n| a | b |\n|---|---|\n| | x |\n", nil},
		{"a picture", "# T\n\n## A\n\n![](x.png)\n", nil},
		{"code", "# T\n\n## A\n\n```\nx\n```\n", nil},
		{"a break", "# T\n\n## A\n\n---\n", []string{"A"}},
		{"a second title", "# T\n\n# U\n", []string{"U"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkQuoted(t, "empty-section", "runbooks/a.md", tt.text, nil, tt.want...)
		})
	}
}

func TestGuides(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"", false},
		{" Describe what happened ", true},
		{"What did users see?", true},
		{"Two or three sentences for someone who was not there", true},
		{"TODO: fill this in", true},
		{"影響を受けたユーザー数を記入してください。", true},
		{"どれくらい続きましたか。", true},
		{"例: 2026-03-02 14:30", true},
		{"debrief-ignore action-without-owner: describe the vendor here", false},
		{"markdownlint-disable MD013", false},
		{"prettier-ignore", false},
		{"toc", false},
		{"BEGIN generated by make docs", false},
		{"Add", false},
		{"the vendor owns this, see #123", false},
		{"この表は月次で更新している", false},
		{"2026-03-02 田中: 数値は速報", false},
	}
	for _, tt := range tests {
		if got := guides(tt.text); got != tt.want {
			t.Errorf("guides(%q) = %t, want %t", tt.text, got, tt.want)
		}
	}
}

func TestTemplateCommentsStayWhereTheyKeepBlocksApart(t *testing.T) {
	const c = "<!-- Describe what happened -->"
	tests := []struct{ name, text, want string }{
		{"between paragraphs", "# T\n\na\n\n" + c + "\n\nb\n", "# T\n\na\n\nb\n"},
		{"between lines", "# T\n\na\n" + c + "\nb\n", "# T\n\na\n\nb\n"},
		{"under a heading", "# T\n\n## A\n" + c + "\n\nb\n", "# T\n\n## A\n\nb\n"},
		{"at the end", "# T\n\na\n\n" + c + "\n", "# T\n\na\n"},
		{"at the end, no newline", "# T\n\na\n\n" + c, "# T\n\na\n"},
		{"in a line", "# T\n\na " + c + " b\n", "# T\n\na b\n"},
		{"Japanese", "# T\n\n概要\n\n<!--\n経緯を記入してください。\n-->\n\n本文\n", "# T\n\n概要\n\n本文\n"},
		{"between lists", "# T\n\n- a\n\n" + c + "\n\n- b\n", "# T\n\n- a\n\n" + c + "\n\n- b\n"},
		{"before indented code", "# T\n\n- a\n\n" + c + "\n\n      b\n", "# T\n\n- a\n\n" + c + "\n\n      b\n"},
		{"text behind it", "# T\n\n" + c + " **b**\n", "# T\n\n" + c + " **b**\n"},
		{"beside a placeholder", "# T\n\n## A\n\n" + c + "\n\nTBD\n", "# T\n\n## A\n\n" + c + "\n\nTBD\n"},
		{"in code", "# T\n\n```\n" + c + "\n```\n", "# T\n\n```\n" + c + "\n```\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, newline := range []string{"\n", "\r\n"} {
				const path = "runbooks/a.md"
				text := strings.ReplaceAll(tt.text, "\n", newline)
				found := ofRule(t, "template-comment-left", fstest.MapFS{path: {Data: []byte(text)}})
				got := string(lint.Fix(path, []byte(text), found, false))
				if diff := cmp.Diff(strings.ReplaceAll(tt.want, "\n", newline), got); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			}
		})
	}
}

// TestTheWebIsAskedOnce counts requests: each address once, none without leave.
func TestTheWebIsAskedOnce(t *testing.T) {
	files := fstest.MapFS{
		"a.md": {Data: []byte("# A\n\n[x](https://dead.example/a#b) https://dead.example/a <https://live.example/日本>\n")},
		"b.md": {Data: []byte("# B\r\n\r\n[x](https://dead.example/a \"t\") [m](mailto:a@example.com) [r](a.md)\r\n")},
		"c.md": {Data: nil},
	}
	set, err := loadSchemas()
	if err != nil {
		t.Fatal(err)
	}
	settings := config.Default()
	c, _, err := corpus.Load(context.Background(), files, set, settings.Corpus)
	if err != nil {
		t.Fatal(err)
	}
	for _, scheduled := range []bool{false, true} {
		var mu sync.Mutex
		asked := []string{}
		o := lint.Options{
			Profile: lint.Full, Scheduled: scheduled, Levels: map[string]diag.Severity{"dead-external-link": diag.Warning},
			Fetch: func(address string) error {
				mu.Lock()
				defer mu.Unlock()
				asked = append(asked, address)
				if strings.Contains(address, "dead") {
					return errors.New("404")
				}
				return nil
			},
		}
		found := lint.Check(c, insight.Compute(c, insight.History{}, settings.Policy, time.Time{}), nil, []lint.Rule{deadExternalLink}, o).Found
		slices.Sort(asked)
		want, places := []string{}, 0
		if scheduled {
			want, places = []string{"https://dead.example/a", "https://live.example/%E6%97%A5%E6%9C%AC"}, 3
		}
		if diff := cmp.Diff(want, asked); diff != "" || len(found) != places {
			t.Errorf("scheduled %t: %d findings, want %d; asked -want +got\n%s", scheduled, len(found), places, diff)
		}
	}
}

func TestTheSettingsMayStateTheZone(t *testing.T) {
	files := fstest.MapFS{"postmortems/a.md": {Data: []byte("# T\n\n## Timeline\n\n- 2026-03-02 05:12 start\n")}}
	if got := len(ofRule(t, "timezone-missing", files)); got != 1 {
		t.Errorf("without settings: %d findings, want 1", got)
	}
	set, err := loadSchemas()
	if err != nil {
		t.Fatal(err)
	}
	settings := config.Default()
	settings.Policy.Zone, settings.Corpus.Facet.Zone = time.UTC, time.UTC
	c, _, err := corpus.Load(context.Background(), files, set, settings.Corpus)
	if err != nil {
		t.Fatal(err)
	}
	o := lint.Options{Profile: lint.Full}
	if found := lint.Check(c, insight.Compute(c, insight.History{}, settings.Policy, time.Time{}), nil, []lint.Rule{timezoneMissing}, o).Found; len(found) > 0 {
		t.Errorf("with a zone in the settings: %v", quoted(found))
	}
}

// TestDataIsMended makes the fixes of one rule in one document, once.
func TestDataIsMended(t *testing.T) {
	const path = "postmortems/a.md"
	tests := []struct{ name, rule, text, want string }{ // want is empty where there is no fix
		{"an alias", "yaml-alias", "---\nowner: &t 決済チーム\nx-a: *t\n---\n# T\n", "---\nowner: 決済チーム\nx-a: 決済チーム\n---\n# T\n"},
		{"two of one anchor", "yaml-alias", "---\nowner: &t a b\nx-a: *t\nx-b: [*t]\n---\n# T\n", "---\nowner: &t a b\nx-a: a b\nx-b: [a b]\n---\n# T\n"},
		{"a quoted text", "yaml-alias", "---\nowner: &t \"a, b\"\nx-b: [*t]\n---\n# T\n", "---\nowner: \"a, b\"\nx-b: [\"a, b\"]\n---\n# T\n"},
		{"a text with a comma", "yaml-alias", "---\nowner: &t a, b\nx-b: [*t]\n---\n# T\n", ""},
		{"a list", "yaml-alias", "---\ntags: &t [a]\nx-b: *t\n---\n# T\n", ""},
		{"a merge", "yaml-alias", "---\nx-a: &t {b: c}\nx-b: {<<: *t}\n---\n# T\n", ""},
		{"an old boolean", "wrong-type", "---\nkind: postmortem\nimpact: {security: yes}\n---\n# T\n", "---\nkind: postmortem\nimpact: {security: true}\n---\n# T\n"},
		{"a word for a number", "wrong-type", "---\nkind: postmortem\nimpact: {users: many}\n---\n# T\n", ""},
		{"a misspelt field in quotes", "unknown-field", "---\nkind: postmortem\n\"sevrity\": sev2\n---\n# T\n", "---\nkind: postmortem\nseverity: sev2\n---\n# T\n"},
		{"a misspelt value", "unknown-value", "---\nkind: postmortem\nstatus: \"finall\"\n---\n# T\n", "---\nkind: postmortem\nstatus: final\n---\n# T\n"},
		{"no closing fence", "front-matter-unclosed", "---\nseverity: sev2\n\n# T\n", "---\nseverity: sev2\n---\n\n# T\n"},
		{"a time in quotes", "conflicting-times",
			"---\nresolved_at: '2026-03-02T16:20:00+09:00'\n---\n# T\n\n## Timeline\n\n- 2026-03-02 05:12 UTC impact starts\n- 2026-03-02 07:27 UTC resolved\n",
			"---\nresolved_at: '2026-03-02T16:27:00+09:00'\n---\n# T\n\n## Timeline\n\n- 2026-03-02 05:12 UTC impact starts\n- 2026-03-02 07:27 UTC resolved\n"},
		{"layers, Japanese", "rca-layer-missing", "# 障害\n\n## 原因\n\n#### 技術的原因\n\n- 上限がない\n\n## 対策\n", "# 障害\n\n## 原因\n\n#### 技術的原因\n\n- 上限がない\n\n#### プロセス原因\n\n- 未記入\n\n#### 組織的原因\n\n- 未記入\n\n## 対策\n"},
		{"no cause yet", "rca-layer-missing", "---\nkind: rca\n---\n# T\n\n## Root causes", "---\nkind: rca\n---\n# T\n\n## Root causes\n\n### Technical causes\n\n- TBD\n\n### Process causes\n\n- TBD\n\n### Organizational causes\n\n- TBD"},
		{"causes without layers", "rca-layer-missing", "---\nkind: rca\n---\n# T\n\n## Root causes\n\n- The cache is unbounded\n", ""},
		{"causes in data", "rca-layer-missing", "---\nkind: rca\ncauses: [{text: a, layer: technical}]\n---\n# T\n\n## Root causes\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, newline := range []string{"\n", "\r\n"} {
				text := strings.ReplaceAll(tt.text, "\n", newline)
				found := ofRule(t, tt.rule, fstest.MapFS{path: {Data: []byte(text)}})
				if len(found) == 0 {
					t.Fatal("no finding")
				}
				got := string(lint.Fix(path, []byte(text), found, true))
				want := tt.want
				if want == "" {
					want = tt.text
				}
				if diff := cmp.Diff(strings.ReplaceAll(want, "\n", newline), got); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			}
		})
	}
}

// TestOneCellIsSaidOnce holds what is not filled in to one finding, whatever
// else of its cell cannot be read.
func TestOneCellIsSaidOnce(t *testing.T) {
	tests := []struct{ name, cell, want string }{
		{"a time", "2026-06-01 09:30 JST", ""},
		{"no time", "25:99", "unreadable-time"},
		{"a placeholder", "TBD", "placeholder-left"},
		{"a time left open beside one", "10:XX (`x`) TBD", "placeholder-left"},
		{"two of them", "10:XX ~ 未記入", "placeholder-left"},
		{"in the next cell", "25:99 | TODO", "unreadable-time placeholder-left"},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		for _, ending := range []string{"\n", "\r\n"} {
			text := "# 障害 2026-06-01\n\n## Timeline\n\n| Time | Event |\n|---|---|\n| 2026-06-01 09:00 JST | a |\n| " + tt.cell + " | b |\n| 2026-06-01 10:00 JST | c |\n"
			_, found := findings(t, fstest.MapFS{"postmortems/2026-014.md": {Data: []byte(strings.ReplaceAll(text, "\n", ending))}})
			var got []string
			for _, d := range found {
				if d.Rule == "unreadable-time" || d.Rule == "placeholder-left" {
					got = append(got, d.Rule)
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("%s with %q: got %q, want %q", tt.name, ending, got, tt.want)
			}
		}
	}
}
