package render

import (
	"html"
	"html/template"
	"strconv"
	"strings"
	"time"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// view makes the page of one document.
type view struct {
	page    *Page
	entry   *corpus.Entry
	printer *printer
	site    *site
	words   words

	ids     map[string]bool     // taken on the page
	placed  map[string]bool     // anchors of action items that the page has
	steps   map[string]string   // id of a step: its anchor on the page
	rows    map[ast.Node][]unit // of the lists and tables read so far
	lastRow time.Time           // of the timeline, shown so far
	shown   map[string]bool     // fields that have a place of their own on pages of the kind
	body    *string             // the letters of the body; nil until they are asked for
}

func (v *view) t(key string, args ...any) string { return v.words.t(key, args...) }

// view begins the page of a document, or one that shows parts of it.
func (s *site) view(w *worker, page *Page, e *corpus.Entry) *view {
	w.printer.start(e, page.root)
	return &view{page: page, entry: e, printer: w.printer, site: s, words: page.words, ids: map[string]bool{}, placed: map[string]bool{}, rows: map[ast.Node][]unit{}, shown: map[string]bool{}}
}

// documentPage fills a page with a document.
func (s *site) documentPage(w *worker, page *Page, e *corpus.Entry) {
	v := s.view(w, page, e)
	v.header()
	v.reserveActions()
	v.placeSteps()
	if in := s.incident(e); in != nil {
		page.FormLink = Link{Href: page.Href(s.formTarget(e)), Label: v.t("report.link")}
		v.figures(in)
		v.gapOf()
		v.thresholdsOf(in)
		v.alertsOf(in)
		v.escalationOf(in)
		v.loopOf()
	}
	switch e.Kind {
	case "runbook":
		v.recordOf()
	case "service":
		v.loopsOfService()
		v.itemsOfService()
	}
	v.details()
	v.compose()
	page.Timeline, page.Actions, page.Causes = v.timelineApart(), v.actionsApart(), v.causesApart()
	page.Anchors = v.unplaced()
	page.Escalations, page.Decisions = v.escalationsApart(), v.decisionsApart()
	page.Escalate = v.escalate()
	page.Steps, page.Solutions, page.Symptoms = v.stepsApart(), v.solutions(), v.symptoms()
	page.Objectives = v.objectives()
	if len(page.Objectives) > 0 {
		page.Reports = Link{Href: page.Href(s.reportsTarget(e)), Label: v.t("sla.reports")}
	}
	page.Prerequisites = v.texts(e.Value().Field("prerequisites"))
	v.contentsApart()
	page.Related = append(v.symptomGroups(), v.related()...)
	page.Suggested = v.suggested()
	page.Facts = v.facts()
	v.pictures()
}

// header fills what stands above the body.
func (v *view) header() {
	e, p := v.entry, v.page
	kind := v.site.in.Set.Kind(e.Kind)
	p.Kind, p.KindLabel, p.ID, p.Title, p.Path = e.Kind, kind.Label.In(p.Lang), e.ID, e.Title, e.Path()
	p.Description = oneLine(e.Summary)
	p.Severity, p.Status, p.Tags = p.severity(e.Severity), p.status(e), e.Tags
	for _, tag := range e.Tags {
		if strings.TrimSpace(tag) != "" {
			p.TagLinks = append(p.TagLinks, Link{Href: p.Href(tagTarget(tag)), Label: tag})
		}
	}
	if e.Lang != "" && e.Lang != p.Lang {
		p.ContentLang = e.Lang
	}
	if at := e.Value().Field("summary"); e.Summary != "" && !v.inside(at.Span()) {
		p.Summary = v.plain(e.Summary)
	}
	p.SourceURL, p.EditURL = v.site.o.sourceURL(e.Path()), v.site.o.editURL(e.Path())
	if r := v.site.in.Results; r != nil {
		if c := r.History.Changed[e.Path()]; c.Known {
			p.Changed = Changed{v.words.when(c.At), c.Author, c.Commit[:min(len(c.Commit), 8)]}
		}
	}
	v.labels()
}

// labels gives the facts of the header: when, how long, services, owner.
func (v *view) labels() {
	add := func(key string, text template.HTML) {
		if text != "" {
			v.page.Labels = append(v.page.Labels, Field{v.t(key), text})
		}
	}
	e := v.entry
	if in := v.site.incident(e); in != nil && in.Start.Known {
		add("label.when", v.period(in.Start.V, in.End.V, in.End.Known && !in.Live))
		v.page.Live = in.Live
	}
	var services []template.HTML
	for _, r := range e.Refs {
		if r.Field == "services" {
			services = append(services, v.reference(r))
		}
	}
	add("label.services", join(services, v.t("list.join")))
	add("label.owner", v.owner())
	add("label.oncall", v.plain(e.Service.OnCall))
	add("label.tier", v.scalar("tier"))
	add("label.lifecycle", v.scalar("lifecycle"))
	add("label.category", v.category())
	add("label.risk", v.plain(v.riskLevel()))
	add("label.time", v.lengths(e.Value().Field("estimated_time").Text()))
	add("label.tested", v.tested())
	add("label.review", v.review())
	for _, link := range []struct{ key, url string }{{"label.dashboard", e.Service.Dashboard}, {"label.repo", e.Service.Repo}} {
		add(link.key, v.external(link.url))
	}
}

// owner names the owner, with a link to its page if it is a team.
func (v *view) owner() template.HTML {
	if l, ok := v.page.teamLink(v.entry.Owner); ok {
		return linked(l)
	}
	return v.plain(v.entry.Owner)
}

// category links to the documents of the same category.
func (v *view) category() template.HTML {
	if top, _ := categoryPath(v.entry.Category); top == "" {
		return v.plain(v.entry.Category)
	}
	return linked(Link{Href: v.page.Href(categoryTarget(v.entry.Category)), Label: v.entry.Category})
}

// period shows start and end; the day of the end only where it is another.
func (v *view) period(from, to time.Time, ended bool) template.HTML {
	out := v.timeTag(v.words.when(from))
	if !ended {
		return out
	}
	end := v.words.when(to)
	if from.Format(time.DateOnly) == to.In(from.Location()).Format(time.DateOnly) {
		end = v.words.when(to.In(from.Location()))
		end.Text = to.In(from.Location()).Format("15:04")
		start := v.words.when(from)
		zone := " " + zoneName(from)
		start.Text = strings.TrimSuffix(start.Text, zone)
		end.Text += zone
		out = v.timeTag(start)
	}
	return out + " – " + v.timeTag(end)
}

func (v *view) timeTag(w When) template.HTML {
	title := ""
	if w.Title != "" {
		title = ` title="` + html.EscapeString(w.Title) + `"`
	}
	return template.HTML(`<time datetime="` + html.EscapeString(w.ISO) + `"` + title + `>` + html.EscapeString(w.Text) + `</time>`)
}

// tested shows when a runbook was last tried, and how long ago that is.
func (v *view) tested() template.HTML {
	day, err := time.Parse(time.DateOnly, v.entry.Value().Field("tested_on").Text())
	if err != nil {
		return ""
	}
	out := v.timeTag(v.words.day(day))
	if now := v.site.now(); !now.IsZero() {
		days := int(now.Sub(day).Hours() / 24)
		out += template.HTML(` · <span class="age" data-since="` + day.Format(time.DateOnly) + `">` + html.EscapeString(v.words.count("age.days", max(days, 0))) + `</span>`)
	}
	return out
}

func (v *view) scalar(field string) template.HTML {
	x := v.entry.Value().Field(field)
	if x.Type() != doc.Scalar || x.Text() == "" {
		return ""
	}
	if text := v.t(field + "." + x.Text()); text != field+"."+x.Text() {
		return template.HTML(html.EscapeString(text))
	}
	return v.text(x.Text())
}

// riskLevel is the risk that the document states, without the word risk, which
// stands before it.
func (v *view) riskLevel() string {
	return v.words.named("risk.level.", v.entry.Value().Field("risk").Text())
}

func (v *view) external(url string) template.HTML {
	if !webURL(url) {
		return v.plain(url)
	}
	return template.HTML(`<a class="external" rel="noopener noreferrer" href="` + html.EscapeString(url) + `">` + html.EscapeString(shortURL(url)) + `</a>`)
}

func shortURL(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	return strings.TrimSuffix(rest, "/")
}

func (v *view) reference(r corpus.Reference) template.HTML {
	if r.To == nil {
		return template.HTML(`<span class="nolink">` + html.EscapeString(r.Text) + `</span>`)
	}
	return linked(v.page.link(r.To))
}

func linked(l Link) template.HTML {
	return template.HTML(`<a href="` + html.EscapeString(l.Href) + `">` + html.EscapeString(l.Label) + `</a>`)
}

func join(list []template.HTML, separator string) template.HTML {
	var b strings.Builder
	for i, x := range list {
		if i > 0 {
			b.WriteString(html.EscapeString(separator))
		}
		b.WriteString(string(x))
	}
	return template.HTML(b.String())
}

// inline is what has markup in a text of a facet: code, [[links]], addresses
// and ids of incidents.
var inline = lazyregexp.New("`[^`\n]+`|\\[\\[[^\\[\\]\n]+\\]\\]|https?://[^\\s<>\"'）)」、。]+")

// plain shows a text that is not Markdown: escaped, its lines kept.
func (v *view) plain(text string) template.HTML {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	if !strings.ContainsAny(text, "`[\n0123456789") && !strings.Contains(text, "://") {
		return template.HTML(html.EscapeString(text))
	}
	var out output
	at := 0
	for _, m := range inline.FindAllStringIndex(text, -1) {
		v.ids2links(&out, text[at:m[0]])
		v.marked(&out, text[m[0]:m[1]])
		at = m[1]
	}
	v.ids2links(&out, text[at:])
	return template.HTML(strings.ReplaceAll(out.String(), "\n", "<br>"))
}

// ids2links writes a text with its ids of incidents as links. Its entities
// and backslashes are those of the text, not of Markdown.
func (v *view) ids2links(out *output, text string) {
	done, raw := 0, []byte(text)
	for i := 0; i < len(raw); {
		word, end := idAt(raw, i)
		if to := v.site.incidents[string(word)]; to != nil && to != v.entry {
			out.WriteString(html.EscapeString(text[done:i]))
			out.WriteString(`<a href="` + html.EscapeString(v.page.Href(v.site.targets[to])) + `">` + html.EscapeString(string(word)) + `</a>`)
			done = i + len(word)
		}
		i = end
	}
	out.WriteString(html.EscapeString(text[done:]))
}

func (v *view) marked(out *output, text string) {
	switch {
	case text[0] == '`':
		out.WriteString("<code>" + html.EscapeString(text[1:len(text)-1]) + "</code>")
	case text[0] == '[':
		target, label, _ := strings.Cut(text[2:len(text)-2], "|")
		to := v.site.in.Corpus.Find(target)
		if to == nil {
			out.WriteString(html.EscapeString(firstOf(label, target)))
			return
		}
		out.WriteString(`<a href="` + html.EscapeString(v.page.Href(v.site.targets[to])) + `">` + html.EscapeString(firstOf(label, to.Title)) + `</a>`)
	default:
		out.WriteString(string(v.external(text)))
	}
}

// ticketLink shows a ticket: an address as a link, else its text.
func ticketLink(text string) template.HTML {
	if webURL(text) {
		label := text[strings.LastIndexByte(strings.TrimSuffix(text, "/"), '/')+1:]
		return template.HTML(`<a class="external" rel="noopener noreferrer" href="` + html.EscapeString(text) + `">` + html.EscapeString(strings.TrimSuffix(label, "/")) + `</a>`)
	}
	return template.HTML(html.EscapeString(text))
}

// id claims an anchor on the page; a second one of a name gets a number.
func (v *view) id(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n", r) {
			return '-'
		}
		return r
	}, name)
	unique := name
	for n := 2; v.ids[unique]; n++ {
		unique = name + "-" + strconv.Itoa(n)
	}
	v.ids[unique] = true
	return unique
}

