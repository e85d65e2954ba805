package insight

import (
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/gitlog"
)

const (
	// nearItems is how many items on from the last one are looked at to find
	// what an item was before.
	nearItems = 20
	// maxAlike bounds how often two items of a list are compared, so that a
	// table of thousands of rows costs milliseconds. Items beyond it are added
	// and removed.
	maxAlike = 5_000
	// wordLength bounds the characters of a text without spaces that is a word,
	// not a sentence in Japanese: an id, a tag.
	wordLength = 40
)

// listItem is an item of a list with what it says.
type listItem struct {
	value doc.Value
	text  string // all of it, in one form
	main  string // the longest of its texts
	key   string // by which it is known: its id, or its time; empty if it has none
}

// pairing is what became of the items of a list.
type pairing struct {
	added, removed []listItem
	changed        []changedItem
}

type changedItem struct{ was, is listItem }

// itemsOf gives the items of a list; a single value is one.
func itemsOf(v doc.Value) []listItem {
	values := v.Items()
	if v.Type() == doc.Scalar || v.Type() == doc.Map {
		values = []doc.Value{v}
	}
	items := make([]listItem, len(values))
	for i, value := range values {
		items[i] = itemOf(value)
	}
	return items
}

func itemOf(v doc.Value) listItem {
	it := listItem{value: v, key: v.Field("id").Text()}
	if at := v.Field("at"); it.key == "" {
		it.key = at.Text()
	}
	var b strings.Builder
	it.write(&b, v)
	it.text = b.String()
	return it
}

// write writes what an item says, without what follows from other values.
func (it *listItem) write(b *strings.Builder, v doc.Value) {
	switch v.Type() {
	case doc.Scalar:
		text := strings.Join(strings.Fields(v.Text()), " ")
		if len(text) > len(it.main) {
			it.main = text
		}
		b.WriteString(text + "\n")
	case doc.List:
		for _, item := range v.Items() {
			it.write(b, item)
		}
	case doc.Map:
		for _, e := range v.Entries() {
			if e.Value.From().Origin != doc.FromOther {
				b.WriteString(e.Key + "=")
				it.write(b, e.Value)
			}
		}
	}
}

// word tells whether an item is a single word, which is never changed but
// replaced by another.
func (it *listItem) word() bool {
	return it.value.Type() == doc.Scalar && !strings.Contains(it.main, " ") && utf8.RuneCountInString(it.main) <= wordLength
}

// pairItems finds what became of the items of a list. Equal ones are the same
// wherever they stand now; of the others, those with one key were changed, then
// those that are alike, in order.
func pairItems(was, is []listItem) pairing {
	was, is = withoutSame(was, is)
	var p pairing
	byKey := map[string]int{}
	for i, it := range was {
		if it.key != "" {
			byKey[it.key] = i
		}
	}
	taken := make([]bool, len(was))
	var rest []listItem
	for _, it := range is {
		if i, ok := byKey[it.key]; ok && !taken[i] {
			taken[i] = true
			p.changed = append(p.changed, changedItem{was[i], it})
			continue
		}
		rest = append(rest, it)
	}
	budget, next := maxAlike, 0
	for _, it := range rest {
		i := -1
		for at := next; at < len(was) && at < next+nearItems && !it.word() && budget > 0 && i < 0; at++ {
			if taken[at] {
				continue
			}
			if budget--; gitlog.Alike(was[at].main, it.main) {
				i = at
			}
		}
		if i < 0 {
			p.added = append(p.added, it)
			continue
		}
		taken[i], next = true, i+1
		p.changed = append(p.changed, changedItem{was[i], it})
	}
	for i, it := range was {
		if !taken[i] {
			p.removed = append(p.removed, it)
		}
	}
	return p
}

// withoutSame takes away the items that are in both lists.
func withoutSame(was, is []listItem) (restWas, restIs []listItem) {
	count := make(map[string]int, len(was))
	for _, it := range was {
		count[it.text]++
	}
	for _, it := range is {
		if count[it.text] > 0 {
			count[it.text]--
		} else {
			restIs = append(restIs, it)
		}
	}
	for _, it := range was {
		if count[it.text] > 0 {
			count[it.text]--
			restWas = append(restWas, it)
		}
	}
	return restWas, restIs
}
