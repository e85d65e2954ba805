package gitlog

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sample is a repository of three commits with kb/a.md and kb/障害.md.
func sample(t testing.TB, dir string) (b *builder, head string) {
	t.Helper()
	b = newBuilder(t, dir)
	var parents []string
	for day, text := range []string{"one\n", "two\r\n", "three\n"} {
		head = b.commit(made{tree: b.files(map[string]string{"kb/a.md": text, "kb/障害.md": "記録\n", "x": ""}), parents: parents, day: day})
		parents = []string{head}
	}
	b.ref("refs/heads/main", head)
	return b, head
}

// holds fails unless dir is in a repository whose HEAD is head and whose files
// can be read.
func holds(t *testing.T, dir, head string) *Repository {
	t.Helper()
	r := openDir(t, dir)
	c, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if c.Hash != head {
		t.Errorf("HEAD is %s, want %s", c.Hash, head)
	}
	files, err := r.Files(c.Hash)
	if err != nil {
		t.Fatal(err)
	}
	name := "kb/a.md"
	if r.Prefix == "kb/" {
		name = "a.md"
	}
	if text, err := fs.ReadFile(files, name); err != nil || string(text) != "three\n" {
		t.Errorf("%s: %q, %v", name, text, err)
	}
	return r
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func realDir(t testing.TB) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestOpenFindsTheRepository(t *testing.T) {
	t.Run("working tree and a folder of it", func(t *testing.T) {
		dir := realDir(t)
		_, head := sample(t, filepath.Join(dir, ".git"))
		write(t, filepath.Join(dir, "kb", "a.md"), "three\n")
		if r := holds(t, dir, head); r.Root != dir || r.Prefix != "" || r.Bare {
			t.Errorf("%+v", r)
		}
		if r := holds(t, filepath.Join(dir, "kb"), head); r.Root != dir || r.Prefix != "kb/" {
			t.Errorf("%+v", r)
		}
	})
	t.Run("bare", func(t *testing.T) {
		dir := realDir(t)
		_, head := sample(t, dir)
		if r := holds(t, dir, head); r.Root != dir || !r.Bare {
			t.Errorf("%+v", r)
		}
	})
	t.Run("a .git folder that is none is passed over", func(t *testing.T) {
		dir := realDir(t)
		_, head := sample(t, filepath.Join(dir, ".git"))
		write(t, filepath.Join(dir, "kb", ".git", "note"), "x")
		holds(t, filepath.Join(dir, "kb"), head)
	})
	t.Run(".git file, absolute and relative", func(t *testing.T) {
		for _, target := range []string{"../store/own.git\r\n", ""} {
			dir := realDir(t)
			store := filepath.Join(dir, "store", "own.git")
			_, head := sample(t, store)
			if target == "" {
				target = store + "\n"
			}
			write(t, filepath.Join(dir, "work", ".git"), "gitdir: "+target)
			if r := holds(t, filepath.Join(dir, "work"), head); r.Bare {
				t.Error("it is taken for bare")
			}
		}
	})
	t.Run("linked working tree with a branch of its own", func(t *testing.T) {
		dir := realDir(t)
		b, head := sample(t, filepath.Join(dir, ".git"))
		b.ref("refs/heads/topic", head)
		b.ref("refs/heads/main", strings.Repeat("1", 40))
		b.file("worktrees/link/commondir", "../..\n")
		b.file("worktrees/link/HEAD", "ref: refs/heads/topic\n")
		link := realDir(t)
		write(t, filepath.Join(link, ".git"), "gitdir: "+filepath.Join(b.dir, "worktrees", "link")+"\n")
		holds(t, link, head)
	})
	t.Run("packed references", func(t *testing.T) {
		dir := realDir(t)
		b, head := sample(t, dir)
		if err := os.Remove(filepath.Join(dir, "refs", "heads", "main")); err != nil {
			t.Fatal(err)
		}
		b.file("packed-refs", "# pack-refs with: peeled fully-peeled sorted \n"+head+" refs/heads/main\n")
		holds(t, dir, head)
	})
	t.Run("objects behind a symbolic link", func(t *testing.T) {
		dir := realDir(t)
		_, head := sample(t, dir)
		other := filepath.Join(realDir(t), "elsewhere")
		if err := os.Rename(filepath.Join(dir, "objects"), other); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(other, filepath.Join(dir, "objects")); err != nil {
			t.Skip("no symbolic links here")
		}
		holds(t, dir, head)
	})
}

func TestOpenWithoutRepository(t *testing.T) {
	for name, text := range map[string]string{
		"plain folder":         "",
		".git file leads away": "gitdir: ../nowhere\n",
		".git file is empty":   "\n",
		".git file is other":   "hello",
	} {
		dir := t.TempDir()
		if text != "" {
			write(t, filepath.Join(dir, ".git"), text)
		}
		if _, err := Open(dir); !errors.Is(err, ErrNoRepository) {
			t.Errorf("%s: %v, want ErrNoRepository", name, err)
		}
	}
}

func TestFormatsOfRepositories(t *testing.T) {
	head := "[core]\n\trepositoryformatversion = "
	for name, tt := range map[string]struct {
		config string
		format string // that is not supported
	}{
		"no config":                {"", ""},
		"version 0":                {head + "0\n", ""},
		"worktreeConfig, v0":       {head + "0\n[extensions]\n\tworktreeConfig = true\n", ""},
		"worktreeConfig, v1":       {head + "1\n[extensions]\n\tworktreeConfig = true\n", ""},
		"CRLF":                     {"[core]\r\n\trepositoryformatversion = 1\r\n[Extensions]\r\n\tPreciousObjects=true\r\n", ""},
		"relative worktrees":       {head + "1\n[extensions]\n\trelativeWorktrees = true\n\tnoop = 1\n\tnoop-v1 = 1\n", ""},
		"partial clone":            {head + "1\n[extensions]\n\tpartialClone = origin\n", ""},
		"SHA-1 by name":            {head + "1\n[extensions]\n\tobjectformat = sha1\n\trefstorage = files\n", ""},
		"SHA-256":                  {head + "1\n[extensions]\n\tobjectformat = sha256\n", SHA256},
		"reftable":                 {head + "1\n[extensions] refStorage = \"reftable\" # new\n", Reftable},
		"reftable with a place":    {head + "1\n[extensions]\n\trefstorage = reftable:///x\n", Reftable},
		"unknown, v1":              {head + "1\n[extensions]\n\tfuture = true\n", "future"},
		"unknown, v0":              {head + "0\n[extensions]\n\tfuture = true\n", ""},
		"a remote called so":       {head + "1\n[remote \"extensions\"]\n\tobjectformat = sha256\n", ""},
		"in a comment":             {head + "1\n[extensions]\n# objectformat = sha256\n; x\n", ""},
		"on a continued line":      {head + "1\n[user]\n\tname = a\\\n[extensions] objectformat = sha256\n", ""},
		"Japanese and nonsense":    {"障害\n[[[\n=\n[user]\n\tname = \"日本 \\\" 太郎\n" + head + "1\n", ""},
		"a section that is broken": {head + "1\n[extensions\n\tobjectformat = sha256\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b, want := sample(t, t.TempDir())
			b.file("config", tt.config)
			r, err := Open(b.dir)
			var unsupported *UnsupportedError
			switch {
			case tt.format == "" && err != nil:
				t.Fatal(err)
			case tt.format == "":
				r.Close()
				holds(t, b.dir, want)
			case !errors.As(err, &unsupported):
				t.Fatalf("error %v, want an UnsupportedError", err)
			case unsupported.Format != tt.format || strings.Contains(err.Error(), "\n"):
				t.Errorf("format %q: %v", unsupported.Format, err)
			}
		})
	}
}

