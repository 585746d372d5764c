// Bargain compares how long our frontiers take with plain enumeration: every package is
// valued in floating point, the values are sorted by their sum, and each is held against
// the frontier so far. That is how NegMAS, the toolkit of the automated negotiation
// competitions, finds a frontier; here it is written in Go, so that languages are not what
// is compared. Both run on one thread.
//
// usage: go run ./bench/bargain
package main

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"parley/bargain"
)

// reachable is how many packages are enumerated at most: more take gigabytes.
const reachable = 20_000_000

// workload is random points from 0 to 100 for each party and option, or, opposed, points
// that add up to 100.
type workload struct {
	parties, issues, options int
	opposed                  bool
}

var workloads = []workload{
	{2, 6, 10, false}, {2, 7, 10, false}, {3, 8, 7, false}, {4, 10, 5, false},
	{2, 28, 4, false}, {2, 28, 4, true}, {2, 100, 10, false}, {3, 28, 4, false}, {4, 16, 4, false}, {4, 28, 4, false},
}

func main() {
	runtime.GOMAXPROCS(1)
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bargain:", err)
		os.Exit(1)
	}
}

func run() error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "parties x issues x options\tpackages\tfrontier\tparley\tallocated\tenumeration\tratio")
	for _, x := range workloads {
		points := x.points()
		s := scenario(points)
		size, took, memory, err := ours(s)
		if err != nil {
			return fmt.Errorf("%v: %w", x, err)
		}
		name := fmt.Sprintf("%dx%dx%d", x.parties, x.issues, x.options)
		if x.opposed {
			name += " zero-sum"
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%v\t%.1f MB\t", name, short(s.Packages()), size, took.Round(time.Microsecond), float64(memory)/1e6)
		if s.Packages().Cmp(big.NewInt(reachable)) > 0 {
			fmt.Fprintln(w, "out of reach\t")
			continue
		}
		start := time.Now()
		found := enumerate(points)
		plain := time.Since(start)
		if found != size {
			return fmt.Errorf("%v: enumeration finds %d points and we find %d", x, found, size)
		}
		fmt.Fprintf(w, "%v\t%.5f\n", plain.Round(time.Millisecond), took.Seconds()/plain.Seconds())
	}
	return w.Flush()
}

func short(n *big.Int) string {
	f, _ := new(big.Float).SetInt(n).Float64()
	return fmt.Sprintf("%.3g", f)
}

// points are by party, issue and option.
func (x workload) points() [][][]int64 {
	r := rand.New(rand.NewPCG(uint64(x.parties), uint64(x.issues*100+x.options)))
	out := make([][][]int64, x.parties)
	for p := range out {
		out[p] = make([][]int64, x.issues)
		for i := range out[p] {
			out[p][i] = make([]int64, x.options)
			for o := range out[p][i] {
				out[p][i][o] = r.Int64N(101)
				if x.opposed && p == 1 {
					out[p][i][o] = 100 - out[0][i][o]
				}
			}
		}
	}
	return out
}

func scenario(points [][][]int64) *bargain.Scenario {
	s := &bargain.Scenario{Name: "drawn"}
	for i, options := range points[0] {
		issue := bargain.Issue{Name: fmt.Sprint(i)}
		for o := range options {
			issue.Options = append(issue.Options, fmt.Sprint(o))
		}
		s.Issues = append(s.Issues, issue)
	}
	for n, issues := range points {
		p := bargain.Party{Name: fmt.Sprint(n)}
		for _, options := range issues {
			var scores []bargain.Score
			for _, x := range options {
				scores = append(scores, bargain.Points(big.NewRat(x, 1)))
			}
			p.Scores = append(p.Scores, scores)
		}
		s.Parties = append(s.Parties, p)
	}
	return s
}

// ours is the median of five runs, from the scenario to the frontier, and what one of them
// allocates.
func ours(s *bargain.Scenario) (size int, took time.Duration, memory uint64, err error) {
	var all []time.Duration
	for range 5 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		p, err := bargain.NewProblem(s)
		if err != nil {
			return 0, 0, 0, err
		}
		f, err := p.Frontier(context.Background(), bargain.Limits{})
		if err != nil {
			return 0, 0, 0, err
		}
		all = append(all, time.Since(start))
		runtime.ReadMemStats(&after)
		size, memory = f.Len(), after.TotalAlloc-before.TotalAlloc
	}
	slices.Sort(all)
	return size, all[len(all)/2], memory, nil
}

// enumerate is the number of distinct points on the frontier.
func enumerate(points [][][]int64) int {
	parties, issues := len(points), len(points[0])
	var all [][]float64
	pkg := make([]int, issues)
	for {
		u := make([]float64, parties)
		for p := range u {
			for i, o := range pkg {
				u[p] += float64(points[p][i][o])
			}
		}
		all = append(all, u)
		i := 0
		for i < issues {
			if pkg[i]++; pkg[i] < len(points[0][i]) {
				break
			}
			pkg[i] = 0
			i++
		}
		if i == issues {
			break
		}
	}
	slices.SortFunc(all, func(a, b []float64) int { return cmp.Compare(sum(b), sum(a)) })
	var frontier [][]float64
	for _, u := range all {
		if !slices.ContainsFunc(frontier, func(x []float64) bool { return reaches(x, u) }) {
			frontier = append(frontier, u)
		}
	}
	return len(frontier)
}

func sum(u []float64) float64 {
	total := 0.0
	for _, x := range u {
		total += x
	}
	return total
}

func reaches(a, b []float64) bool {
	for i, x := range a {
		if x < b[i] {
			return false
		}
	}
	return true
}
