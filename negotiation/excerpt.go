package negotiation

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// What the chronicle takes from an article that it keeps: a report says where in the
// article it stands, and a delegation sets aside what is nothing for the chronicle.

// Excerpt is where a report stands in a copy that another report keeps, in bytes of that
// copy, End not included.
type Excerpt struct {
	Report ReportID `json:"report,omitempty"`
	Start  int      `json:"start,omitempty"`
	End    int      `json:"end,omitempty"`
}

// Kept returns the words that the report keeps of its source, "" where it keeps none.
func (r *Report) Kept() string {
	for _, x := range r.Sources {
		if x.Copy != "" {
			return x.Copy
		}
	}
	return ""
}

// checkExcerpt refuses an excerpt that is none of the copy that it names.
func (s *State) checkExcerpt(by *Member, r *Report) error {
	p := r.Excerpt
	if p == (Excerpt{}) {
		return nil
	}
	if !s.seesReport(by.Party, p.Report) {
		return notFound("report", p.Report)
	}
	kept := s.report(p.Report).Kept()
	if p.Start < 0 || p.Start >= p.End || p.End > len(kept) || !utf8.ValidString(kept[p.Start:p.End]) {
		return refuse(Invalid, "excerpt", fmt.Sprintf("bytes %d to %d are no words of the copy that report %s keeps", p.Start, p.End, p.Report), "take the words from that copy")
	}
	return nil
}

// SetAside sets an excerpt of an article aside, or brings it back: what it suggests, of the
// genre, is nothing for the chronicle.
type SetAside struct {
	Excerpt Excerpt `json:"excerpt"`
	Genre   Genre   `json:"genre"`
	Restore bool    `json:"restore,omitempty"`
}

// ExcerptSetAside records SetAside.
type ExcerptSetAside struct {
	Excerpt Excerpt `json:"excerpt"`
	Genre   Genre   `json:"genre"`
	Restore bool    `json:"restore,omitempty"`
}

// Kind names the kind of entry.
func (*ExcerptSetAside) Kind() string { return "excerpt set aside" }

// OwnAside is an excerpt that a party has set aside.
type OwnAside struct {
	Of      PartyID
	Excerpt Excerpt
	Genre   Genre
}

func (b *ExcerptSetAside) apply(s *State, e Entry) {
	one := OwnAside{e.Party, b.Excerpt, b.Genre}
	s.Asides = slices.DeleteFunc(slices.Clone(s.Asides), func(x OwnAside) bool { return x == one })
	if !b.Restore {
		s.Asides = append(s.Asides, one)
	}
}

func (c SetAside) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayChronicle(by); err != nil {
		return nil, err
	}
	if !slices.Contains(Genres, c.Genre) {
		return nil, refuse(Invalid, "excerpt", fmt.Sprintf("there is no genre %q", c.Genre), "say as what it was suggested: a statement, a meeting, a document, an incident")
	}
	if c.Excerpt == (Excerpt{}) {
		return nil, refuse(Invalid, "excerpt", "none is named", "say in which report's copy it stands")
	}
	if err := s.checkExcerpt(by, &Report{Excerpt: c.Excerpt}); err != nil {
		return nil, err
	}
	if slices.Contains(s.Asides, OwnAside{by.Party, c.Excerpt, c.Genre}) == !c.Restore {
		return nil, refuse(Invalid, "excerpt", "nothing would change", "look at what is set aside")
	}
	return []Entry{{Body: &ExcerptSetAside{c.Excerpt, c.Genre, c.Restore}}}, nil
}

// Aside reports whether the viewer's delegation has set an excerpt aside.
func (v *View) Aside(x Excerpt, g Genre) bool {
	return slices.Contains(v.state.Asides, OwnAside{v.Me.Party, x, g})
}

// TakenFrom lists the reports that were taken from the copy that a report keeps, in the
// order of the chronicle.
func (v *View) TakenFrom(id ReportID) []*Report {
	return slices.DeleteFunc(slices.Clone(v.state.Reports), func(r *Report) bool { return id == "" || r.Excerpt.Report != id })
}

// ExcerptOf returns the report in whose copy a report stands, and the words there: nil
// when it stands in none, or when that one was erased.
func (v *View) ExcerptOf(r *Report) (*Report, string) {
	of := v.state.report(r.Excerpt.Report)
	if of == nil || r.Excerpt.End > len(of.Kept()) {
		return nil, ""
	}
	return of, of.Kept()[r.Excerpt.Start:r.Excerpt.End]
}
