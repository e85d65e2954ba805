package lint

import (
	"maps"
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// Profile is how much of the rules a repository wants. A larger one has all
// rules of the smaller ones: teams start with what every postmortem needs and
// go on to knowledge and monitoring, in the order of the handbook's stages.
//
//   - Starter: what the file is (front matter, schema, hidden characters,
//     limits), timeline, impact, layers of the root cause, owners and dates of
//     action items, dead links, placeholders, secrets, the runbooks of alerts
//     once rule files are named, comments that hide findings.
//   - Standard: wording that blames, vague actions, personal data, safety of
//     runbooks, the knowledge base, milestones, stated figures and durations
//     that contradict the computed ones.
//   - Full: opinions that are off by default, and what monitoring and
//     prevention need: detection, policies, documents that nothing leads to.
type Profile uint8

// The profiles.
const (
	Starter Profile = iota
	Standard
	Full
)

// profiles names the profiles in the settings.
var profiles = [...]string{"starter", "standard", "full"}

func (p Profile) String() string { return profiles[p] }

// Profiles lists the names of the profiles, from the smallest.
func Profiles() []string { return slices.Clone(profiles[:]) }

// ParseProfile reads "starter", "standard" or "full".
func ParseProfile(s string) (Profile, bool) {
	i := slices.Index(profiles[:], s)
	return Profile(max(i, 0)), i >= 0
}

// Override sets levels for some paths.
type Override struct {
	Paths  []string // globs of source.Match
	Levels map[string]diag.Severity
}

func (o Override) matches(path string) bool {
	return slices.ContainsFunc(o.Paths, func(glob string) bool { return source.Match(glob, path) })
}

// levels gives the levels that the settings give to rules in a file. The
// caller must not change the map.
func (o Options) levels(path string) map[string]diag.Severity {
	set := o.Levels
	for _, over := range o.Overrides {
		if !over.matches(path) {
			continue
		}
		set = maps.Clone(set)
		if set == nil {
			set = map[string]diag.Severity{}
		}
		maps.Copy(set, over.Levels)
	}
	return set
}

// severity settles the level of a rule in a file of which set are the levels:
// own unless the settings give one. A level in the settings switches a rule
// on whatever the profile. Off: the rule does not report there.
func (o Options) severity(r Rule, own diag.Severity, set map[string]diag.Severity, final bool) diag.Severity {
	level, isSet := set[r.ID]
	switch {
	case r.Scheduled && !o.Scheduled:
		return diag.Off
	case isSet:
	case r.Profile > o.Profile, own == diag.Off:
		return diag.Off
	case r.Strict && final:
		level = diag.Error
	default:
		level = own
	}
	if r.Prose {
		level = min(level, diag.Warning)
	}
	return level
}

// Judges gives a function that tells whether a run with these options looks
// for what a rule finds in a file. Where it does not, that nothing was found
// means nothing.
func (o Options) Judges(rules []Rule) func(path, rule string) bool {
	scheduled := map[string]bool{}
	for _, r := range rules {
		scheduled[r.ID] = r.Scheduled
	}
	return func(path, rule string) bool {
		return o.Reports(path) && (o.Scheduled || !scheduled[rule])
	}
}
