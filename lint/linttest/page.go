package linttest

import (
	"fmt"
	"path"
	"strings"
	"testing/fstest"

	"github.com/debrief-dev/debrief/internal/source"
)

// page is the page of a rule, read as its test.
type page struct {
	id       string
	examples []example
}

// example is a "## Bad" or "## Good" section: documents and, for Bad, what the
// linter prints about them.
type example struct {
	heading heading
	files   fstest.MapFS
	order   []string // names of the files, as the page has them
	console string
	at      source.Span // of console in the page
}

// block is a fenced block of a page.
type block struct {
	info []string
	text string
	at   source.Span // of text in the page
}

// folders are where documents stand whose block names no file.
var folders = map[string]string{
	"postmortem": "postmortems", "rca": "rca", "runbook": "runbooks", "known-issue": "known-issues", "service": "services",
	"monitoring": "monitoring", "experiment": "experiments", "maintenance": "maintenance", "healthcheck": "health",
	"learning": "learning", "skills": "skills", "term": "glossary",
}

// readPage reads a page: "# id", one sentence, "## Why", then examples in
// pairs, with the words of its language. Kinds are those of the rule; the first says where documents stand
// that have no name.
func readPage(text string, l language, kinds []string) (page, error) {
	sections, err := split(text)
	if err != nil {
		return page{}, err
	}
	var p page
	for i, s := range sections {
		switch {
		case i == 0:
			p.id = s.title
			if !l.isSentence(s.prose) {
				return p, fmt.Errorf("under %q stands %q, want one sentence", "# "+s.title, s.prose)
			}
		case i == 1:
			if s.title != l.why || s.prose == "" {
				return p, fmt.Errorf(`the second heading is %q, want "## %s" and the reason`, s.title, l.why)
			}
		case i == 2 && l.isGroup(s):
		default:
			e, err := s.example(l, kinds)
			if err != nil {
				return p, err
			}
			p.examples = append(p.examples, e)
		}
	}
	if len(sections) < 2 {
		return p, fmt.Errorf(`there is no "## %s"`, l.why)
	}
	return p, p.paired()
}

// paired tells whether each Bad is followed by the Good of its language.
func (p page) paired() error {
	if len(p.examples)%2 != 0 {
		return fmt.Errorf("an example is without its counterpart")
	}
	for i := 0; i < len(p.examples); i += 2 {
		bad, good := p.examples[i], p.examples[i+1]
		if !bad.heading.bad || good.heading.bad || bad.heading.lang != good.heading.lang {
			return fmt.Errorf("examples come as Bad, then Good of the same language")
		}
	}
	return nil
}

// section is a part of a page: its heading, text and blocks.
type section struct {
	title, prose string
	blocks       []block
}

// split cuts a page at its headings. Headings inside blocks are text of the
// blocks.
func split(text string) ([]section, error) {
	var sections []section
	var open *block
	var fence string
	at := 0
	for line := range strings.Lines(text) {
		trimmed := strings.TrimRight(line, "\r\n")
		at += len(line)
		switch marks := leadingMarks(trimmed); {
		case open != nil && trimmed == fence:
			open = nil
		case open != nil:
			open.text += line
			open.at.End = at
		case marks != "" && len(sections) > 0:
			s := &sections[len(sections)-1]
			s.blocks = append(s.blocks, block{info: strings.Fields(trimmed[len(marks):]), at: source.Span{Start: at, End: at}})
			open, fence = &s.blocks[len(s.blocks)-1], marks
		case isHeading(line, len(sections) == 0):
			sections = append(sections, section{title: strings.TrimLeft(trimmed, "# ")})
		case len(sections) == 0:
			return nil, fmt.Errorf("the page begins with %q, want %q", trimmed, "# rule-name")
		default:
			sections[len(sections)-1].prose += line
		}
	}
	for i := range sections {
		sections[i].prose = strings.TrimSpace(sections[i].prose)
	}
	if open != nil {
		return nil, fmt.Errorf("the block %q has no end", fence)
	}
	return sections, nil
}

// isHeading tells whether a line is a heading of a page: # for the first,
// ## and ### for others.
func isHeading(line string, first bool) bool {
	if first {
		return strings.HasPrefix(line, "# ")
	}
	return strings.HasPrefix(line, "## ") || strings.HasPrefix(line, "### ")
}

// leadingMarks gives the fence that a line opens or closes, "" if none.
func leadingMarks(line string) string {
	for _, mark := range []string{"`", "~"} {
		if n := len(line) - len(strings.TrimLeft(line, mark)); n >= 3 {
			return line[:n]
		}
	}
	return ""
}

// example reads a section of documents.
func (s section) example(l language, kinds []string) (example, error) {
	h, ok := l.heading(s.title)
	if !ok {
		return example{}, fmt.Errorf("heading %q is none of %q", s.title, l.headings)
	}
	e := example{heading: h, files: fstest.MapFS{}}
	consoles := 0
	for _, b := range s.blocks {
		if len(b.info) == 1 && b.info[0] == "console" {
			e.console, e.at = b.text, b.at
			consoles++
			continue
		}
		name, err := fileName(b.info, kinds)
		if err != nil {
			return e, fmt.Errorf("under %q: %w", s.title, err)
		}
		e.files[name] = &fstest.MapFile{Data: []byte(b.text)}
		e.order = append(e.order, name)
	}
	switch {
	case len(e.order) == 0:
		return e, fmt.Errorf("%q has no document", s.title)
	case h.bad && consoles != 1:
		return e, fmt.Errorf("%q has %d console blocks, want one", s.title, consoles)
	case !h.bad && consoles > 0:
		return e, fmt.Errorf("%q prints something, want nothing", s.title)
	}
	return e, nil
}

// fileName gives the name of the document in a block: the second word of its
// info string, else one made of the kind.
func fileName(info []string, kinds []string) (string, error) {
	if len(info) >= 2 {
		return info[1], nil
	}
	ext := map[string]string{"markdown": ".md", "yaml": ".yaml"}
	if len(info) == 0 || ext[info[0]] == "" {
		return "", fmt.Errorf("the block %q is neither console, markdown nor yaml, nor does it name a file", info)
	}
	kind := "postmortem"
	if len(kinds) > 0 {
		kind = kinds[0]
	}
	return path.Join(folders[kind], "example"+ext[info[0]]), nil
}
