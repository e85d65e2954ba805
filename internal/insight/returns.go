package insight

import "slices"

// firstReturns gives for each incident the first later one that repeats it, as
// Repeats tells it.
func (r *Results) firstReturns() map[*Incident]*Incident {
	out := map[*Incident]*Incident{}
	note := func(earlier, later *Incident) {
		if first := out[earlier]; first == nil || later.Start.V.Before(first.Start.V) {
			out[earlier] = later
		}
	}
	kin := r.lazy.kin()
	for _, in := range r.List() {
		for _, e := range in.Entry.Targets("recurrence_of") {
			if earlier := r.Incidents[e]; earlier != nil && earlier != in && in.Start.Known && !kin.alien(in, earlier) {
				note(earlier, in)
			}
		}
	}
	for _, group := range kin.byKey {
		r.followers(group, kin, note)
	}
	return out
}

// alien tells whether one of two incidents says that it has nothing to do with
// the other.
func (l kinship) alien(a, b *Incident) bool {
	return l.natures[a].alien[b.Entry] || l.natures[b].alien[a.Entry]
}

// followers notes for each of some like incidents, by start, the first that
// began after it and within the window behind its end.
func (r *Results) followers(group []*Incident, kin kinship, note func(earlier, later *Incident)) {
	later := len(group) // the first that began after group[i]
	for i := len(group) - 1; i >= 0; i-- {
		if i+1 < len(group) && group[i+1].Start.V.After(group[i].Start.V) {
			later = i + 1
		}
		rest := group[later:]
		j := slices.IndexFunc(rest, func(in *Incident) bool { return !kin.alien(in, group[i]) })
		if j >= 0 && r.follows(rest[j], group[i]) {
			note(group[i], rest[j])
		}
	}
}
