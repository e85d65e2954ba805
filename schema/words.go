package schema

import (
	"maps"
	"strings"
)

// WithWords gives a set whose labels read words of a team's own as values of the
// fields of a name, before the words of the schemas: "p1" as the severity
// "sev1". Fields of that name with other values are left alone. s stays as it
// is; without words it is the answer.
func (s *Set) WithWords(field string, words map[string]string) *Set {
	if len(words) == 0 {
		return s
	}
	labels := *s.labels
	labels.words = maps.Clone(labels.words)
	for name, known := range labels.words {
		if name != field && !strings.HasSuffix(name, "."+field) {
			continue
		}
		own := maps.Clone(known)
		for word, value := range words {
			if known[squeeze(value)] == value {
				own[squeeze(word)] = value
			}
		}
		labels.words[name] = own
	}
	c := *s
	c.labels = &labels
	return &c
}
