package linttest

import "strings"

// language is the form of pages in one language.
type language struct {
	ext      string // of the file, behind the name of the rule
	why      string // heading of the reason
	group    string // heading above the examples; empty if there is none
	headings []heading
	stop     string // that ends a sentence
	gap      string // between it and a further sentence
}

// heading is the heading of an example.
type heading struct {
	text string
	bad  bool
	lang string // of the output; empty for English
}

func (h heading) String() string { return h.text }

var english = language{
	ext: ".md", why: "Why", stop: ".", gap: " ",
	headings: []heading{{"Bad", true, ""}, {"Good", false, ""}, {"Bad (ja)", true, "ja"}, {"Good (ja)", false, "ja"}},
}

var japanese = language{
	ext: ".ja.md", why: "理由", group: "例", stop: "。",
	headings: []heading{{"悪い例", true, "ja"}, {"良い例", false, "ja"}},
}

// languages are those in which each rule has a page.
var languages = []language{english, japanese}

// heading gives the heading of an example by its text.
func (l language) heading(text string) (h heading, ok bool) {
	for _, h := range l.headings {
		if h.text == text {
			return h, true
		}
	}
	return heading{}, false
}

// isGroup tells whether a section is only the heading above the examples.
func (l language) isGroup(s section) bool {
	return l.group != "" && s.title == l.group && s.prose == "" && len(s.blocks) == 0
}

// isSentence tells whether a text is one paragraph of one sentence.
func (l language) isSentence(text string) bool {
	inner, ended := strings.CutSuffix(text, l.stop)
	return ended && inner != "" && !strings.Contains(inner, "\n\n") && !strings.Contains(inner, l.stop+l.gap)
}
