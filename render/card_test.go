package render

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/net/html"
)

// cjkFont is where Debian's fonts-noto-cjk has its font.
const cjkFont = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"

func TestSocialCards(t *testing.T) {
	cjk, err := os.ReadFile(cjkFont)
	tests := []struct {
		name, title string
		font        []byte
		want        string // of the error; empty for none
	}{
		{"Latin", "The cache was full & slow", goregular.TTF, ""},
		{"long", strings.Repeat("The cache was full. ", 50), goregular.TTF, ""},
		{"one long word", strings.Repeat("x", 100_000), goregular.TTF, ""},
		{"hostile", "a\u202eb \\x00 <script>", goregular.TTF, ""},
		{"Japanese without glyphs", "決済の停止", goregular.TTF, `the font fonts/a.ttf has no glyph for '決' in "決済の停止" of postmortems/2026-001.md`},
		{"no font", "x", []byte("no font"), "reading the font fonts/a.ttf"},
		{"empty", "x", []byte{}, "reading the font fonts/a.ttf"},
		{"Japanese", "「決済」の停止：ウェブサーバーがメモリー不足で再起動を繰り返した。利用者は二時間、注文できなかった（再発）", cjk, ""},
	}
	for _, tt := range tests {
		if tt.font == nil {
			t.Logf("no font for the case %q: %v", tt.name, err)
			continue
		}
		files := repository(map[string]string{"postmortems/2026-001.md": "---\nid: 2026-001\nseverity: sev1\ntitle: '" + tt.title + "'\n---\n# x\n"})
		files["fonts/a.ttf"] = &fstest.MapFile{Data: tt.font}
		site, err := tryBuild(load(t, files), Options{Title: "Example", BaseURL: "https://example.com/kb", SocialCards: true, CardFont: "fonts/a.ttf"})
		if tt.want != "" {
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: error %v, want %s", tt.name, err, tt.want)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		checkCard(t, tt.name, site["incidents/2026-001/card.png"])
		var cards []string
		elements(t, site["incidents/2026-001/index.html"], func(n *html.Node) {
			if p, _ := attribute(n, "property"); p == "og:image" {
				content, _ := attribute(n, "content")
				cards = append(cards, content)
			}
		})
		if diff := cmp.Diff([]string{"https://example.com/kb/incidents/2026-001/card.png"}, cards); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// checkCard checks that a card has its size and ink in its margins nowhere.
func checkCard(t *testing.T, name, data string) {
	t.Helper()
	p, err := png.Decode(bytes.NewReader([]byte(data)))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	picture := p.(*image.Paletted)
	if picture.Bounds() != image.Rect(0, 0, cardWidth, cardHigh) || len(data) > 100<<10 {
		t.Errorf("%s: %v, %d bytes", name, picture.Bounds(), len(data))
	}
	inked := 0
	for y := range cardHigh {
		for x := cardEdge; x < cardWidth; x++ {
			if picture.ColorIndexAt(x, y) == 0 {
				continue
			}
			inked++
			if x < cardMargin-10 || x > cardWidth-cardMargin+10 || y < cardMargin/2 || y > cardHigh-cardMargin/2 {
				t.Fatalf("%s: ink at %d, %d", name, x, y)
			}
		}
	}
	if inked < 1000 {
		t.Errorf("%s: %d pixels of ink", name, inked)
	}
}

func TestCardsNeedAnAddressAndAFont(t *testing.T) {
	in := load(t, repository(map[string]string{"runbooks/a.md": "# A\n"}))
	site := build(t, in, Options{Title: "KB", SocialCards: true, CardFont: "fonts/a.ttf"})
	if _, there := site["runbooks/a/card.png"]; there || strings.Contains(site["runbooks/a/index.html"], "og:image") {
		t.Error("a card whose address nobody knows")
	}
	if _, err := tryBuild(in, Options{Title: "KB", BaseURL: "https://example.com", SocialCards: true}); err == nil || !strings.Contains(err.Error(), "card_font") {
		t.Errorf("no font: %v", err)
	}
}

func TestBreakLines(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"", nil},
		{"one two three", []string{"one ", "two ", "three"}},
		{"決済の停止", []string{"決", "済", "の", "停", "止"}},
		{"「決済」が、停止。", []string{"「決", "済」", "が、", "停", "止。"}},
		{"サーバー", []string{"サー", "バー"}},
		{"WebサーバーがOOMで停止", []string{"Web", "サー", "バー", "が", "OOM", "で", "停", "止"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, pieces(tt.text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}