func TestPartialAndShallowAreTold(t *testing.T) {
	b, head := sample(t, t.TempDir())
	if r := b.open(); r.Partial || r.Shallow {
		t.Error("a whole clone is called partial or shallow")
	}
	b.file("config", "[remote \"or.ig]in\"]\n\turl = x\n\tPromisor\n")
	b.file("shallow", head+"\n\nnonsense\n")
	if r := b.open(); !r.Partial || !r.Shallow {
		t.Errorf("partial %v, shallow %v, want both", r.Partial, r.Shallow)
	}
	b.file("config", "[remote \"origin\"]\n\tpromisor = false\n")
	if r := b.open(); r.Partial {
		t.Error("promisor = false counts as a partial clone")
	}
}

func TestAlternates(t *testing.T) {
	top := realDir(t)
	_, head := sample(t, filepath.Join(top, "one"))
	objects := filepath.Join(top, "one", "objects")
	renamed := filepath.Join(top, "pool")
	if err := os.Rename(objects, renamed); err != nil { // alternates need not be called objects
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"absolute":           renamed + "\n",
		"relative":           "../../pool\n",
		"quoted":             "\"../../\\160ool\"\n",
		"comment and others": "# pool\n\n/nowhere\n../../pool\r\n../../pool\n",
		"no line feed":       "../../pool",
	} {
		b := newBuilder(t, filepath.Join(top, "clone of "+name))
		b.ref("refs/heads/main", head)
		b.file("objects/info/alternates", text)
		t.Run(name, func(t *testing.T) { holds(t, b.dir, head) })
	}
	chain := func(n int) string {
		next := renamed
		var b *builder
		for i := range n {
			b = newBuilder(t, filepath.Join(top, "chain", string(rune('a'+n)), string(rune('a'+i))))
			b.file("objects/info/alternates", next+"\n")
			next = filepath.Join(b.dir, "objects")
		}
		b.ref("refs/heads/main", head)
		return b.dir
	}
	holds(t, chain(maxAlternates), head)
	r := openDir(t, chain(maxAlternates+1))
	if _, err := r.Resolve("HEAD"); !errors.Is(err, ErrMissing) {
		t.Errorf("alternates nested too deep: %v, want ErrMissing", err)
	}
	b := newBuilder(t, filepath.Join(top, "loop"))
	b.file("objects/info/alternates", "../objects\n../../loop/objects\n"+renamed+"\n")
	b.ref("refs/heads/main", head)
	holds(t, b.dir, head)
}

