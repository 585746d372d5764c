package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/witness"
	"parley/record"
)

func newWitness() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "witness",
		Short: "Confirm the record from a machine of your own",
		Long: `A witness is run by a delegation on its own machine. It checks that the record
is only ever continued, keeps every checkpoint that it saw, and cosigns it: what
a quorum of the parties' witnesses cosigned is confirmed, and nobody can show one
party one history and another party another.`,
		Args: needs(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newWitnessInit(), newWitnessRun(), newWitnessList())
	return cmd
}

func addWitnessDir(cmd *cobra.Command, dir *string) {
	cmd.Flags().StringVar(dir, "dir", "parley-witness", "folder of the witness")
}

func newWitnessInit() *cobra.Command {
	var dir, name string
	cmd := &cobra.Command{
		Use:     "init",
		Short:   "Make a witness, and print the key to be named on the page of the record",
		Example: "  parley witness init --name aldoria.example/witness",
		Args:    needs(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if name == "" {
				return errors.New("the witness has no name: add --name, as in --name aldoria.example/witness")
			}
			var seed [32]byte
			rand.Read(seed[:])
			key, err := witness.Init(dir, name, seed)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), key)
			return err
		},
	}
	addWitnessDir(cmd, &dir)
	cmd.Flags().StringVar(&name, "name", "", "name of the witness, without spaces")
	return cmd
}

func newWitnessList() *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "Print the witness's key, and what it has cosigned",
		Args:  needs(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, err := witness.Open(dir, time.Now)
			if err != nil {
				return err
			}
			defer w.Close()
			tw := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintf(tw, "witness\t%s\n", w.VKey())
			for _, l := range w.Logs() {
				fmt.Fprintf(tw, "%s\t%d entries\t%s\n", l.Origin, l.Size, l.Host)
			}
			return tw.Flush()
		},
	}
	addWitnessDir(cmd, &dir)
	return cmd
}

// watch is how a witness is run.
type watch struct {
	dir, invite, hostKey, listen string
	every                        time.Duration
	once, stay                   bool
}

func newWitnessRun() *cobra.Command {
	var w watch
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Follow a record, check it and cosign it",
		Long: `Run follows the record of a negotiation, signed in by the invite link of a member,
or waits for hosts to bring their checkpoints (C2SP tlog-witness), or both. When
it is shown a fork or a rollback it says so, saves the evidence, and ends with
exit code 1; with --stay it goes on, and cosigns nothing of that history.`,
		Example: `  parley witness run --invite https://host/enter/…
  parley witness run --listen :7380 --host-key parley-3f…/river+…`,
		Args: needs(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return w.run(cmd) },
	}
	f := cmd.Flags()
	addWitnessDir(cmd, &w.dir)
	f.StringVar(&w.invite, "invite", "", "invite link of the member that it signs in as")
	f.StringVar(&w.hostKey, "host-key", "", "the key that the host must have; without it, the first one that it shows is kept")
	f.StringVar(&w.listen, "listen", "", "address at which hosts reach it")
	f.DurationVar(&w.every, "every", 5*time.Second, "how often it looks for something new")
	f.BoolVar(&w.once, "once", false, "look once and end")
	f.BoolVar(&w.stay, "stay", false, "go on after an alarm")
	return cmd
}

func (c *watch) run(cmd *cobra.Command) error {
	if c.invite == "" && c.listen == "" {
		return errors.New("there is nothing to watch: add --invite LINK, or --listen ADDRESS with --host-key KEY")
	}
	w, err := witness.Open(c.dir, time.Now)
	if err != nil {
		return err
	}
	defer w.Close()
	if c.hostKey != "" {
		key, err := record.NewKey(c.hostKey)
		if err != nil {
			return err
		}
		if err := w.Watch(key.Name(), key); err != nil {
			return err
		}
	}
	ctx, stop := context.WithCancel(cmd.Context())
	defer stop()
	ended := make(chan error, 2)
	running := 0
	if c.listen != "" {
		running++
		go func() { ended <- c.serve(ctx, cmd, w) }()
	}
	if c.invite != "" {
		running++
		go func() { ended <- c.follow(ctx, cmd, w) }()
	}
	for range running {
		err = errors.Join(err, <-ended)
		stop()
	}
	return err
}

// shout says what was found, and saves the evidence.
func (c *watch) shout(cmd *cobra.Command, w *witness.Witness, alarm *witness.Alarm) {
	fmt.Fprintf(cmd.ErrOrStderr(), "\n!!! %s\n", alarm.Msg)
	if alarm.Now == nil {
		return
	}
	name, err := w.Save(alarm)
	if err != nil {
		fmt.Fprintf(cmd.ErrOrStderr(), "!!! the evidence could not be saved: %v\n%s", err, alarm.Evidence())
		return
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "!!! The evidence is in %s. Tell the other parties, and compare it with what their witnesses have.\n", name)
}

func (c *watch) follow(ctx context.Context, cmd *cobra.Command, w *witness.Witness) error {
	out := cmd.OutOrStdout()
	f := &witness.Follower{
		Witness: w, Invite: c.invite, HostKey: c.hostKey,
		Trusted: func(k record.Key) {
			fmt.Fprintf(cmd.ErrOrStderr(), "The host shows this key for the first time; compare it with the other parties:\n  %s\n", k)
		},
		Signed: func(origin string, size int64) { fmt.Fprintf(out, "cosigned %s up to entry %d\n", origin, size) },
	}
	if c.once {
		_, err := f.Step(ctx)
		return c.alarmed(cmd, w, err)
	}
	for {
		err := f.Run(ctx, c.every, func(err error) { fmt.Fprintln(cmd.ErrOrStderr(), "parley witness:", err) })
		if err = c.alarmed(cmd, w, err); err == nil || !c.stay {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Minute):
		}
	}
}

// alarmed shouts when err is an alarm, which ends the program like a difference.
func (c *watch) alarmed(cmd *cobra.Command, w *witness.Witness, err error) error {
	var alarm *witness.Alarm
	if !errors.As(err, &alarm) {
		return err
	}
	c.shout(cmd, w, alarm)
	return errDiffer
}

func (c *watch) serve(ctx context.Context, cmd *cobra.Command, w *witness.Witness) error {
	l, err := net.Listen("tcp", c.listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", c.listen, err)
	}
	alarms := make(chan *witness.Alarm, 1)
	server := &http.Server{
		Handler: w.Handler(func(a *witness.Alarm) {
			c.shout(cmd, w, a)
			if !a.Proven {
				return // a wrong proof, brought by anybody, is no reason to end
			}
			select {
			case alarms <- a:
			default:
			}
		}),
		ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute,
	}
	fmt.Fprintf(cmd.OutOrStdout(), "Waiting for checkpoints at http://%s\n", l.Addr())
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	for {
		select {
		case err := <-failed:
			return err
		case <-ctx.Done():
			return server.Close()
		case <-alarms:
			if !c.stay {
				return errors.Join(errDiffer, server.Close())
			}
		}
	}
}
