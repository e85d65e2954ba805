package config

import (
	"io/fs"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// Outputs are the files that a site has besides its pages if they are asked for.
type Outputs struct {
	Sources     bool   // the source of each document and its data, beside its page
	SocialCards bool   // a picture for each document, which other sites show with links to it
	CardFont    string // path of the font of these pictures in the repository; empty: none is named
}

func (r *reader) outputs(v doc.Value) {
	o := &r.config.Outputs
	r.fields(v, []setting{
		{"sources", func(r *reader, v doc.Value) { o.Sources = r.yes(v) }},
		{"social_cards", func(r *reader, v doc.Value) { o.SocialCards = r.yes(v) }},
		{"card_font", func(r *reader, v doc.Value) { o.CardFont = r.filePath(v) }},
	})
	if o.SocialCards && o.CardFont == "" {
		r.report("missing-field", v, diag.Text{
			En: "social cards need a font: name its file in the repository with card_font",
			Ja: "social_cards にはフォントが必要です。リポジトリ内のフォントファイルを card_font で指定してください",
		})
	}
}

// filePath reads the path of a file in the repository.
func (r *reader) filePath(v doc.Value) string {
	name := strings.TrimPrefix(r.text(v), "./")
	if name == "." || !fs.ValidPath(name) || strings.Contains(name, "\\") {
		r.report("bad-format", v, diag.Say("%q is not the path of a file in the repository", "%q はリポジトリ内のファイルのパスではありません", v.Text()))
		return ""
	}
	return name
}
