package publish

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// exchange puts the folder next in the place of target in one step: a plain
// rename cannot replace a folder that is not empty. Afterwards next is what
// target was, or gone.
func exchange(next, target string) error {
	err := unix.Renameat2(unix.AT_FDCWD, next, unix.AT_FDCWD, target, unix.RENAME_EXCHANGE)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return os.Rename(next, target)
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS):
		return swap(next, target)
	}
	return err
}
