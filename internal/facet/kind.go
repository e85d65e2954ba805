package facet

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

// PageKind is the kind of documents that are of no other: shown, searched and
// linked, never judged by the rules of other kinds.
const PageKind = "page"

// decideKind tells the kind of the document, and by what: what it states,
// else a glob of the settings, else its folder, else its headings or keys.
func (r *reader) decideKind(meta doc.Value, root *part, o Options) doc.Value {
	v := r.statedKind(meta)
	if v.Exists() && !(r.doc.Format == doc.YAML && meta.Field("apiVersion").Exists()) {
		return v
	}
	inferred := func(kind string, note diag.Text, origin doc.Origin) doc.Value {
		return doc.NewScalar(kind, source.Span{}, doc.Provenance{Origin: origin, Note: note})
	}
	name := r.doc.File.Path
	for _, k := range r.set.Kinds() {
		if slices.ContainsFunc(o.Paths[k.Name], func(glob string) bool { return source.Match(glob, name) }) {
			return inferred(k.Name, diag.Say("paths of the settings", "設定のパス"), doc.FromSettings)
		}
	}
	if r.doc.Format == doc.Markdown && (isIndex(name) || templateName.MatchString(stem(name))) {
		return inferred(PageKind, diag.Say("name of the file", "ファイル名"), doc.FromPath)
	}
	if meta.Field("apiVersion").Exists() && r.doc.Format == doc.YAML {
		return inferred(PageKind, diag.Say("file of another program", "他のプログラムのファイル"), doc.FromOther)
	}
	if kind, folder := r.folderKind(name); kind != "" && r.looksLike(kind, meta, root) {
		return inferred(kind, diag.Say("folder %s", "フォルダー %s", folder), doc.FromPath)
	}
	if kind := r.set.KindOf(sectionsOf(root), r.doc.Meta); kind != "" && r.happened(kind, meta, root) {
		return inferred(kind, diag.Say("headings", "見出し"), doc.FromHeading)
	}
	return inferred(PageKind, diag.Say("nothing tells another kind", "他の種類を示すものがない"), doc.FromOther)
}

// statedKind is the kind that front matter names, in the words of a folder's
// name too: "Post-mortem". A kind that nobody knows makes a page; that it is
// unknown, the schema says.
func (r *reader) statedKind(meta doc.Value) doc.Value {
	v := meta.Field("kind")
	if !v.Exists() {
		for _, e := range meta.Entries() {
			if r.labels.Field(PageKind, e.Key) == "/kind" {
				v = e.Value
			}
		}
	}
	if v.Type() != doc.Scalar {
		return doc.Value{}
	}
	name := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(v.Text())), " ", "-")
	if r.set.Kind(name) == nil {
		name = r.set.KindOfFolder(name)
	}
	if name == "" {
		name = v.Text()
	}
	return doc.NewScalar(name, v.Span(), v.From()).Keyed(v.KeySpan())
}

// isIndex tells whether a file introduces its folder.
func isIndex(name string) bool {
	s := strings.ToLower(stem(name))
	return slices.Contains([]string{"readme", "_index", "index", "changelog", "contributing", "license", "code_of_conduct", "security", "summary"}, strings.TrimSuffix(s, ".ja"))
}

// templateName is the name of a file that others are copied from.
var templateName = lazyregexp.New(`(?i)(?:^|[^a-z])templates?(?:[^a-z]|$)|テンプレート|ひな形|雛形`)

// folderKind gives the kind of the nearest folder whose name tells one.
func (r *reader) folderKind(name string) (kind, folder string) { return FolderKind(r.set, name) }

// FolderKind gives the kind of the nearest folder of a path whose name tells
// one; both are empty if none does. A folder whose kind yields to that of the
// next one outside is only a topic there: runbooks/monitoring/ holds runbooks.
func FolderKind(set *schema.Set, name string) (kind, folder string) {
	for dir := path.Dir(name); dir != "." && dir != "/"; dir = path.Dir(dir) {
		outer := set.KindOfFolder(norm.NFKC.String(path.Base(dir)))
		switch {
		case outer == "":
		case kind == "":
			kind, folder = outer, path.Base(dir)
		case slices.Contains(set.Kind(kind).Yields, outer):
			return outer, path.Base(dir)
		default:
			return kind, folder
		}
	}
	return kind, folder
}

