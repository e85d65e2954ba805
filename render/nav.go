package render

import (
	"strings"

	"github.com/debrief-dev/debrief/schema"
)

// overview is a page about all documents.
type overview struct {
	target, key string
	place       place
}

// place is from where every page leads to an overview.
type place byte

const (
	atFront place = iota // at the top, before the lists
	inBar                // at the top
	inMore               // at the top, under "More" once the bar is full
	inFooter
)

// overviews are those that there are, besides the lists.
func (s *site) overviews() []overview {
	var list []overview
	if s.hasSheets() {
		list = append(list, overview{symptomsTarget, "symptoms.title", atFront})
	}
	if s.hasActions() {
		list = append(list, overview{boardTarget, "board.title", inBar})
	}
	if s.hasChanges() {
		list = append(list, overview{changesTarget, "changes.title", inMore})
	}
	if s.hasSheets() {
		list = append(list, overview{sheetsTarget, "insights.title", inBar}, overview{methodTarget, "method.title", inFooter})
		list = append(list, overview{causesTarget, "causes.title", inMore}, overview{patternsTarget, "solutions.title", inMore}, overview{graphTarget, "graph.title", inMore})
	}
	if s.hasSheets() {
		list = append(list, overview{calendarTarget, "calendar.title", inMore}, overview{qualityTarget, "quality.title", inMore})
	}
	if len(s.knownAlerts()) > 0 {
		list = append(list, overview{alertsTarget, "alerts.title", inMore})
	}
	for _, g := range s.gatherLists() {
		if len(g.own.all) > 0 {
			list = append(list, overview{g.target, g.key, g.place})
		}
	}
	return list
}

// The bar at the top holds that many links in one line of a window of 1280
// pixels; of more, it keeps the kinds that incidents are about.
const (
	mostInBar = 9
	mainKinds = 5
)

// navigate fills the links at the top and at the foot of a page.
func (s *site) navigate(p *Page, target string) {
	var bar, more []Link
	for i, k := range s.order {
		l := Link{Href: p.Href(k.Segment + "/"), Label: p.kindInBar(k), Current: strings.HasPrefix(target, k.Segment+"/")}
		if i < mainKinds {
			bar = append(bar, l)
		} else {
			more = append(more, l)
		}
	}
	kinds := len(bar)
	for _, o := range s.overviews() {
		l := Link{Href: p.Href(o.target), Label: p.T(o.key), Current: strings.HasPrefix(target, o.target)}
		switch o.place {
		case atFront:
			bar = append([]Link{l}, bar...)
			kinds++
		case inBar:
			bar = append(bar, l)
		case inMore:
			more = append(more, l)
		case inFooter:
			p.Foot = append(p.Foot, l)
		}
	}
	if len(bar)+len(more) <= mostInBar {
		bar = append(append(append([]Link{}, bar[:kinds]...), more...), bar[kinds:]...)
		more = nil
	}
	p.Nav, p.More = bar, more
	for _, l := range more {
		p.MoreCurrent = p.MoreCurrent || l.Current
	}
}

// kindInBar names the documents of a kind, in fewer letters where the theme
// has some.
func (p *Page) kindInBar(k *schema.Kind) string {
	if short, ok := p.words.texts["nav."+k.Name]; ok {
		return short
	}
	return k.Plural.In(p.Lang)
}
