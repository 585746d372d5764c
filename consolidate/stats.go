package consolidate

import "parley/text"

// Stats counts what is contested in a text or in one provision.
type Stats struct {
	Brackets  int `json:"brackets"`  // brackets, with provisions whose being there or place is in brackets
	Contested int `json:"contested"` // words of the base that stand in brackets
	Proposed  int `json:"proposed"`  // words of the alternatives to them
	Conflicts int `json:"conflicts"` // places where amendments contradict one another
}

// Stats counts the whole text, and each provision that has a bracket without
// those below it.
func (b *Bracketed) Stats() (all Stats, each map[text.ID]Stats) { panic("soon") }
