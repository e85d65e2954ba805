package facet

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// credit is what ends an item and says without keys who, by when and in which
// state: "(Jonas, 2023-07-14)", "— Meera — 30 Sep 2023", 〔木村・済〕, "→ 済".
type credit struct {
	tokens []token
	names  int  // how many names it holds
	alone  bool // it holds nothing but names
	loose  bool // what it takes for a name may be one only among other credits
	from   int  // where it begins
}

// The most names and groups of pieces that a credit may hold. Longer tails are
// no work of an author.
const (
	maxNames  = 3
	maxGroups = 8
)

// credited tells whether the items end with the name of who does them: at
// least two of them, and half.
func (a *actionReader) credited(items []doc.Item) bool {
	named, all := 0, 0
	a.leaves(items, func(l line) {
		all++
		if !strings.ContainsAny(l.text, openers) && !holds(l.text, tailSigns) && !endsLikeDay(l.text) {
			return
		}
		if c := a.credit(l, a.tokensOf(l, true), true); c.names > 0 && !c.loose {
			named++
		}
	})
	return named >= 2 && named*2 >= all
}

// endsLikeDay tells at a glance whether a text can end with a day.
func endsLikeDay(text string) bool {
	text = strings.TrimRight(text, ".。 ")
	return text != "" && isDigit(text[len(text)-1]) || strings.HasSuffix(text, "日") || strings.HasSuffix(text, "で")
}

// tokensOf reads the tokens of a line; again says that they are asked for a
// second time.
func (a *actionReader) tokensOf(l line, again bool) []token {
	key := [2]int{l.at(0), len(l.text)}
	all, known := a.read[key]
	if !known {
		all = a.tokens(l)
		all = all[:len(all):len(all)]
	}
	if again && !known {
		if a.read == nil {
			a.read = map[[2]int][]token{}
		}
		a.read[key] = all
	}
	return all
}

// leaves visits the lines of the items that hold no others.
func (a *actionReader) leaves(items []doc.Item, visit func(line)) {
	for _, it := range items {
		if it.Lead != nil && (len(it.Children) == 0 || !a.divides(it, it.Text)) {
			visit(lineOf(a.doc, it.Lead))
			continue
		}
		a.leaves(it.Children, visit)
	}
}

// withCredit adds to the tokens of a line those of its credit. A name alone
// counts only where the list has the convention.
func (r *reader) withCredit(l line, all []token, convention bool) []token {
	if dated := datedTokens(l, all); len(dated) > 0 {
		all = disjoint(append(all, dated...))
	}
	c := r.credit(l, all, convention)
	if len(c.tokens) == 0 {
		return all
	}
	return disjoint(append(all, c.tokens...))
}

// datedTokens finds the day behind or before the metadata at the end of a
// line, by which it is due: "@ann 2024-01-05".
func datedTokens(l line, all []token) []token {
	for _, t := range all {
		if t.prop == "due" || t.prop == "closed" {
			return nil
		}
	}
	var out []token
	for i := max(0, len(all)-maxGroups); i < len(all); i++ {
		t := all[i]
		next := len(l.text)
		if i+1 < len(all) {
			next = all[i+1].start
		}
		from := t.end + len(l.text[t.end:next]) - len(strings.TrimLeft(l.text[t.end:next], separators+openers))
		told := strings.TrimRight(l.text[from:next], separators+closers)
		day, closed, ok := creditDay(told)
		to := from + len(told)
		if ok && !closed && from > t.end && idleLess(l.text, t.start, len(l.text), append(slices.Clone(all), token{start: from, end: to})) {
			out = append(out, token{prop: "due", value: l.cut(from+day[0], from+day[1]), start: from, end: to, sure: true})
			break
		}
		if m := isoBefore.FindStringSubmatchIndex(l.text[:t.start]); m != nil && idleLess(l.text, t.start, len(l.text), all) {
			out = append(out, token{prop: "due", value: l.cut(m[2], m[3]), start: m[2], end: m[3], sure: true})
			break
		}
	}
	return out
}

