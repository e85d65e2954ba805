package doc

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/source"
)

func TestParseRecords(t *testing.T) {
	tests := []struct {
		name, path, text string
		want             []string // JSON of each value
		found            []string // line:column rule
	}{
		{"empty JSON", "a.json", "", nil, nil},
		{"a list", "a.json", `[{"number": 12, "title": "再発防止", "closedAt": null, "ok": true}, {"number": 3}]` + "\n",
			[]string{`[{"closedAt":null,"number":12,"ok":true,"title":"再発防止"},{"number":3}]`}, nil},
		{"JSON lines", "a.jsonl", "{\"a\": 1}\n{\"a\": \"x\\u0041\"}\n", []string{`{"a":1}`, `{"a":"xA"}`}, nil},
		{"a torn line", "a.jsonl", "\ufeff{\"a\": 1}\n{\"a\": \"障害\n{\"a\": 2}\n", []string{`{"a":1}`, `{"a":2}`}, []string{"2:1 record-unreadable"}},
		{"torn lines that swallow others", "a.json", "{\"a\":\n{\"a\": 1,\n\n  {\"a\": [\n{\"a\": 2}\n{\"a\": {\n", []string{`{"a":2}`},
			[]string{"1:1 record-unreadable", "2:1 record-unreadable", "4:3 record-unreadable", "6:1 record-unreadable"}},
		{"text behind a record", "a.jsonl", "{\"a\": 1} 続き\n{\"a\": 2}\n", []string{`{"a":1}`, `{"a":2}`}, []string{"1:10 record-unreadable"}},
		{"a line that is too deep", "a.jsonl", "{\"a\": " + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "}\n{\"a\": 2}\n", []string{`{"a":2}`}, []string{"1:39 yaml-too-deep"}},
		{"an object over lines that breaks off", "a.jsonl", "{\n  \"a\": {\"b\": 1}\n  \"c\": {}\n}\n", nil, []string{"3:3 record-unreadable"}},
		{"byte order mark", "a.json", "\ufeff[1]", []string{`[1]`}, nil},
		{"a key twice", "a.json", `{"a": 1, "a": 2}`, []string{`{"a":1}`}, nil},
		{"broken off", "a.json", "{\"a\": 1}\n[{\"a\": 1},\n", []string{`{"a":1}`}, []string{"3:1 record-unreadable"}},
		{"no JSON", "a.json", "{\"a\": 1}\nnot JSON\n", []string{`{"a":1}`}, []string{"2:1 record-unreadable"}},
		{"too deep", "a.json", strings.Repeat("[", 200), nil, []string{"1:34 yaml-too-deep"}},
		{"empty CSV", "a.csv", "", nil, nil},
		{"headings alone", "a.csv", "Key,State\n", nil, nil},
		{"rows", "a.csv", "Key,State\nA-1,Open\n\nA-2,\"Do\"\"ne\"\n", []string{`{"Key":"A-1","State":"Open"}`, `{"Key":"A-2","State":"Do\"ne"}`}, nil},
		{"no line break at the end", "a.CSV", "Key\nA-1", []string{`{"Key":"A-1"}`}, nil},
		{"semicolons, line breaks, 日本語", "a.csv", "キー;要約;\"a,b,c\"\nA-1;\"二行の\n要約, と; 続き\";x\n", []string{`{"a,b,c":"x","キー":"A-1","要約":"二行の\n要約, と; 続き"}`}, nil},
		{"tabs", "a.csv", "Key\tState\nA-1\tOpen\n", []string{`{"Key":"A-1","State":"Open"}`}, nil},
		{"a short row", "a.csv", "Key,State\nA-1\n", []string{`{"Key":"A-1"}`}, nil},
		{"a long row", "a.csv", "Key,State\nA-1,Open,x\nA-2,Open\n", []string{`{"Key":"A-2","State":"Open"}`}, []string{"2:1 record-unreadable"}},
		{"an open quote", "a.csv", "Key,State\nA-1,Open\n\"A-2,Open\n", []string{`{"Key":"A-1","State":"Open"}`}, []string{"3:1 record-unreadable"}},
		{"headings alike, one empty", "a.csv", "Key,,Sprint,Sprint,Key\nA-1,x,,2,B\n", []string{`{"Key":"A-1","Sprint":"2"}`}, nil},
		{"headings alike", "a.csv", "Key,Sprint,Sprint,\nA-1,,2,x\n", []string{`{"Key":"A-1","Sprint":"2"}`}, nil},
	}
	for _, tt := range tests {
		for _, ending := range []string{"\n", "\r\n"} {
			t.Run(fmt.Sprintf("%s %q", tt.name, ending), func(t *testing.T) {
				f := source.New(tt.path, []byte(strings.ReplaceAll(tt.text, "\n", ending)))
				values, found := ParseRecords(f, DefaultLimits())
				var got, rules []string
				for _, v := range values {
					text, err := json.Marshal(v.JSON())
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, strings.ReplaceAll(string(text), `\r\n`, `\n`))
				}
				for _, d := range found {
					p := f.Position(d.Span.Start)
					rules = append(rules, fmt.Sprintf("%d:%d %s", p.Line, p.Column, d.Rule))
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("values (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(tt.found, rules); diff != "" {
					t.Errorf("findings (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// EachRecord reads what ParseRecords reads, a list at the top item by item.
func TestEachRecord(t *testing.T) {
	tests := []struct {
		name, path, text string
		want             []string // JSON of each record
		found, lost      int
	}{
		{"empty", "a.json", "", nil, 0, 0},
		{"a list", "a.json", `[{"a": 1}, [2], "三"]`, []string{`{"a":1}`, `[2]`, `"三"`}, 0, 0},
		{"JSON lines", "a.jsonl", "{\"a\": 1}\n{\"a\": 2}\n", []string{`{"a":1}`, `{"a":2}`}, 0, 0},
		{"many torn lines", "a.jsonl", "{\"a\": 1}\n" + strings.Repeat("{\"障\n", 500) + "{\"a\": 2}\n", []string{`{"a":1}`, `{"a":2}`}, maxRowFindings + 1, 500},
		{"a list of lines that breaks off", "a.json", "[\n{\"a\": 1},\n{\"a\": 2}\n{\"a\": 3}\n", []string{`{"a":1}`, `{"a":2}`}, 1, 1},
		{"a list that breaks off", "a.json", `[{"a": 1}, {"a"`, []string{`{"a":1}`}, 1, 1},
		{"rows", "a.csv", "名前,a\n一,1\n", []string{`{"a":"1","名前":"一"}`}, 0, 0},
		{"many bad rows", "a.csv", "a\n" + strings.Repeat("1,2\n", 500) + "3\n", []string{`{"a":"3"}`}, maxRowFindings, 500},
	}
	for _, tt := range tests {
		for _, ending := range []string{"\n", "\r\n"} {
			var got []string
			f := source.New(tt.path, []byte(strings.ReplaceAll(tt.text, "\n", ending)))
			found, lost := EachRecord(f, DefaultLimits(), func(v Value) {
				text, err := json.Marshal(v.JSON())
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, string(text))
			})
			if diff := cmp.Diff(tt.want, got); diff != "" || len(found) != tt.found || lost != tt.lost {
				t.Errorf("%s %q: %d findings, want %d, of %d records, want %d; records (-want +got):\n%s", tt.name, ending, len(found), tt.found, lost, tt.lost, diff)
			}
		}
	}
}

func TestRecordsHavePlaces(t *testing.T) {
	for _, tt := range []struct{ path, text string }{{"a.json", "[\r\n  {\"a\" : 1,\r\n   \"b\": \"障害\"}\r\n]"}, {"a.csv", "a,b\r\n1,障害\r\n"}} {
		f := source.New(tt.path, []byte(tt.text))
		values, found := ParseRecords(f, DefaultLimits())
		if len(found) > 0 || len(values) != 1 {
			t.Fatalf("%s: %v %v", tt.path, values, found)
		}
		record := values[0]
		if record.Type() == List {
			record = record.Items()[0]
		}
		b := record.Field("b")
		if text := f.Text(b.Span()); strings.Trim(text, `"`) != "障害" || b.Text() != "障害" || strings.Trim(f.Text(b.KeySpan()), `"`) != "b" {
			t.Errorf("%s: %q at %q", tt.path, b.Text(), text)
		}
	}
}

// Files of any content take time in proportion to their size.
func TestRecordsOfAnySizeAreQuick(t *testing.T) {
	const size = 1 << 20
	for name, unit := range map[string]string{"a.csv": `"`, "b.csv": ",", "c.csv": "\n", "d.csv": "a;\"\"\"\n", "e.json": "[", "f.json": `{"a":`, "g.json": "[]", "h.json": "\"x\",", "i.jsonl": "{}\n[\n", "j.jsonl": "{}\nx\n", "k.jsonl": "{\"a\":\n{}\n"} {
		begin := time.Now()
		ParseRecords(source.New(name, []byte(strings.Repeat(unit, size/len(unit)))), DefaultLimits())
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("%s of %q takes %v", name, unit, took)
		}
	}
}

func FuzzParseRecords(f *testing.F) {
	for _, text := range []string{"", "[{\"a\": [1, null]}]", "a,b\n\"x\"\"\",2\r\n", "{\"a\": \"\\ud800\"}", "\ufeffキー\tb\n\xff,\n"} {
		f.Add(text, true)
		f.Add(text, false)
	}
	f.Fuzz(func(t *testing.T, text string, csv bool) {
		name := "a.json"
		if csv {
			name = "a.csv"
		}
		file := source.New(name, []byte(text))
		values, found := ParseRecords(file, DefaultLimits())
		for _, v := range values {
			if s := v.Span(); s.Start < 0 || s.End > len(text) || s.Start > s.End {
				t.Errorf("a value at %v of %d bytes", s, len(text))
			}
		}
		for _, d := range found {
			if d.Span.Start < 0 || d.Span.End > len(text) || d.Span.Start > d.Span.End {
				t.Errorf("%s at %v of %d bytes", d.Rule, d.Span, len(text))
			}
		}
	})
}
