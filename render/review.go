package render

import "html/template"

// review tells when the document wants to be read again, and how late that is
// already; empty if it does not say.
func (v *view) review() template.HTML {
	if v.site.in.Results == nil {
		return ""
	}
	review, ok := v.site.in.Results.Review(v.entry)
	if !ok {
		return ""
	}
	v.shows("review_by")
	out := v.timeTag(v.words.dayWhen(review.Due))
	if review.Late > 0 {
		out += " · " + v.plain(v.words.count("action.late", review.Late))
	}
	return out
}
