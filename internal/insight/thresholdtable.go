package insight

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
)

// ThresholdTable is the bounds that hold for the hours of the week after the
// end of a series, Monday first.
type ThresholdTable struct {
	Method string // sigma or mad
	Cells  [hoursOfWeek]ThresholdCell
}

// ThresholdCell is an hour of the week with its bounds.
type ThresholdCell struct {
	Weekday time.Weekday
	Hour    int
	Bounds
}

func (p *SeriesReplay) newTable(after [hoursOfWeek]Bounds) ThresholdTable {
	t := ThresholdTable{Method: p.policy.Method}
	for i := range t.Cells {
		day := time.Weekday((i/24 + 1) % 7)
		t.Cells[i] = ThresholdCell{day, i % 24, after[int(day)*24+i%24]}
	}
	return t
}

// KnownCells is how many hours of the week have bounds.
func (t ThresholdTable) KnownCells() int {
	n := 0
	for _, c := range t.Cells {
		n += boolInt(c.Known)
	}
	return n
}

// WriteThresholdCSV writes the tables of some series, one line an hour of the week. Weekdays
// are those of ISO 8601: 1 is Monday. What is not known is empty.
func WriteThresholdCSV(out io.Writer, list []*SeriesReplay) error {
	w := csv.NewWriter(out)
	if err := w.Write([]string{"metric", "service", "label", "timezone", "weekday", "hour", "weeks", "values", "baseline", "spread", "lower", "upper", "unit"}); err != nil {
		return err
	}
	for _, p := range list {
		for _, c := range p.Table.Cells {
			row := []string{
				cellText(p.Series.Metric), cellText(p.Service), cellText(p.Series.Label), p.Zone.String(), strconv.Itoa(isoWeekday(c.Weekday)), strconv.Itoa(c.Hour),
				strconv.Itoa(c.Weeks), strconv.Itoa(c.Values), "", "", "", "", cellText(p.Series.Unit),
			}
			if c.Known {
				for i, v := range [...]float64{c.Baseline, c.Spread, c.Lower, c.Upper} {
					row[8+i] = metricNumber(v)
				}
			}
			if err := w.Write(row); err != nil {
				return err
			}
		}
	}
	w.Flush()
	return w.Error()
}

// cellText keeps a text of a document from being a formula where a spreadsheet
// opens the file (OWASP, CSV injection).
func cellText(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@' || s[0] == '\t' || s[0] == '\r') {
		return "'" + s
	}
	return s
}

func isoWeekday(d time.Weekday) int { return (int(d)+6)%7 + 1 }

// TableJSON gives the table of a series. Bounds that are not known are null.
func (p *SeriesReplay) TableJSON() Object {
	list := make([]Object, 0, hoursOfWeek)
	for _, c := range p.Table.Cells {
		list = append(list, append(Object{{"weekday", isoWeekday(c.Weekday)}, {"hour", c.Hour}}, c.Bounds.members()...))
	}
	return Object{
		{"metric", p.Series.Metric}, {"service", optionalText(p.Service)}, {"label", optionalText(p.Series.Label)}, {"timezone", p.Zone.String()}, {"unit", optionalText(p.Series.Unit)},
		{"method", p.Table.Method}, {"sigma", json.Number(metricNumber(p.policy.Sigma))}, {"min_weeks", p.policy.MinWeeks},
		{"until", p.To.Format(time.RFC3339)}, {"cells", list},
	}
}

