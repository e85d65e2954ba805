// Package leak finds in the files of a public site what only internal
// documents say: their names, and the words that no public document uses.
//
// It knows texts, not documents: who calls it says what is secret and what
// everybody may read. A Check is made once and then looks into files from
// several goroutines. Looking takes time in proportion to the text.
package leak

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"
	"sync"
)

// Kind is what a secret is.
type Kind uint8

// The kinds of secrets.
const (
	ID Kind = iota
	Alias
	Title
	Path
	Person
	Field // the value of a field that is left out
	Redacted
	Word // that no public document says
)

// Secret is a text that must not be said.
type Secret struct {
	Kind Kind
	Text string
	Of   string // path of the document that says it; empty for Redacted
}

// Text is what a file says.
type Text struct {
	Path string
	Data []byte
}

// Input is what a check is made of.
type Input struct {
	Secrets []Secret
	Hidden  []Text   // documents whose words are secret, too
	Public  []Text   // documents as they are published
	Names   []string // ids, titles, aliases and paths of public documents
	Known   [][]byte // texts that a site shows besides documents: theme, settings
	Allow   []string // names and words that may be said all the same
}

// Leak is a secret that the site says.
type Leak struct {
	Secret   Secret
	Output   string    // the first file that says it, by name
	Outputs  int       // how many do
	Mentions []Mention // where public documents say it, at most maxMentions; none for words
}

// Mention is a place in a public document.
type Mention struct {
	Path       string
	Start, End int // bytes
}

// maxMentions bounds how many places are told of one secret: who mends those
// finds the others in the next run.
const maxMentions = 5

// Check looks for secrets. A nil Check has none to look for.
type Check struct {
	names  matcher
	words  map[string]string // hidden word: path of the document
	public []Text

	mu    sync.Mutex
	leaks map[Secret]*Leak
}

// New makes the check of an input.
func New(in Input) *Check {
	allowed := map[string]bool{}
	for _, name := range slices.Concat(in.Names, in.Allow) {
		allowed[folded(name)] = true
	}
	c := &Check{public: in.Public, leaks: map[Secret]*Leak{}}
	c.names = newMatcher(sayable(in, allowed))
	c.words = in.distinctive(allowed)
	return c
}

// sayable gives the secrets that are worth looking for: those that are long
// enough, that no public document bears as its own name, and that are not just
// words that the site says anyway.
func sayable(in Input, allowed map[string]bool) []Secret {
	all := slices.DeleteFunc(slices.Clone(in.Secrets), func(s Secret) bool {
		text := folded(s.Text)
		return allowed[text] || !longEnough(text)
	})
	slices.SortStableFunc(all, func(a, b Secret) int { return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.Kind, b.Kind)) })
	m := newMatcher(all)
	said, known := map[int]bool{}, map[int]bool{}
	for _, text := range in.Public {
		m.each(fold(text.Data, nil), func(secret, _, _ int) { said[secret] = true })
	}
	for _, text := range in.Known {
		for _, form := range [][]byte{text, bytes.ReplaceAll(text, []byte("_"), []byte("-"))} { // words of lists are names of folders, too
			m.each(fold(form, nil), func(secret, _, _ int) { known[secret] = true })
		}
	}
	var out []Secret
	for i, s := range all {
		if !known[i] && (!said[i] || s.unmistakable()) {
			out = append(out, s)
		}
	}
	return out
}

// File looks into a file of the site, its name included. An error says that
// the file cannot be looked into.
func (c *Check) File(name string, data []byte) error {
	if c == nil {
		return nil
	}
	texts, err := plain(name, data)
	if err != nil {
		return err
	}
	found := map[Secret]bool{}
	c.look([]byte(name), true, found)
	for _, text := range texts {
		c.look(text, !isProgram(name), found)
	}
	if len(found) == 0 {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for s := range found {
		l := c.leaks[s]
		if l == nil {
			l = &Leak{Secret: s, Output: name}
			c.leaks[s] = l
		}
		l.Output = min(l.Output, name)
		l.Outputs++
	}
	return nil
}

// look finds secrets in a text of a file.
func (c *Check) look(text []byte, words bool, found map[Secret]bool) {
	text = fold(unescaped(text), nil)
	c.names.each(text, func(n, _, _ int) { found[c.names.secrets[n]] = true })
	if !words {
		return
	}
	eachWord(text, func(word []byte) {
		if of, ok := c.words[string(word)]; ok {
			found[Secret{Kind: Word, Text: string(word), Of: of}] = true
		}
	})
}

// Leaks gives what was found, by the document whose secret it is: names before
// words, of which there are at most maxWords of each document.
func (c *Check) Leaks() []Leak {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []*Leak
	for _, l := range c.leaks {
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b *Leak) int {
		return cmp.Or(cmp.Compare(a.Secret.Of, b.Secret.Of), cmp.Compare(a.Secret.Kind, b.Secret.Kind), cmp.Compare(a.Secret.Text, b.Secret.Text))
	})
	c.mention(all)
	var out []Leak
	words := map[string]int{}
	for _, l := range all {
		if l.Secret.Kind == Word {
			if words[l.Secret.Of]++; words[l.Secret.Of] > maxWords {
				continue
			}
		}
		out = append(out, *l)
	}
	return out
}

// maxWords bounds how many words of one document are told of.
const maxWords = 3

// mention finds where public documents say what was found.
func (c *Check) mention(leaks []*Leak) {
	var secrets []Secret
	for _, l := range leaks {
		secrets = append(secrets, l.Secret)
	}
	m := newMatcher(secrets)
	for _, text := range c.public {
		var at []int
		m.each(fold(text.Data, &at), func(n, start, end int) {
			if l := leaks[n]; l.Secret.Kind != Word && len(l.Mentions) < maxMentions {
				l.Mentions = append(l.Mentions, Mention{text.Path, at[start], at[end]})
			}
		})
	}
}

// bundles are the beginnings of the names of scripts and style sheets, whose
// words are those of a program and of no document.
var bundles = []string{"assets/app-", "assets/head-", "assets/style-"}

func isProgram(name string) bool {
	ext := path.Ext(name)
	return (ext == ".js" || ext == ".css") && slices.ContainsFunc(bundles, func(begin string) bool { return strings.HasPrefix(name, begin) })
}

// isPicture tells whether a file is pixels.
func isPicture(name string) bool {
	return slices.Contains([]string{".png", ".jpg", ".gif", ".webp", ".avif", ".ico"}, strings.ToLower(path.Ext(name)))
}
