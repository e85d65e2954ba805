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
	err := unix.RenamexNp(next, target, unix.RENAME_SWAP)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return os.Rename(next, target)
	case errors.Is(err, unix.ENOTSUP), errors.Is(err, unix.EINVAL):
		return swap(next, target)
	}
	return err
}
