package diag

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/source"
)

// hostile are texts that try to command a terminal, a CI runner or a web
// page, with those of the shared vectors where they are at hand.
func hostile(t testing.TB) []string {
	texts := []string{
		"", "障害の記録\r\n", "::error::x", " \t::error::x", "\u3000::error::x", "\n::error::x", "##[error]x", "a##[group]",
		"\x1b]8;;https://evil.example/\x07x", "\u202e\u2066x\u2069", "\xff\xfe::x", "x\u2028::error::y", "\U000e0001",
		"::stop-commands::token", "::token::", "%0A::error::x", "a:b,c%25=d", "]]><x/>", "a\uffff\ufffe\x00b",
		"`` | a `x` || \\| </code></td><img src=https://evil.example/?leak>", "@team #123 GH-1 deadbeefcafe a@evil.example",
		"![x](https://evil.example) [y](http://evil.example) [1](1)](2)", "</table>\n\n# x\n\n<script>alert(1)</script>",
		"https://evil.example www.evil.example", strings.Repeat("長い", 5_000), strings.Repeat("😀", 5_000), strings.Repeat("%", 5_000),
	}
	shared := os.Getenv("DEBRIEF_SHARED")
	if shared == "" {
		t.Log("DEBRIEF_SHARED is not set: only the texts of this file are tried")
		return texts
	}
	var cases []struct{ Text string }
	var names []string
	read(t, filepath.Join(shared, "vectors/own/ci_injection.json"), &cases)
	read(t, filepath.Join(shared, "vectors/own/filenames.json"), &names)
	for _, c := range cases {
		texts = append(texts, c.Text)
	}
	return append(texts, names...)
}

func read(t testing.TB, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// everywhere is a report in which a text stands wherever a document's text
// can.
func everywhere(text string) Report {
	say := Text{En: text, Ja: text}
	f := source.New(text, []byte(text))
	clean := source.New("a.md", []byte("x\n"))
	list := []Diagnostic{{
		Rule: "r", Severity: Error, Message: say, File: f, Span: f.Whole(),
		Related: []Related{{Message: say, File: f}},
		Fixes:   []Fix{{Title: say, Edits: []Edit{{New: text}}}, {Title: say, Unsafe: true, Edits: []Edit{{Span: f.Whole()}}}, {Title: say}},
	}}
	for i, s := range []Severity{Info, Warning, Error, Warning} {
		list = append(list, Diagnostic{Rule: text, Severity: s, Message: say, File: clean, Span: source.Span{Start: i, End: i + 1}})
	}
	return Report{Findings: list, Documents: []string{text, "b.md"}, Rules: []RuleInfo{{ID: "r", Summary: say, Page: say}}}
}

// printed is what a format prints: UTF-8 without a hidden character.
func printed(t testing.TB, format Format, o Report) string {
	t.Helper()
	var b strings.Builder
	if err := format.Write(&b, o); err != nil {
		t.Fatalf("%s: %v", format.Name, err)
	}
	text := b.String()
	for i, r := range text {
		if r != '\n' && hidden(r) {
			t.Errorf("%s prints %U behind %q", format.Name, r, text[max(0, i-40):i])
		}
	}
	if !utf8.ValidString(text) {
		t.Errorf("%s prints what is no UTF-8", format.Name)
	}
	return text
}

func TestNoFormatIsObeyed(t *testing.T) {
	for _, text := range hostile(t) {
		for _, lang := range []string{"en", "ja"} {
			o := everywhere(text)
			o.Lang = lang
			checkHarmless(t, o)
		}
	}
}

func checkHarmless(t testing.TB, o Report) {
	t.Helper()
	for _, format := range Formats() {
		text := printed(t, format, o)
		switch format.Name {
		case "github":
			checkCommands(t, o, text)
			continue
		case "junit":
			if err := wellFormed(text); err != nil {
				t.Errorf("junit: %v\n%s", err, text)
			}
		case "gitlab", "json", "rdjson", "sarif":
			if !json.Valid([]byte(text)) {
				t.Errorf("%s prints no JSON:\n%s", format.Name, text)
			}
		}
		for line := range strings.Lines(text) {
			if _, _, obeyed := command(line); obeyed || strings.Contains(line, "##[") {
				t.Errorf("%s: a CI runner obeys the line %q", format.Name, line)
			}
		}
	}
}

func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// command reads a line as a runner does (actions/runner: ActionCommand.cs,
// TryParseV2): its name and properties, and its data.
func command(line string) (head, data string, ok bool) {
	line = strings.TrimSuffix(line, "\n")
	rest, found := strings.CutPrefix(strings.TrimLeftFunc(line, unicode.IsSpace), "::")
	if !found {
		return "", "", false
	}
	return strings.Cut(rest, "::")
}

// checkCommands runs a print as a runner does and looks at what it obeyed.
func checkCommands(t testing.TB, o Report, text string) {
	t.Helper()
	stopped := ""
	used := map[string]int{}
	for line := range strings.Lines(text) {
		head, data, ok := command(line)
		if strings.Contains(line, "##[") {
			t.Errorf("a runner obeys the line %q", line)
		}
		switch {
		case !ok:
		case stopped != "":
			if head != stopped {
				t.Errorf("the line %q stands between brackets", line)
			}
			stopped = ""
		case head == "stop-commands":
			stopped = data
			if stopped != o.Token {
				t.Errorf("brackets of %q, want %q", stopped, o.Token)
			}
		default:
			name, properties, _ := strings.Cut(head, " ")
			used[name]++
			checkAnnotation(t, name, properties, data)
		}
	}
	if stopped != "" {
		t.Error("the brackets are not closed")
	}
	for name, n := range used {
		if n > 10 {
			t.Errorf("%d commands %q, want 10 at most", n, name)
		}
	}
}

var (
	dataBack     = strings.NewReplacer("%0A", "\n", "%0D", "\r", "%25", "%")
	propertyBack = strings.NewReplacer("%2C", ",", "%3A", ":", "%0A", "\n", "%0D", "\r", "%25", "%")
)

func checkAnnotation(t testing.TB, name, properties, data string) {
	t.Helper()
	if !slices.Contains([]string{"error", "warning", "notice"}, name) {
		t.Errorf("the command %q is none of ours", name)
	}
	if n := utf16Len(dataBack.Replace(data)); n > 4096 {
		t.Errorf("a message of %d units, want 4096 at most", n)
	}
	var keys []string
	for p := range strings.SplitSeq(properties, ",") {
		key, _, _ := strings.Cut(p, "=")
		keys = append(keys, key)
	}
	got := strings.Join(keys, " ")
	if got != "file line endLine title" && got != "file line endLine col endColumn title" {
		t.Errorf("the properties are %s", got)
	}
}

// TestNoFormatPrintsControls tries texts at random, put together from what
// some format minds.
func TestNoFormatPrintsControls(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	parts := append(strings.Split("\x00 \x07 \x1b[ \r \n \t \u0085 \u009b \u2028 \u202e \ufeff \uffff \U0010ffff \xe3\x81 \xff :: ##[ % , ] ( [ < > & \" ' ` | \\ @ # 0 9 a 障害 😀", " "), " ")
	for range 300 {
		var b strings.Builder
		for range r.IntN(20) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		o := everywhere(b.String())
		for i := range o.Findings {
			n := len(o.Findings[i].File.Data) + 3
			o.Findings[i].Span = source.Span{Start: r.IntN(n) - 1, End: r.IntN(n) - 1}
		}
		checkHarmless(t, o)
	}
}

func FuzzFormats(f *testing.F) {
	for _, text := range hostile(f) {
		f.Add(text, 0, 3)
	}
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		o := everywhere(text)
		o.Findings[0].Span = source.Span{Start: start, End: end}
		o.Findings[0].Related[0].Span = source.Span{Start: end, End: start}
		o.Findings[0].Fixes[0].Edits[0].Span = source.Span{Start: start, End: end}
		checkHarmless(t, o)
	})
}

