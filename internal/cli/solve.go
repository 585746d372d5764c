package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"parley/bargain"
)

// treatments is what the parties have without a deal, as a flag names it.
var treatments = map[string]bargain.Treatment{"better": bargain.Reserved, "given": bargain.Raw, "worst": bargain.Unreserved}

func newSolve() *cobra.Command {
	var b bargaining
	var without string
	chosen := make([]bool, len(bargain.Rules()))
	cmd := &cobra.Command{
		Use:   "solve [--nash] [--ks] [--egalitarian] [--leximin] [--welfare] SCENARIO...",
		Short: "Compute which efficient packages the rules of bargaining choose",
		Long: `Solve computes what rules choose among the efficient packages that leave nobody below
its reservation value, exactly; all that tie are listed. Without a rule it computes all
but --balanced, which needs the whole frontier.

What a party has without a deal, and gains are measured from, is its reservation value
or its worst package if that is better; with --without-deal given, its reservation value
as it stands; with --without-deal worst, its worst package, and reservation values are
left out.

` + scenarioFiles,
		Example: "  parley solve --nash talks.json\n  parley solve --json domain.xml aldoria.xml brennland.xml",
		Args:    needs(1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			how, ok := treatments[without]
			if !ok {
				return fmt.Errorf("--without-deal %q is none of better, given and worst", without)
			}
			limits, err := b.limits()
			if err != nil {
				return err
			}
			p, err := b.problem(cmd, args)
			if err != nil {
				return err
			}
			a := answer{s: p.Scenario()}
			err = await(cmd, b.time, "solving", func(ctx context.Context) error {
				return a.solve(ctx, p, rulesOf(chosen), how, limits)
			})
			if err != nil {
				return err
			}
			if b.json {
				return a.writeJSON(cmd.OutOrStdout())
			}
			return a.write(cmd.OutOrStdout())
		},
	}
	b.addFlags(cmd)
	f := cmd.Flags()
	for i, help := range []string{"the greatest product of gains", "Kalai–Smorodinsky: the greatest least gain, as a share of the most that a party can gain", "the greatest least gain", "the greatest least gain, then the next least, and so on", "the greatest sum of gains", "the least difference between gains, as shares of the most that any package gives"} {
		f.BoolVar(&chosen[i], bargain.Rule(i).String(), false, help)
	}
	f.StringVar(&without, "without-deal", "better", "what parties have without a deal: better, given or worst")
	return cmd
}

// rulesOf is the rules that flags name; if they name none, all but the last.
func rulesOf(chosen []bool) []bargain.Rule {
	all := bargain.Rules()
	if !slices.Contains(chosen, true) {
		return all[:len(all)-1]
	}
	return slices.DeleteFunc(all, func(r bargain.Rule) bool { return !chosen[r] })
}

// An answer is what solve writes.
type answer struct {
	s         *bargain.Scenario
	zone      *bargain.Zone
	solutions []*bargain.Solution
	relax     []bargain.Relaxation // what opens the zone, if it is empty
}

func (a *answer) solve(ctx context.Context, p *bargain.Problem, rules []bargain.Rule, how bargain.Treatment, l bargain.Limits) error {
	for _, rule := range rules {
		solution, err := p.Solve(ctx, rule, how, l)
		if err != nil {
			return fmt.Errorf("%v: %w", rule, err)
		}
		a.solutions = append(a.solutions, solution)
	}
	var err error
	if a.zone, err = p.Zone(ctx, counting(l)); err != nil || !a.zone.Empty {
		return err
	}
	a.relax, err = p.Relax(ctx, l)
	return err
}

func (a *answer) write(w io.Writer) error {
	writeZone(w, a.s, a.zone)
	for _, r := range a.relax {
		fmt.Fprintf(w, "It opens if %s: %s.\n", relaxed(a.s, r), packageText(a.s, r.Package))
	}
	var deal []string
	for i, d := range a.solutions[0].Disagreement {
		deal = append(deal, a.s.Parties[i].Name+" has "+rounded(d))
	}
	fmt.Fprintf(w, "Without a deal %s.\n\n", strings.Join(deal, ", "))
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "rule\t"+partyColumns(a.s)+"packages\tpackage")
	for _, solution := range a.solutions {
		name := solution.Rule.String()
		if len(solution.Points) == 0 {
			fmt.Fprintf(tw, "%s\t%snone: the zone is empty\n", name, strings.Repeat("\t", len(a.s.Parties)+1))
		}
		for i, pt := range solution.Points {
			if i > 0 {
				name = "  or"
			}
			fmt.Fprintf(tw, "%s\t%s\n", name, pointCells(a.s, pt))
		}
	}
	return tw.Flush()
}

// relaxed says what gives way.
func relaxed(s *bargain.Scenario, r bargain.Relaxation) string {
	switch {
	case r.Party < 0:
		return "this is no longer forbidden for everyone: " + boxText(s, s.Forbidden[r.Line])
	case r.Line < 0:
		return fmt.Sprintf("%s lowers its reservation value by %s", s.Parties[r.Party].Name, rounded(r.By))
	}
	return s.Parties[r.Party].Name + " gives up its red line " + boxText(s, s.Parties[r.Party].RedLines[r.Line])
}

func boxText(s *bargain.Scenario, b bargain.Box) string {
	var out []string
	for _, side := range b {
		var options []string
		for _, o := range side.Options {
			options = append(options, s.Issues[side.Issue].Options[o])
		}
		out = append(out, s.Issues[side.Issue].Name+" "+strings.Join(options, " or "))
	}
	return strings.Join(out, " with ")
}

func (a *answer) writeJSON(w io.Writer) error {
	out := describe(a.s, a.zone)
	for _, solution := range a.solutions {
		one := solutionJSON{Rule: solution.Rule.String(), Points: []pointJSON{}}
		for _, d := range solution.Disagreement {
			one.Disagreement = append(one.Disagreement, exactText(d))
		}
		for _, pt := range solution.Points {
			one.Points = append(one.Points, pointOf(a.s, pt))
		}
		out.Solutions = append(out.Solutions, one)
	}
	for _, r := range a.relax {
		one := relaxationJSON{What: relaxed(a.s, r), Package: optionsOf(a.s, r.Package)}
		if r.By != nil {
			one.Party, one.By = a.s.Parties[r.Party].Name, exactText(r.By)
		}
		out.Relax = append(out.Relax, one)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
