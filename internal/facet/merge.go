package facet

import (
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/schema"
)

// Merge reads the meaning of a document: its front matter, then "Key: value"
// lines, then the structure of its body, then its path; the first that gives
// a value counts. The document is not changed.
func Merge(d *doc.Document, set *schema.Set, o Options) Merged {
	r := &reader{doc: d, set: set, labels: set.Labels(), zone: o.Zone, terms: o.terms()}
	root := r.outline()
	meta := reshape(d.Meta)
	kind := r.decideKind(meta, root, o)
	r.kind = kind.Text()
	if set.Kind(r.kind) == nil {
		r.kind = PageKind
	}
	r.readPairs(root)
	v := r.front(meta)
	r.put(&v, "/kind", kind)
	if r.kind != PageKind && !d.Refused {
		r.mergeBody(&v, root)
	}
	r.mergeIdentity(&v, root)
	return Merged{Kind: r.kind, Value: v, Also: r.others, Found: r.found, Doubts: r.doubts}
}

// reshape gives the forms of other programs and of the handbook the shape of
// front matter.
func reshape(meta doc.Value) doc.Value {
	if isBackstage(meta) {
		return fromBackstage(meta)
	}
	if meta.Field("schedule_type").Exists() && !meta.Field("schedule").Exists() {
		return fromScheduleType(meta)
	}
	p := meta.Field("diagnostic_procedure")
	if p.Type() != doc.Map {
		return meta
	}
	out := doc.NewMap(nil, meta.Span(), meta.From())
	// The key stays known while the kind is told by it; its content stands
	// one level up.
	for _, e := range meta.Entries() {
		if e.Key != "diagnostic_procedure" {
			out = out.With(e.Key, e.Value)
		}
	}
	for _, part := range []doc.Value{p.Field("metadata"), p.Without("metadata")} {
		for _, e := range part.Entries() {
			if !out.Field(e.Key).Exists() {
				out = out.With(e.Key, e.Value)
			}
		}
	}
	return out
}

// put sets a field that has no value yet; else it keeps the value beside.
func (r *reader) put(v *doc.Value, pointer string, value doc.Value) {
	if !value.Exists() || !r.allows(pointer) {
		return
	}
	if !put(v, pointer, value) {
		r.also(pointer, value)
	}
}

// also keeps a value that another source of the document outranks.
func (r *reader) also(pointer string, value doc.Value) {
	if r.others == nil {
		r.others = map[string][]doc.Value{}
	}
	r.others[pointer] = append(r.others[pointer], value)
}

// mergeBody adds what the body says.
func (r *reader) mergeBody(v *doc.Value, root *part) {
	r.mergePairs(v)
	r.mergeTimes(v, root)
	r.mergeLists(v, root)
	r.mergeSections(v, root)
	r.mergeTerms(v, root)
	r.completeActions(v)
	r.completeEscalation(v)
}

// mergePairs adds the fields that "Key: value" lines give. Times are read
// with the timeline.
func (r *reader) mergePairs(v *doc.Value) {
	for _, p := range r.pairs {
		switch {
		case !strings.HasPrefix(p.Field, "/"), isTimeField(p.Field), p.Field == "/timezone", p.Field == "/kind", p.Field == "/id" && !isID(p.Value.Text()):
			continue
		case p.Field == "/root_causes" && !isWord(p.Value.Text()):
			continue // prose, read with the causes
		}
		r.put(v, p.Field, r.read(p.Field, p.Value))
	}
}

// mergeLists adds the lists that sections make.
func (r *reader) mergeLists(v *doc.Value, root *part) {
	r.base = r.firstDay(*v, "published_at", "resolved_at", "started_at")
	list := func(pointer string, items func() []doc.Value) {
		if r.allows(pointer) {
			r.put(v, pointer, listOf(items()))
		}
	}
	if r.holdsParts("/causes") {
		list("/causes", func() []doc.Value { return r.causes(root) })
	}
	list("/actions", func() []doc.Value { return r.actions(root, r.firstDay(*v, termBase...)) })
	list("/steps", func() []doc.Value { return r.steps(root) })
	list("/decision_tree", func() []doc.Value { return settleBranches(r.branches(root), v.Field("steps").Items()) })
	list("/escalation", func() []doc.Value { return r.escalations(root) })
	if !r.refers("/prerequisites") {
		list("/prerequisites", func() []doc.Value { return r.prerequisites(root) })
	}
	list("/commands", func() []doc.Value { return commandsOf(v.Field("steps").Items()) })
	list("/solutions", func() []doc.Value { return r.solutions(root) })
	list("/prevention", func() []doc.Value { return r.prevention(root) })
	if r.allows("/symptom") {
		wordings, messages := r.symptoms(root)
		if len(wordings) == 0 {
			wordings = messages[:min(1, len(messages))]
		}
		r.put(v, "/symptom", listOf(wordings))
		r.put(v, "/error_messages", listOf(messages))
	}
	if alert := r.alertName(); r.allows("/alerts") && alert.Exists() {
		r.put(v, "/alerts", listOf([]doc.Value{alert}))
	}
}

