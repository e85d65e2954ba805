package facet

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// boxNote marks the status of a task item: its span is that of the mark
// between the brackets, which is what a fix rewrites.
var boxNote = diag.Text{En: "check box", Ja: "チェックボックス"}

// setting is what the headings over an action item say about it.
type setting struct {
	term, kind doc.Value
	status     doc.Value // of items that say nothing of it
	within     Interval  // 0 if the heading gives none
	credited   bool      // the items of the list end with names
	numbered   bool      // they begin with tickets of one tracker: T4420
	lists      bool      // the section has several lists
}

// Terms gives the usual lengths of the three horizons: one, three and six
// months.
func Terms() map[string]Interval {
	return map[string]Interval{"short": {Months: 1}, "mid": {Months: 3}, "long": {Months: 6}}
}

// withinShape reads "within 2 weeks", "1ヶ月以内", "(3 months)".
var withinShape = lazyregexp.New(`(?i)([0-9]{1,3})\s*-?\s*(?:(?:ヶ|ケ|か|カ|箇|個|ヵ)?(月)|(months?)|(週)間?|(weeks?)|(日)|(days?))`)

func within(title string) Interval {
	m := withinShape.FindStringSubmatch(line{text: title}.fold().text)
	if m == nil {
		return Interval{}
	}
	n, _ := strconv.Atoi(m[1])
	switch {
	case m[2]+m[3] != "":
		return Interval{Months: n}
	case m[4]+m[5] != "":
		return Interval{Days: 7 * n}
	}
	return Interval{Days: n}
}

// actions reads the action items of the body: list items, task items and
// table rows under headings or labels of that name. base is the day from
// which terms count, not known if the document gives none.
func (r *reader) actions(root *part, base Date) []doc.Value {
	a := actionReader{reader: r, base: base}
	for _, p := range a.sections(root) {
		a.part(p, setting{}, true)
	}
	return a.out
}

type actionReader struct {
	*reader
	base Date // from which terms count
	out  []doc.Value
	read map[[2]int][]token // tokens of lines, by their place
}

// sections gives the parts that hold action items, in the order of the
// document: those of that name, and "Temporary measures" beside them.
func (a *actionReader) sections(root *part) []*part {
	found := root.named("actions", "terms")
	for _, p := range found {
		if q := a.beside(p, "long", "short"); q != nil && !slices.Contains(found, q) {
			found = append(found, q)
		}
	}
	slices.SortStableFunc(found, func(p, q *part) int { return p.title.span().Start - q.title.span().Start })
	return found
}

// beside gives the section next to p whose title has one term where that of p
// has the other, nil if there is none.
func (a *actionReader) beside(p *part, own, other string) *part {
	if p.parent == nil || p.section == nil || a.match("term", p.title.text) != own {
		return nil
	}
	for _, q := range p.parent.parts {
		if q.section != nil && q.section.Level == p.section.Level && slices.Contains(horizonNames, q.name) && length(q.title.text) <= maxHorizon && a.match("term", q.title.text) == other {
			return q
		}
	}
	return nil
}

// horizonNames are the sections that may be a horizon of action items beside
// another one: a "temporary fix" is the response or a workaround elsewhere.
var horizonNames = []string{"", "actions", "terms", "response", "workaround", "mitigation"}

// maxHorizon is the length, in characters, over which a title that holds the
// word of a horizon speaks of something else.
const maxHorizon = 24

// paired tells whether the sections of the short and the long term stand side
// by side, this one of them.
func (a *actionReader) paired(p *part) bool {
	return a.beside(p, "long", "short") != nil || a.beside(p, "short", "long") != nil
}

func (a *actionReader) part(p *part, s setting, top bool) {
	name := p.name
	if top && a.paired(p) {
		name = "terms"
	}
	s, ok := a.set(s, p.title, name, top)
	if !ok {
		return
	}
	if top {
		items, lists := a.itemsUnder(p)
		s.credited, s.lists = a.credited(items), lists > 1
	}
	for _, b := range p.blocks {
		switch b := b.(type) {
		case *ast.List:
			a.items(a.itemsOf(b), s)
		case *extast.Table:
			a.table(a.tableOf(b), s)
		case *ast.Paragraph:
			a.lines(b, s)
		}
	}
	for _, c := range p.parts {
		a.part(c, s, false)
	}
}

