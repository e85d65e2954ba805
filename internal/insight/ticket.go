package insight

import (
	"net/url"
	"strings"

	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// ticketIndex finds the tickets of snapshots by what documents call them.
type ticketIndex struct {
	byName map[string]*facet.Ticket // nil where a name has several
}

// newTicketIndex indexes tickets. Of two records about one ticket the later
// counts; a name that two tickets share, such as #12 of two repositories, names
// none.
func newTicketIndex(tickets []facet.Ticket) ticketIndex {
	index := ticketIndex{map[string]*facet.Ticket{}}
	for i := range tickets {
		t := &tickets[i]
		for _, name := range namesOf(t) {
			old, taken := index.byName[name]
			if taken && (old == nil || !sameTicket(old, t)) {
				index.byName[name] = nil
				continue
			}
			index.byName[name] = t
		}
	}
	return index
}

func sameTicket(a, b *facet.Ticket) bool {
	return a.Key == b.Key && (a.URL == "" || b.URL == "" || ticketAddress(a.URL) == ticketAddress(b.URL))
}

// find gives the ticket that a document names, nil if no snapshot has it.
func (x ticketIndex) find(text string) *facet.Ticket {
	text = strings.TrimSpace(text)
	if text == "" || len(x.byName) == 0 {
		return nil
	}
	if t := x.byName[ticketName(text)]; t != nil {
		return t
	}
	if m := browsed.FindStringSubmatch(text); m != nil {
		return x.byName[strings.ToLower(m[1])]
	}
	return nil
}

// namesOf are what documents may call a ticket, folded.
func namesOf(t *facet.Ticket) []string {
	var names []string
	if t.Key != "" {
		names = append(names, strings.ToLower(t.Key))
	}
	if t.URL != "" {
		name := ticketAddress(t.URL)
		names = append(names, name)
		if m := numbered.FindStringSubmatch(name); m != nil {
			names = append(names, m[1]+"#"+m[2])
		}
	}
	return names
}

var (
	// numbered are the addresses of issues that have a number in a project.
	numbered = lazyregexp.New(`^[^/]+/(.+?)(?:/-)?/issues/([0-9]+)$`)
	// browsed are addresses of tickets that have a key.
	browsed = lazyregexp.New(`^https?://[^?#]*/([A-Za-z][A-Za-z0-9_]{1,9}-[0-9]+)(?:[/?#]|$)`)
)

// ticketName is the form in which names of tickets are compared.
func ticketName(text string) string {
	if strings.Contains(text, "://") {
		return ticketAddress(text)
	}
	return strings.ToLower(text)
}

// ticketAddress is an address without scheme, query and fragment, folded. GitHub
// leads from issues to pull requests of a number and back.
func ticketAddress(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return strings.ToLower(text)
	}
	path := strings.TrimSuffix(u.Path, "/")
	for _, alias := range []string{"/pull/", "/work_items/"} {
		path = strings.Replace(path, alias, "/issues/", 1)
	}
	return strings.ToLower(u.Host + path)
}