func optionalText(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (b Bounds) members() Object {
	o := Object{{"weeks", b.Weeks}, {"values", b.Values}}
	for _, m := range []struct {
		key string
		v   float64
	}{{"baseline", b.Baseline}, {"spread", b.Spread}, {"lower", b.Lower}, {"upper", b.Upper}} {
		var v any
		if b.Known {
			v = json.Number(metricNumber(m.v))
		}
		o = append(o, Member{m.key, v})
	}
	return o
}

// prometheusYears is how far ahead the changes of a zone's clock are written
// down: Prometheus knows no zones.
const prometheusYears = 2

// WriteThresholdRules writes the tables of some series as recording rules: at every time
// the series debrief:threshold_lower and debrief:threshold_upper hold the bounds
// of the present hour of the week in the zone of the series.
func WriteThresholdRules(out io.Writer, list []*SeriesReplay) error {
	w := &ruleWriter{out: out}
	w.line("groups:")
	if len(list) == 0 {
		w.line("  []")
	}
	for i, p := range list {
		until := p.To.AddDate(prometheusYears, 0, 0)
		w.line("  # %s hours of the week in %s; valid until %s", strconv.Itoa(p.Table.KnownCells()), p.Zone.String(), until.Format(time.DateOnly))
		if p.Series.Unit != "" {
			w.line("  # unit: %s", quoted(p.Series.Unit))
		}
		w.line("  - name: %s", quoted("debrief-thresholds-"+strconv.Itoa(i+1)))
		w.line("    rules:")
		labels := p.ruleLabels()
		local := "debrief:local_time" + labels.selector()
		w.rule("debrief:local_time", "vector("+offsetExpr(p.Zone, p.To, until)+")", labels)
		for _, c := range p.Table.Cells {
			if !c.Known {
				continue
			}
			now := fmt.Sprintf(" and on () (day_of_week(%s) == %d) and on () (hour(%s) == %d)", local, int(c.Weekday), local, c.Hour)
			w.rule("debrief:threshold_lower", "vector("+metricNumber(c.Lower)+")"+now, labels)
			w.rule("debrief:threshold_upper", "vector("+metricNumber(c.Upper)+")"+now, labels)
		}
	}
	return w.err
}

// ruleLabels are the labels of the rules of a series.
type ruleLabels []Member

func (p *SeriesReplay) ruleLabels() ruleLabels {
	l := ruleLabels{{"metric", p.Series.Metric}}
	if p.Service != "" {
		l = append(l, Member{"service", p.Service})
	}
	if p.Series.Label != "" {
		l = append(l, Member{"series", p.Series.Label})
	}
	return l
}

// selector is the labels as a selector, in which labels that the series has not
// are empty: so each means one series.
func (l ruleLabels) selector() string {
	has := map[string]any{}
	for _, m := range l {
		has[m.Key] = m.Value
	}
	text := "{"
	for i, key := range []string{"metric", "service", "series"} {
		if i > 0 {
			text += ", "
		}
		value, _ := has[key].(string)
		text += key + "=" + quoted(value)
	}
	return text + "}"
}

// offsetExpr is the seconds on the clock of a zone, as an expression that knows
// the changes of the clock between two times.
func offsetExpr(zone *time.Location, from, until time.Time) string {
	at := from.In(zone)
	_, offset := at.Zone()
	text := fmt.Sprintf("time() + %d", offset)
	for {
		_, next := at.ZoneBounds()
		if next.IsZero() || next.After(until) {
			return text
		}
		_, now := next.Zone()
		text += fmt.Sprintf(" + %d * (time() >= bool %d)", now-offset, next.Unix())
		at, offset = next, now
	}
}

type ruleWriter struct {
	out io.Writer
	err error
}

func (w *ruleWriter) line(layout string, args ...any) {
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.out, layout+"\n", args...)
	}
}

func (w *ruleWriter) rule(record, expr string, labels ruleLabels) {
	w.line("      - record: %s", record)
	w.line("        expr: %s", quoted(expr))
	w.line("        labels:")
	for _, m := range labels {
		text, _ := m.Value.(string)
		w.line("          %s: %s", m.Key, quoted(text))
	}
}

// quoted is a text in double quotes that YAML and PromQL read alike: JSON, of
// which both know the escapes.
func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil { // a string always has a form
		return `""`
	}
	return string(b)
}
