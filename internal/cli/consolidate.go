package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"parley/consolidate"
	"parley/format"
	"parley/redline"
	"parley/text"
)

func newConsolidate() *cobra.Command {
	var out shape
	cmd := &cobra.Command{
		Use:   "consolidate BASE AMENDED...",
		Short: "Lay each party's edited copy into one bracketed text",
		Long: `Consolidate takes a base and the copies that parties edited, and lays them
together: what is contested stands in brackets with its sponsors. A copy's
sponsor is its file's name (ua.md: UA) unless it is given as UA=file. The ending
of the output's name says what it is: .docx, .md, .akn, .pdf, .html or .json.

Exit codes: 0 the copies agree with the base, 1 something stands in brackets,
2 something is wrong.`,
		Example: "  parley consolidate base.md ua.md ru.md eu.md\n  parley consolidate base.docx 'Ukraine=their copy.docx' RU=ru.md",
		Args:    needs(2, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := consolidateFiles(cmd, args[0], args[1:])
			if err != nil {
				return err
			}
			err = writeFile(cmd, out.output, func(w io.Writer) error {
				page := func(w io.Writer) error { return out.writeBracketed(w, b, args[0]) }
				switch ending := out.byEnding(); {
				case ending == "pdf":
					return printed(cmd, w, page)
				case ending != "":
					return format.Write(w, ending, b.Text(), format.Origin{})
				}
				return page(w)
			})
			if stats, _ := b.Stats(); err == nil && stats.Brackets > 0 {
				return errDiffer
			}
			return err
		},
	}
	out.addFlags(cmd)
	return cmd
}

// consolidateFiles reads the base and the copies; a copy is a file name or
// SPONSOR=file.
func consolidateFiles(cmd *cobra.Command, baseName string, copies []string) (*consolidate.Bracketed, error) {
	base, err := readText(cmd, baseName)
	if err != nil {
		return nil, err
	}
	var ams []consolidate.Amendment
	seen := map[string]string{}
	for _, arg := range copies {
		sponsor, name := sponsorOf(arg)
		if other, ok := seen[sponsor]; ok {
			return nil, fmt.Errorf("%s and %s would both be by %s: name the sponsors, as in %s2=%s", other, name, sponsor, sponsor, name)
		}
		seen[sponsor] = name
		amended, err := readText(cmd, name)
		if err != nil {
			return nil, err
		}
		ams = append(ams, amendmentOf(base.Text, amended.Text, sponsor))
	}
	return consolidate.Consolidate(base.Text, ams)
}

// amendmentOf makes the amendment that turns base into a party's copy, which
// came without the ids of the base.
func amendmentOf(base, amended *text.Text, sponsor string) consolidate.Amendment {
	return consolidate.Amendment{
		ID:       sponsor,
		Sponsors: []string{sponsor},
		Base:     base.Revision(),
		Changes:  consolidate.Changes(base, redline.AdoptIDs(base, amended)),
	}
}

// sponsorOf returns the sponsor and the file that an argument names.
func sponsorOf(arg string) (sponsor, name string) {
	if before, after, ok := strings.Cut(arg, "="); ok && before != "" && after != "" {
		return before, after
	}
	stem := strings.TrimSuffix(filepath.Base(arg), filepath.Ext(arg))
	if utf8.RuneCountInString(stem) <= 4 {
		stem = strings.ToUpper(stem)
	}
	return stem, arg
}

func (s *shape) writeBracketed(w io.Writer, b *consolidate.Bracketed, base string) error {
	switch {
	case s.summary:
		_, err := fmt.Fprintln(w, b.Summary())
		return err
	case s.json:
		return b.WriteJSON(w)
	case s.html:
		return writePage(w, "Bracketed text: "+filepath.Base(base), b.Summary(), b.WriteHTML)
	}
	colour, err := s.colour(w)
	if err != nil {
		return err
	}
	if err := b.WriteTerminal(w, colour); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\n%s\n", b.Summary())
	return err
}
