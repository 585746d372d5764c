package chart_test

import (
	"encoding/xml"
	"errors"
	"io"
	"math/big"
	"strings"
	"testing"

	"parley/internal/web/chart"
)

// plot is a plot for so many parties.
func plot(parties int) chart.Plot {
	p := chart.Plot{ID: "frontier", Title: "Packages <of the river>", Stairs: true}
	for i := range parties {
		p.Axes = append(p.Axes, chart.Axis{Name: []string{"Aldoria", "Brennland & Co", "Carsa"}[i], Without: big.NewRat(40, 1)})
	}
	at := func(numbers ...int64) []*big.Rat {
		var out []*big.Rat
		for _, n := range numbers[:parties] {
			out = append(out, big.NewRat(n, 1))
		}
		return out
	}
	for _, row := range [][]int64{{20, 95, 60}, {45, 88, 51}, {60, 71, 80}, {78, 70, 30}, {96, 22, 47}} {
		p.Points = append(p.Points, chart.Point{At: at(row...), Shape: chart.Plain})
	}
	p.Points = append(p.Points,
		chart.Point{At: at(30, 30, 30), Shape: chart.Cross},
		chart.Point{At: at(78, 70, 30), Shape: chart.Circle, Letter: "NK"},
		chart.Point{At: at(60, 71, 80), Shape: chart.Triangle, Letter: "EL"},
		chart.Point{At: at(96, 22, 47), Shape: chart.Star, Letter: "W"},
		chart.Point{At: at(78, 70, 30), Shape: chart.Ring})
	return p
}

// elements counts the elements of a drawing, by name and class.
func elements(t *testing.T, svg string) map[string]int {
	t.Helper()
	out := map[string]int{}
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, svg)
		}
		if e, ok := token.(xml.StartElement); ok {
			name := e.Name.Local
			for _, a := range e.Attr {
				if a.Name.Local == "class" {
					name += "." + a.Value
				}
				if a.Name.Local == "style" || a.Name.Local == "fill" || a.Name.Local == "stroke" {
					t.Errorf("%s has a look of its own: %s", name, a.Value)
				}
			}
			out[name]++
		}
	}
}

func TestTwoPartiesAreAScatterWithTheFrontierAsSteps(t *testing.T) {
	got := elements(t, string(plot(2).SVG()))
	for name, want := range map[string]int{"svg.chart": 1, "title": 1, "circle.dot": 5, "path.stair": 1, "line.without": 2, "text.letter": 3, "text.name": 2, "circle.mark": 1, "path.mark": 1, "path.stroke": 2, "circle.ring": 1} {
		if got[name] != want {
			t.Errorf("%d %s, want %d", got[name], name, want)
		}
	}
}

func TestMorePartiesAreParallelAxes(t *testing.T) {
	got := elements(t, string(plot(3).SVG()))
	for name, want := range map[string]int{"line.axis": 3, "polyline.many": 5, "text.letter": 3, "line.without": 3, "text.name": 3} {
		if got[name] != want {
			t.Errorf("%d %s, want %d", got[name], name, want)
		}
	}
	dashes := 0
	for name := range got {
		if strings.HasPrefix(name, "polyline.path dash-") {
			dashes++
		}
	}
	if dashes != 5 {
		t.Errorf("%d kinds of lines tell five packages apart without colour", dashes)
	}
}

func TestOnePartyOrNoPackageIsNoPlot(t *testing.T) {
	if got := plot(1).SVG(); got != "" {
		t.Error(got)
	}
	if got := (chart.Plot{Axes: plot(2).Axes}).SVG(); got != "" {
		t.Error(got)
	}
}

func TestPackagesThatAreWorthTheSameAreDrawn(t *testing.T) {
	p := plot(2)
	for i := range p.Points {
		p.Points[i].At = []*big.Rat{big.NewRat(1, 3), big.NewRat(0, 1)}
	}
	p.Axes[0].Without, p.Axes[1].Without = nil, nil
	if got := string(p.SVG()); strings.Contains(got, "NaN") || strings.Contains(got, "Inf") {
		t.Error(got)
	}
}

func TestEveryShapeHasAKeyOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range []chart.Shape{chart.Circle, chart.Square, chart.Triangle, chart.Diamond, chart.Cross, chart.Star, chart.Ring, chart.Plain} {
		if key := string(s.Key()); seen[key] || len(elements(t, key)) != 2 {
			t.Errorf("%d: %s", s, key)
		} else {
			seen[key] = true
		}
	}
}
