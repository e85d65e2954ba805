package config

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// publicSettings are the keys of the public edition.
var publicSettings = []setting{
	{"public", func(r *reader, v doc.Value) {
		r.fields(v, []setting{
			{"fields", (*reader).concealed},
			{"allow", func(r *reader, v doc.Value) { r.config.Allow = r.texts(v) }},
		})
	}},
	{"redact", (*reader).redact},
}

// named are the fields without which there is no page.
var named = []string{"id", "title", "kind", "schema", "visibility"}

// fieldPath is a path with dots: impact.revenue_loss.
var fieldPath = lazyregexp.New(`^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*$`)

// concealed reads the fields that a public edition leaves out.
func (r *reader) concealed(v doc.Value) {
	items := v.Items()
	if v.Type() == doc.Scalar {
		items = []doc.Value{v}
	}
	for _, item := range items {
		switch path := item.Text(); {
		case item.Type() != doc.Scalar: // r.texts reports it
		case slices.Contains(named, path):
			r.report("unknown-value", item, diag.Say("%q cannot be left out: a page needs it", "%q はページに必要なため除外できません", path))
		case !fieldPath.MatchString(path):
			r.report("bad-format", item, diag.Say("%q is not the path of a field such as impact.revenue_loss or actions.owner",
				"%q は impact.revenue_loss や actions.owner のような項目のパスではありません", path))
		}
	}
	r.config.Corpus.Public.Fields = r.texts(v)
}

// redact reads the texts that a public edition covers.
func (r *reader) redact(v doc.Value) {
	r.config.Corpus.Public.Redact = slices.DeleteFunc(r.texts(v), func(text string) bool { return strings.TrimSpace(text) == "" })
}
