package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// largestPicture bounds what a page may make its readers load.
const largestPicture = 10 << 20

// asset is a picture of the repository as the site has it. The zero asset is
// one that is missing, too large or not what its name says.
type asset struct {
	name          string // path below the root of the site
	width, height int    // 0 if unknown
}

// assets copies pictures to the site, each once, when first used. Names are
// made of the content, so that nothing of the repository's names reaches the
// output.
type assets struct {
	files fs.FS // nil if there are none
	emit  func(path string, data []byte) error
	known sync.Map // path: func() asset
	mu    sync.Mutex
	sent  map[string]bool
	err   error // the first that emit gave
}

func (a *assets) use(file string) asset {
	if file == "" || a.files == nil || !fs.ValidPath(file) {
		return asset{}
	}
	load, _ := a.known.LoadOrStore(file, sync.OnceValue(func() asset { return a.load(file) }))
	return load.(func() asset)()
}

func (a *assets) load(file string) asset {
	info, err := fs.Stat(a.files, file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > largestPicture {
		return asset{}
	}
	data, err := fs.ReadFile(a.files, file)
	ext := pictureType(path.Ext(file), data)
	if err != nil || ext == "" {
		return asset{}
	}
	sum := sha256.Sum256(data)
	out := asset{name: "assets/" + hex.EncodeToString(sum[:10]) + ext}
	if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		out.width, out.height = c.Width, c.Height
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.sent[out.name] { // the same picture may stand in two places
		a.sent[out.name] = true
		if err := a.emit(out.name, data); err != nil && a.err == nil {
			a.err = err
		}
	}
	return out
}

// pictureType gives the extension that fits the content, or "" if the
// content is no picture or not the one that the name promises.
func pictureType(ext string, data []byte) string {
	has := func(at int, magic string) bool { return len(data) > at && bytes.HasPrefix(data[at:], []byte(magic)) }
	switch ext = strings.ToLower(ext); {
	case ext == ".png" && has(0, "\x89PNG\r\n\x1a\n"),
		ext == ".gif" && (has(0, "GIF87a") || has(0, "GIF89a")),
		ext == ".webp" && has(0, "RIFF") && has(8, "WEBP"),
		ext == ".avif" && has(4, "ftyp") && (has(8, "avif") || has(8, "avis") || has(8, "mif1")),
		ext == ".svg" && safeSVG(data):
		return ext
	case (ext == ".jpg" || ext == ".jpeg") && has(0, "\xff\xd8\xff"):
		return ".jpg"
	}
	return ""
}

// svgElements are the elements of drawings that neither run nor load
// anything. foreignObject, script, image, use of other files, animation and
// style are not among them.
var svgElements = map[string]bool{
	"svg": true, "g": true, "defs": true, "symbol": true, "use": true, "title": true, "desc": true, "metadata": true,
	"path": true, "rect": true, "circle": true, "ellipse": true, "line": true, "polyline": true, "polygon": true,
	"text": true, "tspan": true, "textPath": true, "linearGradient": true, "radialGradient": true, "stop": true,
	"clipPath": true, "mask": true, "pattern": true, "marker": true, "switch": true,
}

// safeSVG tells whether a drawing may be published: well-formed, of the
// elements above, without handlers and without links to anything outside.
func safeSVG(data []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(data))
	roots := 0
	for depth := 0; ; {
		token, err := d.Token()
		if err == io.EOF {
			return roots == 1
		}
		if err != nil {
			return false
		}
		switch t := token.(type) {
		case xml.Directive:
			return false // a document type may define entities
		case xml.ProcInst:
			if t.Target != "xml" {
				return false
			}
		case xml.EndElement:
			depth--
		case xml.StartElement:
			if depth == 0 && t.Name.Local == "svg" {
				roots++
			}
			depth++
			if depth > 64 || !svgElements[t.Name.Local] || !safeSVGAttributes(t.Attr) {
				return false
			}
		}
	}
}

func safeSVGAttributes(attrs []xml.Attr) bool {
	for _, a := range attrs {
		name, value := strings.ToLower(a.Name.Local), strings.ToLower(strings.TrimSpace(a.Value))
		switch {
		case strings.HasPrefix(name, "on"),
			(name == "href" || name == "src") && !strings.HasPrefix(value, "#"),
			name == "base",
			name != "xmlns" && a.Name.Space != "xmlns" && strings.Contains(value, "javascript:"),
			strings.ContainsAny(value, `\`) && name == "style",
			strings.Contains(strings.ReplaceAll(value, "url(#", ""), "url("),
			strings.Contains(value, "@import"):
			return false
		}
	}
	return true
}