// set adds what a title says to the setting. It is not ok if the title opens
// something else than actions.
func (a *actionReader) set(s setting, title line, name string, top bool) (setting, bool) {
	from := doc.Provenance{Origin: doc.FromHeading, Note: verbatim(title.text)}
	text := unnumbered(title).text
	known := top
	// A section that is called "permanent measures" as a whole holds all
	// actions; a horizon is a part beside others, or says how long.
	span := within(text)
	if term := a.match("term", text); term != "" && (!top || name == "terms" || span != Interval{}) {
		s.term, s.within, known = doc.NewScalar(term, title.span(), from), span, true
	}
	if kind := a.labels.Word("actions.type", text); kind != "" {
		s.kind, known = doc.NewScalar(kind, title.span(), from), true
	}
	if status := a.labels.Word("actions.status", text); status != "" && !top {
		s.status, known = doc.NewScalar(status, title.span(), from), true
	}
	return s, known || name == "" || name == "actions" || name == "terms"
}

// match gives the value of the first pattern of a field that text matches.
func (r *reader) match(field, text string) string {
	for value := range r.labels.Told(field, text) {
		return value
	}
	return ""
}

func (a *actionReader) items(items []doc.Item, s setting) {
	s.credited = s.credited || s.lists && len(items) > 1 && a.credited(items)
	s.numbered = a.numbered(items)
	for _, it := range items {
		if it.Lead == nil {
			a.items(it.Children, s)
			continue
		}
		l := lineOf(a.doc, it.Lead)
		if a.divides(it, l.text) {
			if inner, ok := a.set(s, l, a.labels.Section(l.text), false); ok {
				a.items(it.Children, inner)
			}
			continue
		}
		if v := a.item(it, l, s); v.Exists() {
			a.out = append(a.out, v)
		}
	}
}

// divides tells whether an item only groups the items under it: a label, a
// term, a type, or an item without box over items with boxes.
func (a *actionReader) divides(it doc.Item, text string) bool {
	if len(it.Children) == 0 || it.Box != nil {
		return false
	}
	if isGroup(it) || a.labels.Word("actions.type", text) != "" {
		return true
	}
	if a.match("term", text) != "" && length(text) <= 24 {
		return true
	}
	for _, c := range it.Children {
		if c.Box == nil {
			return false
		}
	}
	return true
}

// otherBox is a check box that Markdown's task lists do not know.
var otherBox = lazyregexp.New(`^\[([-~/>! ]?)\]\s+`)

func (a *actionReader) item(it doc.Item, l line, s setting) doc.Value {
	from := doc.Provenance{Origin: doc.FromList, Note: diag.Say("action item", "アクションの項目")}
	fields := actionFields{}
	if it.Box != nil {
		fields.box(it.Checked, *it.Box)
	} else if m := otherBox.FindStringSubmatchIndex(l.text); m != nil {
		fields.mark(l.text[m[2]:m[3]], l.cut(m[2], m[3]).span())
		l = l.cut(m[1], len(l.text))
	}
	text := a.words(fields, l, s, from)
	for _, c := range it.Children {
		fields.add(a.detail(c, from))
	}
	if (it.Struck || a.struck(it.Lead)) && !fields.closedByWord() {
		fields.set("status", doc.NewScalar(string(Done), it.Span, doc.Provenance{Origin: doc.FromList, Note: diag.Say("struck out", "取り消し線")}))
	}
	fields.ticket(a.reader, l, from)
	return a.finish(fields, text, l.span(), it.Whole, from, s)
}

// words takes the metadata of a line and gives what is left of its text.
func (a *actionReader) words(fields actionFields, l line, s setting, from doc.Provenance) string {
	all := a.withCredit(l, a.tokensOf(l, false), s.credited)
	if m := leadTicket.FindStringSubmatchIndex(l.text); s.numbered && m != nil {
		all = disjoint(append([]token{{prop: "ticket", value: l.cut(m[2], m[3]), start: m[2], end: m[3], sure: true}}, all...))
	}
	meta := settle(l.text, all)
	fields.add(values(meta, from))
	return without(l.text, meta)
}

// struck tells whether all of a paragraph is struck out but for metadata:
// "~~Add disks~~ @ann #12".
func (a *actionReader) struck(lead ast.Node) bool {
	var out, rest []ast.Node
	for n := lead.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == extast.KindStrikethrough {
			out = append(out, n)
		} else {
			rest = append(rest, n)
		}
	}
	if len(out) == 0 {
		return false
	}
	l := lineOf(a.doc, rest...)
	return idle(without(l.text, settle(l.text, a.tokens(l))))
}

