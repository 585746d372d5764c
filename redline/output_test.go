package redline

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parley/text"
)

func TestHTMLIsWellFormedAndCarriesNoStyle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, new := drawPair(t)
		r := Compare(old, new, Options{})
		for _, o := range []HTMLOptions{{}, {SideBySide: true}} {
			var b bytes.Buffer
			if err := r.WriteHTML(&b, o); err != nil {
				t.Fatal(err)
			}
			out := b.String()
			if strings.Contains(out, "style=") || strings.Contains(out, "<script") {
				t.Fatalf("forbidden: %s", out)
			}
			d := xml.NewDecoder(strings.NewReader(strings.ReplaceAll(out, "<br>", "<br/>")))
			for {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%v in %s", err, out)
				}
			}
		}
	})
}

func TestHTMLEscapesWordsLabelsAndIDs(t *testing.T) {
	evil := `<img src=x onerror="alert('1')">&`
	old := &text.Text{Title: evil, Provisions: []*text.Provision{{ID: text.ID(evil), Label: evil, Heading: evil, Words: evil}}}
	new := &text.Text{Title: "x", Provisions: []*text.Provision{{ID: "y", Label: "1.", Heading: evil + evil, Words: "other " + evil}}}
	for _, o := range []HTMLOptions{{}, {SideBySide: true}} {
		var b bytes.Buffer
		if err := Compare(old, new, Options{}).WriteHTML(&b, o); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "<img") {
			t.Errorf("unescaped: %s", b.String())
		}
	}
}

func TestHTMLSaysWhatColourShows(t *testing.T) {
	var b bytes.Buffer
	if err := Compare(one("It may act."), one("It shall act."), Options{}).WriteHTML(&b, HTMLOptions{}); err != nil {
		t.Fatal(err)
	}
	want := `It <del class="modal" data-change="1"><span class="visually-hidden">deleted (modal): </span>may<span class="visually-hidden"> end of deletion, </span></del> <ins class="modal" data-change="1"><span class="visually-hidden">inserted (modal): </span>shall<span class="visually-hidden"> end of insertion, </span></ins> act.`
	if !strings.Contains(b.String(), want) {
		t.Errorf("got %s", b.String())
	}
}

func TestHTMLFoldsWhatIsUnchangedButNotWhatAChangeStandsUnder(t *testing.T) {
	same := []string{"One thing.", "Another thing.", "A third thing.", "A fourth thing.", "A fifth thing."}
	old := articles(same, append([]string{"The seat is in Geneva."}, same...), same)
	new := articles(same, append([]string{"The seat is in Vienna."}, same...), same)
	var b bytes.Buffer
	if err := Compare(old, new, Options{}).WriteHTML(&b, HTMLOptions{}); err != nil {
		t.Fatal(err)
	}
	out := b.String()
	if !strings.Contains(out, `<div class="same" data-fold="6">`) || !strings.Contains(out, `<div class="same" data-fold="10">`) {
		t.Errorf("got %s", out)
	}
}

func TestTheSideBySideColumnsHoldEitherTextWhole(t *testing.T) {
	for _, p := range realPairs(t)[:4] {
		var b bytes.Buffer
		if err := Compare(p.old, p.new, Options{}).WriteHTML(&b, HTMLOptions{SideBySide: true}); err != nil {
			t.Fatal(err)
		}
		left, right := 0, 0
		for _, row := range strings.Split(b.String(), "<tr ")[1:] {
			cells := strings.Split(row, "<td>")
			left += strings.Count(cells[1], "<ins")
			right += strings.Count(cells[2], "<del")
		}
		if left+right > 0 {
			t.Errorf("%s: %d insertions on the left, %d deletions on the right", p.id, left, right)
		}
	}
}

func TestTerminalReadsTheSameWithoutColour(t *testing.T) {
	r := Compare(numberedPoints(fourPoints...), numberedPoints(fourPoints[3], "It may act, _here_.", fourPoints[0]), Options{})
	var plain, color bytes.Buffer
	if err := r.WriteTerminal(&plain, TerminalOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := r.WriteTerminal(&color, TerminalOptions{Color: true}); err != nil {
		t.Fatal(err)
	}
	bare := color.String()
	for _, c := range []string{red, green, yellow, dim, bold, reset} {
		bare = strings.ReplaceAll(bare, c, "")
	}
	if bare != plain.String() {
		t.Errorf("with colour:\n%s\nwithout:\n%s", bare, plain.String())
	}
}

func TestTerminalBreaksLinesAtTheWidth(t *testing.T) {
	var b bytes.Buffer
	r := Compare(one(strings.Repeat("words and more ", 30)), one(strings.Repeat("words and less ", 30)), Options{})
	if err := r.WriteTerminal(&b, TerminalOptions{Width: 60, Color: true}); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(b.String(), "\n") {
		if columns(line) > 60 {
			t.Errorf("%d columns: %s", columns(line), line)
		}
	}
}

func TestJSONHoldsBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, new := drawPair(t)
		var b bytes.Buffer
		if err := Compare(old, new, Options{}).WriteJSON(&b); err != nil {
			t.Fatal(err)
		}
		var got jsonRedline
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if got.Old.Revision != old.Revision() || got.New.Revision != new.Revision() {
			t.Fatal("the revisions are others")
		}
	})
}
