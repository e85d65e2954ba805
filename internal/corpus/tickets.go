package corpus

import (
	"cmp"
	"context"
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// TicketBytes is the largest snapshot in bytes: a tracker's list is longer than
// what a person writes. It has at most ticketNodes values.
const (
	TicketBytes = 16 << 20
	ticketNodes = 1_000_000
)

// readTickets reads the snapshots of trackers.
func (o Options) readTickets(ctx context.Context) ([]facet.Ticket, []diag.Diagnostic, error) {
	files := slices.SortedFunc(slices.Values(o.TicketFiles), func(a, b *source.File) int { return cmp.Compare(a.Path, b.Path) })
	limits := o.Limits
	limits.File, limits.Data.Nodes = max(limits.File, TicketBytes), max(limits.Data.Nodes, ticketNodes)
	type read struct {
		tickets []facet.Ticket
		found   []diag.Diagnostic
	}
	all := make([]read, len(files))
	err := parallel(ctx, len(files), func(i int) error {
		records, found := doc.ParseRecords(files[i], limits)
		tickets, more := facet.DecodeTickets(files[i], records, o.Facet.Zone)
		all[i] = read{tickets, append(unreadable(files[i], found), more...)}
		return nil
	})
	var tickets []facet.Ticket
	var found []diag.Diagnostic
	for _, r := range all {
		tickets, found = append(tickets, r.tickets...), append(found, r.found...)
	}
	return tickets, found, err
}
