package insight

import (
	"cmp"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Repeat is an earlier incident that an incident repeats.
type Repeat struct {
	Earlier *corpus.Entry
	Stated  bool // by an author, in recurrence_of; else it is probable
	// What makes it probable: a known issue of both, or a service and a cause.
	Issue          *corpus.Entry
	Service, Cause string
	// Open are the actions of the earlier incident that were not closed: had
	// they been done, this one might not have happened.
	Open []*facet.Action
}

// Why says what the two have in common.
func (x Repeat) Why() diag.Text {
	switch {
	case x.Stated:
		return diag.Text{En: "stated by the document", Ja: "文書に明記"}
	case x.Issue != nil:
		return diag.Say("the same known issue %s", "同じ既知の問題 %s", x.Issue.ID)
	}
	return diag.Say("the same service %s and the same cause %s", "同じサービス %s、同じ原因 %s", x.Service, x.Cause)
}

// Existing is a runbook that fits an incident.
type Existing struct {
	Runbook *corpus.Entry
	// Via is what links to it: the incident's document, a known issue of it or
	// an earlier incident.
	Via    *corpus.Entry
	Linked bool // Via is the incident's document
}

// Why says how the runbook was found.
func (x Existing) Why() diag.Text {
	switch {
	case x.Linked:
		return diag.Text{En: "linked", Ja: "リンク済み"}
	case x.Via.Kind == "known-issue":
		return diag.Say("through the known issue %s", "既知の問題 %s から", x.Via.ID)
	}
	return diag.Say("through the earlier incident %s", "過去のインシデント %s から", x.Via.ID)
}

// Recurrence says how long after the end of an incident a like one counts as
// its repeat. 0 is 180 days.
type Recurrence struct{ Window time.Duration }

func (r Recurrence) window() time.Duration {
	if r.Window == 0 {
		return 180 * 24 * time.Hour
	}
	return r.Window
}

// Repeats gives the earlier incidents that an incident repeats, the stated ones
// first, then the latest first. Probable is one that began within the policy's
// window after an incident with the same service and cause, or the same known
// issue; a document lists in not_related what its authors refuse. The list is
// not to be changed.
func (r *Results) Repeats(in *Incident) []Repeat {
	kin := r.lazy.kin()
	if list, ok := kin.repeats.Load(in); ok {
		return list.([]Repeat)
	}
	list := r.findRepeats(in, kin)
	kin.repeats.Store(in, list)
	return list
}

func (r *Results) findRepeats(in *Incident, kin kinship) []Repeat {
	candidates := slices.DeleteFunc(kin.before(in), func(x *Incident) bool { return !r.follows(in, x) })
	stated := setOf(in.Entry.Targets("recurrence_of"))
	if len(stated) > 0 {
		candidates = slices.DeleteFunc(candidates, func(x *Incident) bool { return stated[x.Entry] })
		for e := range stated {
			if other := r.Incidents[e]; other != nil && other != in {
				candidates = append(candidates, other)
			}
		}
	}
	slices.SortFunc(candidates, func(a, b *Incident) int {
		if c := cmp.Or(cmp.Compare(boolInt(stated[b.Entry]), boolInt(stated[a.Entry])), b.Start.V.Compare(a.Start.V)); c != 0 {
			return c
		}
		return cmp.Compare(a.Entry.Path(), b.Entry.Path())
	})
	if len(candidates) == 0 {
		return nil
	}
	out := make([]Repeat, 0, len(candidates))
	own := kin.natures[in]
	for _, earlier := range candidates {
		its := kin.natures[earlier]
		if own.alien[earlier.Entry] || its.alien[in.Entry] {
			continue
		}
		repeat := Repeat{Earlier: earlier.Entry, Stated: stated[earlier.Entry]}
		if !repeat.Stated && !repeat.liken(in, earlier, own, its) {
			continue
		}
		repeat.Open = its.open
		out = append(out, repeat)
	}
	return slices.Clip(out)
}

// refuses tells whether a document says that it has nothing to do with another.
func refuses(e, other *corpus.Entry) bool {
	return slices.Contains(e.Targets("not_related"), other)
}

// liken notes what makes an incident like an earlier one, and tells whether
// anything does.
func (x *Repeat) liken(in, earlier *Incident, a, b *nature) bool {
	if x.Issue = firstShared(a.issues, b.issues); x.Issue != nil {
		return true
	}
	x.Service, x.Cause = firstShared(in.Services, earlier.Services), firstShared(a.causes, b.causes)
	return x.Service != "" && x.Cause != ""
}

// setOf is nil for an empty list.
func setOf[T comparable](list []T) map[T]bool {
	if len(list) == 0 {
		return nil
	}
	set := make(map[T]bool, len(list))
	for _, v := range list {
		set[v] = true
	}
	return set
}

// follows tells whether an incident began after another one and within the
// window behind its end.
func (r *Results) follows(in, earlier *Incident) bool {
	if !in.Start.Known || !earlier.Start.Known || !in.Start.V.After(earlier.Start.V) {
		return false
	}
	end := earlier.Start.V
	if earlier.End.Known {
		end = earlier.End.V
	}
	return in.Start.V.Sub(end) <= r.Policy.Recurrence.window()
}

// firstShared gives the first of a list that stands in the other too, the zero
// value if none does.
func firstShared[T comparable](a, b []T) T {
	for _, v := range a {
		if slices.Contains(b, v) {
			return v
		}
	}
	var none T
	return none
}

// shared gives what stands in both lists, in the order of the first.
func shared[T comparable](a, b []T) []T {
	var out []T
	for _, v := range a {
		if slices.Contains(b, v) && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// unfinished are the actions of an incident that are known to be open.
func unfinished(in *Incident) []*facet.Action {
	var out []*facet.Action
	for a := range in.actions() {
		if a.Status == facet.Open || a.Status == facet.InProgress || a.Status == facet.Blocked {
			out = append(out, a)
		}
	}
	return out
}

// linked gives the documents of a kind that an incident's document links to,
// or that link to it, in the order of the links.
func (in *Incident) linked(kind string) []*corpus.Entry { return linked(in.Entry, kind) }

func linked(e *corpus.Entry, kind string) []*corpus.Entry {
	var out []*corpus.Entry
	add := func(to *corpus.Entry) {
		if to != nil && to != e && to.Kind == kind && !slices.Contains(out, to) {
			out = append(out, to)
		}
	}
	for _, r := range e.Refs {
		if r.Field != "not_related" {
			add(r.To)
		}
	}
	for _, r := range e.Backs {
		if r.Field != "not_related" {
			add(r.From)
		}
	}
	return out
}

// Runbooks gives the runbooks that fit an incident, by way of the links of the
// corpus: its own, those of its known issues, and those of the incidents that
// it repeats. Each is listed once, by the first way.
func (r *Results) Runbooks(in *Incident) []Existing {
	var out []Existing
	listed := map[*corpus.Entry]bool{}
	natures := r.lazy.kin().natures
	own := natures[in]
	add := func(via *corpus.Entry, runbooks []*corpus.Entry) {
		for _, e := range runbooks {
			if !listed[e] && !own.alien[e] {
				listed[e] = true
				out = append(out, Existing{e, via, via == in.Entry})
			}
		}
	}
	add(in.Entry, own.runbooks)
	for _, issue := range own.issues {
		add(issue, linked(issue, "runbook"))
	}
	for _, repeat := range r.Repeats(in) {
		add(repeat.Earlier, natures[r.Incidents[repeat.Earlier]].runbooks)
	}
	return out
}
