package chart

import (
	"fmt"
	"html/template"
)

// Bars are counts over time, the series of a step stacked on one another and told apart by
// their filling: full, empty, hatched, dotted.
type Bars struct {
	ID      string // unique on the page
	Title   string // for those who do not see it
	Columns []Column
	Lines   []Line
}

// Column is a step of time.
type Column struct {
	Name   string // below it, where there is room
	Counts []int  // of each series
	Above  string // a sign over it
}

// Line stands across the bars at a step, with a letter that the legend explains.
type Line struct {
	At     int
	Letter string
}

// Fillings is how many series can be told apart.
const Fillings = 4

const broad, tall = 760, 240 // in units of its own

// SVG draws the bars; nothing where there are none.
func (b Bars) SVG() template.HTML {
	if len(b.Columns) == 0 {
		return ""
	}
	most := 1
	for _, c := range b.Columns {
		sum := 0
		for _, n := range c.Counts {
			sum += n
		}
		most = max(most, sum)
	}
	step := max(1, int(round(float64(most)/4)))
	ceiling := (most + step - 1) / step * step
	d := drawing{}
	d.printf(`<svg class="chart bars" viewBox="0 0 %d %d" role="img" aria-labelledby="%[3]s-title"><title id="%[3]s-title">%[4]s</title>`, broad, tall, b.ID, escaped(b.Title))
	patterns(&d, b.ID)
	const low, left, right = tall - 34.0, 34.0, broad - 8.0
	y := func(n int) float64 { return low - float64(n)/float64(ceiling)*(low-30) }
	for n := 0; n <= ceiling; n += step {
		d.line("grid", left, y(n), right, y(n))
		d.text("tick", "end", left-6, y(n)+4, fmt.Sprint(n))
	}
	width := (right - left) / float64(len(b.Columns))
	x := func(i int) float64 { return left + float64(i)*width }
	every := len(b.Columns)/8 + 1
	for i, c := range b.Columns {
		sum := 0
		gap := min(width*0.15, 4)
		wide := min(width-2*gap, 44)
		for k, n := range c.Counts {
			if n > 0 {
				d.printf(`<rect class="bar bar-%d" x="%.1f" y="%.1f" width="%.1f" height="%.1f"%s/>`, k%Fillings, x(i)+(width-wide)/2, y(sum+n), wide, y(sum)-y(sum+n), fill(b.ID, k%Fillings))
			}
			sum += n
		}
		if c.Above != "" {
			d.text("letter", "middle", x(i)+width/2, y(sum)-5, c.Above)
		}
		if i%every == 0 {
			d.text("tick", "middle", x(i)+width/2, low+18, c.Name)
		}
	}
	beside := map[int]int{}
	for _, l := range b.Lines {
		at := x(l.At) + width/2
		if beside[l.At] == 0 {
			d.line("without", at, 18, at, low)
		}
		d.text("letter", "middle", at+float64(beside[l.At])*letterBetween, 13, l.Letter)
		beside[l.At]++
	}
	d.line("axis", left, low, right, low)
	d.printf("</svg>")
	return template.HTML(d.String())
}

// patterns are the fillings that a plain colour cannot tell apart in print.
func patterns(d *drawing, id string) {
	d.printf(`<defs><pattern id="%[1]s-2" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern><pattern id="%[1]s-3" width="6" height="6" patternUnits="userSpaceOnUse"><circle class="dot" cx="3" cy="3" r="1.5"/></pattern></defs>`, id)
}

func fill(id string, series int) string {
	if series < 2 {
		return ""
	}
	return fmt.Sprintf(` fill="url(#%s-%d)"`, id, series)
}

// Filling draws one filling by itself, for a legend on the page of a chart.
func Filling(id string, series int) template.HTML {
	var d drawing
	series %= Fillings
	d.printf(`<svg class="chart key" viewBox="0 0 26 26" width="20" height="20" aria-hidden="true"><rect class="bar bar-%d" x="4" y="4" width="18" height="18"%s/></svg>`, series, fill(id, series))
	return template.HTML(d.String())
}
