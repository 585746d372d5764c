package consolidate

import (
	"encoding/json"
	"io"
	"testing"
)

// Amendments come from outside. Whatever they hold, they are refused or they
// can be laid, taken, written, adopted and carried over.

func FuzzAmendments(f *testing.F) {
	base := parse(`
s=1. Posts
  a=(a) Post one has ten guards. It stands.
  b=(b) Post two has lamps.
t=2. Roads
  c The north road is open.`)
	other := parse(`
t=2. Roads and rails
  a=(a) Post one has six guards. It stands.
    c The north road is shut.`)
	copies := []string{`
s=1. Posts
  a=(a) Post one has no guards.
  n It stands.
  b=(c) Post two has lamps.
t=2. Roads The north road is open.`, `
s=1. Posts
  a=(a) Post one has ten guards. It stands. Post two has lamps.
m New
  t=2. Roads
  k Newer`, `
t=2. Roads
  c The north road is open.
s=1. Posts`}
	for i, c := range copies {
		a, b := by(base, "UA", c), by(base, "RU", copies[(i+1)%len(copies)])
		data, err := json.Marshal([]Amendment{a, b})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var all []Amendment
		if json.Unmarshal(data, &all) != nil {
			return
		}
		for i := range all {
			all[i].Base = ""
		}
		b, err := Consolidate(base, all)
		if err != nil {
			return
		}
		if !b.Take("").Equal(base) {
			t.Fatalf("the base became %s", dump(b.Take("")))
		}
		b.Text()
		if b.WriteHTML(io.Discard) != nil || b.WriteJSON(io.Discard) != nil || b.WriteTerminal(io.Discard, true) != nil {
			t.Fatal("it cannot be written")
		}
		for _, a := range all {
			if _, err := newOutline(b.Take(a.Sponsors[0])); err != nil {
				t.Fatalf("%s has a text that is none: %v", a.Sponsors[0], err)
			}
			carried, _, err := Rebase(base, other, a)
			if err != nil {
				t.Fatalf("%s cannot be re-based: %v", a.ID, err)
			}
			if _, err := carried.Apply(other); err != nil {
				t.Fatalf("%s cannot be applied: %v", a.ID, err)
			}
		}
	})
}
