package config

import "github.com/debrief-dev/debrief/internal/doc"

// Shallow is what becomes of a clone that lacks a part of the history.
type Shallow string

// What can become of it.
const (
	ShallowError  Shallow = "error"  // commands that need the history fail
	ShallowBounds Shallow = "bounds" // dates are lower bounds, which one notice says
	ShallowIgnore Shallow = "ignore" // the same without the notice
)

// history reads how the Git history is used.
func (r *reader) history(v doc.Value) {
	r.fields(v, []setting{
		{"shallow", func(r *reader, v doc.Value) {
			word := r.word(v, string(ShallowBounds), string(ShallowError), string(ShallowBounds), string(ShallowIgnore))
			r.config.Shallow = Shallow(word)
		}},
	})
}
