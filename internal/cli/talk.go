package cli

import (
	"cmp"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/remote"
)

// What members ask of a negotiation on a server, and do there, through its API.

// talk says which negotiation, as whom, and how to answer.
type talk struct {
	invite, table string
	json          bool
	key, from     string
}

func (t *talk) flags(cmd *cobra.Command, acts bool) {
	f := cmd.Flags()
	f.StringVar(&t.invite, "invite", "", "invite link of a member")
	f.StringVar(&t.table, "table", "", "address of the negotiation, https://host/n/…, with a token in PARLEY_TOKEN")
	if acts {
		f.StringVar(&t.key, "key", "", "file of the key to sign with")
		addPassphrase(cmd, &t.from)
		return
	}
	f.BoolVar(&t.json, "json", false, "write what the server answers, as JSON")
}

func (t *talk) enter(cmd *cobra.Command) (*remote.Table, error) {
	switch {
	case t.invite != "":
		return remote.Enter(cmd.Context(), t.invite)
	case t.table != "" && os.Getenv("PARLEY_TOKEN") != "":
		return remote.At(t.table, os.Getenv("PARLEY_TOKEN"))
	}
	return nil, errors.New("it is not said which negotiation: add --invite LINK, or --table ADDRESS with a token in PARLEY_TOKEN")
}

// read asks for a resource. More is to be done where it could be had, and was not
// written already, which --json does.
func (t *talk) read(cmd *cobra.Command, path string, into any) (more bool, err error) {
	r, err := t.enter(cmd)
	if err != nil {
		return false, err
	}
	if !t.json {
		err := r.Read(cmd.Context(), path, into)
		return err == nil, err
	}
	var raw json.RawMessage
	if err := r.Read(cmd.Context(), path, &raw); err != nil {
		return false, err
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), string(raw))
	return false, err
}

func (t *talk) do(cmd *cobra.Command, r *remote.Table, command string, body any) error {
	var key ed25519.PrivateKey
	if t.key != "" {
		var err error
		if key, _, err = readKey(cmd, t.key, t.from); err != nil {
			return err
		}
	}
	if err := r.Do(cmd.Context(), command, body, key); err != nil {
		return err
	}
	_, err := fmt.Fprintln(cmd.OutOrStdout(), "Recorded.")
	return err
}

func newStatus() *cobra.Command {
	var t talk
	cmd := &cobra.Command{
		Use: "status", Short: "Show how far a negotiation is", Args: needs(0, 0),
		Example: "  parley status --invite https://host/enter/…",
		RunE: func(cmd *cobra.Command, _ []string) error {
			var s struct {
				Name, Standing                   string
				Revision, Open, Contest, Pending int
				Deadline                         struct{ At time.Time }
				Me                               struct{ Name, Party string }
			}
			if more, err := t.read(cmd, "", &s); !more {
				return err
			}
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "%s\nYou are %s, for %s.\n", s.Name, s.Me.Name, s.Me.Party)
			fmt.Fprintf(out, "Revision %d (%s): %s not agreed, %d contested; %d amendments pending.\n", s.Revision, s.Standing, provisions(s.Open), s.Contest, s.Pending)
			if !s.Deadline.At.IsZero() {
				fmt.Fprintf(out, "Deadline: %s\n", s.Deadline.At.Format(time.RFC3339))
			}
			return nil
		},
	}
	t.flags(cmd, false)
	return cmd
}

// gaps is the gap map as the API has it.
type gaps struct {
	Parties []string
	Rows    []struct {
		ID, Cite, Heading, Progress string
		Supports                    []struct {
			Party, Stance string
			Lapsed        *struct{ Stance string }
		}
	}
}

