//go:build unix

package witness

import (
	"fmt"
	"os"
	"syscall"
)

// lock takes a file for this process; the system lets it go when the process
// ends, however it ends.
func lock(name string) (release func() error, err error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, fmt.Errorf("another witness uses this folder: %w", err)
	}
	return f.Close, nil
}
