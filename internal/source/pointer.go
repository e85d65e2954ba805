package source

import (
	"bytes"
	"strconv"
	"strings"
)

// Pointer is the text that Git LFS commits in place of a file
// (git-lfs/docs/spec.md).
type Pointer struct {
	// OID is the SHA-256 of the content in 64 hexadecimal digits; empty where
	// an extension has changed the content, which then cannot be had without it.
	OID  string
	Size int64 // of the content, in bytes
}

// MaxPointer bounds the text of a pointer, in bytes: the specification wants
// it below 1,024.
const MaxPointer = 1023

// pointerVersions begin a pointer; the second is the name that Git LFS had
// before its release.
var pointerVersions = []string{"version https://git-lfs.github.com/spec/v1", "version https://hawser.github.com/spec/v1"}

// ReadPointer reads the whole text of a file as a pointer; ok is false for
// everything else. Lines may end in CRLF.
func ReadPointer(data []byte) (p Pointer, ok bool) {
	if len(data) > MaxPointer || !bytes.HasPrefix(data, []byte("version https://")) {
		return Pointer{}, false
	}
	text := strings.TrimSuffix(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	version, rest, _ := strings.Cut(text, "\n")
	if version != pointerVersions[0] && version != pointerVersions[1] {
		return Pointer{}, false
	}
	extended := false
	values := map[string]string{}
	for line := range strings.SplitSeq(rest, "\n") {
		key, value, found := strings.Cut(line, " ")
		if !found {
			return Pointer{}, false
		}
		values[key] = value
		extended = extended || strings.HasPrefix(key, "ext-")
	}
	oid, isSum := strings.CutPrefix(values["oid"], "sha256:")
	size, err := strconv.ParseInt(values["size"], 10, 64)
	if err != nil || size < 0 || !isSum || len(oid) != 64 || strings.Trim(oid, "0123456789abcdef") != "" {
		return Pointer{}, false
	}
	if extended {
		oid = ""
	}
	return Pointer{OID: oid, Size: size}, true
}
