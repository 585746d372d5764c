package consolidate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"parley/text"
)

// The hard cases are those on which systems for amendments are known to fail.
// Each is written as the base, the copies of up to four sponsors, and the
// bracketed text that must come out. A provision is a line: its id, its label
// after "=" if it has one, its words; what is below it is indented; "|" is a
// line break in the words. Every case is consolidated in every order, and
// every sponsor's copy and the base are taken out again.

type hardCase struct {
	no        int
	says      string
	base      string
	copies    copies
	want      string
	conflicts string // what contradicts: "p words", "p deleted", "p place"
}

type copies map[string]string

var hardCases = []hardCase{
	{1, "an item inserted in the middle of a lettered list takes a letter, and the next one's changes", `
the The parties shall
  a=(a) open the crossing;
  b=(b) clear the mines.`, copies{"UA": `
the The parties shall
  a=(a) open the crossing;
  n=(b) repair the bridge;
  b=(c) clear the mines.`}, `
the The parties shall
  a=(a) open the crossing;
  n=(b) [UA: repair the bridge;]
  b=[(b) / UA: (c)] clear the mines.`, ""},

	{2, "one inserts a word in a paragraph that another deletes", `
p Each side releases its prisoners.
q Lists are exchanged.`, copies{"UA": `
p Each side promptly releases its prisoners.
q Lists are exchanged.`, "RU": `
q Lists are exchanged.`}, `
p [Each side [UA: promptly] releases its prisoners. / RU: —]
q Lists are exchanged.`, "p deleted"},

	{3, "words and a whole paragraph are only deleted", `
p Patrols pass by day and by night.
q Nothing else passes.`, copies{"UA": `
p Patrols pass by day.`}, `
p Patrols pass by day [and by night / UA: —].
q [Nothing else passes. / UA: —]`, ""},

	{4, "a paragraph is split in two", `
p Fighting stops at noon. Convoys move at dusk.`, copies{"UA": `
p Fighting stops at noon.
q Convoys move at dusk.`, "RU": `
p Fighting stops at noon. Marked convoys move at dusk.`}, `
p Fighting stops at noon. [UA: ¶] [Convoys / RU: Marked convoys] move at dusk.
q [UA: split off the provision before]`, ""},

	{5, "a paragraph is replaced by three whose last words are kept", `
p The commission sits in Geneva and reports every month to all the guarantors.`, copies{"UA": `
p A commission is set up.
q Its seat is Vienna.
r It reports every month to all the guarantors.`}, `
p [The / UA: A] commission [sits in Geneva and / UA: is set up. ¶ Its seat is Vienna. ¶ It] reports every month to all the guarantors.
q [UA: split off the provision before]
r [UA: split off the provision before]`, ""},

	{6, "a paragraph is put before a list of which an item is replaced", `
p The following are protected:
  a schools;
  b hospitals.`, copies{"UA": `
n This covers both banks.
p The following are protected:
  a schools;
  b all places of worship.`}, `
n [UA: This covers both banks.]
p The following are protected:
  a schools;
  b [hospitals / UA: all places of worship].`, ""},

	{7, "the rest of a long paragraph is replaced across line breaks", `
p The depot is closed.|Its keys go to the mediator.|Its guards go home.|Nothing is left behind.`, copies{"UA": `
p The depot is closed.|Fuel stays where it stands.`}, `
p The depot is closed.|[Its keys go to the mediator.|Its guards go home.|Nothing is left behind / UA: Fuel stays where it stands].`, ""},

	{8, "three overlap in a chain: each reaches into the next", hardOverlap, copies{"EU": `
p Observers from neutral states log all arms at dawn.`, "RU": `
p Observers from neutral towns watch every gun at dawn.`, "UA": `
p Observers from both banks count every gun at dawn.`}, `
p Observers from [neutral states count every gun / EU: neutral states log all arms / RU: neutral towns watch every gun / UA: both banks count every gun] at dawn.`, "p words"},

	{9, "three overlap: two lie within the first", hardOverlap, copies{"EU": `
p Observers from neutral states count every rifle at dawn.`, "RU": `
p Observers from friendly states count every gun at dawn.`, "UA": `
p Observers at dawn.`}, `
p Observers [from neutral states count every gun / EU: from neutral states count every rifle / RU: from friendly states count every gun / UA: —] at dawn.`, "p words"},

	{10, "three overlap in part and a fourth only touches", hardOverlap, copies{"EU": `
p Observers of all neutral states count every gun at dawn.`, "RU": `
p Observers from friendly countries count every gun at dawn.`, "UA": `
p Observers from neutral places see every gun at dawn.`, "US": `
p Observers from neutral states see each gun at dawn.`}, `
p Observers [from / EU: of all] [neutral states count every / RU: friendly countries count every / UA: neutral places see every / US: neutral states see each] gun at dawn.`, "p words"},

	{11, "two append an item to a list: no conflict, and the last item is not repeated", `
p Open are
  a the north road;
  b the south road.`, copies{"UA": `
p Open are
  a the north road;
  b the south road.
  c the ferry.`, "RU": `
p Open are
  a the north road;
  b the south road.
  d the railway.`}, `
p Open are
  a the north road;
  b the south road.
  d [RU: the railway.]
  c [UA: the ferry.]`, ""},

	{12, "sentences are inserted at the start and the end of a paragraph", `
p Wells are shared.`, copies{"UA": `
p Water is life. Wells are shared.`, "RU": `
p Wells are shared. Springs are not.`}, `
p [UA: Water is life.] Wells are shared. [RU: Springs are not.]`, ""},

	{13, "new paragraphs stand before and after the same paragraph", `
p Radio silence holds.`, copies{"UA": `
m From midnight on:
p Radio silence holds.`, "RU": `
p Radio silence holds.
n Lamps are dimmed.`}, `
m [UA: From midnight on:]
p Radio silence holds.
n [RU: Lamps are dimmed.]`, ""},

	{14, "an amendment collides in one part and is clean in the other", `
p The harbour opens in March.
q Tolls are ten coins.`, copies{"UA": `
p The harbour opens in April.
q Tolls are two coins.`, "RU": `
p The harbour opens in June.
q Tolls are ten coins.`}, `
p The harbour opens in [March / RU: June / UA: April].
q Tolls are [ten / UA: two] coins.`, "p words"},

	{15, "deletions overlap in part", `
p Snow, ice, fog and rain delay the count.`, copies{"UA": `
p Snow and rain delay the count.`, "RU": `
p Snow, ice delay the count.`}, `
p Snow[, ice, fog and rain / RU: , ice / UA: and rain] delay the count.`, "p words"},

	{16, "a collision is many paragraphs long", `
s Annex on posts
  a Post one stays.
  b Post two stays.
  c Post three stays.
  d Post four stays.`, copies{"UA": ``, "RU": `
s Annex on posts
  a Post one goes.
  b Post two goes.
  c Post three goes.
  d Post four goes.`}, `
s [Annex on posts / UA: —]
  a Post one [stays / RU: goes].
  b Post two [stays / RU: goes].
  c Post three [stays / RU: goes].
  d Post four [stays / RU: goes].`, "s deleted"},

	{17, "a collision contains formatting", `
p The **sole** crossing is guarded.`, copies{"UA": `
p The _main_ crossing is guarded.`, "RU": `
p The **old** crossing is guarded.`}, `
p The [**sole** / RU: **old** / UA: _main_] crossing is guarded.`, "p words"},

	{18, "four overlap in a chain, and a number is the beginning of another", `
p Article 17 limits guns to nine in each valley.`, copies{"EU": `
p Article 17.8 limits guns to nine in each valley.`, "RU": `
p Article 18 limits guns to nine in each valley.`, "UA": `
p Article 17 applies in each valley.`, "US": `
p Article 17 limits guns to six per valley.`}, `
p Article [17 / EU: 17.8 / RU: 18] [limits guns to nine in each / UA: applies in each / US: limits guns to six per] valley.`, "p words, p words"},

	{19, "one deletes an item and another inserts its neighbour", `
p Allowed are
  a flour;
  b salt.`, copies{"UA": `
p Allowed are
  b salt.`, "RU": `
p Allowed are
  a flour;
  n sugar;
  b salt.`}, `
p Allowed are
  a [flour; / UA: —]
  n [RU: sugar;]
  b salt.`, ""},

	{20, "one deletes an item that another edits", `
p Allowed are
  a flour;
  b salt.`, copies{"UA": `
p Allowed are
  b salt.`, "RU": `
p Allowed are
  a white flour;
  b salt.`}, `
p Allowed are
  a [[RU: white] flour; / UA: —]
  b salt.`, "a deleted"},

	{21, "a new line stands before a changed line", `
p The roll is called.|The gate is shut.`, copies{"UA": `
p The roll is called.|The drum is beaten.|The gate is shut.`, "RU": `
p The roll is called.|The gate is locked.`}, `
p The roll is called.|[UA: The drum is beaten.]|The gate is [shut / RU: locked].`, ""},

	{22, "different paragraphs are changed", `
p One drummer leads.
q Two scouts follow.`, copies{"UA": `
p One piper leads.
q Two scouts follow.`, "RU": `
p One drummer leads.
q Ten scouts follow.`}, `
p One [drummer / UA: piper] leads.
q [Two / RU: Ten] scouts follow.`, ""},

	{23, "the same word is changed differently", `
p The truce lasts a week.`, copies{"UA": `
p The truce lasts a month.`, "RU": `
p The truce lasts a year.`}, `
p The truce lasts a [week / RU: year / UA: month].`, "p words"},

	{24, "both insert the same paragraph and change the next one differently", `
p Boats carry lanterns.`, copies{"UA": `
n Nets are drawn in.
p Boats carry two lanterns.`, "RU": `
n Nets are drawn in.
p Boats carry red lanterns.`}, `
n [RU, UA: Nets are drawn in.]
p Boats carry [RU: red / UA: two] lanterns.`, "p words"},

	{25, "the start of a paragraph is deleted and its end edited", `
p Without delay, the ferry crosses at noon.`, copies{"UA": `
p the ferry crosses at noon.`, "RU": `
p Without delay, the ferry crosses at dawn.`}, `
p [Without delay, / UA: —] the ferry crosses at [noon / RU: dawn].`, ""},

	{26, "both make the same edit and one adds more", `
p Mills grind grain for both banks.`, copies{"UA": `
p Mills grind wheat for both banks.`, "RU": `
p Mills grind wheat for both banks free of charge.`}, `
p Mills grind [grain / RU, UA: wheat] for both banks [RU: free of charge].`, ""},

	{27, "both delete the same start and one also shortens the end", `
p As agreed before, bells ring at noon and at dusk.`, copies{"UA": `
p bells ring at noon and at dusk.`, "RU": `
p bells ring at noon.`}, `
p [As agreed before, / RU, UA: —] bells ring at noon [and at dusk / RU: —].`, ""},
}

