package diag

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"net/url"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // holds the schema
	"github.com/xeipuuv/gojsonschema"

	"github.com/debrief-dev/debrief/internal/source"
)

// sarifSchema compiles the schema of SARIF 2.1.0 by OASIS. It is a constant,
// not exported, of a module that only this test uses; it is read from there
// because it is too large to keep a second time.
var sarifSchema = sync.OnceValues(func() (*gojsonschema.Schema, error) {
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		return nil, err
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	if err != nil {
		return nil, err
	}
	var text string
	ast.Inspect(file, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			text, err = strconv.Unquote(l.Value)
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	return gojsonschema.NewSchema(gojsonschema.NewStringLoader(text))
})

// schemaFaults is what the schema finds wrong.
func schemaFaults(t *testing.T, log string) []gojsonschema.ResultError {
	t.Helper()
	schema, err := sarifSchema()
	if err != nil {
		t.Fatal(err)
	}
	result, err := schema.Validate(gojsonschema.NewStringLoader(log))
	if err != nil {
		t.Fatal(err)
	}
	return result.Errors()
}

func checkSARIF(t *testing.T, text string) sarifLog {
	t.Helper()
	for i, e := range schemaFaults(t, text) {
		if i < 5 {
			t.Errorf("not SARIF: %s", e)
		}
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	checkGitHub(t, log)
	return log
}

// checkGitHub checks what code scanning asks for beyond the schema.
func checkGitHub(t *testing.T, log sarifLog) {
	t.Helper()
	run := log.Runs[0]
	if run.Results == nil || run.Automation.ID != "debrief/" || run.ColumnKind != "utf16CodeUnits" {
		t.Errorf("results %v, category %q, columns %q", run.Results, run.Automation.ID, run.ColumnKind)
	}
	if len(run.Results) > 25_000 {
		t.Errorf("%d results, want 25,000 at most", len(run.Results))
	}
	for _, r := range run.Tool.Driver.Rules {
		for name, text := range map[string]string{"short": r.Short.Text, "full": r.Full.Text} {
			if n := utf16Len(text); n == 0 && r.ID != "" || n > 1024 {
				t.Errorf("rule %s: the %s description has %d units", clip(r.ID, 40), name, n)
			}
		}
		if r.Help.Text == "" && r.ID != "" || len(r.More.Tags) > 10 {
			t.Errorf("rule %s: help %q, tags %v", clip(r.ID, 40), r.Help.Text, r.More.Tags)
		}
	}
	for _, r := range run.Results {
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID || len(r.Related) > 100 {
			t.Errorf("result of %s: rule %d, %d related", clip(r.RuleID, 40), r.RuleIndex, len(r.Related))
		}
		at := r.Locations[0].Physical
		if u, err := url.Parse(at.Artifact.URI); err != nil || u.Scheme != "" || at.Region.EndLine < at.Region.StartLine {
			t.Errorf("a result at %+v: %v", at, err)
		}
	}
}

func TestWriteSARIF(t *testing.T) {
	page := "# placeholder-left\n\nA placeholder is left.\n\n## Why\n\nBecause.\n\nReally.\n\n## Bad\n\nx\n"
	f := source.New("手順/a b:c.md", []byte("# 障害🔥の記録\r\n- 担当: 未記入 🔥 未記入\r\n"))
	first := finding("placeholder-left", Warning, f, source.Span{Start: 33, End: 42})
	first.Related = []Related{{Message: Say("the [first](http://x)", "最初"), File: f, Span: source.Span{Start: 8, End: 12}}}
	first.Fixes = []Fix{
		{Title: Say("ask", "聞く")},
		{Title: Say("drop it", "消す"), Unsafe: true, Edits: []Edit{{Span: source.Span{Start: 33, End: 42}}}},
		{Title: Say("name it", "書く"), Edits: []Edit{{Span: source.Span{Start: 33, End: 42}, New: "所有者"}}},
	}
	second := finding("placeholder-left", Warning, f, source.Span{Start: 48, End: 57})
	second.Message = Say("second", "二番目")
	secret := finding("secret", Error, f, source.Span{Start: 2, End: len("# 障害🔥の記録\r\n")})
	o := Report{
		Findings: []Diagnostic{second, first, secret}, Version: "1.2.3",
		Rules: []RuleInfo{
			{ID: "placeholder-left", Severity: Warning, Prose: true, Summary: Say("A placeholder is left.", "x"), Page: Text{page, page}},
			{ID: "secret", Severity: Error, Security: true},
		},
	}
	log := checkSARIF(t, printed(t, Format{"sarif", WriteSARIF}, o))
	region := func(line, start, end int) sarifRegion { return sarifRegion{line, start, line, end} }
	artifact := sarifArtifact{"%E6%89%8B%E9%A0%86/a%20b%3Ac.md"}
	place := func(r sarifRegion) sarifPhysical { return sarifPhysical{artifact, r} }
	fix := func(title string, inserted *sarifText) sarifFix {
		return sarifFix{&sarifText{title}, []sarifChange{{artifact, []sarifReplacement{{region(2, 7, 10), inserted}}}}}
	}
	hashes := lineHashes(string(f.Data))
	want := []sarifResult{
		{
			RuleID: "secret", RuleIndex: 1, Level: "error", Message: sarifText{`value "x" is wrong`},
			Locations: []sarifLocation{{Physical: place(region(1, 3, 10))}},
			Prints:    map[string]string{"primaryLocationLineHash": hashes[0]},
		},
		{
			RuleID: "placeholder-left", Level: "warning",
			Message:   sarifText{`value "x" is wrong (and 1 more on this line); see [the \[first\] (http://x)](1); see [second](2)`},
			Locations: []sarifLocation{{Physical: place(region(2, 7, 10))}},
			Related: []sarifLocation{
				{ID: 1, Physical: place(region(1, 5, 7)), Message: &sarifText{"the [first](http://x)"}},
				{ID: 2, Physical: place(region(2, 14, 17)), Message: &sarifText{"second"}},
			},
			Prints: map[string]string{"primaryLocationLineHash": hashes[1]},
			Fixes:  []sarifFix{fix("name it", &sarifText{"所有者"}), fix("drop it", nil)},
		},
	}
	if diff := cmp.Diff(want, log.Runs[0].Results, cmp.AllowUnexported(sarifResult{})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	rules := []sarifRule{
		{"placeholder-left", sarifText{"A placeholder is left."}, sarifText{"Because.\n\nReally."}, sarifHelp{page, page}, sarifDefault{"warning"},
			sarifProperties{"medium", "warning", "", []string{"documentation"}}},
		{"secret", sarifText{"secret"}, sarifText{"secret"}, sarifHelp{"secret", "secret"}, sarifDefault{"error"},
			sarifProperties{"high", "error", "8.0", []string{"security"}}},
	}
	if diff := cmp.Diff(rules, log.Runs[0].Tool.Driver.Rules); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestSARIFOfAnything(t *testing.T) {
	checkSARIF(t, printed(t, Format{"sarif", WriteSARIF}, Report{}))
	for _, text := range hostile(t) {
		o := everywhere(text)
		o.Lang = "ja"
		log := checkSARIF(t, printed(t, Format{"sarif", WriteSARIF}, o))
		for _, r := range log.Runs[0].Results {
			if strings.Contains(r.Message.Text, "](") && strings.Count(r.Message.Text, "](") > len(r.Related) {
				t.Errorf("%q makes a link of its own: %s", text, r.Message.Text)
			}
		}
	}
	invalid := source.New("a.md", []byte("\xe3\x81 x\n"))
	log := checkSARIF(t, printed(t, Format{"sarif", WriteSARIF}, Report{Findings: []Diagnostic{finding("r", Error, invalid, source.Span{})}}))
	if prints := log.Runs[0].Results[0].Prints; prints != nil {
		t.Errorf("a line that is not UTF-8 has the hash %v", prints)
	}
}

// TestSchemaFindsFaults is the control of the other tests: what is wrong must
// not pass.
func TestSchemaFindsFaults(t *testing.T) {
	good := printed(t, Format{"sarif", WriteSARIF}, repeated())
	if faults := schemaFaults(t, good); len(faults) > 0 {
		t.Fatalf("the control itself has faults: %v", faults)
	}
	for _, tt := range []struct{ from, to string }{
		{`"version": "2.1.0"`, `"version": "2.0.0"`},
		{`"startLine": 1`, `"startLine": 0`},
		{`"level": "error"`, `"level": "fatal"`},
		{`"results"`, `"result"`},
		{`"message"`, `"text"`},
		{`"utf16CodeUnits"`, `"bytes"`},
	} {
		bad := strings.Replace(good, tt.from, tt.to, 1)
		if bad == good || len(schemaFaults(t, bad)) == 0 {
			t.Errorf("%s instead of %s passes", tt.to, tt.from)
		}
	}
}

// checkCutSARIF checks the log of 30,000 findings, each on a line of its own.
func checkCutSARIF(t *testing.T, text string) {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	checkGitHub(t, log)
	run := log.Runs[0]
	if len(run.Results) != 25_000 || len(run.Invocations) != 1 ||
		!strings.HasPrefix(run.Invocations[0].Notifications[0].Message.Text, "5000 results more") {
		t.Errorf("%d results are kept, and said is %+v", len(run.Results), run.Invocations)
	}
	for i, want := range map[int]string{0: "error", 9_999: "error", 10_000: "warning", 19_999: "warning", 20_000: "note"} {
		if got := run.Results[i].Level; got != want {
			t.Errorf("result %d is of level %s, want %s", i, got, want)
		}
	}
}

func TestSARIFStaysUnderTheSizeLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("compressing 14 MB takes a second")
	}
	// 14 MB of letters at random are more than 10 MB when compressed.
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	r := rand.New(rand.NewPCG(1, 2))
	f := source.New("a.md", []byte(strings.Repeat("x\n", 1400)))
	var list []Diagnostic
	for i := range 1400 {
		message := make([]byte, 10_000)
		for j := range message {
			message[j] = letters[r.IntN(len(letters))]
		}
		list = append(list, Diagnostic{Rule: "r", Severity: Warning, File: f, Span: source.Span{Start: 2 * i}, Message: Text{En: string(message)}})
	}
	text := printed(t, Format{"sarif", WriteSARIF}, Report{Findings: list})
	var log sarifLog
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	size, err := gzipSize([]byte(text))
	if err != nil || size > 10_000_000 || len(log.Runs[0].Results) != 700 || len(log.Runs[0].Invocations) != 1 {
		t.Errorf("%d results take %d bytes, %v", len(log.Runs[0].Results), size, err)
	}
}
