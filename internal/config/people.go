package config

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// rosterDomains reads the domains whose e-mail addresses may stand in
// documents.
func (r *reader) rosterDomains(v doc.Value) {
	items := v.Items()
	if v.Type() != doc.List {
		items = []doc.Value{v}
	}
	for _, item := range items {
		name := strings.ToLower(r.text(item))
		if item.Type() != doc.Scalar {
			continue
		}
		if !domain.MatchString(name) {
			r.report("bad-format", item, diag.Say("%q is not a domain such as example.co.jp", "%q は example.co.jp のようなドメインではありません", item.Text()))
			continue
		}
		r.config.Policy.RosterDomains = append(r.config.Policy.RosterDomains, name)
	}
}

var domain = lazyregexp.New(`^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$`)
