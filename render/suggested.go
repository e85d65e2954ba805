package render

import (
	"fmt"
	"strings"

	"github.com/debrief-dev/debrief/internal/insight"
)

// SuggestedLink is a link that nobody wrote, and why it is shown.
type SuggestedLink struct {
	Item
	Likely string // "79 %"
	Why    []Field
}

// mostSuggested is how many documents of one kind a page suggests.
const mostSuggested = 3

// suggested shows the likely links of a document that nobody wrote.
func (v *view) suggested() []SuggestedLink {
	if v.site.in.Results == nil || v.site.in.Early {
		return nil
	}
	links := v.site.in.Results.Links()
	shown := map[string]int{}
	var out []SuggestedLink
	for _, k := range links.Suggested(v.known()) {
		other := k.Other(v.known())
		if shown[other.Kind]++; shown[other.Kind] > mostSuggested || v.site.targets[other] == "" {
			continue
		}
		out = append(out, SuggestedLink{Item: v.page.item(other), Likely: fmt.Sprintf("%.0f %%", 100*k.P), Why: v.whyLinked(links.Why(k))})
	}
	return out
}

// whyLinked explains a link: its words with their place and share, what led
// there before, and what both are about.
func (v *view) whyLinked(why insight.LinkWhy) []Field {
	var out []Field
	add := func(key string, list []string) {
		if len(list) > 0 {
			out = append(out, Field{v.t(key), v.plain(strings.Join(list, v.t("list.join")))})
		}
	}
	var words []string
	for _, t := range why.Terms {
		words = append(words, v.t("suggested.word", t.Word, t.FieldName().In(v.words.lang), fmt.Sprintf("%.0f", 100*t.Share)))
	}
	add("suggested.words", words)
	add("suggested.anchors", why.Anchors)
	add("label.services", why.Services)
	add("suggested.model", []string{why.Model})
	return out
}
