package scenario_test

import (
	"math/big"
	"strings"
	"testing"

	"parley/bargain"
	"parley/bargain/scenario"
)

const (
	depths = `<negotiation_template><utility_space><objective index="0" name="root">
<issue index="1" name="depth" type="integer" lowerbound="-1" upperbound="2"/>
<issue index="2" name="width" type="integer"><range lowerbound="0" upperbound="3"/></issue>
</objective></utility_space></negotiation_template>`
	line = `<utility_space><objective index="0" name="root">
<issue index="1" name="depth" type="integer" lowerbound="-1" upperbound="2"><evaluator ftype="linear" slope="0.6" offset="-0.5"/></issue>
<issue index="2" name="width" type="integer" lowerbound="0" upperbound="3"><evaluator ftype="linear" slope="-0.25" offset="1"/></issue>
<weight index="1" value="0.5"/><weight index="2" value="0.5"/>
</objective></utility_space>`
	areas = `<!-- drawn --><?xml version="1.0"?>
<utility_space type="nonlinear"><objective index="0" name="root">
<issue index="1" name="depth" type="integer" lowerbound="-1" upperbound="2"/>
<issue index="2" name="width" type="integer" lowerbound="0" upperbound="3"/>
<utility maxutility="40"><ufun type="PlainUfun" weight="1" aggregation="sum">
 <hyperRectangle utility="10"><INCLUDES index="1" min="0" max="1"/><INCLUDES index="2" min="2" max="9"/></hyperRectangle>
 <hyperRectangle utility="4" weight="2"><EXCLUDES index="1" min="2" max="2"/></hyperRectangle>
 <hyperRectangle utility="1"/>
 <ufun weight="0.5" aggregation="sum"><hyperRectangle utility="6"><INCLUDES index="2" min="0" max="0"/></hyperRectangle></ufun>
</ufun></utility></objective><reservation value="0.75"/></utility_space>`
)

// read reads files given as name and content in turn.
func read(t *testing.T, all ...string) *bargain.Scenario {
	t.Helper()
	var files []scenario.File
	for i := 0; i < len(all); i += 2 {
		files = append(files, scenario.File{Name: all[i], Data: []byte(all[i+1])})
	}
	s, repairs, err := scenario.Read(files)
	if err != nil || len(repairs) > 0 {
		t.Fatal(err, repairs)
	}
	return s
}

// checkWorth checks what packages are worth to a party: by options, in the order given.
func checkWorth(t *testing.T, s *bargain.Scenario, party int, want map[[2]int]string) {
	t.Helper()
	for pkg, w := range want {
		wanted, _ := new(big.Rat).SetString(w)
		if got := s.Utility(party, pkg[:]); got.Cmp(wanted) != 0 {
			t.Errorf("package %v is worth %v to %s, want %s", pkg, got, s.Parties[party].Name, w)
		}
	}
}

func TestWholeNumbersAreALineCutOffAt0And1(t *testing.T) {
	s := read(t, "depths.xml", depths, "a.xml", line)
	checkWorth(t, s, 0, map[[2]int]string{{0, 0}: "0.5", {1, 0}: "0.55", {3, 0}: "1", {2, 3}: "0.475"})
}

