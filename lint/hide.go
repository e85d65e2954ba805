package lint

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/parallel"
	"github.com/debrief-dev/debrief/internal/source"
)

// ignoringFile is a file with comments that hide findings.
type ignoringFile struct {
	entry   *corpus.Entry // with a Doc alone if the file is no document
	ignores []*Ignore     // in the order of the file
	lines   []int         // where its lines start

	// What hides the findings of a rule: by line, in order of position, by the
	// lines of what a comment stands in, and in the whole file. The first
	// comment counts.
	byLine map[ruleLine]hider
	byRule map[string][]hider
	around map[string][]cover
	whole  map[string]hider
}

// cover is lines in which a comment hides findings.
type cover struct {
	source.Span
	hider
	widest int // of the covers up to this one the index of the one that ends last
}

type ruleLine struct {
	rule string
	line int // from 0
}

// hider is one name of a comment.
type hider struct {
	*Ignore
	name int
}

// readIgnores reads the comments of all documents and rule files that are
// reported on. What is wrong with their dates comes back.
func (r *run) readIgnores() []diag.Diagnostic {
	var candidates []*corpus.Entry
	add := func(e *corpus.Entry) {
		if !e.Doc.Refused && r.options.Reports(e.Path()) && bytes.Contains(e.Doc.File.Data, []byte(ignoreWord)) {
			candidates = append(candidates, e)
		}
	}
	for _, e := range r.corpus.Entries {
		add(e)
	}
	var last *source.File
	for _, a := range r.corpus.Alerts { // by file
		if a.File != nil && a.File != last && r.byPath[a.File.Path] == nil {
			add(&corpus.Entry{Doc: &doc.Document{File: a.File, Format: doc.YAML}})
		}
		last = a.File
	}
	files := make([]*ignoringFile, len(candidates))
	found := make([][]diag.Diagnostic, len(candidates))
	parallel.Each(len(candidates), func(i int) {
		d := candidates[i].Doc
		ignores, wrong := r.readComments(d.File, d.Comments())
		files[i], found[i] = &ignoringFile{entry: candidates[i], ignores: ignores}, wrong
	})
	for _, f := range files {
		if len(f.ignores) > 0 {
			f.index(r.today())
			r.files = append(r.files, f)
		}
	}
	return slices.Concat(found...)
}

// today is the day that end dates are compared with, empty in a run whose
// results must not depend on it: there, nothing ends.
func (r *run) today() string {
	if !r.options.Scheduled {
		return ""
	}
	zone := r.results.Policy.Zone
	if zone == nil {
		zone = time.UTC
	}
	return r.results.Now.In(zone).Format(time.DateOnly)
}

