package main

import (
	"math/big"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
)

// right aligns columns, from 1, to the right.
func (a *app) right(t table.Writer, columns ...int) {
	var list []table.ColumnConfig
	for _, n := range columns {
		list = append(list, table.ColumnConfig{Number: n, Align: text.AlignRight, AlignHeader: text.AlignRight, AlignFooter: text.AlignRight})
	}
	t.SetColumnConfigs(list)
}

// percentage writes a number with at most four decimals, as availabilities
// need them.
func (a *app) percentage(r *big.Rat) string { return insight.FormatPercent(r, 4, a.lang) }

// minutes writes what is left of a budget: the most that can be left where
// incidents are not counted.
func (a *app) minutes(b insight.Budget) string {
	text := insight.FormatNumber(b.Remaining, 1) + a.in(" min", "分")
	if b.Open() > 0 {
		return "≤ " + text
	}
	return text
}

// coarse writes a length of time to the second.
func (a *app) coarse(q insight.Quantity) string {
	if !q.Known {
		return unknown
	}
	return insight.FormatDuration(insight.Whole(q.V), a.lang)
}

// plain writes a number for programs, with at most six decimals.
func plain(r *big.Rat) string { return insight.Decimal(r) }

// because is the reason for what is absent, or what a known figure rests on.
func because(known bool, how, why diag.Text) diag.Text {
	if known {
		return how
	}
	return why
}

// shareOf writes a part of one as a percentage.
func (a *app) shareOf(q insight.Quantity) string {
	if !q.Known {
		return unknown
	}
	return insight.FormatPercent(new(big.Rat).Mul(q.V, big.NewRat(100, 1)), 0, a.lang)
}

// days writes a length of time in whole days.
func (a *app) days(q insight.Quantity) string {
	days := new(big.Rat).Quo(q.V, big.NewRat(24*60*60, 1))
	return insight.FormatNumber(days, 0) + a.in(" d", "日")
}
