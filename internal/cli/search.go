package cli

import (
	"cmp"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// hits is what a search finds, as the API has it.
type hits struct {
	Total int
	Hits  []struct {
		Kind, ID, Name, By, Party string
		At                        time.Time
		Revision                  int
		Snippet                   []struct {
			Words  string
			Marked bool
		}
	}
}

func newSearch() *cobra.Command {
	var t talk
	filters := map[string]*string{}
	cmd := &cobra.Command{
		Use: "search [WORDS]", Short: "Find words in what a member may see", Args: needs(0, 1),
		Long: `Find words in what a member may see: in the text and its revisions, amendments,
positions, statements, the chronicle, documents, meetings, rooms and names. All
words have to be there; "phrases in quotes" and beginnings* of words are found
too. Without words, all that the filters leave is listed, the newest first.`,
		Example: "  parley search '\"line of contact\" withdr*' --party AL --invite https://host/enter/…",
		RunE: func(cmd *cobra.Command, args []string) error {
			query := url.Values{"limit": {"500"}, "q": {strings.Join(args, " ")}}
			for name, value := range filters {
				if *value != "" {
					query.Set(name, *value)
				}
			}
			var found hits
			if more, err := t.read(cmd, "/search?"+query.Encode(), &found); !more {
				return err
			}
			found.write(cmd.OutOrStdout())
			return nil
		},
	}
	t.flags(cmd, false)
	for name, usage := range map[string]string{
		"kind": "only things of this kind: provision, amendment, statement, …", "party": "only what is by or about this party", "issue": "only what belongs to this issue",
		"from": "only what was then or later", "to": "only what was then or earlier", "asof": "what could be seen at this moment",
	} {
		filters[name] = cmd.Flags().String(name, "", usage)
	}
	return cmd
}

// write lists the hits, each with the words around in a second line.
func (h hits) write(out io.Writer) {
	for _, x := range h.Hits {
		what := x.Kind
		if x.Revision > 0 {
			what += fmt.Sprintf(" (revision %d)", x.Revision)
		}
		name := cmp.Or(x.Name, x.ID)
		if x.Kind == "provision" && x.Name == "" {
			name = "unnumbered" // its id tells a reader nothing
		}
		line := []string{what, name}
		if !x.At.IsZero() {
			line = append(line, x.At.Format(time.DateOnly))
		}
		line = append(line, x.Party, x.By)
		var said strings.Builder
		for _, p := range x.Snippet {
			said.WriteString(p.Words)
		}
		line = slices.DeleteFunc(line, func(part string) bool { return part == "" })
		fmt.Fprintln(out, strings.Join(line, "  "))
		if said.Len() > 0 {
			fmt.Fprintf(out, "    %s\n", strings.Join(strings.Fields(said.String()), " "))
		}
	}
	switch {
	case h.Total == 0:
		fmt.Fprintln(out, "Nothing was found.")
	case h.Total > len(h.Hits):
		fmt.Fprintf(out, "%d of %d: narrow it down with --kind, --party, --issue, --from and --to.\n", len(h.Hits), h.Total)
	}
}
