//go:build unix

package publish

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// acquire locks the folder that holds the target, so that nothing is left
// behind. If somebody else has the lock it calls waiting and waits. The lock
// goes with its process, however that ends.
func acquire(target string, waiting func()) (*os.File, error) {
	f, err := os.Open(filepath.Dir(target))
	if err != nil {
		return nil, err
	}
	err = flock(f, unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		waiting()
		err = flock(f, unix.LOCK_EX)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func flock(f *os.File, how int) error {
	for {
		if err := unix.Flock(int(f.Fd()), how); err != unix.EINTR {
			return err
		}
	}
}
