package render

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/google/go-cmp/cmp"
)

// samples hold what lexers stumble over: strings that do not end, here
// documents, comments, nesting, other scripts, line ends of all sorts.
var samples = []string{
	"",
	"\n",
	"kubectl -n web get pods -l app=web | grep -c 'Crash' && echo \"$HOME ${x:-1} $((1+2))\" # 確認\n",
	"for i in $(seq 1 3); do\n  cat <<EOF > /tmp/x\nvalue: $i\nEOF\ndone\n\nif [[ -z \"$A\" ]]; then exit 1; fi",
	"サービスを再起動する。 `date` \"閉じない\r\n次の行'\rend",
	"sum by (job) (rate(http_requests_total{code=~\"5..\"}[5m])) / 60 > 0.05\n",
	"SELECT id, count(*) FROM orders WHERE name LIKE 'a%' AND t > '2026-01-01' -- 注文\nGROUP BY 1 ORDER BY 2 DESC;\n",
	"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, labels: [a, b]}\ndata:\n  x: |\n    多行\n    text\n# end\n",
	"{\"a\": [1, 2.5e3, true, null], \"日本\": \"語\\n\"}\n",
	"package main\n\n// 主\nfunc main() {\n\tx := []string{`raw`, \"s\\t\"}\n\tfor i := range x {\n\t\tprintln(i, 'x', 0x1F)\n\t}\n}\n",
	"def f(x: int) -> str:\n    \"\"\"Doc\n    文字列\"\"\"\n    return f\"{x!r:>10}\" if x else 'a' + r'\\d'  # 注\n",
	"<!doctype html><p class=a>x &amp; <script>var a = `b${1}`;</script><style>p{color:#fff}</style>\n",
	"2026-01-31T09:00:00Z ERROR [main] com.example.Web: timeout after 30s at Web.java:42\n\tat x.y(Z.java)\n",
	"server {\n  listen 80;\n  location ~ ^/api { proxy_pass http://web; }\n}\n[section]\nkey = value ; c\n",
	"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n",
	"#!/bin/sh\nset -eu\nx=1; y+='a'\n`uname`; \\\n  ls $? $# $1 ${#x}\n",
}

// TestLexer holds the tokens to those of chroma itself.
func TestLexer(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	texts := samples
	for range 40 {
		texts = append(texts, mixed(random))
	}
	names := []string{"bash", "console", "yaml", "json", "promql", "sql", "go", "python", "java", "javascript", "html", "ini", "nginx", "diff", "docker", "terraform", "toml", "php"}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			from, ok := lexers.Get(name).(*chroma.RegexLexer)
			if !ok {
				t.Skip("more than rules: chroma's own lexer runs")
			}
			l, err := newLexer(from)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range texts {
				want, err := chroma.Tokenise(from, nil, text)
				if err != nil {
					t.Fatal(err)
				}
				var got []chroma.Token
				if err := l.tokens(text, func(x chroma.Token) { got = append(got, x) }); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("tokens of %q (-want +got):\n%s", text, diff)
				}
			}
		})
	}
}

// mixed puts pieces of the samples together.
func mixed(random *rand.Rand) string {
	text := ""
	for range 6 {
		runes := []rune(samples[random.IntN(len(samples))])
		if len(runes) > 0 {
			from := random.IntN(len(runes))
			text += string(runes[from : from+random.IntN(min(24, len(runes)-from)+1)])
		}
	}
	return text
}

// Some of chroma's lexers never end, or panic, on what is not their language.
func TestHighlightEnds(t *testing.T) {
	tests := []struct{ name, language, text, want string }{
		{"coloured", "bash", "echo 1 # 一", `<span class="nb">echo</span> <span class="m">1</span> <span class="c1"># 一</span>`},
		{"endless", "jsonata", "サービス\r\n&", "サービス\r\n&amp;"},
		{"unknown language", "日本語", "<a>", "&lt;a&gt;"},
		{"too long", "bash", strings.Repeat("<", longest+1), strings.Repeat("&lt;", longest+1)},
		{"line ends", "bash", "a\r\nb\n", "a\nb"},
		{"empty", "bash", "", ""},
	}
	h := &highlighter{}
	for _, test := range tests {
		for range 2 { // the second comes from memory
			if got := h.highlight(test.language, test.text); got != test.want {
				t.Errorf("%s: got %.200s, want %.200s", test.name, got, test.want)
			}
		}
	}
}

func TestFirsts(t *testing.T) {
	tests := []struct {
		name, pattern string
		fold          bool
		can, cannot   string
	}{
		{"literal", `abc`, false, "a", "bcA"},
		{"folded", `abc`, true, "aA", "b"},
		{"folded inside", `(?i)abc`, false, "aA", "b"},
		{"alternatives", `\b(if|else)\b`, false, "ie", "fx"},
		{"class", `[^a-y]x`, false, "zA0", "amy"},
		{"class with bracket", `[]a]+`, false, "]a", "["},
		{"optional start", `-?\d+`, false, "-07", "a+"},
		{"empty text", `a*`, false, "abz", ""},
		{"lookahead", `(?!ab)[a-c](?=\))`, false, "abc", "d)"},
		{"lookahead alone", `(?=x)`, false, "xyz", ""},
		{"lookbehind", `(?<=[(])a`, false, "a", "(b"},
		{"reference", `(["'])x\1`, false, `"'`, "x"},
		{"reference to what was looked at", `(?=(x))\1`, false, "xyz", ""},
		{"not of Go", `(?>a)b`, false, "abz", ""},
		{"difference of classes", `[a-z-[aeiou]]`, false, "abz", ""},
		{"repeated", `(ab){0,2}c`, false, "ac", "b"},
		{"space", `\s+x`, false, " ", "xa"},
		{"Japanese", `[一-龠]a`, false, "", "a"},
		{"empty", ``, false, "ab", ""},
	}
	for _, test := range tests {
		f := firstsOf(test.pattern, test.fold)
		for _, c := range test.can {
			if !f.any && !f.ascii[c] {
				t.Errorf("%s: %q cannot begin with %q, want that it can", test.name, test.pattern, c)
			}
		}
		for _, c := range test.cannot {
			if f.any || f.ascii[c] {
				t.Errorf("%s: %q can begin with %q, want that it cannot", test.name, test.pattern, c)
			}
		}
	}
}
