// Package bargain computes which packages are best for all parties, exactly.
//
// A scenario has issues, each with options; a package takes one option of each issue.
// Every party scores the options with points, and may add bonuses for combinations; the
// utility of a package for it is their sum. A reservation value says what it has
// without a deal, and red lines what it refuses whatever else it gets. A package is
// efficient if no other is at least as good for every party and better for one: the
// efficient utilities are the Pareto frontier. The zone of possible agreement holds the
// packages that everyone prefers to no deal. Solutions (Nash, Kalai–Smorodinsky,
// egalitarian, leximin, welfare) choose among efficient packages in the zone.
//
// Numbers are rationals; nothing is rounded and no floating point decides. Spaces far
// too large to enumerate are searched by dynamic programming over issues and by branch
// and bound.
package bargain
