package redline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/text"
)

// A summary names what changed, class by class, the way one would say it: what
// is below something that was removed or moved whole is not named again, and
// where there is much, only how much.

// namedMost is up to how many provisions of a class are named.
const (
	namedMost = 12
	pairsMost = 5 // and with where each went
)

// Summary says in a sentence what changed: "Points 5 and 7 edited; point 12
// removed; point 14 moved to 9."
func (r *Redline) Summary() string {
	var parts []string
	if r.Title.Old() != r.Title.New() {
		parts = append(parts, "title changed")
	}
	for _, s := range []struct {
		class Class
		verb  string
		to    string // what joins old numbers to new, where these are told
	}{
		{Edited, "edited", ""},
		{Inserted, "inserted", ""},
		{Deleted, "removed", ""},
		{Moved, "moved", " to"},
		{Split, "split", ""},
		{Merged, "merged", ""},
		{Renumbered, "renumbered", " "},
		{Restyled, "set otherwise", ""},
	} {
		parts = append(parts, summarise(r.outermost(s.class), s.verb, s.to)...)
	}
	if len(parts) == 0 {
		return "No change."
	}
	out := strings.Join(parts, "; ") + "."
	first, n := utf8.DecodeRuneInString(out)
	return string(unicode.ToUpper(first)) + out[n:]
}

// outermost returns the rows of a class that are not below another of it.
// Edits count wherever they are.
func (r *Redline) outermost(class Class) []*Row {
	var out []*Row
	within := -1 // the depth of the row that those below belong to
	for i := range r.Rows {
		row := &r.Rows[i]
		depth := row.here().Depth
		if within >= 0 && depth <= within {
			within = -1
		}
		if !row.Class.Has(class) || repeated(row, class) {
			continue
		}
		if within >= 0 {
			continue
		}
		if class != Edited && class != Renumbered && class != Restyled {
			within = depth
		}
		out = append(out, row)
	}
	return out
}

// repeated reports whether the row is a further piece of what another row
// names, or named by a stronger class.
func repeated(row *Row, class Class) bool {
	switch class {
	case Split:
		return row.Old.Piece > 0
	case Merged:
		return row.New.Piece > 0
	case Edited:
		return row.Class&(Split|Merged) != 0
	case Renumbered:
		return row.Class.Has(Moved)
	}
	return false
}

// summarise names the rows that a verb applies to, or counts them. What was
// edited in a paragraph without a number was edited in what it stands below.
func summarise(rows []*Row, verb, to string) []string {
	if len(rows) == 0 {
		return nil
	}
	var labelled []*Row
	unlabelled := 0
	for _, r := range rows {
		if s := spoken(r); !s.numbered() && (verb != "edited" || s.Cite == "") {
			unlabelled++
		} else {
			labelled = append(labelled, r)
		}
	}
	if len(labelled) > namedMost || to == " to" && len(labelled) > pairsMost {
		return []string{howMany(len(rows), "provision") + " " + verb}
	}
	out := named(labelled, verb, to)
	if unlabelled > 0 {
		out = append(out, howMany(unlabelled, "unnumbered paragraph")+" "+verb)
	}
	return out
}

// spoken returns the side by which a summary names a row: the old one, which
// the reader knows, where there is one.
func spoken(r *Row) *Side {
	if r.Old != nil {
		return r.Old
	}
	return r.New
}

// named groups rows by what they are called: "points 5 and 7 edited", "point
// 14 moved to 9".
func named(rows []*Row, verb, to string) []string {
	var nouns []string
	old, new := make(map[string][]string), make(map[string][]string)
	for _, r := range rows {
		word, cite := nounAndNumber(spoken(r))
		if !slices.Contains(nouns, word) {
			nouns = append(nouns, word)
		}
		if !slices.Contains(old[word], cite) {
			old[word] = append(old[word], cite)
		}
		if r.New != nil && r.New.numbered() {
			_, cite := nounAndNumber(r.New)
			new[word] = append(new[word], cite)
		}
	}
	var out []string
	for _, word := range nouns {
		s := strings.TrimSpace(plural(word, len(old[word]))+" "+enumerate(old[word])) + " " + verb
		if to != "" && len(new[word]) == len(old[word]) {
			s += strings.TrimRight(to, " ") + " " + enumerate(new[word])
		}
		out = append(out, s)
	}
	return out
}

// nounAndNumber divides a citation into what the provision is called and its
// number: "Article 5(2)" into "Article" and "5(2)"; a bare number is called
// after its kind.
func nounAndNumber(s *Side) (word, cite string) {
	if i := strings.LastIndexByte(s.Cite, ' '); i > 0 {
		return s.Cite[:i], s.Cite[i+1:]
	}
	r, _ := utf8.DecodeRuneInString(s.Cite)
	if !unicode.IsDigit(r) && r != '(' {
		return "", s.Cite
	}
	switch {
	case s.Kind == text.Article || s.Kind == "" || !s.numbered():
		return "point", s.Cite
	case s.Kind == text.Paragraph:
		return "paragraph", s.Cite
	case s.Kind == text.Subparagraph:
		return "subparagraph", s.Cite
	}
	return string(s.Kind), s.Cite
}

func plural(word string, n int) string {
	r, _ := utf8.DecodeLastRuneInString(word)
	if n == 1 || word == "" || r > unicode.MaxASCII || !unicode.IsLower(r) || r == 's' {
		return word
	}
	return word + "s"
}

func howMany(n int, word string) string {
	return strconv.Itoa(n) + " " + plural(word, n)
}

// enumerate joins numbers: "5, 7 and 9"; three or more in a row are "5–9".
func enumerate(list []string) string {
	var parts []string
	for i := 0; i < len(list); {
		j := i + 1
		for j < len(list) && follows(list[j-1], list[j]) {
			j++
		}
		if j-i > 2 {
			parts = append(parts, list[i]+"–"+list[j-1])
		} else {
			parts = append(parts, list[i:j]...)
		}
		i = j
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return fmt.Sprintf("%s and %s", strings.Join(parts[:len(parts)-1], ", "), parts[len(parts)-1])
}

func follows(a, b string) bool {
	x, err1 := strconv.Atoi(a)
	y, err2 := strconv.Atoi(b)
	return err1 == nil && err2 == nil && y == x+1
}
