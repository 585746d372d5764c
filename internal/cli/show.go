package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"parley/format"
	"parley/text"
)

func newShow() *cobra.Command {
	var output string
	var asJSON, words bool
	cmd := &cobra.Command{
		Use:   "show FILE",
		Short: "Show how a text is understood: its provisions, numbers and brackets",
		Args:  needs(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			in, err := readText(cmd, args[0])
			if err != nil {
				return err
			}
			return writeFile(cmd, output, func(w io.Writer) error {
				if asJSON {
					return text.WriteJSON(w, in.Text)
				}
				return writeOutline(w, in, words)
			})
		},
	}
	f := cmd.Flags()
	f.BoolVar(&asJSON, "json", false, "write the text as JSON, with its ids")
	f.BoolVar(&words, "words", false, "write all words, not the first of each provision")
	f.StringVarP(&output, "output", "o", "", "write to this file")
	return cmd
}

// writeOutline writes a line for each provision, indented by its depth, then
// what the reader of the file had to say.
func writeOutline(w io.Writer, in *format.Import, whole bool) error {
	t := in.Text
	if t.Title != "" {
		fmt.Fprintln(w, t.Title)
	}
	places := t.Places()
	fmt.Fprintf(w, "%s, %s, revision %s\n\n", in.Format, provisions(len(places)), t.Revision())
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, p := range places {
		said := strings.TrimSpace(strings.ReplaceAll(p.Heading+" "+p.Words, "\n", " "))
		if !whole {
			said = shorten(said, 72)
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\n", strings.Repeat("  ", p.Depth)+p.Label, p.Kind, said)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	return writeRemarks(w, in)
}

func provisions(n int) string {
	if n == 1 {
		return "1 provision"
	}
	return fmt.Sprintf("%d provisions", n)
}

// writeRemarks writes brackets that do not match and the reader's notes.
func writeRemarks(w io.Writer, in *format.Import) error {
	for _, p := range in.Text.Places() {
		_, unbalanced := text.Brackets(p.Words)
		for _, u := range unbalanced {
			fmt.Fprintf(w, "\nbracket without its counterpart in %s: %s\n", in.Text.Cite(p.ID), shorten(p.Words[u.At:], 40))
		}
	}
	for _, n := range in.Notes {
		if _, err := fmt.Fprintf(w, "\nnote: %s\n", n); err != nil {
			return err
		}
	}
	return nil
}

// shorten returns at most n characters of s, and an ellipsis where it cut.
func shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
