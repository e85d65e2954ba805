package doc

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/yuin/goldmark/ast"
	yaml "go.yaml.in/yaml/v4"

	"github.com/debrief-dev/debrief/internal/source"
)

// Comment is a comment that an author wrote into a document: of HTML in
// Markdown, or of YAML in front matter and data.
type Comment struct {
	Span  source.Span // with its marks; of YAML from the "#" to the end of the line
	Inner source.Span // without them
	Node  ast.Node    // *ast.RawHTML or *ast.HTMLBlock; nil for a comment of YAML
}

// Comments gives the comments of the document in its order. What looks like
// one in code or in a quoted text is none. Broken YAML has no comments: where
// a text begins and ends in it is not known.
func (d *Document) Comments() []Comment {
	switch {
	case d.Refused:
		return nil
	case d.Format == YAML:
		return YAMLComments(d.File)
	}
	out := commentsOf(d.File, d.matterText())
	if !d.HasTree() || !bytes.Contains(d.Text, commentOpen) {
		return out
	}
	ast.Walk(d.Tree(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n := n.(type) {
			case *ast.RawHTML:
				out = append(out, d.inlineComment(n)...)
			case *ast.HTMLBlock:
				out = append(out, d.blockComments(n)...)
			}
		}
		return ast.WalkContinue, nil
	})
	slices.SortStableFunc(out, func(a, b Comment) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return out
}

// YAMLComments gives the comments of a file that is YAML as a whole, of all
// its documents.
func YAMLComments(f *source.File) []Comment {
	limits := DefaultLimits()
	if len(f.Data) > limits.Data.Bytes || len(limits.checkText(f)) > 0 {
		return nil
	}
	return commentsOf(f, source.Span{Start: bomLength(f.Data), End: len(f.Data)})
}

// matterText is what stands between the fences of the front matter.
func (d *Document) matterText() source.Span {
	s := d.MetaSpan
	if s.Len() == 0 {
		return s
	}
	data := d.File.Data[:s.End]
	s.Start = nextLine(data, s.Start)
	last := bytes.LastIndexByte(data, '\n') + 1
	if line := string(bytes.TrimSpace(data[last:])); line == "---" || line == "..." {
		s.End = last
	}
	s.End = max(s.End, s.Start)
	return s
}

var commentOpen, commentClose = []byte("<!--"), []byte("-->")

// inlineComment gives the comment that a piece of HTML in running text is, if
// it is one.
func (d *Document) inlineComment(n *ast.RawHTML) []Comment {
	if n.Segments.Len() == 0 {
		return nil
	}
	span := source.Span{Start: n.Segments.At(0).Start, End: n.Segments.At(n.Segments.Len() - 1).Stop}
	text := d.Text[span.Start:span.End]
	if len(text) < len("<!---->") || !bytes.HasPrefix(text, commentOpen) || !bytes.HasSuffix(text, commentClose) {
		return nil
	}
	return []Comment{{Span: span, Inner: source.Span{Start: span.Start + 4, End: span.End - 3}, Node: n}}
}

// blockComments gives the comments in a block of HTML. The kinds of block that
// hold scripts and the like (CommonMark 0.31, section 4.6, conditions 1 and 3
// to 5) hold none.
func (d *Document) blockComments(n *ast.HTMLBlock) []Comment {
	if t := n.HTMLBlockType; t != ast.HTMLBlockType2 && t != ast.HTMLBlockType6 && t != ast.HTMLBlockType7 || n.Lines().Len() == 0 {
		return nil
	}
	at, end := n.Lines().At(0).Start, n.Lines().At(n.Lines().Len()-1).Stop
	if n.HasClosure() {
		end = n.ClosureLine.Stop
	}
	var out []Comment
	for {
		open := bytes.Index(d.Text[at:end], commentOpen)
		if open < 0 {
			return out
		}
		start := at + open
		length := bytes.Index(d.Text[start+4:end], commentClose)
		if length < 0 {
			return out
		}
		at = start + 4 + length + 3
		out = append(out, Comment{
			Span: source.Span{Start: start, End: at}, Inner: source.Span{Start: start + 4, End: at - 3}, Node: n,
		})
	}
}

// commentsOf gives the comments of the YAML in a span of a file. A "#" begins
// one at the start of a line or behind white space, unless it stands in a
// quoted text or a block of text (YAML 1.2.2, section 6.6).
func commentsOf(f *source.File, within source.Span) []Comment {
	if bytes.IndexByte(f.Data[within.Start:within.End], '#') < 0 {
		return nil
	}
	text := f.Data
	if !acceptable(text) {
		text = cleaned(text)
	}
	all := documents(text[within.Start:within.End])
	if len(all) == 0 { // nothing but comments
		return comments(text, within, nil)
	}
	var out []Comment
	for _, span := range all {
		span = source.Span{Start: within.Start + span.Start, End: within.Start + span.End}
		r := &yamlReader{file: f, text: text, start: span.Start, end: span.End, limits: DefaultLimits().Data}
		if texts, ok := r.texts(); ok {
			out = append(out, comments(text, span, texts)...)
		}
	}
	return out
}

// texts gives where quoted texts and blocks of text stand, in order, and
// whether the YAML can be read.
func (r *yamlReader) texts() (spans []source.Span, ok bool) {
	r.splitLines()
	if !r.scanDocument() || !r.scanSize() {
		return nil, false
	}
	root := r.load()
	if root == nil {
		return nil, false
	}
	var walk func(*yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode && n.Style&quoted != 0 {
			spans = append(spans, r.hidden(n))
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(root)
	return spans, true
}

// hidden is the part of a quoted text or a block of text in which a "#" is an
// ordinary character: a comment may stand behind the mark of a block.
func (r *yamlReader) hidden(n *yaml.Node) source.Span {
	start := r.content(n)
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0 {
		return source.Span{Start: start, End: quotedEnd(r.text[:r.end], start)}
	}
	end := blockEnd(r.text[:r.end], start, n.Value)
	return source.Span{Start: min(nextLine(r.text[:r.end], start), end), End: end}
}

// comments finds the comments in a span outside of texts, which are in order.
func comments(text []byte, within source.Span, texts []source.Span) []Comment {
	var out []Comment
	for i := within.Start; i < within.End; i++ {
		for len(texts) > 0 && texts[0].End <= i {
			texts = texts[1:]
		}
		if len(texts) > 0 && texts[0].Start <= i {
			i = texts[0].End - 1
			continue
		}
		if text[i] != '#' || i > within.Start && yamlSpace(text[i-1:]) == 0 {
			continue
		}
		end := i
		for end < within.End && lineBreak(text[end:within.End]) == 0 {
			end++
		}
		out = append(out, Comment{Span: source.Span{Start: i, End: end}, Inner: source.Span{Start: i + 1, End: end}})
		i = end - 1
	}
	return out
}