// isoBefore is a day at the end of a text.
var isoBefore = lazyregexp.New(`[\s、,(（]([0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2})[\s、,]*$`)

// credit reads the brackets and the pieces behind dashes and arrows with which
// a line ends, as far as they are metadata, days, states or names.
func (r *reader) credit(l line, all []token, convention bool) credit {
	c := credit{alone: true, from: len(l.text)}
	for range maxGroups {
		from, to, outer, ok := lastGroup(l.text, c.from, all)
		if comma, listed := r.commaGroup(l, c.from, outer, all); convention && listed {
			from, to, outer, ok = comma[0], comma[1], comma[2], true
		}
		if !ok || idle(l.text[:outer]) || to-from > maxNames*4*maxPiece {
			return c
		}
		next := credit{tokens: slices.Clone(c.tokens), names: c.names, alone: c.alone && !settledBeside(l.text, outer, to, all), loose: c.loose, from: outer}
		for i, j := range pieces(l.text, from, to) {
			if i < j && !r.creditPiece(&next, l, i, j, all) {
				return c
			}
		}
		if len(next.tokens) == len(c.tokens) || next.alone && (next.loose || !convention) || next.loose && !convention {
			return c
		}
		c = next
	}
	return c
}

// tailSigns part the last pieces of a line from its words.
var tailSigns = []string{" — ", " – ", " - ", " -- ", "―", "——", "→", "⇒", " -> ", " => ", " / ", " | ", " · ", " • ", "…"}

// lastGroup finds the last group of pieces of text[:end] that is not only
// metadata: the inside of a bracket, or what stands behind a dash. outer is
// where its bracket or dash begins.
func lastGroup(text string, end int, all []token) (from, to, outer int, ok bool) {
	for open := end; open >= 0; {
		end = behindTokens(text, open, all)
		from, to, outer, open, ok = groupBefore(text, end, all)
	}
	return from, to, outer, ok
}

// behindTokens is where text[:end] ends without the metadata at its end.
func behindTokens(text string, end int, all []token) int {
	end = len(strings.TrimRight(text[:end], separators))
	for i := len(all) - 1; i >= 0; i-- {
		if t := all[i]; t.end <= end && strings.Trim(text[t.end:end], separators) == "" {
			end = len(strings.TrimRight(text[:t.start], separators))
		}
	}
	return end
}

// groupBefore finds the group with which text[:end] ends. A bracket of nothing
// but metadata is none: then before is where it begins, else -1.
func groupBefore(text string, end int, all []token) (from, to, outer, before int, ok bool) {
	last, n := utf8.DecodeLastRuneInString(text[:end])
	if strings.ContainsRune(closers, last) {
		open := strings.LastIndexAny(text[:end-n], openers)
		if open < 0 || strings.ContainsAny(text[open:end-n], closers) {
			return 0, 0, 0, -1, false
		}
		_, n0 := utf8.DecodeRuneInString(text[open:])
		if idleLess(text, open, end, all) {
			return 0, 0, 0, open, false
		}
		return open + n0, end - n, open, -1, true
	}
	outer = -1
	for _, sign := range tailSigns {
		if i := strings.LastIndex(text[:end], sign); i > outer {
			outer, from = i, i+len(sign)
		}
	}
	if outer < 0 || strings.ContainsAny(text[from:end], openers+closers) && !idleLess(text, from, end, all) {
		return 0, 0, 0, -1, false
	}
	return from, end, outer, -1, true
}

// settledBeside tells whether a day, a state or a priority stands just before
// or behind a group.
func settledBeside(text string, outer, to int, all []token) bool {
	return slices.ContainsFunc(all, func(t token) bool {
		if t.prop != "due" && t.prop != "status" && t.prop != "priority" && t.prop != "closed" {
			return false
		}
		return t.end <= outer && idle(text[t.end:outer]) || t.start >= to && idle(text[to:t.start])
	})
}

// maxPiece is the length, in characters, over which a piece is a remark.
const maxPiece = 40

