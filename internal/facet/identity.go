package facet

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// maxID is the length to which ids that are made of names are cut.
const maxID = 80

// stem is the name of a file without folder and extension.
func stem(name string) string {
	base := path.Base(name)
	return strings.TrimSuffix(base, path.Ext(base))
}

// StemID makes an id of the name of a file, without its extension.
func StemID(name string) string { return idOf(stem(name)) }

// PathID makes an id of the whole path of a file.
func PathID(name string) string {
	return idOf(strings.TrimSuffix(name, path.Ext(name)))
}

// idOf makes an id of a text: NFKC, every run of other characters than
// letters, digits, "_" and "." a hyphen, cut at 80 characters.
func idOf(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKC.String(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '.' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
			continue
		}
		gap = true
	}
	id := strings.TrimLeft(b.String(), "_.-")
	return strings.TrimRight(clip(id, maxID), "-")
}

// leading is a number that names a document at the beginning of its name:
// PM2019-009, 2023-001, INC-42. What follows it is a title.
var leading = lazyregexp.New(`^(?:\p{L}{0,10}[0-9]{4}-[0-9]{1,5}|[A-Z]{2,10}-[0-9]{1,6})(?:-|$)`)

// datedStem is a day at the beginning of a name: it names no document alone.
var datedStem = lazyregexp.New(`^[0-9]{4}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12][0-9]|3[01])(?:-|_|T|$)|^[0-9]{4}-(?:0[1-9]|1[0-2])-[^0-9]`)

// NameID makes the id that a document has which states none.
func NameID(name string) string { return pathID(name) }

// pathID makes the id of a document of the name of its file, or of its folder
// where the file has the name of an index.
func pathID(name string) string {
	s := stem(name)
	if strings.EqualFold(s, "index") || strings.EqualFold(s, "_index") || strings.EqualFold(s, "readme") {
		if dir := path.Base(path.Dir(name)); dir != "." && dir != "/" {
			s = dir
		}
	}
	id := idOf(s)
	if datedStem.MatchString(id) {
		return id
	}
	if m := leading.FindString(id); m != "" {
		return strings.TrimRight(m, "-")
	}
	return id
}

// id gives the id of the document: as it states it, without the decoration of
// a leading "#", else the one in its title, else that of its path.
func (r *reader) id(stated doc.Value) doc.Value {
	if stated.Exists() {
		if text, ok := strings.CutPrefix(strings.TrimSpace(stated.Text()), "#"); ok && text != "" {
			return doc.NewScalar(strings.TrimSpace(text), stated.Span(), stated.From()).Keyed(stated.KeySpan())
		}
		return stated
	}
	return doc.NewScalar(pathID(r.doc.File.Path), source.Span{}, doc.Provenance{Origin: doc.FromPath, Note: diag.Say("name of the file", "ファイル名")})
}

// titlePrefix is what stands before the title proper: a day, the word for
// the kind of document, its number. The words are those by which reports are
// headed.
var titlePrefix = lazyregexp.New(`(?i)^(?:` +
	`[\[(【]?[0-9]{4}(?:[-/.][0-9]{1,2}[-/.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)[\])】]?(?:\s+[0-9]{1,2}:[0-9]{2})?(?:\s*[-–—:：,、]\s*|\s+)` +
	`|(?:` + titleWords + `)(?:\s*(?:#|no\.?\s?)?` + titleNumber + `)?(?:\s*[:：]\s*|\s+[-–—]\s+)` +
	`|(?:` + titleWords + `)\s*(?:#|no\.?\s?)` + titleNumber + `\s+` +
	`)`)

const (
	titleWords  = `post[- ]?mortem|incident(?: (?:report|review|postmortem))?|outage(?: report)?|root cause analysis|rca|runbook|playbook|known issue|障害報告書?|ポストモーテム|インシデント(?:報告書?|レポート)?|根本原因分析|手順書|ランブック|既知の問題`
	titleNumber = `(?:[\p{L}]{1,6}-?)?[0-9][\p{L}0-9-]*`
)

// documentTitle gives the first heading, without what only says what kind of document
// it is; the name of the file, if there is none.
func (r *reader) documentTitle() doc.Value {
	h := r.firstHeading()
	if h == nil {
		return doc.NewScalar(nameTitle(r.doc.File.Path), source.Span{}, doc.Provenance{Origin: doc.FromPath, Note: diag.Say("name of the file", "ファイル名")})
	}
	l := lineOf(r.doc, h)
	whole := l
	for range 3 {
		m := titlePrefix.FindStringIndex(l.text)
		if m == nil || m[1] >= len(l.text) {
			break
		}
		l = l.cut(m[1], len(l.text))
	}
	// "Incident #12: Timeline" has no other title.
	if l.text == "" || r.labels.Section(l.text) != "" {
		l = whole
	}
	return doc.NewScalar(clip(collapse(l.text), 200), l.span(), doc.Provenance{Origin: doc.FromHeading, Note: diag.Say("first heading", "最初の見出し")})
}

