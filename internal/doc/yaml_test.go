package doc

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/source"
)

// places lists a value and all in it: pointer, type, text of the key, text of
// the value as it stands in the file.
func places(f *source.File, pointer string, v Value) []string {
	line := fmt.Sprintf("%s = %s", pointer, f.Text(v.Span()))
	if key := f.Text(v.KeySpan()); key != "" {
		line = fmt.Sprintf("%s [%s] = %s", pointer, key, f.Text(v.Span()))
	}
	out := []string{line}
	for i, item := range v.Items() {
		out = append(out, places(f, fmt.Sprintf("%s/%d", pointer, i), item)...)
	}
	for _, e := range v.Entries() {
		out = append(out, places(f, pointer+"/"+EscapePointer(e.Key), e.Value)...)
	}
	return out
}

func TestYAMLSpans(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // without the root
	}{
		{"empty", "", nil},
		{"plain", "id: 001\n", []string{"/id [id] = 001"}},
		{"plain with comment", "a: b c # d\n", []string{"/a [a] = b c"}},
		{"hash in a word", "a: b#c\n", []string{"/a [a] = b#c"}},
		{"plain over lines", "a: one\n  two\n\n  three\nb: 1\n", []string{"/a [a] = one\n  two\n\n  three", "/b [b] = 1"}},
		{"Japanese", "件名: 決済障害\n影響:\n  - 利用者: 三千人\n", []string{
			"/件名 [件名] = 決済障害", "/影響 [影響] = - 利用者: 三千人", "/影響/0 = 利用者: 三千人", "/影響/0/利用者 [利用者] = 三千人"}},
		{"single quotes", "'a b': 'it''s' # no\n", []string{"/a b ['a b'] = 'it''s'"}},
		{"double quotes", `a: "x \" # y"` + "\n", []string{`/a [a] = "x \" # y"`}},
		{"quotes over lines", "a: \"x\n  y\"\nb: 1\n", []string{"/a [a] = \"x\n  y\"", "/b [b] = 1"}},
		{"literal", "a: |\n  x\n    y\n\n  z\n\nb: 1\n", []string{"/a [a] = |\n  x\n    y\n\n  z", "/b [b] = 1"}},
		{"literal that begins indented", "a: |2-  # c\n    x\n  y\nb: 1\n", []string{"/a [a] = |2-  # c\n    x\n  y", "/b [b] = 1"}},
		{"literal with a hash", "a: |\n  # x\n  y\n# c\nb: 1\n", []string{"/a [a] = |\n  # x\n  y", "/b [b] = 1"}},
		{"empty literal", "a: |\nb: >-\n", []string{"/a [a] = |", "/b [b] = >-"}},
		{"folded", "a: >-\n  x\n  y\n\n  z\nb: 1\n", []string{"/a [a] = >-\n  x\n  y\n\n  z", "/b [b] = 1"}},
		{"literal in a list", "- |\n x\n- y\n", []string{"/0 = |\n x", "/1 = y"}},
		{"flow list", "a: [x, 'y', \"z\" ] # c\n", []string{"/a [a] = [x, 'y', \"z\" ]", "/a/0 = x", "/a/1 = 'y'", "/a/2 = \"z\""}},
		{"flow map", "a: {x: 1, \"y\":2}\n", []string{"/a [a] = {x: 1, \"y\":2}", "/a/x [x] = 1", "/a/y [\"y\"] = 2"}},
		{"flow over lines", "a: [ # c ]\n  x,\n  y\n]\nb: {}\nc: [ ]\n", []string{"/a [a] = [ # c ]\n  x,\n  y\n]", "/a/0 = x", "/a/1 = y", "/b [b] = {}", "/c [c] = [ ]"}},
		{"pair in a flow list", "a: [x: 1, {y: 2}: 3]\n", []string{
			"/a [a] = [x: 1, {y: 2}: 3]", "/a/0 = x: 1", "/a/0/x [x] = 1", "/a/1 = {y: 2}: 3"}},
		{"block list", "a:\n- x\n-   y\n", []string{"/a [a] = - x\n-   y", "/a/0 = x", "/a/1 = y"}},
		{"lists in a list", "- - a\n  - b\n- c: 1\n  d: 2\n", []string{
			"/0 = - a\n  - b", "/0/0 = a", "/0/1 = b", "/1 = c: 1\n  d: 2", "/1/c [c] = 1", "/1/d [d] = 2"}},
		{"nulls", "a:\nb: ~\nc: null\nd: []\n", []string{"/a [a] = a", "/b [b] = ~", "/c [c] = null", "/d [d] = []"}},
		{"null in a list", "a:\n  - x\n  -\n  - y\n", []string{"/a [a] = - x\n  -\n  - y", "/a/0 = x", "/a/1 = -", "/a/2 = y"}},
		{"null at the end of a map", "a:\n  b: 1\n  c:\nd: 1\n", []string{"/a [a] = b: 1\n  c", "/a/b [b] = 1", "/a/c [c] = c", "/d [d] = 1"}},
		{"alias", "a: &x {b: 1}\nc: *x\n", []string{"/a [a] = {b: 1}", "/a/b [b] = 1", "/c [c] = *x", "/c/b [b] = 1"}},
		{"alias in a flow list", "- &x v\n- [*x , *x]\n", []string{"/0 = v", "/1 = [*x , *x]", "/1/0 = *x", "/1/1 = *x"}},
		{"anchored block", "a: &x\n  b: 1\nc: &y\n  - 1\n", []string{"/a [a] = b: 1", "/a/b [b] = 1", "/c [c] = - 1", "/c/0 = 1"}},
		{"tag", "a: !!str 12\n", []string{"/a [a] = 12"}},
		{"merge", "x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\n", []string{
			"/x [x] = {a: 1, b: 2}", "/x/a [a] = 1", "/x/b [b] = 2",
			"/y [y] = <<: *x\n  b: 3", "/y/b [b] = 3", "/y/a [a] = 1"}},
		{"explicit key", "? a\n: b\n", []string{"/a [a] = b"}},
		{"document marker", "--- # c\na: 1\n...\n", []string{"/a [a] = 1"}},
		{"byte-order mark", "\ufeffa: 1\n", []string{"/a [a] = 1"}},
		{"date, time, version", "a: 2023-01-15\nb: 14:30\nc: 1.10\nd: 99.9%\n", []string{
			"/a [a] = 2023-01-15", "/b [b] = 14:30", "/c [c] = 1.10", "/d [d] = 99.9%"}},
		{"outside the basic plane", "a: 🔥 {x}\n🔥: [🔥, b]\n", []string{
			"/a [a] = 🔥 {x}", "/🔥 [🔥] = [🔥, b]", "/🔥/0 = 🔥", "/🔥/1 = b"}},
		{"line separator of Unicode", "a: \"x\u2028y\"\nb: 1\n", []string{"/a [a] = \"x\u2028y\"", "/b [b] = 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for name, convert := range map[string]func(string) string{
				"LF": func(s string) string { return s }, "CRLF": crlf,
			} {
				text := convert(tt.text)
				f := source.New("a.yaml", []byte(text))
				r := parseYAML(f, source.Span{Start: bomLength(f.Data), End: len(f.Data)}, DefaultLimits().Data, ruleYAMLTooLarge)
				var want []string
				for _, w := range tt.want {
					want = append(want, convert(w))
				}
				var got []string
				if r.value.Type() != Absent {
					got = places(f, "", r.value)[1:]
				}
				equal(t, name, got, want)
			}
		})
	}
}

