package schema

// Set is the schemas of all kinds.
type Set struct{}
