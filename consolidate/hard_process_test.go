package consolidate

import (
	"fmt"
	"strings"
	"testing"

	"parley/text"
)

// The hard cases that are about deciding: adopting, rejecting, undoing, and
// what becomes of the rest.

// by makes the amendment that a sponsor's copy amounts to; its id is the
// sponsor's name.
func by(base *text.Text, sponsor, copy string) Amendment {
	return Amendment{ID: sponsor, Sponsors: []string{sponsor}, Base: base.Revision(), Changes: Changes(base, parse(copy))}
}

func accept(t *testing.T, base *text.Text, pending []Amendment, id string, changes ...string) *Outcome {
	t.Helper()
	out, err := Accept(base, pending, id, changes...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func apply(t *testing.T, base *text.Text, a Amendment) *text.Text {
	t.Helper()
	out, err := a.Apply(base)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func rebase(t *testing.T, from, to *text.Text, a Amendment) (Amendment, []Fallen) {
	t.Helper()
	out, fallen, err := Rebase(from, to, a)
	if err != nil {
		t.Fatal(err)
	}
	return out, fallen
}

func expect(t *testing.T, got *text.Text, want string) {
	t.Helper()
	if g := print(got); g != strings.TrimPrefix(want, "\n")+"\n" {
		t.Errorf("got\n%swant\n%s", g, want)
	}
}

func expectFallen(t *testing.T, got []Fallen, want ...string) {
	t.Helper()
	var all []string
	for _, f := range got {
		all = append(all, fmt.Sprintf("%s %s: %s", f.Amendment, f.Change.Provision, f.Reason))
		if f.Sentence == "" || !strings.HasSuffix(f.Sentence, ".") {
			t.Errorf("%v has no sentence: %q", f.Reason, f.Sentence)
		}
	}
	if fmt.Sprint(all) != fmt.Sprint(want) {
		t.Errorf("fallen: %q, want %q", all, want)
	}
}

func TestHardCasesOfDeciding(t *testing.T) {
	for _, c := range []struct {
		no   int
		says string
		run  func(*testing.T)
	}{
		{14, "the clean part of an amendment goes in when its other part has lost", cleanPart},
		{48, "alternatives inside one bracket are refined in turn", refinedInTurn},
		{49, "a bracket is removed while an amendment targets words inside it", bracketRemoved},
		{50, "an amendment to a provision deleted and later restored revives", restored},
		{54, "a defined term is renamed in 200 places at once, and others stay valid", renamedTerm},
		{55, "an accepted amendment is withdrawn later", withdrawn},
		{56, "the result does not depend on the order of the amendments", anyOrder},
		{58, "every other pending amendment stays valid or falls with the reason", allOthers},
	} {
		t.Run(fmt.Sprintf("%02d %s", c.no, c.says), c.run)
	}
}

func cleanPart(t *testing.T) {
	base := parse(`
p The harbour opens in March.
q Tolls are ten coins.`)
	ua := by(base, "UA", `
p The harbour opens in April.
q Tolls are two coins.`)
	ru := by(base, "RU", `
p The harbour opens in June.
q Tolls are ten coins.`)
	out := accept(t, base, []Amendment{ua, ru}, "RU")
	expectFallen(t, out.Fallen, "UA p: words replaced")
	expect(t, apply(t, out.Text, out.Pending[0]), `
p The harbour opens in June.
q Tolls are two coins.`)
}

func refinedInTurn(t *testing.T) {
	base := parse("p Ships of [UA: ten guns / RU: four guns] may pass.")
	ua := by(base, "UA", "p Ships of [UA: nine guns / RU: four guns] may pass.")
	ru := by(base, "RU", "p Ships of [UA: ten guns / RU: five small guns] may pass.")
	out := accept(t, base, []Amendment{ua, ru}, "UA")
	expectFallen(t, out.Fallen)
	expect(t, out.Text, "p Ships of [UA: nine guns / RU: four guns] may pass.")
	second := accept(t, out.Text, out.Pending, "RU")
	expect(t, second.Text, "p Ships of [UA: nine guns / RU: five small guns] may pass.")
	third := by(second.Text, "UA", "p Ships of [UA: eight guns / RU: five small guns] may pass.")
	expect(t, apply(t, second.Text, third), "p Ships of [UA: eight guns / RU: five small guns] may pass.")
}

func bracketRemoved(t *testing.T) {
	base := parse("p Ships of [UA: ten guns / RU: four guns] may pass by day.")
	inside := by(base, "RU", "p Ships of [UA: ten guns / RU: six guns] may pass by day.")
	kept := by(base, "EU", "p Ships of [UA: ten guns / RU: four guns] may pass by night.")
	chair := by(base, "chair", "p Ships of ten guns may pass by day.")
	out := accept(t, base, []Amendment{inside, kept, chair}, "chair")
	expectFallen(t, out.Fallen, "RU p: words replaced")
	if len(out.Pending) != 1 {
		t.Fatalf("pending: %+v", out.Pending)
	}
	expect(t, apply(t, out.Text, out.Pending[0]), "p Ships of ten guns may pass by night.")
}

func restored(t *testing.T) {
	base := parse(`
p The bell rings at noon.
q The drum is silent.`)
	ua := by(base, "UA", `
p The bell rings at dusk.
q The drum is silent.`)
	without := accept(t, base, []Amendment{ua, by(base, "RU", "q The drum is silent.")}, "RU")
	expectFallen(t, without.Fallen, "UA p: provision deleted")
	if len(without.Pending) != 0 {
		t.Fatalf("pending: %+v", without.Pending)
	}
	again := apply(t, without.Text, by(without.Text, "EU", `
p The bell rings at noon.
q The drum is silent now.`))
	revived, fallen := rebase(t, base, again, ua)
	expectFallen(t, fallen)
	expect(t, apply(t, again, revived), `
p The bell rings at dusk.
q The drum is silent now.`)
}

func renamedTerm(t *testing.T) {
	var was, renamed strings.Builder
	for i := range 100 {
		fmt.Fprintf(&was, "p%d The Authority of zone %d answers to the joint Authority in session.\n", i, i)
		fmt.Fprintf(&renamed, "p%d The Commission of zone %d answers to the joint Commission in session.\n", i, i)
	}
	base := parse(was.String())
	ua := by(base, "UA", renamed.String())
	ru := by(base, "RU", strings.Replace(was.String(), "of zone 50 answers", "of zone 50 reports", 1))
	clusters := ua.Clusters()
	if len(clusters) != 1 || len(clusters[0].Changes) != 200 || clusters[0].Old != "Authority" || clusters[0].New != "Commission" {
		t.Fatalf("clusters: %d of %d changes", len(clusters), len(ua.Changes))
	}
	out := accept(t, base, []Amendment{ua, ru}, "UA", clusters[0].Changes...)
	expectFallen(t, out.Fallen)
	expect(t, out.Text, strings.TrimSuffix(renamed.String(), "\n"))
	expect(t, apply(t, out.Text, out.Pending[0]), strings.TrimSuffix(strings.Replace(renamed.String(), "of zone 50 answers", "of zone 50 reports", 1), "\n"))
}

func withdrawn(t *testing.T) {
	base := parse(`
p The court sits in May with three judges.
q Appeals are heard.`)
	first := by(base, "UA", `
p The court sits in June with three judges.
n Its seat is the castle.
q Appeals are heard.`)
	one := apply(t, base, first)
	second := by(one, "RU", `
p The court sits in June with five judges.
n Its seat is the castle.
q Appeals are heard.`)
	two := apply(t, one, second)
	third := by(two, "EU", `
p The court sits in June with five judges.
n Its seat is the old castle.
q Appeals are heard in public.`)
	now, rest, dependent, err := Undo(base, []Amendment{first, second, third}, 0)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, now, `
p The court sits in May with five judges.
q Appeals are heard in public.`)
	expectFallen(t, dependent, "EU n: provision deleted")
	if len(rest) != 2 || dependent[0].By != "UA" {
		t.Errorf("rest %+v, dependent %+v", rest, dependent)
	}
	text := base
	for _, a := range rest {
		text = apply(t, text, a)
	}
	if !text.Equal(now) {
		t.Errorf("the rest leads to\n%s", print(text))
	}
}

func anyOrder(t *testing.T) {
	base := parse("p A crew of nine men in three boats rows at dawn.")
	all := []Amendment{
		by(base, "EU", "p A crew of ten men in three boats rows at dawn."),
		by(base, "RU", "p A crew of nine in boats rows at dawn."),
		by(base, "UA", "p A crew of nine men in four boats sails at dawn."),
		by(base, "US", "p A crew of ten men in three boats rows at dusk."),
	}
	for _, order := range permutations(all) {
		b, err := Consolidate(base, order)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, b.Text(), "p A crew of [nine / EU, US: ten] [men / RU: —] in [three / RU: — / UA: four] boats [rows / UA: sails] at [dawn / US: dusk].")
	}
}

func allOthers(t *testing.T) {
	base := parse(`
s Posts
  a Post one has ten guards.
  b Post two has lamps.
t Roads
  c The north road is open.
  d The south road is shut.`)
	edit := func(from, to string) string { return strings.Replace(print(base), from, to, 1) }
	pending := []Amendment{
		by(base, "adopted", `
s Posts
  a Post one has six guards. Its gate is shut.
  n A new post is built.
t Roads
  d The south road is shut.
    b Post two has lamps.`),
		by(base, "beside", edit("Post one", "Tower one")),
		by(base, "edits the moved", edit("lamps", "many lamps")),
		by(base, "edits the deleted", edit("north road", "old north road")),
		by(base, "moves the moved", edit("  b Post two has lamps.\nt Roads\n", "t Roads\n  b Post two has lamps.\n")),
		by(base, "overlaps", edit("ten guards", "ten armed guards")),
		by(base, "refines", edit("ten guards", "six tall guards")),
		by(base, "same", edit("ten", "six")),
		by(base, "deletes the amended", edit("  a Post one has ten guards.\n", "")),
		by(base, "inserts behind the moved", edit("has lamps.\n", "has lamps.\n  k Post three has none.\n")),
	}
	out := accept(t, base, pending, "adopted")
	expectFallen(t, out.Fallen,
		"edits the deleted c: provision deleted",
		"moves the moved b: moved elsewhere",
		"same a: already adopted",
		"deletes the amended a: words amended",
	)
	got := map[string]string{}
	for _, a := range out.Pending {
		got[a.ID] = print(apply(t, out.Text, a))
	}
	now := print(out.Text)
	for id, want := range map[string]string{
		"beside":                   strings.Replace(now, "Post one", "Tower one", 1),
		"edits the moved":          strings.Replace(now, "lamps", "many lamps", 1),
		"overlaps":                 strings.Replace(now, "six guards", "six armed guards", 1),
		"refines":                  strings.Replace(now, "six guards", "six tall guards", 1),
		"inserts behind the moved": strings.Replace(now, "  n A new", "  k Post three has none.\n  n A new", 1),
	} {
		if got[id] != want {
			t.Errorf("%s: got\n%swant\n%s", id, got[id], want)
		}
	}
	if len(got) != 5 {
		t.Errorf("%d are still pending", len(got))
	}
}
