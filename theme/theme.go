// Package theme holds the built-in look of a site: templates, style sheets,
// scripts and the words of the interface in English and Japanese. It has no
// logic; render prints with it, and a repository's own .debrief/theme lies
// over it.
package theme

import "embed"

// FS is the theme: templates/, css/, ts/, strings.<language>.json, and how
// figures are computed in method.<language>.md.
//
//go:embed templates css ts icon.svg strings.*.json method.*.md
var FS embed.FS
