package chart

import "fmt"

// parallel draws an axis for each party and a line for each package, broken otherwise for
// each of those with a letter.
func (p Plot) parallel(d *drawing) {
	n := len(p.Axes)
	x := func(axis int) float64 { return start + 10 + float64(axis)/float64(n-1)*(innerWidth-30) }
	scales := make([]scale, n)
	for i := range p.Axes {
		scales[i] = p.scaleOf(i)
	}
	y := func(axis int, pt Point) float64 {
		return high - bottom - scales[axis].share(pt.At[axis])*innerHeight
	}
	line := func(class string, pt Point) {
		d.printf(`<polyline class="%s" points="`, class)
		for i := range p.Axes {
			d.printf("%.1f,%.1f ", x(i), y(i, pt))
		}
		d.printf(`"/>`)
	}
	for _, pt := range p.Points {
		if pt.Shape == Plain {
			line("many", pt)
		}
	}
	for i, a := range p.Axes {
		d.line("axis", x(i), top, x(i), high-bottom)
		d.text("tick", "middle", x(i), top-8, fmt.Sprintf("%.6g", scales[i].to))
		d.text("tick", "middle", x(i), high-bottom+16, fmt.Sprintf("%.6g", scales[i].from))
		switch i { // so that long names stay on the plot
		case 0:
			d.text("name", "start", 4, high-10, a.Name)
		case n - 1:
			d.text("name", "end", wide-4, high-10, a.Name)
		default:
			d.text("name", "middle", x(i), high-10, a.Name)
		}
		if a.Without != nil {
			at := high - bottom - scales[i].share(a.Without)*innerHeight
			d.line("without", x(i)-10, at, x(i)+10, at)
		}
	}
	var ends []placed
	for _, pt := range p.Points {
		if pt.Shape == Plain {
			continue
		}
		line(fmt.Sprintf("path dash-%d", pt.Shape), pt)
		for i := range p.Axes {
			d.mark(pt.Shape, x(i), y(i, pt))
		}
		ends = append(ends, placed{pt, x(0), y(0, pt)})
	}
	taken := map[int]int{} // letters at one height stand side by side
	for _, e := range ends {
		if e.Letter == "" {
			continue
		}
		d.text("letter", "end", e.x-letterAside-float64(taken[int(e.y)/8])*letterBetween, e.y+4, e.Letter)
		taken[int(e.y)/8]++
	}
}