// index makes ready to look up what hides a finding.
func (f *ignoringFile) index(today string) {
	data := f.entry.Doc.File.Data
	f.lines = []int{0}
	for i, b := range data {
		if b == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
	f.byLine, f.byRule, f.whole = map[ruleLine]hider{}, map[string][]hider{}, map[string]hider{}
	blank := f.blankLines()
	f.coverAll(today)
	for _, i := range f.ignores {
		if i.expired(today) {
			continue
		}
		line := f.line(i.Comment.Span.Start)
		if i.Word.Text == IgnoreNext {
			line = blank[f.line(i.Comment.Span.End)+1]
		}
		for n, name := range i.Names {
			h, key := hider{i, n}, ruleLine{name.Text, line}
			switch i.Word.Text {
			case IgnoreFile:
				if _, there := f.whole[name.Text]; !there {
					f.whole[name.Text] = h
				}
			case IgnoreLine, IgnoreNext:
				if _, there := f.byLine[key]; !there {
					f.byLine[key] = h
				}
				if i.Word.Text == IgnoreLine {
					f.byRule[name.Text] = append(f.byRule[name.Text], h)
				}
			}
		}
	}
}

// coverAll notes what the comments about the place where they stand cover.
func (f *ignoringFile) coverAll(today string) {
	var here []*Ignore
	var comments []doc.Comment
	for _, i := range f.ignores {
		if i.Word.Text == IgnoreLine && !i.expired(today) {
			here, comments = append(here, i), append(comments, i.Comment)
		}
	}
	// Comments in one item share its lines, of which the first takes them.
	type taken struct {
		rule  string
		lines *source.Span
	}
	seen := map[taken]bool{}
	f.around = map[string][]cover{}
	for n, lines := range f.entry.Doc.Covers(comments) {
		for k, name := range here[n].Names {
			if len(lines) == 0 || seen[taken{name.Text, &lines[0]}] {
				continue
			}
			seen[taken{name.Text, &lines[0]}] = true
			for _, s := range lines {
				f.around[name.Text] = append(f.around[name.Text], cover{Span: s, hider: hider{here[n], k}})
			}
		}
	}
	for _, covers := range f.around {
		slices.SortStableFunc(covers, func(a, b cover) int { return cmp.Compare(a.Start, b.Start) })
		for i := range covers {
			covers[i].widest = i
			if i > 0 && covers[covers[i-1].widest].End >= covers[i].End {
				covers[i].widest = covers[i-1].widest
			}
		}
	}
}

// covered gives the comment that stands in what a finding starts in.
func (f *ignoringFile) covered(rule string, at int) (hider, bool) {
	covers := f.around[rule]
	i := sort.Search(len(covers), func(i int) bool { return covers[i].Start > at }) - 1
	if i < 0 || covers[covers[i].widest].End <= at {
		return hider{}, false
	}
	return covers[covers[i].widest].hider, true
}

// blankLines gives for each line, and for the one behind the last, the first
// line from it on that has more than white space and comments that hide
// findings; the number of lines if there is none.
func (f *ignoringFile) blankLines() []int {
	text := bytes.Clone(f.entry.Doc.File.Data)
	for _, i := range f.ignores {
		for at := i.Comment.Span.Start; at < i.Comment.Span.End; at++ {
			if text[at] != '\n' {
				text[at] = ' '
			}
		}
	}
	next := make([]int, len(f.lines)+1)
	next[len(f.lines)] = len(f.lines)
	for l := len(f.lines) - 1; l >= 0; l-- {
		end := len(text)
		if l+1 < len(f.lines) {
			end = f.lines[l+1]
		}
		next[l] = l
		// What only marks a quotation is blank, too.
		if len(bytes.Trim(text[f.lines[l]:end], blanks+">")) == 0 {
			next[l] = next[l+1]
		}
	}
	return next
}

// line is the line of an offset, from 0.
func (f *ignoringFile) line(offset int) int { return sort.SearchInts(f.lines, offset+1) - 1 }

// hides finds the comment that hides a finding: one for its line, one inside
// of what it is about, one in the item, paragraph or value in which it starts,
// one for the whole file.
func (f *ignoringFile) hides(d diag.Diagnostic) (hider, bool) {
	if h, ok := f.byLine[ruleLine{d.Rule, f.line(d.Span.Start)}]; ok {
		return h, true
	}
	inside := f.byRule[d.Rule]
	i, _ := slices.BinarySearchFunc(inside, d.Span.Start, func(h hider, start int) int {
		return cmp.Compare(h.Comment.Span.Start, start)
	})
	if i < len(inside) && d.Span.Contains(inside[i].Comment.Span) {
		return inside[i], true
	}
	if h, ok := f.covered(d.Rule, d.Span.Start); ok {
		return h, true
	}
	h, ok := f.whole[d.Rule]
	return h, ok
}

// hide divides findings into those that are shown and those that a comment
// hides, and notes which comments did.
func (r *run) hide(found []diag.Diagnostic) (out Outcome) {
	files := make(map[string]*ignoringFile, len(r.files))
	for _, f := range r.files {
		files[f.entry.Path()] = f
	}
	for _, d := range found {
		if f := files[d.File.Path]; f != nil {
			if h, ok := f.hides(d); ok {
				h.used[h.name] = true
				out.Ignored = append(out.Ignored, d)
				continue
			}
		}
		out.Found = append(out.Found, d)
	}
	return out
}

// checkIgnores lets the rules about comments that hide findings look at them.
func (r *run) checkIgnores() []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, f := range r.files {
		set := r.options.levels(f.entry.Path())
		for i := range r.rules {
			rule := &r.rules[i]
			level := r.options.severity(*rule, rule.Severity, set, f.entry.Final())
			if rule.CheckIgnores == nil || level == diag.Off {
				continue
			}
			p := r.pass(rule, f.entry)
			p.level, p.ignores = level, f
			rule.CheckIgnores(p)
			found = append(found, p.found...)
		}
	}
	return found
}

// Ignores gives the comments of the document that hide findings, in order.
// Only CheckIgnores sees them.
func (p *Pass) Ignores() []*Ignore {
	if p.ignores == nil {
		return nil
	}
	return p.ignores.ignores
}

// IsRule tells whether there is a rule of a name.
func (p *Pass) IsRule(id string) bool { return p.run.byID[id] != nil }

// RuleIDs gives the names of all rules, in their order.
func (p *Pass) RuleIDs() []string {
	ids := make([]string, len(p.run.rules))
	for i, r := range p.run.rules {
		ids[i] = r.ID
	}
	return ids
}

// Expired tells whether a comment has ended, so that it hides nothing. In a
// run that does not depend on today, none has.
func (p *Pass) Expired(i *Ignore) bool { return i.expired(p.run.today()) }

// Unused gives the names of a comment that hide nothing although they are of
// rules that were on. A comment that has ended, or is of no known form, is the
// business of other rules.
func (p *Pass) Unused(i *Ignore) []Name {
	if !i.Known() || p.Expired(i) {
		return nil
	}
	set := p.run.options.levels(p.Entry.Path())
	var out []Name
	for n, name := range i.Names {
		rule := p.run.byID[name.Text]
		if i.used[n] || rule == nil {
			continue
		}
		if p.run.options.severity(*rule, rule.Severity, set, p.Entry.Final()) != diag.Off {
			out = append(out, name)
		}
	}
	return out
}

// List writes names in quotes, with commas between them.
func List(names []Name) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = strconv.Quote(Quote(n.Text))
	}
	return strings.Join(quoted, ", ")
}
