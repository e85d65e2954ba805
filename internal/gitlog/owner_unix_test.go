//go:build unix

package gitlog

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Git refuses repositories of other users, which breaks builds in containers.
// Nothing of a repository is executed here, so that there is no reason to.
func TestForeignOwner(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("this is not root, who alone can give files to somebody else: a foreign owner is not tried")
	}
	dir := realDir(t)
	knowledge(t, dir)
	edited(t, dir)
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(path, 12345, 12345))
	})
	if err != nil {
		t.Skipf("files cannot be given to somebody else here: %v", err)
	}
	info, err := os.Stat(dir)
	if stat, ok := info.Sys().(*syscall.Stat_t); err != nil || !ok || stat.Uid != 12345 {
		t.Skip("this file system has no owners")
	}
	if out, err := tryNative(t, dir, "log"); err == nil {
		t.Logf("git does not mind either: %s", out)
	}
	if got := seen(t, dir); got != whole {
		t.Errorf("got\n%s\nwant\n%s", got, whole)
	}
}
