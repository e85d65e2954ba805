package leak

import _ "embed"

// programWords are the words that debrief itself writes into a site besides
// the texts of the theme and the labels of the schemas: reasons for absent
// figures, keys of JSON, elements of feeds. A test writes the file.
//
//go:embed program.txt
var programWords string
