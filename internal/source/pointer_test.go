package source

import (
	"strings"
	"testing"
)

func TestReadPointer(t *testing.T) {
	oid := strings.Repeat("0a", 32)
	head := "version https://git-lfs.github.com/spec/v1\n"
	whole := head + "oid sha256:" + oid + "\nsize 12345\n"
	tests := []struct {
		name string
		text string
		want Pointer
		ok   bool
	}{
		{"as Git LFS writes it", whole, Pointer{oid, 12345}, true},
		{"CRLF", strings.ReplaceAll(whole, "\n", "\r\n"), Pointer{oid, 12345}, true},
		{"no line feed at the end", strings.TrimSuffix(whole, "\n"), Pointer{oid, 12345}, true},
		{"before its release", strings.Replace(whole, "git-lfs", "hawser", 1), Pointer{oid, 12345}, true},
		{"with an extension", head + "ext-0-小さく sha256:" + oid + "\noid sha256:" + oid + "\nsize 1\n", Pointer{"", 1}, true},
		{"empty", "", Pointer{}, false},
		{"the first line alone", head, Pointer{}, false},
		{"a document about pointers", "# ポインタ\n\n" + whole, Pointer{}, false},
		{"a document behind it", whole + "\n本文\n", Pointer{}, false},
		{"another version", strings.Replace(whole, "v1", "v2", 1), Pointer{}, false},
		{"size below zero", head + "oid sha256:" + oid + "\nsize -1\n", Pointer{}, false},
		{"size beyond all numbers", head + "oid sha256:" + oid + "\nsize 99999999999999999999\n", Pointer{}, false},
		{"no size", head + "oid sha256:" + oid + "\n", Pointer{}, false},
		{"a path for a sum", head + "oid sha256:../../" + oid[6:] + "\nsize 1\n", Pointer{}, false},
		{"another sum", head + "oid md5:" + oid + "\nsize 1\n", Pointer{}, false},
		{"too long", whole + "x " + strings.Repeat("y", MaxPointer), Pointer{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := ReadPointer([]byte(tt.text)); got != tt.want || ok != tt.ok {
				t.Errorf("ReadPointer = %+v, %v, want %+v, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}
