package render

import (
	"encoding/json"
	"io/fs"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/theme"
)

func texts(t *testing.T, lang string) map[string]string {
	t.Helper()
	data, err := fs.ReadFile(theme.FS, "strings."+lang+".json")
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]string
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestBothLanguagesHaveTheSameTexts(t *testing.T) {
	en, ja := texts(t, "en"), texts(t, "ja")
	for key, text := range en {
		other, ok := ja[key]
		if !ok || other == "" || text == "" {
			t.Errorf("%s is missing in a language", key)
		}
		if n, m := strings.Count(text, "%s"), strings.Count(other, "%s")+strings.Count(other, "]s"); n != m && !strings.HasSuffix(key, ".one") {
			t.Errorf("%s takes %d values in English, %d in Japanese", key, n, m)
		}
	}
	for key := range ja {
		if _, ok := en[key]; !ok {
			t.Errorf("%s is not in English", key)
		}
	}
}

// Every text is asked for by its key, or by a prefix to which a value is
// added.
func TestEveryTextIsUsed(t *testing.T) {
	var code strings.Builder
	for _, pattern := range []string{"*.go", "../theme/templates/*.html", "../theme/templates/partials/*.html"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			code.Write(data)
		}
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`"([a-z][a-z._]*)"`).FindAllStringSubmatch(code.String(), -1) {
		used[m[1]] = true
	}
	byField := []string{"assessment.", "environment.", "level.", "lifecycle.", "risk.", "type."} // the prefix is the name of a field
	en := texts(t, "en")
	for _, key := range slices.Sorted(maps.Keys(en)) {
		plain := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".many")
		prefix := plain[:strings.LastIndexByte(plain, '.')+1] // of "noun.causes.many": "noun."
		if !used[key] && !used[plain] && !used[prefix] && !slices.Contains(byField, prefix) {
			t.Errorf("nothing uses %s", key)
		}
	}
	for _, m := range regexp.MustCompile(`(?:\.T|\.t)\(? ?"([a-z][a-z.]*[a-z])"`).FindAllStringSubmatch(code.String(), -1) {
		if _, ok := en[m[1]]; !ok {
			t.Errorf("the text %s does not exist", m[1])
		}
	}
}

func TestWords(t *testing.T) {
	en, err := readWords(theme.FS, "en")
	if err != nil {
		t.Fatal(err)
	}
	ja, err := readWords(theme.FS, "ja")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2023, 1, 15, 14, 30, 0, 0, time.FixedZone("JST", 9*3600))
	bare := at.In(time.FixedZone("", 5*3600+1800))
	tests := []struct{ name, got, want string }{
		{"instant", en.instant(at), "15 Jan 2023, 14:30 JST"},
		{"instant, ja", ja.instant(at), "2023年1月15日(日) 14:30 JST"},
		{"zone without a name", en.instant(bare), "15 Jan 2023, 11:00 UTC+05:30"},
		{"title", en.when(at).Title, "2023-01-15 05:30 UTC"},
		{"title of UTC", en.when(at.UTC()).Title, ""},
		{"duration", en.duration(big.NewRat(8100, 1)), "2 h 15 min"},
		{"duration, ja", ja.duration(big.NewRat(8100, 1)), "2時間15分"},
		{"one", en.count("actions.open", 1), "1 open action"},
		{"many", en.count("actions.open", 1200), "1,200 open actions"},
		{"many, ja", ja.count("actions.open", 3), "未完了3件"},
		{"order of values", ja.t("sheet.slo.lead", "3", "4"), "現在の期間では、全4件のうち3件の目標が未達です。"},
		{"unknown key", en.t("no.such.key"), "no.such.key"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.name, test.got, test.want)
		}
	}
	if _, err := readWords(theme.FS, "fr"); err == nil {
		t.Error("a language without words is no error")
	}
}

func TestLengths(t *testing.T) {
	tests := []struct{ text, en, ja string }{
		{"", "", ""},
		{"21m", "21 min", "21分"},
		{"PT1H30M", "1 h 30 min", "1時間30分"},
		{"1h30m", "1 h 30 min", "1時間30分"},
		{"15m-30m", "15–30 min", "15～30分"},
		{"15-30m", "15–30 min", "15～30分"},
		{"20–40 minutes", "20–40 min", "20～40分"},
		{"15分～30分", "15–30 min", "15～30分"},
		{"30m-60m", "30 min–1 h", "30分～1時間"},
		{"1h30m - 2h", "1 h 30 min–2 h", "1時間30分～2時間"},
		{"1h-1h30m", "1 h–1 h 30 min", "1時間～1時間30分"},
		{"about an hour", "about an hour", "about an hour"},
		{"5 to 10", "5 to 10", "5 to 10"},
		{"15m\r\n", "15m", "15m"},
		{"<b>", "&lt;b&gt;", "&lt;b&gt;"},
	}
	for _, test := range tests {
		for lang, want := range map[string]string{"en": test.en, "ja": test.ja} {
			v := &view{words: words{lang: lang, texts: texts(t, lang)}, site: &site{}}
			if got := string(v.lengths(test.text)); got != want {
				t.Errorf("%q in %s: got %q, want %q", test.text, lang, got, want)
			}
		}
	}
}

// A word that the interface does not know stands on the page as it is written.
func TestUnknownSeverityAndStatus(t *testing.T) {
	site := build(t, load(t, repository(map[string]string{
		"postmortems/a.md": "---\nid: a\nseverity: sev9\nstatus: 最終\n---\n# A\n",
	})), Options{Languages: []string{"en", "ja"}})
	for _, page := range []string{"incidents/a/index.html", "ja/incidents/a/index.html"} {
		if text := site[page]; strings.Contains(text, "severity.sev9") || strings.Contains(text, "status.最終") || !strings.Contains(text, ">sev9<") || !strings.Contains(text, ">最終<") {
			t.Errorf("%s shows keys instead of words", page)
		}
	}
}
