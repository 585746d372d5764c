package scenario_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"parley/bargain"
	"parley/bargain/scenario"
	"parley/internal/shareddata"
)

// expected is the answers to an instance, computed by others by enumeration.
type expected struct {
	Instance         string
	Dir              string
	DomainFile       string    `json:"domain_file"`
	ProfileFiles     []string  `json:"profile_files"`
	Sizes            []int     `json:"issue_sizes"`
	Reservation      []*string `json:"reservation"`
	Den              []string  `json:"den"`
	FrontierSize     int       `json:"frontier_size"`
	FrontierOutcomes *int64    `json:"frontier_outcomes"`
	FrontierHash     string    `json:"frontier_sha256"`
	Variants         map[string]variant
}

type variant struct {
	Disagreement []string
	FrontierSize int     `json:"frontier_size"`
	Nash         *choice `json:"nash"`
	Egalitarian  *choice `json:"egalitarian"`
	Leximin      *choice `json:"leximin"`
	Welfare      *choice `json:"welfare"`
	MaxMin       *choice `json:"ks_maxmin"`
	Balanced     *choice `json:"ks_negmas"`
}

// choice is the points that a rule chooses: how many, and the first 20.
type choice struct {
	Ties   int `json:"n_ties"`
	Points [][]string
}

func TestAnswersAreThoseOfEnumeration(t *testing.T) {
	dir := shareddata.Dir(t, "bargain")
	files, err := filepath.Glob(filepath.Join(dir, "expected", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no expected answers in %s: %v", dir, err)
	}
	for _, file := range files {
		var want expected
		data, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(data, &want)
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		t.Run(want.Instance, func(t *testing.T) { want.check(t, dir) })
	}
}

// read reads the instance's files in place.
func (want *expected) read(t *testing.T, dir string) *bargain.Scenario {
	var files []scenario.File
	for _, name := range append([]string{want.DomainFile}, want.ProfileFiles...) {
		if name == "" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, "domains", want.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, scenario.File{Name: name, Data: data})
	}
	s, repairs, err := scenario.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range repairs {
		t.Log("repaired: ", r)
	}
	return s
}

func (want *expected) check(t *testing.T, dir string) {
	s := want.read(t, dir)
	var sizes []int
	for _, issue := range s.Issues {
		sizes = append(sizes, len(issue.Options))
	}
	if !slices.Equal(sizes, want.Sizes) {
		t.Errorf("the issues have %v options, want %v", sizes, want.Sizes)
	}
	for i, r := range want.Reservation {
		got, wanted := s.Parties[i].Reservation, "none"
		if r != nil {
			wanted = *r
		}
		if got == nil && r != nil || got != nil && got.RatString() != wanted {
			t.Errorf("party %d has the reservation value %v, want %s", i, got, wanted)
		}
	}
	p, err := bargain.NewProblem(s)
	if err != nil {
		t.Fatal(err)
	}
	want.checkFrontier(t, p)
	for how, name := range map[bargain.Treatment]string{bargain.Unreserved: "norv", bargain.Reserved: "rv", bargain.Raw: "rv_raw"} {
		v := want.Variants[name]
		for rule, choice := range map[bargain.Rule]*choice{bargain.Nash: v.Nash, bargain.Egalitarian: v.Egalitarian, bargain.Leximin: v.Leximin, bargain.Welfare: v.Welfare, bargain.KalaiSmorodinsky: v.MaxMin, bargain.Balanced: v.Balanced} {
			got, err := p.Solve(context.Background(), rule, how, bargain.Limits{})
			if err != nil {
				t.Errorf("%s %v: %v", name, rule, err)
				continue
			}
			want.checkChoice(t, name, got, v, choice)
		}
	}
}

func (want *expected) checkFrontier(t *testing.T, p *bargain.Problem) {
	f, err := p.Frontier(context.Background(), bargain.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if f.Len() != want.FrontierSize {
		t.Errorf("the frontier has %d points, want %d", f.Len(), want.FrontierSize)
	}
	if n := want.FrontierOutcomes; n != nil && f.Packages().Cmp(big.NewInt(*n)) != 0 {
		t.Errorf("%v packages lie on the frontier, want %d", f.Packages(), *n)
	}
	hash := sha256.New()
	for i := range f.Len() {
		fmt.Fprintln(hash, strings.Join(want.numerators(f.Point(i)), ","))
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != want.FrontierHash {
		t.Errorf("the frontier has the hash %s, want %s", got, want.FrontierHash)
	}
}

// numerators is the utilities of a point in the parts that the answers are given in.
func (want *expected) numerators(pt bargain.Point) []string {
	var out []string
	for i, u := range pt.Utilities {
		den, _ := new(big.Rat).SetString(want.Den[i])
		out = append(out, den.Mul(den, u).RatString())
	}
	return out
}

func (want *expected) checkChoice(t *testing.T, name string, got *bargain.Solution, v variant, choice *choice) {
	for i, d := range got.Disagreement {
		if d.RatString() != v.Disagreement[i] {
			t.Errorf("%s: party %d has %v without a deal, want %s", name, i, d, v.Disagreement[i])
		}
	}
	if choice == nil {
		if len(got.Points) > 0 || v.FrontierSize > 0 {
			t.Errorf("%s %v: %d points, want an empty zone", name, got.Rule, len(got.Points))
		}
		return
	}
	var points [][]string
	for _, pt := range got.Points[:min(20, len(got.Points))] {
		points = append(points, want.numerators(pt))
	}
	if len(got.Points) != choice.Ties || fmt.Sprint(points) != fmt.Sprint(choice.Points) {
		t.Errorf("%s %v: %d points\n%v, want %d\n%v", name, got.Rule, len(got.Points), points, choice.Ties, choice.Points)
	}
}
