package cli

import (
	"fmt"
	"io"
	"math/big"
	"strings"

	"parley/bargain"
	"parley/bargain/scenario"
)

// exactText is a number for programs: exact, as a decimal or a fraction.
func exactText(x *big.Rat) string { return scenario.Decimal(x) }

// rounded is a number for people: exact if it is short, or else with a sign that it is
// rounded.
func rounded(x *big.Rat) string {
	if text := exactText(x); len(text) <= 10 {
		return text
	}
	return "≈" + strings.TrimRight(strings.TrimRight(x.FloatString(6), "0"), ".")
}

// percentUp is a share in percent, rounded up: it is a promise.
func percentUp(x *big.Rat) string {
	up := new(big.Int).Mul(x.Num(), big.NewInt(10_000))
	up.Add(up, x.Denom()).Sub(up, big.NewInt(1)).Quo(up, x.Denom())
	return exactText(new(big.Rat).SetFrac(up, big.NewInt(100))) + " %"
}

// counted is a number with its noun.
func counted[T int | *big.Int](n T, one, many string) string {
	text := fmt.Sprint(n)
	if text == "1" {
		return text + " " + one
	}
	return text + " " + many
}

// writeZone says what is bargained over and how large the zone of possible agreement is.
func writeZone(w io.Writer, s *bargain.Scenario, z *bargain.Zone) {
	fmt.Fprintf(w, "%s: %s, %s, %s\n", s.Name, counted(len(s.Issues), "issue", "issues"), counted(len(s.Parties), "party", "parties"), counted(s.Packages(), "package", "packages"))
	switch {
	case z.Nearest == nil:
		fmt.Fprintln(w, "Zone of possible agreement: empty, everything is forbidden.")
	case z.Empty:
		fmt.Fprintf(w, "Zone of possible agreement: empty. Nearest to it: %s%s.\n", packageText(s, z.Nearest), shortfall(s, z))
	case z.Count == nil:
		fmt.Fprintln(w, "Zone of possible agreement: not empty, and too large to be counted quickly.")
	case z.Total == nil || z.Total.Cmp(s.Packages()) == 0:
		fmt.Fprintf(w, "Zone of possible agreement: %s.\n", counted(z.Count, "package", "packages"))
	default:
		fmt.Fprintf(w, "Zone of possible agreement: %v of %s that nobody forbids.\n", z.Count, counted(z.Total, "package", "packages"))
	}
}

// shortfall says who is below its reservation value in the nearest package.
func shortfall(s *bargain.Scenario, z *bargain.Zone) string {
	var out string
	for i, x := range z.Short {
		if x.Sign() > 0 {
			out += fmt.Sprintf("; %s is %s short", s.Parties[i].Name, rounded(x))
		}
	}
	return out
}

// partyColumns is the heading of the parties' utilities.
func partyColumns(s *bargain.Scenario) string {
	var out strings.Builder
	for i := range s.Parties {
		out.WriteString(cellOf(s.Parties[i].Name) + "\t")
	}
	return out.String()
}

// pointCells is the cells of a point: utilities, how many packages, one of them.
func pointCells(s *bargain.Scenario, pt bargain.Point) string {
	var out strings.Builder
	for _, u := range pt.Utilities {
		out.WriteString(rounded(u) + "\t")
	}
	count := "?"
	if pt.Count != nil {
		count = pt.Count.String()
	}
	return out.String() + count + "\t" + packageText(s, pt.Package)
}

// packageText names the option of each issue.
func packageText(s *bargain.Scenario, pkg bargain.Package) string {
	var out []string
	for i, o := range pkg {
		out = append(out, cellOf(s.Issues[i].Name)+": "+cellOf(s.Issues[i].Options[o]))
	}
	return strings.Join(out, "; ")
}

// cellOf is a name in one line of a table, without what a terminal would obey.
func cellOf(name string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c >= 0x7f && c < 0xa0 {
			return ' '
		}
		return c
	}, name)
}

// below names the parties whose reservation values a point does not reach.
func below(s *bargain.Scenario, pt bargain.Point) []string {
	var out []string
	for i, u := range pt.Utilities {
		if r := s.Parties[i].Reservation; r != nil && u.Cmp(r) < 0 {
			out = append(out, cellOf(s.Parties[i].Name))
		}
	}
	return out
}

// The answers as JSON. A number is a string that holds a decimal or a fraction; a package
// is its options, in the order of the issues.
type (
	answerJSON struct {
		Scenario  string           `json:"scenario"`
		Issues    []issueJSON      `json:"issues"`
		Parties   []string         `json:"parties"`
		Packages  *big.Int         `json:"packages"`
		Zone      zoneJSON         `json:"zone"`
		Frontier  *frontierJSON    `json:"frontier,omitempty"`
		Solutions []solutionJSON   `json:"solutions,omitempty"`
		Relax     []relaxationJSON `json:"opensIf,omitempty"`
	}
	issueJSON struct {
		Name    string   `json:"name"`
		Options []string `json:"options"`
	}
	zoneJSON struct {
		Empty   bool     `json:"empty"`
		Count   *big.Int `json:"count,omitempty"`   // left out where it is too large to count
		Allowed *big.Int `json:"allowed,omitempty"` // of packages that nobody forbids
		Nearest []string `json:"nearest,omitempty"`
		Short   []string `json:"short,omitempty"`
	}
	frontierJSON struct {
		Size     int      `json:"size"`
		Packages *big.Int `json:"packages,omitempty"`
		Epsilon  string   `json:"epsilon,omitempty"` // left out where the frontier is exact
	}
	solutionJSON struct {
		Rule         string      `json:"rule"`
		Disagreement []string    `json:"withoutDeal"`
		Points       []pointJSON `json:"points"`
	}
	pointJSON struct {
		Utilities []string `json:"utilities"`
		Package   []string `json:"package"`
		Count     *big.Int `json:"count,omitempty"`
		Below     []string `json:"below,omitempty"`
	}
	relaxationJSON struct {
		What    string   `json:"what"`
		Party   string   `json:"party,omitempty"`
		By      string   `json:"by,omitempty"`
		Package []string `json:"package"`
	}
)

func describe(s *bargain.Scenario, z *bargain.Zone) answerJSON {
	out := answerJSON{Scenario: s.Name, Packages: s.Packages()}
	for _, issue := range s.Issues {
		out.Issues = append(out.Issues, issueJSON(issue))
	}
	for i := range s.Parties {
		out.Parties = append(out.Parties, s.Parties[i].Name)
	}
	out.Zone = zoneJSON{Empty: z.Empty, Count: z.Count, Allowed: z.Total}
	if z.Empty && z.Nearest != nil {
		out.Zone.Nearest = optionsOf(s, z.Nearest)
		for _, x := range z.Short {
			out.Zone.Short = append(out.Zone.Short, exactText(x))
		}
	}
	return out
}

func pointOf(s *bargain.Scenario, pt bargain.Point) pointJSON {
	out := pointJSON{Package: optionsOf(s, pt.Package), Count: pt.Count, Below: below(s, pt)}
	for _, u := range pt.Utilities {
		out.Utilities = append(out.Utilities, exactText(u))
	}
	return out
}

func optionsOf(s *bargain.Scenario, pkg bargain.Package) []string {
	var out []string
	for i, o := range pkg {
		out = append(out, s.Issues[i].Options[o])
	}
	return out
}
