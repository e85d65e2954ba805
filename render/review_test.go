package render

import (
	"strings"
	"testing"
)

func TestReviewOfADocument(t *testing.T) {
	files := map[string]string{
		"runbooks/late.md":  "---\nreview_by: 2026-11-01\n---\n# 再起動\n",
		"runbooks/soon.md":  "---\nreview_by: 2027-01-31\n---\n# Restart\n",
		"runbooks/every.md": "---\ntested_on: 2026-06-01\nreview_every: 90d\n---\n# Roll back\n",
		"runbooks/none.md":  "# Nothing\n",
	}
	for lang, wants := range map[string]map[string]string{
		"en": {"late": "Review by 1 Nov 2026 · 21 days late", "soon": "Review by 31 Jan 2027", "every": "Review by 30 Aug 2026 · 84 days late", "none": ""},
		"ja": {"late": "見直し期限 2026年11月1日(日) · 21日超過", "none": ""},
	} {
		site := build(t, load(t, repository(files)), Options{Title: "x", Lang: lang})
		for name, want := range wants {
			got := text(t, site["runbooks/"+name+"/index.html"])
			told := strings.Contains(got, "Review by") || strings.Contains(got, "見直し期限")
			if told != (want != "") || !strings.Contains(got, want) {
				t.Errorf("%s, %s: the page has not %q:\n%s", name, lang, want, got)
			}
			if strings.Count(got, "1 Nov 2026") > 1 {
				t.Errorf("%s, %s: the day is told twice:\n%s", name, lang, got)
			}
		}
	}
}
