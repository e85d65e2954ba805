package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// A target is the place of a page below the root of its edition: folders with
// a slash at the end ("incidents/2023-001/"), unescaped and in NFC. The empty
// target is the home page.

// strictName is what a folder of the site may be called as it is, up to
// longestName characters.
var strictName = lazyregexp.New(`^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*$`)

const longestName = 80

// reserved are the names that Windows gives to devices, and that hosts give
// a meaning of their own; and those of files beside pages.
var reserved = lazyregexp.New(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9]|cname|index\.html)(\..*)?$|^(feed\.xml|calendar\.ics|index\.(json|md|yaml)|card\.png)$`)

// folder makes the name of a page's folder of an id. Ids that are unfit as
// names lose what makes them so and gain a hash, so that two of them do not
// meet.
func folder(id string) string {
	id = norm.NFC.String(id)
	if isStrict(id) && len(id) <= 240 && utf8.RuneCountInString(id) <= longestName && !strings.HasSuffix(id, ".") && !strings.Contains(id, "..") && !reserved.MatchString(id) {
		return id
	}
	var b strings.Builder
	for _, r := range id {
		if isStrict("x"+string(r)) && r != '.' && r != utf8.RuneError {
			b.WriteRune(r)
		} else {
			b.WriteByte('-')
		}
		if b.Len() > 60 {
			break
		}
	}
	sum := sha256.Sum256([]byte(id))
	return strings.TrimLeft(strings.Trim(b.String(), "-_")+"-"+hex.EncodeToString(sum[:4]), "-")
}

// isStrict tells whether strictName matches.
func isStrict(id string) bool {
	for i := range len(id) {
		switch c := id[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', i > 0 && (c == '-' || c == '_' || c == '.'):
		case c < utf8.RuneSelf:
			return false
		default:
			return strictName.MatchString(id)
		}
	}
	return id != ""
}

// escapeTarget percent-encodes a target for use in an href.
func escapeTarget(target string) string {
	for i := range len(target) {
		if c := target[i]; c >= utf8.RuneSelf || c == '%' || c == '?' || c == '#' || c == ' ' {
			return (&url.URL{Path: target}).EscapedPath()
		}
	}
	return target
}

// href gives the link from a page, whose way up to the root is root, to a
// target of the same edition.
func (s *site) href(root, target string) string {
	link := root + escapeTarget(target)
	if s.o.FileURLs && (link == "" || strings.HasSuffix(link, "/")) {
		return link + "index.html"
	}
	if link == "" {
		return "./"
	}
	return link
}

// up is the way from a page to the root of the site.
func up(path string) string { return strings.Repeat("../", strings.Count(path, "/")) }

// claims hold which page of the site belongs to what, so that no two things
// write one file, not even on file systems that ignore case.
type claims struct {
	owner map[string]string // folded path: who has it
}

func newClaims() *claims { return &claims{owner: map[string]string{}} }

// take claims an output path for a source.
func (c *claims) take(path, source string) error {
	key := corpus.Fold(path)
	if other, taken := c.owner[key]; taken {
		return fmt.Errorf("%s and %s both want the page /%s", other, source, strings.TrimSuffix(path, "index.html"))
	}
	c.owner[key] = source
	return nil
}

// check finds jobs that would write one file, or a file where others have a
// folder: a theme, or kinds of a repository's own, may ask for that.
func (c *claims) check(jobs []job) error {
	files := make(map[string]bool, len(jobs))
	for _, j := range jobs {
		key := corpus.Fold(j.path)
		if files[key] {
			return fmt.Errorf("%s and another thing both want the file /%s", c.of(key), j.path)
		}
		files[key] = true
	}
	folders := map[string]bool{} // that have been looked at
	for _, j := range jobs {
		for dir := path.Dir(corpus.Fold(j.path)); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			if files[dir] {
				return fmt.Errorf("/%s is a file, and the folder of %s", dir, c.of(corpus.Fold(j.path)))
			}
			folders[dir] = true
		}
	}
	return nil
}

// of says whose a file is.
func (c *claims) of(key string) string {
	if owner, ok := c.owner[key]; ok {
		return owner
	}
	return "the file /" + key
}
