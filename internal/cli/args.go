package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

// needs refuses a command line with fewer or more arguments than the command
// takes, and says how it is written. At most -1 is any number.
func needs(atLeast, atMost int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= atLeast && (atMost < 0 || len(args) <= atMost) {
			return nil
		}
		return fmt.Errorf("the files and words given are %d, not as many as are needed; write it as\n  %s\nor see %s --help", len(args), cmd.UseLine(), cmd.CommandPath())
	}
}
