package facet

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// stepSections are the sections of a runbook that tell what to do, with the
// names under which their steps are kept.
var stepSections = map[string]string{
	"steps": "steps", "diagnosis": "diagnosis", "rollback": "rollback",
	"mitigation": "mitigation", "solution": "mitigation", "response": "mitigation", "workaround": "mitigation",
}

// steps reads what a runbook tells to do: numbered headings, ordered lists
// and titled parts of its sections; a section without such structure is one
// step.
func (r *reader) steps(root *part) []doc.Value {
	s := stepReader{reader: r}
	root.walk(func(p *part) bool {
		switch {
		case stepSections[p.name] != "":
			s.section(p, stepSections[p.name])
			return false
		case p.name != "" && p.parent != nil && p.parent.parent != nil:
			return false
		case p.parent != nil && p.section != nil && p.name == "" && isNumbered(p.title.text):
			s.step(p, "steps")
			return false
		}
		return true
	})
	if len(s.out) == 0 {
		s.bare(root)
	}
	return s.out
}

// bare makes, in a runbook without any of the known sections, a step of each
// part that has commands.
func (s *stepReader) bare(root *part) {
	root.walk(func(p *part) bool {
		if p.name == "" && s.hasCommands(p) {
			s.whole(p, "steps")
		}
		return true
	})
}

func isNumbered(title string) bool { return numbering.MatchString(title) }

type stepReader struct {
	*reader
	out []doc.Value
}

// section reads the steps of one section.
func (s *stepReader) section(p *part, name string) {
	items, ordered := s.ownItems(p)
	inner := slices.DeleteFunc(slices.Clone(p.parts), func(c *part) bool { return !s.isStep(c) })
	switch {
	case ordered, len(items) > 0 && name == "steps" && len(inner) == 0:
		s.listed(p, name)
	case len(inner) == 0, s.hasCommands(p):
		s.whole(p, name)
	}
	for _, c := range inner {
		if inner := stepSections[c.name]; inner != "" {
			s.section(c, inner)
			continue
		}
		s.step(c, name)
	}
}

// isStep tells whether a part of a section is a step of its own: a heading,
// or a label with a number. Other labels belong to the text around them.
func (s *stepReader) isStep(p *part) bool {
	return !slices.Contains(notSteps, p.name) && (p.section != nil || isNumbered(p.title.text))
}

// notSteps are sections of runbooks that tell something else than what to do.
var notSteps = []string{"escalation", "decision_tree", "prerequisites", "references", "meaning", "impact", "summary", "timeline"}

func (s *stepReader) hasCommands(p *part) bool {
	return slices.ContainsFunc(p.blocks, func(b ast.Node) bool { return len(s.commands(b)) > 0 })
}

// listed makes a step of each item of the lists of a part.
func (s *stepReader) listed(p *part, name string) {
	last := -1
	for _, b := range p.blocks {
		list, ok := b.(*ast.List)
		if !ok {
			// Commands between two pieces of a list belong to the item before.
			if last >= 0 && len(s.commands(b)) > 0 {
				s.out[last] = s.withCommands(s.out[last], b, p)
			}
			continue
		}
		for _, it := range s.itemsOf(list) {
			if it.Lead == nil {
				continue
			}
			d := s.draft(p, name)
			l := lineOf(s.doc, it.Lead)
			d.title = l
			if t, rest, ok := boldTitle(s.doc, it.Lead); ok {
				d.title = t
				d.text(rest)
			} else if length(l.text) > maxTitle {
				d.title = line{}
				d.text(l)
			}
			d.blocks(it.Rest)
			s.emit(d, it.Whole, p.from(doc.FromList))
			last = len(s.out) - 1
		}
	}
}

// maxTitle is the length over which an item is a text, not a title.
const maxTitle = 120

// boldTitle splits "**Check the load.** Look at …".
func boldTitle(d *doc.Document, lead ast.Node) (title, rest line, ok bool) {
	e, bold := lead.FirstChild().(*ast.Emphasis)
	if !bold || e.Level != 2 {
		return line{}, line{}, false
	}
	all, title := lineOf(d, lead), lineOf(d, e)
	rest = all.cut(len(title.text), len(all.text))
	rest = rest.cut(len(rest.text)-len(strings.TrimLeft(rest.text, ":：-–— ")), len(rest.text))
	return title.cut(0, len(strings.TrimRight(title.text, ":： "))), rest, title.text != ""
}

func (s *stepReader) withCommands(step doc.Value, block ast.Node, p *part) doc.Value {
	d := s.draft(p, "")
	d.blocks([]ast.Node{block})
	items := append(slices.Clone(step.Field("commands").Items()), d.commands...)
	return step.With("commands", listOf(items))
}

