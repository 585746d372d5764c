package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"parley/bargain"
)

// shownPoints is how many points a table shows of a frontier unless all are asked for.
const shownPoints = 20

func newFrontier() *cobra.Command {
	var b bargaining
	var all bool
	cmd := &cobra.Command{
		Use:   "frontier SCENARIO...",
		Short: "Compute which packages are efficient",
		Long: `Frontier computes the efficient packages, exactly: those that no other beats for one
party without being worse for another. Packages of the same utilities are one line, with
one of them and how many they are. Reservation values do not thin the frontier; where a
package is below one, its line says so. Numbers that are rounded have the sign ≈; in JSON
all are exact.

` + scenarioFiles,
		Example: "  parley frontier talks.json\n  parley frontier --json domain.xml aldoria.xml brennland.xml\n  parley frontier --epsilon 1% --time 1m large.csv",
		Args:    needs(1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			limits, err := b.limits()
			if err != nil {
				return err
			}
			p, err := b.problem(cmd, args)
			if err != nil {
				return err
			}
			var f *bargain.Frontier
			var zone *bargain.Zone
			err = await(cmd, b.time, "computing the frontier", func(ctx context.Context) (err error) {
				if f, err = p.Frontier(ctx, limits); err != nil {
					return err
				}
				zone, err = p.Zone(ctx, counting(limits))
				return err
			})
			if err != nil {
				return err
			}
			return await(cmd, 0, "writing", func(context.Context) error {
				w := bufio.NewWriter(cmd.OutOrStdout())
				if err := writeFrontier(w, p.Scenario(), f, zone, b.json, all); err != nil {
					return err
				}
				return w.Flush()
			})
		},
	}
	b.addFlags(cmd)
	cmd.Flags().BoolVar(&all, "all", false, fmt.Sprintf("show all points, not %d of them", shownPoints))
	return cmd
}

func writeFrontier(w *bufio.Writer, s *bargain.Scenario, f *bargain.Frontier, zone *bargain.Zone, asJSON, all bool) error {
	if asJSON {
		return writeFrontierJSON(w, s, f, zone)
	}
	writeZone(w, s, zone)
	fmt.Fprintf(w, "Frontier: %s", counted(f.Len(), "point", "points"))
	if e := f.Epsilon(); e != nil {
		fmt.Fprintf(w, ", which cover all packages but for at most %s of each party's range.\n\n", percentUp(e))
	} else {
		fmt.Fprintf(w, " of %s.\n\n", counted(f.Packages(), "package", "packages"))
	}
	shown := f.Len()
	if shown > shownPoints && !all {
		shown = shownPoints
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "point\t"+partyColumns(s)+"packages\tpackage")
	for row := range shown {
		i := row
		if shown < f.Len() {
			i = row * (f.Len() - 1) / (shown - 1)
		}
		pt := f.Point(i)
		fmt.Fprintf(tw, "%d\t%s%s\n", i+1, pointCells(s, pt), remark(below(s, pt)))
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if left := f.Len() - shown; left > 0 {
		fmt.Fprintf(w, "\n%s, spread over the frontier: --all shows %d more.\n", counted(shown, "point", "points"), left)
	}
	return nil
}

// remark says of a point whose reservation values it does not reach.
func remark(below []string) string {
	if len(below) == 0 {
		return ""
	}
	return "  (below the reservation value of " + strings.Join(below, ", ") + ")"
}

// writeFrontierJSON writes a point to a line, so that no more than one is held.
func writeFrontierJSON(w io.Writer, s *bargain.Scenario, f *bargain.Frontier, zone *bargain.Zone) error {
	head := describe(s, zone)
	head.Frontier = &frontierJSON{Size: f.Len()}
	if e := f.Epsilon(); e != nil {
		head.Frontier.Epsilon = e.RatString()
	} else {
		head.Frontier.Packages = f.Packages()
	}
	var line bytes.Buffer
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false)
	if err := e.Encode(head); err != nil {
		return err
	}
	fmt.Fprintf(w, "%s,\n\"points\":[\n", bytes.TrimSuffix(line.Bytes(), []byte("}\n")))
	for i := range f.Len() {
		line.Reset()
		if err := e.Encode(pointOf(s, f.Point(i))); err != nil {
			return err
		}
		if i+1 < f.Len() {
			line.Truncate(line.Len() - 1)
			line.WriteString(",\n")
		}
		if _, err := w.Write(line.Bytes()); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, "]}")
	return err
}
