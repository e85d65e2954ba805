package config

import "github.com/debrief-dev/debrief/internal/doc"

// ticketSettings are the keys about trackers.
var ticketSettings = []setting{
	{"tickets", func(r *reader, v doc.Value) { r.config.Tickets = r.globs(v) }},
}
