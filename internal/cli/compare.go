package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"parley/format/docx"
	"parley/redline"
)

// shape is how a command writes its answer.
type shape struct {
	json, html, summary bool
	color               string
	output              string
}

func (s *shape) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&s.json, "json", false, "write JSON")
	f.BoolVar(&s.html, "html", false, "write a page of HTML that needs nothing else")
	f.BoolVar(&s.summary, "summary", false, "write the summary in words only")
	f.StringVar(&s.color, "color", "auto", "colour in the terminal: auto, always or never")
	f.StringVarP(&s.output, "output", "o", "", "write to this file")
	cmd.MarkFlagsMutuallyExclusive("json", "html", "summary")
}

func newCompare() *cobra.Command {
	var out shape
	var parties []string
	var sideBySide bool
	cmd := &cobra.Command{
		Use:   "compare OLD NEW",
		Short: "Say what changed between two texts",
		Long: `Compare says what changed between two files, provision by provision and word
by word. The formats may differ; "-" reads standard input. An output whose name
ends in .docx is a Word file with tracked changes.`,
		Example: "  parley compare old.docx new.md\n  parley compare --html -o redline.html rev1.md rev2.md\n  parley compare -o redline.docx rev1.md rev2.docx",
		Args:    needs(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			old, err := readText(cmd, args[0])
			if err != nil {
				return err
			}
			new, err := readText(cmd, args[1])
			if err != nil {
				return err
			}
			r := redline.Compare(old.Text, new.Text, redline.Options{Parties: parties})
			err = writeFile(cmd, out.output, func(w io.Writer) error {
				if strings.EqualFold(filepath.Ext(out.output), ".docx") {
					return docx.WriteRedline(w, old.Text, new.Text, r, docx.Options{Author: filepath.Base(args[1])})
				}
				return out.writeRedline(w, r, args, sideBySide)
			})
			if err == nil && !r.Empty() {
				return errDiffer
			}
			return err
		},
	}
	out.addFlags(cmd)
	cmd.Flags().StringSliceVar(&parties, "party", nil, "name of a party, marked where it changes; may be given more than once")
	cmd.Flags().BoolVar(&sideBySide, "side-by-side", false, "with --html: the two texts in two columns")
	return cmd
}

func (s *shape) writeRedline(w io.Writer, r *redline.Redline, names []string, sideBySide bool) error {
	switch {
	case s.summary:
		_, err := fmt.Fprintln(w, r.Summary())
		return err
	case s.json:
		return r.WriteJSON(w)
	case s.html:
		return writePage(w, "Redline: "+filepath.Base(names[0])+" → "+filepath.Base(names[1]), r.Summary(), func(w io.Writer) error {
			return r.WriteHTML(w, redline.HTMLOptions{SideBySide: sideBySide})
		})
	}
	colour, err := s.colour(w)
	if err != nil {
		return err
	}
	return r.WriteTerminal(w, redline.TerminalOptions{Color: colour})
}
