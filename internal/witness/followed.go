package witness

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// followedFile says which log stood at an address the last time: a host that
// begins a new log under a new key, to be rid of what was cosigned, is found
// out. Each line is an address and an origin; the last one counts.
const followedFile = "followed"

// followed returns the log that stood at an address, or "".
func (w *Witness) followed(address string) (origin string, err error) {
	data, err := os.ReadFile(filepath.Join(w.dir, followedFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	for line := range strings.Lines(string(data)) {
		if at, of, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " "); ok && at == address {
			origin = of
		}
	}
	return origin, err
}

// follow remembers which log stands at an address.
func (w *Witness) follow(address, origin string) error {
	name := filepath.Join(w.dir, followedFile)
	before, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := writeSynced(name+".new", fmt.Appendf(before, "%s %s\n", address, origin)); err != nil {
		return err
	}
	return errors.Join(os.Rename(name+".new", name), syncDir(w.dir))
}
