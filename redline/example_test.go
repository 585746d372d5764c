package redline_test

import (
	"fmt"
	"os"

	"parley/redline"
	"parley/text"
)

func draft(words ...string) *text.Text {
	t := &text.Text{Lang: "en"}
	for i, w := range words {
		t.Provisions = append(t.Provisions, &text.Provision{Kind: text.Article, Label: fmt.Sprintf("%d.", i+1), Words: w})
	}
	return t
}

func ExampleCompare() {
	old := draft(
		"The Parties cease all hostilities.",
		"The armed forces are limited to 600,000 persons.",
		"Each Party may inspect the depots of the other.",
	)
	new := draft(
		"The Parties cease all hostilities.",
		"Each Party shall inspect the depots of the other.",
		"Prisoners are exchanged.",
	)
	r := redline.Compare(old, new, redline.Options{})
	fmt.Println(r.Summary())
	if err := r.WriteTerminal(os.Stdout, redline.TerminalOptions{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Point 3 edited; point 3 inserted; point 2 removed; point 3 renumbered 2.
	//     … 1 provision unchanged …
	// [-2.-] [-The armed forces are limited to 600,000 persons.-]
	//
	// [-3.-]{+2.+} Each Party [-may-]{+shall+} inspect the depots of the other.
	//
	// {+3.+} {+Prisoners are exchanged.+}
}

func ExampleWords() {
	for _, op := range redline.Words(
		text.Tokens("limited to 600,000 persons"),
		text.Tokens("limited to 800,000 persons"),
	) {
		fmt.Printf("%s %q %q\n", op.Kind, text.Join(op.Old), text.Join(op.New))
	}
	// Output:
	// equal "limited to" "limited to"
	// replace "600,000" "800,000"
	// equal "persons" "persons"
}

func ExampleConcord() {
	c := redline.Concord(
		draft("The armed forces of Ruritania are limited to 600,000 persons.", "Elections are held within a hundred days."),
		draft("A fund for reconstruction is set up.", "Ruritania limits its armed forces to 800,000 persons."),
	)
	for _, r := range c.Relations {
		fmt.Println(r.Kind(), len(r.Old), len(r.New))
	}
	// Output:
	// 1:1 1 1
	// none 1 0
	// none 0 1
}

func ExampleDiff() {
	fmt.Println(redline.Diff([]string{"a", "b", "c"}, []string{"a", "x", "c", "d"}))
	// Output: [{1 2 1 2} {3 3 3 4}]
}