// commaGroup finds the pieces behind commas that end a line before byte end, or
// behind the sign at byte outer: a name and then a day or a state, "Add disks,
// Jonas, 2024-04-05".
func (r *reader) commaGroup(l line, end, outer int, all []token) (group [3]int, ok bool) {
	end = behindTokens(l.text, end, all)
	c := credit{alone: true}
	for at := end; ; {
		i := strings.LastIndexAny(l.text[:at], ",、;；，")
		if i <= 0 || i < outer || end-i > 2*maxPiece {
			return group, ok
		}
		_, n := utf8.DecodeRuneInString(l.text[i:])
		from := i + n + len(l.text[i+n:at]) - len(strings.TrimLeft(l.text[i+n:at], " 　"))
		if from >= at || length(l.text[from:at]) > maxPiece || dayBefore.MatchString(l.text[max(0, i-16):i]) || !r.creditWord(&c, l, from, at, all) || c.loose {
			return group, ok
		}
		group, at = [3]int{from, end, i}, i
		ok = c.names > 0 && !c.alone
	}
}

// creditPiece reads text[i:j], a piece of a credit, and tells whether it can
// be one.
func (r *reader) creditPiece(c *credit, l line, i, j int, all []token) bool {
	if idleLess(l.text, i, j, all) {
		c.alone = false
		return true
	}
	if length(l.text[i:j]) > maxPiece {
		return false
	}
	if at := strings.IndexAny(l.text[i:j], " 　"); at > 0 && r.labels.Key("actions", l.text[i:i+at]) == "owner" && length(l.text[i:j]) <= 24 {
		c.tokens = append(c.tokens, token{prop: "owner", value: l.cut(i+at, j), start: i, end: j, sure: true})
		c.names, c.alone = c.names+1, false
		return true
	}
	if r.creditWord(c, l, i, j, all) {
		return true
	}
	// "Jonas 2023-07-14", "電気課 済", 情報政策課・4月中
	for k, sign := range l.text[i:j] {
		if sign != ' ' && sign != '　' && sign != '・' && sign != '：' && sign != ':' {
			continue
		}
		at := i + k
		next := at + utf8.RuneLen(sign)
		head := credit{}
		if !r.creditWord(&head, l, i, at, all) && !idleLess(l.text, i, at, all) {
			continue
		}
		tail := credit{}
		if next < j && (idleLess(l.text, next, j, all) || r.creditPiece(&tail, l, next, j, all)) && head.names+tail.names < 2 {
			c.tokens = append(append(c.tokens, head.tokens...), tail.tokens...)
			c.names += head.names + tail.names
			c.alone, c.loose = false, c.loose || head.loose || tail.loose
			return c.names <= maxNames
		}
	}
	return false
}

// creditWord reads a piece that is one day, one state, one priority or one
// name.
func (r *reader) creditWord(c *credit, l line, i, j int, all []token) bool {
	text := l.text[i:j]
	whole := func(prop, word string) bool {
		c.tokens = append(c.tokens, token{prop: prop, word: word, value: l.cut(i, j), start: i, end: j, sure: true})
		c.alone = c.alone && prop == "owner"
		return true
	}
	if d, closed, ok := creditDay(text); ok {
		prop := "due"
		if closed {
			prop = "closed"
		}
		c.tokens = append(c.tokens, token{prop: prop, value: l.cut(i+d[0], i+d[1]), start: i, end: j, sure: true})
		if c.alone = false; closed {
			c.tokens[len(c.tokens)-1].end = i + d[1]
			c.tokens = append(c.tokens, token{prop: "status", word: string(Done), value: l.cut(i+d[1], j), start: i + d[1], end: j, sure: true})
		}
		return true
	}
	for _, t := range all {
		if t.start < j && i < t.end {
			return false
		}
	}
	word := strings.TrimRight(text, ".。!！")
	if status := r.labels.Word("actions.status", word); status != "" {
		return whole("status", status)
	}
	if vagueDay.MatchString(text) {
		return whole("due", "")
	}
	if p := r.labels.Word("actions.priority", word); p != "" && len(c.tokens) > 0 {
		return whole("priority", p)
	}
	strict := r.isName(word)
	if !strict && !r.isLooseName(word) || c.names >= maxNames {
		return false
	}
	c.names++
	c.loose = c.loose || !strict
	return whole("owner", "")
}

