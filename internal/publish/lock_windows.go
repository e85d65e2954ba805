package publish

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// acquire locks a file beside the target. If somebody else has the lock it
// calls waiting and waits. The lock goes with its process, however that ends;
// the file stays, since removing it would let a third process lock a new one
// while a second holds the old.
func acquire(target string, waiting func()) (*os.File, error) {
	name := filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+".lock")
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	const exclusive = windows.LOCKFILE_EXCLUSIVE_LOCK
	err = lock(f, exclusive|windows.LOCKFILE_FAIL_IMMEDIATELY)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		waiting()
		err = lock(f, exclusive)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func lock(f *os.File, how uint32) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, &windows.Overlapped{})
}
