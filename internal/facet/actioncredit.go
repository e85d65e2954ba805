package facet

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/doc"
)

// credit is a bracket at the end of an item that says who, and by when,
// without keys: "(Jonas, 2023-07-14)", "(木村)".
type credit struct {
	tokens []token
	named  bool // it holds a name
	alone  bool // it holds nothing but a name
}

// credited tells whether a list has the convention to end its items with the
// name of who does them: at least two of them, and half.
func (a *actionReader) credited(items []doc.Item) bool {
	n := 0
	for _, it := range items {
		if it.Lead == nil {
			continue
		}
		l := lineOf(a.doc, it.Lead)
		if !strings.ContainsAny(l.text, openers) {
			continue
		}
		if c, ok := a.credit(l, a.tokens(l)); ok && c.named {
			n++
		}
	}
	return n >= 2 && n*2 >= len(items)
}

// withCredit adds to the tokens of a line those of its credit. A name alone
// counts only where the list has the convention.
func (r *reader) withCredit(l line, convention bool) []token {
	all := r.tokens(l)
	c, ok := r.credit(l, all)
	if !ok || c.alone && !convention {
		return all
	}
	return disjoint(append(all, c.tokens...))
}

// credit reads the last bracket of a line, if nothing but metadata follows it
// and each of its pieces is metadata, a day or the one name.
func (r *reader) credit(l line, all []token) (credit, bool) {
	from, to := 0, 0
	for open, end := range brackets(l.text) {
		_, first := utf8.DecodeRuneInString(l.text[open:])
		_, last := utf8.DecodeLastRuneInString(l.text[:end])
		if inner := [2]int{open + first, end - last}; idleLess(l.text, end, len(l.text), all) && !idleLess(l.text, inner[0], inner[1], all) {
			from, to = inner[0], inner[1]
			break
		}
	}
	c := credit{alone: true}
	if from == to || idle(l.text[:from]) {
		return c, false
	}
	for i, j := range pieces(l.text, from, to) {
		if !r.creditPiece(&c, l, i, j, all) {
			return c, false
		}
	}
	return c, len(c.tokens) > 0 && (c.named || !c.alone)
}

// creditPiece reads text[i:j], a piece of a bracket, and tells whether it can
// be one of a credit.
func (r *reader) creditPiece(c *credit, l line, i, j int, all []token) bool {
	if idleLess(l.text, i, j, all) {
		c.alone = false
		return true
	}
	for _, t := range all {
		if t.start < j && i < t.end {
			return false
		}
	}
	if from, to, ok := dateAt(l.text[:j], i); ok && from == i {
		until := strings.HasPrefix(l.text[to:j], "まで") || strings.HasPrefix(l.text[to:j], "迄")
		c.tokens = append(c.tokens, token{prop: "due", value: l.cut(i, to), start: i, end: j, sure: true})
		c.alone = false
		return to == j || until
	}
	if c.named || !r.isName(l.text[i:j]) {
		return false
	}
	c.named = true
	c.tokens = append(c.tokens, token{prop: "owner", value: l.cut(i, j), start: i, end: j, sure: true})
	return true
}

// idleLess tells whether text[i:j] is only separators and whole tokens.
func idleLess(text string, i, j int, all []token) bool {
	for _, t := range all {
		if t.start >= i && t.end <= j {
			if !idle(text[i:t.start]) {
				return false
			}
			i = t.end
		}
	}
	return idle(text[i:j])
}

// pieces yields the trimmed pieces of text[from:to] between commas and
// strokes. A stroke between digits is part of a day.
func pieces(text string, from, to int) func(yield func(i, j int) bool) {
	piece := func(i, j int) (int, int) {
		i = j - len(strings.TrimLeft(text[i:j], " \t　"))
		return i, i + len(strings.TrimRight(text[i:j], " \t　"))
	}
	return func(yield func(i, j int) bool) {
		start := from
		for k, c := range text[from:to] {
			at := from + k
			inDay := c == '/' && at > from && at+1 < to && isDigit(text[at-1]) && isDigit(text[at+1])
			if inDay || !strings.ContainsRune(",、，;；/／|｜", c) {
				continue
			}
			if !yield(piece(start, at)) {
				return
			}
			start = at + utf8.RuneLen(c)
		}
		yield(piece(start, to))
	}
}

// Shapes of names: capitalised words, or a short run of Han and Katakana.
var (
	latinName    = regexp.MustCompile(`^\p{Lu}[\p{Ll}'’]+(?:[ -]\p{Lu}[\p{Ll}'’]+){0,2}$`)
	japaneseName = regexp.MustCompile(`^[\p{Han}\p{Katakana}ー・々 　]{1,10}(?:さん|氏|様)?$`)
)

// noName are states and remarks that have the shape of a name.
var noName = regexp.MustCompile(`(?i)^(?:optional|ongoing|later|maybe|perhaps|urgent|critical|important|required|recommended|nice|low|medium|high|major|minor|new|next|now|soon|today|tomorrow|quarterly|monthly|weekly|daily|phase|stretch|partial(?:ly)?|tentative(?:ly)?|draft|idea|continued?|continuous|recurring|permanent|temporary|internal|external|production|staging|testing|january|february|march|april|may|june|july|august|september|october|november|december)(?:[ -].*)?$` +
	`|^[要未再不非仮].|^(?:全|各|当|同|次|今|来|翌|別|本|約|旧|新)(?:途|件|回|期|月|週|年|日|番|環境|社)?$` +
	`|任意|継続|検討|保留|重要|必須|推奨|緊急|随時|適宜|詳細|参考|効果|例外|予定|完了|実施|対応|確認|調査|可能|優先|段階|以降|以内|次第|都度|定期|毎[日週月年]|[早短中長]期|恒久|暫定|本番|検証|環境|手動|自動|案$|[済版台件個回秒時月年]$|..中$|参照|同上|未定|後日|追加|変更|削除|停止|廃止|延期|高$|低$`)

// isName tells whether a text can only be the name of a person or a team.
func (r *reader) isName(text string) bool {
	if !latinName.MatchString(text) && !japaneseName.MatchString(text) || noName.MatchString(text) || r.nothing(text) {
		return false
	}
	for _, field := range []string{"actions.status", "actions.type", "actions.term", "actions.priority"} {
		if r.labels.Word(field, text) != "" {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(first) && r.labels.Key("actions", text) == ""
}
