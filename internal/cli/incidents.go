package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"parley/format/incident"
	"parley/internal/incidents"
	"parley/negotiation"
)

// tabled is what the flags of incidents say.
type tabled struct {
	talk
	geoJSON, file, rest bool
	audience            string
}

func newIncidents() *cobra.Command {
	var t tabled
	cmd := &cobra.Command{
		Use:   "incidents FILE.csv",
		Short: "Read a table of incidents, show how it is understood, and file it",
		Long: `Incidents reads a table in the layout of conflict data sets (CSV with the columns
event_date, event_type, actor1, actor2, location, latitude, longitude, source, notes,
fatalities) and shows how each row is understood. Nothing is written anywhere.

With --geojson it writes the rows that are understood as GeoJSON. With --invite or
--table it also tells which rows the chronicle has already, by day, place and source;
with --file it files the others there, all or none, for your own delegation unless --for
says otherwise. Where rows cannot be filed, nothing is, unless --rest says to go on
without them.`,
		Example: "  parley incidents march.csv\n  parley incidents --geojson march.csv > march.geojson\n  parley incidents march.csv --file --for all --invite https://host/enter/…",
		Args:    needs(1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return t.run(cmd, args[0]) },
	}
	t.flags(cmd, false)
	f := cmd.Flags()
	f.BoolVar(&t.geoJSON, "geojson", false, "write GeoJSON")
	f.BoolVar(&t.file, "file", false, "file the rows in the chronicle")
	f.BoolVar(&t.rest, "rest", false, "file the rest where some rows cannot be filed")
	f.StringVar(&t.audience, "for", "own", "who may see them: all, own, or parties with commas between them")
	f.Lookup("json").Hidden = true
	return cmd
}

func (t *tabled) run(cmd *cobra.Command, name string) error {
	data, err := readFile(cmd, name)
	if err != nil {
		return err
	}
	table, err := incident.Read(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if t.geoJSON {
		return t.writeGeoJSON(cmd, table)
	}
	var filed []*negotiation.Report
	if t.file || t.invite != "" || t.table != "" {
		r, err := t.enter(cmd)
		if err != nil {
			return err
		}
		if err := r.Read(cmd.Context(), "/chronicle?genre=incident", &filed); err != nil {
			return err
		}
		u := incidents.Understand(table, filed, time.Now())
		if !t.file {
			return writeUnderstood(cmd.OutOrStdout(), u)
		}
		if err := t.ready(u, cmd.ErrOrStderr()); err != nil {
			return err
		}
		to, err := audienceOf(t.audience)
		if err != nil {
			return err
		}
		return t.do(cmd, r, "file-reports", map[string]any{"reports": incidents.Reports(u.File), "audience": to})
	}
	return writeUnderstood(cmd.OutOrStdout(), incidents.Understand(table, filed, time.Now()))
}

// ready says why rows are not filed, and writes which stand in the way.
func (t *tabled) ready(u incidents.Understood, w io.Writer) error {
	for _, x := range u.Refused {
		fmt.Fprintln(w, x)
	}
	switch n := len(u.Refused); {
	case n > 0 && !t.rest:
		return fmt.Errorf("%d rows cannot be filed, and nothing was: correct them, or add --rest to file the others", n)
	case len(u.File) == 0:
		return errors.New("there is nothing to file: every row that can be filed is in the chronicle already")
	}
	return nil
}

func (t *tabled) writeGeoJSON(cmd *cobra.Command, table *incident.Table) error {
	for _, x := range table.Refused {
		fmt.Fprintln(cmd.ErrOrStderr(), x)
	}
	var all []incident.Feature
	for _, row := range table.Rows {
		all = append(all, incident.Feature{Row: row})
	}
	return incident.WriteGeoJSON(cmd.OutOrStdout(), all)
}

// writeUnderstood writes how the rows of a table are understood, by line.
func writeUnderstood(out io.Writer, u incidents.Understood) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	known := map[int]negotiation.ReportID{}
	for _, k := range u.Known {
		known[k.Line] = k.As.ID
	}
	for _, row := range u.All() {
		fmt.Fprintf(w, "line %d\t%s\t%s\t%s\t%s", row.Line, row.Date.Format(time.DateOnly), row.Type, row.Location, row.Source)
		if row.Counted {
			fmt.Fprintf(w, "\t%d fatalities claimed", row.Fatalities)
		}
		if id, ok := known[row.Line]; ok {
			fmt.Fprintf(w, "\tis report %s already", id)
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, x := range u.Refused {
		fmt.Fprintln(out, x)
	}
	for _, name := range u.Aside {
		fmt.Fprintf(out, "column %s: it is left aside\n", name)
	}
	_, err := fmt.Fprintf(out, "Rows: %d new, %d in the chronicle already, %d cannot be filed.\n", len(u.File), len(u.Known), len(u.Refused))
	return err
}
