package gitlog

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// builder writes a repository object by object: also what no Git would write.
type builder struct {
	t   testing.TB
	dir string // Git folder
}

// newBuilder makes an empty repository with the branch main.
func newBuilder(t testing.TB, dir string) *builder {
	t.Helper()
	b := &builder{t, dir}
	b.file("HEAD", "ref: refs/heads/main\n")
	b.file("config", "[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
	for _, d := range []string{"objects/pack", "objects/info", "refs/heads", "refs/tags"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// file writes a file of the Git folder.
func (b *builder) file(name, text string) {
	b.t.Helper()
	full := filepath.Join(b.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// object writes a loose object and gives its hash.
func (b *builder) object(kind string, data []byte) string {
	b.t.Helper()
	raw := fmt.Appendf(nil, "%s %d\x00", kind, len(data))
	sum := sha1.New()
	sum.Write(raw)
	sum.Write(data)
	hash := hex.EncodeToString(sum.Sum(nil))
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	z.Write(raw)
	z.Write(data)
	z.Close()
	b.file("objects/"+hash[:2]+"/"+hash[2:], out.String())
	return hash
}

// item is a raw entry of a tree.
type item struct{ mode, name, hash string }

// tree writes a tree of raw entries, as they come.
func (b *builder) tree(items ...item) string {
	b.t.Helper()
	var data []byte
	for _, i := range items {
		hash, err := hex.DecodeString(i.hash)
		if err != nil {
			b.t.Fatal(err)
		}
		data = append(fmt.Appendf(data, "%s %s\x00", i.mode, i.name), hash...)
	}
	return b.object("tree", data)
}

// files writes the tree of files: content by path.
func (b *builder) files(files map[string]string) string {
	b.t.Helper()
	var items []item
	folders := map[string]map[string]string{}
	for name, text := range files {
		folder, rest, deeper := strings.Cut(name, "/")
		if !deeper {
			items = append(items, item{"100644", name, b.object("blob", []byte(text))})
			continue
		}
		if folders[folder] == nil {
			folders[folder] = map[string]string{}
		}
		folders[folder][rest] = text
	}
	for name, inside := range folders {
		items = append(items, item{"40000", name, b.files(inside)})
	}
	key := func(i item) string {
		if i.mode == "40000" {
			return i.name + "/"
		}
		return i.name
	}
	slices.SortFunc(items, func(x, y item) int { return strings.Compare(key(x), key(y)) })
	return b.tree(items...)
}

// made is a commit to write.
type made struct {
	tree    string
	parents []string
	author  string // "alice"; of alice@example.com
	day     int    // of the committer's date, from 2023-01-01; seconds count on below
	seconds int64
	wrote   int // day of the author's date; 0 is the same day
	message string
	headers string // further ones, with a line feed after each
}

// epoch is 2023-01-01 00:00 UTC in seconds.
const epoch = 1672531200

func (b *builder) commit(m made) string {
	b.t.Helper()
	if m.author == "" {
		m.author = "alice"
	}
	if m.message == "" {
		m.message = "change\n"
	}
	at := epoch + int64(m.day)*86400 + m.seconds
	wrote := at
	if m.wrote != 0 {
		wrote = epoch + int64(m.wrote)*86400
	}
	var text strings.Builder
	fmt.Fprintf(&text, "tree %s\n", m.tree)
	for _, p := range m.parents {
		fmt.Fprintf(&text, "parent %s\n", p)
	}
	fmt.Fprintf(&text, "author %s <%s@example.com> %d +0900\n", m.author, m.author, wrote)
	fmt.Fprintf(&text, "committer %s <%s@example.com> %d +0000\n", m.author, m.author, at)
	text.WriteString(m.headers + "\n" + m.message)
	return b.object("commit", []byte(text.String()))
}

// ref points a reference at an object.
func (b *builder) ref(name, hash string) { b.t.Helper(); b.file(name, hash+"\n") }

// open opens the repository until the end of the test.
func (b *builder) open() *Repository {
	b.t.Helper()
	return openDir(b.t, b.dir)
}

func openDir(t testing.TB, dir string) *Repository {
	t.Helper()
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// native runs the git binary in a folder; the test is left out without one.
func native(t testing.TB, dir string, args ...string) string {
	t.Helper()
	out, err := tryNative(t, dir, args...)
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func tryNative(t testing.TB, dir string, args ...string) (string, error) {
	t.Helper()
	bin, err := exec.LookPath("git")
	if err != nil {
		t.Skip("there is no git binary to compare with")
	}
	cmd := exec.Command(bin, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "LC_ALL=C",
		"GIT_AUTHOR_NAME=alice", "GIT_AUTHOR_EMAIL=alice@example.com", "GIT_COMMITTER_NAME=alice", "GIT_COMMITTER_EMAIL=alice@example.com",
		"GIT_ALLOW_PROTOCOL=file", "GIT_TERMINAL_PROMPT=0")
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// remove takes an object away.
func (b *builder) remove(hash string) {
	b.t.Helper()
	if err := os.Remove(filepath.Join(b.dir, "objects", hash[:2], hash[2:])); err != nil {
		b.t.Fatal(err)
	}
}
