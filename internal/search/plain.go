package search

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// Plain gives what a file of an index says, its texts apart from each other by
// line breaks: whoever looks for a text in an index finds it in there. Name is
// that of the file behind the index's own folder, without extension, as
// "root", "1a2b/t/0" or "words-en".
func Plain(name string, packed []byte) ([]byte, error) {
	var out bytes.Buffer
	line := func(s string) { out.WriteString(s); out.WriteByte('\n') }
	switch folder := path.Base(path.Dir(name)) + "/"; folder {
	case termsFolder, facetsFolder, vocabulary:
		err := decode(name, packed, func(d *decoder) {
			d.each(func() {
				line(d.text())
				switch folder {
				case termsFolder:
					d.number()
					d.levels(len(d.documents(1 << 31)))
				case facetsFolder:
					d.documents(1 << 31)
				default:
					d.number()
				}
			})
		})
		return out.Bytes(), err
	}
	if name == "root" {
		r, err := NewReader(packed, nil)
		if err != nil {
			return nil, err
		}
		for _, list := range [][]string{{r.folder, strconv.Itoa(r.docs)}, r.terms, r.facets, r.letters, r.keys} {
			line(strings.Join(list, "\n"))
		}
		return out.Bytes(), nil
	}
	if _, err := out.ReadFrom(flate.NewReader(bytes.NewReader(packed))); err != nil && err != io.EOF {
		return nil, fmt.Errorf("reading %s of the index: %w", name, err)
	}
	return out.Bytes(), nil
}
