package insight

import (
	"slices"
	"sort"
	"sync"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/parallel"
)

// kinship finds the incidents that one may repeat without looking at all.
type kinship struct {
	byKey   map[kinKey][]*Incident // that have a start, by it
	natures map[*Incident]*nature
	repeats *sync.Map // *Incident: []Repeat, those that were asked for
}

// kinKey is what two like incidents share: a known issue, or a service and a
// cause.
type kinKey struct {
	issue          *corpus.Entry
	service, cause string
}

// nature is what an incident has in common with those like it.
type nature struct {
	issues []*corpus.Entry
	causes []string // as taxa gives them
	keys   []kinKey
	open   []*facet.Action        // known to be
	alien  map[*corpus.Entry]bool // that it says it has nothing to do with

	runbooks []*corpus.Entry // linked
}

// findKin sorts the incidents by what they have in common.
func (r *Results) findKin() kinship {
	list := r.List()
	natures := make([]*nature, len(list))
	parallel.Each(len(list), func(i int) { natures[i] = list[i].nature() })
	l := kinship{map[kinKey][]*Incident{}, make(map[*Incident]*nature, len(list)), &sync.Map{}}
	for i, in := range list {
		l.natures[in] = natures[i]
		if in.Start.Known {
			for _, key := range natures[i].keys {
				l.byKey[key] = append(l.byKey[key], in)
			}
		}
	}
	return l
}

func (in *Incident) nature() *nature {
	t := &nature{issues: in.linked("known-issue"), causes: in.taxa(), open: unfinished(in), alien: setOf(in.Entry.Targets("not_related")), runbooks: in.linked("runbook")}
	for _, issue := range t.issues {
		t.keys = append(t.keys, kinKey{issue: issue})
	}
	for _, service := range in.Services[:min(len(in.Services), mostNamed)] {
		for _, cause := range t.causes[:min(len(t.causes), mostNamed)] {
			t.keys = append(t.keys, kinKey{service: service, cause: cause})
		}
	}
	return t
}

// mostNamed is how many services and causes of a document make it like others:
// one that names more is about none of them.
const mostNamed = 32

// farBack is how many incidents of one kind are looked at to find those that
// another one repeats. Who has more of them in the window has one problem.
const farBack = 200

// before gives the incidents that began before another one and share a key
// with it, each once.
func (l kinship) before(in *Incident) []*Incident {
	if !in.Start.Known {
		return nil
	}
	var out []*Incident
	for _, key := range l.natures[in].keys {
		list := l.byKey[key]
		end := sort.Search(len(list), func(i int) bool { return !list[i].Start.V.Before(in.Start.V) })
		out = append(out, list[max(0, end-farBack):end]...)
	}
	seen := make(map[*Incident]bool, len(out))
	return slices.DeleteFunc(out, func(earlier *Incident) bool {
		again := seen[earlier]
		seen[earlier] = true
		return again
	})
}
