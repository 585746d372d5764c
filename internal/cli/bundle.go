package cli

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"parley/internal/remote"
)

func newBundle() *cobra.Command {
	var invite, out string
	cmd := &cobra.Command{
		Use:   "bundle",
		Short: "Take your party's proof of the record from a server",
		Long: `Bundle signs in with an invite link and takes the proof bundle of the
negotiation: everything that the member's party may see, what is sealed from it
as hashes, and all signatures. "parley verify" checks it offline.`,
		Example: "  parley bundle --invite https://host/enter/… -o river.parley-bundle",
		Args:    needs(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if invite == "" {
				return errors.New("no invite link is given: add --invite LINK")
			}
			r, err := remote.Enter(cmd.Context(), invite)
			if err != nil {
				return err
			}
			answer, err := r.Get(cmd.Context(), "/record/bundle")
			if err != nil {
				return err
			}
			defer answer.Body.Close()
			if out == "" {
				_, named, err := mime.ParseMediaType(answer.Header.Get("Content-Disposition"))
				if err != nil || named["filename"] == "" {
					return errors.New("the server named no file: add -o FILE")
				}
				out = filepath.Base(named["filename"])
			}
			n, err := writeWhole(out, answer.Body)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %d bytes\n", out, n)
			return nil
		},
	}
	cmd.Flags().StringVar(&invite, "invite", "", "invite link of a member")
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write; by default as the server names it")
	return cmd
}

// writeWhole writes a file that is there whole or not at all.
func writeWhole(name string, from io.Reader) (n int64, err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".parley-*")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	n, err = io.Copy(f, from)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return 0, err
	}
	return n, os.Rename(f.Name(), name)
}
