package render

import (
	"errors"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// lexer runs the rules of one of chroma's lexers. Chroma tries each rule of a
// state at each place, half a microsecond a try, and most cannot match there
// because of the first character alone. lexer tries only the others, in the
// same order, and so gives the same tokens in a third of the time. It is
// read-only and may be shared.
type lexer struct {
	own    *chroma.RegexLexer
	rules  chroma.CompiledRules
	states map[string]*firstIndex
}

// firstIndex lists for each ASCII character the rules, in order, that can
// match where it stands. Rules for all other characters are under 0, which
// no rule is left out of.
type firstIndex [utf8.RuneSelf][]int

// mostIdle is how many rules may apply one after the other that match no
// text. A few of chroma's lexers know texts for which they never end.
const mostIdle = 100

var errStuck = errors.New("the rules of the language do not get on")

// newLexer compiles the rules of a lexer anew, because chroma shows compiled
// rules only to emitters that run.
func newLexer(from *chroma.RegexLexer) (*lexer, error) {
	const probe = "debrief-probe"
	l := &lexer{states: map[string]*firstIndex{}}
	see := chroma.EmitterFunc(func(_ []string, state *chroma.LexerState) chroma.Iterator {
		l.rules = state.Rules
		return chroma.Literator()
	})
	raw, err := from.Rules()
	if err != nil {
		return nil, err
	}
	l.own, err = chroma.NewLexer(from.Config(), func() chroma.Rules {
		return raw.Merge(chroma.Rules{probe: {{Pattern: `x`, Type: see}}})
	})
	if err != nil {
		return nil, err
	}
	l.own.SetRegistry(lexers.GlobalLexerRegistry)
	if _, err := chroma.Tokenise(l.own, &chroma.TokeniseOptions{State: probe}, "x"); err != nil {
		return nil, err
	}
	for state, rules := range l.rules {
		index := &firstIndex{}
		for i, rule := range rules {
			f := firstsOf(rule.Pattern, from.Config().CaseInsensitive)
			for c := range index {
				if c < ' ' || c == 0x7f || f.any || f.ascii[c] {
					index[c] = append(index[c], i)
				}
			}
		}
		l.states[state] = index
	}
	return l, nil
}

// tokens hands the tokens of a text to emit, as chroma's Tokenise gives them.
func (l *lexer) tokens(text string, emit func(chroma.Token)) error {
	text = lineFeeds.Replace(text)
	added := l.own.Config().EnsureNL && !strings.HasSuffix(text, "\n")
	if added {
		text += "\n"
	}
	s := &chroma.LexerState{
		Lexer: l.own, Registry: lexers.GlobalLexerRegistry, Rules: l.rules,
		Text: []rune(text), Stack: []string{"root"}, MutatorContext: map[any]any{},
	}
	end := len(s.Text)
	if added {
		end--
	}
	for idle := 0; s.Pos < end && len(s.Stack) > 0; idle++ {
		from := s.Pos
		s.State = s.Stack[len(s.Stack)-1]
		if err := l.step(s, emit); err != nil {
			return err
		}
		if s.Pos > from {
			idle = 0
		}
		if idle > mostIdle {
			return errStuck
		}
	}
	if len(s.Stack) == 0 && s.Pos < len(s.Text) {
		emit(chroma.Token{Type: chroma.Error, Value: string(s.Text[s.Pos:])})
	}
	return nil
}

var lineFeeds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// step applies the first rule that matches. Where none does, the character is
// an error, and a line feed begins anew in the state "root".
func (l *lexer) step(s *chroma.LexerState, emit func(chroma.Token)) error {
	rule, length := l.match(s)
	if rule == nil {
		if s.Text[s.Pos] == '\n' && s.State != "root" {
			s.Stack = []string{"root"}
			return nil
		}
		s.Pos++
		emit(chroma.Token{Type: chroma.Error, Value: string(s.Text[s.Pos-1])})
		return nil
	}
	s.Pos += length
	if rule.Mutator != nil {
		if err := rule.Mutator.Mutate(s); err != nil {
			return err
		}
	}
	switch kind := rule.Type.(type) {
	case nil:
	case chroma.TokenType:
		emit(chroma.Token{Type: kind, Value: s.Groups[0]})
	default:
		next := kind.Emit(s.Groups, s)
		for t := next(); t != chroma.EOF; t = next() {
			if t.Type != chroma.Ignore {
				emit(t)
			}
		}
	}
	return nil
}

// match finds the rule for the place where s is, and the length of the match
// in characters.
func (l *lexer) match(s *chroma.LexerState) (*chroma.CompiledRule, int) {
	index, rules := l.states[s.State], l.rules[s.State]
	if index == nil {
		return nil, 0
	}
	c := s.Text[s.Pos]
	if c >= utf8.RuneSelf {
		c = 0
	}
	for _, i := range index[c] {
		m, err := rules[i].Regexp.FindRunesMatchStartingAt(s.Text, s.Pos)
		if m == nil || err != nil || m.RuneIndex != s.Pos {
			continue
		}
		s.Rule, s.Groups, s.NamedGroups = i, s.Groups[:0], nil
		if _, plain := rules[i].Type.(chroma.TokenType); plain && rules[i].Mutator == nil {
			s.Groups = append(s.Groups, m.String())
			return rules[i], m.RuneLength
		}
		s.NamedGroups = map[string]string{}
		for _, g := range m.Groups() {
			s.Groups = append(s.Groups, g.String())
			s.NamedGroups[g.Name] = g.String()
		}
		return rules[i], m.RuneLength
	}
	return nil, 0
}

// firsts are the printable ASCII characters that a match can begin with. It
// may hold too many, never too few. Characters besides are always possible:
// Go and chroma's regular expressions differ in what they call a space or a
// letter there.
type firsts struct {
	ascii [utf8.RuneSelf]bool
	any   bool
}

// firstsOf reads a pattern of chroma's. What Go's syntax does not have and
// what could hide a first character makes any possible.
func firstsOf(pattern string, fold bool) firsts {
	flags := syntax.Perl
	if fold {
		flags |= syntax.FoldCase
	}
	plain, ok := withoutLookaround(pattern)
	if !ok {
		return firsts{any: true}
	}
	re, err := syntax.Parse(plain, flags)
	if err != nil {
		return firsts{any: true}
	}
	f := firsts{}
	if f.add(re) { // it can match nothing
		f.any = true
	}
	return f
}

// add adds what can begin a match of re, and tells whether re matches the
// empty text.
func (f *firsts) add(re *syntax.Regexp) (empty bool) {
	switch re.Op {
	case syntax.OpNoMatch:
		return false
	case syntax.OpLiteral:
		f.letter(re.Rune[0], re.Flags&syntax.FoldCase != 0)
		return false
	case syntax.OpCharClass:
		for i := 0; i < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= min(re.Rune[i+1], unicode.MaxASCII); r++ {
				f.ascii[r] = true
			}
		}
		return false
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		f.any = true
		return false
	case syntax.OpCapture, syntax.OpPlus:
		return f.add(re.Sub[0])
	case syntax.OpStar, syntax.OpQuest:
		f.add(re.Sub[0])
		return true
	case syntax.OpRepeat:
		return f.add(re.Sub[0]) || re.Min == 0
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if !f.add(sub) {
				return false
			}
		}
		return true
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			empty = f.add(sub) || empty
		}
		return empty
	}
	return true // anchors and boundaries
}

