package negotiation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"parley/text"
)

// A text may be authentic in several languages. The revisions are in one of them;
// versions in the others are tabled for a revision, with the ids of its provisions.
// What changed in one language since is to be translated into the others: that is
// computed, provision by provision.

// LanguageVersion is a revision in another language.
type LanguageVersion struct {
	Revision int        `json:"revision"`
	Lang     string     `json:"lang"` // BCP 47
	Text     *text.Text `json:"text"`
	Note     string     `json:"note,omitempty"`

	By MemberID `json:"-"`

	remembered *remembered
}

// TableVersion tables a revision in another language.
type TableVersion struct {
	Revision int        `json:"revision"`
	Lang     string     `json:"lang"` // BCP 47
	Text     *text.Text `json:"text"` // whose provisions have the ids of the revision's
	Note     string     `json:"note,omitempty"`
}

// VersionTabled records TableVersion.
type VersionTabled struct {
	Version LanguageVersion `json:"version"`
}

// Kind names the kind of entry.
func (*VersionTabled) Kind() string { return "language version tabled" }

func (b *VersionTabled) ofRevision() int { return b.Version.Revision }

func (b *VersionTabled) apply(s *State, e Entry) {
	v := b.Version
	v.By, v.remembered = e.By, &remembered{}
	s.Versions = add(s, s.Versions, &v)
}

func (v *LanguageVersion) words() *wordings {
	v.remembered.once.Do(func() { v.remembered.w = wordingsOf(v.Text) })
	return v.remembered.w
}

func (c TableVersion) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	r := s.Revision(c.Revision)
	if r == nil || r.Placeholder() {
		return nil, notFound("revision", c.Revision)
	}
	where := fmt.Sprintf("revision %d in another language", c.Revision)
	tag, err := language.Parse(c.Lang)
	switch {
	case err != nil || tag == language.Und:
		return nil, refuse(Invalid, where, fmt.Sprintf("%q is no language", c.Lang), "give its code, as in fr, ar or pt-BR")
	case c.Text == nil || len(c.Text.Provisions) == 0:
		return nil, refuse(Invalid, where, "it has no provisions", "check the file")
	case sameLanguage(r.Text.Lang, c.Lang):
		return nil, refuse(Invalid, where, "the revision is in that language itself", "table it as the next revision")
	}
	if err := checkIDs(c.Text); err != nil {
		return nil, err
	}
	for _, p := range c.Text.Places() {
		if _, ok := r.words().of[p.ID]; !ok {
			return nil, refuse(Invalid, where, fmt.Sprintf("the revision has nothing that %q would be a translation of", strings.TrimSpace(p.Label+" "+excerpt(p.Heading+" "+p.Words))), "say what it belongs to, or leave it out")
		}
	}
	t := c.Text.Clone()
	t.Lang = tag.String()
	if last := s.version(t.Lang); last != nil && last.Revision == c.Revision && last.Text.Equal(t) {
		return nil, refuse(Stale, where, "the same version was tabled before", "there is nothing to do")
	}
	return []Entry{{Audience: r.Audience, Body: &VersionTabled{LanguageVersion{Revision: c.Revision, Lang: t.Lang, Text: t, Note: strings.TrimSpace(c.Note)}}}}, nil
}

func excerpt(words string) string {
	rs := []rune(text.Plain(strings.TrimSpace(words)))
	if len(rs) > 40 {
		return string(rs[:40]) + "…"
	}
	return string(rs)
}

func sameLanguage(a, b string) bool {
	x, err := language.Parse(a)
	y, wrong := language.Parse(b)
	return err == nil && wrong == nil && x == y
}

// version returns the newest version in a language, or nil.
func (s *State) version(lang string) *LanguageVersion {
	for _, v := range slices.Backward(s.Versions) {
		if v.Lang == lang {
			return v
		}
	}
	return nil
}

// Language is a language that versions were tabled in, held against the current
// revision.
type Language struct {
	*LanguageVersion            // the newest one
	Rows             []Rendered // of each provision of the current revision, in order
	Due              int        // rows that are to be translated, or were not yet
}

// Rendered is a provision of the current revision in another language.
type Rendered struct {
	ID    text.ID
	Words *text.Provision // nil: it was not translated yet
	Due   bool            // it is to be translated: the words changed elsewhere since
	In    string          // the language that they changed in; "": that of the revisions
	Since int             // the revision in which they did; 0: in a version
}

