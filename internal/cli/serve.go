package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"parley/internal/app"
	"parley/internal/auth"
	"parley/internal/feed"
	"parley/internal/notify"
)

// host is where a database is and where it is served.
type host struct {
	dir, addr string
	notices   notify.Options
	feeds     feed.Options
	model     model
}

func (h *host) addFlags(cmd *cobra.Command, dir, addr string) {
	cmd.Flags().StringVar(&h.dir, "dir", dir, "folder of the database")
	cmd.Flags().StringVar(&h.addr, "addr", addr, "address to listen on; port 0 takes a free one")
}

func (h *host) open(cmd *cobra.Command) (*app.App, error) {
	log := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	asked, err := h.model.open()
	if err != nil {
		return nil, err
	}
	return app.New(app.Config{Dir: h.dir, Addr: h.addr, Log: log, Notices: h.notices, Feeds: h.feeds, Model: asked})
}

func newServe() *cobra.Command {
	var h host
	var invite bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Host negotiations",
		Long: `Serve hosts the negotiations of a folder. A negotiation is opened with
"parley import". Put a proxy that speaks TLS in front of it, or bind it to a
network that you trust.

The server makes no connection on its own. With --feed members who write the
chronicle may have it poll the feeds that you name, and no others.`,
		Example: "  parley serve --dir /var/lib/parley --addr localhost:8080",
		Args:    needs(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if n := h.notices; (n.SMTP != "" || len(n.Hosts) > 0) && (n.URL == "" || n.SMTP != "" && n.From == "") {
				return errors.New("notices need --url, and e-mail --mail-from too: say how members know this server, and from whom the mail is")
			}
			a, err := h.open(cmd)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if invite {
				if _, err := writeInvitations(cmd.Context(), out, a); err != nil {
					a.Close()
					return err
				}
			}
			if a.Doubted() {
				fmt.Fprintln(cmd.ErrOrStderr(), "parley: the database was put back from a backup, or a witness has seen more than it holds.\n  Everything can be read and nothing written until you have run parley recover.")
			}
			fmt.Fprintf(out, "Serving %s at %s; stop with Ctrl-C\n", h.dir, a.URL)
			return a.Run(cmd.Context())
		},
	}
	h.addFlags(cmd, "parley-data", "localhost:8080")
	f := cmd.Flags()
	f.StringVar(&h.notices.SMTP, "smtp", "", "host:port of a mail server, to let members be told by e-mail; off where it is missing")
	f.StringVar(&h.notices.From, "mail-from", "", "address that e-mail comes from")
	f.StringSliceVar(&h.notices.Hosts, "webhook-hosts", nil, "hosts that members' webhooks may go to; off where it is missing")
	f.StringArrayVar(&h.feeds.Addresses, "feed", nil, "address of a news feed (RSS or Atom) that members may poll; may be given several times; none where it is missing")
	f.StringArrayVar(&h.feeds.Inside, "feed-inside", nil, "the same for a feed whose host is in your own network")
	f.StringVar(&h.notices.URL, "url", "", "address of this server, as members know it, for links in notices")
	h.model.addFlags(cmd, "address of a language model that members may ask about articles, such as http://localhost:8000/v1; off where it is missing")
	cmd.Flags().BoolVar(&invite, "invite", false, "make a new link for every member and print them; the links before are worth nothing then")
	return cmd
}

// writeInvitations makes a new link for every member of every negotiation,
// prints them, and returns them.
func writeInvitations(ctx context.Context, w io.Writer, a *app.App) (map[auth.Key]string, error) {
	ids, err := a.Desk.Negotiations(ctx)
	if err != nil {
		return nil, err
	}
	links := map[auth.Key]string{}
	for _, id := range ids {
		members, name, err := a.Desk.Members(ctx, id)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(w, "\n%s\n", name)
		tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, m := range members {
			k := auth.Key{Negotiation: id, Member: m.ID}
			token, err := a.Door.Invite(ctx, k)
			if err != nil {
				return nil, err
			}
			links[k] = a.URL + "/enter/" + token
			fmt.Fprintf(tw, "  %s\t%s\t%s\n", m.Party, m.Name, links[k])
		}
		if err := tw.Flush(); err != nil {
			return nil, err
		}
	}
	return links, nil
}

// tempDir makes a folder that the returned function takes away again.
func tempDir() (string, func(), error) {
	dir, err := os.MkdirTemp("", "parley-demo-")
	return dir, func() { os.RemoveAll(dir) }, err
}
