package insight

import (
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// part is a piece of an incident with one error ratio: a segment as the
// document states it, or the whole.
type part struct {
	from, to time.Time // from <= to
	ratio    *big.Rat  // 0–1, share of the normal traffic that is lost
	users    *big.Rat  // nil if not stated
	service  string    // id; empty for all services of the incident
}

func (p part) seconds() *big.Rat { return between(p.from, p.to) }

// hits tells whether the part counts for a service.
func (p part) hits(id string) bool { return p.service == "" || p.service == id }

// service is a service that an incident names.
type service struct {
	id    string
	entry *corpus.Entry // nil if the catalogue does not know it
}

// catalogue holds the services by id and alias, in lower case.
type catalogue map[string]*corpus.Entry

func newCatalogue(c *corpus.Corpus) catalogue {
	list := catalogue{}
	for _, e := range c.Entries {
		if e.Kind != "service" {
			continue
		}
		for _, name := range append([]string{e.ID}, e.Aliases...) {
			if _, taken := list[strings.ToLower(name)]; !taken {
				list[strings.ToLower(name)] = e
			}
		}
	}
	return list
}

// find gives the service that a text names: its id or alias, with or without
// "service:" before it.
func (c catalogue) find(text string) service {
	name := strings.TrimPrefix(strings.TrimSpace(text), "service:")
	if e := c[strings.ToLower(name)]; e != nil {
		return service{e.ID, e}
	}
	return service{id: name}
}

// servicesOf gives the services that an incident lists, then those that only
// its segments name, each once.
func (c catalogue) servicesOf(e *corpus.Entry) []service {
	var list []service
	add := func(s service) {
		same := func(t service) bool { return t.id == s.id }
		if s.id != "" && !slices.ContainsFunc(list, same) {
			list = append(list, s)
		}
	}
	for _, ref := range e.Refs {
		switch {
		case ref.Field != "services":
		case ref.To == nil:
			add(c.find(ref.Text))
		case ref.To.Kind == "service":
			add(service{ref.To.ID, ref.To})
		}
	}
	for _, s := range e.Impact.Segments {
		add(c.find(s.Service))
	}
	return list
}

// readParts gives the segments of an incident, else the whole of it as one
// part. Where the document states no error ratio, all traffic counts as lost,
// and none in a near miss. A segment that cannot be read spoils the list: a
// sum without it would be too small.
func (in *Incident) readParts(c catalogue, now time.Time) Figure[[]part] {
	impact := in.Entry.Impact
	ratio, why := ratioOf(impact.ErrorRatio, in.usualRatio())
	if ratio == nil {
		return absent[[]part](why)
	}
	if len(impact.Segments) == 0 {
		return in.whole(ratio)
	}
	var list []part
	for i, s := range impact.Segments {
		p, why := in.segment(s, ratio, now)
		if why != (diag.Text{}) {
			return absent[[]part](diag.Say("segment %d: %s", "区間%d：%s", i+1, why))
		}
		p.service = c.find(s.Service).id
		list = append(list, p)
	}
	return known(list)
}

func (in *Incident) usualRatio() *big.Rat {
	if in.Entry.Status == "near_miss" {
		return num(0)
	}
	return unity
}

func (in *Incident) whole(ratio *big.Rat) Figure[[]part] {
	switch {
	case !in.Start.Known:
		return absent[[]part](in.Start.Why)
	case !in.End.Known:
		return absent[[]part](in.End.Why)
	}
	return known([]part{{from: in.Start.V, to: in.End.V, ratio: ratio, users: in.Entry.Impact.Users.V}})
}

// segment reads one segment; why is empty if it can be read.
func (in *Incident) segment(s facet.Segment, usual *big.Rat, now time.Time) (p part, why diag.Text) {
	to := s.To
	if !to.Known && in.Live {
		to = facet.Instant{Time: liveUntil(s.From, now), Known: true}
	}
	switch {
	case !s.From.Known:
		return part{}, noStart
	case !to.Known:
		return part{}, diag.Say("no end time", "終了時刻がない")
	case !Plausible(s.From.Time.Year()), !Plausible(to.Time.Year()):
		return part{}, implausible
	case to.Time.Before(s.From.Time):
		return part{}, diag.Say("the end is before the start", "終了が開始より前")
	case to.Time.After(now):
		return part{}, diag.Say("the end is after the time of reckoning", "終了が基準時刻より後")
	}
	ratio, why := ratioOf(s.ErrorRatio, usual)
	users := s.Users.V
	if users == nil {
		users = in.Entry.Impact.Users.V
	}
	return part{from: s.From.Time, to: to.Time, ratio: ratio, users: users}, why
}

// ratioOf gives a stated ratio, or usual if none is stated; nil with the
// reason if it is outside 0–1.
func ratioOf(n facet.Number, usual *big.Rat) (*big.Rat, diag.Text) {
	switch {
	case n.V == nil:
		return usual, diag.Text{}
	case n.V.Sign() < 0 || n.V.Cmp(unity) > 0:
		return nil, diag.Say("the ratio %s is outside 0–1", "比率%sが0～1の範囲外", decimal(n.V))
	}
	return n.V, diag.Text{}
}

// duration is the length of the union of the parts.
func (in *Incident) duration() Quantity {
	if !in.parts.Known && len(in.Entry.Impact.Segments) == 0 && in.Start.Known && in.End.Known {
		return in.FromStart.Resolve // only the error ratio is wrong
	}
	if !in.parts.Known {
		return absent[*big.Rat](in.parts.Why)
	}
	q := known(union(in.parts.V))
	if in.Live {
		q.How = stillOn
	}
	return q
}

// union is the seconds that at least one of the parts covers.
func union(parts []part) *big.Rat {
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(a, b part) int { return a.from.Compare(b.from) })
	sum := new(big.Rat)
	for i, reach := 0, (time.Time{}); i < len(parts); i++ {
		from := parts[i].from
		if i > 0 && from.Before(reach) {
			from = reach
		}
		if i == 0 || parts[i].to.After(reach) {
			reach = parts[i].to
			sum = add(sum, between(from, reach))
		}
	}
	return sum
}