const hardOverlap = `
p Observers from neutral states count every gun at dawn.`

func TestHardCases(t *testing.T) {
	for _, c := range slices.Concat(hardCases, harderCases) {
		t.Run(fmt.Sprintf("%02d %s", c.no, c.says), c.run)
	}
}

func (c hardCase) run(t *testing.T) {
	base := parse(c.base)
	var all []Amendment
	for who, words := range c.copies {
		all = append(all, Amendment{ID: "of " + who, Sponsors: []string{who}, Base: base.Revision(), Changes: Changes(base, parse(words))})
	}
	for _, order := range permutations(all) {
		b, err := Consolidate(base, order)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := print(b.Text()), strings.TrimPrefix(c.want, "\n"); got != want+"\n" {
			t.Errorf("bracketed text\n%swant\n%s", got, want)
		}
		var found []string
		for _, x := range b.Conflicts() {
			found = append(found, fmt.Sprint(x.Provision, " ", x.What))
		}
		if got := strings.Join(found, ", "); got != c.conflicts {
			t.Errorf("conflicts %q, want %q", got, c.conflicts)
		}
		for who, words := range c.copies {
			if got, want := b.Take(who), parse(words); !got.Equal(want) {
				t.Errorf("%s has\n%sgot\n%s", who, dump(want), dump(got))
			}
		}
		if got := b.Take(""); !got.Equal(base) {
			t.Errorf("the base became\n%s", dump(got))
		}
		if t.Failed() {
			return
		}
	}
}

