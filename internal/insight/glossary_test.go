package insight

import (
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

func TestGlossary(t *testing.T) {
	ja, en := entry("term", "words"), entry("term", "canary")
	ja.Lang, en.Lang = "ja", "en"
	ja.Terms = []facet.Term{
		{Term: "復旧", Reading: "ふっきゅう", Definition: "元に戻すこと", Translations: []facet.Translation{{Lang: "en", Term: "recovery"}}},
		{Term: "アラート", Reading: "あらーと", Translations: []facet.Translation{{Lang: "en", Term: "alert", Definition: "A page."}, {Lang: "en", Term: "alarm"}}},
		{Term: "縮退", Reading: "しゅくたい", Translations: []facet.Translation{{Lang: "de", Term: "Notbetrieb"}}},
	}
	en.Terms = []facet.Term{{Term: "canary", Definition: "A small share first."}}
	g := Compute(&corpus.Corpus{Entries: []*corpus.Entry{ja, en}}, History{}, Policy{}, now).Glossary()
	for lang, want := range map[string]string{
		"en": "alert: A page.|canary: A small share first.|recovery: 元に戻すこと|縮退: ",
		"ja": "canary: A small share first.|アラート: A page.|縮退: |復旧: 元に戻すこと",
	} {
		var got []string
		for _, x := range g.Sorted(lang) {
			got = append(got, x.Name(lang)+": "+x.Definition(lang))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s: %q, want %q", lang, strings.Join(got, "|"), want)
		}
	}
	if g.Bilingual != 2 || g.Sentence().Ja != "用語4件、うち日英の両方があるもの2件" {
		t.Errorf("bilingual %d, %q", g.Bilingual, g.Sentence().Ja)
	}
}
