//go:build !unix

package witness

import (
	"errors"
	"fmt"
	"os"
)

// lock takes a file for this process by making it. After a crash it is to be
// removed by hand.
func lock(name string) (release func() error, err error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("another witness uses this folder, or one crashed: if none runs, remove %s (%w)", name, err)
	}
	return func() error { return errors.Join(f.Close(), os.Remove(name)) }, nil
}
