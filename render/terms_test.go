package render

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// glossaryFile is a glossary with terms of both languages.
const glossaryFile = `kind: term
id: words
lang: en
title: Words
terms:
  - {term: error budget, definition: How much may fail., translations: {ja: {term: エラーバジェット, definition: 目標が許す失敗の量。}}}
  - {term: budget, definition: Money.}
  - {term: IT, definition: Information technology.}
  - {term: ログ, reading: ろぐ, definition: 記録。}
  - {term: 根本原因, definition: もとの原因。}
  - {term: 根本原因分析, abbr: RCA, definition: '<b>分析</b> & "調査"', same_as: [root cause analysis]}
  - {term: R&D, definition: Research.}
`

// linkedTerms gives the texts of the terms that a page's body links.
func linkedTerms(t *testing.T, page string) (list []string) {
	t.Helper()
	elements(t, page, func(n *html.Node) {
		if class, _ := attribute(n, "class"); n.Data == "a" && class == "term" {
			list = append(list, shownText(n))
		}
	})
	return list
}

func shownText(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func TestTermsInText(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"empty", "", ""},
		{"once on a page", "The budget and the budget.\n\nA budget.", "budget"},
		{"the longest at a place", "The error budget is not a budget.", "error budget|budget"},
		{"not within a longer term that was linked before", "根本原因分析と、根本原因分析。", "根本原因分析"},
		{"either case", "Error Budget", "Error Budget"},
		{"full width", "ＥＲＲＯＲ ｂｕｄｇｅｔ", "ＥＲＲＯＲ ｂｕｄｇｅｔ"},
		{"capitals count in words of capitals", "it is IT", "IT"},
		{"whole words", "budgets, low-budget, budget_x, a/budget, budget/a, x.budget, budget.txt, me@budget", ""},
		{"words between marks", "(budget), “IT”, budget.", "budget|IT"},
		{"Japanese needs no space", "この障害の根本原因を調べる。", "根本原因"},
		{"Latin letters in Japanese", "RCAを書く", "RCA"},
		{"a word in Katakana is whole", "カタログにログインする。ログを読む。", "ログ"},
		{"a translation", "エラーバジェットが尽きた", "エラーバジェット"},
		{"another word for it", "A root cause analysis, or RCA", "root cause analysis"},
		{"not in code", "`budget`\n\n    budget\n\n```\nIT\n```", ""},
		{"not in links", "[budget](https://example.com) <https://example.com/IT> [[words|IT]]", ""},
		{"not in headings", "# budget\n\n## IT\n\nx", ""},
		{"not in the head of a table", "| budget |\n|---|\n| x |", ""},
		{"in the cells of a table", "| a |\n|---|\n| budget |", "budget"},
		{"in emphasis and lists", "- **budget**\n- *IT*", "budget|IT"},
		{"not behind HTML of the document", "<code>budget</code> budget\n\nIT", "IT"},
		{"entities and escapes", "R&amp;D; &IT; \\IT R&D", "R&D"},
		{"crlf", "a\r\nbudget\r\n", "budget"},
	}
	for _, test := range tests {
		site := build(t, load(t, repository(map[string]string{
			"glossary/words.yaml": glossaryFile, "docs/x.md": test.body,
		})), Options{Title: "x"})
		page := site["pages/x/index.html"]
		checkSafe(t, test.name, page)
		if got := strings.Join(linkedTerms(t, page), "|"); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestTermsAreNotLinkedWhereTheyAreDefined(t *testing.T) {
	site := build(t, load(t, repository(map[string]string{
		"glossary/canary.md": "---\nid: canary\nterm: canary\ndefinition: A small share first.\n---\n# canary\n\nA canary sings. A postmortem follows.\n",
		"glossary/pm.md":     "---\nid: pm\nterm: postmortem\ndefinition: What is written afterwards.\n---\n# postmortem\n",
	})), Options{Title: "x"})
	if got := strings.Join(linkedTerms(t, site["glossary/canary/index.html"]), "|"); got != "postmortem" {
		t.Errorf("linked: %q, want postmortem", got)
	}
}

func TestDefinitionOfATerm(t *testing.T) {
	files := repository(map[string]string{
		"glossary/words.yaml": glossaryFile,
		"docs/x.md":           "---\nlang: ja\n---\nRCAとエラーバジェット。",
	})
	for _, fileURLs := range []bool{false, true} {
		site := build(t, load(t, files), Options{Title: "x", Languages: []string{"en", "ja"}, FileURLs: fileURLs})
		checkLinks(t, site, fileURLs)
		for _, name := range []string{"pages/x/index.html", "ja/pages/x/index.html"} {
			page := site[name]
			notes := map[string]string{}
			elements(t, page, func(n *html.Node) {
				if role, _ := attribute(n, "role"); role == "tooltip" {
					id, _ := attribute(n, "id")
					notes[id] = shownText(n)
					if _, hidden := attribute(n, "hidden"); !hidden {
						t.Errorf("%s: the note %s shows without being asked for", name, id)
					}
				}
			})
			var told []string
			elements(t, page, func(n *html.Node) {
				if class, _ := attribute(n, "class"); class == "term" {
					id, _ := attribute(n, "aria-describedby")
					told = append(told, shownText(n)+": "+notes[id])
				}
			})
			want := `RCA: <b>分析</b> & "調査"|エラーバジェット: 目標が許す失敗の量。`
			if got := strings.Join(told, "|"); got != want {
				t.Errorf("%s: %s, want %s", name, got, want)
			}
		}
	}
}

func TestGlossaryIsSorted(t *testing.T) {
	files := repository(map[string]string{
		"glossary/a.yaml": `kind: term
id: a
lang: ja
terms:
  - {term: 復旧, reading: ふっきゅう, definition: 元に戻すこと。, translations: {en: recovery}}
  - {term: アラート, reading: あらーと, definition: 知らせ。, translations: {en: alert}}
  - {term: 原因, reading: げんいん, definition: もと。}
  - {term: 監視, reading: かんし, definition: 見ること。, translations: {en: monitoring}}
  - {term: 漢字, definition: 読みのない用語。}
  - {term: SLO, definition: 目標。}
`,
	})
	site := build(t, load(t, files), Options{Title: "x", Languages: []string{"en", "ja"}})
	tests := []struct{ page, want string }{
		{"glossary/index.html", "# A|alert|# M|monitoring|# R|recovery|# S|SLO|# か|原因|# Other|漢字"},
		{"ja/glossary/index.html", "# あ|アラート|# か|監視|原因|# は|復旧|# S|SLO|# その他|漢字"},
	}
	for _, test := range tests {
		var list []string
		elements(t, site[test.page], func(n *html.Node) {
			switch n.Data {
			case "h2":
				list = append(list, "# "+shownText(n))
			case "dfn":
				list = append(list, shownText(n))
			}
		})
		if got := strings.Join(list, "|"); got != test.want {
			t.Errorf("%s: %s, want %s", test.page, got, test.want)
		}
		checkSafe(t, test.page, site[test.page])
	}
	checkLinks(t, site, false)
}

func TestGroupsOfTerms(t *testing.T) {
	tests := []struct{ word, want string }{
		{"", ""}, {"alert", "A"}, {"Éclair", "E"}, {"ぱっち", "は"}, {"ヴォイド", "あ"}, {"ん", "わ"}, {"ッ", "た"},
		{"99.9", ""}, {"根本", ""}, {"「あ」", "あ"}, {"(x)", "X"}, {"ｱﾗｰﾄ", "あ"},
	}
	for _, test := range tests {
		if got := groupOf(test.word).title; got != test.want {
			t.Errorf("%q: %q, want %q", test.word, got, test.want)
		}
	}
}

// Strangers may define whatever they like: finding terms stays linear.
func TestManyTermsInALongText(t *testing.T) {
	root := &termNode{}
	for i := range 20_000 {
		root.add(&spelling{term: &term{}, word: strings.Repeat("ああ", 30) + fmt.Sprint(i)})
	}
	text := []byte(strings.Repeat("あ", 1<<17))
	begin := time.Now()
	root.find(text, func([]byte, *spelling) {})
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("a long text took %v", took)
	}
}

// Every term has a place of its own, whatever others are called.
func TestTermAnchors(t *testing.T) {
	used := map[string]bool{}
	for _, word := range []string{"C", "C++", "c 2", "C#", "用語", ".*", "term", "用語"} {
		before := len(used)
		if anchor := termAnchor(word, used); len(used) == before {
			t.Errorf("%q has the anchor %q of another term", word, anchor)
		}
	}
}