// whole makes one step of a part.
func (s *stepReader) whole(p *part, name string) {
	d := s.draft(p, name)
	d.text(p.lead)
	d.blocks(p.blocks)
	for _, c := range p.parts {
		if !s.isStep(c) {
			d.label(c)
		}
	}
	if len(d.paragraphs) > 0 || len(d.commands) > 0 {
		d.title = stripNumber(p.title)
		s.emit(d, d.at, p.from(doc.FromHeading))
	}
}

// step makes one step of a titled part with everything under it.
func (s *stepReader) step(p *part, name string) {
	d := s.draft(p, name)
	d.title = stripNumber(p.title)
	d.at = p.title.span()
	d.text(p.lead)
	d.everything(p)
	s.emit(d, d.at, p.from(doc.FromHeading))
}

// emit appends the step that a draft makes. Sections and anchors are kept
// under extension keys: the schema of steps does not ask for them.
func (s *stepReader) emit(d *draft, at source.Span, from doc.Provenance) {
	description, textAt := strings.Join(d.paragraphs, "\n"), d.textAt
	if description == "" {
		description, textAt = collapse(d.title.text), d.title.span()
	}
	if description == "" {
		return
	}
	id := doc.NewScalar("s"+strconv.Itoa(len(s.out)+1), source.Span{Start: at.Start, End: at.Start}, doc.Provenance{Origin: doc.FromOther, Note: diag.Say("number of the step", "手順の通し番号")})
	fields := []doc.Entry{{Key: "id", Value: id}}
	if d.title.text != "" {
		fields = append(fields, doc.Entry{Key: "title", Value: d.title.value(from)})
	}
	fields = append(fields, doc.Entry{Key: "description", Value: doc.NewScalar(description, textAt, from)})
	if len(d.commands) > 0 {
		fields = append(fields, doc.Entry{Key: "commands", Value: listOf(d.commands)})
	}
	for _, prop := range []string{"expected_output", "success_criteria", "on_success", "on_failure", "rollback", "risk"} {
		if v := d.props[prop]; v.Exists() {
			fields = append(fields, doc.Entry{Key: prop, Value: v})
		}
	}
	fields = append(fields, s.extension(sectionKey, d.section, at), s.extension(headingKey, d.part.anchor(), at))
	fields = slices.DeleteFunc(fields, func(e doc.Entry) bool { return !e.Value.Exists() })
	s.out = append(s.out, doc.NewMap(fields, at, from))
}

// Extension keys carry what a later stage shows but no author writes.
const (
	sectionKey = "x-section"
	headingKey = "x-heading"
	depthKey   = "x-depth"
)

func (r *reader) extension(key, text string, at source.Span) doc.Entry {
	if text == "" {
		return doc.Entry{Key: key}
	}
	return doc.Entry{Key: key, Value: doc.NewScalar(text, at, doc.Provenance{Origin: doc.FromHeading})}
}

// linesOf reads the lines of a paragraph one by one.
func linesOf(d *doc.Document, block ast.Node) []line {
	var out []line
	var run []ast.Node
	flush := func() {
		if l := lineOf(d, run...); l.text != "" {
			out = append(out, l)
		}
		run = nil
	}
	for n := block.FirstChild(); n != nil; n = n.NextSibling() {
		run = append(run, n)
		if t, ok := n.(*ast.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			flush()
		}
	}
	flush()
	return out
}

// prerequisites reads what a runbook needs before its first step.
func (r *reader) prerequisites(root *part) []doc.Value {
	var out []doc.Value
	for _, p := range root.named("prerequisites") {
		out = append(out, r.texts(p)...)
	}
	return out
}

// commandsOf gives what the steps of a task tell to run, in order.
func commandsOf(steps []doc.Value) []doc.Value {
	var out []doc.Value
	for _, s := range steps {
		for _, c := range entries(s.Field("commands")) {
			run := c
			if c.Type() == doc.Map {
				run = c.Field("run")
			}
			if run.Text() != "" {
				out = append(out, doc.NewScalar(run.Text(), run.Span(), run.From()))
			}
		}
	}
	return out
}

// alertName gives the alert that a runbook answers: its title, if that is the
// name of the file too, in one word.
func (r *reader) alertName() doc.Value {
	for _, s := range r.doc.Sections().Children {
		if s.Level == 1 && s.Title == stem(r.doc.File.Path) && alertShape.MatchString(s.Title) {
			return doc.NewScalar(s.Title, s.Span, doc.Provenance{Origin: doc.FromHeading, Note: diag.Say("title equal to the file's name", "ファイル名と同じ見出し")})
		}
	}
	return doc.Value{}
}

// alertShape is the name of an alert as monitoring systems write it.
var alertShape = lazyregexp.New(`^[A-Za-z][A-Za-z0-9_:-]*[A-Za-z0-9]$`)