// packed makes a copy of sample with git that has packs only.
func packed(t *testing.T) (dir, head string) {
	t.Helper()
	dir = realDir(t)
	_, head = sample(t, dir)
	native(t, dir, "repack", "-adq")
	return dir, head
}

func TestPacks(t *testing.T) {
	dir, head := packed(t)
	holds(t, dir, head)
	native(t, dir, "commit-graph", "write", "--reachable")
	native(t, dir, "multi-pack-index", "write")
	native(t, dir, "pack-refs", "--all")
	r := holds(t, dir, head)

	t.Run("a pack without index is passed over", func(t *testing.T) {
		write(t, filepath.Join(dir, "objects", "pack", "pack-"+strings.Repeat("2", 40)+".pack"), "PACK")
		holds(t, dir, head)
	})
	t.Run("repacked while open", func(t *testing.T) {
		b := &builder{t, dir}
		next := b.commit(made{tree: b.files(map[string]string{"kb/a.md": "four\n"}), parents: []string{head}, day: 9})
		b.ref("refs/heads/main", next)
		native(t, dir, "repack", "-adq")
		c, err := r.Resolve("HEAD")
		if err != nil || c.Hash != next {
			t.Errorf("HEAD is %s, %v, want %s", c.Hash, err, next)
		}
	})
}

func TestDamagedPacks(t *testing.T) {
	for name, cut := range map[string]struct {
		ext  string
		keep float64
	}{
		"index cut":    {"idx", 0.5},
		"index empty":  {"idx", 0},
		"pack cut":     {"pack", 0.3},
		"pack cut off": {"pack", 0.02},
		"pack empty":   {"pack", 0},
	} {
		t.Run(name, func(t *testing.T) {
			dir, _ := packed(t)
			files, err := filepath.Glob(filepath.Join(dir, "objects", "pack", "*."+cut.ext))
			if err != nil || len(files) != 1 {
				t.Fatal(files, err)
			}
			data, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(files[0], 0o644); err != nil {
				t.Fatal(err)
			}
			write(t, files[0], string(data[:int(float64(len(data))*cut.keep)]))
			r, err := Open(dir)
			if err == nil {
				defer r.Close()
				_, err = readAll(r)
			}
			if err == nil {
				t.Error("no error")
			}
			t.Log(err)
		})
	}
}

// readAll reads HEAD and every file of it.
func readAll(r *Repository) (n int, err error) {
	c, err := r.Resolve("HEAD")
	if err != nil {
		return 0, err
	}
	files, err := r.Files(c.Hash)
	if err != nil {
		return 0, err
	}
	return n, fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		_, err = fs.ReadFile(files, name)
		return err
	})
}

func TestReplacementsAreIgnored(t *testing.T) {
	b, head := sample(t, t.TempDir())
	other := b.commit(made{tree: b.files(nil), day: 50})
	b.ref("refs/replace/"+head, other)
	b.file("info/grafts", head+"\n")
	r := holds(t, b.dir, head)
	if c, err := r.Resolve("HEAD~2"); err != nil || len(c.Parents) != 0 {
		t.Errorf("HEAD~2: %+v, %v", c, err)
	}
}
