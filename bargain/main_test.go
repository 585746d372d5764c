package bargain

import (
	"flag"
	"os"
	"testing"
)

// TestMain has properties tried on 200 cases where nothing else is asked: thousands of
// scenarios in all.
func TestMain(m *testing.M) {
	flag.Parse()
	if checks := flag.Lookup("rapid.checks"); checks != nil && checks.Value.String() == checks.DefValue {
		if err := checks.Value.Set("200"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
