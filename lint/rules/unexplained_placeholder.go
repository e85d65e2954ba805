package rules

import (
	"bytes"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var unexplainedPlaceholder = lint.Rule{
	ID:       "unexplained-placeholder",
	Severity: diag.Info,
	Profile:  lint.Standard,
	Kinds:    []string{"runbook"},
	Check: func(p *lint.Pass) {
		x := explanations{}
		judged := map[string]bool{}
		for _, s := range p.Entry.Steps {
			for _, c := range s.Commands {
				for _, b := range blanksOf(c.Run) {
					if judged[b.name] || len(judged) == mostBlanks {
						continue
					}
					judged[b.name] = true
					if !x.cover(p, b) {
						p.Report(diag.Diagnostic{
							Span:    placeOfBlank(p, c, b.text),
							Message: diag.Say("nothing explains what to write for %q", "%q に何を書くかが説明されていません", b.text),
						})
					}
				}
			}
		}
	},
}

// mostBlanks bounds the search for explanations in a document that is nothing
// but placeholders: each takes time that grows with the document.
const mostBlanks = 100

// blank is a placeholder of a command that whoever runs it fills in.
type blank struct {
	text    string // with its brackets
	name    string // lower-case words with a space between
	context string // the word before it, as written: "pod" in "describe pod <name>"
}

// blankShape is <pod>, <pod-name>, <POD_NAME>, <ポッド名>. A redirection has a
// space behind its bracket, and what stands behind a letter is a type.
var blankShape = lazyregexp.New(`(?:^|[^<\w])(<([\p{L}][\p{L}\p{N}_ .-]{0,40}[\p{L}\p{N}]|[\p{L}])>)`)

// maxBlankWords is how many words a placeholder has at most: "a < b and c > d"
// has more.
const maxBlankWords = 4

func blanksOf(command string) []blank {
	if !strings.Contains(command, "<") {
		return nil
	}
	var out []blank
	for _, m := range blankShape.FindAllStringSubmatchIndex(command, -1) {
		name := wordsOf(command[m[4]:m[5]])
		if n := len(strings.Fields(name)); n == 0 || n > maxBlankWords {
			continue
		}
		b := blank{text: command[m[2]:m[3]], name: name}
		before := strings.FieldsFunc(command[max(m[2]-80, 0):m[2]], func(r rune) bool { return strings.ContainsRune(" \t\n='\"/:,()", r) })
		if len(before) > 1 { // the first is the program
			b.context = before[len(before)-1]
		}
		out = append(out, b)
	}
	return out
}

// wordsOf gives the words of a name: "POD_NAME" is "pod name", "podName" too.
func wordsOf(name string) string {
	name = hump.ReplaceAllString(name, "$1 $2")
	return strings.ToLower(strings.Join(strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("_-. /", r) }), " "))
}

var hump = lazyregexp.New(`([a-z])([A-Z])`)

// plainBlanks need no explanation: whoever may run the command knows them, or
// is to choose them.
var plainBlanks = []string{
	"namespace", "namespaces", "ns", "user", "username", "user name", "login", "password", "passwd", "token", "your token", "secret", "api key",
	"region", "zone", "profile", "account", "account id", "project", "project id", "cluster", "cluster name", "context", "environment", "env",
	"date", "time", "timestamp", "duration", "start", "end", "from", "to", "path", "file", "filename", "file name", "dir", "directory", "reason", "message",
	"名前空間", "ユーザー", "ユーザー名", "パスワード", "日付", "時刻", "日時", "リージョン", "環境", "環境名", "クラスタ", "クラスター", "クラスタ名", "クラスター名", "パス", "ファイル", "ファイル名", "理由",
}

// fillers are words of placeholders that say nothing about what is meant.
var fillers = []string{
	"name", "names", "id", "ids", "uid", "your", "the", "my", "a", "an", "this", "that", "of", "from", "in", "to", "value", "number", "here", "some", "any", "other", "new", "old", "current",
	"target", "affected", "failing", "failed", "broken", "desired", "given", "specific", "relevant", "full", "actual", "step", "above", "previous", "one", "x", "n",
}

// explanations are what a document says outside its placeholders.
type explanations struct {
	read bool
	text string // lower-case
}

