package scenario

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"parley/bargain"
)

// WriteCSV writes a scenario in Parley's own CSV, from which Read gives it back, but for
// its name and the order of red lines and rankings. The error says what does not fit into
// a table: combinations of several issues (red lines, bonuses, what is forbidden), and
// names that are empty or break lines.
func WriteCSV(w io.Writer, s *bargain.Scenario) error {
	if err := fits(s); err != nil {
		return fmt.Errorf("this does not fit into a table: %w; write JSON", err)
	}
	heading := []string{"issue", "option"}
	base, reservation := []string{"base", ""}, []string{"reservation", ""}
	for i := range s.Parties {
		p := &s.Parties[i]
		heading = append(heading, p.Name)
		base, reservation = append(base, ""), append(reservation, "")
		if p.Base != nil {
			base[i+2] = Decimal(p.Base)
		}
		if p.Reservation != nil {
			reservation[i+2] = Decimal(p.Reservation)
		}
	}
	rows := [][]string{heading}
	for i, issue := range s.Issues {
		for o, name := range issue.Options {
			row := []string{issue.Name, name}
			for p := range s.Parties {
				row = append(row, cellText(&s.Parties[p], i, o))
			}
			rows = append(rows, row)
		}
	}
	for _, row := range [][]string{base, reservation} {
		if strings.Join(row[2:], "") != "" {
			rows = append(rows, row)
		}
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// fits says what of a scenario has no place in a table.
func fits(s *bargain.Scenario) error {
	if err := writable(s); err != nil {
		return err
	}
	if len(s.Forbidden) > 0 {
		return fmt.Errorf("something is forbidden for everyone")
	}
	names := []string{}
	for _, issue := range s.Issues {
		names = append(append(names, issue.Name), issue.Options...)
	}
	for i := range s.Parties {
		p := &s.Parties[i]
		names = append(names, p.Name)
		if len(p.Bonuses) > 0 {
			return fmt.Errorf("party %q has bonuses for combinations", p.Name)
		}
		if slices.ContainsFunc(p.RedLines, func(b bargain.Box) bool { return len(b) != 1 || len(b[0].Options) == 0 }) {
			return fmt.Errorf("party %q has a red line that is not on the options of one issue", p.Name)
		}
		for n, r := range p.Rankings {
			twice := slices.ContainsFunc(p.Rankings[:n], func(other bargain.Ranking) bool { return other.Issue == r.Issue })
			if twice || p.Scores[r.Issue] != nil || slices.ContainsFunc(r.Best, func(group []int) bool { return len(group) == 0 }) {
				return fmt.Errorf("party %q ranks issue %q twice, or scores it too, or leaves a rank out", p.Name, s.Issues[r.Issue].Name)
			}
		}
	}
	for _, name := range names {
		if name == "" || strings.ContainsFunc(name, unicode.IsControl) {
			return fmt.Errorf("the name %q is empty or breaks a line", name)
		}
	}
	return nil
}

func cellText(p *bargain.Party, issue, option int) string {
	var out string
	if scores := p.Scores[issue]; scores != nil {
		out = Decimal(scores[option].Low)
		if !scores[option].Exact() {
			out += ".." + Decimal(scores[option].High)
		}
	}
	for _, r := range p.Rankings {
		if r.Issue != issue {
			continue
		}
		place := slices.IndexFunc(r.Best, func(group []int) bool { return slices.Contains(group, option) })
		if out = fmt.Sprintf("#%d", place+1); place == 0 {
			out += "=" + Decimal(r.Top)
		}
	}
	refused := slices.ContainsFunc(p.RedLines, func(b bargain.Box) bool {
		return b[0].Issue == issue && slices.Contains(b[0].Options, option)
	})
	if refused {
		out += "!"
	}
	return out
}
