//go:build js && wasm

// Command analyse is package bargain in a browser: it offers parleyAnalyse(names, files),
// which reads a scenario from files and returns what is best for all as JSON. Nothing
// leaves the browser.
package main

import (
	"context"
	"encoding/json"
	"math/big"
	"syscall/js"

	"parley/bargain"
	"parley/bargain/scenario"
)

// most is how many points are shown, and held at once: a browser has little memory.
const (
	most = 200
	held = 200_000
)

// An analysis is what the page shows.
type analysis struct {
	Failed    string     `json:"failed,omitempty"`
	Repairs   []string   `json:"repairs,omitempty"`
	Name      string     `json:"name"`
	Packages  string     `json:"packages"`
	Zone      string     `json:"zone"` // how many packages are in it; "" if they were not counted
	Empty     bool       `json:"empty"`
	Parties   []string   `json:"parties"`
	Size      int        `json:"size"` // of the frontier
	Off       string     `json:"off,omitempty"`
	Frontier  []point    `json:"frontier"`
	Solutions []solution `json:"solutions"`
}

type solution struct {
	Rule   string  `json:"rule"`
	Points []point `json:"points"`
}

type point struct {
	Utilities []string `json:"utilities"`
	Package   []choice `json:"package"`
}

type choice struct {
	Issue  string `json:"issue"`
	Option string `json:"option"`
}

func main() {
	js.Global().Set("parleyAnalyse", js.FuncOf(func(_ js.Value, args []js.Value) any {
		var files []scenario.File
		for i := range args[0].Length() {
			data := make([]byte, args[1].Index(i).Length())
			js.CopyBytesToGo(data, args[1].Index(i))
			files = append(files, scenario.File{Name: args[0].Index(i).String(), Data: data})
		}
		out, err := analyse(files)
		if err != nil {
			out = &analysis{Failed: err.Error()}
		}
		text, err := json.Marshal(out)
		if err != nil {
			return `{"failed":"the answer could not be written"}`
		}
		return string(text)
	}))
	select {} // the functions are to stay
}

func analyse(files []scenario.File) (*analysis, error) {
	s, repairs, err := scenario.Read(files)
	if err != nil {
		return nil, err
	}
	p, err := bargain.NewProblem(s)
	if err != nil {
		return nil, err
	}
	ctx, limits := context.Background(), bargain.Limits{Points: held, Epsilon: big.NewRat(1, 20)}
	zone, err := p.Zone(ctx, limits)
	if err != nil {
		return nil, err
	}
	f, err := p.Frontier(ctx, limits)
	if err != nil {
		return nil, err
	}
	out := &analysis{Name: s.Name, Packages: s.Packages().String(), Empty: zone.Empty, Size: f.Len()}
	for _, r := range repairs {
		out.Repairs = append(out.Repairs, r.String())
	}
	for i := range s.Parties {
		out.Parties = append(out.Parties, s.Parties[i].Name)
	}
	if zone.Count != nil {
		out.Zone = zone.Count.String()
	}
	if e := f.Epsilon(); e != nil {
		out.Off = e.FloatString(4)
	}
	for i := range min(f.Len(), most) {
		out.Frontier = append(out.Frontier, pointOf(s, f.Point(i)))
	}
	for _, rule := range []bargain.Rule{bargain.Nash, bargain.KalaiSmorodinsky, bargain.Egalitarian, bargain.Leximin, bargain.Welfare} {
		chosen, err := p.Solve(ctx, rule, bargain.Reserved, limits)
		if err != nil {
			return nil, err
		}
		x := solution{Rule: rule.String()}
		for _, pt := range chosen.Points[:min(len(chosen.Points), most)] {
			x.Points = append(x.Points, pointOf(s, pt))
		}
		out.Solutions = append(out.Solutions, x)
	}
	return out, nil
}

func pointOf(s *bargain.Scenario, pt bargain.Point) point {
	var out point
	for _, u := range pt.Utilities {
		out.Utilities = append(out.Utilities, scenario.Decimal(u))
	}
	for i, o := range pt.Package {
		out.Package = append(out.Package, choice{s.Issues[i].Name, s.Issues[i].Options[o]})
	}
	return out
}
