package facet

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

func TestDecodeSeries(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // label|time=value …
		found      []string // line:column message in Japanese
	}{
		{"empty", "", nil, []string{"1:1 系列に値がありません"}},
		{"headings alone", "timestamp,value\n", nil, []string{"1:1 系列に値がありません"}},
		{"values", "timestamp,value\n2026-01-01T00:00:00+09:00,35.4\n2026-01-01T00:05:00+09:00,-1e3\n", []string{"|15:00=35.4 15:05=-1000"}, nil},
		{"columns in any order, a byte order mark, a space for T", "\ufeff値;ホスト;日時\n1;web;2026-01-01 00:00:00Z\n", []string{"|00:00=1"}, nil},
		{"gaps", "timestamp,value\n2026-01-01T00:00:00Z,\n2026-01-01T00:01:00Z,NaN\n\n2026-01-01T00:02:00Z,2\n", []string{"|00:02=2"}, nil},
		{"labels", "timestamp,value,label\n2026-01-01T00:00:00Z,1,東京\n2026-01-01T00:00:00Z,2,大阪\n2026-01-01T00:01:00Z,3,東京\n", []string{"東京|00:00=1 00:01=3", "大阪|00:00=2"}, nil},
		{"out of order and repeated", "timestamp,value\n2026-01-01T00:02:00Z,3\n2026-01-01T00:01:00Z,2\n2026-01-01T01:02:00+01:00,9\n", []string{"|00:01=2 00:02=3"},
			[]string{"3:1 直前の行より前の日時の行が、この行を含めて1行あり、並べ替えました", "4:1 日時が重複する行が、この行を含めて1行あり、ファイルで先にある値を採用しました"}},
		{"the first row out of order, of two labels", "timestamp,value,label\n2026-01-01T00:02:00Z,1,大阪\n2026-01-01T00:02:00Z,2,東京\n2026-01-01T00:00:00Z,3,東京\n2026-01-01T00:01:00Z,4,大阪\n2026-01-01T00:00:00Z,5,大阪\n",
			[]string{"大阪|00:00=5 00:01=4 00:02=1", "東京|00:00=3 00:02=2"}, []string{"4:1 直前の行より前の日時の行が、この行を含めて3行あり、並べ替えました"}},
		{"one instant in two labels, then twice in one", "timestamp,value,label\n2026-01-01T00:00:00Z,1,a\n2026-01-01T00:00:00Z,2,b\n2026-01-01T00:00:00Z,3,b\n2026-01-01T00:00:00Z,4,a\n",
			[]string{"a|00:00=1", "b|00:00=2"}, []string{"4:1 日時が重複する行が、この行を含めて2行あり、ファイルで先にある値を採用しました"}},
		{"a column is missing", "timestamp,label\n2026-01-01T00:00:00Z,a\n", nil, []string{"1:1 見出しに timestamp または value がありません。先頭の行に timestamp,value と書いてください"}},
		{"a line break in quotes", "timestamp,value,label\n2026-01-01T00:00:00Z,1,\"東京\n本番\"\n2026-01-01T00:00:00Z,x,b\n", []string{"東京\n本番|00:00=1"}, []string{`4:22 "x" は 35.4 のような数値ではありません`}},
		{"no headings", "2026-01-01T00:00:00Z,1\n2026-01-01T00:01:00Z,1\n", nil, []string{"1:1 見出しに timestamp または value がありません。先頭の行に timestamp,value と書いてください"}},
		{"bad rows", "timestamp,value\n2026-01-01T00:00:00,1\n2026-01-01T00:00:00Z,高い\n9999-01-01T00:00:00Z,1\n2026-01-01T00:00:00Z,1e101\n2026-01-01T00:00:00Z,Inf\n2026-01-01T00:00:00Z,1,2\n2026-01-01T00:09:00Z,5\n",
			[]string{"|00:09=5"}, []string{
				`2:1 日時 "2026-01-01T00:00:00" は 2026-01-31T09:00:00+09:00 のようなオフセット付きの RFC 3339 ではありません`,
				`3:22 "高い" は 35.4 のような数値ではありません`,
				`4:1 日時 "9999-01-01T00:00:00Z" の年が 1970〜2200 の範囲にありません`,
				`5:22 "1e101" は 35.4 のような数値ではありません`,
				`6:22 "Inf" は 35.4 のような数値ではありません`,
				`7:1 この行のセルは3個ですが、見出しは2個です`,
			}},
		{"headings alike", "timestamp,value,値,value\n2026-01-01T00:00:00Z,1,2,3\n", []string{"|00:00=1"},
			[]string{`1:17 見出し "値" は前にある "value" と同じ意味で、前の列を採用しました。列を1つにするか、列ごとにファイルを分けてください`}},
		{"a short row", "label,value,timestamp\nx,1\n", nil, []string{`2:3 日時 "" は 2026-01-31T09:00:00+09:00 のようなオフセット付きの RFC 3339 ではありません`}},
	}
	for _, tt := range tests {
		for _, ending := range []string{"\n", "\r\n"} {
			t.Run(fmt.Sprintf("%s %q", tt.name, ending), func(t *testing.T) {
				f := source.New("data/m.csv", []byte(strings.ReplaceAll(tt.text, "\n", ending)))
				list, found, _ := DecodeSeries(f, SeriesFile{Metric: "m"}, doc.DefaultLimits())
				var got, messages []string
				for _, s := range list {
					var points []string
					for i, v := range s.Values {
						points = append(points, fmt.Sprintf("%s=%v", s.At(i).Format("15:04"), v))
					}
					got = append(got, strings.ReplaceAll(s.Label, "\r", "")+"|"+strings.Join(points, " "))
				}
				for _, d := range found {
					p := f.Position(d.Span.Start)
					messages = append(messages, fmt.Sprintf("%d:%d %s", p.Line, p.Column, d.Message.Ja))
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("series (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(tt.found, messages); diff != "" {
					t.Errorf("findings (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// A metric is never negative if that is stated, or nothing is and no value is.
func TestSeriesBelowZero(t *testing.T) {
	const never, ever = "timestamp,value\n2026-01-01T00:00:00Z,0\n", "timestamp,value\n2026-01-01T00:00:00Z,-1\n"
	tests := []struct {
		text  string
		about SeriesFile
		want  bool
	}{
		{never, SeriesFile{}, true},
		{ever, SeriesFile{}, false},
		{never, SeriesFile{Signed: true}, false},
		{ever, SeriesFile{NonNegative: true}, true},
	}
	for _, tt := range tests {
		list, _, _ := DecodeSeries(source.New("m.csv", []byte(tt.text)), tt.about, doc.DefaultLimits())
		if list[0].NonNegative != tt.want {
			t.Errorf("%q %+v: %v", tt.text, tt.about, list[0].NonNegative)
		}
	}
}

// A broken export of any length is a few findings; labels without end are no
// series without end.
func TestSeriesOfManyFaults(t *testing.T) {
	const rows = 50_000
	var bad, labels strings.Builder
	bad.WriteString("timestamp,value\n")
	labels.WriteString("timestamp,value,label\n")
	for i := range rows {
		bad.WriteString("gestern,1\n")
		fmt.Fprintf(&labels, "2026-01-01T00:00:00Z,1,%d\n", i)
	}
	limits := doc.DefaultLimits()
	limits.File = 16 << 20
	begin := time.Now()
	list, found, lost := DecodeSeries(source.New("m.csv", []byte(bad.String())), SeriesFile{}, limits)
	if last := found[len(found)-1]; len(list) != 0 || len(found) != maxFaults+1 || last.Message.En != "more rows that cannot be read: 49980" || lost != rows {
		t.Errorf("%d series, %d findings, %s", len(list), len(found), last.Message.En)
	}
	list, found, lost = DecodeSeries(source.New("m.csv", []byte(labels.String())), SeriesFile{}, limits)
	if len(list) != maxLabels || len(found) != 1 || lost != rows-maxLabels {
		t.Errorf("%d series, %d findings", len(list), len(found))
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("it takes %v", took)
	}
}

func FuzzDecodeSeries(f *testing.F) {
	f.Add("timestamp,value\n2026-01-01T00:00:00Z,1\n")
	f.Add("日時;値;ラベル\r\n\"2026-01-01 00:00:00+09:00\";\"1e9\";x\r\n;;\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, found, _ := DecodeSeries(source.New("m.csv", []byte(text)), SeriesFile{}, doc.DefaultLimits())
		for _, s := range list {
			if len(s.Times) == 0 || len(s.Times) != len(s.Values) {
				t.Fatalf("%d times, %d values", len(s.Times), len(s.Values))
			}
			for i := 1; i < len(s.Times); i++ {
				if s.Times[i] <= s.Times[i-1] {
					t.Fatal("times do not rise")
				}
			}
		}
		for _, d := range found {
			if d.Span.Start < 0 || d.Span.End > len(text) || d.Span.Start > d.Span.End {
				t.Fatalf("a finding at %v of %d bytes", d.Span, len(text))
			}
		}
	})
}
