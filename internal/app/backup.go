package app

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"parley/record"
)

// A backup is a tar file with the database and the host's key.
var backupFiles = []string{"parley.db", "host.key"}

// Backup writes a copy of the house to a file that is not there yet, while it
// is at work, and verifies the copy.
func (h *House) Backup(ctx context.Context, file string) error {
	temp, err := os.MkdirTemp(filepath.Dir(file), ".parley-backup-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if err := h.store.Backup(ctx, filepath.Join(temp, "parley.db")); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	key, err := os.ReadFile(filepath.Join(h.dir, "host.key"))
	if err == nil {
		err = os.WriteFile(filepath.Join(temp, "host.key"), key, 0o600)
	}
	if err != nil {
		return fmt.Errorf("copy the host's key: %w", err)
	}
	if err := verifyCopy(ctx, temp); err != nil {
		return fmt.Errorf("the copy does not verify, so none is kept: %w", err)
	}
	return pack(temp, file)
}

// verifyCopy proves every record of a copy.
func verifyCopy(ctx context.Context, dir string) error {
	h, err := Open(dir)
	if err != nil {
		return err
	}
	ids, err := h.store.List(ctx)
	for _, id := range ids {
		last, wrong := h.store.Checkpoint(ctx, id, 0)
		if wrong == nil {
			var root record.Hash
			if root, wrong = record.Root(last.N, h.store.Nodes(ctx, id)); wrong == nil && root != last.Hash {
				wrong = fmt.Errorf("%s: the tree is not the one that was signed", id)
			}
		}
		err = errors.Join(err, wrong)
	}
	return errors.Join(err, h.Close())
}

func pack(dir, file string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	w := tar.NewWriter(f)
	for _, name := range backupFiles {
		err = errors.Join(err, packFile(w, dir, name))
	}
	if err = errors.Join(err, w.Close(), f.Sync(), f.Close()); err != nil {
		os.Remove(file)
	}
	return err
}

func packFile(w *tar.Writer, dir, name string) error {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime()}); err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return err
}

// Restore puts a backup into a folder that has no database. The database is
// doubted: nothing is written until it was recovered.
func Restore(ctx context.Context, file, dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "parley.db")); err == nil {
		return fmt.Errorf("%s has a database: restore into another folder, or move that one away", dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := unpack(file, dir); err != nil {
		return err
	}
	h, err := Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(h.store.Doubt(ctx, "restored from a backup"), h.Close())
}

func unpack(file, dir string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	r := tar.NewReader(f)
	for _, name := range backupFiles {
		head, err := r.Next()
		if err != nil || head.Name != name {
			return fmt.Errorf("%s is no backup of Parley: %s is missing", file, name)
		}
		to, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		_, err = io.Copy(to, r)
		if err := errors.Join(err, to.Sync(), to.Close()); err != nil {
			return err
		}
	}
	return nil
}
