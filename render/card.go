package render

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// cardName is the picture beside a page that other sites show with links to it,
// in the size and shape that they ask for.
const (
	cardName             = "card.png"
	cardWidth, cardHigh  = 1200, 630
	cardMargin, cardEdge = 80, 24 // edge: the width of the bar at the left
	cardTitle, cardSmall = 64, 34 // sizes of letters
	cardLines            = 4      // of the title: more would meet the facts below
)

// The colours are those of the light theme.
var (
	cardPaper = color.RGBA{0xff, 0xff, 0xff, 0xff}
	cardInk   = color.RGBA{0x16, 0x1b, 0x26, 0xff}
	cardBars  = map[string]color.RGBA{
		"sev1": {0xb4, 0x23, 0x18, 0xff}, "sev2": {0xb4, 0x23, 0x18, 0xff}, "sev3": {0x8a, 0x56, 0x0a, 0xff},
		"": {0x1f, 0x55, 0xc7, 0xff},
	}
)

// cardShades is how many shades of ink on paper a card has; one more colour is
// that of the bar.
const cardShades = 32

// hasCards tells whether there are cards. Sites that show them ask for absolute
// addresses, so there are none without that of the site.
func (s *site) hasCards() bool { return s.o.SocialCards && s.base() != "" }

// readFont reads the font of the cards.
func (s *site) readFont() error {
	if !s.hasCards() {
		return nil
	}
	if s.o.CardFont == "" || s.in.Files == nil {
		return errors.New("social cards need a font: name one with card_font")
	}
	data, err := fs.ReadFile(s.in.Files, s.o.CardFont)
	if err != nil {
		return fmt.Errorf("reading the font of social cards: %w", err)
	}
	fonts, err := opentype.ParseCollection(data)
	if err != nil {
		return fmt.Errorf("reading the font %s: %w", s.o.CardFont, err)
	}
	// The first of a collection is its default.
	if s.font, err = fonts.Font(0); err != nil {
		return fmt.Errorf("reading the font %s: %w", s.o.CardFont, err)
	}
	return nil
}

// planCards makes the card of each document. Editions share them.
func (s *site) planCards() []job {
	if !s.hasCards() {
		return nil
	}
	var jobs []job
	for _, e := range s.in.Corpus.Entries {
		jobs = append(jobs, job{path: s.targets[e] + cardName, make: func(w *worker) error { return s.writeCard(w, e) }})
	}
	return jobs
}

// card is the address of the card of a document, empty if there is none.
func (s *site) card(e *corpus.Entry) string {
	if !s.hasCards() {
		return ""
	}
	return s.base() + escapeTarget(s.targets[e]) + cardName
}

// writeCard draws the card of a document: the site, the title, and what the
// document is.
func (s *site) writeCard(w *worker, e *corpus.Entry) error {
	site, title, facts := cardText(s.o.Title), cardText(e.Title), cardText(strings.Join(s.cardFacts(e), " · "))
	for _, text := range []string{site, title, facts} {
		if r, ok := s.lacks(text); ok {
			return fmt.Errorf("the font %s has no glyph for %q in %q of %s: name another one with card_font", s.o.CardFont, r, text, e.Path())
		}
	}
	large, err := s.face(cardTitle)
	if err != nil {
		return err
	}
	small, err := s.face(cardSmall)
	if err != nil {
		return err
	}
	const width = cardWidth - 2*cardMargin
	ink := image.NewAlpha(image.Rect(0, 0, cardWidth, cardHigh))
	drawLine(ink, small, breakLines(small, site, width, 1), cardMargin+cardSmall, 0)
	drawLine(ink, large, breakLines(large, title, width, cardLines), cardMargin+cardSmall+cardTitle*3/2, cardTitle*4/3)
	drawLine(ink, small, breakLines(small, facts, width, 1), cardHigh-cardMargin, 0)
	return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&w.out, tint(ink, barOf(e)))
}

// cardFacts are the kind of a document, its severity, id and duration, in its own
// language if the site speaks that.
func (s *site) cardFacts(e *corpus.Entry) []string {
	words := s.editions[0].words
	for _, edition := range s.editions {
		if edition.words.lang == e.Lang {
			words = edition.words
		}
	}
	facts := []string{s.in.Set.Kind(e.Kind).Label.In(words.lang)}
	if e.Severity != "" {
		facts = append(facts, words.named("severity.", e.Severity))
	}
	facts = append(facts, e.ID)
	if in := s.incident(e); in != nil && in.Duration.Known {
		facts = append(facts, words.lasted(in))
	}
	return facts
}

// lacks gives the first character of a text that the font cannot show.
func (s *site) lacks(text string) (rune, bool) {
	var b sfnt.Buffer
	for _, r := range text {
		if i, err := s.font.GlyphIndex(&b, r); err != nil || i == 0 {
			return r, true
		}
	}
	return 0, false
}

// face gives the font in a size, for one goroutine. Its outlines stay as they are
// drawn, so that the same font gives the same bytes.
func (s *site) face(size float64) (font.Face, error) {
	face, err := opentype.NewFace(s.font, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("using the font %s: %w", s.o.CardFont, err)
	}
	return face, nil
}

// drawLine draws lines, the first on a base line at y.
func drawLine(on *image.Alpha, face font.Face, lines []string, y, height int) {
	d := font.Drawer{Dst: on, Src: image.Opaque, Face: face}
	for _, line := range lines {
		d.Dot = fixed.P(cardMargin, y)
		d.DrawString(line)
		y += height
	}
}

func barOf(e *corpus.Entry) color.RGBA {
	if bar, ok := cardBars[e.Severity]; ok {
		return bar
	}
	return cardBars[""]
}

// tint gives the picture of what ink covers, with a bar at the left.
func tint(ink *image.Alpha, bar color.RGBA) *image.Paletted {
	palette := make(color.Palette, 0, cardShades+1)
	for i := range cardShades {
		mix := func(paper, ink uint8) uint8 {
			return uint8((int(paper)*(cardShades-1-i) + int(ink)*i) / (cardShades - 1))
		}
		palette = append(palette, color.RGBA{mix(cardPaper.R, cardInk.R), mix(cardPaper.G, cardInk.G), mix(cardPaper.B, cardInk.B), 0xff})
	}
	out := image.NewPaletted(ink.Rect, append(palette, bar))
	for i, a := range ink.Pix {
		out.Pix[i] = uint8(int(a) * (cardShades - 1) / 0xff)
	}
	for y := range cardHigh {
		for x := range cardEdge {
			out.SetColorIndex(x, y, cardShades)
		}
	}
	return out
}
