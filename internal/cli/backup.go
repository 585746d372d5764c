package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"parley/internal/app"
)

func newBackup() *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy a folder's database and key to a file, also while it is served",
		Long: `Backup writes a consistent copy of the database with the host's key, and verifies
every record in it. Whoever has the file can sign as the host: keep it safe.`,
		Example: "  parley backup --dir /var/lib/parley parley-2027-03-01.tar",
		Args:    needs(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := app.Open(dir)
			if err != nil {
				return err
			}
			defer h.Close()
			if err := h.Backup(cmd.Context(), args[0]); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: written and verified\n", args[0])
			return err
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "parley-data", "folder of the database")
	return cmd
}

func newRestore() *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup into an empty folder",
		Long: `Restore puts a backup into a folder that has no database. What was acknowledged
after the backup was made is missing in it; were the host to go on from there,
the parties would hold two histories. So nothing can be written until "parley
recover" has compared it with what parties and witnesses hold.`,
		Args: needs(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := app.Restore(cmd.Context(), args[0], dir); err != nil {
				return err
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s: restored. It can be read; before anything is written, run\n  parley recover --dir %s FILE...\nwith the parties' bundles and the witnesses' files.\n", dir, dir)
			return err
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "parley-data", "folder to restore to")
	return cmd
}

func newRecover() *cobra.Command {
	var dir string
	var alone bool
	cmd := &cobra.Command{
		Use:   "recover FILE...",
		Short: "Compare a restored database with what parties and witnesses hold",
		Long: `Recover reads bundles of parties and files of witnesses, finds the newest
checkpoint that this host signed, and puts missing entries back from the bundles.
When nothing is missing any more, the host may write again. Entries that no
bundle shows are named: bring those of the parties that may see them.`,
		Example: "  parley recover --dir parley-data aldoria.parley-bundle brennland.parley-bundle witness/*.log",
		Args:    needs(0, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && !alone {
				return errors.New("no file is given: bring the parties' bundles and the witnesses' files")
			}
			var files [][]byte
			for _, name := range args {
				data, err := os.ReadFile(name)
				if err != nil {
					return err
				}
				files = append(files, data)
			}
			h, err := app.Open(dir)
			if err != nil {
				return err
			}
			defer h.Close()
			done, err := h.Recover(cmd.Context(), files, alone)
			for _, r := range done {
				fmt.Fprintf(cmd.OutOrStdout(), "%s: %d entries held, checkpoint of %d shown, %d put back\n", r.ID, r.Held, r.Evidenced, r.Refilled)
			}
			if err == nil {
				fmt.Fprintln(cmd.OutOrStdout(), "The host may write again.")
			}
			return err
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "parley-data", "folder of the database")
	cmd.Flags().BoolVar(&alone, "without-evidence", false, "trust the backup where nobody brings anything; whoever saw more can show that the record forked")
	return cmd
}
