package insight

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// The tables that other programs read. The first row of each is the head, with
// the unit in the name of a column; what is absent is an empty cell.

// IncidentRows gives a row for each incident. Amounts of several currencies stand
// side by side in one cell.
func IncidentRows(list []*Incident) [][]string {
	rows := [][]string{{"id", "title", "severity", "suggested_severity", "services", "started_at", "duration_minutes", "detect_minutes", "acknowledge_minutes",
		"mitigate_minutes", "resolve_minutes", "users", "user_minutes", "lost_transactions", "revenue_loss", "currency", "month_budget_pct", "path"}}
	for _, in := range list {
		started, suggested := "", ""
		if in.Start.Known {
			started = in.Start.V.Format(time.RFC3339)
		}
		if in.Severity.Suggested.Known {
			suggested = "sev" + strconv.Itoa(in.Severity.Suggested.V)
		}
		amounts, currencies := moneyCells(in.Loss.Revenue)
		rows = append(rows, []string{in.Entry.ID, in.Entry.Title, in.Entry.Severity, suggested, strings.Join(in.Services, " "), started, minuteCell(in.Duration), minuteCell(in.FromStart.Detect),
			minuteCell(in.FromStart.Acknowledge), minuteCell(in.FromStart.Mitigate), minuteCell(in.FromStart.Resolve), quantityCell(in.Loss.Users),
			quantityCell(in.Loss.UserMinutes), quantityCell(in.Loss.Transactions), amounts, currencies, quantityCell(in.Severity.OfMonth), in.Entry.Path()})
	}
	return rows
}

// ActionRows gives a row for each action item, in the columns of its JSON.
func ActionRows(items []*Action, lang string) [][]string {
	rows := [][]string{ActionKeys()}
	for _, x := range items {
		rows = append(rows, flatCells(x.JSON(lang)))
	}
	return rows
}

// AgendaRows gives a row for each appointment, in the columns of its JSON.
func AgendaRows(agenda []Appointment) [][]string {
	rows := [][]string{{"kind", "document", "path", "title", "owner", "day", "at", "length_seconds"}}
	for _, x := range agenda {
		rows = append(rows, flatCells(x.JSON()))
	}
	return rows
}

// DocumentRows gives a row for each document, with what it leads to.
func DocumentRows(c *corpus.Corpus) [][]string {
	rows := [][]string{{"kind", "id", "path", "title", "lang", "status", "severity", "owner", "visibility", "links_to"}}
	for _, e := range c.Entries {
		var to []string
		seen := map[*corpus.Entry]bool{}
		for _, r := range e.Refs {
			if r.To != nil && !seen[r.To] {
				seen[r.To] = true
				to = append(to, r.To.Kind+":"+r.To.ID)
			}
		}
		rows = append(rows, []string{e.Kind, e.ID, e.Path(), e.Title, e.Lang, e.Status, e.Severity, e.Owner, e.Visibility, strings.Join(to, " ")})
	}
	return rows
}

// flatCells are the values of a flat object, its reasons left out.
func flatCells(o Object) []string {
	var cells []string
	for _, m := range o {
		if m.Key != "why" {
			cells = append(cells, Cell(m.Value))
		}
	}
	return cells
}

// Cell writes a value of a flat object; null is empty.
func Cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	}
	return fmt.Sprint(v)
}

func quantityCell(q Quantity) string {
	if !q.Known {
		return ""
	}
	return Decimal(q.V)
}

func minuteCell(seconds Quantity) string {
	if seconds.Known {
		seconds.V = new(big.Rat).Quo(seconds.V, big.NewRat(60, 1))
	}
	return quantityCell(seconds)
}

func moneyCells(f Figure[[]Money]) (amounts, currencies string) {
	var a, c []string
	for _, m := range f.V {
		a, c = append(a, Decimal(m.Amount)), append(c, m.Currency)
	}
	return strings.Join(a, " "), strings.Join(c, " ")
}