// from says where a part of the page was read: "from a table, line 12".
func (v *view) from(p facet.Place) string {
	if p.Span == (source.Span{}) {
		return ""
	}
	line := strconv.Itoa(v.entry.Doc.File.Position(p.Span.Start).Line)
	return v.t("from", v.t("origin."+strings.ReplaceAll(p.From.Origin.String(), " ", "-")), line)
}

// placeSteps gives each step its anchor: of its own, or of the heading that
// it was read from.
func (v *view) placeSteps() {
	v.steps = map[string]string{}
	v.printer.folded = v.entry.Kind == "runbook"
	v.printer.steps, v.printer.ticked = map[string]string{}, map[string]bool{}
	v.anchorItems()
	for _, s := range v.entry.Steps {
		if v.steps[s.ID] != "" {
			continue
		}
		anchor := v.id("s-" + s.ID)
		if v.inside(s.Span) {
			if s.Heading == "" || v.printer.steps[s.Heading] != "" {
				continue
			}
			v.printer.steps[s.Heading] = anchor
			v.printer.ticked[s.Heading] = s.Section != rollback
		}
		v.steps[s.ID] = anchor
	}
}

// rollback is the section of a runbook that tells the way back.
const rollback = "rollback"

// anchorItems gives the items of lists that are steps their anchors.
func (v *view) anchorItems() {
	v.printer.anchors = map[ast.Node]string{}
	if !v.entry.Doc.HasTree() || len(v.entry.Steps) == 0 {
		return
	}
	for n := v.entry.Doc.Tree().FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() != ast.KindList {
			continue
		}
		for _, u := range v.units(n) {
			step, ok := match([]unit{u}, v.entry.Steps, func(s facet.Step) source.Span { return s.Span })
			if ok && step[0].From.Origin == doc.FromList && v.steps[step[0].ID] == "" {
				anchor := v.id("s-" + step[0].ID)
				v.steps[step[0].ID], v.printer.anchors[u.item.Node] = anchor, anchor
				v.printer.ticked[anchor] = step[0].Section != rollback
			}
		}
	}
}

