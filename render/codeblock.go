package render

import (
	"html"
	"html/template"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// prompt is what stands before a command in a shell session.
var prompt = lazyregexp.New(`^ {0,3}(?:[\w.-]+@[\w.-]+[^\s$#]*\s?)?\$ +`)

func (p *printer) codeBlock(_ util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	language := ""
	if fenced, ok := node.(*ast.FencedCodeBlock); ok {
		language = string(fenced.Language(src))
	}
	text := strings.ReplaceAll(string(node.Lines().Value(src)), "\r\n", "\n")
	if language != "mermaid" || !p.diagram(text) {
		p.code(language, text)
	}
	return ast.WalkSkipChildren, nil
}

// chunk is a run of lines of a code block.
type chunk struct {
	text    string
	prompt  string // before the first line; empty for output
	command bool
}

// session splits a block into commands and what they print. It gives nil if
// the block shows no prompt.
func session(text string) []chunk {
	if !strings.Contains(text, "$ ") {
		return nil
	}
	var chunks []chunk
	found, open := false, false // open: the command goes on in the next line
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		last := len(chunks) - 1
		mark := prompt.FindString(line)
		switch {
		case open:
			chunks[last].text += "\n" + line
		case mark != "":
			found = true
			chunks = append(chunks, chunk{text: line[len(mark):], prompt: strings.TrimSpace(mark) + " ", command: true})
		case last >= 0 && !chunks[last].command:
			chunks[last].text += "\n" + line
		default:
			chunks = append(chunks, chunk{text: line})
		}
		last = len(chunks) - 1
		open = chunks[last].command && strings.HasSuffix(line, `\`)
	}
	if !found {
		return nil
	}
	return chunks
}

// code writes a code block. In a shell session prompts are marked, so that
// copying leaves them out, and output stands apart.
func (p *printer) code(language, text string) {
	label := ""
	if safeLanguage.MatchString(language) {
		label = ` data-language="` + html.EscapeString(language) + `"`
	}
	p.out.WriteString(`<div class="code"` + label + `>`)
	chunks := session(text)
	p.hazard(language, text, chunks)
	if chunks == nil {
		p.out.WriteString(`<pre class="chroma copy" tabindex="0"><code>` + p.site.highlight.highlight(language, strings.TrimSuffix(text, "\n")) + `</code></pre>`)
	}
	for i := 0; i < len(chunks); {
		if !chunks[i].command {
			p.printed(chunks[i].text)
			i++
			continue
		}
		p.out.WriteString(`<pre class="chroma copy" tabindex="0"><code>`)
		for first := i; i < len(chunks) && chunks[i].command; i++ {
			if i > first {
				p.out.WriteByte('\n')
			}
			p.out.WriteString(`<span class="prompt">` + html.EscapeString(chunks[i].prompt) + `</span>` + p.site.highlight.highlight("bash", chunks[i].text))
		}
		p.out.WriteString(`</code></pre>`)
	}
	p.out.WriteString("</div>\n")
}

// hazard says of the commands of a runbook what they do to what they hit: the
// worst of them counts.
func (p *printer) hazard(language, text string, chunks []chunk) {
	if !p.folded || chunks == nil && (language == "" || !facet.IsScript(language)) {
		return
	}
	commands := []string{text}
	if chunks != nil {
		commands = nil
		for _, c := range chunks {
			if c.command {
				commands = append(commands, c.text)
			}
		}
	}
	effect, rank := "", 0
	for _, c := range commands {
		if e, r := effectOf(c); r > rank {
			effect, rank = e, r
		}
	}
	if effect != "" {
		p.out.strings(`<p class="effect `, effect, `">`, html.EscapeString(p.words.t("effect."+effect)), "</p>")
	}
}

// effectOf ranks what a command does: destroys, interrupts, changes perhaps,
// which has no name, or only reads.
func effectOf(command string) (effect string, rank int) {
	hazards := facet.Hazards(command)
	switch {
	case slices.ContainsFunc(hazards, func(h facet.Hazard) bool { return h.Destroys }):
		return "destroys", 4
	case len(hazards) > 0:
		return "interrupts", 3
	case !facet.ReadOnly(strings.TrimSpace(command)):
		return "", 2
	}
	return "reads", 1
}

var safeLanguage = lazyregexp.New(`^[A-Za-z0-9+#._-]{1,20}$`)

// printed writes what a command prints.
func (p *printer) printed(text string) {
	body := `<pre class="printed" tabindex="0"><samp>` + html.EscapeString(text) + `</samp></pre>`
	if p.folded && strings.TrimSpace(text) != "" {
		body = `<details class="output"><summary>` + html.EscapeString(p.words.t("output.expected")) + `</summary>` + body + `</details>`
	}
	p.out.WriteString(body)
}

// command writes a command of a step that is no part of a Markdown body.
func (p *printer) command(c facet.Command) template.HTML {
	return template.HTML(p.apart(func() {
		p.code(firstOf(c.Shell, "bash"), c.Run)
		if c.Expect != "" {
			p.printed(c.Expect)
		}
	}))
}

// expected writes what a step should show.
func (p *printer) expected(text string) template.HTML {
	return template.HTML(p.apart(func() {
		p.out.WriteString(`<div class="code">`)
		p.printed(text)
		p.out.WriteString("</div>\n")
	}))
}
