package insight

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// fired is one alert of the log. There may be a million of them.
type fired struct {
	event    *facet.AlertEvent
	at, end  int64 // nanoseconds since 1970; end is 0 if it is not known
	rule     int32
	service  int32 // that the alert states; none if it states none
	host     int32 // the same
	place    int32 // the service that it is about, found by the host if need be
	window   int32 // of maintenance; none outside
	group    int32 // of the alert, or of the one that it repeats; none of alerts that are not replayed
	apart    bool  // not replayed: silenced, or during maintenance
	repeats  bool  // it is a duplicate
	night    bool  // outside business hours
	incident *Incident
	advice   *big.Rat // the severity in its context; nil if the log states none
}

// none is the number of what is not there.
const none = -1

// replay is a log while it is replayed.
type replay struct {
	r         *Results
	policy    AlertsReplay
	catalogue catalogue
	noise     *Noise

	firings []fired
	ends    []*facet.AlertEvent // records of ends alone, by time
	starts  []int32             // of each group, the rule of its first alert

	rules    []NoiseRule
	ruleAt   map[ruleName]int32
	services numbering
	hosts    numbering
	known    []service        // by the number of the service
	homes    map[string]int32 // of hosts, folded, the service that the catalogue gives them; none if there are several
}

// ruleName names what fires.
type ruleName struct{ source, metric string }

// numbering gives names numbers from 0 on. Those that differ in case or width
// are the same.
type numbering struct {
	byText map[string]int32 // as written
	byName map[string]int32 // folded
}

func newNumbering() numbering {
	return numbering{map[string]int32{}, map[string]int32{}}
}

// number gives the number of a text, none for the empty one. name is what it
// stands for.
func (n *numbering) number(text string, name func(string) string) int32 {
	if text == "" {
		return none
	}
	id, known := n.byText[text]
	if known {
		return id
	}
	folded := corpus.Fold(name(text))
	if id, known = n.byName[folded]; !known {
		id = int32(len(n.byName))
		n.byName[folded] = id
	}
	n.byText[text] = id
	return id
}

func newReplay(r *Results, p Period) *replay {
	x := &replay{
		r: r, policy: r.Policy.AlertsReplay.Filled(), catalogue: newCatalogue(r.corpus), noise: &Noise{},
		ruleAt: map[ruleName]int32{}, services: newNumbering(), hosts: newNumbering(), homes: map[string]int32{},
	}
	for _, e := range r.corpus.Kind("service") {
		for _, host := range e.Service.Hosts {
			x.settle(corpus.Fold(host), x.service(e.ID))
		}
	}
	x.read(p)
	return x
}

// read takes the log apart into what fired and what ended, each by time. Of
// records about one firing, which overlapping exports and repeated
// notifications hold, one counts.
func (x *replay) read(p Period) {
	log := x.r.corpus.AlertLog
	begun := make([]*facet.AlertEvent, 0, len(log))
	for i := range log {
		e := &log[i]
		switch {
		case p != (Period{}) && !p.Contains(e.At):
		case e.Status == facet.Resolution:
			x.ends = append(x.ends, e)
		default:
			begun = append(begun, e)
		}
	}
	sortEvents(begun)
	sortEvents(x.ends)
	x.firings = make([]fired, 0, len(begun))
	for _, e := range begun {
		x.take(e)
	}
	for i := range x.firings {
		x.identify(&x.firings[i])
	}
}

// sortEvents sorts events by time. Most logs are sorted already.
func sortEvents(list []*facet.AlertEvent) {
	if !slices.IsSortedFunc(list, compareEvents) {
		slices.SortFunc(list, compareEvents)
	}
}

// compareEvents orders events by time, those of one time by what they say, so
// that the order of the log does not matter.
func compareEvents(a, b *facet.AlertEvent) int {
	if byTime := a.At.Compare(b.At); byTime != 0 || a == b {
		return byTime
	}
	return cmp.Or(
		strings.Compare(a.ID, b.ID), strings.Compare(a.Source, b.Source), strings.Compare(a.Metric, b.Metric),
		strings.Compare(a.Service, b.Service), strings.Compare(a.Host, b.Host), compareLabels(a.Labels, b.Labels),
		cmp.Compare(a.Status, b.Status), strings.Compare(b.Incident, a.Incident),
		compareRats(a.Severity, b.Severity), compareRats(a.BusinessImpact, b.BusinessImpact), a.End.Compare(b.End),
	)
}

func compareLabels(a, b []facet.Label) int {
	return slices.CompareFunc(a, b, func(a, b facet.Label) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Value, b.Value))
	})
}

// compareRats puts what is not stated first.
func compareRats(a, b *big.Rat) int {
	switch {
	case a == nil || b == nil:
		return boolInt(a != nil) - boolInt(b != nil)
	case a == b:
		return 0
	}
	return a.Cmp(b)
}

// take adds the next event by time. Records with one id, time and alert are one
// firing; its end is the first that one of them tells.
func (x *replay) take(e *facet.AlertEvent) {
	f := fired{event: e, at: e.At.UnixNano(), window: none, group: none}
	if !e.End.IsZero() {
		f.end = e.End.UnixNano()
	}
	n := len(x.firings)
	if n == 0 || !sameFiring(x.firings[n-1].event, e) {
		x.firings = append(x.firings, f)
		return
	}
	if last := &x.firings[n-1]; last.end == 0 || f.end != 0 && f.end < last.end {
		last.end = f.end
	}
}

func sameFiring(a, b *facet.AlertEvent) bool {
	return a.ID != "" && a.ID == b.ID && a.At.Equal(b.At) && a.Source == b.Source && a.Metric == b.Metric && a.Service == b.Service && a.Host == b.Host
}

// identify gives a firing the numbers of its rule, service and host.
func (x *replay) identify(f *fired) {
	e := f.event
	name := ruleName{e.Source, e.Metric}
	rule, known := x.ruleAt[name]
	if !known {
		rule = int32(len(x.rules))
		x.ruleAt[name] = rule
		x.rules = append(x.rules, NoiseRule{Source: e.Source, Metric: e.Metric})
	}
	f.rule = rule
	f.service = x.service(e.Service)
	f.host = x.hosts.number(e.Host, func(text string) string { return text })
	if f.place = f.service; f.place == none && f.host != none {
		f.place = x.home(e.Host)
	}
	f.night = !x.inBusiness(f)
}

// service gives the number of a service by its id or alias, or by a name that
// the catalogue does not know.
func (x *replay) service(text string) int32 {
	id := x.services.number(text, func(text string) string { return x.catalogue.find(text).id })
	if id == int32(len(x.known)) {
		x.known = append(x.known, x.catalogue.find(text))
	}
	return id
}

// settle notes that a host is a service's.
func (x *replay) settle(host string, service int32) {
	if other, taken := x.homes[host]; taken && other != service {
		service = none
	}
	x.homes[host] = service
}

// home is the service that a host belongs to alone, none if it is not known.
func (x *replay) home(host string) int32 {
	if len(x.homes) == 0 {
		return none
	}
	if service, known := x.homes[corpus.Fold(host)]; known {
		return service
	}
	return none
}

// zone is that of the clocks at a service, or of the site.
func (x *replay) zone(service int32) *time.Location {
	if service != none {
		if e := x.known[service].entry; e != nil && e.Service.Zone != nil {
			return e.Service.Zone
		}
	}
	return x.r.Policy.zone()
}
