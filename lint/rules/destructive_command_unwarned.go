package rules

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var destructiveCommandUnwarned = lint.Rule{
	ID:       "destructive-command-unwarned",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Kinds:    []string{"runbook", "known-issue", "maintenance"},
	Check: func(p *lint.Pass) {
		var w warnings // made for the first command that does harm
		for _, s := range append(scriptsOfData(p), scriptsOfText(p)...) {
			hazards := facet.Hazards(s.text)
			if len(hazards) == 0 || s.risky {
				continue
			}
			if w == nil {
				w = findWarnings(p.Entry.Doc.File.Data)
			}
			if w.in(s.read) {
				continue
			}
			for _, h := range hazards {
				unwarned(p, s, h)
			}
		}
	},
}

func unwarned(p *lint.Pass, s script, h facet.Hazard) {
	command := facet.Brief(s.text[h.Span.Start:h.Span.End])
	d := diag.Diagnostic{
		Span:    s.span(h.Span),
		Message: diag.Say("%q destroys what it hits, and nothing warns of it", "%q は消したものを元に戻せませんが、注意書きがありません", lint.Quote(command)),
	}
	if !h.Destroys {
		d.Severity = diag.Info
		d.Message = diag.Say("%q interrupts what it hits, and nothing warns of it", "%q は稼働中の処理を止めますが、注意書きがありません", lint.Quote(command))
	}
	p.Report(d)
}

// warnings are where the words of caution of a file begin, in order. Not nil.
type warnings []int

func findWarnings(data []byte) warnings {
	text := bytes.Clone(data)
	for i, b := range text {
		if 'A' <= b && b <= 'Z' {
			text[i] = b + 'a' - 'A'
		}
	}
	w := warnings{}
	for _, m := range caution.FindAllIndex(text, -1) {
		w = append(w, m[0])
	}
	return w
}

// in tells whether there is a warning in a piece of the text.
func (w warnings) in(s source.Span) bool {
	i, _ := slices.BinarySearch(w, s.Start)
	return i < len(w) && w[i] < s.End
}

// script is a piece of text that is to be run.
type script struct {
	text  string
	read  source.Span // what a reader has before his eyes when he comes to its end
	risky bool        // the step is said to be
	lines []int       // where the lines of text begin in the file; nil if it is written with escapes
	whole source.Span
}

// span is where a part of the script stands, on its first line.
func (s script) span(part source.Span) source.Span {
	if s.lines == nil {
		return s.whole
	}
	line := strings.Count(s.text[:part.Start], "\n")
	start := strings.LastIndexByte(s.text[:part.Start], '\n') + 1
	end := part.End
	if n := strings.IndexByte(s.text[part.Start:part.End], '\n'); n >= 0 {
		end = part.Start + n
	}
	text := strings.TrimRight(s.text[part.Start:end], " \t\r")
	at := s.lines[line] + part.Start - start
	return source.Span{Start: at, End: at + len(text)}
}

// scriptsOfData gives the commands of steps in the front matter, or of a YAML
// document. All of a step is read before its command is run.
func scriptsOfData(p *lint.Pass) []script {
	var out []script
	for _, s := range p.Entry.Steps {
		if s.From.Origin != doc.FromFrontMatter {
			continue
		}
		for _, c := range s.Commands {
			out = append(out, script{text: c.Run, read: s.Span, risky: risky(s.Risk), whole: c.Span})
		}
	}
	if m := p.Entry.Maintenance; m != nil {
		for _, c := range p.Entry.Value().Field("commands").Items() {
			if at := c.From(); at.Origin == doc.FromFrontMatter {
				out = append(out, script{text: c.Text(), read: c.Span(), risky: risky(m.Risk), whole: c.Span()})
			}
		}
	}
	return out
}

// risky tells whether a document says itself that something is.
func risky(risk string) bool { return risk != "" && risk != "low" }