// termBase are the times from whose day the terms of action items count.
var termBase = []string{"published_at", "resolved_at"}

// firstDay gives the day of the first of some times that the document has, in
// its zone.
func (r *reader) firstDay(v doc.Value, fields ...string) Date {
	for _, field := range fields {
		at := v.Field(field)
		if d := DecodeDate(at); d.Known {
			return r.inZone(d, v, at)
		}
	}
	return Date{}
}

// inZone gives the day of a time in the zone of the document.
func (r *reader) inZone(d Date, v, at doc.Value) Date {
	t, err := time.Parse(time.RFC3339, at.Text())
	zone, zoneErr := time.LoadLocation(v.Field("timezone").Text())
	if err != nil || zoneErr != nil || !v.Field("timezone").Exists() {
		return d
	}
	d.Year, d.Month, d.Day = t.In(zone).Date()
	return d
}

// completeActions computes due dates of action items in front matter that
// have a term only.
func (r *reader) completeActions(v *doc.Value) {
	actions := v.Field("actions")
	if actions.Type() != doc.List || actions.From().Origin != doc.FromFrontMatter {
		return
	}
	a := actionReader{reader: r, base: r.firstDay(*v, termBase...)}
	items := slices.Clone(actions.Items())
	for i, item := range items {
		if item.Type() == doc.Map && !item.Field("due").Exists() {
			if due := a.termDue(item.Field("term"), Interval{}); due.Exists() {
				items[i] = item.With("due", due)
			}
		}
	}
	*v = v.With("actions", doc.NewList(items, actions.Span(), actions.From()).Keyed(actions.KeySpan()))
}

// completeEscalation reads the time out of the conditions of rules that give
// none: "no cause after 30 minutes".
func (r *reader) completeEscalation(v *doc.Value) {
	rules := v.Field("escalation")
	if rules.Type() != doc.List {
		return
	}
	items := slices.Clone(rules.Items())
	for i, rule := range items {
		condition := rule.Field("condition")
		if rule.Type() != doc.Map || rule.Field("after").Exists() || condition.Type() != doc.Scalar {
			continue
		}
		from := doc.Provenance{Origin: doc.FromText, Note: diag.Say("time in the condition", "条件に書かれた時間")}
		if found := after(r.textLine(condition), from); found.Exists() {
			items[i] = rule.With("after", found)
		}
	}
	*v = v.With("escalation", doc.NewList(items, rules.Span(), rules.From()).Keyed(rules.KeySpan()))
}

// textLine is the text of a value as a line. Where escapes make the written
// form differ from the text, every byte stands at the value's beginning.
func (r *reader) textLine(v doc.Value) line {
	l := lineAt(v.Text(), v.Span().Start, v.Span().End)
	if offset := strings.Index(r.doc.File.Text(v.Span()), v.Text()); offset >= 0 {
		l.runs[0] = run{file: v.Span().Start + offset}
	}
	return l
}

// mergeIdentity adds what every document has.
func (r *reader) mergeIdentity(v *doc.Value, root *part) {
	id := r.id(v.Field("id"))
	*v = v.With("id", id)
	r.put(v, "/title", r.ifAbsent(*v, "title", r.documentTitle))
	r.put(v, "/summary", r.ifAbsent(*v, "summary", func() doc.Value { return r.summary(root) }))
	r.put(v, "/lang", r.ifAbsent(*v, "lang", r.language))
}

// ifAbsent computes a value only where the document has none.
func (r *reader) ifAbsent(v doc.Value, field string, compute func() doc.Value) doc.Value {
	if v.Field(field).Exists() {
		return doc.Value{}
	}
	return compute()
}

// isID tells whether a text can be an id as it stands.
func isID(text string) bool {
	text = strings.TrimPrefix(text, "#")
	return text != "" && idOf(text) == text
}

// isWord tells whether a text is a word of the site's lists, or several.
func isWord(text string) bool {
	for _, c := range text {
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.ContainsRune("_-, ", c)) {
			return false
		}
	}
	return strings.Contains(text, "_") || !strings.Contains(text, " ")
}
