package render

import (
	"html"
	"html/template"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// related groups the documents that this one leads to or that lead to it.
// Each stands once, under the first and most telling label.
func (v *view) related() []Group {
	var groups []Group
	seen := map[*corpus.Entry]bool{v.entry: true}
	add := func(label string, it Item) {
		for i := range groups {
			if groups[i].Label == label {
				groups[i].Items = append(groups[i].Items, it)
				return
			}
		}
		groups = append(groups, Group{label, []Item{it}})
	}
	out := func(prose bool) {
		for _, r := range v.entry.Refs {
			switch {
			case inPlace[r.Field] || v.shown[r.Field] || isProse(r.Field) != prose:
			case r.To == nil && !prose:
				add(v.refLabel(r.Field), Item{Link: Link{Label: r.Text}, Note: v.t("ref.unresolved")})
			case r.To != nil && !seen[r.To]:
				seen[r.To] = true
				add(v.refLabel(r.Field), v.page.item(r.To))
			}
		}
	}
	out(false)
	listed := v.members(seen)
	for _, r := range v.entry.Backs {
		if !seen[r.From] {
			seen[r.From] = true
			add(v.t("back."+r.From.Kind), v.page.item(r.From))
		}
	}
	out(true)
	v.page.Sections = listed
	return groups
}

// inPlace are the fields whose references the page shows where they stand.
var inPlace = map[string]bool{
	"services": true, "symptoms": true, "symptom": true, "steps": true, "decision_tree": true, "escalation": true, "solutions": true,
}

func isProse(field string) bool { return field == "text" || field == "link" }

// label names the field at a JSON Pointer as the schema calls it.
func (v *view) label(pointer string) string {
	text := v.site.in.Set.Label(v.entry.Kind, pointer).In(v.words.lang)
	if text != "" && strings.HasSuffix(pointer, "/"+text) { // it has no name
		first, size := utf8.DecodeRuneInString(text)
		text = string(unicode.ToUpper(first)) + strings.ReplaceAll(text[size:], "_", " ")
	}
	return text
}

// refLabel names the field of a reference.
func (v *view) refLabel(field string) string {
	if isProse(field) {
		return v.t("ref.prose")
	}
	return v.label("/" + field)
}

// members lists the documents that name this one as their service, by kind.
func (v *view) members(seen map[*corpus.Entry]bool) []Section {
	var out []Section
	for _, kind := range v.site.order {
		var list []*corpus.Entry
		for _, r := range v.entry.Backs {
			if r.Field == "services" && r.From.Kind == kind.Name && !seen[r.From] {
				seen[r.From] = true
				list = append(list, r.From)
			}
		}
		if len(list) == 0 {
			continue
		}
		v.site.sort(list)
		s := Section{ID: v.id(kind.Segment), Title: kind.Plural.In(v.words.lang), Kind: kind.Name}
		for _, e := range list {
			s.Items = append(s.Items, v.page.item(e))
		}
		out = append(out, s)
	}
	return out
}

// Fact is a value of front matter that has no place of its own on the page.
type Fact struct {
	Label string
	HTML  template.HTML
}

// placed are the fields that pages show elsewhere, or that are not for
// readers.
var placed = map[string]bool{
	"schema": true, "kind": true, "id": true, "title": true, "summary": true, "lang": true, "translation_of": true, "tags": true,
	"aliases": true, "owner": true, "visibility": true, "draft": true, "weight": true, "not_related": true, "status": true,
	"severity": true, "category": true, "timezone": true, "started_at": true, "detected_at": true, "acknowledged_at": true,
	"identified_at": true, "mitigated_at": true, "resolved_at": true, "escalated_at": true, "services": true, "impact": true,
	"timeline": true, "causes": true, "actions": true, "symptoms": true, "steps": true, "decision_tree": true, "escalation": true,
	"solutions": true, "tier": true, "lifecycle": true, "oncall": true, "dashboard": true, "repo": true, "slo": true, "risk": true,
	"estimated_time": true, "tested_on": true, "symptom": true, "prerequisites": true,
}

// counted are the parts of an impact that its figures show.
var counted = map[string]bool{
	"users": true, "error_ratio": true, "normal_tps": true, "revenue_per_transaction": true, "requests_failed": true,
	"revenue_loss": true, "recovered_ratio": true,
}

// facts gives what front matter says beyond that.
func (v *view) facts() []Fact {
	references := map[string]bool{}
	for _, r := range v.entry.Refs {
		references[r.Field] = true
	}
	var out []Fact
	for _, f := range v.entry.Value().Entries() {
		if placed[f.Key] || v.shown[f.Key] || references[f.Key] || v.inside(f.Value.Span()) || !f.Value.Exists() {
			continue
		}
		if text := v.value("/"+doc.EscapePointer(f.Key), f.Value, 0); text != "" {
			out = append(out, Fact{v.label("/" + doc.EscapePointer(f.Key)), text})
		}
	}
	for _, f := range v.entry.Value().Field("impact").Entries() {
		if !counted[f.Key] && !v.inside(f.Value.Span()) && f.Value.Exists() {
			at := "/impact/" + doc.EscapePointer(f.Key)
			out = append(out, Fact{v.label(at), v.value(at, f.Value, 0)})
		}
	}
	return out
}

// value shows the value at a JSON Pointer: a text, a list or a definition
// list.
func (v *view) value(at string, x doc.Value, depth int) template.HTML {
	var b strings.Builder
	switch {
	case depth > 6:
		return ""
	case x.Type() == doc.Scalar:
		return v.text(x.Text())
	case x.Type() == doc.List && allScalars(x):
		var texts []template.HTML
		for _, item := range x.Items() {
			texts = append(texts, v.plain(item.Text()))
		}
		if depth > 0 || len(texts) < 6 && shorterThan(x, 30) {
			return join(texts, v.t("list.join"))
		}
		for _, t := range texts {
			b.WriteString("<li>" + string(t) + "</li>")
		}
		return template.HTML("<ul>" + b.String() + "</ul>")
	case x.Type() == doc.List:
		for _, item := range x.Items() {
			b.WriteString("<li>" + string(v.value(at+"/0", item, depth+1)) + "</li>")
		}
		return template.HTML("<ul>" + b.String() + "</ul>")
	case x.Type() == doc.Map:
		for _, f := range x.Entries() {
			if own := at + "/" + doc.EscapePointer(f.Key); f.Value.Exists() {
				b.WriteString("<div><dt>" + html.EscapeString(v.label(own)) + "</dt><dd>" + string(v.value(own, f.Value, depth+1)) + "</dd></div>")
			}
		}
		return template.HTML("<dl>" + b.String() + "</dl>")
	}
	return ""
}

// isoDuration is a length of time in ISO 8601 that people should not have to
// read: PT1H30M.
var isoDuration = lazyregexp.New(`^P(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?$`)

// text shows a scalar; lengths of time and days as the interface writes them.
func (v *view) text(s string) template.HTML {
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return v.timeTag(v.words.day(day))
	}
	m := isoDuration.FindStringSubmatch(s)
	if m == nil || s == "P" || strings.HasSuffix(s, "T") {
		return v.plain(s)
	}
	total := time.Duration(0)
	for i, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute, time.Second} {
		n, _ := strconv.Atoi(m[i+1]) // empty is 0
		total += time.Duration(n) * unit
	}
	return template.HTML(html.EscapeString(v.words.span(total)))
}

