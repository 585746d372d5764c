package chart

import (
	"cmp"
	"slices"
)

// scatter draws one party's worth across and the other's upwards. The line of steps is
// the frontier: nothing lies above it.
func (p Plot) scatter(d *drawing) {
	across, up := p.scaleOf(0), p.scaleOf(1)
	x := func(share float64) float64 { return start + share*innerWidth }
	y := func(share float64) float64 { return high - bottom - share*innerHeight }
	across.each(func(s float64, name string) {
		d.line("grid", x(s), top, x(s), high-bottom)
		d.text("tick", "middle", x(s), high-bottom+16, name)
	})
	up.each(func(s float64, name string) {
		d.line("grid", start, y(s), wide-end, y(s))
		d.text("tick", "end", start-6, y(s)+4, name)
	})
	d.line("axis", start, high-bottom, wide-end, high-bottom)
	d.line("axis", start, top, start, high-bottom)
	d.text("name", "end", wide-end, high-10, p.Axes[0].Name+" →")
	d.text("name", "start", 6, 14, "↑ "+p.Axes[1].Name)
	if r := p.Axes[0].Without; r != nil {
		d.line("without", x(across.share(r)), top, x(across.share(r)), high-bottom)
	}
	if r := p.Axes[1].Without; r != nil {
		d.line("without", start, y(up.share(r)), wide-end, y(up.share(r)))
	}
	var at []placed
	for _, pt := range p.Points {
		at = append(at, placed{pt, x(across.share(pt.At[0])), y(up.share(pt.At[1]))})
	}
	if p.Stairs {
		stairs(d, at)
	}
	draw(d, at)
}

// placed is a point with its place.
type placed struct {
	Point
	x, y float64
}

// stairs draws the steps between the plain points.
func stairs(d *drawing, at []placed) {
	plain := slices.DeleteFunc(slices.Clone(at), func(p placed) bool { return p.Shape != Plain })
	slices.SortFunc(plain, func(a, b placed) int { return cmp.Compare(a.x, b.x) })
	if len(plain) < 2 {
		return
	}
	d.printf(`<path class="stair" d="M%.1f %.1f`, plain[0].x, plain[0].y)
	for _, p := range plain[1:] {
		d.printf("V%.1fH%.1f", p.y, p.x)
	}
	d.printf(`"/>`)
}

// draw draws the many first, and each letter beside its mark; letters of one place stand
// side by side.
func draw(d *drawing, at []placed) {
	for _, p := range at {
		if p.Shape == Plain {
			d.mark(Plain, p.x, p.y)
		}
	}
	beside := map[[2]int]int{} // how many letters stand at a place
	for _, p := range at {
		if p.Shape == Plain {
			continue
		}
		d.mark(p.Shape, p.x, p.y)
		if p.Letter == "" {
			continue
		}
		where := [2]int{int(p.x), int(p.y)}
		shift := letterAside + float64(beside[where])*letterBetween
		beside[where]++
		if p.x > wide-end-4*letterBetween {
			d.text("letter", "end", p.x-shift, p.y-8, p.Letter)
			continue
		}
		d.text("letter", "start", p.x+shift, p.y-8, p.Letter)
	}
}
