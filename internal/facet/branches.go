package facet

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// branches reads the decisions of a runbook: nested lists, tables and
// sentences under a heading for them.
func (r *reader) branches(root *part) []doc.Value {
	b := branchReader{reader: r}
	for _, p := range root.named("decision_tree") {
		p.walk(func(c *part) bool {
			b.blocks(c)
			return true
		})
	}
	return b.out
}

type branchReader struct {
	*reader
	out []doc.Value
}

func (b *branchReader) blocks(p *part) {
	for _, n := range p.blocks {
		switch n := n.(type) {
		case *ast.List:
			b.items(b.itemsOf(n), 0)
		case *extast.Table:
			b.table(b.tableOf(n))
		case *ast.Paragraph:
			for _, l := range linesOf(b.doc, n) {
				if condition, action, ok := decision(l); ok {
					b.add(condition, action, line{}, 0, l.span(), p.from(doc.FromText))
				}
			}
		}
	}
}

// Shapes of a decision in a sentence.
var (
	arrow    = lazyregexp.New(`\s*(?:->|=>|→|⇒|➡️?|⟶)\s*`)
	ifThen   = lazyregexp.New(`(?i)^(?:if|when|in case(?: of)?)\s+(.+?)(?:\s*,?\s*then\s+|\s*,\s*|\s*:\s+)(.+)$`)
	japanese = lazyregexp.New(`^(?:もし)?(.+?)(?:の場合(?:は|、)|場合は、?|ならば?、?|であれば、?|のときは、?|(?:し|っ)?たら、?)(.+)$`)
	yes      = lazyregexp.New(`(?i)^(?:yes|y|true|はい|該当する|ある|あり)$`)
	no       = lazyregexp.New(`(?i)^(?:no|n|false|else|otherwise|いいえ|該当しない|ない|なし|それ以外|その他)$`)
)

// decision splits a line into its condition and what to do then.
func decision(l line) (condition, action line, ok bool) {
	if m := arrow.FindStringIndex(l.text); m != nil && m[0] > 0 && m[1] < len(l.text) {
		condition = l.cut(0, m[0])
		if c := bareIf.FindStringIndex(condition.text); c != nil {
			condition = condition.cut(c[1], len(condition.text))
		}
		return condition, l.cut(m[1], len(l.text)), true
	}
	for _, shape := range []*lazyregexp.Regexp{ifThen, japanese} {
		if m := shape.FindStringSubmatchIndex(l.text); m != nil {
			return l.cut(m[2], m[3]), l.cut(m[4], m[5]), true
		}
	}
	return line{}, line{}, false
}

var bareIf = lazyregexp.New(`(?i)^(?:if|when)\s+`)

func (b *branchReader) items(items []doc.Item, depth int) {
	for _, it := range items {
		if it.Lead == nil {
			b.items(it.Children, depth)
			continue
		}
		l := lineOf(b.doc, it.Lead)
		from := doc.Provenance{Origin: doc.FromList, Note: diag.Say("decision", "判断の項目")}
		condition, action, ok := decision(l)
		switch {
		case ok:
			b.add(condition, action, line{}, depth, it.Whole, from)
			b.items(it.Children, depth+1)
		case len(it.Children) > 0:
			b.question(l, it, depth, from)
		}
	}
}

// question reads an item whose children are its answers. "Yes" and "No" make
// one branch with an alternative; other answers are branches under it.
func (b *branchReader) question(l line, it doc.Item, depth int, from doc.Provenance) {
	l = l.cut(0, len(strings.TrimRight(l.text, ":： ")))
	var then, otherwise line
	var deeper []doc.Item
	for _, c := range it.Children {
		answer, action, ok := b.answer(c)
		switch {
		case ok && yes.MatchString(answer):
			then = action
			deeper = append(deeper, c.Children...)
		case ok && no.MatchString(answer):
			otherwise = action
			deeper = append(deeper, c.Children...)
		default:
			deeper = append(deeper, c)
		}
	}
	b.add(l, then, otherwise, depth, it.Whole, from)
	b.items(deeper, depth+1)
}

// answerShape splits "Yes: restart", "No → step 4", "はい、…".
var answerShape = lazyregexp.New(`^([\p{L}]{1,12})\s*(?:->|=>|→|⇒|[:：,、]|-|–|—)\s*(.*)$`)

func (b *branchReader) answer(it doc.Item) (answer string, action line, ok bool) {
	if it.Lead == nil {
		return "", line{}, false
	}
	l := lineOf(b.doc, it.Lead)
	m := answerShape.FindStringSubmatchIndex(l.text)
	if m == nil {
		return strings.TrimRight(l.text, ":："), line{}, len(it.Children) > 0
	}
	return l.text[m[2]:m[3]], l.cut(m[4], m[5]), true
}

