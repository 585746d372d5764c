package consolidate_test

import (
	"fmt"
	"os"

	"parley/consolidate"
	"parley/text"
)

func plan(words string) *text.Text {
	return &text.Text{Provisions: []*text.Provision{
		{ID: "7", Label: "7.", Words: words},
		{ID: "8", Label: "8.", Words: "Prisoners are exchanged."},
	}}
}

// proposal is an amendment as the sponsor's own copy of the text has it.
func proposal(base *text.Text, sponsor, words string) consolidate.Amendment {
	return consolidate.Amendment{
		ID: "of " + sponsor, Sponsors: []string{sponsor}, Base: base.Revision(),
		Changes: consolidate.Changes(base, plan(words)),
	}
}

func Example() {
	base := plan("Forces withdraw within 30 days.")
	amendments := []consolidate.Amendment{
		proposal(base, "UA", "All forces withdraw within 10 days."),
		proposal(base, "RU", "Forces withdraw within 60 days."),
		proposal(base, "EU", "Forces withdraw within 10 days under observation."),
	}
	b, err := consolidate.Consolidate(base, amendments)
	if err != nil {
		fmt.Println(err)
		return
	}
	b.WriteTerminal(os.Stdout, false)
	fmt.Println(b.Summary())
	fmt.Println("UA:", b.Take("UA").Find("7").Words)
	// Output:
	// 7. [Forces / UA: All forces] withdraw within [30 / EU, UA: 10 / RU: 60] days [EU: under observation].
	// 8. Prisoners are exchanged.
	// 3 brackets in 1 provision. Amendments contradict one another in 1 place: provision 7.
	// UA: All forces withdraw within 10 days.
}

func ExampleAccept() {
	base := plan("Forces withdraw within 30 days.")
	pending := []consolidate.Amendment{
		proposal(base, "UA", "Forces withdraw within 10 days."),
		proposal(base, "RU", "Forces withdraw within 60 days."),
		proposal(base, "EU", "Forces withdraw within 30 days under observation."),
	}
	out, err := consolidate.Accept(base, pending, "of UA")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out.Text.Find("7").Words)
	for _, f := range out.Fallen {
		fmt.Printf("%s has fallen: %s\n", f.Amendment, f.Sentence)
	}
	for _, a := range out.Pending {
		t, _ := a.Apply(out.Text)
		fmt.Printf("%s would now make it: %s\n", a.ID, t.Find("7").Words)
	}
	// Output:
	// Forces withdraw within 10 days.
	// of RU has fallen: Amendment of UA (UA) puts “10” in place of “30”, which this would change to “60”.
	// of EU would now make it: Forces withdraw within 10 days under observation.
}

func ExampleMerge() {
	base := plan("Forces withdraw within 30 days.")
	ours := plan("Forces withdraw within 10 days.")
	theirs := plan("All forces withdraw within 30 days.")
	m, err := consolidate.Merge(base, ours, theirs)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Text.Find("7").Words, len(m.Conflicts), "conflicts")
	// Output:
	// All forces withdraw within 10 days. 0 conflicts
}
