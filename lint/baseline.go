package lint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
)

// Baseline is findings that a repository has chosen to live with: how often
// each is there, by file, rule and fingerprint (diag.Fingerprints). The zero
// Baseline is empty. A Baseline is read-only.
type Baseline struct {
	counts map[entry]int
	spans  map[entry]source.Span // of the fingerprints in the file that was read
	file   *source.File          // nil if none was read
}

// entry is a place in a baseline.
type entry struct{ path, rule, print string }

// NewBaseline gives the baseline of some findings with their fingerprints.
func NewBaseline(found []diag.Diagnostic, prints []string) Baseline {
	b := Baseline{counts: map[entry]int{}}
	for i, d := range found {
		if d.Rule != ruleStale {
			b.counts[entry{d.File.Path, d.Rule, prints[i]}]++
		}
	}
	return b
}

// Len is the number of findings in the baseline.
func (b Baseline) Len() int {
	n := 0
	for _, count := range b.counts {
		n += count
	}
	return n
}

// Filter divides findings into new ones and those that the baseline hides, in
// their order; stale is the part of the baseline that hides none. A finding
// is looked for in its file, then, since a file may have been renamed, in the
// others: fingerprints know the document.
func (b Baseline) Filter(found []diag.Diagnostic, prints []string) (fresh, hidden []diag.Diagnostic, stale Baseline) {
	left := maps.Clone(b.counts)
	take := func(e entry) bool {
		if left[e] == 0 {
			return false
		}
		if left[e]--; left[e] == 0 {
			delete(left, e)
		}
		return true
	}
	hides := make([]bool, len(found))
	for i, d := range found {
		hides[i] = take(entry{d.File.Path, d.Rule, prints[i]})
	}
	elsewhere := map[entry][]string{} // paths, by rule and fingerprint
	for _, e := range slices.SortedFunc(maps.Keys(left), compareEntries) {
		k := entry{rule: e.rule, print: e.print}
		elsewhere[k] = append(elsewhere[k], e.path)
	}
	for i, d := range found {
		k := entry{rule: d.Rule, print: prints[i]}
		if paths := elsewhere[k]; !hides[i] && len(paths) > 0 {
			if hides[i] = take(entry{paths[0], d.Rule, prints[i]}); left[entry{paths[0], d.Rule, prints[i]}] == 0 {
				elsewhere[k] = paths[1:]
			}
		}
	}
	for i, d := range found {
		if hides[i] {
			hidden = append(hidden, d)
		} else {
			fresh = append(fresh, d)
		}
	}
	return fresh, hidden, Baseline{counts: left, spans: b.spans, file: b.file}
}

// Update gives the baseline of findings. What is not judged by the run that
// found them (Options.Judges) stays as it is.
func (b Baseline) Update(found []diag.Diagnostic, prints []string, judges func(path, rule string) bool) Baseline {
	out := NewBaseline(found, prints)
	for e, count := range b.counts {
		if !judges(e.path, e.rule) {
			out.counts[e] += count
		}
	}
	return out
}

// Prune gives the baseline without what hides nothing any more; nothing is
// added.
func (b Baseline) Prune(found []diag.Diagnostic, prints []string, judges func(path, rule string) bool) Baseline {
	_, _, stale := b.Filter(found, prints)
	out := Baseline{counts: maps.Clone(b.counts)}
	for e, count := range stale.judged(judges) {
		if out.counts[e] -= count; out.counts[e] == 0 {
			delete(out.counts, e)
		}
	}
	return out
}

// judged gives the entries of which a run can tell whether they are stale.
func (b Baseline) judged(judges func(path, rule string) bool) map[entry]int {
	out := maps.Clone(b.counts)
	maps.DeleteFunc(out, func(e entry, _ int) bool { return !judges(e.path, e.rule) })
	return out
}

// Stale gives a finding for each file and rule of which the baseline, the
// stale part of one that was read, has more than there is.
func (b Baseline) Stale(judges func(path, rule string) bool) []diag.Diagnostic {
	sums := map[entry]int{}
	first := map[entry]source.Span{}
	for e, count := range b.judged(judges) {
		group, at := entry{path: e.path, rule: e.rule}, b.spans[e]
		if sums[group] == 0 || at.Start < first[group].Start {
			first[group] = at
		}
		sums[group] += count
	}
	var found []diag.Diagnostic
	for _, group := range slices.SortedFunc(maps.Keys(sums), compareEntries) {
		message := diag.Say("a finding of %q that the baseline has in %q is gone",
			"ベースラインにある %q の指摘1件は、%q にはもうありません", group.rule, group.path)
		if n := sums[group]; n > 1 {
			message = diag.Say("%[3]d findings of %[1]q that the baseline has in %[2]q are gone",
				"ベースラインにある %[1]q の指摘%[3]d件は、%[2]q にはもうありません", group.rule, group.path, n)
		}
		found = append(found, diag.Diagnostic{
			Rule: ruleStale, Severity: diag.Info, File: b.file, Span: first[group], Message: message,
			Fixes: []diag.Fix{{Title: diag.Say("run \"debrief lint --prune-baseline\"", "「debrief lint --prune-baseline」を実行する")}},
		})
	}
	return found
}

func compareEntries(a, b entry) int {
	return slices.Compare([]string{a.path, a.rule, a.print}, []string{b.path, b.rule, b.print})
}

// baselineVersion is that of the file's form.
const baselineVersion = 1

// JSON gives the file of the baseline: sorted, a line an entry, so that two
// branches that change it merge. The same baseline gives the same bytes.
func (b Baseline) JSON() ([]byte, error) {
	findings := map[string]map[string]map[string]int{}
	for e, count := range b.counts {
		if findings[e.path] == nil {
			findings[e.path] = map[string]map[string]int{}
		}
		if findings[e.path][e.rule] == nil {
			findings[e.path][e.rule] = map[string]int{}
		}
		findings[e.path][e.rule][e.print] = count
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(struct {
		Version  int                                  `json:"debrief_baseline"`
		Findings map[string]map[string]map[string]int `json:"findings"`
	}{baselineVersion, findings})
	if err != nil {
		return nil, fmt.Errorf("encoding the baseline: %w", err)
	}
	return out.Bytes(), nil
}
