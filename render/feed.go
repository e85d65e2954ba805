package render

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
)

// maxFeed is how many documents a feed holds: readers ask often.
const maxFeed = 50

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
	Href string `xml:"href,attr"`
}

type feedEntry struct {
	ID       string         `xml:"id"`
	Title    string         `xml:"title"`
	Updated  string         `xml:"updated"`
	Links    []feedLink     `xml:"link"`
	Category []feedCategory `xml:"category"`
	Content  feedText       `xml:"content"`
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
// more people than the names in it were meant for.
func Feed(in Input, o Options) ([]byte, error) {
	f := feed{Lang: o.Lang, ID: o.feedID("", ""), Title: o.Title, Author: o.Title, Updated: atomTime(time.Unix(0, 0))}
	if base := o.base(); base != "" {
		f.Links = []feedLink{{"alternate", base}}
	}
	for _, d := range changedDocuments(in) {
		f.Entries = append(f.Entries, in.feedEntry(d, o))
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

func changedDocuments(in Input) []changedDocument {
	var list []changedDocument
	for _, e := range in.Corpus.Entries {
		at, ok := insight.DocumentDate(e, in.Results.Policy)
		if c := in.Results.History.Changed[e.Path()]; c.Known {
			at, ok = c.At, true
		}
		if ok && e.Kind != "page" {
			list = append(list, changedDocument{e, at})
		}
	}
	slices.SortStableFunc(list, func(a, b changedDocument) int {
		return cmp.Or(b.at.Compare(a.at), cmp.Compare(a.entry.Path(), b.entry.Path()))
	})
	return list[:min(len(list), maxFeed)]
}

func (in Input) feedEntry(d changedDocument, o Options) feedEntry {
	e := d.entry
	out := feedEntry{
		ID: o.feedID(e.Kind, e.ID), Title: plainLine(e.Title), Updated: atomTime(d.at),
		Content: feedText{"text", plainLine(cmp.Or(e.Summary, e.Title))},
	}
	category := feedCategory{Term: e.Kind}
	if k := in.Set.Kind(e.Kind); k != nil {
		category.Label = k.Label.In(o.Lang)
	}
	out.Category = []feedCategory{category}
	if page := o.page(in.Set, e.Kind, e.ID); page != "" {
		out.Links = []feedLink{{"alternate", page}}
	}
	return out
}

// feedID is a URN of the site, or of a document of it: a UUID of version 8 (RFC
// 9562) whose bits are those of a hash.
func (o Options) feedID(kind, id string) string {
	sum := sha256.Sum256([]byte(cmp.Or(o.BaseURL, o.RepoURL, o.Title) + "\x00" + kind + "\x00" + id))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	h := hex.EncodeToString(sum[:16])
	return "urn:uuid:" + h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