func newGaps() *cobra.Command {
	var t talk
	var open bool
	cmd := &cobra.Command{
		Use: "gaps", Short: "Show what each party says to each provision", Args: needs(0, 0),
		Example: "  parley gaps --open --invite https://host/enter/…",
		RunE: func(cmd *cobra.Command, _ []string) error {
			var g gaps
			if more, err := t.read(cmd, "/gaps", &g); !more {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintf(w, "provision\t%s\tstate\n", strings.Join(g.Parties, "\t"))
			for _, row := range g.Rows {
				if open && strings.HasPrefix(row.Progress, "agreed") {
					continue
				}
				fmt.Fprint(w, cmp.Or(row.Cite, row.Heading, "unnumbered"))
				for _, s := range row.Supports {
					says := s.Stance
					if says == "" && s.Lapsed != nil {
						says = "lapsed"
					}
					if says == "" {
						says = "-"
					}
					fmt.Fprint(w, "\t", says)
				}
				fmt.Fprintf(w, "\t%s\n", row.Progress)
			}
			return w.Flush()
		},
	}
	t.flags(cmd, false)
	cmd.Flags().BoolVar(&open, "open", false, "only what is not agreed")
	return cmd
}

func newWhoHas() *cobra.Command {
	var t talk
	var by string
	cmd := &cobra.Command{
		Use: "who-has PAPER", Short: "Show which parties had received a revision, an amendment or a document by a moment", Args: needs(1, 1),
		Example: "  parley who-has 2 --by 2025-11-25T09:00:00+03:00 --invite https://host/enter/…",
		RunE: func(cmd *cobra.Command, args []string) error {
			query := url.Values{}
			for name, id := range paperNamed(args[0]) {
				query.Set(name, fmt.Sprint(id))
			}
			if by != "" {
				query.Set("by", by)
			}
			var has []struct {
				Party, How string
				At         time.Time
			}
			if more, err := t.read(cmd, "/who-has?"+query.Encode(), &has); !more {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, x := range has {
				fmt.Fprintf(w, "%s\t%s\t%s\n", x.Party, x.At.Format(time.RFC3339), x.How)
			}
			return w.Flush()
		},
	}
	t.flags(cmd, false)
	cmd.Flags().StringVar(&by, "by", "", "the moment; now where it is missing")
	return cmd
}

// paperNamed reads what is circulated: the number of a revision, document:ID, or
// the id of an amendment.
func paperNamed(name string) map[string]any {
	if n, err := strconv.Atoi(name); err == nil {
		return map[string]any{"revision": n}
	}
	if id, ok := strings.CutPrefix(name, "document:"); ok {
		return map[string]any{"document": id}
	}
	return map[string]any{"amendment": name}
}

func newAgenda() *cobra.Command {
	var t talk
	cmd := &cobra.Command{
		Use: "agenda", Short: "Show the meetings", Args: needs(0, 0),
		Example: "  parley agenda --invite https://host/enter/…",
		RunE: func(cmd *cobra.Command, _ []string) error {
			var talks struct {
				Meetings []struct {
					ID, Title, Place, Status string
					When                     struct {
						From, To time.Time
						Words    string
					}
				}
			}
			if more, err := t.read(cmd, "/meetings", &talks); !more {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, m := range talks.Meetings {
				fmt.Fprintf(w, "%s\t%s\t%s to %s\t%s\t%s\n", m.ID, m.Title, m.When.From.Format("2006-01-02"), m.When.To.Format("2006-01-02"), m.Place, m.Status)
			}
			return w.Flush()
		},
	}
	t.flags(cmd, false)
	return cmd
}

func newPosition() *cobra.Command {
	var t talk
	var on, issue, why, audience string
	var revision int
	var conditions []string
	cmd := &cobra.Command{
		Use: "position STANCE", Short: "Take a position on the text, a provision or an issue", Args: needs(1, 1),
		Example: `  parley position "accepts if" --on 7 --if "the line is drawn first" --key me.key --invite https://host/enter/…`,
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := t.enter(cmd)
			if err != nil {
				return err
			}
			body := map[string]any{"stance": args[0], "words": why, "revision": revision}
			subject := map[string]string{}
			if issue != "" {
				subject["issue"] = issue
			}
			if on != "" {
				if subject["provision"], err = provisionCited(cmd, r, on); err != nil {
					return err
				}
			}
			body["on"] = subject
			var given []map[string]string
			for _, c := range conditions {
				given = append(given, map[string]string{"words": c})
			}
			if given != nil {
				body["if"] = given
			}
			to, err := audienceOf(audience)
			if err != nil {
				return err
			}
			body["audience"] = to
			return t.do(cmd, r, "take-position", body)
		},
	}
	t.flags(cmd, true)
	f := cmd.Flags()
	f.StringVar(&on, "on", "", "the provision, as it is cited: 7(a); the text as a whole where it is missing")
	f.StringVar(&issue, "issue", "", "the id of an issue, in place of a provision")
	f.IntVar(&revision, "revision", 0, "the revision; the newest where it is missing")
	f.StringArrayVar(&conditions, "if", nil, `a condition of "accepts if", in words; may be given several times`)
	f.StringVar(&why, "why", "", "why, in your party's words")
	f.StringVar(&audience, "for", "all", "who may see it: all, own, or parties with commas between them")
	return cmd
}

// provisionCited returns the id of a provision of the current revision.
func provisionCited(cmd *cobra.Command, r *remote.Table, cite string) (string, error) {
	var g gaps
	if err := r.Read(cmd.Context(), "/gaps", &g); err != nil {
		return "", err
	}
	for _, row := range g.Rows {
		if row.Cite == cite {
			return row.ID, nil
		}
	}
	return "", fmt.Errorf("no provision is cited as %q: parley gaps lists them", cite)
}

func audienceOf(words string) (map[string]any, error) {
	switch words {
	case "all":
		return map[string]any{"everyone": true}, nil
	case "own":
		return map[string]any{}, nil
	case "":
		return nil, errors.New("it is not said who may see it: --for all, own, or parties")
	}
	return map[string]any{"parties": strings.Split(words, ",")}, nil
}

func newCirculate() *cobra.Command {
	var t talk
	var to []string
	var note, place, at, by, until string
	var apart bool
	cmd := &cobra.Command{
		Use: "circulate PAPER", Short: "Send a revision, an amendment or a document to parties, or record that it was handed over elsewhere", Args: needs(1, 1),
		Example: "  parley circulate 3 --to ALD,BRN --invite https://host/enter/…",
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := t.enter(cmd)
			if err != nil {
				return err
			}
			body := map[string]any{"to": to, "apart": apart, "note": note}
			maps.Copy(body, paperNamed(args[0]))
			if place != "" || at != "" || by != "" {
				body["elsewhere"] = map[string]string{"place": place, "at": at, "by": by}
			}
			if until != "" {
				body["until"] = until
			}
			return t.do(cmd, r, "circulate", body)
		},
	}
	t.flags(cmd, true)
	f := cmd.Flags()
	f.StringSliceVar(&to, "to", nil, "the parties, with commas between them")
	f.BoolVar(&apart, "apart", false, "none of them learns of the others")
	f.StringVar(&note, "note", "", "a note to them")
	f.StringVar(&place, "place", "", "where it was handed over, if elsewhere")
	f.StringVar(&at, "at", "", "when, as 2025-11-25T09:00:00+03:00")
	f.StringVar(&by, "by", "", "by whom")
	f.StringVar(&until, "until", "", "only to be read on screen, until this moment")
	return cmd
}

func newSign() *cobra.Command {
	var t talk
	var instrument string
	cmd := &cobra.Command{
		Use: "sign", Short: "Sign the final text for your party", Args: needs(0, 0),
		Example: "  parley sign --key me.key --invite https://host/enter/…",
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := t.enter(cmd)
			if err != nil {
				return err
			}
			return t.do(cmd, r, "sign", map[string]string{"instrument": instrument})
		},
	}
	t.flags(cmd, true)
	cmd.Flags().StringVar(&instrument, "instrument", "", "an instrument linked with the text, in place of it")
	return cmd
}