// lineBreaks reads "|" as a line break, but not between the cells of a table.
var lineBreaks = strings.NewReplacer(" | ", " | ", "|", "\n")

// parse reads a text from lines.
func parse(s string) *text.Text {
	out := &text.Text{}
	stack := []*[]*text.Provision{&out.Provisions}
	for line := range strings.Lines(strings.TrimPrefix(s, "\n")) {
		line = strings.TrimSuffix(line, "\n")
		body := strings.TrimLeft(line, " ")
		if body == "" {
			continue
		}
		depth := (len(line) - len(body)) / 2
		head, words, _ := strings.Cut(body, " ")
		id, label, _ := strings.Cut(head, "=")
		p := &text.Provision{ID: text.ID(id), Label: label, Words: text.Fold(lineBreaks.Replace(words))}
		*stack[depth] = append(*stack[depth], p)
		stack = append(stack[:depth+1], &p.Children)
	}
	return out
}

// print writes a text as lines.
func print(t *text.Text) string {
	var b strings.Builder
	for _, pl := range t.Places() {
		b.WriteString(strings.Repeat("  ", pl.Depth) + string(pl.ID))
		if pl.Label != "" {
			b.WriteString("=" + pl.Label)
		}
		if pl.Words != "" {
			b.WriteString(" " + strings.ReplaceAll(pl.Words, "\n", "|"))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func permutations(as []Amendment) [][]Amendment {
	if len(as) < 2 {
		return [][]Amendment{as}
	}
	var out [][]Amendment
	for i := range as {
		rest := slices.Concat(as[:i:i], as[i+1:])
		for _, p := range permutations(rest) {
			out = append(out, append([]Amendment{as[i]}, p...))
		}
	}
	return out
}
