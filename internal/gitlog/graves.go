package gitlog

import (
	"time"
	"unicode/utf8"
)

const (
	// longAway bounds how long an item without id that was cut from one
	// document may take to appear in another: 30 days.
	longAway = 30 * 24 * time.Hour
	// shortText is the length, in characters, below which a text is no sign of
	// identity between documents.
	shortText = 12
)

// graves are the items that left the documents, to be found when they come
// back, and how many items ever had each text and id. Text that came up twice
// tells nothing: check lists are copied from templates.
type graves struct {
	texts, ids map[string]int
	buried     map[grave][]*life
}

// grave is how an item that is gone can be found: by its id or its text, in
// one document (by its path or by its id) or anywhere.
type grave struct{ path, document, id, text string }

func newGraves() graves {
	return graves{map[string]int{}, map[string]int{}, map[grave][]*life{}}
}

// count notes what names an item, or with -1 that it has other names now.
func (g *graves) count(e *listed, n int) {
	g.texts[e.wording.norm] += n
	if e.id != "" {
		g.ids[e.id] += n
	}
}

// gravesOf gives the graves of an item of a document.
func gravesOf(path, document string, e *listed) []grave {
	list := []grave{{path: path, text: e.wording.norm}, {text: e.wording.norm}}
	if e.id != "" {
		list = append(list, grave{path: path, id: e.id}, grave{id: e.id})
	}
	if document != "" {
		list = append(list, grave{document: document, text: e.wording.norm})
		if e.id != "" {
			list = append(list, grave{document: document, id: e.id})
		}
	}
	return list
}

// bury keeps an item that is gone.
func (g *graves) bury(l *life) {
	for _, at := range gravesOf(l.path, l.document, l.item) {
		g.buried[at] = append(g.buried[at], l)
	}
}

// find gives the item that was buried last in a grave and still lies there.
func (g *graves) find(at grave) *life {
	list := g.buried[at]
	for len(list) > 0 {
		l := list[len(list)-1]
		if l.gone && (at.path == "" || l.path == at.path) && (at.document == "" || l.document == at.document) &&
			(at.id == "" || l.item.id == at.id) && (at.text == "" || l.item.wording.norm == at.text) {
			break
		}
		list = list[:len(list)-1]
	}
	if len(list) == 0 {
		delete(g.buried, at)
		return nil
	}
	g.buried[at] = list
	return list[len(list)-1]
}

// returned finds the item that a new one of a document is, nil if it is new
// indeed. alone tells that no other new item of the commit has its text.
func (g *graves) returned(n fresh, now time.Time, alone bool) *life {
	e := n.item
	if e.id != "" {
		for _, at := range []grave{{path: n.page.path, id: e.id}, {document: n.page.id, id: e.id}} {
			if at.path == "" && at.document == "" {
				continue
			}
			if l := g.find(at); l != nil {
				return l
			}
		}
		if g.ids[e.id] == 1 {
			if l := g.find(grave{id: e.id}); l != nil {
				return l
			}
		}
	}
	for _, at := range []grave{{path: n.page.path, text: e.wording.norm}, {document: n.page.id, text: e.wording.norm}} {
		if at.path == "" && at.document == "" {
			continue
		}
		if l := g.find(at); l != nil && !apart(l.item, e) {
			return l
		}
	}
	if !alone || e.id != "" || g.texts[e.wording.norm] != 1 || utf8.RuneCountInString(e.wording.norm) < shortText {
		return nil
	}
	l := g.find(grave{text: e.wording.norm})
	if l == nil || l.item.id != "" || now.Sub(l.left) > longAway {
		return nil
	}
	return l
}
