package render

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
)

// maxFeed is how many documents a feed holds: readers ask often.
const maxFeed = 50

// pageKind is the kind of documents that are of no other kind.
const pageKind = "page"

// atomType is the media type of feeds (RFC 4287).
const atomType = "application/atom+xml"

// feed is an Atom feed (RFC 4287).
type feed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []feedLink  `xml:"link"`
	Entries []feedEntry `xml:"entry"`
}

type feedLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type feedEntry struct {
	Lang      string         `xml:"xml:lang,attr,omitempty"`
	ID        string         `xml:"id"`
	Title     string         `xml:"title"`
	Published string         `xml:"published,omitempty"`
	Updated   string         `xml:"updated"`
	Links     []feedLink     `xml:"link"`
	Category  []feedCategory `xml:"category"`
	Content   feedText       `xml:"content"`
}

type feedCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr,omitempty"`
}

type feedText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// Feed writes the documents that changed last as an Atom feed, the newest first,
// fifty at most. A document's date is that of its last commit, else the day that
// it gives itself; those without either, and plain pages, are left out. Its id
// stays while its kind and id stay. The site is the author: a feed is read by
// more people than the names in it were meant for. Without the address of the
// site, a feed that is no part of one links nowhere.
func Feed(in Input, o Options) ([]byte, error) {
	w, err := readWords(wear(in.Theme), cmp.Or(o.Lang, "en"))
	if err != nil {
		return nil, err
	}
	f := feedWriter{in: in, o: o, words: w, link: func(e *corpus.Entry) string { return o.page(in.Set, e.Kind, e.ID) }}
	return f.write(feedHead{id: o.feedID("", ""), title: o.Title, page: o.base()}, changedDocuments(in))
}

// feedHead is what a feed says of itself.
type feedHead struct {
	id, title  string
	page, self string // empty: nowhere
}

// feedWriter writes feeds.
type feedWriter struct {
	in    Input
	o     Options
	words words
	link  func(*corpus.Entry) string // to the page of a document, empty if that is not known
}

// write writes the first documents of a list.
func (w feedWriter) write(head feedHead, list []changedDocument) ([]byte, error) {
	title := plainLine(head.title)
	f := feed{Lang: w.words.lang, ID: head.id, Title: title, Author: plainLine(w.o.Title), Updated: atomTime(time.Unix(0, 0))}
	if head.page != "" {
		f.Links = append(f.Links, feedLink{"alternate", "text/html", head.page})
	}
	if head.self != "" {
		f.Links = append(f.Links, feedLink{"self", atomType, head.self})
	}
	for _, d := range list[:min(len(list), maxFeed)] {
		f.Entries = append(f.Entries, w.entry(d))
	}
	if len(f.Entries) > 0 {
		f.Updated = f.Entries[0].Updated
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	if err := enc.Encode(f); err != nil {
		return nil, fmt.Errorf("writing the feed: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func atomTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// changedDocument is a document with its date.
type changedDocument struct {
	entry *corpus.Entry
	at    time.Time
}

// changedDocuments are all with a date, the newest first.
func changedDocuments(in Input) []changedDocument {
	var list []changedDocument
	for _, e := range in.Corpus.Entries {
		at, ok := insight.DocumentDate(e, in.Results.Policy)
		if c := in.Results.History.Changed[e.Path()]; c.Known {
			at, ok = c.At, true
		}
		if ok && e.Kind != pageKind {
			list = append(list, changedDocument{e, at})
		}
	}
	slices.SortStableFunc(list, func(a, b changedDocument) int {
		return cmp.Or(b.at.Compare(a.at), cmp.Compare(a.entry.Path(), b.entry.Path()))
	})
	return list
}

func (w feedWriter) entry(d changedDocument) feedEntry {
	e := d.entry
	out := feedEntry{
		ID: w.o.feedID(e.Kind, e.ID), Title: plainLine(e.Title), Updated: atomTime(d.at),
		Content: feedText{"text", w.content(e)},
	}
	if e.Lang != w.words.lang {
		out.Lang = e.Lang
	}
	if c, ok := w.in.Results.History.Created[e.Path()]; ok && !c.Bound && !c.At.After(d.at) {
		out.Published = atomTime(c.At)
	}
	category := feedCategory{Term: e.Kind}
	if k := w.in.Set.Kind(e.Kind); k != nil {
		category.Label = k.Label.In(w.words.lang)
	}
	out.Category = []feedCategory{category}
	if page := w.link(e); page != "" {
		out.Links = []feedLink{{"alternate", "text/html", page}}
	}
	return out
}

// content is the summary of a document, else its title, and of an incident a
// line with its severity and how long it lasted.
func (w feedWriter) content(e *corpus.Entry) string {
	text := plainLine(cmp.Or(e.Summary, e.Title))
	var facts []string
	if e.Severity != "" {
		facts = append(facts, plainLine(w.words.named("severity.", e.Severity)))
	}
	if in := w.in.Results.Incidents[e]; in != nil && in.Duration.Known {
		facts = append(facts, w.words.lasted(in))
	}
	if len(facts) == 0 {
		return text
	}
	return text + "\n" + strings.Join(facts, " · ")
}

// feedID is a URN of the site, or of a document of it: a UUID of version 8 (RFC
// 9562) whose bits are those of a hash.
func (o Options) feedID(kind, id string) string {
	sum := sha256.Sum256([]byte(cmp.Or(o.BaseURL, o.RepoURL, o.Title) + "\x00" + kind + "\x00" + id))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	h := hex.EncodeToString(sum[:16])
	return "urn:uuid:" + h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