// scriptsOfText gives the code of a document that is to be run: blocks, and
// code within sentences.
func scriptsOfText(p *lint.Pass) []script {
	d := p.Entry.Doc
	if !d.HasTree() {
		return nil
	}
	var out []script
	heading := 0 // where the last one begins
	ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			heading = d.SpanOf(n).Start
		case *ast.FencedCodeBlock:
			if facet.IsScript(string(n.Language(d.Text))) {
				out = append(out, block(d, n, heading))
			}
		case *ast.CodeBlock:
			out = append(out, block(d, n, heading))
		case *ast.CodeSpan:
			if s, ok := inSentence(d, n, heading); ok {
				out = append(out, s)
			}
		}
		return ast.WalkContinue, nil
	})
	return out
}

// block gives a code block with all that stands above it in its section.
func block(d *doc.Document, n ast.Node, heading int) script {
	s := script{}
	var text strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		s.lines = append(s.lines, line.Start)
		text.WriteString(strings.TrimRight(string(line.Value(d.Text)), "\r\n") + "\n")
	}
	s.text = text.String()
	s.lines = append(s.lines, len(d.Text))
	s.read = above(heading, d.SpanOf(n))
	return s
}

// above is what a reader has read at the end of a piece of text: its section
// up to there, and some text before.
func above(heading int, at source.Span) source.Span {
	const near = 400 // bytes
	return source.Span{Start: max(min(heading, at.Start-near), 0), End: at.End}
}

// inSentence gives a command that stands in a sentence with its arguments.
// One without is spoken of: "`systemctl restart` takes long".
func inSentence(d *doc.Document, n *ast.CodeSpan, heading int) (script, bool) {
	at := d.SpanOf(n)
	text := string(d.Text[at.Start:at.End])
	hazards := facet.Hazards(text)
	if len(hazards) == 0 || strings.Contains(text, "\n") || !leadsCommand.MatchString(text[:hazards[0].Span.Start]) || len(strings.Fields(text)) < 3 {
		return script{}, false
	}
	line := d.File.LineSpan(d.File.Position(at.End).Line)
	return script{text: text, read: above(heading, source.Span{Start: at.Start, End: line.End}), lines: []int{at.Start}}, true
}

// leadsCommand is what may stand before a command.
var leadsCommand = lazyregexp.New(`^(?:\$ |sudo )*$`)

// caution is what warns of a command, in lower case.
var caution = lazyregexp.New(`\b(?:warn(?:ing|s)?|caution|danger(?:ous)?|careful(?:ly)?|with care|destructive|disruptive|irreversibl[ey]|permanent(?:ly)?|` +
	`(?:can(?:not|'t)|can not) be (?:undone|recovered|reverted|restored)|data loss|los(?:e|es|ing|s of) (?:\S+ ){0,3}data|(?:data|messages|writes?|orders?) (?:is|are|will be|would be|may be) (?:lost|deleted|dropped)|` +
	`(?:will|would|may|can|might) (?:also )?(?:delete|destroy|erase|remove|drop|discard|interrupt|disrupt|restart|stop|cause|lose|kill|take down|terminate|wipe|break|affect)|` +
	`be sure|make sure|double[- ]check|only (?:if|when|after|once|do)|never|must not|should not|do not run|don't run|avoid|last resort|confirm|approv(?:al|ed?)|back ?up|snapshot|` +
	`downtime|outage|interrupt(?:s|ion)|disruption|unavailable|risk(?:y|s)?|attention|beware|critical|at your own|pay attention|before (?:you|running|deleting|restarting|doing)|first (?:check|make|verify|confirm)|note that|important)\b` +
	`|⚠|❗|‼|🚨|\[!(?:warning|caution|important)\]` +
	`|注意|警告|危険|慎重|取り消せ|元に戻[せら]|戻せ|戻りません|復元でき|失われ|失う|消失|消えます|消える|(?:削除|消去|停止|中断|切断|再起動)(?:され|する前|が発生)|損失|必ず|してから|しない(?:で|こと)|してはいけ|禁止|影響が|影響を|承認|バックアップ|スナップショット|最終手段|重要|リスク|止まります|ダウンタイム|場合のみ|場合に限|ときのみ|を確認した`)
