package mermaid

import (
	"slices"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/render/figure"
)

var (
	taking = lazyregexp.New(`^(participant|actor)\s+(.+?)(?:\s+as\s+(.+))?$`)
	noting = lazyregexp.New(`(?i)^note\s+(left of|right of|over)\s+([^:]+):(.*)$`)
	titled = lazyregexp.New(`^title(?:\s*:\s*|\s+)(.+)$`)
	unseen = lazyregexp.New(`^(activate|deactivate|links?|properties|details)\s`)
)

// arrow is a form of messages.
type arrow struct {
	form       string
	dotted     bool
	tail, head figure.Tip
}

// arrows are the forms of messages, the longer ones before those that they
// begin with. A circle stands for a message that nobody waits for.
var arrows = []arrow{
	{"<<-->>", true, figure.ArrowTip, figure.ArrowTip},
	{"<<->>", false, figure.ArrowTip, figure.ArrowTip},
	{"-->>", true, figure.NoTip, figure.ArrowTip},
	{"->>", false, figure.NoTip, figure.ArrowTip},
	{"--x", true, figure.NoTip, figure.CrossTip},
	{"-x", false, figure.NoTip, figure.CrossTip},
	{"--)", true, figure.NoTip, figure.CircleTip},
	{"-)", false, figure.NoTip, figure.CircleTip},
	{"-->", true, figure.NoTip, figure.NoTip},
	{"->", false, figure.NoTip, figure.NoTip},
}

// parts are the words that divide frames, by the words that open them.
var parts = map[string]string{"alt": "else", "par": "and", "critical": "option", "opt": "", "loop": "", "break": ""}

// sequenceReader reads the lines of a sequence diagram.
type sequenceReader struct {
	out      figure.Sequence
	index    map[string]int // of actors, by name
	open     []string       // words of the frames
	title    string
	messages int
	number   int // of the next message; 0 is none
}

func (r *reader) sequence() bool {
	s := &sequenceReader{index: map[string]int{}}
	for _, line := range r.lines {
		for _, statement := range statements(line) {
			if statement != "" && !s.statement(statement) || s.messages > mostMessages || len(s.out.Actors) > mostBoxes {
				return false
			}
		}
	}
	if len(s.open) > 0 || s.messages == 0 {
		return false
	}
	if s.title != "" {
		r.out.Title = s.title
	}
	r.out.Sequence = &s.out
	return true
}

// statements cuts a line at its semicolons, except those that end the name of a
// character.
func statements(line string) []string {
	held := entity.ReplaceAllStringFunc(line, func(m string) string { return m[:len(m)-1] + "\x00" })
	list := strings.Split(held, ";")
	for i := range list {
		list[i] = strings.TrimSpace(strings.ReplaceAll(list[i], "\x00", ";"))
	}
	return list
}

func (s *sequenceReader) statement(line string) bool {
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case s.frame(word, strings.TrimSpace(rest)):
		return true
	case word == "autonumber":
		s.number = 1
		return rest == ""
	case unseen.MatchString(line):
		return true
	}
	if m := noting.FindStringSubmatch(line); m != nil {
		return s.note(strings.ToLower(m[1]), m[2], m[3])
	}
	if m := taking.FindStringSubmatch(line); m != nil {
		return s.takes(m[1] == "actor", m[2], m[3])
	}
	if s.message(line) {
		return true
	}
	if m := titled.FindStringSubmatch(line); m != nil {
		s.title = plain(m[1])
		return true
	}
	return false
}

// frame reads what opens, divides or closes a frame.
func (s *sequenceReader) frame(word, rest string) bool {
	last := ""
	if len(s.open) > 0 {
		last = s.open[len(s.open)-1]
	}
	step := figure.Step{Word: word, Label: label(rest)}
	switch _, opens := parts[word]; {
	case opens:
		step.Kind = figure.FrameOpens
		s.open = append(s.open, word)
	case last != "" && parts[last] == word:
		step.Kind = figure.FrameElse
	case last != "" && word == "end" && rest == "":
		step = figure.Step{Kind: figure.FrameCloses}
		s.open = s.open[:len(s.open)-1]
	default:
		return false
	}
	s.out.Steps = append(s.out.Steps, step)
	return len(s.out.Steps) <= 3*mostMessages
}

// takes reads who takes part. A second line about somebody changes the label.
func (s *sequenceReader) takes(person bool, name, as string) bool {
	n, ok := s.actor(name)
	if !ok {
		return false
	}
	a := &s.out.Actors[n]
	a.Person = person
	if as != "" {
		a.Label = label(as)
	}
	return true
}

// actor gives the index of an actor, who takes part from now on.
func (s *sequenceReader) actor(name string) (n int, ok bool) {
	name = strings.TrimSpace(name)
	if name == "" || strings.ContainsAny(name, "<>:;,@{}\"") {
		return 0, false
	}
	n, known := s.index[name]
	if !known {
		n = len(s.out.Actors)
		s.index[name] = n
		s.out.Actors = append(s.out.Actors, figure.Actor{Label: label(name)})
	}
	return n, true
}

func (s *sequenceReader) note(where, who, text string) bool {
	step := figure.Step{Kind: figure.NoteOver, Label: label(text)}
	names := strings.Split(who, ",")
	switch where {
	case "left of":
		step.Kind = figure.NoteLeft
	case "right of":
		step.Kind = figure.NoteRight
	}
	if len(names) > 2 || len(names) == 2 && step.Kind != figure.NoteOver {
		return false
	}
	from, ok := s.actor(names[0])
	to, ok2 := s.actor(names[len(names)-1])
	step.From, step.To = from, to
	s.out.Steps = append(s.out.Steps, step)
	s.messages++
	return ok && ok2
}

// message reads a message: who, an arrow, to whom, and what.
func (s *sequenceReader) message(line string) bool {
	head, text, found := strings.Cut(line, ":")
	if !found || len(head) > mostLabel {
		return false
	}
	at, a := s.arrow(head)
	if at < 0 {
		return false
	}
	step := figure.Step{Kind: figure.Message, Label: label(text), Dotted: a.dotted, Tail: a.tail, Head: a.head}
	if s.number > 0 {
		step.Label = strconv.Itoa(s.number) + ". " + step.Label
		s.number++
	}
	var ok, ok2 bool
	if step.From, ok = s.actor(head[:at]); !ok {
		return false
	}
	step.To, ok2 = s.actor(strings.TrimLeft(head[at+len(a.form):], "+- "))
	s.out.Steps = append(s.out.Steps, step)
	s.messages++
	return ok2
}

// arrow finds the arrow of a message: of several the first one behind the name
// of an actor, else the first.
func (s *sequenceReader) arrow(head string) (at int, found arrow) {
	at = -1
	for i := 1; i < len(head); i++ {
		n := slices.IndexFunc(arrows, func(a arrow) bool { return strings.HasPrefix(head[i:], a.form) })
		if n < 0 {
			continue
		}
		_, known := s.index[strings.TrimSpace(head[:i])]
		if at < 0 || known {
			at, found = i, arrows[n]
		}
		if known {
			break
		}
	}
	return at, found
}
