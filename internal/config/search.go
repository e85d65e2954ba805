package config

import "github.com/debrief-dev/debrief/internal/doc"

// search reads the settings of the search.
func (r *reader) search(v doc.Value) {
	r.fields(v, []setting{
		{"dictionary", func(r *reader, v doc.Value) { r.config.Dictionary = r.globs(v) }},
	})
}
