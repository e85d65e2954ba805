//go:build browser

package browser

import (
	"fmt"
	"strings"
)

// A position is a place in Markdown where a text may stand.
type position struct {
	name string
	put  func(text string) string
}

func inLine(format string) func(string) string {
	return func(text string) string { return strings.ReplaceAll(format, "TEXT", oneLine(text)) }
}

func inBlock(format string) func(string) string {
	return func(text string) string { return strings.ReplaceAll(format, "TEXT", text) }
}

var positions = []position{
	{"paragraph", inBlock("TEXT")},
	{"sentence", inLine("Before TEXT and after")},
	{"emphasis", inLine("*TEXT* and **TEXT** and ~~TEXT~~")},
	{"heading", inLine("## TEXT")},
	{"underlined heading", inLine("TEXT\n---")},
	{"link text", inLine("[TEXT](https://example.com/)")},
	{"link target", inLine("[text](TEXT)")},
	{"link target in brackets", inLine("[text](<TEXT>)")},
	{"link title", inLine(`[text](https://example.com/ "TEXT")`)},
	{"reference", inLine("[text][TEXT]\n\n[TEXT]: TEXT 'TEXT'")},
	{"autolink", inLine("<TEXT>")},
	{"bare link", inLine("https://example.com/TEXT")},
	{"image description", inLine("![TEXT](picture.png)")},
	{"image source", inLine("![picture](TEXT)")},
	{"image title", inLine(`![picture](picture.png "TEXT")`)},
	{"list item", inLine("- TEXT\n- TEXT")},
	{"numbered item", inLine("1. TEXT\n2. TEXT")},
	{"task item", inLine("- [ ] TEXT\n- [x] TEXT @team due:2026-01-02")},
	{"table", inLine("| TEXT | b |\n|---|:-:|\n| TEXT | TEXT |")},
	{"code", inLine("`TEXT` and `` TEXT ``")},
	{"fence", inBlock("```\nTEXT\n```")},
	{"fence of a language", inBlock("```console\n$ TEXT\n```")},
	{"name of a fence", inLine("```TEXT\ncode\n```")},
	{"name of a diagram", inLine("```mermaid\ngraph TD\nA[\"TEXT\"] --> B[TEXT]\n```")},
	{"footnote", inLine("Text[^1].\n\n[^1]: TEXT")},
	{"name of a footnote", inLine("Text[^TEXT].\n\n[^TEXT]: note")},
	{"definition", inLine("TEXT\n: TEXT")},
	{"quotation", inLine("> TEXT\n>\n> > [!NOTE]\n> > TEXT")},
	{"HTML block", inBlock("<div>\nTEXT\n</div>")},
	{"HTML", inLine("text <span>TEXT</span>")},
	{"HTML attribute", inLine("<abbr title=\"TEXT\">x</abbr> <abbr title='TEXT'>x</abbr> <abbr title=TEXT>x</abbr>")},
	{"HTML link", inLine(`<a href="TEXT">x</a> <img src="TEXT" alt="TEXT">`)},
	{"details", inLine("<details><summary>TEXT</summary>\n\nTEXT\n\n</details>")},
}

// everywhere writes a document with each text in each position, each in a
// quotation of its own, which nothing in it can leave.
func everywhere(texts []string) string {
	var b strings.Builder
	for _, text := range texts {
		for _, p := range positions {
			fmt.Fprintf(&b, "%s\n\n> %s\n\n", p.name, strings.NewReplacer("\r\n", "\n> ", "\r", "\n> ", "\n", "\n> ").Replace(p.put(text)))
		}
	}
	return b.String()
}

// parts are the sections whose lines pages show in a form of their own.
var parts = []struct{ heading, line string }{
	{"Summary", "TEXT"},
	{"Impact", "- TEXT: TEXT"},
	{"Timeline", "- 2026-01-02 03:04 TEXT"},
	{"Root causes", "- TEXT"},
	{"Contributing factors", "1. TEXT"},
	{"Detection", "TEXT"},
	{"Symptoms", "- TEXT"},
	{"Diagnosis", "1. TEXT"},
	{"Mitigation", "1. TEXT\n\n   ```console\n   $ TEXT\n   ```"},
	{"Steps", "1. TEXT\n   - TEXT"},
	{"Prerequisites", "- TEXT"},
	{"Escalation", "- TEXT: TEXT"},
	{"Rollback", "1. TEXT"},
	{"Workaround", "TEXT"},
	{"Solutions", "- TEXT"},
	{"Lessons learned", "- TEXT"},
	{"Action items", "- [ ] TEXT @TEXT due:2026-01-02"},
	{"References", "- [TEXT](TEXT)"},
}

// inParts writes a document that has each text in each part.
func inParts(texts []string) string {
	var b strings.Builder
	for _, p := range parts {
		fmt.Fprintf(&b, "## %s\n\n", p.heading)
		for _, text := range texts {
			fmt.Fprintf(&b, "%s\n", inLine(p.line)(text))
		}
		b.WriteString("\n")
	}
	return b.String()
}