var (
	dayPrefix = lazyregexp.New(`(?i)^(?:due(?: by| on| date)?|by|until|till|before|no later than|eta|target|〜|~)[:\s]*`)
	// daySuffix are the words behind a day by which it is due.
	daySuffix = lazyregexp.New(`^\s*(?:まで|迄|までに|までに完了|までに実施|予定|期限|締切|締め切り|〆切|完了予定|実施予定|目標|目処|目途|めど|頃|ごろ|必着|中|付け?|\(予定\)|（予定）)?$`)
	// doneSuffix are those that tell that it was done on the day.
	doneSuffix = lazyregexp.New(`^\s*(?:完了|済み?|実施済み?|対応済み?|に?(?:完了|実施)済み?|に(?:完了|実施)|実施)$`)
	// vagueDay is a time that is no day: "4月中", "Q3", "next sprint".
	vagueDay = lazyregexp.New(`(?i)^(?:due )?(?:(?:by|until|before|from|in|end of|early|mid|late|by the end of|by end of|the|this|next|coming|following)[ -]+)*(?:(?:this|next|the|coming) )?(?:q[1-4](?: ?(?:fy)?[0-9]{2,4})?|h[12](?: ?[0-9]{4})?|(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?(?: [0-9]{4})?|(?:week|month|quarter|sprint|year|release|iteration|cycle)|fy ?[0-9]{2,4}|spring|summer|autumn|winter|year end|month end|end of (?:the )?(?:week|month|quarter|year)|asap|soon|ongoing|continuous(?:ly)?|tbd|tba)(?: [0-9]{4})?$` +
		`|^(?:[0-9０-９]{4}年度?)?(?:[0-9０-９]{1,2}月)?(?:上旬|中旬|下旬|初旬|月初|月末|末|中|内|から|より|頃|ごろ|以降)(?:まで|までに|予定)?$|^(?:[0-9０-９]{4}年)?[0-9０-９]{1,2}月(?:まで|までに|予定|度)?$|^(?:今|来|次|再来|翌|当)(?:月|週|期|年度?|四半期|スプリント|回|年)?(?:中|内|末|度|初)?(?:まで|までに|から|予定)?$|^(?:年内|年度内|期内|期末|年度末|年末|四半期内|月内|近日中?|早急に?|速やかに|随時|継続|未定|順次|適宜|都度)(?:まで|までに|予定)?$|^.{1,12}まで(?:に)?$|^[0-9０-９]{4}年(?:度)?(?:内|中|末)?$`)
)

// creditDay reads a text that is one day and says whether something is due or
// was done on it: where the day stands.
func creditDay(text string) (at [2]int, closed, ok bool) {
	from := len(dayPrefix.FindString(text))
	if !mayBeDay(text[from:]) && !strings.HasPrefix(text[from:], "令") {
		return at, false, false
	}
	i, j, ok := dateAt(text, from)
	if !ok || i != from {
		return at, false, false
	}
	switch rest := text[j:]; {
	case daySuffix.MatchString(rest):
		return [2]int{i, j}, false, true
	case doneSuffix.MatchString(rest):
		return [2]int{i, j}, true, true
	}
	return at, false, false
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

// The comma of "April 12, 2024".
var (
	yearBehind = lazyregexp.New(`^, ?(?:19|20)[0-9]{2}(?:[^0-9/-]|$)`)
	dayBefore  = lazyregexp.New(`(?i)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? [0-9]{1,2}(?:st|nd|rd|th)?$`)
)

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
			inDay = inDay || c == ',' && yearBehind.MatchString(text[at:to]) && dayBefore.MatchString(text[from:at])
			if inDay || !strings.ContainsRune(",、，;；/／|｜&", c) {
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
