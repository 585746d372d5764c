package cli

import (
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"parley/format"
)

func newExport() *cobra.Command {
	var output, to string
	cmd := &cobra.Command{
		Use:     "export FILE",
		Short:   "Write a text in another format",
		Long:    "Export reads a file of any format and writes its text as Word, plain text, Markdown or JSON.",
		Example: "  parley export draft.docx -o draft.md\n  parley export draft.md --to json",
		Args:    needs(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if to == "" {
				to = strings.TrimPrefix(filepath.Ext(output), ".")
			}
			if to == "" {
				return errors.New("no format to write: name one with --to docx, txt, md or json, or with the ending of --output")
			}
			in, err := readText(cmd, args[0])
			if err != nil {
				return err
			}
			return writeFile(cmd, output, func(w io.Writer) error { return format.Write(w, to, in.Text) })
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this file; its ending names the format")
	cmd.Flags().StringVar(&to, "to", "", "format: docx, txt, md or json")
	return cmd
}
