package scenario_test

import (
	"fmt"
	"os"

	"parley/bargain/scenario"
)

func Example() {
	s, repairs, err := scenario.Read([]scenario.File{{Name: "river.csv", Data: []byte(`issue,option,Aldoria,Brennland
Dam,high,10,0..2
Dam,low,4,7.5
reservation,,2,1/2
`)}})
	if err != nil {
		fmt.Println(err) // says where, and what to do
		return
	}
	fmt.Println(s.Parties[1].Scores[0][0].High, repairs)
	scenario.WriteCSV(os.Stdout, s)
	// Output:
	// 2/1 []
	// issue,option,Aldoria,Brennland
	// Dam,high,10,0..2
	// Dam,low,4,7.5
	// reservation,,2,0.5
}