// detail reads a sub-item that is nothing but metadata: "- Owner: ops".
func (a *actionReader) detail(it doc.Item, from doc.Provenance) map[string]doc.Value {
	if it.Lead == nil || it.Box != nil {
		return nil
	}
	l := lineOf(a.doc, it.Lead)
	meta := settle(l.text, a.tokens(l))
	if without(l.text, meta) != "" {
		return nil
	}
	return values(meta, from)
}

// finish makes the value of an action, absent if it has no text.
func (a *actionReader) finish(f actionFields, text string, at, whole source.Span, from doc.Provenance, s setting) doc.Value {
	if a.nothing(text) {
		return doc.Value{}
	}
	f.set("text", doc.NewScalar(text, at, from))
	if !f["term"].Exists() {
		f.set("term", s.term)
	}
	if !f["type"].Exists() {
		f.set("type", s.kind)
	}
	if !f["status"].Exists() {
		f.set("status", s.status)
	}
	for _, prop := range []string{"due", "closed", "created"} {
		if f[prop].Exists() {
			f.set(prop, a.day(f[prop], "/actions"))
		}
	}
	if day := f["closed"]; !f["status"].Exists() && isoDate.MatchString(day.Text()) {
		f.set("status", doc.NewScalar(string(Done), day.Span(), day.From()))
	}
	if !f["due"].Exists() {
		f.set("due", a.termDue(f["term"], s.within))
	}
	return f.value(whole, from)
}

// termDue computes a due date from the term of an action.
func (a *actionReader) termDue(term doc.Value, length Interval) doc.Value {
	if length == (Interval{}) {
		length = a.terms[term.Text()]
	}
	if !a.base.Known || length == (Interval{}) {
		return doc.Value{}
	}
	due := length.After(a.base)
	return doc.NewScalar(isoDay(due.Year, due.Month, due.Day), term.Span(), doc.Provenance{Origin: doc.FromOther, Note: diag.Say("from the term %q", "期間「%s」から計算", term.From().Note)})
}

// actionFields are the properties of an action while it is read.
type actionFields map[string]doc.Value

// actionOrder is the order of properties in a value, that of the schema.
var actionOrder = []string{"id", "text", "status", "owner", "priority", "type", "term", "created", "due", "closed", "ticket", "cause", "evidence", "reason"}

func (f actionFields) set(prop string, v doc.Value) {
	if v.Exists() {
		f[prop] = v
	} else {
		delete(f, prop)
	}
}

// add takes the properties that f does not have. A state in words says more
// than an empty box: it is blocked, in progress or given up.
func (f actionFields) add(more map[string]doc.Value) {
	for _, prop := range actionOrder {
		v := more[prop]
		if !v.Exists() {
			continue
		}
		old, has := f[prop]
		if !has || prop == "status" && old.Text() == string(Open) && v.Text() != string(Done) {
			f[prop] = v
		}
	}
}

func (f actionFields) box(checked bool, at source.Span) {
	status := Open
	if checked {
		status = Done
	}
	f["status"] = doc.NewScalar(string(status), at, doc.Provenance{Origin: doc.FromList, Note: boxNote})
}

// mark reads the boxes of other tools: [-] given up, [/] and [~] begun.
func (f actionFields) mark(sign string, at source.Span) {
	status := map[string]Status{"-": WontDo, "/": InProgress, "~": InProgress, ">": Open, "!": Open, " ": Open, "": Open}[sign]
	f["status"] = doc.NewScalar(string(status), at, doc.Provenance{Origin: doc.FromList, Note: boxNote})
}

func (f actionFields) closedByWord() bool {
	s := f["status"].Text()
	return s == string(WontDo) || s == string(Done)
}

// ticket takes a reference to an issue from the running text, where it stays.
func (f actionFields) ticket(r *reader, l line, from doc.Provenance) {
	if f["ticket"].Exists() {
		return
	}
	for _, t := range r.ticketTokens(l) {
		if t.prop != "ticket" || !(issueURL.MatchString(t.word+t.value.text) || strings.Contains(t.value.text, "#")) {
			continue
		}
		f.add(values([]token{t}, from))
		return
	}
}

func (f actionFields) value(at source.Span, from doc.Provenance) doc.Value {
	var entries []doc.Entry
	for _, prop := range actionOrder {
		if f[prop].Exists() {
			entries = append(entries, doc.Entry{Key: prop, Value: f[prop]})
		}
	}
	return doc.NewMap(entries, at, from)
}
