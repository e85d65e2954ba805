package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
)

// publishIcon publishes the theme's picture for the tabs of a browser. Without
// one a browser asks for /favicon.ico, which is not there.
func (s *site) publishIcon(emit func(string, []byte) error) error {
	data, err := fs.ReadFile(s.in.Theme, "icon.svg")
	if err != nil {
		return fmt.Errorf("reading the icon: %w", err)
	}
	sum := sha256.Sum256(data)
	s.icon = "assets/icon-" + hex.EncodeToString(sum[:5]) + ".svg"
	return emit(s.icon, data)
}

// about says what the page holds, for those who have not opened it: what it
// says itself, else what it is for, else what the site is for.
func (p *Page) about() string {
	return oneLine(firstOf(p.Description, p.Intro, p.T("site.about", p.SiteTitle)))
}
