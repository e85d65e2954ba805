package main

import (
	"math/big"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/insight"
)

// figureRows gives a row for each incident, below the head. What is absent is
// empty; amounts of several currencies stand side by side in one cell.
func figureRows(list []*insight.Incident) [][]string {
	rows := [][]string{{"id", "title", "severity", "suggested_severity", "services", "started_at", "duration_minutes", "detect_minutes", "acknowledge_minutes",
		"mitigate_minutes", "resolve_minutes", "users", "user_minutes", "lost_transactions", "revenue_loss", "currency", "month_budget_pct", "path"}}
	for _, in := range list {
		started := ""
		if in.Start.Known {
			started = in.Start.V.Format(time.RFC3339)
		}
		suggested := severityName(in.Severity.Suggested)
		if !in.Severity.Suggested.Known {
			suggested = ""
		}
		amounts, currencies := moneyCells(in.Loss.Revenue)
		rows = append(rows, []string{in.Entry.ID, in.Entry.Title, in.Entry.Severity, suggested, strings.Join(in.Services, " "), started, minuteCell(in.Duration), minuteCell(in.FromStart.Detect),
			minuteCell(in.FromStart.Acknowledge), minuteCell(in.FromStart.Mitigate), minuteCell(in.FromStart.Resolve), quantityCell(in.Loss.Users),
			quantityCell(in.Loss.UserMinutes), quantityCell(in.Loss.Transactions), amounts, currencies, quantityCell(in.Severity.OfMonth), in.Entry.Path()})
	}
	return rows
}

func quantityCell(q insight.Quantity) string {
	if !q.Known {
		return ""
	}
	return plain(q.V)
}

func minuteCell(seconds insight.Quantity) string {
	if seconds.Known {
		seconds.V = new(big.Rat).Quo(seconds.V, big.NewRat(60, 1))
	}
	return quantityCell(seconds)
}

func moneyCells(f insight.Figure[[]insight.Money]) (amounts, currencies string) {
	var a, c []string
	for _, m := range f.V {
		a, c = append(a, plain(m.Amount)), append(c, m.Currency)
	}
	return strings.Join(a, " "), strings.Join(c, " ")
}
