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
	Stated  bool      // by an author, in recurrence_of; else it is probable
	Why     diag.Text // what the two have in common
	// Open are the actions of the earlier incident that were not closed: had
	// they been done, this one might not have happened.
	Open []facet.Action
}

// Existing is a runbook that fits an incident.
type Existing struct {
	Runbook *corpus.Entry
	Linked  bool      // the incident's document links to it
	Why     diag.Text // how it was found
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
	candidates := kin.before(in)
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
		return cmp.Or(
			cmp.Compare(boolInt(stated[b.Entry]), boolInt(stated[a.Entry])),
			b.Start.V.Compare(a.Start.V),
			cmp.Compare(a.Entry.Path(), b.Entry.Path()),
		)
	})
	var out []Repeat
	own := kin.natures[in]
	for _, earlier := range candidates {
		its := kin.natures[earlier]
		if own.alien[earlier.Entry] || its.alien[in.Entry] {
			continue
		}
		repeat := Repeat{Earlier: earlier.Entry, Stated: stated[earlier.Entry]}
		if repeat.Stated {
			repeat.Why = diag.Text{En: "stated by the document", Ja: "文書に明記"}
		} else if repeat.Why = r.alike(in, earlier, own, its); repeat.Why == (diag.Text{}) {
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

// alike says why an incident is probably a repeat of an earlier one; nothing
// if it is not.
func (r *Results) alike(in, earlier *Incident, a, b *nature) diag.Text {
	if !r.follows(in, earlier) {
		return diag.Text{}
	}
	if issues := shared(a.issues, b.issues); len(issues) > 0 {
		return diag.Say("the same known issue %s", "同じ既知の問題 %s", issues[0].ID)
	}
	services, words := shared(in.Services, earlier.Services), shared(a.causes, b.causes)
	if len(services) == 0 || len(words) == 0 {
		return diag.Text{}
	}
	return diag.Say("the same service %s and the same cause %s", "同じサービス %s、同じ原因 %s", services[0], words[0])
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
func unfinished(in *Incident) []facet.Action {
	var out []facet.Action
	for a := range in.actions() {
		if a.Status == facet.Open || a.Status == facet.InProgress || a.Status == facet.Blocked {
			out = append(out, *a)
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
	add := func(from *corpus.Entry, isLinked bool, why func(from *corpus.Entry) diag.Text) {
		for _, e := range linked(from, "runbook") {
			if !slices.ContainsFunc(out, func(x Existing) bool { return x.Runbook == e }) && !refuses(in.Entry, e) {
				out = append(out, Existing{e, isLinked, why(from)})
			}
		}
	}
	add(in.Entry, true, func(*corpus.Entry) diag.Text { return diag.Text{En: "linked", Ja: "リンク済み"} })
	for _, issue := range in.linked("known-issue") {
		add(issue, false, func(e *corpus.Entry) diag.Text {
			return diag.Say("through the known issue %s", "既知の問題 %s から", e.ID)
		})
	}
	for _, repeat := range r.Repeats(in) {
		add(repeat.Earlier, false, func(e *corpus.Entry) diag.Text {
			return diag.Say("through the earlier incident %s", "過去のインシデント %s から", e.ID)
		})
	}
	return out
}
