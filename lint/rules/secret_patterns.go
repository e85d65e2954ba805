package rules

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"
	"github.com/zricethezav/gitleaks/v8/config"
)

// pattern is a rule of gitleaks. It is compiled when a text first has a word
// that it needs: all two hundred take a tenth of a second.
type pattern struct {
	kind  string // gitleaks' name of the rule: github-pat
	reach int    // bytes behind a word within which what it finds ends; 0 is the whole text
	given bool   // what it finds is given to a name with the word: word = secret
	rule  func() config.Rule
}

// Bytes that a pattern is shown behind one of its words. Most secrets stand on
// the line of the word or the next; keys and commands take many lines.
const (
	shortReach = 2 << 10
	longReach  = 8 << 10
)

// patternSet is all patterns with an index of their words.
type patternSet struct {
	patterns []pattern
	allowed  []*config.Allowlist // whatever the pattern
	words    []word              // sorted
	index    []uint16            // by two letters: 1 + the first word that begins with them, 0 for none
	begins   [1 << 15]bool       // by the trace of three letters, whether a word may begin with them
}

// word is a word without which its patterns find nothing, in lower case.
type word struct {
	text     string
	patterns []int
}

// secretPatterns reads the rules that gitleaks comes with, and those of our
// own. Only its tables are used: its detector brings readers of archives and
// repositories along, and takes time that grows with the square of a text full
// of findings.
var secretPatterns = sync.OnceValue(func() *patternSet {
	all := readTables(config.DefaultConfig)
	set := &patternSet{index: make([]uint16, 1<<16)}
	words := map[string][]int{}
	for _, r := range append(all.Rules, readTables(ownPatterns).Rules...) {
		if r.Regex == "" || !forDocuments(r.Path) {
			continue
		}
		for _, w := range r.Keywords {
			w = strings.ToLower(w)
			words[w] = append(words[w], len(set.patterns))
		}
		one := all
		one.Rules, one.AllowList = append(all.Rules[:0:0], r), nil
		set.patterns = append(set.patterns, pattern{
			kind: r.ID, reach: reachOf(r.Regex, r.Keywords), given: strings.Contains(r.Regex, givenTo),
			rule: sync.OnceValue(func() config.Rule { return translated(one).Rules[r.ID] }),
		})
	}
	all.Rules = nil
	set.allowed = translated(all).Allowlists
	set.indexWords(words)
	return set
})

// givenTo is how gitleaks writes what stands between a name and its value.
const givenTo = `(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)`

// forDocuments tells whether a rule for some paths is for documents: others
// are about package managers and languages.
func forDocuments(path string) bool {
	if path == "" {
		return true
	}
	p := regexp.MustCompile(path)
	return p.MatchString("a.md") || p.MatchString("a.yaml")
}

// readTables reads tables in the form of gitleaks' settings. They are built
// in, so that one that cannot be read is a bug.
func readTables(text string) config.ViperConfig {
	var tables config.ViperConfig
	if err := toml.Unmarshal([]byte(text), &tables); err != nil {
		panic("rules for secrets: " + err.Error())
	}
	return tables
}

// translated compiles tables.
func translated(tables config.ViperConfig) config.Config {
	c, err := tables.Translate()
	if err != nil {
		panic("rules for secrets: " + err.Error())
	}
	return c
}

// ownPatterns are rules that gitleaks lacks: passwords in addresses, and the
// words of Japanese documents. Names like PASSWORD stand for one.
const ownPatterns = `
[[rules]]
id = "url-password"
regex = '''(?i)\b[a-z][a-z0-9+.-]{1,20}://[^\s/@:'"<>\x60]{0,64}:([^\s/@'"<>\x60]{3,128})@[a-z0-9\[][^\s/:'"<>\x60]{0,80}'''
keywords = ["://"]
[[rules.allowlists]]
regexes = ['''(?i)^(?:(?:an?|the|my|your|our|some|new|old|strong|db|database|user|admin|root|app|api|auth|access|service|redis|postgres|mysql|mongo|rabbitmq)[-_.]?)*(?:pass|pass[-_]?(?:word|wd|phrase)|pwd?|pw|secret|token|key|change[-_]?me)$''', '''^[*.x]+$|[$%{}()]''', '''^[A-Z_]+$''']
[[rules.allowlists]]
regexTarget = "match"
regexes = ['''@(?:localhost|127\.|\[)''', '''://(\w+):(?:guest|postgres|root|admin|user|test|minio|elastic)@''']

[[rules]]
id = "japanese-password"
regex = '''(?:パスワード|パスフレーズ|シークレット|トークン|秘密鍵|(?:API|アクセス|暗号|認証)キー)[」』*_\x60]{0,3}[ 　]?(?:[:：=＝]|は)[ 　]?[「『"'\x60*]{0,3}([!-~]{8,128})'''
entropy = 2.75
keywords = ["パスワード", "パスフレーズ", "シークレット", "トークン", "秘密鍵", "キー"]
[[rules.allowlists]]
regexes = ['''^[A-Za-z_./-]+$''', '''^(?:https?:/|[<$%{\[(~/.])''']
`

// reachOf tells how far behind a word a pattern has to look.
func reachOf(regex string, words []string) int {
	plain := strings.ToLower(strings.ReplaceAll(regex, `\`, ""))
	switch {
	case !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(plain, strings.ToLower(w)) }):
		return 0 // the word is about the subject and stands anywhere
	case strings.Contains(regex, `[\s\S`), strings.Contains(regex, `[\r\n]`), strings.Contains(regex, `\r\n]`), strings.Contains(regex, `(?s:`):
		return longReach
	}
	return shortReach
}

func (s *patternSet) indexWords(words map[string][]int) {
	for text, patterns := range words {
		s.words = append(s.words, word{text, patterns})
	}
	slices.SortFunc(s.words, func(a, b word) int { return strings.Compare(a.text, b.text) })
	for i, w := range slices.Backward(s.words) {
		s.index[pair(w.text[0], w.text[1])] = uint16(i + 1)
		for third := range byte(32) {
			if len(w.text) > 2 {
				third = w.text[2]
			}
			s.begins[trace(w.text[0], w.text[1], third)] = true
		}
	}
}

// trace puts three letters into fifteen bits, whatever their case.
func trace(a, b, c byte) int { return int(a&31)<<10 | int(b&31)<<5 | int(c&31) }

func pair(a, b byte) int { return int(a)<<8 | int(b) }

// at gives the words that a text begins with.
func (s *patternSet) at(data []byte, found []word) []word {
	if len(data) < 2 {
		return found
	}
	for i := int(s.index[pair(lower(data[0]), lower(data[1]))]) - 1; i >= 0 && i < len(s.words) && equalFold(data[:2], s.words[i].text[:2]); i++ {
		if w := s.words[i]; len(data) >= len(w.text) && equalFold(data[2:len(w.text)], w.text[2:]) {
			found = append(found, w)
		}
	}
	return found
}

// equalFold compares with a text in lower case; only ASCII has cases here.
func equalFold(data []byte, text string) bool {
	for i := range data {
		if lower(data[i]) != text[i] {
			return false
		}
	}
	return true
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b | 0x20
	}
	return b
}
