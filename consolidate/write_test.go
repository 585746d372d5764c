package consolidate

import (
	"encoding/json"
	"strings"
	"testing"

	"parley/text"
)

func contested(t *testing.T) *Bracketed {
	base := parse("a=1. Two <guns> stand.\nb=2. Boats go.\nc=3. Carts stay.")
	base.Title = "Plan"
	b, err := Consolidate(base, []Amendment{
		by(base, "UA & friends", "a=1. Ten <guns> stand.\nc=3. Carts stay.\nb=2. Boats go."),
		by(base, "RU", "a=1. Six <guns> stand.\nb=2. Boats go.\nn=3. Rafts float."),
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestHTMLNamesSponsorsAndBracketsWithoutColour(t *testing.T) {
	var out strings.Builder
	if err := contested(t).WriteHTML(&out); err != nil {
		t.Fatal(err)
	}
	html := out.String()
	for _, want := range []string{
		`<section class="provision depth-0" id="p-a" data-id="a">`,
		`<span class="bracket contested" role="group" aria-label="Contested">[`,
		`<span class="sponsors" dir="auto">UA &amp; friends</span>: <bdi>Ten</bdi>`,
		`&lt;guns&gt;`,
		`<p class="words" dir="auto">`,
		`<a href="#p-b">provision 2</a> moved here`,
		`delete this provision`,
		`new provision`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in\n%s", want, html)
		}
	}
	if strings.Contains(html, "style=") {
		t.Error("the policy drops style attributes")
	}
	for _, element := range []string{"section", "p", "span", "bdi", "div", "a"} {
		if opened, closed := strings.Count(html, "<"+element+" ")+strings.Count(html, "<"+element+">"), strings.Count(html, "</"+element+">"); opened != closed {
			t.Errorf("<%s> is opened %d times and closed %d times", element, opened, closed)
		}
	}
	if n := strings.Count(html, ` id="p-b"`); n != 1 {
		t.Errorf("the anchor of a moved provision stands %d times", n)
	}
}

func TestTerminalShowsTheSameWithAndWithoutColour(t *testing.T) {
	b := contested(t)
	var plain, coloured strings.Builder
	if b.WriteTerminal(&plain, false) != nil || b.WriteTerminal(&coloured, true) != nil {
		t.Fatal("it cannot be written")
	}
	stripped := strings.NewReplacer(colourAmended, "", colourContested, "", colourOff, "").Replace(coloured.String())
	if plain.String() != stripped || plain.String() == coloured.String() {
		t.Errorf("without colour\n%s\nwith colour, stripped\n%s", plain.String(), stripped)
	}
	if !strings.Contains(plain.String(), "[Two / RU: Six / UA & friends: Ten] <guns> stand.") {
		t.Error(plain.String())
	}
}

func TestJSONHoldsBracketsConflictsAndFigures(t *testing.T) {
	var out strings.Builder
	if err := contested(t).WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Provisions []struct {
			ID    string
			Words []struct {
				Common  string
				Bracket *struct {
					Alternatives []struct {
						Sponsors []string
						Words    string
					}
				}
			}
		}
		Conflicts []struct{ Provision, What string }
		Stats     Stats
	}
	if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
		t.Fatal(err)
	}
	if w := got.Provisions[0].Words; w[0].Bracket.Alternatives[1].Words != " Six" || w[1].Common != " <guns> stand." {
		t.Errorf("words %+v", w)
	}
	if len(got.Conflicts) != 1 || got.Conflicts[0].Provision != "a" || got.Conflicts[0].What != "words" {
		t.Errorf("conflicts %+v", got.Conflicts)
	}
	if want := (Stats{Brackets: 6, Contested: 6, Proposed: 4, Conflicts: 1}); got.Stats != want {
		t.Errorf("stats %+v, want %+v", got.Stats, want)
	}
}

func TestTheWrittenBracketsAreReadBackAsData(t *testing.T) {
	words := contested(t).Text().Find("a").Words
	bs, alone := text.Brackets(words)
	if len(alone) != 0 || len(bs) != 1 || len(bs[0].Alternatives) != 3 || bs[0].Alternatives[1].Sponsors[0] != "RU" {
		t.Errorf("%q is read as %+v, alone %+v", words, bs, alone)
	}
}

func TestNothingInBracketsIsSaidInWords(t *testing.T) {
	base := parse("a One.")
	b, err := Consolidate(base, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Summary(); got != "Nothing is in brackets." {
		t.Error(got)
	}
	expect(t, b.Text(), "a One.")
}
