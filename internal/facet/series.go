package facet

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// RuleSeries is the rule of metric series that cannot be read.
const RuleSeries = "series-unreadable"

// Series is the recorded values of a metric, by time, none of which repeats.
type Series struct {
	Path        string // of the file
	Metric      string
	Label       string // tells apart the series of one file: a host; empty if the file has one
	Service     string // as written; empty if nothing states it
	NonNegative bool   // the metric is never below zero: it is stated, or nothing is and no value is
	Limit       Number // that the metric must not reach; nil V if none is stated
	Unit        string // of Values and Limit; empty if none is stated

	Times  []int64   // nanoseconds since 1970, rising
	Values []float64 // as many; each finite and at most maxValue either side of zero
}

// At gives the time of a value, in UTC.
func (s *Series) At(i int) time.Time { return time.Unix(0, s.Times[i]).UTC() }

// The bounds of what a file may hold. Squares of the values and their sums stay
// far inside the range of a float; instants fit into nanoseconds.
const (
	maxValue  = 1e100
	maxLabels = 50 // series of one file
	maxFaults = 20 // rows of one file that are reported one by one
	firstYear = 1970
	lastYear  = 2200
)

// DecodeSeries reads comma-separated values with the columns timestamp and
// value, and label where a file has several series, in any order. What the
// series are about is taken from a declaration. Rows out of order are sorted;
// of values at one instant the first counts; an empty value, or NaN, is a gap.
// A row that cannot be read is a finding and left out; lost is how many are.
func DecodeSeries(f *source.File, about SeriesFile, limits doc.Limits) (list []Series, found []diag.Diagnostic, lost int) {
	r := seriesReader{file: f, parts: map[string]*seriesPart{}}
	whole := doc.EachRow(f, limits, r.row)
	r.found = append(whole, r.found...)
	for _, p := range r.order {
		for _, at := range p.sort() {
			r.repeated.add(at)
		}
		list = append(list, Series{
			Path: f.Path, Metric: about.Metric, Label: p.label, Service: about.Service, Limit: about.Limit, Unit: about.Unit,
			NonNegative: about.NonNegative || !about.Signed && slices.Min(p.values) >= 0,
			Times:       p.times, Values: p.values,
		})
	}
	r.sum()
	if r.columns == nil && len(whole) > 0 {
		r.faults++ // the file as a whole
	}
	return list, r.found, r.faults + r.labels.n + r.repeated.n
}

// seriesReader reads the rows of one file.
type seriesReader struct {
	file    *source.File
	columns *seriesColumns // nil before the first row
	parts   map[string]*seriesPart
	order   []*seriesPart // as their labels come first
	found   []diag.Diagnostic

	faults   int  // rows that cannot be read
	labels   rows // left out because of too many labels
	disorder rows // earlier than the one before
	repeated rows // at an instant that the series has already
}

// rows counts rows of a file that share a trait.
type rows struct {
	n     int
	first int // byte at which the first of them begins
}

func (r *rows) add(at int) {
	if r.n++; r.n == 1 || at < r.first {
		r.first = at
	}
}

// seriesColumns are the places of the columns; -1 is none.
type seriesColumns struct{ time, value, label int }

// seriesPart is the values of one label.
type seriesPart struct {
	label  string
	times  []int64
	values []float64
	places []int // bytes at which the rows begin
}

// The headings of the columns, folded.
var (
	seriesTimes  = []string{"timestamp", "time", "日時", "時刻"}
	seriesValues = []string{"value", "値"}
	seriesLabels = []string{"label", "labels", "ラベル"}
)

