package facet

import (
	"bytes"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

// filter is what is known of a file at a glance.
type filter struct {
	name    string
	set     *schema.Set
	options Options
	isData  bool
	head    []byte   // front matter, or all of a file of data
	certain bool     // that it is
	stated  string   // the kind as written
	foreign bool     // the file is of another program
	keys    []string // of the first level
	hasID   bool
	lists   bool // a key may hold action items
}

func newFilter(name string, data []byte, set *schema.Set, o Options) *filter {
	f := &filter{name: name, set: set, options: o, isData: isData(name)}
	f.head, f.certain = data, true
	if !f.isData {
		f.head, f.certain = frontMatter(data)
	}
	f.readKeys(f.head)
	return f
}

// empty tells whether the file certainly has no action items, which saves
// parsing it: it is of a kind without them, or is data without their key.
func (f *filter) empty() bool {
	if f.lists || !f.certain {
		return false
	}
	if f.isData {
		return true
	}
	kind, certain := f.kind()
	_, has := f.set.Shape(kind, "/actions")
	return certain && (!has || kind == PageKind)
}

func isData(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasSuffix(lower, ".yaml") || strings.HasSuffix(lower, ".yml")
}

// frontMatter is the front matter of a Markdown text with its fences, empty if
// there is none. It is not ok if where it ends is not certain at a glance.
func frontMatter(data []byte) (head []byte, ok bool) {
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.HasPrefix(text, []byte("+++")) {
		return nil, false
	}
	if !bytes.HasPrefix(text, []byte("---")) {
		return nil, true
	}
	end := 0
	for line := range bytes.Lines(data) {
		end += len(line)
		switch string(bytes.TrimSpace(line)) {
		case "---":
			if end > len(line) {
				return data[:end], line[0] == '-'
			}
		case "...", "+++":
			return nil, false
		}
	}
	return nil, false
}

// readKeys looks at the keys of the first level.
func (f *filter) readKeys(head []byte) {
	labels := f.set.Labels()
	nested := bytes.Contains(head, []byte("diagnostic_procedure"))
	// Written in another style than key by key.
	f.lists = bytes.ContainsAny(head, "{&") && bytes.Contains(head, []byte("actions"))
	for line := range bytes.Lines(head) {
		if !nested && (line[0] == ' ' || line[0] == '#' || line[0] == '-') {
			continue
		}
		key, value, ok := strings.Cut(string(bytes.TrimSpace(line)), ":")
		if !ok || length(key) > maxKey*2 {
			continue
		}
		key, value = strings.Trim(key, `"' `), strings.Trim(strings.TrimSpace(value), `"'`)
		for _, k := range f.set.Kinds() {
			field := labels.Field(k.Name, key)
			f.lists = f.lists || key == "actions" || key == "runs" || field == "/actions" || field == "/runs"
		}
		f.keys = append(f.keys, key)
		f.hasID = f.hasID || key == "id" && value != ""
		f.foreign = f.foreign || key == "apiVersion"
		if key == "kind" || f.stated == "" && labels.Field(PageKind, key) == "/kind" {
			f.stated = value
		}
	}
}

// kind tells the kind of a Markdown file as decideKind does, where what is
// known tells it for certain.
func (f *filter) kind() (kind string, certain bool) {
	if f.stated != "" {
		name := strings.ReplaceAll(strings.ToLower(f.stated), " ", "-")
		return name, f.set.Kind(name) != nil && !f.foreign
	}
	for _, k := range f.set.Kinds() {
		if slices.ContainsFunc(f.options.Paths[k.Name], func(glob string) bool { return source.Match(glob, f.name) }) {
			return k.Name, true
		}
	}
	if isIndex(f.name) || templateName.MatchString(stem(f.name)) {
		return PageKind, true
	}
	r := reader{set: f.set}
	kind, _ = r.folderKind(f.name)
	if kind == "" || !doc.IsDocument(f.name) {
		return kind, false
	}
	_, happens := f.set.Shape(kind, "/started_at")
	return kind, !happens || f.happened(kind)
}

// happened tells whether the keys or the name of a file of a kind about
// something that happened tell that it did; see reader.happened.
func (f *filter) happened(kind string) bool {
	for _, key := range f.keys {
		field := f.set.Labels().Field(kind, key)
		if isTimeField(field) || field == "/severity" || field == "/impact" || field == "/timeline" {
			return true
		}
	}
	_, dated := fileDay(f.name)
	return dated || leading.MatchString(StemID(f.name))
}