// firstHeading gives the first heading of the highest level that has text.
func (r *reader) firstHeading() *ast.Heading {
	var best *doc.Section
	r.doc.Sections().Walk(func(s *doc.Section) bool {
		if s.Heading != nil && s.Title != "" && (best == nil || s.Level < best.Level) {
			best = s
		}
		return best == nil || best.Level > 1
	})
	if best == nil {
		return nil
	}
	return best.Heading
}

// nameTitle makes a title of the name of a file.
func nameTitle(name string) string {
	text := strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(stem(name)))
	if text == "" {
		return path.Base(name)
	}
	return clip(text, 200)
}

// maxSummary is the limit of a summary, in characters.
const maxSummary = 600

// summary gives the section for it, else the first paragraph.
func (r *reader) summary(root *part) doc.Value {
	for _, p := range root.named("summary") {
		if l := r.opening(p); l.text != "" {
			return short(l, doc.Provenance{Origin: doc.FromText, Note: diag.Say("section %s", "セクション %s", p.title.text)})
		}
	}
	var first line
	root.walk(func(p *part) bool {
		if first.text == "" && (p.parent == nil || p.name == "" || p.name == "meaning") {
			first = r.opening(p)
		}
		return first.text == ""
	})
	return short(first, doc.Provenance{Origin: doc.FromText, Note: diag.Say("first paragraph", "最初の段落")})
}

// opening gives the first paragraph of a part that is a sentence: not a
// picture, not "Key: value" lines, not what only leads to a list.
func (r *reader) opening(p *part) line {
	for _, l := range r.paragraphs(p) {
		if !r.isPair(l) && !strings.HasSuffix(l.text, ":") && !strings.HasSuffix(l.text, "：") {
			return l
		}
	}
	return line{}
}

// isPair tells whether a line is one that pairs reads.
func (r *reader) isPair(l line) bool {
	for _, p := range r.pairs {
		if l.span().Contains(p.Value.Span()) && p.Field != "" {
			return true
		}
	}
	return false
}

// sentenceEnd is the end of a sentence.
var sentenceEnd = lazyregexp.New(`[.!?]["')\]]?\s|[。！？][」』）]?`)

// short cuts a text at the end of a sentence so that it has at most 600
// characters; one without sentences is cut at a word.
func short(l line, from doc.Provenance) doc.Value {
	if l.text == "" {
		return doc.Value{}
	}
	text := collapse(l.text)
	if length(text) <= maxSummary {
		return l.value(from)
	}
	text = clip(text, maxSummary-1)
	cut := 0
	for _, m := range sentenceEnd.FindAllStringIndex(text, -1) {
		cut = m[1]
	}
	if cut > 0 {
		return doc.NewScalar(strings.TrimSpace(text[:cut]), l.span(), from)
	}
	if i := strings.LastIndexByte(text, ' '); i > len(text)/2 {
		text = text[:i]
	}
	return doc.NewScalar(text+"…", l.span(), from)
}

// language tells Japanese by the share of its characters among the letters of
// the prose: over 20 %.
func (r *reader) language() doc.Value {
	japanese, letters := 0, 0
	count := func(text string) {
		for _, c := range text {
			if c < utf8.RuneSelf {
				if isLatin(byte(c)) {
					letters++
				}
				continue
			}
			if !unicode.IsLetter(c) {
				continue
			}
			letters++
			if unicode.In(c, unicode.Hiragana, unicode.Katakana, unicode.Han) || c == 'ー' {
				japanese++
			}
		}
	}
	if r.doc.HasTree() {
		ast.Walk(r.doc.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			switch n := n.(type) {
			case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.CodeSpan, *ast.HTMLBlock:
				return ast.WalkSkipChildren, nil
			case *ast.Text:
				count(string(n.Segment.Value(r.doc.Text)))
			}
			return ast.WalkContinue, nil
		})
	}
	if letters == 0 {
		prose(r.doc.Meta, count)
	}
	lang := "en"
	if japanese*5 > letters {
		lang = "ja"
	}
	return doc.NewScalar(lang, source.Span{}, doc.Provenance{Origin: doc.FromOther, Note: diag.Say("share of kana and kanji", "かなと漢字の割合")})
}

// prose visits the texts of a value that hold more than a word.
func prose(v doc.Value, visit func(string)) {
	for _, e := range v.Entries() {
		prose(e.Value, visit)
	}
	for _, item := range v.Items() {
		prose(item, visit)
	}
	if v.Type() == doc.Scalar && (strings.Contains(v.Text(), " ") || cjk(v.Text())) {
		visit(v.Text())
	}
}
