package docx

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// apart is a file whose words pandoc and LibreOffice read differently, with what
// is read here that pandoc leaves out, and the other way round, in letters, and why.
// Nought and nought are the same letters: in the same order, where it says so.
type apart struct {
	ours, theirs int
	same         bool
	why          string
}

const (
	formula  = "LibreOffice writes no letters of a formula; pandoc's words are read"
	controls = "LibreOffice leaves out a paragraph that stands in a content control; pandoc's words are read"
	cells    = "pandoc draws tables with lines, and the lines of neighbouring cells in turns; here one cell stands after the other"
	picture  = "pandoc writes the description of a picture, often the name of its file, and leaves out captions; here a picture is a sign"
	boxes    = "pandoc reads a text box before the paragraph that it hangs on, or not at all; here its words stand where it is anchored"
	tex      = "pandoc writes formulas in TeX, with the names of its commands; here their signs stand as in the file"
	numbers  = "pandoc writes automatic numbers that are letters; here they are labels"
	title    = "pandoc takes what is set as title, author or date for data about the document and out of its words"
	notes    = "pandoc puts notes at the end; here a note's words stand where its number does"
	symbols  = "LibreOffice writes the private character of a letter in the font Symbol; the Greek letter is read, as by pandoc"
)

var disagreements = map[string]apart{
	"T004": {same: true, why: "LibreOffice reads the file that is embedded as words of this one; pandoc's words are read, because nobody tracked what it holds"},
	"T024": {same: true, why: formula}, "T050": {same: true, why: formula}, "T051": {same: true, why: formula},
	"T034": {why: cells}, "T084": {why: cells}, "T086": {why: cells}, "T229": {why: cells},
	"T038": {same: true, why: "LibreOffice puts one paragraph before its table and not behind it, once all is accepted"},
	"T053": {same: true, why: "LibreOffice keeps both places of what moved out of a content control, accepted and rejected"},
	"T085": {why: notes}, "T245": {why: notes},
	"T092": {ours: 1, theirs: 19, why: picture}, "T093": {ours: 8, theirs: 15, why: picture}, "T094": {ours: 24, theirs: 15, why: picture},
	"T111": {theirs: 218, why: picture}, "T214": {theirs: 14, why: picture}, "T263": {ours: 1, theirs: 103, why: picture}, "T264": {ours: 1, theirs: 103, why: picture},
	"T104": {same: true, why: "LibreOffice keeps a letter that was inserted and then moved away"},
	"T115": {ours: 33, why: numbers}, "T126": {why: numbers}, "T242": {why: numbers}, "T119": {why: numbers},
	"T118": {theirs: 4, why: tex}, "T158": {why: boxes}, "T159": {ours: 25, why: "pandoc leaves out the words of both notes"}, "T187": {ours: 25, why: "pandoc leaves out the words of both notes"},
	"T175": {ours: 288, why: boxes}, "T181": {same: true, why: boxes}, "T223": {theirs: 8, why: tex}, "T225": {theirs: 8, why: tex},
	"T129": {ours: 17, why: title}, "T202": {ours: 33, why: title},
	"T139": {same: true, why: "LibreOffice writes the letters of an automatic number that a rejected change of properties brings back"},
	"T205": {same: true, why: symbols}, "T212": {same: true, why: symbols}, "T227": {same: true, why: symbols},
	"T213": {ours: 20, theirs: 18, why: "pandoc writes capitals where only the style has them, and automatic numbers"},
	"T257": {same: true, why: "LibreOffice does not open the file"},
	"T260": {same: true, why: controls}, "T262": {same: true, why: controls},
	"T102": {why: "the file is not well-formed, and it is refused here"},
}

func TestWhereOthersDisagreeItIsSaidWhatIsReadAndWhy(t *testing.T) {
	dir, files := manifest(t)
	explained := map[string]bool{}
	for _, f := range files {
		if len(f.Agree) != 2 || slices.Equal(f.Agree, []int{1, 1}) {
			continue
		}
		name, _, _ := strings.Cut(filepath.Base(f.File), "_")
		want, ok := disagreements[name]
		if !ok {
			t.Errorf("%s: pandoc and LibreOffice disagree, and no row says why", f.File)
			continue
		}
		explained[name] = true
		data, err := os.ReadFile(filepath.Join(dir, f.File))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Read(data); refused(f.File, err) {
			continue
		}
		got := apart{same: true}
		for i, state := range []string{"accept", "reject"} {
			golden, err := os.ReadFile(filepath.Join(dir, "golden-text", strings.TrimSuffix(filepath.Base(f.File), ".docx")+"."+state+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			if f.Agree[i] == 1 {
				continue
			}
			d := nearest(t, data, i == 0, onlyLetters(string(golden)))
			got = apart{ours: max(got.ours, d.ours), theirs: max(got.theirs, d.theirs), same: got.same && d.same}
		}
		if got.ours != want.ours || got.theirs != want.theirs || got.same != want.same {
			t.Errorf("%s: is %+v, the row says %+v", f.File, got, want)
		}
	}
	for name := range disagreements {
		if !explained[name] {
			t.Errorf("%s has a row and needs none", name)
		}
	}
}

// nearest compares the letters that are read with pandoc's: with automatic numbers
// or without, and with text boxes or without, whichever comes nearest.
func nearest(t *testing.T, data []byte, accept bool, want string) apart {
	t.Helper()
	var all []apart
	for _, have := range []string{lettersRead(t, data, accept, false), lettersRead(t, data, accept, true), lettersRead(t, withoutBoxes(t, data), accept, false)} {
		d := apart{same: have == want}
		count := map[rune]int{}
		for _, r := range have {
			count[r]++
		}
		for _, r := range want {
			count[r]--
		}
		for _, n := range count {
			d.ours, d.theirs = d.ours+max(n, 0), d.theirs+max(-n, 0)
		}
		all = append(all, d)
	}
	return slices.MinFunc(all, func(a, b apart) int {
		if a.same != b.same && a.same {
			return -1
		}
		return cmp.Or(cmp.Compare(a.theirs, b.theirs), cmp.Compare(a.ours, b.ours))
	})
}