// looksLike tells whether a document in a kind's folder can be of the kind.
// YAML files of other programs live there too; ours have a title or are told
// by their keys. An incident has happened.
func (r *reader) looksLike(kind string, meta doc.Value, root *part) bool {
	if r.doc.Format == doc.YAML {
		return meta.Field("title").Exists() || r.set.KindOf(sectionsOf(root), r.doc.Meta) == kind
	}
	return r.happened(kind, meta, root)
}

// sectionsOf tells which sections a document has.
func sectionsOf(root *part) func(section string) bool {
	names := map[string]bool{}
	root.walk(func(p *part) bool {
		names[p.name] = true
		return true
	})
	return func(section string) bool { return names[section] }
}

// happened tells, for a kind of documents about something that happened,
// whether the document says when or is numbered: what is written about
// incidents in general, and templates, do neither.
func (r *reader) happened(kind string, meta doc.Value, root *part) bool {
	if _, ok := r.set.Shape(kind, "/started_at"); !ok {
		return true
	}
	for _, e := range meta.Entries() {
		field := r.labels.Field(kind, e.Key)
		if isTimeField(field) || field == "/severity" || field == "/impact" || field == "/timeline" {
			return true
		}
	}
	numbered := leading.MatchString(StemID(r.doc.File.Path))
	if _, ok := fileDay(r.doc.File.Path); ok || numbered || len(wholeDays(r.title(root))) > 0 {
		return true
	}
	return r.datedTimeline(root) || r.statesTime(kind, root) || r.relativeTimeline(root) || r.tellsIncident(root)
}

// datedTimeline tells whether a section of that name has at least two times,
// or one with its day.
func (r *reader) datedTimeline(root *part) bool {
	times := 0
	root.walk(func(p *part) bool {
		for _, table := range r.tables(p) {
			if len(table.Rows) >= looseRows && r.labels.Column("timeline", table.Header[0].Text) == "at" && len(wholeDays(line{text: firstCell(table)}.fold().text)) > 0 && isMoment(firstCell(table)) {
				times += 2
			}
		}
		return times < 2
	})
	for _, p := range root.named("timeline") {
		p.walk(func(c *part) bool {
			for _, l := range r.everyLine(c) {
				l = l.fold()
				d, ok := readLead(l)
				if !ok {
					d, ok = readTail(l)
				}
				if ok && (d.moment.hasClock || d.moment.day.whole()) {
					times++
					if d.moment.day.whole() {
						times++
					}
				}
			}
			return times < 2
		})
	}
	return times >= 2
}

// relativeTimeline tells whether a section of that name has at least two
// times that count from a beginning, T+5 or +25m, and the words in or before it
// name a day.
func (r *reader) relativeTimeline(root *part) bool {
	times, dated := 0, r.toldDay(root).known()
	for _, p := range root.named("timeline") {
		p.walk(func(c *part) bool {
			dated = dated || len(r.daysUnder([]*part{c})) > 0
			for _, l := range r.everyLine(c) {
				s := scan{s: l.fold().text}
				if m, ok := s.moment(); ok && m.relative {
					times++
				}
			}
			return true
		})
	}
	return times >= 2 && dated
}

// statesTime tells whether a "Key: value" line gives a milestone, or the day
// of the incident as such.
func (r *reader) statesTime(kind string, root *part) bool {
	before := r.kind
	r.kind = kind
	r.readPairs(root)
	r.kind = before
	return slices.ContainsFunc(r.pairs, func(p pair) bool {
		stated := isTimeField(p.Field) || isPeriod(p) || incidentDayKey.MatchString(p.Key.Text())
		return stated && isMoment(p.Value.Text())
	})
}
