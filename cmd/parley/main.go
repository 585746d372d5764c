// Command parley keeps one text that many parties negotiate: it serves the
// room, and compares and consolidates bare files without it.
package main

import (
	"os"

	"parley/internal/cli"
)

func main() { os.Exit(cli.Main()) }
