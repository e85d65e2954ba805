package insight

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

func TestTicketsAreFound(t *testing.T) {
	tickets := []facet.Ticket{
		{Key: "#12", URL: "https://github.com/Acme/Web/issues/12", Title: "a"},
		{Key: "#12", URL: "https://github.com/acme/db/issues/12", Title: "b"},
		{Key: "#13", URL: "https://github.com/acme/web/issues/13", Title: "old"},
		{Key: "#13", URL: "https://github.com/acme/web/issues/13", Title: "new"},
		{Key: "OPS-7", Title: "jira"},
		{Key: "#5", URL: "https://gitlab.example/g/sub/p/-/issues/5", Title: "lab"},
	}
	tests := []struct{ text, want string }{
		{"", ""},
		{"#12", ""}, // of two repositories
		{"acme/web#12", "a"},
		{"ACME/DB#12", "b"},
		{"https://github.com/acme/web/issues/12", "a"},
		{"https://github.com/acme/web/pull/12/#discussion", "a"},
		{"#13", "new"},
		{"ops-7", "jira"},
		{"https://acme.atlassian.net/browse/OPS-7?focused=1", "jira"},
		{"OPS-70", ""},
		{"#5", "lab"},
		{"g/sub/p#5", "lab"},
		{"https://gitlab.example/g/sub/p/-/work_items/5", "lab"},
		{"障害 #13", ""},
		{"::%zz", ""},
	}
	x := newTicketIndex(tickets)
	for _, tt := range tests {
		got := ""
		if found := x.find(tt.text); found != nil {
			got = found.Title
		}
		if got != tt.want {
			t.Errorf("find(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestTicketsGiveStateAndDates(t *testing.T) {
	at := func(text string) time.Time { return git(text).At }
	closed := facet.Ticket{Key: "#1", State: facet.Done, Opened: at("2026-01-10"), Closed: at("2026-01-30")}
	open := facet.Ticket{Key: "#2", State: facet.Open, Opened: at("2026-01-10")}
	tests := []struct {
		name          string
		item          facet.Action
		life          Life
		state         facet.Status
		from          Origin
		opened, ended Origin
		took, age     int // -1: absent
	}{
		{"no check box", facet.Action{Status: facet.Unknown, Ticket: "#1"}, Life{}, facet.Done, FromTicket, FromTicket, FromTicket, 20, -1},
		{"a box that nobody ticks", facet.Action{Status: facet.Open, Ticket: "#1"}, Life{Opened: git("2026-01-20")}, facet.Done, FromTicket, FromTicket, FromTicket, 20, -1},
		{"ticked, with dates of its own", facet.Action{Status: facet.Done, Ticket: "#1", Created: day("2026-01-05"), Closed: day("2026-01-06")}, Life{}, facet.Done, FromItem, FromItem, FromItem, 1, -1},
		{"ticked, the ticket is open", facet.Action{Status: facet.Done, Ticket: "#2"}, Life{Closed: git("2026-01-25")}, facet.Done, FromItem, FromTicket, FromGit, 15, -1},
		{"recorded as done, the ticket knows when", facet.Action{Status: facet.Done, Ticket: "#1"}, Life{RecordedDone: true}, facet.Done, FromItem, FromTicket, FromTicket, 20, -1},
		{"open", facet.Action{Status: facet.Unknown, Ticket: "#2"}, Life{}, facet.Open, FromTicket, FromTicket, "", -1, 50},
		{"another ticket", facet.Action{Status: facet.Unknown, Ticket: "#3"}, Life{}, facet.Unknown, FromItem, "", "", -1, -1},
	}
	value := func(f Figure[int]) int {
		if !f.Known {
			return -1
		}
		return f.V
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := holding(tt.item)
			c := &corpus.Corpus{Entries: []*corpus.Entry{e}, Tickets: []facet.Ticket{closed, open}}
			h := History{Lives: map[ItemKey]Life{{"p.md", "a0"}: tt.life}}
			a := Compute(c, h, Policy{}, at("2026-03-01")).Actions(e)[0]
			if a.State != tt.state || a.StateFrom != tt.from || a.Opened.From != tt.opened || a.Ended.From != tt.ended || value(a.ToClose) != tt.took || value(a.Age) != tt.age {
				t.Errorf("%s from %s, opened from %q, ended from %q, took %d, age %d", a.State, a.StateFrom, a.Opened.From, a.Ended.From, value(a.ToClose), value(a.Age))
			}
		})
	}
}
