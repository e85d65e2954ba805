package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func tokens(text string) string {
	var t Tokenizer
	var list []string
	t.Tokens(text, func(token string) { list = append(list, token) })
	return strings.Join(list, " ")
}

func TestTokens(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", ""},
		{"words", "The pods were restarting.", "pod restart"},
		{"words that turn a meaning stay", "not without no", "not without no"},
		{"camel case", "KubePodCrashLooping", "kube pod crash loop =kubepodcrashlooping"},
		{"an acronym before a word", "HTTPServer", "http server =httpserver"},
		{"digits and underscores", "http_5xx_total", "http 5 xx total =http_5xx_total"},
		{"an underscore alone", "_ __", ""},
		{"hyphens separate", "kube-state-metrics", "kube state metric"},
		{"an apostrophe", "the node's disk isn't full", "node disk isn full"},
		{"full width", "ＣＰＵ　１００％", "cpu 100"},
		{"half width katakana", "ｻｰﾊﾞｰ", "サーバ サー ーバ バー"},
		{"katakana with a long vowel at its end", "サーバー", "サーバ サー ーバ バー"},
		{"katakana without", "サーバ", "サーバ サー ーバ"},
		{"kanji", "再起動", "再起 起動"},
		{"a kanji between kana", "が落ちた", "が落 落 落ち"},
		{"hiragana alone", "です", ""},
		{"both", "DBの接続数が上限", "db の接 接続 続数 数が が上 上限"},
		{"a kanji alone", "錠", "錠"},
		{"CRLF", "disk\r\nfull\r\n", "disk full"},
		{"Cyrillic", "Ошибка диска", "ошибка диска"},
		{"an emoji", "🔥 fire", "fire"},
		{"not UTF-8", "disk\xff full", "disk full"},
		{"ten thousand of one letter", strings.Repeat("a", 10000), strings.Repeat("a", longestToken)},
	}
	for _, tt := range tests {
		if got := tokens(tt.text); got != tt.want {
			t.Errorf("%s: %q has the tokens %q, want %q", tt.name, tt.text, got, tt.want)
		}
	}
}

func TestParseQuery(t *testing.T) {
	keys := []string{"is", "kind", "service"}
	tests := []struct {
		name, text string
		want       Query
	}{
		{"empty", "", Query{}},
		{"words", "disk  full", Query{Text: "disk full"}},
		{"a facet", "kind:runbook disk", Query{Text: "disk", Facets: []string{"kind:runbook"}}},
		{"not a facet", "disk -is:overdue", Query{Text: "disk", Without: []string{"is:overdue"}}},
		{"an unknown key is text", "error:failed", Query{Text: "error:failed"}},
		{"a key without a value is text", "kind: runbook", Query{Text: "kind: runbook"}},
		{"a phrase", `"disk full" web`, Query{Text: "disk full web", Phrases: []string{"disk full"}}},
		{"typographic quotes", "“disk full”", Query{Text: "disk full", Phrases: []string{"disk full"}}},
		{"an open quote", `"disk full`, Query{Text: `" disk full`}},
		{"a phrase of nothing", `"" disk`, Query{Text: "disk"}},
		{"a phrase without words", `Cluster " / " down`, Query{Text: "Cluster down"}},
		{"a value is folded", "service:ＷＥＢ", Query{Facets: []string{"service:web"}}},
		{"Japanese", "kind:runbook　接続数　上限", Query{Text: "接続数 上限", Facets: []string{"kind:runbook"}}},
		{"quotes alone", `"""`, Query{Text: `"`}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, ParseQuery(tt.text, keys)); diff != "" {
			t.Errorf("%s: ParseQuery(%q) (-want +got):\n%s", tt.name, tt.text, diff)
		}
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b       string
		most, want int
	}{
		{"disk", "disk", 1, 0},
		{"disk", "dsik", 1, 1},
		{"disk", "disks", 1, 1},
		{"disk", "isk", 1, 1},
		{"certificate", "certifcaet", 2, 2},
		{"certificate", "cert", 2, 3},
		{"abcdefgh", "hgfedcba", 2, 3},
		{"ошибка", "ошибки", 1, 1},
	}
	for _, tt := range tests {
		if got := distance([]rune(tt.a), tt.b, tt.most); got != tt.want {
			t.Errorf("distance(%q, %q) up to %d is %d, want %d", tt.a, tt.b, tt.most, got, tt.want)
		}
	}
}

// shelf is an index of a few documents.
func shelf(t testing.TB) *Index {
	t.Helper()
	var a Analyser
	var bags []Bag
	for _, d := range []struct{ title, body, facet string }{
		{"Disk full", "The disk of the database is full.", "kind:runbook"},
		{"Certificate expired", "The certificate is no longer valid; renew the certificate.", "kind:runbook"},
		{"ディスク枯渇", "データベースのディスク使用率が上限に達した。", "kind:runbook"},
		{"Outage of the web shop", "A full disk stopped the database.", "kind:postmortem"},
	} {
		var doc Document
		doc.Add(Title, d.title)
		doc.Add(Body, d.body)
		doc.Facets = []string{d.facet}
		bags = append(bags, a.Bag(&doc))
	}
	return NewIndex(bags)
}

