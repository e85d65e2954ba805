package config

import (
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// calendarSettings are the keys about years and days.
var calendarSettings = []setting{
	{"fiscal_year_start", (*reader).fiscalYearStart},
	{"holidays", func(r *reader, v doc.Value) { r.config.Holidays = r.globs(v) }},
}

// fiscalYearStart reads the month in which the fiscal year begins: 4 or 04.
func (r *reader) fiscalYearStart(v doc.Value) {
	month, err := strconv.Atoi(v.Text())
	if err != nil || month < 1 || month > 12 {
		r.report("out-of-range", v, diag.Say("%q is not a month from 1 to 12", "%q は 1 から 12 の月ではありません", r.file.Text(v.Span())))
		return
	}
	r.config.Policy.FiscalYearStart = time.Month(month)
}