func utf16Len(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// many are findings of all severities, more than any format takes.
func many(n int) []Diagnostic {
	line := "- 担当: 未記入 @team #123 " + strings.Repeat("長", 50) + "\r\n"
	var files []*source.File
	for i := range 30 {
		files = append(files, source.New("手順/"+string(rune('a'+i))+".md", []byte(strings.Repeat(line, n/30+1))))
	}
	list := make([]Diagnostic, 0, n)
	for i := range n {
		at := i / 30 * len(line)
		d := finding("placeholder-left", Severity(i%3)+Info, files[i%30], source.Span{Start: at + 2, End: at + len(line)})
		d.Fixes = []Fix{{Title: Say("name the owner", "担当を書く"), Edits: []Edit{{Span: source.Span{Start: at + 2, End: at + 8}, New: "所有者"}}}}
		list = append(list, d)
	}
	return list
}

func TestThirtyThousandFindings(t *testing.T) {
	if testing.Short() {
		t.Skip("30,000 findings in every format take seconds")
	}
	o := Report{Findings: many(30_000)}
	for _, format := range Formats() {
		text := printed(t, format, o)
		switch format.Name {
		case "github":
			checkCommands(t, o, text)
			for _, want := range []string{"\n9990 more errors in the summary\n", "\n9990 more warnings in the summary\n", "\n9990 more notes in the summary\n"} {
				if !strings.Contains(text, want) {
					t.Errorf("github does not print %q", want)
				}
			}
		case "summary":
			if len(text) < 890<<10 || len(text) > 901<<10 {
				t.Errorf("the summary has %d bytes, want about 900 KiB", len(text))
			}
			if rows := strings.Count(text, "<tr><td>"); !strings.Contains(text, count(30_000-rows, "", "more do not fit here")) {
				t.Errorf("the summary shows %d findings and does not count the others", rows)
			}
		case "sarif":
			checkCutSARIF(t, text)
		}
	}
}
