package leak

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"path"
	"strings"

	"github.com/debrief-dev/debrief/internal/search"
)

// indexFolder is the folder of the search's index.
const indexFolder = "search/"

// plain gives the texts that a file of a site holds: that of an index is
// unpacked, pages are read with their tags and, because tags part words,
// without them; lines of a calendar are joined.
func plain(name string, data []byte) ([][]byte, error) {
	ext := path.Ext(name)
	index, inIndex := strings.CutPrefix(strings.TrimSuffix(name, ext), indexFolder)
	switch {
	case inIndex && ext == ".bin":
		return unpacked(index, data)
	case inIndex && ext == ".js":
		packed, err := handedOver(data)
		if err != nil {
			return nil, fmt.Errorf("looking into %s: %w", name, err)
		}
		return unpacked(index, packed)
	case isPicture(name):
		return [][]byte{printable(data)}, nil
	case ext == ".html" || ext == ".xml" || ext == ".svg":
		return [][]byte{data, withoutTags(data)}, nil
	case ext == ".ics":
		data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n "), nil), []byte("\n "), nil)
	}
	return [][]byte{data}, nil
}

func unpacked(name string, packed []byte) ([][]byte, error) {
	text, err := search.Plain(name, packed)
	return [][]byte{text}, err
}

// handedOver gives the bytes that a script of the index hands over.
func handedOver(script []byte) ([]byte, error) {
	text := bytes.TrimRight(script, ")\n\" ")
	return base64.StdEncoding.DecodeString(string(text[bytes.LastIndexByte(text, '"')+1:]))
}

// printable gives what a file of pixels says in words: its comments.
func printable(data []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if r < ' ' || r == 0xfffd {
			return '\n'
		}
		return r
	}, data)
}

// withoutTags gives a page without its tags, so that the words which they part
// are whole. Its attributes are in the page with them.
func withoutTags(page []byte) []byte {
	out := make([]byte, 0, len(page)/2)
	for {
		start := bytes.IndexByte(page, '<')
		if start < 0 {
			return append(out, page...)
		}
		out, page = append(out, page[:start]...), page[start:]
		end := bytes.IndexByte(page, '>')
		if end < 0 {
			return append(out, page...)
		}
		page = page[end+1:]
	}
}
