package critic_test

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"parley/format/critic"
	"parley/format/markdown"
	"parley/internal/formattest"
	"parley/text"
	"parley/text/texttest"
)

// bothRead writes a redline and expects what Markdown says of both texts in it.
func bothRead(t formattest.Fataler, old, new *text.Text) {
	t.Helper()
	var b bytes.Buffer
	if err := critic.Write(&b, old, new); err != nil {
		t.Fatalf("%v", err)
	}
	d, err := critic.Read(b.Bytes())
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, c := range []struct{ want, got *text.Text }{{old, d.Base}, {new, d.Text}} {
		if !c.got.SameAs(c.want) {
			t.Fatalf("%s\n%.2000s", formattest.FirstDifference(formattest.Outline(c.want), formattest.Outline(c.got)), b.String())
		}
	}
}

func TestI1_AnyRedlineInCriticMarkupIsBothTexts(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		bothRead(r, texttest.Text().Draw(r, "old"), texttest.Text().Draw(r, "new"))
	})
}

func TestEveryPairInCriticMarkupIsBothTexts(t *testing.T) {
	for _, pair := range formattest.Pairs(t) {
		t.Run(pair.Name, func(t *testing.T) { bothRead(t, pair.Old, pair.New) })
	}
}

func TestMarksOfOthersAreRead(t *testing.T) {
	d, err := critic.Read([]byte("1. The Parties {~~may~>shall~~} meet{++ in Ostrava++}.{>>Why there?<<}\n\n{--2. This falls.\n\n--}3. {==This stays==}{>> good <<}.\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := formattest.Lines(d.Base); got != "1. The Parties may meet.\n2. This falls.\n3. This stays.\n" {
		t.Errorf("%q", got)
	}
	if got := formattest.Lines(d.Text); got != "1. The Parties shall meet in Ostrava.\n3. This stays.\n" {
		t.Errorf("%q", got)
	}
	if d.Changes != 3 || fmt.Sprint(d.Comments) != "[Why there? good]" || d.Text.Provisions[1].ID != d.Base.Provisions[2].ID {
		t.Errorf("%+v", d)
	}
}

func ExampleWrite() {
	old, _ := markdown.Read([]byte("1. The Parties may meet in the town of Ostrava.\n"))
	new, _ := markdown.Read([]byte("1. The Parties shall meet in the town of Ostrava each year.\n"))
	var b bytes.Buffer
	if err := critic.Write(&b, old, new); err != nil {
		fmt.Println(err)
	}
	fmt.Print(b.String())
	// Output: 1. The Parties {~~may~>shall~~} meet in the town of Ostrava{++ each year++}.
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("1. a {++b++} {--c--} {~~d~>e~~} {>>f<<} {==g==}\n\n{++2. x\n\n++}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := critic.Read(data)
		if err != nil {
			return
		}
		formattest.Canonical(t, d.Text)
		formattest.Canonical(t, d.Base)
	})
}
