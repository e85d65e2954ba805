package main

import "github.com/debrief-dev/debrief/internal/insight"

// authors gives the people who changed each document, with when they were last
// active in the repository; nil without a history, or with a cut one, in which
// those who are long gone cannot be seen.
func (w *workspace) authors() map[string][]insight.Author {
	if w.history == nil || w.history.Shallow {
		return nil
	}
	authors := map[string][]insight.Author{}
	for _, e := range w.corpus.Entries {
		document, ok := w.history.Document(e.Path())
		if !ok {
			continue
		}
		for _, c := range document.Contributors {
			last, _ := w.history.LastActive(c.Person)
			authors[e.Path()] = append(authors[e.Path()], insight.Author{Name: c.Name, LastActive: last})
		}
	}
	return authors
}