func TestScalarsKeepTheirText(t *testing.T) {
	d, _ := parse("a.yaml", "a: 001\nb: 2023-01-15\nc: yes\nd: 1.10\ne: \"x\\ty\"\nf: 'null'\ng: |\n  日本\n  語\n")
	for key, want := range map[string]string{"a": "001", "b": "2023-01-15", "c": "yes", "d": "1.10", "e": "x\ty", "f": "null", "g": "日本\n語\n"} {
		if v := d.Meta.Field(key); v.Text() != want || v.Type() != Scalar {
			t.Errorf("%s = %q (type %d), want %q", key, v.Text(), v.Type(), want)
		}
	}
	for key, want := range map[string]bool{"a": true, "e": false, "f": false, "g": false} {
		if got := d.Meta.Field(key).Plain(); got != want {
			t.Errorf("%s plain = %v, want %v", key, got, want)
		}
	}
}

func TestYAMLFindings(t *testing.T) {
	deep := strings.Repeat("[", 33) + strings.Repeat("]", 33)
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", nil},
		{"ordinary text", "a: 日本語 no, yes\nb: 12:30\nc: on-call\nd: 2023-01-15T14:30:00+09:00\ne: 0\nf: -1.5e3\ng: 0.5\n", nil},
		{"duplicate", "a: 1\nb: 2\na: 3\n", []string{"duplicate-key 3:1 a"}},
		{"duplicate in Japanese", "件名: 1\n\"件名\": 2\n", []string{`duplicate-key 2:1 "件名"`}},
		{"int key", "1: a\n", []string{"key-not-string 1:1 1"}},
		{"bool key", "true: a\non: b\n", []string{"key-not-string 1:1 true"}},
		{"null key", "~: a\n", []string{"key-not-string 1:1 ~"}},
		{"list key", "? [a]\n: b\n", []string{"key-not-string 1:3 [a]"}},
		{"alias", "a: &x 1\nb: *x\n", []string{"yaml-alias 2:4 *x"}},
		{"merge key", "a: 1\n<<: {b: 1}\n", []string{"yaml-alias 2:1 <<"}},
		{"cycle", "a: &x [*x]\n", []string{"yaml-alias-bomb 1:8 *x"}},
		{"unknown alias", "a: *x\n", []string{"yaml-syntax 1:4 *x"}},
		{"tag", "a: !!int 1\nb: !mine [c]\n", []string{"yaml-tag 1:4 !!int", "yaml-tag 2:4 !mine"}},
		{"tag directive", "%TAG ! x\n---\na: 1\n", []string{"yaml-tag 1:1 %TAG ! x"}},
		{"second document", "a: 1\n---\nb: [\n", []string{"yaml-multiple-documents 2:1 ---"}},
		{"text after the end", "a: 1\n...\nb: 1\n", []string{"yaml-multiple-documents 3:1 b: 1"}},
		{"comment after the end", "---\na: 1\n...\n# c\n", nil},
		{"nan", "a: .nan\nb: -.Inf\n", []string{"not-a-number 1:4 .nan", "not-a-number 2:4 -.Inf"}},
		{"ambiguous", "a: 0777\nb: 1_000\nc: 0x1F\nd: Yes\ne: 'no'\n", []string{
			"ambiguous-scalar 1:4 0777", "ambiguous-scalar 2:4 1_000", "ambiguous-scalar 3:4 0x1F", "ambiguous-scalar 4:4 Yes"}},
		{"value is a comment", "id: #2023-001 \nchannel: #ops\n", []string{"value-is-comment 1:5 #2023-001", "value-is-comment 2:10 #ops"}},
		{"a comment", "id: # to come\nb: #\nc: x #y\n", nil},
		{"not a map", "- a\n", []string{"yaml-not-a-map 1:1 -"}},
		{"two colons", "a: b: c\n", []string{"yaml-syntax 1:5 :"}},
		{"open quote", "件名: \"決済\nb: 1\n", []string{"yaml-syntax 1:5 \"決済"}},
		{"open list", "a: [b\n", []string{"yaml-syntax 1:4 [b"}},
		{"tab", "a:\n\tb: 1\n", []string{"yaml-syntax 2:1 \t"}},
		{"at sign", "a: @ops\n", []string{"yaml-syntax 1:4 @ops"}},
		{"no colon", "a: 1\nb\nc: 2\n", []string{"yaml-syntax 3:1 c:"}},
		{"indentation", "a: 1\n  b: 2\n", []string{"yaml-syntax 2:4 :"}},
		{"too deep", "a: " + deep + "\n", []string{"yaml-too-deep"}},
		{"too deep in blocks", "a:\n" + strings.Repeat("- ", 32) + "x\n", []string{"yaml-too-deep"}},
		{"too many", "a: [" + strings.Repeat("b,", 25_000) + "\n " + strings.Repeat("b,", 25_000) + "]\n", []string{"yaml-too-many-nodes"}},
		{"far too many", strings.Repeat("["+strings.Repeat("1,", 20_000)+"\n", 6), []string{"yaml-too-many-nodes"}},
		{"too many by aliases", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n" +
			"d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n", []string{"yaml-alias-bomb 5:20 *d"}},
		{"control", "a: x\x01y\n", []string{"control-character 1:5 \x01"}},
		{"lone carriage return", "a: x\ry: 2\n", []string{"control-character 1:5 \r"}},
		{"invalid UTF-8", "a: x\xff\xfey\nb: 1\n", []string{"invalid-utf8 1:5 \xff\xfe"}},
		{"bidi", "a: x\u202ey\n", []string{"bidi-control 1:5 \u202e"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, text := range []string{tt.text, crlf(tt.text)} {
				d, found := parse("a.yaml", text)
				got := show(d.File, found)
				for i := range got {
					if i < len(tt.want) && !strings.Contains(tt.want[i], ":") {
						got[i] = found[i].Rule // the place does not matter
					}
				}
				equal(t, "findings", got, tt.want)
				for _, x := range found {
					if x.Message.En == "" || x.Message.Ja == "" || strings.Contains(x.Message.En, "%!") {
						t.Errorf("message %q / %q", x.Message.En, x.Message.Ja)
					}
				}
			}
		})
	}
}