func TestHyperRectanglesAreBonuses(t *testing.T) {
	s := read(t, "depths.xml", depths, "a.xml", areas)
	checkWorth(t, s, 0, map[[2]int]string{
		{1, 2}: "19/40", // 10 + 2·4 + 1
		{3, 3}: "1/40",
		{0, 0}: "12/40", // 2·4 + 1 + 6/2
	})
	if r := s.Parties[0].Reservation; r.Cmp(big.NewRat(3, 4)) != 0 {
		t.Errorf("the reservation value is %v, want 3/4", r)
	}
	for want, change := range map[string][2]string{
		"the ufun aggregates by \"max\"":    {`aggregation="sum">` + "\n", `aggregation="max">` + "\n"},
		"there is no issue 7":               {`<INCLUDES index="1"`, `<INCLUDES index="7"`},
		`issue "depth" has two bounds`:      {`<INCLUDES index="2" min="2"`, `<INCLUDES index="1" min="2"`},
		"the outermost ufun has the weight": {`"PlainUfun" weight="1"`, `"PlainUfun" weight="3"`},
		"weighs issues and has":             {`</objective>`, `<weight index="1" value="1"/></objective>`},
	} {
		_, _, err := scenario.Read([]scenario.File{{Name: "depths.xml", Data: []byte(depths)}, {Name: "a.xml", Data: []byte(strings.Replace(areas, change[0], change[1], 1))}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestNegMASFunctionsOfManyKinds(t *testing.T) {
	const domain = "issues:\n- {name: depth, type: ContiguousIssue, values: [0, 3]}\n- {name: width, values: 4}\n"
	s := read(t, "depths.yml", domain,
		"affine.yml", "type: AffineUtilityFunction\nweights: [0.5, 0.5]\nbias: 2\nreserved_value: -.inf\n",
		"kinds.yml", `type: negmas.preferences.LinearAdditiveUtilityFunction
weights: {width: 0.5, depth: 0.5}
values:
  depth: {type: QuadraticFun, a2: 2, a1: -1, bias: 0.5}
  width: {type: ConstFun, bias: 3}
`,
		"shared.yml", `type: LinearAdditiveUtilityFunction
weights: [0.5, 0.5]
values: [&f {type: LinearFun, slope: 1/3}, *f]
`,
		"areas.yml", `type: HyperRectangleUtilityFunction
outcome_ranges:
- {0: [1, 2], 1: 3}
- null
utilities: [10, 1]
weights: [0.5, 2]
`)
	checkWorth(t, s, 0, map[[2]int]string{{3, 1}: "4"})
	checkWorth(t, s, 1, map[[2]int]string{{3, 1}: "9.25"}) // (18-3+0.5)/2 + 3/2
	checkWorth(t, s, 2, map[[2]int]string{{3, 2}: "5/6"})
	checkWorth(t, s, 3, map[[2]int]string{{1, 3}: "7", {3, 3}: "2"})
	if s.Parties[0].Reservation != nil {
		t.Errorf("minus infinity is read as %v", s.Parties[0].Reservation)
	}
}

func TestTablesOfSpreadsheets(t *testing.T) {
	s := read(t, "sheet.csv", "\ufeffissue;option;Aldoria;Brennland\r\nDam;high;#1 = 20;0 .. 2\r\nDam;low;#2 !;-1/3\r\nTolls;none;!;\r\nTolls;some;;\r\nbase;;5;\r\n")
	p := s.Parties[0]
	if len(p.Rankings) != 1 || p.Rankings[0].Top.Cmp(big.NewRat(20, 1)) != 0 || len(p.RedLines) != 2 || p.Scores[1] != nil {
		t.Errorf("read %+v", p)
	}
	checkWorth(t, s, 0, map[[2]int]string{{0, 0}: "25", {1, 1}: "5"})
	checkWorth(t, s, 1, map[[2]int]string{{0, 0}: "1", {1, 1}: "-1/3"})
	for want, table := range map[string]string{
		"ranks 1 of the 2 options":  "issue,option,A\nDam,high,#1=2\nDam,low,3\n",
		"gives rank 1 to no option": "issue,option,A\nDam,high,#2\nDam,low,#2\n",
		"does not say what":         "issue,option,A\nDam,high,#1\nDam,low,#2\n",
		"two worths":                "issue,option,A\nDam,high,#1=2\nDam,low,#1=3\n",
		"gives rank 9":              "issue,option,A\nDam,high,#1=2\nDam,low,#9\n",
		"is no rank":                "issue,option,A\nDam,high,#2=2\nDam,low,#1\n",
		"is empty":                  "issue,option,A\nDam,high,3..2\n",
		"names no option":           "issue,option,A\nDam,,2\n",
		"a second base":             "issue,option,A\nDam,high,2\nbase,,1\nbase,,2\n",
	} {
		if _, _, err := scenario.Read([]scenario.File{{Name: "a.csv", Data: []byte(table)}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
