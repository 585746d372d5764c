package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"parley/format"
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

// byEnding returns the format that the output's name asks for: "pdf", one of package
// format, or "" for what the flags say, which the endings .html and .json are too.
func (s *shape) byEnding() string {
	ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(s.output), "."))
	switch ending {
	case "html", "htm", "pdf":
		s.html = true
	case "json":
		s.json = true
	}
	o, err := format.OutputOf(ending)
	switch {
	case ending == "pdf":
		return "pdf"
	case s.html || s.json || s.summary || err != nil || o.Ending == "txt":
		return ""
	}
	return o.Ending
}

func newCompare() *cobra.Command {
	var out shape
	var parties []string
	var sideBySide bool
	cmd := &cobra.Command{
		Use:   "compare OLD NEW",
		Short: "Say what changed between two texts",
		Long: `Compare says what changed between two files, provision by provision and word
by word. The formats may differ; "-" reads standard input. The ending of the
output's name says what it is: .docx a Word file with tracked changes, .md
CriticMarkup, .akn an amendment in Akoma Ntoso, .pdf, .html or .json.`,
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
				page := func(w io.Writer) error { return out.writeRedline(w, r, args, sideBySide) }
				switch ending := out.byEnding(); {
				case ending == "pdf":
					return printed(cmd, w, page)
				case ending != "":
					origin := format.Origin{Options: docx.Options{Author: filepath.Base(args[1])}}
					return format.WriteRedline(w, ending, old.Text, new.Text, r, origin)
				}
				return page(w)
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
