package render

import (
	"github.com/debrief-dev/debrief/internal/facet"
)

// learning shows what a module leads to and what it takes.
func (v *view) learning(m *facet.Learning) {
	v.shows("path", "level", "duration", "assessment", "outcomes", "teaches", "prerequisites")
	v.addLabel("label.path", v.plain(v.area(m.Path)))
	v.addLabel("label.level", v.scalar("level"))
	v.addLabel("label.duration", v.plain(v.span(m.Duration)))
	v.addLabel("label.assessment", v.scalar("assessment"))
	v.addLabel("label.teaches", v.taxonomy("teaches"))
	v.ahead(Detail{ID: "outcomes", List: v.untoldList("outcomes")})
}

// area writes the word of an area of skill as people do.
func (v *view) area(word string) string { return spaced.Replace(word) }