// A value that is duplicated, tagged or wrong spoils itself only.
func TestYAMLKeepsWhatCanBeRead(t *testing.T) {
	d, found := parse("a.yaml", "a: 1\na: 2\n? [x]\n: y\n1: one\nb: !!int 3\nc: x\x00y\n")
	equal(t, "value", fmt.Sprint(d.Meta.JSON()), fmt.Sprint(map[string]any{"a": "1", "1": "one", "b": "3", "c": "x?y"}))
	if rel := found[1].Related; len(rel) != 1 || rel[0].Span != (source.Span{Start: 0, End: 1}) {
		t.Errorf("related place of the duplicate = %v", rel)
	}
}

func TestYAMLFixes(t *testing.T) {
	tests := []struct{ text, want string }{
		{"id: #2023-001\n", "id: \"#2023-001\"\n"},
		{"a: 0777\n", "a: \"0777\"\n"},
		{"1: 本番\n", "\"1\": 本番\n"},
		{"a: x\u202ey\n", "a: xy\n"},
	}
	for _, tt := range tests {
		d, found := parse("a.yaml", tt.text)
		if len(found) != 1 || len(found[0].Fixes) != 1 {
			t.Fatalf("%q: findings %v, want one with a fix", tt.text, show(d.File, found))
		}
		got := fixed(d.File, found[0])
		if got != tt.want {
			t.Errorf("%q fixed = %q, want %q", tt.text, got, tt.want)
		}
		if d, again := parse("a.yaml", got); len(again) > 0 {
			t.Errorf("%q fixed still has %v", tt.text, show(d.File, again))
		}
	}
}

// Hostile and odd YAML ends quickly, without a panic.
func TestYAMLVectors(t *testing.T) {
	var files []string
	for _, dir := range []string{shared(t, "vectors", "own", "yaml"), shared(t, "vectors", "own", "frontmatter"), shared(t, "vectors", "yaml-test-suite")} {
		matches, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(matches) == 0 {
			t.Fatalf("no files in %s: %v", dir, err)
		}
		files = append(files, matches...)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		d, found := Parse(source.New(filepath.Base(name), data), DefaultLimits())
		// 50 ms are the aim; machines under load are slower.
		if took := time.Since(start); took > 500*time.Millisecond {
			t.Errorf("%s took %v", name, took)
		}
		check(t, d, found)
	}
}
