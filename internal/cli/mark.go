package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"parley/format/docx"
)

func newMark() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "mark FILE.docx",
		Short: "Put hidden ids into a Word file, and leave all else as it is",
		Long: `Mark writes a Word file with hidden bookmarks by which each provision is known
again, however it is edited or moved. Layout, tracked changes, comments and
notes stay as they are. Send the marked file round: what comes back is held
against it provision by provision.`,
		Example: "  parley mark draft.docx -o for-the-parties.docx\n  parley consolidate for-the-parties.docx AL=theirs.docx BR=ours.docx",
		Args:    needs(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := os.ReadFile(args[0])
			if err != nil {
				return fmt.Errorf("read %s: %w", args[0], err)
			}
			return writeFile(cmd, output, func(w io.Writer) error {
				if err := docx.Mark(w, data, docx.Source{}); err != nil {
					return fmt.Errorf("%s: %w", filepath.Base(args[0]), err)
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this file")
	return cmd
}