// lengthOrRange is a length of time, or a range of two whose first may share
// the unit of the second: 21m, 15m-30m, 20–40 minutes, 1h30m〜2h.
var lengthOrRange = lazyregexp.New(`(?i)^(?:((?:\d{1,5} ?(?:` + units + `) ?){1,4}|\d{1,5}) ?[-–—~〜～] ?)?((?:\d{1,5} ?(` + units + `) ?){1,4})$`)

const units = `d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|日|時間|分|秒`

// lengths shows a length of time or a range of two as the interface writes
// them. Other forms stay as the author chose them.
func (v *view) lengths(s string) template.HTML {
	m := lengthOrRange.FindStringSubmatch(s)
	if m == nil {
		return v.text(s)
	}
	from, to := m[1], m[2]
	if from != "" && isDigit(from[len(from)-1]) {
		from += m[3]
	}
	upper, ok := facet.ParseDuration(to)
	if !ok {
		return v.text(s)
	}
	if from == "" {
		return template.HTML(html.EscapeString(v.words.span(upper)))
	}
	lower, ok := facet.ParseDuration(from)
	if !ok {
		return v.text(s)
	}
	return template.HTML(html.EscapeString(v.words.spans(lower, upper)))
}

func allScalars(x doc.Value) bool {
	for _, item := range x.Items() {
		if item.Type() != doc.Scalar {
			return false
		}
	}
	return true
}

func shorterThan(x doc.Value, n int) bool {
	for _, item := range x.Items() {
		if len(item.Text()) > n {
			return false
		}
	}
	return true
}