func TestSearch(t *testing.T) {
	x := shelf(t)
	tests := []struct {
		name  string
		query Query
		want  []int
	}{
		{"a word", Query{Text: "disk"}, []int{0, 3}},
		{"Japanese", Query{Text: "ディスクの使用率"}, []int{2}},
		{"a facet", Query{Text: "disk", Facets: []string{"kind:postmortem"}}, []int{3}},
		{"not a facet", Query{Text: "disk", Without: []string{"kind:postmortem"}}, []int{0}},
		{"either facet", Query{Text: "disk", Facets: []string{"kind:postmortem", "kind:runbook"}}, []int{0, 3}},
		{"a facet alone", Query{Facets: []string{"kind:runbook"}}, []int{0, 1, 2}},
		{"a facet of nothing", Query{Text: "disk", Facets: []string{"kind:page"}}, nil},
		{"one letter off", Query{Text: "certifcate"}, []int{1}},
		{"half typed", Query{Text: "certifi", Open: true}, []int{1}},
		{"longer than its stem", Query{Text: "certificating"}, []int{1}},
		{"nothing", Query{}, nil},
		{"punctuation", Query{Text: "?!…。"}, nil},
		{"only common words", Query{Text: "what is the"}, nil},
		{"unknown", Query{Text: "zebra"}, nil},
	}
	for _, tt := range tests {
		results, err := Search(x, tt.query, 10, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, r := range results {
			got = append(got, r.Doc)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestPhrases(t *testing.T) {
	texts := []string{"the disk is full", "", "", "a full disk"}
	got, err := Search(shelf(t), Query{Text: "full disk", Phrases: []string{"full disk"}}, 10, func(doc int, phrase string) bool {
		return strings.Contains(texts[doc], phrase)
	})
	if err != nil || len(got) != 1 || got[0].Doc != 3 {
		t.Errorf("the phrase stands in %v (%v), want document 3 alone", got, err)
	}
	got, err = Search(shelf(t), Query{Text: "full disk", Phrases: []string{"no such words"}}, 10, func(int, string) bool { return false })
	if err != nil || len(got) != 2 {
		t.Errorf("a phrase that stands nowhere gives %v (%v), want what its words give", got, err)
	}
}

// written gives a reader of the files of an index.
func written(t testing.TB, x *Index) *Reader {
	t.Helper()
	files := map[string][]byte{}
	for _, f := range x.Files(Contents{}) {
		files["ab/"+f.Name] = f.Data(new(Compressor))
	}
	r, err := NewReader(x.Root("ab/"), func(name string) ([]byte, error) {
		if data, ok := files[name]; ok {
			return data, nil
		}
		return nil, fmt.Errorf("there is no file %s", name)
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestFiles(t *testing.T) {
	x := shelf(t)
	r := written(t, x)
	if diff := cmp.Diff(x.Keys(), r.Keys()); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	for _, k := range x.terms {
		want, _ := x.Postings(k.Term)
		got, err := r.Postings(k.Term)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", k.Term, diff)
		}
	}
	for _, first := range "abcd=データzé" {
		want, _ := x.Vocabulary(first)
		got, err := r.Vocabulary(first)
		if err != nil {
			t.Fatal(err)
		}
		if letterOf(string(first)) != "" && !slices.Equal(want, got) {
			t.Errorf("vocabulary of %q: %v, want %v", first, got, want)
		}
	}
}

func TestEmptyIndex(t *testing.T) {
	x := NewIndex(nil)
	for _, s := range []Source{x, written(t, x)} {
		got, err := Search(s, Query{Text: "disk", Facets: []string{"kind:runbook"}}, 10, nil)
		if err != nil || len(got) != 0 {
			t.Errorf("an empty index gives %v, %v", got, err)
		}
	}
}

// A damaged file is an error, never a panic or a wait.
func TestDamagedFiles(t *testing.T) {
	x := shelf(t)
	files := map[string][]byte{"": x.Root("")}
	for _, f := range x.Files(Contents{}) {
		files[f.Name] = f.Data(new(Compressor))
	}
	for name, data := range files {
		for i := range data {
			for _, flip := range []byte{0, 1, 0x80, 0xff} {
				bad := data[:i]
				if flip != 0 {
					bad = slices.Clone(data)
					bad[i] ^= flip
				}
				read := func(wanted string) ([]byte, error) {
					if wanted == name {
						return bad, nil
					}
					return files[wanted], nil
				}
				root, _ := read("")
				askAll(root, read)
			}
		}
	}
}

// askAll asks what needs every sort of file.
func askAll(root []byte, read func(name string) ([]byte, error)) {
	r, err := NewReader(root, read)
	if err != nil {
		return
	}
	for _, text := range []string{"disk", "certifcate", "ディスク"} {
		_, _ = Search(r, Query{Text: text, Facets: []string{"kind:runbook"}}, 10, nil)
	}
}

func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"KubePodCrashLooping", "サーバーが落ちた", "a_1B", "ﬀ\u0301", "\xff", "가나다"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, token := range strings.Fields(tokens(text)) {
			if token == "" || strings.ContainsAny(token, ": ") {
				t.Errorf("%q has the token %q", text, token)
			}
		}
	})
}