func (f *firsts) letter(r rune, fold bool) {
	for next := r; ; {
		if next < utf8.RuneSelf {
			f.ascii[next] = true
		}
		if next = unicode.SimpleFold(next); !fold || next == r {
			return
		}
	}
}

// withoutLookaround leaves out what looks ahead or behind, which only makes
// more texts match, and references to groups, which at the start of a match
// are empty. It gives up on what Go would read in another way.
func withoutLookaround(pattern string) (string, bool) {
	for _, other := range []string{"[:", "-[", `\Q`} {
		if strings.Contains(pattern, other) {
			return "", false
		}
	}
	var b strings.Builder
	references, looks := false, false
	for i := 0; i < len(pattern); {
		rest := pattern[i:]
		switch {
		case isReference(rest):
			references = true
			b.WriteString("(?:)")
			i += 2
		case rest[0] == '\\' && len(rest) > 1:
			b.WriteString(rest[:2])
			i += 2
		case rest[0] == '[':
			n := classLength(rest)
			if class := rest[:n]; mixedClass.MatchString(class) {
				b.WriteString("(?s:.)")
			} else {
				b.WriteString(class)
			}
			i += n
		case looksAround(rest):
			looks = true
			b.WriteString("(?:)")
			i += groupLength(rest)
		default:
			b.WriteByte(rest[0])
			i++
		}
	}
	// A group inside a lookahead may hold what a reference then matches.
	return b.String(), !references || !looks
}

// mixedClass finds classes made of other classes, of which regexp2 has a view
// of its own: its [^\W\d] holds digits.
var mixedClass = lazyregexp.New(`\\[WDSPp]|^\[\^.*\\[wds]`)

func isReference(s string) bool {
	return len(s) > 1 && s[0] == '\\' && '1' <= s[1] && s[1] <= '9' && (len(s) == 2 || !isDigit(s[2]))
}

func looksAround(s string) bool {
	for _, mark := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
		if strings.HasPrefix(s, mark) {
			return true
		}
	}
	return false
}

// classLength is the length of the character class that s begins with.
func classLength(s string) int {
	i := 1
	if i < len(s) && s[i] == '^' {
		i++
	}
	if i < len(s) && s[i] == ']' {
		i++
	}
	for ; i < len(s) && s[i] != ']'; i++ {
		if s[i] == '\\' {
			i++
		}
	}
	return min(i+1, len(s))
}

// groupLength is the length of the group that s begins with.
func groupLength(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			i += classLength(s[i:]) - 1
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(s)
}
