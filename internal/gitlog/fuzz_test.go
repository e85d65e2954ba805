package gitlog

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzParseTree(f *testing.F) {
	f.Add([]byte("100644 a.md\x0012345678901234567890"))
	f.Add([]byte("40000 .git\x0012345678901234567890" + "120000 障害\x0012345678901234567890"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		tree, err := parseTree(data)
		if err != nil {
			return
		}
		for _, n := range tree.nodes() {
			if !n.safe() || !filepath.IsLocal(n.name) {
				t.Errorf("unsafe name %q", n.name)
			}
		}
	})
}

func FuzzParseCommit(f *testing.F) {
	tree := "tree " + strings.Repeat("a", 40) + "\n"
	f.Add([]byte(tree + "author a <b> 1700000000 +0900\ncommitter 太郎 <b> 1 -1200\nencoding Shift_JIS\ngpgsig x\n y\n\n\x8f\xe1\x8aQ\r\n"))
	f.Add([]byte(tree + "parent x\nauthor <<>>\ncommitter a> -99999999999999999999 +9999999999\n"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		raw, err := parseCommit(data)
		if err != nil {
			return
		}
		c := (&Repository{}).decoded(raw.tree, raw)
		for _, text := range []string{c.Author.Name, c.Author.Email, c.Committer.Name, c.Message, c.Subject()} {
			if !utf8.ValidString(text) {
				t.Errorf("%q is not UTF-8", text)
			}
		}
		for _, at := range []time.Time{c.At, c.Authored} {
			if _, err := at.MarshalJSON(); err != nil {
				t.Error(err)
			}
		}
	})
}

func FuzzParseSettings(f *testing.F) {
	f.Add("[core]\n\trepositoryformatversion = 1 # x\n[remote \"a\\\"b\"] promisor\n")
	f.Add("[a.b]\r\nc = \"d;e\" ; f\r\n= \n[\"\n\\")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		s := parseSettings(text)
		s.readable("")
		s.partial()
		if len(s) > strings.Count(text, "\n")+1 {
			t.Errorf("%d settings of %d lines", len(s), strings.Count(text, "\n")+1)
		}
	})
}

func FuzzGitFile(f *testing.F) {
	f.Add([]byte("gitdir: ../.git/worktrees/障害\r\n"))
	f.Add([]byte("gitdir:"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		path, ok := gitFile(data)
		if ok && (path == "" || strings.ContainsAny(path, "\n\x00")) {
			t.Errorf("path %q", path)
		}
	})
}

func FuzzParseAlternates(f *testing.F) {
	f.Add("# x\n../a\n\"\\346\\227\\245\"\r\n/日本\n")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		for _, path := range parseAlternates(text) {
			if path == "" || strings.ContainsRune(path, 0) {
				t.Errorf("path %q", path)
			}
		}
	})
}

func TestParseCommit(t *testing.T) {
	tree := "tree " + strings.Repeat("a", 40) + "\n"
	sign := func(name, date string) string { return name + " 太郎 <t@例.jp> " + date + "\n" }
	for name, tt := range map[string]struct {
		text    string
		at      string
		author  string
		subject string
	}{
		"usual":                {tree + sign("author", "0 +0000") + sign("committer", "1700000000 +0900") + "\n 件名 \r\n\r\n本文\n", "2023-11-15T07:13:20+09:00", "太郎", "件名"},
		"no message":           {tree + sign("author", "0 +0000") + sign("committer", "1700000000 -0330"), "2023-11-14T18:43:20-03:30", "太郎", ""},
		"Shift_JIS":            {tree + "author \x91\xbe\x98Y <t@example.jp> 1 +0000\ncommitter a <b> 0 +0000\nencoding Shift_JIS\n\n\x8f\xe1\x8aQ\n", "1970-01-01T00:00:00Z", "太郎", "障害"},
		"CP932":                {tree + "author \x91\xbe\x98Y <t@example.jp> 1 +0000\ncommitter a <b> 0 +0000\nencoding cp932\n\n\x87\x40\n", "1970-01-01T00:00:00Z", "太郎", "①"},
		"bytes of nowhere":     {tree + "author \xff <t> 1 +0000\ncommitter a <b> 0 +0000\nencoding klingon\n\n\xfe\n", "1970-01-01T00:00:00Z", "\ufffd", "\ufffd"},
		"far future":           {tree + sign("author", "1 +0000") + sign("committer", "99999999999999999999 +0000"), "9999-12-31T23:59:59Z", "太郎", ""},
		"before 1970":          {tree + sign("author", "1 +0000") + sign("committer", "-5 +0000"), "1970-01-01T00:00:00Z", "太郎", ""},
		"odd zone":             {tree + sign("author", "1 +0000") + sign("committer", "0 +999999"), "1970-01-01T00:00:00Z", "太郎", ""},
		"no dates":             {tree + "author a\ncommitter <>\n\nx", "0001-01-01T00:00:00Z", "", "x"},
		"signed, header twice": {tree + sign("author", "0 +0000") + sign("committer", "0 +0000") + sign("committer", "9 +0000") + "gpgsig a\n tree b\n\nx\n", "1970-01-01T00:00:00Z", "太郎", "x"},
	} {
		raw, err := parseCommit([]byte(tt.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		c := (&Repository{}).decoded(raw.tree, raw)
		if got := c.At.Format(time.RFC3339); got != tt.at || c.Author.Name != tt.author || c.Subject() != tt.subject {
			t.Errorf("%s: %s %q %q, want %s %q %q", name, got, c.Author.Name, c.Subject(), tt.at, tt.author, tt.subject)
		}
	}
	for name, text := range map[string]string{"empty": "", "no tree": "author a <b> 0 +0000\n\nx", "tree of nonsense": "tree abc\n\nx"} {
		if _, err := parseCommit([]byte(text)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzResolve(f *testing.F) {
	for _, seed := range []string{"HEAD~1^2", "main@{1}", "障害", "", "refs/heads/../../x", strings.Repeat("a", 40) + "^{}", "\\x"} {
		f.Add(seed)
	}
	dir := f.TempDir()
	b := newBuilder(f, dir)
	b.ref("refs/heads/main", b.commit(made{tree: b.files(nil)}))
	r := b.open()
	before := names(f, dir)
	f.Fuzz(func(t *testing.T, rev string) {
		if _, err := r.Resolve(rev); err == nil && len(rev) > math.MaxInt16 {
			t.Error("resolved")
		}
		if after := names(t, dir); after != before {
			t.Errorf("Resolve(%q) changed the repository", rev)
		}
	})
}

// names lists the top of a folder.
func names(t testing.TB, dir string) string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, e := range list {
		all.WriteString(e.Name() + "\n")
	}
	return all.String()
}
