package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
)

// errStopped says that the person stopped a command.
var errStopped = errors.New("stopped: nothing more is computed or written")

// await does long work: it returns as soon as the context ends, whatever the work is at,
// and says on a terminal how long it has taken. At most so much time is allowed; 0 is any.
func await(cmd *cobra.Command, allowed time.Duration, doing string, work func(context.Context) error) error {
	ctx := cmd.Context()
	if allowed > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, allowed)
		defer cancel()
	}
	done := make(chan error, 1)
	go func() { done <- work(ctx) }()
	p := newProgress(cmd.ErrOrStderr(), doing)
	defer p.end()
	for {
		var err error
		select {
		case <-p.tick:
			p.write()
			continue
		case err = <-done:
		case <-ctx.Done():
			err = ctx.Err()
		}
		switch {
		case cmd.Context().Err() != nil:
			return errStopped
		case errors.Is(err, context.DeadlineExceeded):
			return fmt.Errorf("%s took more than %v: allow more with --time", doing, allowed)
		}
		return err
	}
}