// Languages returns the languages that versions were tabled in, in the order of
// their first one. Nil where there is no current revision.
func (v *View) Languages() []Language { return v.state.languages() }

// InLanguage returns the newest version in a language, or nil.
func (v *View) InLanguage(lang string) *LanguageVersion { return v.state.version(lang) }

// LanguageVersions returns every version in another language, in order.
func (v *View) LanguageVersions() []*LanguageVersion { return v.state.Versions }

func (s *State) languages() []Language {
	cur := s.Current()
	if cur == nil {
		return nil
	}
	c := s.collation(cur)
	var out []Language
	seen := map[string]bool{}
	for _, first := range s.Versions {
		if seen[first.Lang] {
			continue
		}
		seen[first.Lang] = true
		l := Language{LanguageVersion: s.version(first.Lang)}
		at := slices.Index(s.Versions, l.LanguageVersion)
		for _, p := range cur.Text.Places() {
			row := c.rendered(l.LanguageVersion, at, p.ID)
			if row.Due || row.Words == nil {
				l.Due++
			}
			l.Rows = append(l.Rows, row)
		}
		out = append(out, l)
	}
	return out
}

// collation holds versions against revisions, provision by provision: each by what it
// says itself, without what stands below it.
type collation struct {
	s     *State
	cur   *Revision
	texts map[*text.Text]map[text.ID]*text.Provision
	alone map[text.ID]change
}

// change is a change of a provision in a language of its own, while the words of
// the revisions stayed: at a version, by its index.
type change struct {
	lang string
	at   int
}

func (s *State) collation(cur *Revision) *collation {
	c := &collation{s: s, cur: cur, texts: map[*text.Text]map[text.ID]*text.Provision{}, alone: map[text.ID]change{}}
	c.findAlone()
	return c
}

func (c *collation) of(t *text.Text) map[text.ID]*text.Provision {
	if c.texts[t] == nil {
		c.texts[t] = map[text.ID]*text.Provision{}
		for _, p := range t.Places() {
			c.texts[t][p.ID] = p.Provision
		}
	}
	return c.texts[t]
}

// same reports whether a provision says the same in two texts.
func (c *collation) same(a, b *text.Text, id text.ID) bool {
	p, q := c.of(a)[id], c.of(b)[id]
	return p != nil && q != nil && p.Heading == q.Heading && p.Words == q.Words
}

// findAlone finds the newest change that each provision had in another language alone,
// as long as the revisions did not change there.
func (c *collation) findAlone() {
	last := map[string]*LanguageVersion{}
	for i, v := range c.s.Versions {
		before := last[v.Lang]
		last[v.Lang] = v
		if before == nil {
			continue
		}
		made, then := c.s.Revision(v.Revision), c.s.Revision(before.Revision)
		for _, p := range v.Text.Places() {
			if c.of(before.Text)[p.ID] != nil && !c.same(v.Text, before.Text, p.ID) && c.same(made.Text, then.Text, p.ID) && c.same(made.Text, c.cur.Text, p.ID) {
				c.alone[p.ID] = change{v.Lang, i}
			}
		}
	}
}

// rendered says how a provision of the current revision stands in a version.
func (c *collation) rendered(v *LanguageVersion, at int, id text.ID) Rendered {
	row := Rendered{ID: id, Words: c.of(v.Text)[id]}
	if row.Words == nil {
		return row
	}
	made := c.s.Revision(v.Revision)
	if !c.same(made.Text, c.cur.Text, id) {
		row.Due, row.Since = true, c.changedSince(made, id)
		return row
	}
	if alone, ok := c.alone[id]; ok && alone.lang != v.Lang && alone.at > at {
		row.Due, row.In = true, alone.lang
	}
	return row
}

// changedSince returns the first revision after one in which a provision says
// something else.
func (c *collation) changedSince(r *Revision, id text.ID) int {
	for _, later := range c.s.Revisions {
		if later.Number > r.Number && !later.Placeholder() && !c.same(later.Text, r.Text, id) {
			return later.Number
		}
	}
	return 0
}

// Unchecked returns the provisions of the current revision whose words were changed
// in another language alone, and in which.
func (v *View) Unchecked() map[text.ID]string {
	cur := v.state.Current()
	if cur == nil {
		return nil
	}
	out := map[text.ID]string{}
	for id, c := range v.state.collation(cur).alone {
		out[id] = c.lang
	}
	return out
}
