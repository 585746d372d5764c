// Package chart draws the plots of pages as SVG: a scatter of packages by what they are
// worth to two parties, and parallel axes for more.
//
// Its look is in the style sheet, by class; nothing here is told by colour alone, so that
// a plot can be read in print, in the dark and in the colours that a reader forces. What
// it shows stands in a table of the page too. Floating-point numbers place marks on the
// screen and decide nothing.
package chart

import (
	"fmt"
	"html/template"
	"math"
	"math/big"
	"strings"
)

// Axis is a party's.
type Axis struct {
	Name    string
	Without *big.Rat // what no deal is worth, marked on the axis; nil: not told
}

// Point is a package, by what it is worth on each axis.
type Point struct {
	At     []*big.Rat
	Letter string // by which the legend and the table name it; "": one of the many
	Shape  Shape
}

// Shape is how a point with a letter is marked.
type Shape int

// The shapes.
const (
	Circle Shape = iota
	Square
	Triangle
	Diamond
	Cross
	Star
	Ring  // around another
	Plain // of the many
)

// Plot is what is drawn.
type Plot struct {
	ID     string // unique on the page
	Title  string // for those who do not see it
	Axes   []Axis
	Points []Point
	Stairs bool // the plain points are a frontier, which is drawn as steps
}

// The size of a plot, in its own units, and where its axes are.
const (
	wide, high                 = 480, 400
	start, end, top, bottom    = 56, 20, 24, 48
	innerWidth, innerHeight    = wide - start - end, high - top - bottom
	ticks                      = 5
	markSize, dotSize          = 7.0, 2.6
	letterAside, letterBetween = 11.0, 13.0
)

// SVG draws the plot: a scatter for two axes, parallel axes for more, nothing for less.
func (p Plot) SVG() template.HTML {
	d := drawing{}
	d.printf(`<svg class="chart" viewBox="0 0 %d %d" role="img" aria-labelledby="%[3]s-title"><title id="%[3]s-title">%[4]s</title>`, wide, high, p.ID, escaped(p.Title))
	switch {
	case len(p.Axes) < 2 || len(p.Points) == 0:
		return ""
	case len(p.Axes) == 2:
		p.scatter(&d)
	default:
		p.parallel(&d)
	}
	d.printf("</svg>")
	return template.HTML(d.String())
}

type drawing struct{ strings.Builder }

func (d *drawing) printf(format string, args ...any) { fmt.Fprintf(d, format, args...) }

func escaped(s string) string { return template.HTMLEscapeString(s) }

func (d *drawing) line(class string, x1, y1, x2, y2 float64) {
	d.printf(`<line class="%s" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`, class, x1, y1, x2, y2)
}

func (d *drawing) text(class, anchor string, x, y float64, words string) {
	d.printf(`<text class="%s" text-anchor="%s" x="%.1f" y="%.1f">%s</text>`, class, anchor, x, y, escaped(words))
}

// mark draws a shape around a place.
func (d *drawing) mark(s Shape, x, y float64) {
	const r = markSize
	path := func(class, form string, args ...any) {
		d.printf(`<path class="%s" d="`+form+`"/>`, append([]any{class}, args...)...)
	}
	switch s {
	case Plain:
		d.printf(`<circle class="dot" cx="%.1f" cy="%.1f" r="%.1f"/>`, x, y, dotSize)
	case Circle:
		d.printf(`<circle class="mark" cx="%.1f" cy="%.1f" r="%.1f"/>`, x, y, r*0.85)
	case Ring:
		d.printf(`<circle class="ring" cx="%.1f" cy="%.1f" r="%.1f"/>`, x, y, r*1.7)
	case Square:
		d.printf(`<rect class="mark" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, x-r*0.8, y-r*0.8, r*1.6, r*1.6)
	case Triangle:
		path("mark", "M%.1f %.1fL%.1f %.1fL%.1f %.1fZ", x, y-r, x+r, y+r*0.8, x-r, y+r*0.8)
	case Diamond:
		path("mark", "M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fZ", x, y-r*1.1, x+r*1.1, y, x, y+r*1.1, x-r*1.1, y)
	case Cross:
		path("stroke", "M%.1f %.1fL%.1f %.1fM%.1f %.1fL%.1f %.1f", x-r*0.8, y-r*0.8, x+r*0.8, y+r*0.8, x-r*0.8, y+r*0.8, x+r*0.8, y-r*0.8)
	case Star:
		path("stroke", "M%.1f %.1fL%.1f %.1fM%.1f %.1fL%.1f %.1fM%.1f %.1fL%.1f %.1f", x, y-r, x, y+r, x-r, y-r*0.5, x+r, y+r*0.5, x-r, y+r*0.5, x+r, y-r*0.5)
	}
}

// Key draws one shape by itself, for a legend.
func (s Shape) Key() template.HTML {
	var d drawing
	d.printf(`<svg class="chart key" viewBox="0 0 26 26" width="20" height="20" aria-hidden="true">`)
	d.mark(s, 13, 13)
	d.printf("</svg>")
	return template.HTML(d.String())
}

// scale is how worth becomes a place.
type scale struct{ from, to float64 }

// scaleOf spans what is shown on an axis, from a round number to a round number.
func (p Plot) scaleOf(axis int) scale {
	least, most := math.Inf(1), math.Inf(-1)
	take := func(r *big.Rat) {
		if r != nil {
			x, _ := r.Float64()
			least, most = min(least, x), max(most, x)
		}
	}
	for _, pt := range p.Points {
		take(pt.At[axis])
	}
	take(p.Axes[axis].Without)
	if least == most {
		least, most = least-1, most+1
	}
	step := round((most - least) / ticks)
	return scale{math.Floor(least/step) * step, math.Ceil(most/step) * step}
}

// round is the next of 1, 2, 5 and their tenfolds.
func round(x float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(x)))
	for _, f := range []float64{1, 2, 5} {
		if x <= f*unit {
			return f * unit
		}
	}
	return 10 * unit
}

func (s scale) step() float64 { return round((s.to - s.from) / (ticks + 1)) }

// share is how far along the axis a number lies, from 0 to 1.
func (s scale) share(r *big.Rat) float64 {
	x, _ := r.Float64()
	return (x - s.from) / (s.to - s.from)
}

// each calls f for each round number on the axis, with its share.
func (s scale) each(f func(share float64, name string)) {
	for i := 0; ; i++ {
		x := s.from + float64(i)*s.step()
		if x > s.to+s.step()/1e6 {
			return
		}
		f((x-s.from)/(s.to-s.from), fmt.Sprintf("%.6g", x))
	}
}
