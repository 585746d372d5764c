package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"parley/format"
)

// readText reads a text in any format, from a file, or from standard input for "-".
func readText(cmd *cobra.Command, name string) (*format.Import, error) {
	data, err := readFile(cmd, name)
	if err != nil {
		return nil, err
	}
	return format.Read(name, data)
}

// readFile reads a file, or standard input for "-".
func readFile(cmd *cobra.Command, name string) (data []byte, err error) {
	if name == "-" {
		data, err = io.ReadAll(cmd.InOrStdin())
	} else {
		data, err = os.ReadFile(name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no file %s: check its name and folder", name)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return data, nil
}

// writeFile writes what write gives to a new file, or to standard output for
// "" and "-". A file that stands there already is replaced only when the whole
// of the new one is written.
func writeFile(cmd *cobra.Command, name string, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		return write(cmd.OutOrStdout())
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".parley-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer os.Remove(f.Name())
	if err := write(f); err != nil {
		f.Close()
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
