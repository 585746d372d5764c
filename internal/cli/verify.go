package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"parley/record"
)

func newVerify() *cobra.Command {
	var asJSON bool
	var hostKey, evidence string
	var witnesses []string
	cmd := &cobra.Command{
		Use:   "verify BUNDLE [BUNDLE]",
		Short: "Check a proof bundle, or whether two parties were shown one history",
		Long: `Verify checks a bundle offline: that every entry is what the record commits to,
that the host signed the record and the parties' witnesses confirmed it, that
members' signatures are theirs, and that no time was put back. It names every
entry, byte or signature that is wrong. Given the bundles of two parties, it
also says whether both were shown the same history.

The exit code is 0 when all is well, 1 when something is wrong, and 2 when the
files cannot be read.`,
		Example: `  parley verify river-ALD-32.parley-bundle
  parley verify ours.parley-bundle theirs.parley-bundle`,
		Args: needs(0, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if evidence != "" {
				return judge(cmd, evidence)
			}
			if len(args) == 0 {
				return errors.New("no bundle is given: write it as parley verify BUNDLE")
			}
			var reports []*record.Report
			for _, name := range args {
				data, err := os.ReadFile(name)
				if err != nil {
					return err
				}
				reports = append(reports, record.Verify(data).Pin(hostKey, witnesses...))
			}
			return writeVerdict(cmd.OutOrStdout(), args, reports, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write the verdict as JSON")
	cmd.Flags().StringVar(&evidence, "evidence", "", "file that a witness or a browser saved: say what it proves")
	cmd.Flags().StringVar(&hostKey, "host-key", "", "the key that the host must have, as another party told you")
	cmd.Flags().StringArrayVar(&witnesses, "witness", nil, "the key of a witness, as its party told you; name all of them")
	return cmd
}

// judge says what evidence proves.
func judge(cmd *cobra.Command, name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	j, err := record.Judge(data)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	out := cmd.OutOrStdout()
	if j.Proven {
		fmt.Fprintf(out, "PROVEN  the host of %s signed two histories: two roots for %d entries\n", j.Origin, j.Sizes[0])
	} else {
		fmt.Fprintf(out, "TO BE ANSWERED  the host of %s signed records of %d and of %d entries; an honest host can show that one continues the other\n", j.Origin, j.Sizes[0], j.Sizes[1])
	}
	return errDiffer
}

// verdict is what verify says, as JSON.
type verdict struct {
	OK      bool             `json:"ok"`
	Bundles []*record.Report `json:"bundles"`
	Split   *record.Split    `json:"split,omitempty"`
}

func writeVerdict(w io.Writer, names []string, reports []*record.Report, asJSON bool) error {
	v := verdict{OK: true, Bundles: reports}
	for _, r := range reports {
		v.OK = v.OK && r.OK
	}
	if len(reports) == 2 {
		v.Split = record.Compare(reports[0], reports[1])
		v.OK = v.OK && v.Split == nil
	}
	var err error
	if asJSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		err = e.Encode(v)
	} else {
		for i, r := range reports {
			err = errors.Join(err, writeReport(w, names[i], r))
		}
		if len(reports) == 2 {
			err = errors.Join(err, writeSplit(w, v.Split))
		}
	}
	if err == nil && !v.OK {
		return errDiffer
	}
	return err
}

// writeReport says of one bundle what a person wants to know.
func writeReport(w io.Writer, name string, r *record.Report) error {
	word := "VERIFIED"
	if !r.OK {
		word = "NOT VERIFIED"
	}
	fmt.Fprintf(w, "%s  %s\n", word, name)
	for _, p := range r.Problems {
		fmt.Fprintf(w, "  wrong: %s\n", p)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(w, "  note: %s\n", n)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "  log\t%s\n", r.Origin)
	fmt.Fprintf(tw, "  host's key\t%s\n", r.HostKey)
	fmt.Fprintf(tw, "  entries\t%d: %d shown, %d sealed, %d erased; %d signed by their authors\n",
		r.Entries, r.Entries-r.Sealed-r.Erased, r.Sealed, r.Erased, r.Signed)
	if !r.From.IsZero() {
		fmt.Fprintf(tw, "  time\t%s to %s\n", r.From.UTC().Format(time.RFC3339), r.To.UTC().Format(time.RFC3339))
	}
	fmt.Fprintf(tw, "  received\tup to entry %d, root %s\n", r.Received.Size, r.Received.Root)
	fmt.Fprintf(tw, "  confirmed\t%s\n", confirmed(r))
	for _, x := range r.Witnesses {
		fmt.Fprintf(tw, "  witness of %s\t%s\n", x.Party, cosigned(x))
	}
	return tw.Flush()
}

func confirmed(r *record.Report) string {
	switch {
	case len(r.Witnesses) == 0:
		return "nothing: no party has named a witness"
	case r.Confirmed.Size == 0:
		return fmt.Sprintf("nothing: %d of %d witnesses are needed", r.Need, len(r.Witnesses))
	}
	return fmt.Sprintf("up to entry %d, by %d or more of %d witnesses", r.Confirmed.Size, r.Need, len(r.Witnesses))
}

func cosigned(x record.Witness) string {
	if x.Size == 0 {
		return "has cosigned nothing  " + x.Key
	}
	return fmt.Sprintf("up to entry %d, %s  %s", x.Size, x.At.UTC().Format(time.RFC3339), x.Key)
}

func writeSplit(w io.Writer, s *record.Split) error {
	if s == nil {
		_, err := fmt.Fprintln(w, "ONE HISTORY  both bundles are of one record, as far as both go")
		return err
	}
	fmt.Fprintf(w, "NOT ONE HISTORY  %s\n", s.Msg)
	for _, head := range s.Heads {
		fmt.Fprintf(w, "\n%s", head)
	}
	return nil
}
