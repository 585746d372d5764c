package cli

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"parley/format"
	"parley/internal/press"
)

func newExport() *cobra.Command {
	var output, to string
	cmd := &cobra.Command{
		Use:     "export FILE",
		Short:   "Write a text in another format",
		Long:    "Export reads a file of any format and writes its text as Word, OpenDocument, PDF, a\nweb page, Markdown, plain text, Akoma Ntoso or JSON. PDFs need Chromium.",
		Example: "  parley export draft.docx -o draft.md\n  parley export draft.md --to json",
		Args:    needs(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if to == "" {
				to = strings.TrimPrefix(filepath.Ext(output), ".")
			}
			if to == "" {
				return errors.New("no format to write: name one with --to " + formats() + ", or with the ending of --output")
			}
			in, err := readText(cmd, args[0])
			if err != nil {
				return err
			}
			return writeFile(cmd, output, func(w io.Writer) error {
				if to == "pdf" {
					return printed(cmd, w, func(w io.Writer) error { return format.Write(w, "html", in.Text, format.Origin{}) })
				}
				return format.Write(w, to, in.Text, format.Origin{})
			})
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this file; its ending names the format")
	cmd.Flags().StringVar(&to, "to", "", "format: "+formats())
	return cmd
}

// formats lists what can be written.
func formats() string {
	out := "pdf"
	for _, o := range format.Written {
		out += ", " + o.Ending
	}
	return out
}

// printed writes as PDF what write gives as a page.
func printed(cmd *cobra.Command, w io.Writer, write func(io.Writer) error) error {
	var page bytes.Buffer
	if err := write(&page); err != nil {
		return err
	}
	return press.Print(cmd.Context(), w, page.Bytes())
}