// cover tells whether the document explains a placeholder: its name or its
// telling words stand in the prose or in another command, or the command
// itself says what belongs there.
func (x *explanations) cover(p *lint.Pass, b blank) bool {
	if slices.Contains(plainBlanks, b.name) {
		return true
	}
	if !x.read {
		x.read, x.text = true, explained(p)
	}
	telling := slices.DeleteFunc(strings.Fields(b.name), func(w string) bool { return slices.Contains(fillers, w) })
	switch {
	case slices.Contains(plainBlanks, strings.Join(telling, " ")), saysWhat(b.context):
		return true
	case len(telling) == 0:
		return strings.Contains(x.text, b.name+" is")
	}
	return slices.ContainsFunc(telling, x.mentions) || japaneseCovers(b.name, x.text)
}

// saysWhat tells whether the word before a placeholder says what belongs there:
// "pod" in "describe pod <name>" and "--filter" in "--filter=<name>" do,
// "describe" and "-n" do not.
func saysWhat(word string) bool {
	if flag, long := strings.CutPrefix(word, "--"); long {
		return len(flag) > 1 && !slices.Contains(fillers, wordsOf(flag))
	}
	return slices.Contains(things, strings.TrimSuffix(wordsOf(word), "s"))
}

// things are nouns that commands have before a name.
var things = []string{
	"pod", "po", "node", "no", "deployment", "deploy", "statefulset", "sts", "daemonset", "ds", "service", "svc", "pvc", "pv", "persistentvolumeclaim", "persistentvolume",
	"job", "cronjob", "secret", "configmap", "cm", "namespace", "ns", "ingress", "route", "machine", "machineset", "crd", "replicaset", "rs", "hpa", "pdb", "certificate",
	"clusterrole", "clusterrolebinding", "rolebinding", "serviceaccount", "sa", "storageclass", "csr", "event", "vm", "vmi", "operator", "container", "host", "database", "table",
	"topic", "queue", "index", "user", "bucket", "branch", "stack", "release", "instance", "volume", "member", "unit", "from", "into",
}

// mentions tells whether a word stands in the text; a long one may be the
// beginning of another: node of nodes.
func (x *explanations) mentions(word string) bool {
	if long := strings.TrimSuffix(word, "s"); len(long) > 2 {
		word = long
	}
	const long = 4
	for at := 0; ; {
		i := strings.Index(x.text[at:], word)
		if i < 0 {
			return false
		}
		begin := at + i
		at = begin + len(word)
		begins := begin == 0 || !isWordByte(x.text[begin-1])
		ends := at == len(x.text) || !isWordByte(x.text[at]) || x.text[at] == 's'
		if word[0] >= 0x80 || begins && (ends || len(word) >= long) {
			return true
		}
	}
}

func isWordByte(b byte) bool { return 'a' <= b && b <= 'z' || '0' <= b && b <= '9' }

// japaneseCovers tells whether a Japanese name without its ending stands in the
// text: ポッド of ポッド名.
func japaneseCovers(name, text string) bool {
	for _, ending := range []string{"の名前", "名", "の番号", "番号", "の値", "値", "id"} {
		if stem, cut := strings.CutSuffix(name, ending); cut && len(stem) >= len("番号") && strings.Contains(text, stem) {
			return true
		}
	}
	return false
}

// explained gives the text of the document without what stands in angle
// brackets within its commands.
func explained(p *lint.Pass) string {
	text := bytes.Clone(p.Entry.Doc.File.Data)
	for i, b := range text {
		if 'A' <= b && b <= 'Z' { // no further letters, so that every byte keeps its place
			text[i] = b + 'a' - 'A'
		}
	}
	for _, s := range p.Entry.Steps {
		for _, c := range s.Commands {
			blankOut(text, c.Span)
		}
	}
	return string(text)
}

// blankOut overwrites the placeholders in a piece of text.
func blankOut(text []byte, at source.Span) {
	end := min(at.End, len(text))
	for _, m := range blankShape.FindAllSubmatchIndex(text[min(at.Start, end):end], -1) {
		for i := m[2]; i < m[3]; i++ {
			text[at.Start+i] = ' '
		}
	}
}

// placeOfBlank is where a placeholder stands; the whole command if that is
// written with escapes.
func placeOfBlank(p *lint.Pass, c facet.Command, text string) source.Span {
	if i := bytes.Index([]byte(p.Text(c.Span)), []byte(text)); i >= 0 {
		return source.Span{Start: c.Span.Start + i, End: c.Span.Start + i + len(text)}
	}
	return c.Span
}