// row reads a row; false ends the reading.
func (r *seriesReader) row(header, row []doc.Value, fault diag.Text) bool {
	if r.columns == nil {
		r.columns = columnsOf(header)
		r.again(header)
		if r.columns.time < 0 || r.columns.value < 0 {
			r.report(header[0].Span().Join(header[len(header)-1].Span()), diag.Text{
				En: `the headings lack "timestamp" or "value"; write timestamp,value in the first line`,
				Ja: "見出しに timestamp または value がありません。先頭の行に timestamp,value と書いてください",
			})
			r.faults++
			return false
		}
	}
	if fault.En != "" {
		r.fault(row[0], fault)
		return true
	}
	cell := func(i int) doc.Value {
		if i < 0 || i >= len(row) {
			return doc.Value{}
		}
		return row[i]
	}
	text := strings.TrimSpace(cell(r.columns.value).Text())
	if text == "" || strings.EqualFold(text, "nan") {
		return true // a gap
	}
	at, wrong := seriesTime(strings.TrimSpace(cell(r.columns.time).Text()))
	if wrong.En != "" {
		r.fault(row[min(r.columns.time, len(row)-1)], wrong)
		return true
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(value) > maxValue {
		r.fault(cell(r.columns.value), diag.Say("%q is not a number such as 35.4", "%q は 35.4 のような数値ではありません", text))
		return true
	}
	r.add(strings.TrimSpace(cell(r.columns.label).Text()), at, value, row[0].Span().Start)
	return true
}

func columnsOf(header []doc.Value) *seriesColumns {
	find := func(names []string) int {
		return slices.IndexFunc(header, func(h doc.Value) bool {
			return slices.Contains(names, strings.ToLower(strings.TrimSpace(h.Text())))
		})
	}
	return &seriesColumns{find(seriesTimes), find(seriesValues), find(seriesLabels)}
}

// again reports headings of which another one says the same: the first counts.
func (r *seriesReader) again(header []doc.Value) {
	for _, names := range [][]string{seriesTimes, seriesValues, seriesLabels} {
		first := ""
		for _, h := range header {
			text := strings.TrimSpace(h.Text())
			switch {
			case !slices.Contains(names, strings.ToLower(text)):
			case first == "":
				first = text
			default:
				r.report(h.Span(), diag.Say("the heading %q says the same as %q before it, which counts: keep one column, or give each of them a file",
					"見出し %q は前にある %q と同じ意味で、前の列を採用しました。列を1つにするか、列ごとにファイルを分けてください", text, first))
				return // of many the first finding says enough
			}
		}
	}
}

// seriesTime reads an instant of RFC 3339, whose T may be a space. One without
// an offset could be any of two instants where clocks are set back.
func seriesTime(text string) (int64, diag.Text) {
	if len(text) > 10 && text[10] == ' ' {
		text = text[:10] + "T" + text[11:]
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return 0, diag.Say("the time %q is not of RFC 3339 with an offset, such as 2026-01-31T09:00:00+09:00",
			"日時 %q は 2026-01-31T09:00:00+09:00 のようなオフセット付きの RFC 3339 ではありません", text)
	}
	if year := t.UTC().Year(); year < firstYear || year > lastYear {
		return 0, diag.Say("the year of the time %q is not from %d to %d", "日時 %q の年が %d〜%d の範囲にありません", text, firstYear, lastYear)
	}
	return t.UnixNano(), diag.Text{}
}

func (r *seriesReader) add(label string, at int64, value float64, place int) {
	p := r.parts[label]
	if p == nil {
		if len(r.parts) == maxLabels {
			r.labels.add(place)
			return
		}
		p = &seriesPart{label: label}
		r.parts[label], r.order = p, append(r.order, p)
	}
	if n := len(p.times); n > 0 && at < p.times[n-1] {
		r.disorder.add(place)
	}
	p.times, p.values, p.places = append(p.times, at), append(p.values, value), append(p.places, place)
}

// sort puts the values in order and gives where the rows begin that repeat an
// instant. Those are left out.
func (p *seriesPart) sort() (repeated []int) {
	index := make([]int, len(p.times))
	for i := range index {
		index[i] = i
	}
	slices.SortStableFunc(index, func(a, b int) int { return cmp.Compare(p.times[a], p.times[b]) })
	times, values := make([]int64, 0, len(index)), make([]float64, 0, len(index))
	for _, i := range index {
		if n := len(times); n > 0 && times[n-1] == p.times[i] {
			repeated = append(repeated, p.places[i])
			continue
		}
		times, values = append(times, p.times[i]), append(values, p.values[i])
	}
	p.times, p.values, p.places = times, values, nil
	return repeated
}

// fault reports a row that cannot be read, up to a number of them.
func (r *seriesReader) fault(v doc.Value, message diag.Text) {
	if r.faults++; r.faults <= maxFaults {
		r.report(firstLine(r.file, v.Span()), message)
	}
}

// sum reports what many rows may share: once, at the first of them, with their
// number.
func (r *seriesReader) sum() {
	if more := r.faults - maxFaults; more > 0 {
		r.report(source.Span{}, diag.Say("more rows that cannot be read: %d", "ほかに%d行を読み取れません", more))
	}
	for _, s := range []struct {
		rows
		en, ja string
	}{
		{r.labels, "rows that are left out, because the file has more than 50 labels: %d, from this one on", "ラベルが50種類を超えるため、この行以降の%d行を除外しました"},
		{r.disorder, "rows earlier than the row before, now sorted: %d, of which this is the first", "直前の行より前の日時の行が、この行を含めて%d行あり、並べ替えました"},
		{r.repeated, "rows that repeat an instant: %d, of which this is the first; the value that comes first in the file counts", "日時が重複する行が、この行を含めて%d行あり、ファイルで先にある値を採用しました"},
	} {
		if s.n > 0 {
			r.report(r.lineFrom(s.first), diag.Say(s.en, s.ja, s.n))
		}
	}
	if len(r.order) == 0 && len(r.found) == 0 {
		r.report(source.Span{}, diag.Text{En: "the series has no values", Ja: "系列に値がありません"})
	}
}

// lineFrom is the line that begins at a byte.
func (r *seriesReader) lineFrom(at int) source.Span {
	return firstLine(r.file, source.Span{Start: at, End: len(r.file.Data)})
}

func (r *seriesReader) report(span source.Span, message diag.Text) {
	r.found = append(r.found, diag.Diagnostic{Rule: RuleSeries, Severity: diag.Warning, File: r.file, Span: span, Message: message})
}