func (b *branchReader) table(t doc.Table) {
	columns := b.columns("decision_tree", t)
	condition, action, otherwise := columns.index("condition"), columns.index("action"), columns.index("else")
	if action < 0 {
		action = max(columns.index("goto"), columns.index("then"))
	}
	if condition < 0 || action < 0 {
		return
	}
	cell := func(row doc.Row, i int) line {
		if i < 0 || i >= len(row.Cells) {
			return line{}
		}
		return lineOf(b.doc, row.Cells[i].Node)
	}
	from := doc.Provenance{Origin: doc.FromTable, Note: diag.Say("row of the table of decisions", "判断の表の行")}
	for _, row := range t.Rows {
		b.add(cell(row, condition), cell(row, action), cell(row, otherwise), 0, row.Span, from)
	}
}

// add appends a branch. What it leads to is kept apart from its words if it
// can be told: a link, a [[reference]] or the number of a step.
func (b *branchReader) add(condition, action, otherwise line, depth int, at source.Span, from doc.Provenance) {
	if b.nothing(condition.text) {
		return
	}
	id := doc.NewScalar("b"+strconv.Itoa(len(b.out)+1), source.Span{Start: at.Start, End: at.Start}, doc.Provenance{Origin: doc.FromOther, Note: diag.Say("number of the decision", "判断の通し番号")})
	entries := []doc.Entry{{Key: "id", Value: id}, {Key: "condition", Value: condition.value(from)}}
	if action.text != "" {
		entries = append(entries, doc.Entry{Key: "action", Value: action.value(from)})
	}
	if to := target(action, from); to.Exists() {
		entries = append(entries, doc.Entry{Key: refKey("goto", to.Text()), Value: to})
	}
	if otherwise.text != "" {
		v := target(otherwise, from)
		if !v.Exists() {
			v = otherwise.value(from)
		}
		entries = append(entries, doc.Entry{Key: refKey("else", v.Text()), Value: v})
	}
	if depth > 0 {
		entries = append(entries, doc.Entry{Key: depthKey, Value: doc.NewPlain(strconv.Itoa(depth), at, from)})
	}
	b.out = append(b.out, doc.NewMap(entries, at, from))
}

// reference is what the schema takes for one.
var reference = lazyregexp.New(`^(?:[a-z-]+:)?[\p{L}\p{N}.][\p{L}\p{N} _./#-]{0,199}$`)

// refKey is the key under which a branch keeps where it leads: an anchor of
// the page and words are no references.
func refKey(key, to string) string {
	if reference.MatchString(to) {
		return key
	}
	return "x-" + key
}

// settleBranches makes the anchors of a page's own headings the steps that
// they begin.
func settleBranches(branches, steps []doc.Value) []doc.Value {
	byAnchor := map[string]doc.Value{}
	for _, s := range steps {
		anchor := s.Field(headingKey).Text()
		if _, taken := byAnchor[anchor]; !taken {
			byAnchor[anchor] = s.Field("id")
		}
	}
	for i, b := range branches {
		for _, key := range []string{"goto", "else"} {
			to := b.Field("x-" + key)
			slug, ok := strings.CutPrefix(to.Text(), "#")
			if step, found := byAnchor[doc.AnchorPrefix+slug]; ok && found {
				branches[i] = branches[i].Without("x-"+key).With(key, doc.NewScalar(step.Text(), to.Span(), to.From()))
			}
		}
	}
	return branches
}

// stepNumber is a reference to a step by its number.
var stepNumber = lazyregexp.New(`(?i)^(?:(?:go|jump|proceed|continue)\s+(?:to|with|at)\s+)?(?:step|ステップ|手順)\s*([0-9]{1,2})(?:へ|に進む|へ進む|に移る)?[.。]?$`)

// target is what an action leads to, absent if it is told in words only.
func target(action line, from doc.Provenance) doc.Value {
	for _, k := range action.links {
		to := strings.TrimSuffix(strings.TrimPrefix(k.dest, "[["), "]]")
		if !strings.Contains(to, "://") {
			return doc.NewScalar(to, action.cut(k.start, k.end).span(), from)
		}
	}
	if m := stepNumber.FindStringSubmatchIndex(action.text); m != nil {
		return doc.NewScalar("s"+action.text[m[2]:m[3]], action.cut(m[2], m[3]).span(), from)
	}
	return doc.Value{}
}
