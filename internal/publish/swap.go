package publish

import (
	"errors"
	"io/fs"
	"os"
)

// swap replaces target by two renames, for systems and file systems that
// cannot exchange folders. Between the two, target does not exist for an
// instant; a failure of the second puts the old folder back.
func swap(next, target string) error {
	old := next + ".old"
	err := os.Rename(target, old)
	if errors.Is(err, fs.ErrNotExist) {
		return os.Rename(next, target)
	}
	if err != nil {
		return err
	}
	if err := os.Rename(next, target); err != nil {
		return errors.Join(err, os.Rename(old, target))
	}
	return os.RemoveAll(old)
}
