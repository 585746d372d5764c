package cli

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"

	"github.com/spf13/cobra"

	"parley/internal/app"
	"parley/internal/auth"
	"parley/internal/sample"
)

func newDemo() *cobra.Command {
	var h host
	var noBrowser bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show Parley at work with sample negotiations",
		Long: `Demo serves sample negotiations from a temporary folder, or from a folder of
your choice, and opens the browser where there is one. Each link it prints
signs you in as another member; use a private window for a second one.`,
		Args: needs(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if h.dir == "" {
				dir, remove, err := tempDir()
				if err != nil {
					return err
				}
				defer remove()
				h.dir = dir
			}
			a, err := h.open(cmd)
			if err != nil {
				return err
			}
			first, err := prepareDemo(cmd, a)
			if err != nil {
				a.Close()
				return err
			}
			if !noBrowser {
				openBrowser(first)
			}
			return a.Run(cmd.Context())
		},
	}
	h.addFlags(cmd, "", "localhost:8080")
	cmd.Flags().BoolVar(&noBrowser, "no-browser", false, "do not open the browser")
	return cmd
}

// prepareDemo loads the samples that are not there yet, prints who can sign in
// how, and returns the mediator's link of the tutorial.
func prepareDemo(cmd *cobra.Command, a *app.App) (string, error) {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	if err := sample.Load(ctx, a.Desk); err != nil {
		return "", fmt.Errorf("load the samples: %w", err)
	}
	fmt.Fprintf(out, "Parley is at %s. Each link signs you in as one member:\n", a.URL)
	links, err := writeInvitations(ctx, out, a)
	if err != nil {
		return "", err
	}
	first := links[auth.Key{Negotiation: sample.Tutorial, Member: sample.TutorialMediator}]
	_, err = io.WriteString(out, "\nBegin here, as the mediator of the tutorial:\n\n  "+first+"\n\nStop with Ctrl-C.\n")
	return first, err
}

// openBrowser opens a link where there is a desktop to do it on.
func openBrowser(link string) {
	name, args := "xdg-open", []string{link}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", link}
	default:
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return
		}
	}
	if cmd := exec.Command(name, args...); cmd.Start() == nil {
		go cmd.Wait()
	}
}
