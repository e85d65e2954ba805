package rules

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var danglingDecision = lint.Rule{
	ID:       "dangling-decision",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Strict:   true,
	Kinds:    []string{"runbook"},
	Check: func(p *lint.Pass) {
		places := placesOf(p.Entry)
		for _, branch := range p.Entry.Value().Field("decision_tree").Items() {
			seen := map[string]bool{}
			for _, e := range branch.Entries() {
				wanted, ok := destination(e)
				if !ok || seen[wanted] || leads(p, e.Value, places, wanted) {
					continue
				}
				seen[wanted] = true
				p.Report(diag.Diagnostic{Span: e.Value.Span(), Message: nowhere(p, e.Value, wanted)})
			}
		}
	},
}

var (
	// goesTo is an action that names what it goes to in one word:
	// go_to_cpu_analysis_procedure.
	goesTo = lazyregexp.New(`(?i)^(?:go_?to|jump_?to|proceed_?to|continue_?(?:to|with|at))_(\w+)$`)
	// step is a step by its number, in words around it or alone.
	step = lazyregexp.New(`(?i)\b(?:go|jump|proceed|continue|return|back)\s+(?:back\s+)?(?:to|with|at)\s+step\s*#?([0-9]{1,3})\b|^step\s*#?([0-9]{1,3})[.]?$|(?:手順|ステップ)\s*([0-9]{1,3})(?:へ|に(?:進|移|戻)|から|$)`)
)

// destination is what a field of a decision leads to, false if it tells what
// to do in words. Links of the text have rules of their own.
func destination(e doc.Entry) (wanted string, ok bool) {
	text := e.Value.Text()
	switch e.Key {
	case "goto":
		if e.Value.From().Origin == doc.FromFrontMatter {
			return text, text != ""
		}
	case "action", "then", "else":
		if m := goesTo.FindStringSubmatch(text); m != nil {
			return m[1], true
		}
		if m := step.FindStringSubmatch(text); m != nil {
			return "s" + m[1] + m[2] + m[3], true
		}
	}
	return "", false
}

// placesOf are the names of the places inside a runbook that a decision can
// lead to, folded: steps by id and number, branches, headings.
func placesOf(e *corpus.Entry) map[string]bool {
	places := map[string]bool{}
	add := func(name string) {
		if name != "" {
			places[corpus.Fold(name)] = true
		}
	}
	for i, s := range e.Steps {
		add(s.ID)
		add("s" + strconv.Itoa(i+1))
		add(s.Title)
	}
	for _, b := range e.Branches {
		add(b.ID)
	}
	e.Doc.Sections().Walk(func(s *doc.Section) bool {
		add(s.Title)
		add(strings.TrimPrefix(s.ID, doc.AnchorPrefix))
		if m := leadingNumber.FindStringSubmatch(s.Title); m != nil {
			add("s" + m[1])
		}
		return true
	})
	return places
}

// leadingNumber is the number of a heading: "3. Restart", "Step 3", "手順3".
var leadingNumber = lazyregexp.New(`(?i)^(?:step|手順|ステップ)?\s*#?([0-9]{1,3})(?:[^0-9]|$)`)

// leads tells whether a destination exists. One that is a reference to a
// document is judged where references are, and not a second time here.
func leads(p *lint.Pass, v doc.Value, places map[string]bool, wanted string) bool {
	for _, name := range spellings(wanted) {
		if places[corpus.Fold(name)] || p.Corpus.Find(name) != nil {
			return true
		}
	}
	return strings.Contains(wanted, "://") ||
		p.Corpus.ByPath(path.Join(path.Dir(p.Entry.Path()), wanted)) != nil ||
		slices.ContainsFunc(p.Entry.Refs, func(r corpus.Reference) bool { return r.Span.Overlaps(v.Span()) })
}

// suffixes are what names of procedures end in that the procedure itself may
// leave out.
var suffixes = []string{"_procedure", "_runbook", "_steps", "_step", "_guide"}

// spellings are the ways in which the id of what is wanted may be written.
func spellings(wanted string) []string {
	out := []string{wanted, strings.TrimPrefix(wanted, "#")}
	bare := wanted
	for _, s := range suffixes {
		bare = strings.TrimSuffix(bare, s)
	}
	return append(out, bare, strings.ReplaceAll(wanted, "_", "-"), strings.ReplaceAll(bare, "_", "-"))
}

func nowhere(p *lint.Pass, v doc.Value, wanted string) diag.Text {
	message := diag.Say("the decision leads to %q, which does not exist", "判断の行き先 %q がありません", lint.Quote(v.Text()))
	if !p.MaySuggest() {
		return message
	}
	if near := nearestRunbook(p, wanted); near != "" {
		message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", message, near)
	}
	return message
}

// nearestRunbook gives the id of the runbook that a name most likely means:
// one that is written alike, or the only one that shares a telling word.
func nearestRunbook(p *lint.Pass, wanted string) string {
	var ids, sharing []string
	words := strings.FieldsFunc(corpus.Fold(wanted), separator)
	for _, e := range p.Corpus.Kind("runbook") {
		if e == p.Entry {
			continue
		}
		ids = append(ids, e.ID)
		own := strings.FieldsFunc(corpus.Fold(e.ID), separator)
		if slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(common, w) && slices.Contains(own, w) }) {
			sharing = append(sharing, e.ID)
		}
	}
	for _, name := range spellings(wanted) {
		if near := diag.Nearest(name, ids); near != "" {
			return near
		}
	}
	if len(sharing) == 1 {
		return sharing[0]
	}
	return ""
}

func separator(r rune) bool { return strings.ContainsRune("_-. ", r) }

// common are words that many procedures have in their name.
var common = []string{"analysis", "check", "diagnosis", "guide", "high", "issue", "issues", "low", "procedure", "recovery", "restart", "runbook", "step", "steps"}