// jump links to a step, branch or document that a text names.
func (v *view) jump(text string) Link {
	text = strings.TrimSpace(text)
	if text == "" {
		return Link{}
	}
	if anchor := v.steps[text]; anchor != "" {
		return Link{Href: "#" + escapeTarget(anchor), Label: v.stepTitle(text)}
	}
	for _, b := range v.entry.Branches {
		if b.ID == text {
			return Link{Href: "#" + escapeTarget("b-"+text), Label: firstOf(b.Condition, text)}
		}
	}
	if rest, ok := strings.CutPrefix(text, "#"); ok {
		return Link{Href: anchor(rest), Label: rest}
	}
	if to := v.site.in.Corpus.Find(text); to != nil {
		return v.page.link(to)
	}
	return Link{Label: text}
}

func (v *view) stepTitle(id string) string {
	for _, s := range v.entry.Steps {
		if s.ID == id {
			return firstOf(s.Title, id)
		}
	}
	return id
}

// texts gives the texts of a list, or the one text, that the body does not
// hold.
func (v *view) texts(x doc.Value) []template.HTML {
	var out []template.HTML
	for _, item := range append(x.Items(), x) {
		if item.Text() == "" || v.inside(item.Span()) {
			continue
		}
		text := v.plain(item.Text())
		for _, r := range v.entry.Refs {
			if r.To != nil && r.Span == item.Span() {
				text = v.reference(r)
			}
		}
		out = append(out, text)
	}
	return out
}

// symptoms gives those of front matter; the body shows its own.
func (v *view) symptoms() []template.HTML {
	var out []template.HTML
	for _, field := range []string{"symptoms", "symptom"} {
		out = append(out, v.texts(v.entry.Value().Field(field))...)
	}
	return out
}
