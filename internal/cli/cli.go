// Package cli is parley's command line: what a person types in a terminal
// becomes a call of the rooms that do the work, and their answer becomes text,
// JSON or HTML.
//
// Exit codes are those of diff: 0 when nothing differs or all went well, 1
// when texts differ, 2 when something is wrong; and 130, as shells have it, when
// long work is stopped with Ctrl-C.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"parley/text"
)

// errDiffer says that a command did its work and that the texts differ.
var errDiffer = errors.New("texts differ")

// Main runs the command line of the process and returns its exit code.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, os.Args[1:], os.Stdout, os.Stderr)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	cmd := newRoot()
	cmd.SetArgs(args)
	cmd.SetOut(stdout)
	cmd.SetErr(stderr)
	err := cmd.ExecuteContext(ctx)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errDiffer):
		return 1
	}
	fmt.Fprintln(stderr, "parley:", explain(err))
	if errors.Is(err, errStopped) {
		return 130
	}
	return 2
}

// explain writes an error for a person: what, where, and what to do.
func explain(err error) string {
	var syntax *text.SyntaxError
	if errors.As(err, &syntax) && syntax.Hint != "" {
		return err.Error() + "\n  " + syntax.Hint
	}
	return err.Error()
}

func newRoot() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "parley",
		Short: "One text, negotiated by many",
		Long: `Parley keeps one text that many parties negotiate.

  parley demo                                 see it work, with a sample negotiation
  parley compare old.docx new.md              what changed between two files
  parley consolidate base.md ua.md eu.md      lay each party's edited copy into one bracketed text
  parley frontier talks.json                  which packages are efficient, exactly
  parley serve --dir DIR                      host negotiations

Exit codes: 0 nothing differs, 1 texts differ, 2 something is wrong.`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	cmd.AddCommand(newCompare(), newConsolidate(), newShow(), newImport(), newExport(), newMark(), newServe(), newDemo(), newVerify(), newBundle(), newKey(), newWitness(), newBackup(), newRestore(), newRecover(), newVersion(),
		newFrontier(), newSolve(), newDispatch(), newIncidents(),
		newStatus(), newGaps(), newWhoHas(), newPosition(), newCirculate(), newAgenda(), newSign())
	return cmd
}
